#include "blas/lapack/cholesky.h"

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/lapack/triangular.h"
#include "blas/level3.h"

namespace fairplay::blas::lapack {
namespace {

// Smaller matrices are factored column by column; halves of larger ones are multiples of it.
constexpr Index block_columns = 16;
static_assert(block_columns <= most_elimination_columns);

// An upper triangle is factored as the lower one that it is the conjugate transpose of.
template <class T>
Index factor_block(Uplo uplo, Index n, T* a, Index lda) {
  const auto factor = kernels_for<T>().elimination->factor_positive;
  if (uplo == Uplo::lower) return factor(n, a, lda);
  T turned[block_columns * block_columns];
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i <= j; ++i) turned[j + i * block_columns] = conj(a[i + j * lda]);
  const Index info = factor(n, turned, block_columns);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i <= j; ++i) a[i + j * lda] = conj(turned[j + i * block_columns]);
  return info;
}

}  // namespace

template <class T>
Index potrf(Uplo uplo, Index n, T* a, Index lda) {
  if (n == 0) return 0;
  if (n <= block_columns) return factor_block(uplo, n, a, lda);
  const Index first = (n / 2 + block_columns - 1) / block_columns * block_columns, second = n - first;
  T* a22 = a + first + first * lda;
  if (Index info = potrf(uplo, first, a, lda); info != 0) return info;
  if (uplo == Uplo::upper) {
    T* a12 = a + first * lda;
    trsm(Side::left, uplo, Trans::conjugate, Diag::non_unit, first, second, make<T>(1), a, lda, a12, lda);
    herk(uplo, Trans::conjugate, second, first, Real<T>(-1), a12, lda, Real<T>(1), a22, lda);
  } else {
    T* a21 = a + first;
    trsm(Side::right, uplo, Trans::conjugate, Diag::non_unit, second, first, make<T>(1), a, lda, a21, lda);
    herk(uplo, Trans::none, second, first, Real<T>(-1), a21, lda, Real<T>(1), a22, lda);
  }
  const Index info = potrf(uplo, second, a22, lda);
  return info == 0 ? 0 : info + first;
}

template <class T>
void potrs(Uplo uplo, Index n, Index columns, const T* a, Index lda, T* b, Index ldb) {
  const Trans before = uplo == Uplo::upper ? Trans::conjugate : Trans::none,
              after = uplo == Uplo::upper ? Trans::none : Trans::conjugate;
  trsm(Side::left, uplo, before, Diag::non_unit, n, columns, make<T>(1), a, lda, b, ldb);
  trsm(Side::left, uplo, after, Diag::non_unit, n, columns, make<T>(1), a, lda, b, ldb);
}

template <class T>
Index potri(Uplo uplo, Index n, T* a, Index lda) {
  if (Index info = trtri(uplo, Diag::non_unit, n, a, lda); info != 0) return info;
  lauum(uplo, n, a, lda);
  return 0;
}

#define FAIRPLAY_ROUTINES(T)                                              \
  template Index potrf<T>(Uplo, Index, T*, Index);                        \
  template void potrs<T>(Uplo, Index, Index, const T*, Index, T*, Index); \
  template Index potri<T>(Uplo, Index, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas::lapack
