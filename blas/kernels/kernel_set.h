#pragma once
// Everything that is compiled once per instruction set, as one table each.

#include "blas/kernels/elimination_kernels.h"
#include "blas/kernels/gemv_kernels.h"
#include "blas/kernels/matrix_kernels.h"
#include "blas/kernels/oracle_kernels.h"
#include "blas/kernels/reduction_kernels.h"
#include "blas/kernels/triangle_kernels.h"
#include "blas/kernels/vector_kernels.h"

namespace fairplay::blas {

template <class T>
struct Kernels {
  const VectorKernels<T>* vector;
  const GemvKernels<T>* gemv;
  const ReductionKernels<Real<T>>* reduction;
  const MatrixKernels<T>* matrix;
  const TriangleKernels<T>* triangle;
  const EliminationKernels<T>* elimination;
};

struct KernelSet {
  const char* isa;  // as FAIRPLAY_BLAS_ISA spells it
  Kernels<float> s;
  Kernels<double> d;
  Kernels<Complex<float>> c;
  Kernels<Complex<double>> z;
  const OracleKernels* oracle;

  template <class T>
  const Kernels<T>& of() const {
    if constexpr (std::is_same_v<T, float>)
      return s;
    else if constexpr (std::is_same_v<T, double>)
      return d;
    else if constexpr (std::is_same_v<T, Complex<float>>)
      return c;
    else
      return z;
  }
};

}  // namespace fairplay::blas
