#include "blas/hunting/matrices.h"

#include <algorithm>
#include <set>

namespace fairplay::blas::hunting {
namespace {

template <class T>
T negated(T x) {
  return make<T>(-real(x), -imag(x));
}

template <class T>
T times_power(T x, int exponent) {
  return make<T>(std::ldexp(real(x), exponent), std::ldexp(imag(x), exponent));
}

// Each part by itself from `part`.
template <class T, class Part>
T element(Part&& part) {
  Real<T> re = part();
  Real<T> im = is_complex<T> ? part() : Real<T>{0};
  return make<T>(re, im);
}

}  // namespace

const char* name_of(MatrixFamily family) {
  switch (family) {
    case MatrixFamily::uniform: return "uniform";
    case MatrixFamily::integers: return "integers";
    case MatrixFamily::spread: return "spread";
    case MatrixFamily::graded: return "graded";
    case MatrixFamily::cancelling: return "cancelling";
    case MatrixFamily::annihilated: return "annihilated";
    case MatrixFamily::halfway: return "halfway";
    case MatrixFamily::subnormal: return "subnormal";
    case MatrixFamily::huge: return "huge";
  }
  return "";
}

template <class T>
Pair<T> make_pair_of(MatrixFamily family, Index m, Index n, Index k, Random& random) {
  using R = Real<T>;
  constexpr bool is_double = sizeof(R) == 8;
  constexpr int precision = std::numeric_limits<R>::digits;
  constexpr int top = std::numeric_limits<R>::max_exponent, bottom = std::numeric_limits<R>::min_exponent - precision;
  Pair<T> pair;
  pair.a.resize(static_cast<std::size_t>(m * k));
  pair.b.resize(static_cast<std::size_t>(k * n));
  auto fill = [](std::vector<T>& x, auto&& part) {
    for (T& value : x) value = element<T>(part);
  };
  auto fill_both = [&](auto&& part) {
    fill(pair.a, part);
    fill(pair.b, part);
  };
  switch (family) {
    case MatrixFamily::uniform: fill_both([&] { return random.uniform<R>(); }); break;
    case MatrixFamily::integers: fill_both([&] { return static_cast<R>(random.between(-9, 9)); }); break;
    case MatrixFamily::spread:
      fill_both([&] { return random.scaled<R>(is_double ? -40 : -10, is_double ? 40 : 10); });
      break;
    case MatrixFamily::graded: {
      int range = is_double ? 100 : 20;
      fill_both([&] { return random.scaled<R>(-2, 2); });
      for (Index p = 0; p < k; ++p) {
        int inner = random.between(-range, range);
        for (Index i = 0; i < m; ++i)
          pair.a[static_cast<std::size_t>(i + p * m)] = times_power(pair.a[static_cast<std::size_t>(i + p * m)], inner);
        for (Index j = 0; j < n; ++j)
          pair.b[static_cast<std::size_t>(p + j * k)] =
              times_power(pair.b[static_cast<std::size_t>(p + j * k)], -inner);
      }
      for (Index i = 0; i < m; ++i) {
        int row = random.between(-range, range);
        for (Index p = 0; p < k; ++p)
          pair.a[static_cast<std::size_t>(i + p * m)] = times_power(pair.a[static_cast<std::size_t>(i + p * m)], row);
      }
      break;
    }
    case MatrixFamily::cancelling:
    case MatrixFamily::annihilated: {
      fill_both([&] { return random.scaled<R>(-4, 4); });
      Index half = k / 2;
      for (Index p = 0; p < half; ++p) {
        for (Index i = 0; i < m; ++i)
          pair.a[static_cast<std::size_t>(i + (half + p) * m)] = negated(pair.a[static_cast<std::size_t>(i + p * m)]);
        for (Index j = 0; j < n; ++j) {
          T value = pair.b[static_cast<std::size_t>(p + j * k)];
          // A change of the last places: A B is left with what those make.
          if (family == MatrixFamily::cancelling) value = make<T>(std::nextafter(real(value), R{0}), imag(value));
          pair.b[static_cast<std::size_t>(half + p + j * k)] = value;
        }
      }
      if (k % 2 == 1) {
        for (Index i = 0; i < m; ++i)
          pair.a[static_cast<std::size_t>(i + (k - 1) * m)] =
              family == MatrixFamily::annihilated
                  ? T{}
                  : times_power(pair.a[static_cast<std::size_t>(i + (k - 1) * m)], -2 * precision);
      }
      break;
    }
    case MatrixFamily::halfway: {
      if (k < 3) return make_pair_of<T>(MatrixFamily::uniform, m, n, k, random);
      // Three inner indices make s 2^e (1 + 2^-precision (+-1 + hair)), s a significand; the others cancel in pairs.
      // Both matrices are real: of complex results the real part is the one that counts.
      Index rest = (k - 3) / 2 * 2;
      Pair<T> cancelling = make_pair_of<T>(MatrixFamily::annihilated, m, n, rest, random);
      std::copy(cancelling.a.begin(), cancelling.a.end(), pair.a.begin());
      auto a = [&](Index i, Index p) -> T& { return pair.a[static_cast<std::size_t>(i + (rest + p) * m)]; };
      auto b = [&](Index p, Index j) -> T& { return pair.b[static_cast<std::size_t>(p + j * k)]; };
      for (Index j = 0; j < n; ++j) {
        std::copy_n(cancelling.b.begin() + j * rest, rest, pair.b.begin() + j * k);
        int exponent = random.between(-6, 6), hair = random.between(-2 * precision - 20, -precision - 2);
        b(rest, j) = make<T>(std::ldexp(R{1}, exponent));
        b(rest + 1, j) = make<T>(std::ldexp(random.one_in(2) ? R{1} : R{-1}, exponent - precision));
        b(rest + 2, j) = random.one_in(3) ? T{} : make<T>(std::ldexp(R{1}, exponent + hair));
      }
      for (Index i = 0; i < m; ++i) {
        a(i, 0) = make<T>(random.significand<R>());
        a(i, 1) = make<T>(1);
        a(i, 2) = make<T>(random.significand<R>());
      }
      break;
    }
    case MatrixFamily::subnormal:
      fill_both([&] { return random.scaled<R>(bottom / 2 - precision / 2, bottom / 2 + precision / 2); });
      break;
    case MatrixFamily::huge: {
      int each = (top - (is_double ? 6 : 3)) / 2;
      fill_both([&] { return random.scaled<R>(each - 2, each + 2); });
      break;
    }
  }
  return pair;
}

template <class T>
Pair<T> conditioned_pair(Index m, Index n, Index k, int log2_condition, Random& random) {
  using R = Real<T>;
  Pair<T> pair = make_pair_of<T>(MatrixFamily::annihilated, m, n, (k - 1) / 2 * 2, random);
  auto part = [&] { return random.significand<R>(); };
  // Both moduli lie within a small factor of 1; the halves of the exponent keep them in range.
  std::vector<T> a(static_cast<std::size_t>(m * k)), b(static_cast<std::size_t>(k * n));
  std::copy(pair.a.begin(), pair.a.end(), a.begin());
  Index even = (k - 1) / 2 * 2;
  for (Index j = 0; j < n; ++j) std::copy_n(pair.b.begin() + j * even, even, b.begin() + j * k);
  int first = log2_condition / 2, second = log2_condition - first;
  // A sum of k terms about 2^4 large, on average, leaves 2^4 k: the rest is that much larger.
  int size = 4 + static_cast<int>(std::log2(static_cast<double>(k)));
  for (Index i = 0; i < m; ++i)
    a[static_cast<std::size_t>(i + (k - 1) * m)] = times_power(make<T>(part()), size - first);
  for (Index j = 0; j < n; ++j) b[static_cast<std::size_t>(k - 1 + j * k)] = times_power(element<T>(part), -second);
  return {a, b};
}

template <class T>
std::vector<T> conditioned_triangle(Uplo uplo, Index n, int c, Random& random) {
  using R = Real<T>;
  std::vector<T> x(static_cast<std::size_t>(n * n));
  int shrink = 2 + static_cast<int>(std::ceil(std::log2(static_cast<double>(n)))) + (is_complex<T> ? 1 : 0);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < n; ++i) {
      int row = -static_cast<int>(c * i / (n - 1));
      T value = element<T>([&] { return random.uniform<R>(); });
      x[static_cast<std::size_t>(i + j * n)] =
          i == j ? make<T>(std::ldexp(R{1}, row)) : times_power(value, row - shrink);
    }
  fill_unreferenced(uplo, Diag::non_unit, n, x.data(), n);
  return x;
}

