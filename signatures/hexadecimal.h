#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace fairplay::signatures {

/// Two lower-case digits for each byte.
std::string hex_of(std::span<const std::byte> bytes);

}  // namespace fairplay::signatures
