#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace fairplay::arraycore {

/// The numbers exp(-2 pi i k / n), as the type R. Only about sqrt(n) sines are computed: a root is the product of two
/// others, in a wider type; an eighth of a turn gives all others where n is a multiple of 8. Parts are within 0.51
/// units in the last place for double, 0.501 for long double. Before that the angle is brought into the first octant by
/// integer arithmetic, so that symmetric roots are exactly symmetric.
template <class R>
class RootsOfUnity {
 public:
  /// n from 1 to 2^60. Of long double, `exact` roots take 100 times as long; the others are within 3 units.
  explicit RootsOfUnity(std::int64_t n, bool exact = true);
  /// k from 0 to n - 1.
  std::complex<R> operator()(std::int64_t k) const;

 private:
  /// A part of a root as a sum of two numbers.
  struct Wide {
    long double high;
    long double low;
  };
  struct WideRoot {
    Wide cosine;
    Wide sine;
  };
  /// exp(2 pi i k / n) for k up to n / 8.
  std::complex<R> in_first_octant(std::int64_t k) const;

  std::int64_t n_;
  bool exact_;
  int shift_ = 0;
  /// exp(2 pi i k / (8 n)) for k = 0 .. 2^shift, and for multiples of 2^shift: n times 8 has no octant between roots.
  std::vector<WideRoot> fine_;
  std::vector<WideRoot> coarse_;
  /// The roots of the first octant themselves, where n is a multiple of 8.
  std::vector<std::complex<R>> octant_;
};

extern template class RootsOfUnity<double>;
extern template class RootsOfUnity<long double>;

}  // namespace fairplay::arraycore
