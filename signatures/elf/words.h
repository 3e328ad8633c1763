#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace fairplay::signatures::elf {

/// Reads integers and strings out of a file's raw bytes, in the file's own class and byte order (gABI, "Data
/// Encoding"). Every access is checked against the span; nothing is assumed about alignment.
class Words {
 public:
  Words(std::span<const std::byte> bytes, int bits, bool little_endian)
      : bytes_(bytes), bits_(bits), little_(little_endian) {}

  std::size_t size() const { return bytes_.size(); }
  std::uint64_t word_size() const { return bits_ == 64 ? 8 : 4; }

  bool holds(std::uint64_t offset, std::uint64_t size) const {
    return offset <= bytes_.size() && size <= bytes_.size() - offset;
  }

  std::optional<std::uint16_t> half(std::uint64_t offset) const { return read<std::uint16_t>(offset); }
  std::optional<std::uint32_t> word(std::uint64_t offset) const { return read<std::uint32_t>(offset); }
  std::optional<std::uint64_t> xword(std::uint64_t offset) const { return read<std::uint64_t>(offset); }
  /// A pointer-sized word: four or eight bytes by the file's class.
  std::optional<std::uint64_t> address(std::uint64_t offset) const {
    if (bits_ == 64) return xword(offset);
    if (auto value = word(offset)) return *value;
    return std::nullopt;
  }

  /// The NUL-terminated string that starts at `offset`; nullopt where the offset or the terminator is outside
  /// the bytes, or where it is longer than `limit`.
  std::optional<std::string_view> string(std::uint64_t offset, std::size_t limit) const {
    if (offset >= bytes_.size()) return std::nullopt;
    const auto* start = reinterpret_cast<const char*>(bytes_.data() + offset);
    const std::size_t room = bytes_.size() - static_cast<std::size_t>(offset);
    const void* end = std::memchr(start, 0, room < limit + 1 ? room : limit + 1);
    if (end == nullptr) return std::nullopt;
    return std::string_view(start, static_cast<std::size_t>(static_cast<const char*>(end) - start));
  }

 private:
  template <class T>
  std::optional<T> read(std::uint64_t offset) const {
    if (!holds(offset, sizeof(T))) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      const std::size_t at = little_ ? sizeof(T) - 1 - i : i;
      value = value << 8 | std::to_integer<std::uint64_t>(bytes_[static_cast<std::size_t>(offset) + at]);
    }
    return static_cast<T>(value);
  }

  std::span<const std::byte> bytes_;
  int bits_;
  bool little_;
};

}  // namespace fairplay::signatures::elf
