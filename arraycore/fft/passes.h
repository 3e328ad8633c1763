#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>

namespace fairplay::arraycore {

/// a b, without what C's Annex G does about infinities.
template <class R>
inline std::complex<R> complex_product(std::complex<R> a, std::complex<R> b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}
/// -i a
template <class R>
inline std::complex<R> quarter_turn(std::complex<R> a) {
  return {a.imag(), -a.real()};
}

/// Transforms of two to five numbers, in place.
template <class R>
struct Butterfly2 {
  static constexpr std::int64_t radix = 2;
  static void apply(std::array<std::complex<R>, 2>& x) {
    const std::complex<R> a = x[0];
    x[0] = a + x[1];
    x[1] = a - x[1];
  }
};
template <class R>
struct Butterfly3 {
  static constexpr std::int64_t radix = 3;
  static void apply(std::array<std::complex<R>, 3>& x) {
    constexpr R sine = static_cast<R>(0.866025403784438646763723170752936183471L);
    const std::complex<R> sum = x[1] + x[2];
    const std::complex<R> across = sine * quarter_turn(x[1] - x[2]);
    const std::complex<R> middle = x[0] - R(0.5) * sum;
    x[0] += sum;
    x[1] = middle + across;
    x[2] = middle - across;
  }
};
template <class R>
struct Butterfly4 {
  static constexpr std::int64_t radix = 4;
  static void apply(std::array<std::complex<R>, 4>& x) {
    const std::complex<R> a = x[0] + x[2], b = x[0] - x[2], c = x[1] + x[3], d = quarter_turn(x[1] - x[3]);
    x = {a + c, b + d, a - c, b - d};
  }
};
template <class R>
struct Butterfly5 {
  static constexpr std::int64_t radix = 5;
  static void apply(std::array<std::complex<R>, 5>& x) {
    constexpr R c1 = static_cast<R>(0.309016994374947424102293417182819058860L);
    constexpr R c2 = static_cast<R>(-0.809016994374947424102293417182819058860L);
    constexpr R s1 = static_cast<R>(0.951056516295153572116439333379382143406L);
    constexpr R s2 = static_cast<R>(0.587785252292473129168705954639072768598L);
    const std::complex<R> p1 = x[1] + x[4], p2 = x[2] + x[3];
    const std::complex<R> m1 = quarter_turn(x[1] - x[4]), m2 = quarter_turn(x[2] - x[3]);
    const std::complex<R> a1 = x[0] + (c1 * p1 + c2 * p2), a2 = x[0] + (c2 * p1 + c1 * p2);
    const std::complex<R> b1 = s1 * m1 + s2 * m2, b2 = s2 * m1 - s1 * m2;
    x = {x[0] + (p1 + p2), a1 + b1, a2 + b2, a2 - b2, a1 - b1};
  }
};

/// One step: from[i + inner * (j + radix * k)] is transformed over j, turned, and becomes to[i + inner * (k + outer *
/// j)].
template <class R, class Butterfly, bool turned>
void butterfly_pass(const std::complex<R>* from, std::complex<R>* to, std::int64_t inner, std::int64_t outer,
                    const std::complex<R>* turn) {
  constexpr std::int64_t radix = Butterfly::radix;
  std::array<std::complex<R>, static_cast<std::size_t>(radix)> x;
  for (std::int64_t k = 0; k < outer; ++k) {
    const std::complex<R>* source = from + inner * radix * k;
    std::complex<R>* target = to + inner * k;
    for (std::int64_t i = 0; i < inner; ++i) {
      for (std::int64_t j = 0; j < radix; ++j) x[static_cast<std::size_t>(j)] = source[i + inner * j];
      Butterfly::apply(x);
      target[i] = x[0];
      for (std::int64_t j = 1; j < radix; ++j) {
        const std::complex<R> value = x[static_cast<std::size_t>(j)];
        target[i + inner * outer * j] = turned ? complex_product(value, turn[i + inner * (j - 1)]) : value;
      }
    }
  }
}
template <class Butterfly, class R>
void butterfly_pass(const std::complex<R>* from, std::complex<R>* to, std::int64_t inner, std::int64_t outer,
                    const std::complex<R>* turn) {
  // The last pass of all turns nothing.
  if (inner == 1) {
    butterfly_pass<R, Butterfly, false>(from, to, 1, outer, turn);
  } else {
    butterfly_pass<R, Butterfly, true>(from, to, inner, outer, turn);
  }
}

/// The same by the definition, for any small prime; `root` has exp(-2 pi i k / radix).
template <class R>
void definition_pass(const std::complex<R>* from, std::complex<R>* to, std::int64_t radix, std::int64_t inner,
                     std::int64_t outer, const std::complex<R>* turn, const std::complex<R>* root) {
  for (std::int64_t k = 0; k < outer; ++k) {
    for (std::int64_t i = 0; i < inner; ++i) {
      const std::complex<R>* source = from + i + inner * radix * k;
      for (std::int64_t j = 0; j < radix; ++j) {
        std::complex<R> sum = source[0];
        std::int64_t place = 0;
        for (std::int64_t l = 1; l < radix; ++l) {
          place += j;
          if (place >= radix) place -= radix;
          sum += complex_product(source[inner * l], root[place]);
        }
        to[i + inner * (k + outer * j)] = i == 0 || j == 0 ? sum : complex_product(sum, turn[i + inner * (j - 1)]);
      }
    }
  }
}

}  // namespace fairplay::arraycore
