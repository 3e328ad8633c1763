#pragma once

#include <cstdint>

#include "auditor/behaviour/calls/call_case.h"
#include "blas/scalar.h"

namespace fairplay::auditor::behaviour {

/// 64 evenly distributed bits for one element (SplitMix64's finalizer over seed, operand and place).
std::uint64_t element_bits(std::uint64_t seed, unsigned operand, std::uint64_t place);

/// One real part: place is the element's index, times two for complex types, plus one for the imaginary part.
template <class Real>
Real element_value(Data data, std::uint64_t seed, unsigned operand, std::uint64_t place);

template <class T>
T element_of(Data data, std::uint64_t seed, unsigned operand, std::uint64_t index) {
  using Real = fairplay::blas::Real<T>;
  if constexpr (fairplay::blas::is_complex<T>)
    return fairplay::blas::make<T>(element_value<Real>(data, seed, operand, 2 * index),
                                   element_value<Real>(data, seed, operand, 2 * index + 1));
  else
    return element_value<Real>(data, seed, operand, index);
}

}  // namespace fairplay::auditor::behaviour
