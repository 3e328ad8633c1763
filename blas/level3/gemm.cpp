#include "blas/instantiate.h"
#include "blas/level3.h"
#include "blas/level3/product.h"

namespace fairplay::blas {
using namespace level3;

template <class T>
void gemm(Trans transa, Trans transb, Index m, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda,
          const T* b, Index ldb, std::type_identity_t<T> beta, T* c, Index ldc) {
  multiply<T>({.rows = m,
               .columns = n,
               .k = k,
               .update = update_by<T>(alpha, beta),
               .a = {op(transa, a, lda)},
               .b = {op(transb, b, ldb)},
               .c = c,
               .ldc = ldc});
}

template <class T>
void gemmt(Uplo uplo, Trans transa, Trans transb, Index n, Index k, std::type_identity_t<T> alpha, const T* a,
           Index lda, const T* b, Index ldb, std::type_identity_t<T> beta, T* c, Index ldc) {
  multiply<T>({.region = region_of(uplo),
               .rows = n,
               .columns = n,
               .k = k,
               .update = update_by<T>(alpha, beta),
               .a = {op(transa, a, lda)},
               .b = {op(transb, b, ldb)},
               .c = c,
               .ldc = ldc});
}

#define FAIRPLAY_ROUTINES(T)                                                                                \
  template void gemm(Trans, Trans, Index, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index); \
  template void gemmt(Uplo, Trans, Trans, Index, Index, T, const T*, Index, const T*, Index, T, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas
