#include "arraycore/random/ziggurat.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/random/each_bit_generator.h"
#include "arraycore/random/uniform.h"
#include "arraycore/random/ziggurat_exponential.h"
#include "arraycore/random/ziggurat_normal.h"

namespace fairplay::arraycore {

namespace {

/// log(1 - u) as the release computes it, in the type of u.
template <class T>
T log_of_rest(T u, bool by_log1p) {
  return by_log1p ? std::log1p(-u) : std::log(T(1) - u);
}

/// Where the normal distribution's lowest layer ends, the inverse of that, and the same of the exponential one.
constexpr double normal_edge = 3.6541528853610087963519472518;
constexpr double normal_edge_inverse = 0.27366123732975827203338247596;
constexpr double exponential_edge = 7.6971174701310497140446280481;

template <class T>
constexpr const ZigguratTables<T>& normal_layers() {
  if constexpr (std::is_same_v<T, double>) {
    return normal_tables;
  } else {
    return normal_tables_float;
  }
}

template <class T>
constexpr const ZigguratTables<T>& exponential_layers() {
  if constexpr (std::is_same_v<T, double>) {
    return exponential_tables;
  } else {
    return exponential_tables_float;
  }
}

/// A number beyond the edge, by Marsaglia's method; one bit of `word` is its sign.
template <class T, class Bits, class Unit>
T normal_tail(Bits& bits, Unit unit, std::uint64_t word, bool by_log1p) {
  while (true) {
    const T x = -T(normal_edge_inverse) * log_of_rest(unit(bits), by_log1p);
    const T y = -log_of_rest(unit(bits), by_log1p);
    if (y + y > x * x) return (word >> 8 & 1) != 0 ? -(T(normal_edge) + x) : T(normal_edge) + x;
  }
}

template <class T, class Bits, class Unit>
T normal_from(Bits& bits, Unit unit, bool by_log1p) {
  constexpr const ZigguratTables<T>& layers = normal_layers<T>();
  while (true) {
    std::size_t layer = 0;
    bool negative = false;
    typename ZigguratTables<T>::Word word = 0;
    if constexpr (std::is_same_v<T, double>) {
      word = bits.next64();
      layer = word & 0xff;
      negative = (word >> 8 & 1) != 0;
      word = word >> 9 & 0xfffffffffffff;
    } else {
      word = bits.next32();
      layer = word & 0xff;
      negative = (word >> 8 & 1) != 0;
      word = word >> 9 & 0x7fffff;
    }
    T x = static_cast<T>(word) * layers.width[layer];
    if (negative) x = -x;
    if (word < layers.inner[layer]) return x;
    if (layer == 0) return normal_tail<T>(bits, unit, word, by_log1p);
    const T height = (layers.density[layer - 1] - layers.density[layer]) * unit(bits) + layers.density[layer];
    // NumPy computes this in double for float, too.
    if (static_cast<double>(height) < std::exp(-0.5 * static_cast<double>(x) * static_cast<double>(x))) return x;
  }
}

template <class T, class Bits, class Unit>
T exponential_from(Bits& bits, Unit unit, bool by_log1p) {
  constexpr const ZigguratTables<T>& layers = exponential_layers<T>();
  while (true) {
    typename ZigguratTables<T>::Word word = 0;
    if constexpr (std::is_same_v<T, double>) {
      word = bits.next64() >> 3;
    } else {
      word = bits.next32() >> 1;
    }
    const std::size_t layer = word & 0xff;
    word >>= 8;
    const T x = static_cast<T>(word) * layers.width[layer];
    if (word < layers.inner[layer]) return x;
    if (layer == 0) return T(exponential_edge) - log_of_rest(unit(bits), by_log1p);
    const T height = (layers.density[layer - 1] - layers.density[layer]) * unit(bits) + layers.density[layer];
    if (height < std::exp(-x)) return x;
  }
}

bool computes_by_log1p(Release release) { return release >= Release{1, 21}; }

template <class Bits>
double next_double_of(Bits& bits) {
  return bits.next_double();
}

template <class Bits>
float next_long_float(Bits& bits) {
  return unit_float(bits.next32());
}
template <class Bits>
float next_short_float(Bits& bits) {
  return unit_float_of_23_bits(bits.next32());
}

/// Calls `draw(bits, unit)` with what makes a float of [0, 1).
template <class Bits, class Draw>
auto with_float_unit(Bits& bits, Release release, Draw draw) {
  return has_24_bit_floats(release) ? draw(bits, next_long_float<Bits>) : draw(bits, next_short_float<Bits>);
}

/// One number after the other from `draw(bits)`.
template <class Draw>
void fill(BitGenerator& bits, std::span<double> numbers, Draw draw) {
  with_each_bit_generator(bits, [&]<class Bits>(Bits& source) {
    // A copy on the stack can stay in registers.
    Bits local = source;
    for (double& number : numbers) number = draw(local);
    source = local;
  });
}

}  // namespace

double standard_normal(BitGenerator& bits, Release release) {
  return normal_from<double>(bits, next_double_of<BitGenerator>, computes_by_log1p(release));
}

float standard_normal_float(BitGenerator& bits, Release release) {
  return with_float_unit(bits, release, [release](auto& source, auto unit) {
    return normal_from<float>(source, unit, computes_by_log1p(release));
  });
}

double standard_exponential(BitGenerator& bits, Release release) {
  return exponential_from<double>(bits, next_double_of<BitGenerator>, computes_by_log1p(release));
}

float standard_exponential_float(BitGenerator& bits, Release release) {
  return with_float_unit(bits, release, [release](auto& source, auto unit) {
    return exponential_from<float>(source, unit, computes_by_log1p(release));
  });
}

void fill_standard_normal(BitGenerator& bits, Release release, std::span<double> numbers) {
  const bool by_log1p = computes_by_log1p(release);
  fill(bits, numbers,
       [by_log1p]<class Bits>(Bits& local) { return normal_from<double>(local, next_double_of<Bits>, by_log1p); });
}

void fill_standard_normal(BitGenerator& bits, Release release, std::span<float> numbers) {
  for (float& number : numbers) number = standard_normal_float(bits, release);
}

void fill_standard_exponential(BitGenerator& bits, Release release, std::span<double> numbers) {
  const bool by_log1p = computes_by_log1p(release);
  fill(bits, numbers,
       [by_log1p]<class Bits>(Bits& local) { return exponential_from<double>(local, next_double_of<Bits>, by_log1p); });
}

void fill_standard_exponential(BitGenerator& bits, Release release, std::span<float> numbers) {
  for (float& number : numbers) number = standard_exponential_float(bits, release);
}

}  // namespace fairplay::arraycore
