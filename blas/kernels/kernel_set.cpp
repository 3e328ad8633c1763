#include "blas/kernels/parts.h"

#define FAIRPLAY_TEXT_OF(x) #x
#define FAIRPLAY_TEXT(x) FAIRPLAY_TEXT_OF(x)

namespace fairplay::blas::FAIRPLAY_ISA {

template <class T>
static constexpr Kernels<T> kernels = {
    .vector = &VectorPart<T>::kernels,
    .gemv = &GemvPart<T>::kernels,
    .reduction = &ReductionPart<T>::kernels,
    .matrix = &MatrixPart<T>::kernels,
    .triangle = &TrianglePart<T>::kernels,
    .elimination = &EliminationPart<T>::kernels,
};

// Constant data: nothing compiled for this instruction set runs before the CPU is known to have it.
constinit const KernelSet kernel_set = {.isa = FAIRPLAY_TEXT(FAIRPLAY_ISA),
                                        .s = kernels<float>,
                                        .d = kernels<double>,
                                        .c = kernels<Complex<float>>,
                                        .z = kernels<Complex<double>>,
                                        .oracle = &oracle_kernels};

}  // namespace fairplay::blas::FAIRPLAY_ISA
