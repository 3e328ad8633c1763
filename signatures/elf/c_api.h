#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// The C-API versions that a NumPy's own binary answers with (numpy/_core/code_generators/cversions.txt, numpy_api.py).
struct CApiVersion {
  std::uint32_t abi = 0;  ///< what PyArray_GetNDArrayCVersion returns: 0x01000009, 0x02000000
  std::uint32_t api = 0;  ///< what PyArray_GetNDArrayCFeatureVersion returns: 0x12
  bool operator==(const CApiVersion&) const = default;
};

/// Reads both out of NumPy's C-API table (PyArray_API, entries 0 and 211) in `_multiarray_umath`, or `multiarray` up
/// to 1.15. Nullopt where the binary has no such table, where the two functions do more than return a constant, or
/// where two tables disagree; x86-64 and AArch64 only.
std::optional<CApiVersion> c_api_version(const Image& image, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::elf
