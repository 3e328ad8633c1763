#include "signatures/hexadecimal.h"

#include <string_view>

namespace fairplay::signatures {

std::string hex_of(std::span<const std::byte> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::byte one : bytes) {
    text += digits[std::to_integer<std::size_t>(one >> 4)];
    text += digits[std::to_integer<std::size_t>(one & std::byte{15})];
  }
  return text;
}

}  // namespace fairplay::signatures
