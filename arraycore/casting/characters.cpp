#include "arraycore/casting/characters.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"

namespace fairplay::arraycore {

std::string ascii_of(const std::byte* source, DType text) {
  std::string result;
  for (std::int64_t i = 0; i < text.length(); ++i) {
    const std::uint32_t character =
        text.kind() == Kind::text ? load<std::uint32_t>(source + 4 * i) : load<std::uint8_t>(source + i);
    result += character > 0x7f ? '?' : static_cast<char>(character);
  }
  result.erase(result.find_last_not_of('\0') + 1);
  return result;
}

void write_ascii(std::string_view written, std::byte* target, DType text) {
  for (std::int64_t i = 0; i < text.length(); ++i) {
    const char character = i < static_cast<std::int64_t>(written.size()) ? written[static_cast<std::size_t>(i)] : '\0';
    if (text.kind() == Kind::text) {
      store<std::uint32_t>(target + 4 * i, static_cast<std::uint8_t>(character));
    } else {
      store<std::uint8_t>(target + i, static_cast<std::uint8_t>(character));
    }
  }
}

}  // namespace fairplay::arraycore
