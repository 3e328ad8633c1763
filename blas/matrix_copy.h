#pragma once
// Scaled copies and transposes of matrices: extensions that OpenBLAS and MKL have (?omatcopy, ?imatcopy). Column-major,
// T float, double, Complex<float> or Complex<double>. Every element is multiplied, alpha = 0 and 1 included: NaN
// propagates. Sizes of zero touch nothing; nothing is checked.

#include <type_traits>

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas {

// B = alpha op(A). A is rows x cols, lda >= max(1, rows); B is op's shape, ldb >= max(1, its rows). They may not
// overlap.
template <class T>
void omatcopy(Trans trans, Index rows, Index cols, std::type_identity_t<T> alpha, const T* a, Index lda, T* b,
              Index ldb);

// The same in place: `a` holds A with lda before, the result with ldb after. Elements between the result's columns are
// undefined afterwards. Needs rows * cols elements of working memory to transpose what isn't square; does without, more
// slowly, where there is none.
template <class T>
void imatcopy(Trans trans, Index rows, Index cols, std::type_identity_t<T> alpha, T* a, Index lda, Index ldb);

}  // namespace fairplay::blas
