#include "auditor/behaviour/calls/data.h"

#include <cmath>
#include <type_traits>

namespace fairplay::auditor::behaviour {

std::uint64_t element_bits(std::uint64_t seed, unsigned operand, std::uint64_t place) {
  std::uint64_t z = seed * 0x9e3779b97f4a7c15 + operand * 0xd1342543de82ef95 + (place + 1) * 0xda942042e4dd58b5;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

template <class Real>
Real element_value(Data data, std::uint64_t seed, unsigned operand, std::uint64_t place) {
  constexpr bool single = std::is_same_v<Real, float>;
  const std::uint64_t bits = element_bits(seed, operand, place);
  if (data == Data::integers) return static_cast<Real>(static_cast<int>(bits % 17) - 8);
  // 24 or 53 bits of magnitude, the lowest bit as sign.
  const Real magnitude =
      single ? std::ldexp(static_cast<Real>(bits >> 40), -24) : std::ldexp(static_cast<Real>(bits >> 11), -53);
  const Real uniform = (bits & 1) != 0 ? -magnitude : magnitude;
  switch (data) {
    case Data::spread:
      return std::ldexp(uniform, static_cast<int>((bits >> 1) % (single ? 21 : 41)) - (single ? 10 : 20));
    case Data::subnormal: return std::ldexp(uniform, single ? -132 : -1030);
    case Data::graded: return std::ldexp(uniform, -static_cast<int>(place % (single ? 24 : 64)));
    case Data::cancelling: return std::copysign(1 + std::ldexp(magnitude, single ? -20 : -45), uniform);
    case Data::huge: return std::ldexp(uniform, single ? 124 : 1020);
    case Data::ones: return 1;
    case Data::uniform:
    case Data::integers: break;
  }
  return uniform;
}

template float element_value<float>(Data, std::uint64_t, unsigned, std::uint64_t);
template double element_value<double>(Data, std::uint64_t, unsigned, std::uint64_t);

}  // namespace fairplay::auditor::behaviour
