#pragma once
// From the sums of one element to its value: estimated, exact, or by IEEE 754's rules for what isn't finite.

#include <cmath>
#include <limits>

#include "blas/oracle/accumulator.h"
#include "blas/oracle/combination.h"
#include "blas/oracle/product.h"
#include "blas/oracle/real_dot.h"

namespace fairplay::blas::oracle {

template <class T>
class Element {
 public:
  using R = Real<T>;
  static constexpr int parts = reals_per<T>;

  Element(const Product<T>& product, Index i, Index j)
      : product_(product),
        to_(product.c[i * product.row_stride + j * product.column_stride]),
        real_only_(product.hermitian && i == j) {}

  // sums: the estimates of a . b, real and imaginary. Writes c and returns true if all parts are certain.
  bool settle(const Estimate* sums, Statistics& statistics) {
    R value[2] = {};
    for (int part = 0; part < wanted_parts(); ++part) {
      Combination total;
      if (alpha_is_one()) {
        total = Combination(sums[part]);
      } else {
        for_terms(part, [&](double factor, int of) {
          if (factor != 0) total.add(factor, sums[of]);
        });
      }
      for_addends(part, [&](double factor, double addend) { total.add(factor, addend); });
      if (!certify(total.total(), &value[part])) return false;
    }
    write(value);
    statistics.certified += static_cast<std::uint64_t>(wanted_parts());
    return true;
  }

  // The same with the sums themselves; all operands are finite. Counts nothing.
  void write_exact(Accumulator* sums) {
    R value[2] = {};
    for (int part = 0; part < wanted_parts(); ++part) {
      bool plain = alpha_is_one();
      for_addends(part, [&](double, double) { plain = false; });
      if (plain) {
        value[part] = sums[part].template round<R>();
        continue;
      }
      Accumulator total;
      for_terms(part, [&](double factor, int of) { total.add_scaled(sums[of], factor); });
      for_addends(part, [&](double factor, double addend) { total.add_product(factor, addend); });
      value[part] = total.template round<R>();
    }
    write(value);
  }

  // Finite alpha, beta and c.
  bool scalars_finite() const {
    bool finite = std::isfinite(real(product_.alpha)) && std::isfinite(imag(product_.alpha));
    for (int part = 0; part < parts; ++part)
      for_addends(part, [&](double factor, double addend) {
        finite = finite && std::isfinite(factor) && std::isfinite(addend);
      });
    return finite;
  }

  // sums[part] is the sum where it isn't finite, else -1, 0 or 1 by its sign. Writes c and returns true if every part
  // is NaN or infinite; finite parts are left to write_exact, which `value` then overrides.
  struct Special {
    R value[2];
    bool decided[2];
  };
  Special special(const double* sums) const {
    Special result{};
    for (int part = 0; part < wanted_parts(); ++part) {
      bool nan = false, positive = false, negative = false;
      auto meet = [&](double factor, double with) {
        double term = factor * with;
        if (std::isfinite(factor) && std::isfinite(with)) return;
        if (std::isnan(term))
          nan = true;
        else
          (term > 0 ? positive : negative) = true;
      };
      for_terms(part, [&](double factor, int of) { meet(factor, sums[of]); });
      for_addends(part, meet);
      result.decided[part] = nan || positive || negative;
      constexpr R infinity = std::numeric_limits<R>::infinity();
      result.value[part] = nan || (positive && negative) ? std::numeric_limits<R>::quiet_NaN()
                           : positive                    ? infinity
                                                         : -infinity;
    }
    return result;
  }
  void override(const Special& special) {
    R value[2] = {static_cast<R>(real(to_)), static_cast<R>(imag(to_))};
    for (int part = 0; part < wanted_parts(); ++part)
      if (special.decided[part]) value[part] = special.value[part];
    write(value);
  }
  int wanted_parts() const { return real_only_ ? 1 : parts; }

 private:
  bool alpha_is_one() const { return is_one(product_.alpha); }

  // alpha S: re = alpha.re S.re - alpha.im S.im, im = alpha.re S.im + alpha.im S.re; alpha = 1 and real alpha of a
  // Hermitian update multiply nothing by zero.
  template <class Visit>
  void for_terms(int part, Visit&& visit) const {
    double re = real(product_.alpha), im = imag(product_.alpha);
    visit(re, part);
    if constexpr (is_complex<T>)
      if (!alpha_is_one() && !product_.hermitian) visit(part == 0 ? -im : im, 1 - part);
  }
  // beta c, likewise; nothing where beta = 0.
  template <class Visit>
  void for_addends(int part, Visit&& visit) const {
    if (is_zero(product_.beta)) return;
    double re = real(product_.beta), im = imag(product_.beta);
    double c[2] = {static_cast<double>(real(to_)), real_only_ ? 0.0 : static_cast<double>(imag(to_))};
    visit(re, c[part]);
    if constexpr (is_complex<T>)
      if (!is_one(product_.beta) && !product_.hermitian) visit(part == 0 ? -im : im, c[1 - part]);
  }
  void write(const R* value) const { to_ = make<T>(value[0], value[1]); }

  const Product<T>& product_;
  T& to_;
  bool real_only_;
};

}  // namespace fairplay::blas::oracle
