// Complex functions where the library's convention (a hidden first argument) isn't that of Netlib's LAPACK inside it
// (registers, as gfortran has it). blas/netlib/surgery.py gives these functions the names gnu_... inside: ours are
// defined here under them, Netlib's are called by them.

#include "blas/interface/abi.h"

#ifdef FAIRPLAY_BLAS_COMPLEX_BY_ARGUMENT
#include "blas/level1.h"

namespace fairplay::blas {

#define FAIRPLAY_COMPLEX_FUNCTIONS(l)                                                                           \
  namespace of_##l {                                                                                            \
    extern "C" {                                                                                                \
    T FAIRPLAY_SYMBOL(gnu_##l##dotu_)(const Int* n, const T* x, const Int* incx, const T* y, const Int* incy) { \
      return blas::dot<T>(*n, x, *incx, y, *incy);                                                              \
    }                                                                                                           \
    T FAIRPLAY_SYMBOL(gnu_##l##dotc_)(const Int* n, const T* x, const Int* incx, const T* y, const Int* incy) { \
      return blas::dotc<T>(*n, x, *incx, y, *incy);                                                             \
    }                                                                                                           \
    T FAIRPLAY_SYMBOL(gnu_##l##ladiv_)(const T* x, const T* y);                                                 \
    FAIRPLAY_PUBLIC void FAIRPLAY_SYMBOL(l##ladiv_)(T * quotient, const T* x, const T* y) {                     \
      *quotient = FAIRPLAY_SYMBOL(gnu_##l##ladiv_)(x, y);                                                       \
    }                                                                                                           \
    }                                                                                                           \
  }
FAIRPLAY_COMPLEX_FUNCTIONS(c)
FAIRPLAY_COMPLEX_FUNCTIONS(z)

}  // namespace fairplay::blas
#endif
