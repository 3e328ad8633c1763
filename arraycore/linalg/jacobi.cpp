#include "arraycore/linalg/jacobi.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "arraycore/linalg/dense_matrix.h"

namespace fairplay::arraycore {
namespace {

constexpr long double rotation_epsilon = std::numeric_limits<long double>::epsilon();
/// Convergence is quadratic after a few sweeps; none was seen to need 20.
constexpr int most_sweeps = 100;

long double square(long double value) { return value * value; }
long double square(std::complex<long double> value) { return std::norm(value); }

template <class S>
long double squared_length(const S* x, std::int64_t n) {
  long double sum = 0;
  for (std::int64_t i = 0; i < n; ++i) sum += square(x[i]);
  return sum;
}

template <class S>
S inner_product(const S* x, const S* y, std::int64_t n) {
  S sum{};
  for (std::int64_t i = 0; i < n; ++i) sum += conjugate_of(x[i]) * y[i];
  return sum;
}

/// What makes a Hermitian matrix of two rows with diagonal (a, b) and `off` beside it diagonal.
template <class S>
struct Rotation {
  Rotation(long double a, long double b, S off) {
    const long double size = std::abs(off);
    phase = conjugate_of(off) / size;
    const long double ratio = (b - a) / (2 * size);
    tangent = (ratio < 0 ? -1 : 1) / (std::abs(ratio) + std::hypot(1.0L, ratio));
    cosine = 1 / std::sqrt(1 + tangent * tangent);
    sine = cosine * tangent;
  }
  /// Of two columns; of two rows with the conjugate phase.
  void apply(S* x, S* y, std::int64_t n, std::int64_t step, S turn) const {
    for (std::int64_t i = 0; i < n * step; i += step) {
      const S p = x[i], q = y[i] * turn;
      x[i] = cosine * p - sine * q;
      y[i] = sine * p + cosine * q;
    }
  }
  S phase;
  long double tangent;
  long double cosine;
  long double sine;
};

template <class S>
DenseMatrix<S> identity_matrix(std::int64_t n) {
  DenseMatrix<S> result(n, n);
  for (std::int64_t i = 0; i < n; ++i) result(i, i) = 1;
  return result;
}

/// Columns in another order.
template <class S>
DenseMatrix<S> columns_in_order(const DenseMatrix<S>& a, const std::vector<std::int64_t>& order) {
  DenseMatrix<S> result(a.rows, static_cast<std::int64_t>(order.size()));
  for (std::size_t j = 0; j < order.size(); ++j) {
    std::copy(a.column(order[j]), a.column(order[j]) + a.rows, result.column(static_cast<std::int64_t>(j)));
  }
  return result;
}

/// Columns from `first` on become unit vectors that are orthogonal to all before them.
template <class S>
void complete_basis(DenseMatrix<S>& u, const std::vector<bool>& missing) {
  std::vector<bool> done(missing.size());
  for (std::size_t j = 0; j < missing.size(); ++j) done[j] = !missing[j];
  for (std::int64_t j = 0; j < u.columns; ++j) {
    if (done[static_cast<std::size_t>(j)]) continue;
    S* target = u.column(j);
    std::vector<S> best;
    long double largest = -1;
    // Of the unit vectors' remainders the longest one has no cancellation to fear.
    for (std::int64_t axis = 0; axis < u.rows && largest < 0.5L; ++axis) {
      std::vector<S> x(static_cast<std::size_t>(u.rows));
      x[static_cast<std::size_t>(axis)] = 1;
      for (int twice = 0; twice < 2; ++twice) {
        for (std::int64_t k = 0; k < u.columns; ++k) {
          if (!done[static_cast<std::size_t>(k)]) continue;
          const S share = inner_product(u.column(k), x.data(), u.rows);
          for (std::int64_t i = 0; i < u.rows; ++i) x[static_cast<std::size_t>(i)] -= share * u(i, k);
        }
      }
      const long double size = squared_length(x.data(), u.rows);
      if (size > largest) {
        largest = size;
        best = std::move(x);
      }
    }
    const long double length = std::sqrt(largest);
    for (std::int64_t i = 0; i < u.rows; ++i) target[i] = best[static_cast<std::size_t>(i)] / length;
    done[static_cast<std::size_t>(j)] = true;
  }
}

/// Whether a unit vector is orthogonal to columns of U that are done, after what it has in common with them was taken
/// out, twice for the rounding. False if little is left of it.
template <class S>
bool is_made_orthogonal(DenseMatrix<S>& u, std::int64_t j, const std::vector<bool>& missing) {
  S* x = u.column(j);
  long double size = 1;
  for (int twice = 0; twice < 2; ++twice) {
    for (std::int64_t k = 0; k < j; ++k) {
      if (missing[static_cast<std::size_t>(k)]) continue;
      const S share = inner_product(u.column(k), x, u.rows);
      for (std::int64_t i = 0; i < u.rows; ++i) x[i] -= share * u(i, k);
    }
    size = squared_length(x, u.rows);
    if (size < 0.5L) return false;
  }
  const long double length = std::sqrt(size);
  for (std::int64_t i = 0; i < u.rows; ++i) x[i] /= length;
  return true;
}

/// m >= n. Rotates pairs of columns until all are orthogonal; their lengths then are the singular values.
template <class S>
SingularValues<S> tall_singular_values(DenseMatrix<S> w, bool full) {
  const std::int64_t m = w.rows, n = w.columns;
  DenseMatrix<S> v = identity_matrix<S>(n);
  for (int sweep = 0, rotations = 1; sweep < most_sweeps && rotations > 0; ++sweep) {
    rotations = 0;
    for (std::int64_t p = 0; p + 1 < n; ++p) {
      for (std::int64_t q = p + 1; q < n; ++q) {
        const long double a = squared_length(w.column(p), m), b = squared_length(w.column(q), m);
        const S off = inner_product(w.column(p), w.column(q), m);
        if (std::abs(off) <= rotation_epsilon * std::sqrt(a) * std::sqrt(b) || std::abs(off) == 0) continue;
        const Rotation<S> rotation(a, b, off);
        rotation.apply(w.column(p), w.column(q), m, 1, rotation.phase);
        rotation.apply(v.column(p), v.column(q), n, 1, rotation.phase);
        ++rotations;
      }
    }
  }
  std::vector<long double> lengths;
  for (std::int64_t j = 0; j < n; ++j) lengths.push_back(std::sqrt(squared_length(w.column(j), m)));
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t x, std::int64_t y) {
    return lengths[static_cast<std::size_t>(x)] > lengths[static_cast<std::size_t>(y)];
  });
  SingularValues<S> result;
  result.v = columns_in_order(v, order);
  result.u = DenseMatrix<S>(m, full ? m : n);
  std::vector<bool> missing(static_cast<std::size_t>(result.u.columns), true);
  for (std::int64_t j = 0; j < n; ++j) {
    const std::int64_t from = order[static_cast<std::size_t>(j)];
    const long double length = lengths[static_cast<std::size_t>(from)];
    result.values.push_back(length);
    if (length == 0) continue;
    for (std::int64_t i = 0; i < m; ++i) result.u(i, j) = w(i, from) / length;
    // What is left of a column that depends on others is rounding, of any direction.
    missing[static_cast<std::size_t>(j)] = !is_made_orthogonal(result.u, j, missing);
  }
  complete_basis(result.u, missing);
  return result;
}

}  // namespace

