#include "blas/bounds/bounds.h"

#include "blas/level3.h"
#include "blas/oracle/environment.h"

namespace fairplay::blas::bounds {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

struct Magnitude {
  double value;
  bool decided;  // by an operand that isn't finite
};

// Term by term where operands aren't finite; what is multiplied by zero doesn't count: it is a structural zero, or
// makes a NaN that is compared as such.
Magnitude term_by_term(const Moduli& left, const Moduli& right, Index i, Index j) {
  double sum = 0;
  for (Index p = 0; p < left.columns; ++p) {
    double x = left(i, p), y = right(p, j);
    if (x == 0 || y == 0) continue;
    if (!std::isfinite(x) || !std::isfinite(y)) return {0, true};
    sum = add_up(sum, multiply_up(x, y));
  }
  return {sum, false};
}

// |left| |right|, never too small: plain arithmetic is off by gamma_k at most, and by 2^-1074 a term.
[[gnu::noinline]] std::vector<Magnitude> magnitudes(const Moduli& left, const Moduli& right) {
  Moduli product(left.rows, right.columns);
  if (product.data.empty() || left.columns == 0)
    return std::vector<Magnitude>(product.data.size(), Magnitude{0, false});
  gemm<double>(Trans::none, Trans::none, left.rows, right.columns, left.columns, 1.0, left.data.data(), left.rows,
               right.data.data(), right.rows, 0.0, product.data.data(), product.rows);
  double factor = 1 + up(2 * gamma_up<double>(left.columns + 2)),
         least_sum = static_cast<double>(left.columns) * 0x1p-1073;
  std::vector<Magnitude> result;
  for (Index j = 0; j < right.columns; ++j)
    for (Index i = 0; i < left.rows; ++i) {
      double value = product(i, j);
      result.push_back(
          std::isfinite(value)
              ? Magnitude{value == 0 ? least_sum : add_up(multiply_up(value, up(factor)), least_sum), false}
              : term_by_term(left, right, i, j));
    }
  return result;
}

// The largest entry of each row.
std::vector<double> row_maxima(const Moduli& x) {
  std::vector<double> maxima(static_cast<std::size_t>(x.rows), 0.0);
  for (Index j = 0; j < x.columns; ++j)
    for (Index i = 0; i < x.rows; ++i)
      maxima[static_cast<std::size_t>(i)] = std::fmax(maxima[static_cast<std::size_t>(i)], x(i, j));
  return maxima;
}

// Whether a number of T may overflow that is at most this large, and a little more for its roundings.
template <class T>
bool may_overflow(double magnitude) {
  return magnitude >= static_cast<double>(std::numeric_limits<Real<T>>::max()) * (1 - 0x1p-10);
}

template <class T>
double part_difference(T got, T expected, double bound) {
  constexpr T largest = std::numeric_limits<T>::max();
  if (std::isnan(got) || std::isnan(expected)) return std::isnan(got) && std::isnan(expected) ? 0 : unbounded;
  if (got == expected) return 0;
  if (bound == 0) return unbounded;
  auto finite = [](T x) { return std::isfinite(x) ? x : std::copysign(largest, x); };
  // Halves don't overflow.
  return std::fabs(static_cast<double>(finite(got)) / 2 - static_cast<double>(finite(expected)) / 2) / (bound / 2);
}

}  // namespace

template <class T>
Moduli of_product(std::type_identity_t<T> alpha, const Moduli& left, const Moduli& right, std::type_identity_t<T> beta,
                  const Moduli& c) {
  oracle::Environment environment;
  Moduli bounds(left.rows, right.columns);
  double a = modulus_up(alpha), b = modulus_up(beta);
  std::vector<Magnitude> products =
      a == 0 ? std::vector<Magnitude>(bounds.data.size(), Magnitude{0, false}) : magnitudes(left, right);
  // alpha may be applied to A or to B before they are multiplied.
  std::vector<double> rows = row_maxima(left), columns = row_maxima(transposed(right));
  for (Index j = 0; j < bounds.columns; ++j)
    for (Index i = 0; i < bounds.rows; ++i) {
      std::size_t at = static_cast<std::size_t>(i + j * bounds.rows);
      double old = b == 0 ? 0 : c.data[at], sum = products[at].value;
      bool decided = products[at].decided || !std::isfinite(a) || !std::isfinite(b) || !std::isfinite(old);
      double magnitude = add_up(multiply_up(a, sum), multiply_up(b, old));
      double factors =
          multiply_up(a, std::fmax(rows[static_cast<std::size_t>(i)], columns[static_cast<std::size_t>(j)]));
      bool overflow =
          may_overflow<T>(magnitude) || (a != 0 && (may_overflow<T>(sum) || (a > 1 && may_overflow<T>(factors))));
      bounds.data[at] = decided ? 0 : overflow ? unbounded : sum_bound<T>(left.terms, magnitude, a);
    }
  return bounds;
}

template <class T>
Moduli of_residual(std::type_identity_t<T> alpha, const Moduli& t, const Moduli& x, const Moduli& b) {
  oracle::Environment environment;
  Moduli bounds(t.rows, x.columns);
  double a = modulus_up(alpha);
  std::vector<Magnitude> products = magnitudes(t, x);
  for (Index i = 0; i < t.rows; ++i) {
    double row = 0;  // what an underflow in x itself may leave in the residual
    for (Index p = 0; p < t.columns; ++p) row = add_up(row, t(i, p));
    double underflow = multiply_up(row, least<T>);
    for (Index j = 0; j < x.columns; ++j) {
      const Magnitude& product = products[static_cast<std::size_t>(i + j * t.rows)];
      double old = b(i, j);
      bool decided = product.decided || !std::isfinite(a) || !std::isfinite(old);
      double magnitude = add_up(product.value, multiply_up(a, old));
      if (decided)
        bounds(i, j) = 0;
      else if (may_overflow<T>(magnitude))
        bounds(i, j) = unbounded;
      else
        bounds(i, j) =
            add_up(sum_bound<T>(t.terms, magnitude, a), is_complex<T> ? multiply_up(underflow, 4) : underflow);
    }
  }
  return bounds;
}