template <class T>
void fill_gaps(Index rows, Index columns, T* x, Index ld) {
  constexpr Real<T> nan = std::numeric_limits<Real<T>>::quiet_NaN();
  for (Index j = 0; j < columns; ++j)
    for (Index i = rows; i < ld; ++i) x[i + j * ld] = make<T>(nan, nan);
}

template <class T>
void fill_unreferenced(Uplo uplo, Diag diag, Index n, T* x, Index ld) {
  constexpr Real<T> nan = std::numeric_limits<Real<T>>::quiet_NaN();
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < n; ++i)
      if ((uplo == Uplo::upper ? i > j : i < j) || (i == j && diag == Diag::unit)) x[i + j * ld] = make<T>(nan, nan);
}

template <class T>
std::vector<T> special_values() {
  using R = Real<T>;
  using Limits = std::numeric_limits<R>;
  R parts[] = {0,
               Limits::infinity(),
               Limits::denorm_min(),
               std::nextafter(Limits::min(), R{0}),
               Limits::min(),
               Limits::max(),
               1,
               std::nextafter(R{1}, R{2}),
               std::nextafter(R{1}, R{0})};
  std::vector<R> reals;
  for (R part : parts) {
    reals.push_back(part);
    reals.push_back(-part);
  }
  reals.push_back(Limits::quiet_NaN());
  std::vector<T> values;
  for (R part : reals) {
    values.push_back(make<T>(part));
    if constexpr (is_complex<T>) {
      values.push_back(make<T>(1, part));
      values.push_back(make<T>(part, part));
    }
  }
  return values;
}

