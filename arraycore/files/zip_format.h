#pragma once

#include <cstddef>
#include <cstdint>

/// Numbers of the ZIP format that its reader and its writer share (PKWARE APPNOTE.TXT 6.3.10).
namespace fairplay::arraycore::zip {

inline constexpr std::uint32_t local_signature = 0x04034b50;
inline constexpr std::uint32_t central_signature = 0x02014b50;
inline constexpr std::uint32_t end_signature = 0x06054b50;
inline constexpr std::uint32_t end64_signature = 0x06064b50;
inline constexpr std::uint32_t locator_signature = 0x07064b50;

inline constexpr std::size_t local_size = 30;
inline constexpr std::size_t central_size = 46;
inline constexpr std::size_t end_size = 22;
inline constexpr std::size_t end64_size = 56;
inline constexpr std::size_t locator_size = 20;

inline constexpr std::uint16_t encrypted_flag = 0x1;
inline constexpr std::uint16_t descriptor_flag = 0x8;
inline constexpr std::uint16_t utf8_flag = 0x800;
inline constexpr std::uint16_t stored = 0;
inline constexpr std::uint16_t deflated = 8;
inline constexpr std::uint16_t zip64_extra = 1;

/// A field with this value has its true one in the ZIP64 extra field.
inline constexpr std::uint32_t masked = 0xffffffff;

}  // namespace fairplay::arraycore::zip
