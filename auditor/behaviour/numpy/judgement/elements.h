#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/types/dtype.h"

namespace fairplay::auditor::behaviour::numpy {

/// A real floating number that an element is, or one of the two parts of a complex one.
struct Part {
  std::string_view bytes;  ///< without a long double's padding
  long double value = 0;
  bool nan = false;
  __int128 rank = 0;  ///< counts the numbers of the type below it; equal for both zeros
};

/// The real type of the dtype's parts: itself, or that of a complex number's halves.
arraycore::Kind part_kind(const arraycore::DType& dtype);
/// Bytes of a part, as they lie in memory.
std::int64_t part_size(const arraycore::DType& dtype);
/// The distance from 1 to the next number: 2^-10, 2^-23, 2^-52, 2^-63; 0 for what isn't floating.
double epsilon_of(arraycore::Kind kind);
/// Bits of the significand: 11, 24, 53, 64; 0 for what isn't floating.
int digits_of(arraycore::Kind kind);

/// The parts of floating or complex elements. `bytes` must outlive them.
std::vector<Part> parts_of(const arraycore::DType& dtype, std::string_view bytes);

/// An element for people and for replays: "0x1.8p+0", "-3", "nan", "'abc'"; complex ones in two.
std::string element_text(const arraycore::DType& dtype, std::string_view bytes);

}  // namespace fairplay::auditor::behaviour::numpy
