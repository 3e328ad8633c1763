#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace fairplay::signatures::artifact {

/// Bounds-checked little-endian reads from bytes nobody vouches for. Offsets may be any value.
class LittleEndian {
 public:
  LittleEndian() = default;
  explicit LittleEndian(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::uint64_t size() const { return bytes_.size(); }
  bool has(std::uint64_t offset, std::uint64_t count) const {
    return offset <= bytes_.size() && count <= bytes_.size() - offset;
  }

  /// The unsigned number at `offset`; nullopt where it doesn't fit.
  template <class T>
  std::optional<T> get(std::uint64_t offset) const {
    if (!has(offset, sizeof(T))) return std::nullopt;
    T value = 0;
    for (std::size_t i = sizeof(T); i-- > 0;)
      value =
          static_cast<T>(static_cast<std::uint64_t>(value) << 8U | std::to_integer<std::uint64_t>(bytes_[offset + i]));
    return value;
  }
  /// As get(), where the caller has tested has(): 0 otherwise.
  std::uint16_t u16(std::uint64_t offset) const { return get<std::uint16_t>(offset).value_or(0); }
  std::uint32_t u32(std::uint64_t offset) const { return get<std::uint32_t>(offset).value_or(0); }
  std::uint64_t u64(std::uint64_t offset) const { return get<std::uint64_t>(offset).value_or(0); }

  /// The part [offset, offset + count), or nothing where it doesn't fit.
  LittleEndian part(std::uint64_t offset, std::uint64_t count) const {
    return has(offset, count) ? LittleEndian(bytes_.subspan(offset, count)) : LittleEndian();
  }
  std::string_view text(std::uint64_t offset, std::uint64_t count) const {
    if (!has(offset, count)) return {};
    return {reinterpret_cast<const char*>(bytes_.data()) + offset, static_cast<std::size_t>(count)};
  }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace fairplay::signatures::artifact