std::vector<Index> edge_sizes(Index limit) {
  std::set<Index> sizes{0};
  for (Index base = 1; base <= limit + 1; base *= 2)
    for (Index edge : {base, base + base / 2})
      for (Index size : {edge - 1, edge, edge + 1})
        if (size >= 0 && size <= limit) sizes.insert(size);
  return {sizes.begin(), sizes.end()};
}

std::vector<Index> edge_lengths() {
  std::vector<Index> lengths = edge_sizes(5000);
  for (Index length :
       {8191, 8192, 8193, 9999, 10000, 10001, 16383, 16385, 32767, 32768, 32769, 65535, 65536, 65537, 100000, 100003})
    lengths.push_back(length);
  return lengths;
}

#define FAIRPLAY_HUNTING_MATRICES(T)                                         \
  template Pair<T> make_pair_of(MatrixFamily, Index, Index, Index, Random&); \
  template Pair<T> conditioned_pair(Index, Index, Index, int, Random&);      \
  template std::vector<T> conditioned_triangle(Uplo, Index, int, Random&);   \
  template void fill_gaps(Index, Index, T*, Index);                          \
  template void fill_unreferenced(Uplo, Diag, Index, T*, Index);             \
  template std::vector<T> special_values();
FAIRPLAY_HUNTING_MATRICES(float)
FAIRPLAY_HUNTING_MATRICES(double)
FAIRPLAY_HUNTING_MATRICES(Complex<float>)
FAIRPLAY_HUNTING_MATRICES(Complex<double>)

}  // namespace fairplay::blas::hunting
