#pragma once

#include <vector>

#include "auditor/behaviour/calls/call.h"
#include "blas/bounds/routines.h"
#include "blas/oracle/residual.h"

namespace fairplay::auditor::behaviour {

/// A triangular system: op(A) X = alpha B, or X op(A) = alpha B, with an m x n X. A correctly rounded solution would
/// take rational numbers, so what X leaves of B is judged.
template <class T>
struct TriangularSystem {
  Side side = Side::left;
  Uplo uplo;
  Trans trans;
  Diag diag;
  Index m, n;
  T alpha;
  const T* a;
  Index lda;

  /// `before` and `x` are m x n without gaps. `name` gives an element of X its name, by row and column.
  template <class Bound, class Name>
  std::optional<Mismatch> judge(const std::vector<T>& before, const std::vector<T>& x, const Bound& bound,
                                Name name) const {
    const Index ld = std::max<Index>(m, 1);
    std::vector<T> residual(x.size()), none(x.size());
    blas::oracle::residual<T>(side, uplo, trans, diag, m, n, alpha, a, lda, before.data(), ld, x.data(), ld,
                              residual.data(), ld);
    const auto worst = blas::bounds::worst<T>(m, n, residual.data(), ld, none.data(), ld, bound);
    if (worst.ratio <= 1) return std::nullopt;
    return Mismatch{fmt::format("{} doesn't solve the equations: got is the residual", name(worst.i, worst.j)),
                    hex_text(residual[static_cast<std::size_t>(worst.i + worst.j * ld)]), hex_text(T{}), worst.ratio};
  }
};

}  // namespace fairplay::auditor::behaviour
