#pragma once
// What the tests of level 1 and 2 compute with: reference values in long double, vectors of any increment and matrices
// whose gaps are canaries.

#include <cmath>
#include <complex>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "blas/scalar.h"

namespace fairplay::blas {

using Wide = std::complex<long double>;

template <class T>
Wide wide(T x) {
  return {static_cast<long double>(real(x)), static_cast<long double>(imag(x))};
}
template <class T>
T element(long double re, long double im) {
  return make<T>(static_cast<Real<T>>(re), static_cast<Real<T>>(im));
}
inline long double size(Wide x) { return std::abs(x.real()) + std::abs(x.imag()); }
template <class T>
T nan_of() {
  return element<T>(std::numeric_limits<long double>::quiet_NaN(), std::numeric_limits<long double>::quiet_NaN());
}
template <class T>
bool is_nan(T x) {
  return std::isnan(real(x)) || std::isnan(imag(x));
}

// gamma_{k+3} times the sizes of the terms, and what underflow may add: what any correct order of summation keeps.
template <class T>
long double bound_of(Index k, long double sizes, long double alpha = 1) {
  const long double u = std::numeric_limits<Real<T>>::epsilon() / 2, tiny = std::numeric_limits<Real<T>>::denorm_min();
  const long double roundings = static_cast<long double>(k + 3), gamma = roundings * u / (1 - roundings * u);
  return (is_complex<T> ? 2 * std::sqrt(2.0L) : 1) * (gamma * sizes + roundings * tiny * std::max(1.0L, alpha));
}

// Seeded and the same on every machine.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}
  // In [-1, 1).
  long double number() { return static_cast<long double>(static_cast<std::int64_t>(random_())) * 0x1p-63L; }
  template <class T>
  T one() {
    const long double re = number();
    return element<T>(re, number());
  }
  template <class T>
  std::vector<T> many(Index n) {
    std::vector<T> values(static_cast<std::size_t>(n));
    for (T& v : values) v = one<T>();
    return values;
  }

 private:
  std::mt19937_64 random_;
};

// n elements, `inc` apart, between canaries.
template <class T>
class Strided {
 public:
  Strided(const std::vector<T>& values, Index inc) : n_(static_cast<Index>(values.size())), inc_(inc) {
    const Index span = n_ == 0 ? 0 : (n_ - 1) * std::abs(inc) + 1;
    cells_.assign(static_cast<std::size_t>(span + 2 * margin), nan_of<T>());
    for (Index i = 0; i < n_; ++i) cells_[static_cast<std::size_t>(place(i))] = values[static_cast<std::size_t>(i)];
    before_ = cells_;
  }
  T* data() { return cells_.data() + margin; }
  Index inc() const { return inc_; }
  std::vector<T> values() const {
    std::vector<T> all;
    for (Index i = 0; i < n_; ++i) all.push_back(cells_[static_cast<std::size_t>(place(i))]);
    return all;
  }
  bool unchanged() const { return std::memcmp(cells_.data(), before_.data(), cells_.size() * sizeof(T)) == 0; }
  bool gaps_unchanged() const {
    std::vector<T> elsewhere = cells_;
    for (Index i = 0; i < n_; ++i)
      elsewhere[static_cast<std::size_t>(place(i))] = before_[static_cast<std::size_t>(place(i))];
    return std::memcmp(elsewhere.data(), before_.data(), elsewhere.size() * sizeof(T)) == 0;
  }

 private:
  static constexpr Index margin = 9;
  Index place(Index i) const { return margin + (inc_ >= 0 ? i * inc_ : (i - (n_ - 1)) * inc_); }
  Index n_, inc_;
  std::vector<T> cells_, before_;
};

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  auto same = [](auto x, auto y) { return (std::isnan(x) && std::isnan(y)) || std::memcmp(&x, &y, sizeof x) == 0; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!same(real(a[i]), real(b[i])) || !same(imag(a[i]), imag(b[i]))) return false;
  return true;
}

template <class T>
inline constexpr char letter_of = std::is_same_v<T, float>            ? 's'
                                  : std::is_same_v<T, double>         ? 'd'
                                  : std::is_same_v<T, Complex<float>> ? 'c'
                                                                      : 'z';

}  // namespace fairplay::blas
