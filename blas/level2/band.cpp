// gbmv. Rows of the result are sums formed apart from y: alpha comes last.

#include "blas/instantiate.h"
#include "blas/level2.h"
#include "blas/level2/matrix_vector.h"
#include "blas/level2/triangle.h"

namespace fairplay::blas {

template <class T>
void gbmv(Trans trans, Index m, Index n, Index kl, Index ku, std::type_identity_t<T> alpha, const T* a, Index lda,
          const T* x, Index incx, std::type_identity_t<T> beta, T* y, Index incy) {
  if (m <= 0 || n <= 0 || (is_zero(alpha) && is_one(beta))) return;
  const bool turned = transposes(trans), conjugate = conjugates(trans);
  x = first_element(turned ? m : n, x, incx);
  y = first_element(turned ? n : m, y, incy);
  scale_result<T>(turned ? n : m, beta, y, incy);
  if (is_zero(alpha)) return;
  auto column = [=](Index j) { return a + ku + j * (lda - 1); };  // [i] is element (i, j), as in Triangle
  auto stored = [=](Index j) {
    const Index first = j < ku ? 0 : j - ku, end = m - 1 - j < kl ? m : j + kl + 1;
    return Rows{first, end - first};
  };
  if (turned) {
    for (Index j = 0; j < n; ++j) {
      const Rows rows = stored(j);
      if (rows.count > 0)
        y[j * incy] =
            fused(T{alpha}, column_product(conjugate, rows.count, column(j) + rows.first, x + rows.first * incx, incx),
                  y[j * incy]);
    }
    return;
  }
  constexpr Index rows = 4096 / sizeof(T);
  T sums[rows];
  for (Index first = 0; first < m; first += rows) {
    const Rows here = {first, m - first < rows ? m - first : rows};
    for (Index i = 0; i < here.count; ++i) sums[i] = T{};
    const Index last = first + here.count - 1;
    for (Index j = first < kl ? 0 : first - kl, end = n - 1 - last < ku ? n : last + ku + 1; j < end; ++j) {
      const Rows shared = common_rows(here, stored(j));
      if (shared.count > 0)
        add_column(conjugate, shared.count, x[j * incx], column(j) + shared.first, sums + (shared.first - first),
                   Index{1});
    }
    add_column(false, here.count, T{alpha}, static_cast<const T*>(sums), y + first * incy, incy);
  }
}

#define FAIRPLAY_BAND(T)                                                                                              \
  template void gbmv<T>(Trans, Index, Index, Index, Index, std::type_identity_t<T>, const T*, Index, const T*, Index, \
                        std::type_identity_t<T>, T*, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_BAND)

}  // namespace fairplay::blas
