#include "tests/arraycore/differential/fourier_error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

__extension__ using Wide = __int128;

constexpr int root_bits = 62;
constexpr double largest_part = 0x1p31;
constexpr std::int64_t longest = 1 << 13;

struct FixedRoot {
  std::int64_t cosine;
  std::int64_t sine;
};

/// exp(2 pi i k / n) in units of 2^-62. The angle is brought below an eighth of a turn by integers.
FixedRoot fixed_root(std::int64_t k, std::int64_t n) {
  std::int64_t eighths = 8 * k;
  const std::int64_t octant = eighths / n;
  eighths -= octant * n;
  if (octant % 2 != 0) eighths = n - eighths;
  const long double angle =
      std::numbers::pi_v<long double> * static_cast<long double>(eighths) / (4 * static_cast<long double>(n));
  const std::int64_t x = std::llround(std::ldexp(std::cos(angle), root_bits));
  const std::int64_t y = std::llround(std::ldexp(std::sin(angle), root_bits));
  const FixedRoot all[]{{x, y}, {y, x}, {-y, x}, {-x, y}, {-x, -y}, {-y, -x}, {y, -x}, {x, -y}};
  return all[octant];
}

struct Integers {
  std::vector<std::int64_t> real;
  std::vector<std::int64_t> imaginary;
};

Expected<Integers> integers_of(const ConstDynamicView& signal) {
  Integers result;
  const auto* elements = reinterpret_cast<const std::complex<double>*>(signal.data());
  for (std::int64_t j = 0; j < signal.shape()[0]; ++j) {
    for (const double part : {elements[j].real(), elements[j].imag()}) {
      if (!(std::fabs(part) < largest_part) || part != std::trunc(part)) {
        return fail(ErrorKind::value, "parts that are no integers below 2^31");
      }
    }
    result.real.push_back(static_cast<std::int64_t>(elements[j].real()));
    result.imaginary.push_back(static_cast<std::int64_t>(elements[j].imag()));
  }
  return result;
}

struct Sums {
  long double largest = 0;
  long double errors = 0;
  long double squares = 0;

  /// Of an exact result in units of 2^-62.
  void add(Wide real, Wide imaginary, std::complex<double> found) {
    const auto distance = [](Wide exact, double part) {
      return std::ldexp(static_cast<long double>(exact - static_cast<Wide>(std::ldexp(part, root_bits))), -root_bits);
    };
    const long double error = std::hypot(distance(real, found.real()), distance(imaginary, found.imag()));
    largest = std::max(largest, error);
    errors += error;
    const auto x = std::ldexp(static_cast<long double>(real), -root_bits);
    const auto y = std::ldexp(static_cast<long double>(imaginary), -root_bits);
    squares += x * x + y * y;
  }
};

bool is_line(const ConstDynamicView& view) {
  return view.dtype() == DType(Kind::complex128) && view.dimensions() == 1 && view.layout().strides[0] == 16;
}

}  // namespace

Expected<Array> fourier_error(const ConstDynamicView& signal, const ConstDynamicView& found) {
  if (!is_line(signal) || !is_line(found) || signal.shape() != found.shape()) {
    return fail(ErrorKind::value, "not two lines of complex128 numbers");
  }
  const std::int64_t n = signal.shape()[0];
  if (n < 1 || n > longest) return fail(ErrorKind::value, "too many points, or none");
  const auto x = integers_of(signal);
  if (!x) return std::unexpected(x.error());
  std::vector<FixedRoot> roots;
  for (std::int64_t k = 0; k < n; ++k) roots.push_back(fixed_root(k, n));
  const auto* results = reinterpret_cast<const std::complex<double>*>(found.data());
  Sums sums;
  // Frequencies k and n - k have the same products.
  for (std::int64_t k = 0; 2 * k <= n; ++k) {
    Wide real_cosine = 0, real_sine = 0, imaginary_cosine = 0, imaginary_sine = 0;
    for (std::int64_t j = 0, place = 0; j < n; ++j) {
      const auto at = static_cast<std::size_t>(j);
      const FixedRoot root = roots[static_cast<std::size_t>(place)];
      real_cosine += Wide{x->real[at]} * root.cosine;
      real_sine += Wide{x->real[at]} * root.sine;
      imaginary_cosine += Wide{x->imaginary[at]} * root.cosine;
      imaginary_sine += Wide{x->imaginary[at]} * root.sine;
      place += k;
      if (place >= n) place -= n;
    }
    sums.add(real_cosine + imaginary_sine, imaginary_cosine - real_sine, results[k]);
    if (k > 0 && 2 * k < n) sums.add(real_cosine - imaginary_sine, imaginary_cosine + real_sine, results[n - k]);
  }
  const auto count = static_cast<long double>(n);
  const std::array<double, 3> answer{static_cast<double>(sums.largest), static_cast<double>(sums.errors / count),
                                     static_cast<double>(std::sqrt(sums.squares / count))};
  return Array::from(std::span<const double>(answer));
}

}  // namespace fairplay::arraycore
