#pragma once
// One problem of level 3 computed in several settings, whose results must have the same bits (any NaN being as good as
// any other).

#include <gtest/gtest.h>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/level3/problem.h"

namespace fairplay::blas {

template <class T>
bool same(const T& x, const T& y) {
  const Real<T>*p = reinterpret_cast<const Real<T>*>(&x), *q = reinterpret_cast<const Real<T>*>(&y);
  for (std::size_t i = 0; i < sizeof(T) / sizeof(Real<T>); ++i)
    if (std::memcmp(p + i, q + i, sizeof *p) != 0 && !(p[i] != p[i] && q[i] != q[i])) return false;
  return true;
}

template <class T>
std::string difference(const Matrix<T>& x, const Matrix<T>& y) {
  for (Index j = 0; j < x.columns; ++j)
    for (Index i = 0; i < x.rows; ++i)
      if (!same(x(i, j), y(i, j)))
        return fmt::format("element ({}, {}): {:a} {:a} and {:a} {:a}", i, j, real(x(i, j)), imag(x(i, j)),
                           real(y(i, j)), imag(y(i, j)));
  return {};
}

// Exponents far apart in some elements: sums that round at every step, subnormals, and now and then an infinity.
template <class T>
void roughen(Matrix<T>& x, unsigned seed) {
  std::mt19937_64 random(seed);
  for (T& v : x.memory)
    if (random() % 8 == 0) {
      int exponent = static_cast<int>(random() % 80) - 60;
      if (random() % 16 == 0) exponent = sizeof(Real<T>) == 8 ? -1040 : -140;
      v = make<T>(std::ldexp(real(v), exponent), std::ldexp(imag(v), exponent));
    }
}

struct Setting {
  const KernelSet* set;
  int threads;
  Index shift;
};

template <class T>
Matrix<T> result(const Problem& p, const Setting& setting, bool rough) {
  use(*setting.set);
  use_threads(setting.threads);
  Operands<T> o = operands_of<T>(p, 7, 3, setting.shift, false);
  if (rough)
    for (Matrix<T>* x : {&o.a, &o.b, &o.c}) {
      // The buffer's start depends on the alignment under test; the elements must not.
      Matrix<T> plain = *x;
      plain.memory.erase(plain.memory.begin(), plain.memory.begin() + plain.offset);
      plain.offset = 0;
      roughen(plain, 11);
      std::copy(plain.memory.begin(), plain.memory.end(), x->memory.begin() + x->offset);
    }
  run(p, o);
  return o.c;
}

template <class T>
void expect_same(const Problem& p, const std::vector<Setting>& settings, bool rough = false) {
  Matrix<T> first = result<T>(p, settings[0], rough);
  for (std::size_t i = 1; i < settings.size(); ++i) {
    std::string differs = difference(first, result<T>(p, settings[i], rough));
    ASSERT_EQ(differs, "") << p.text() << ", " << settings[i].set->isa << " with " << settings[i].threads
                           << " threads, shifted by " << settings[i].shift << ", against " << settings[0].set->isa;
  }
}

inline std::vector<Setting> every_set() {
  std::vector<Setting> settings;
  for (const KernelSet* set : all_kernel_sets()) settings.push_back({set, 1, static_cast<Index>(settings.size())});
  return settings;
}

}  // namespace fairplay::blas
