#pragma once
// Calls over one element type, and the operands they are made with.

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstring>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "tests/blas/calls/calls.h"

namespace fairplay::blas {

template <class T>
struct Letter;
template <>
struct Letter<float> {
  static constexpr char letter = 's';
  using Real = float;
};
template <>
struct Letter<double> {
  static constexpr char letter = 'd';
  using Real = double;
};
template <>
struct Letter<std::complex<float>> {
  static constexpr char letter = 'c';
  using Real = float;
};
template <>
struct Letter<std::complex<double>> {
  static constexpr char letter = 'z';
  using Real = double;
};

template <class T>
std::vector<T> operand(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  auto value = [&] {
    return static_cast<typename Letter<T>::Real>((static_cast<int>(random() % 2001) - 1000) / 512.0);
  };
  std::vector<T> made(count);
  for (T& element : made) {
    if constexpr (sizeof(T) == sizeof(typename Letter<T>::Real)) {
      element = value();
    } else {
      const auto re = value(), im = value();  // in this order: an argument list has none
      element = T(re, im);
    }
  }
  return made;
}

// Small off the diagonal, so that solutions stay small.
template <class T>
std::vector<T> triangle(int n, int lda, unsigned seed) {
  std::vector<T> made = operand<T>(static_cast<std::size_t>(lda) * n, seed);
  for (T& element : made) element /= static_cast<typename Letter<T>::Real>(4 * n);
  for (int i = 0; i < n; ++i) made[static_cast<std::size_t>(i) * lda + i] = T(2);
  return made;
}

// One call over element type T: read-only operands, one written operand, a scalar result.
template <class T>
class TypedCall : public Call {
 public:
  std::vector<T> a, b, c;
  std::vector<T> before;
  std::vector<int> pivots;
  double result = 0;  // of routines that return one
  std::function<void(TypedCall&)> body;

  void reset() override { c = before; }
  void run() override { body(*this); }
  std::vector<unsigned char> written() const override {
    std::vector<unsigned char> bytes(c.size() * sizeof(T) + sizeof result + pivots.size() * sizeof(int));
    if (!c.empty()) std::memcpy(bytes.data(), c.data(), c.size() * sizeof(T));
    std::memcpy(bytes.data() + c.size() * sizeof(T), &result, sizeof result);
    if (!pivots.empty())
      std::memcpy(bytes.data() + c.size() * sizeof(T) + sizeof result, pivots.data(), pivots.size() * sizeof(int));
    return bytes;
  }

  void place_infinity() override {
    for (std::vector<T>* operand : {&a, &b, &before})
      for (T& element : *operand) element = T(std::abs(element) + 1);
    a[0] = T(std::numeric_limits<typename Letter<T>::Real>::infinity());
  }
  bool has_nan() const override {
    return std::isnan(result) ||
           std::any_of(c.begin(), c.end(), [](T x) { return std::isnan(std::real(x)) || std::isnan(std::imag(x)); });
  }
  bool has_infinity() const override {
    return std::isinf(result) ||
           std::any_of(c.begin(), c.end(), [](T x) { return std::isinf(std::real(x)) || std::isinf(std::imag(x)); });
  }
};

using Text = const char*;
using Int = const int*;

}  // namespace fairplay::blas