template <class S>
SingularValues<S> singular_values(const DenseMatrix<S>& a, bool full) {
  if (a.rows >= a.columns) return tall_singular_values(a, full);
  // A^H = U D V^H is A = V D U^H.
  SingularValues<S> result = tall_singular_values(conjugate_transpose(a), full);
  std::swap(result.u, result.v);
  return result;
}

template <class S>
Eigenvalues<S> hermitian_eigenvalues(DenseMatrix<S> a) {
  const std::int64_t n = a.rows;
  DenseMatrix<S> v = identity_matrix<S>(n);
  for (int sweep = 0, rotations = 1; sweep < most_sweeps && rotations > 0; ++sweep) {
    rotations = 0;
    const long double size = std::sqrt(squared_length(a.elements.data(), n * n));
    for (std::int64_t p = 0; p + 1 < n; ++p) {
      for (std::int64_t q = p + 1; q < n; ++q) {
        const S off = a(p, q);
        const long double x = std::real(a(p, p)), y = std::real(a(q, q));
        if (std::abs(off) <= rotation_epsilon / 8 * size || std::abs(off) == 0) continue;
        const Rotation<S> rotation(x, y, off);
        rotation.apply(a.column(p), a.column(q), n, 1, rotation.phase);
        rotation.apply(a.elements.data() + p, a.elements.data() + q, n, n, conjugate_of(rotation.phase));
        rotation.apply(v.column(p), v.column(q), n, 1, rotation.phase);
        a(p, p) = x - rotation.tangent * std::abs(off);
        a(q, q) = y + rotation.tangent * std::abs(off);
        a(p, q) = a(q, p) = 0;
        ++rotations;
      }
    }
  }
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::int64_t x, std::int64_t y) { return std::real(a(x, x)) < std::real(a(y, y)); });
  Eigenvalues<S> result;
  for (const std::int64_t place : order) result.values.push_back(std::real(a(place, place)));
  result.vectors = columns_in_order(v, order);
  return result;
}

template SingularValues<long double> singular_values(const DenseMatrix<long double>&, bool);
template SingularValues<std::complex<long double>> singular_values(const DenseMatrix<std::complex<long double>>&, bool);
template Eigenvalues<long double> hermitian_eigenvalues(DenseMatrix<long double>);
template Eigenvalues<std::complex<long double>> hermitian_eigenvalues(DenseMatrix<std::complex<long double>>);

}  // namespace fairplay::arraycore
