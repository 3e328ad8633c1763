// symm and hemm: products with a matrix of which one triangle is stored.

#include "blas/instantiate.h"
#include "blas/level3.h"
#include "blas/level3/product.h"

namespace fairplay::blas {
using namespace level3;

template <class T>
static void multiply_by_symmetric(Side side, Stored stored, Index m, Index n, T alpha, const T* a, Index lda,
                                  const T* b, Index ldb, T beta, T* c, Index ldc) {
  Operand<T> symmetric = {op(Trans::none, a, lda), stored}, general = {op(Trans::none, b, ldb)};
  bool left = side == Side::left;
  multiply<T>({.rows = m,
               .columns = n,
               .k = left ? m : n,
               .update = update_by<T>(alpha, beta),
               .a = left ? symmetric : general,
               .b = left ? general : symmetric,
               .c = c,
               .ldc = ldc});
}

template <class T>
void symm(Side side, Uplo uplo, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
          Index ldb, std::type_identity_t<T> beta, T* c, Index ldc) {
  multiply_by_symmetric<T>(side, uplo == Uplo::upper ? Stored::upper : Stored::lower, m, n, alpha, a, lda, b, ldb, beta,
                           c, ldc);
}

template <class T>
void hemm(Side side, Uplo uplo, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
          Index ldb, std::type_identity_t<T> beta, T* c, Index ldc) {
  if constexpr (!is_complex<T>) return symm<T>(side, uplo, m, n, alpha, a, lda, b, ldb, beta, c, ldc);
  multiply_by_symmetric<T>(side, uplo == Uplo::upper ? Stored::hermitian_upper : Stored::hermitian_lower, m, n, alpha,
                           a, lda, b, ldb, beta, c, ldc);
}

#define FAIRPLAY_ROUTINES(T)                                                                       \
  template void symm(Side, Uplo, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index); \
  template void hemm(Side, Uplo, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas
