#pragma once
// What each kernel file contributes to its instruction set's table: one struct a kernel file here, one line in
// kernel_set.cpp.

#include "blas/kernels/kernel_set.h"

namespace fairplay::blas::FAIRPLAY_ISA {

template <class T>
struct VectorPart {  // vector_kernels.cpp
  static const VectorKernels<T> kernels;
};
template <class T>
struct GemvPart {  // gemv_kernels.cpp
  static const GemvKernels<T> kernels;
};
template <class T>
struct ReductionPart {  // reduction_kernels.cpp
  static const ReductionKernels<Real<T>> kernels;
};

template <class T>
struct MatrixPart {  // matrix_kernels.cpp
  static const MatrixKernels<T> kernels;
};
template <class T>
struct EliminationPart {  // elimination_kernels.cpp
  static const EliminationKernels<T> kernels;
};
template <class T>
struct TrianglePart {  // triangle_kernels.cpp
  static const TriangleKernels<T> kernels;
};

extern const OracleKernels oracle_kernels;  // oracle_kernels.cpp
extern const KernelSet kernel_set;          // kernel_set.cpp

}  // namespace fairplay::blas::FAIRPLAY_ISA

#define FAIRPLAY_FOR_ALL_TYPES(Part)    \
  template struct Part<float>;          \
  template struct Part<double>;         \
  template struct Part<Complex<float>>; \
  template struct Part<Complex<double>>;