template <class T>
double dot(Index n, const T* x, Index incx, const T* y, Index incy) {
  return of_product<T>(make<T>(1), transposed(vector(n, x, incx)), vector(n, y, incy), T{}, {})(0, 0);
}
double dsdot(Index n, const float* x, Index incx, const float* y, Index incy) {
  return of_product<double>(1, transposed(vector(n, x, incx)), vector(n, y, incy), 0, {})(0, 0);
}
double sdsdot(Index n, float alpha, const float* x, Index incx, const float* y, Index incy) {
  oracle::Environment environment;
  Magnitude sum = magnitudes(transposed(vector(n, x, incx)), vector(n, y, incy))[0];
  if (sum.decided || !std::isfinite(alpha)) return 0;
  double magnitude = add_up(sum.value, std::fabs(static_cast<double>(alpha)));
  if (may_overflow<float>(magnitude)) return unbounded;
  return add_up(sum_bound<double>(n + 1, magnitude), sum_bound<float>(0, magnitude));
}
template <class T>
Moduli axpby(Index n, T alpha, const T* x, Index incx, T beta, const T* y, Index incy) {
  Moduli one(1, 1);
  one(0, 0) = 1;
  return of_product<T>(alpha, vector(n, x, incx), one, beta, vector(n, y, incy));
}
template <class T>
double asum(Index n, const T* x, Index incx) {
  oracle::Environment environment;
  if (incx < 0) x += (1 - n) * incx;
  double sum = 0;
  bool finite = true;
  for (Index i = 0; i < n; ++i) finite = finite && std::isfinite(real(x[i * incx])) && std::isfinite(imag(x[i * incx]));
  for (Index i = 0; i < n; ++i)
    sum = add_up(add_up(sum, std::fabs(static_cast<double>(real(x[i * incx])))),
                 std::fabs(static_cast<double>(imag(x[i * incx]))));
  if (may_overflow<T>(sum)) return finite ? unbounded : 0;
  return sum_bound<Real<T>>(reals_per<T> * n, sum);
}
template <class T>
double nrm2(Index n, const T* x, Index incx) {
  oracle::Environment environment;
  if (incx < 0) x += (1 - n) * incx;
  double norm = 0;
  for (Index i = 0; i < n; ++i) {
    double part = modulus_up(x[i * incx]);
    if (part > norm) norm = part;
  }
  if (!std::isfinite(norm)) return 0;
  // |x| <= sqrt(n) max |x[i]| is too generous; scaled by the largest, the sum of squares is at least 1 and at most n.
  double largest = norm, squares = 0;
  for (Index i = 0; i < n && largest > 0; ++i) {
    double part = divide_up(modulus_up(x[i * incx]), largest);
    squares = add_up(squares, multiply_up(part, part));
  }
  norm = multiply_up(largest, up(std::sqrt(squares)));
  return sum_bound<Real<T>>(reals_per<T> * n + 3, norm);
}
template <class T>
double rotated(std::type_identity_t<T> c, T x, std::type_identity_t<T> s, T y) {
  oracle::Environment environment;
  double magnitude = add_up(multiply_up(modulus_up(c), modulus_up(x)), multiply_up(modulus_up(s), modulus_up(y)));
  bool finite = std::isfinite(modulus_up(c)) && std::isfinite(modulus_up(x)) && std::isfinite(modulus_up(s)) &&
                std::isfinite(modulus_up(y));
  return !finite ? 0 : may_overflow<T>(magnitude) ? unbounded : sum_bound<T>(2, magnitude);
}
template <class T>
double rotg(double exact) {
  oracle::Environment environment;
  return sum_bound<T>(7, std::fabs(exact));
}

template <class T>
Worst worst(Index m, Index n, const T* got, Index ldg, const T* expected, Index lde, const Moduli& bounds) {
  oracle::Environment environment;
  Worst found;
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < m; ++i) {
      double bound = bounds(i, j);
      if (bound == unbounded) continue;
      T x = got[i + j * ldg], y = expected[i + j * lde];
      double ratio = part_difference(real(x), real(y), bound);
      if constexpr (is_complex<T>) ratio = std::fmax(ratio, part_difference(x.im, y.im, bound));
      if (ratio > found.ratio) found = {ratio, i, j};
    }
  return found;
}

#define FAIRPLAY_BOUNDS(T)                                                          \
  template Moduli of_product<T>(T, const Moduli&, const Moduli&, T, const Moduli&); \
  template Moduli of_residual<T>(T, const Moduli&, const Moduli&, const Moduli&);   \
  template double dot(Index, const T*, Index, const T*, Index);                     \
  template Moduli axpby(Index, T, const T*, Index, T, const T*, Index);             \
  template double asum(Index, const T*, Index);                                     \
  template double nrm2(Index, const T*, Index);                                     \
  template double rotated<T>(T, T, T, T);                                           \
  template double rotg<T>(double);                                                  \
  template Worst worst(Index, Index, const T*, Index, const T*, Index, const Moduli&);
FAIRPLAY_BOUNDS(float)
FAIRPLAY_BOUNDS(double)
FAIRPLAY_BOUNDS(Complex<float>)
FAIRPLAY_BOUNDS(Complex<double>)

}  // namespace fairplay::blas::bounds
