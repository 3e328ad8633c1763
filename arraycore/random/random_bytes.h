#pragma once

#include <cstdint>
#include <string>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Random bytes, four out of 32 bits, the lowest first. From 1.17 on no byte costs four. Errors: a negative length, no
/// memory.
Expected<std::string> random_bytes(BitGenerator& bits, std::int64_t length, Release release);

}  // namespace fairplay::arraycore
