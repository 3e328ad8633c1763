#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "signatures/name_parts.h"

/// Recognises a file by its first bytes or by its name alone: whether it's worth reading.
namespace fairplay::signatures::elf {

/// By the four bytes e_ident begins with (System V gABI, ELF Identification).
inline bool is_elf(std::span<const std::byte> head) {
  constexpr std::array magic{std::byte{0x7f}, std::byte{'E'}, std::byte{'L'}, std::byte{'F'}};
  return head.size() >= magic.size() && std::equal(magic.begin(), magic.end(), head.begin());
}

/// "libblas.so", "libgfortran-040039e1.so.5.0.0": bundled libraries carry versions behind the ending. The last
/// component of `path` counts.
inline bool named_like_library(std::string_view path) {
  const std::string_view name = base_name(path);
  return name.ends_with(".so") || name.find(".so.") != std::string_view::npos;
}

/// "_umath_linalg.cpython-311-x86_64-linux-gnu.so", "x.abi3.so": Python loads it, and it's no library to load by itself
/// (PEP 3149, PEP 384). The last component of `path` counts.
inline bool named_like_extension_module(std::string_view path) {
  const std::string_view name = base_name(path);
  return name.find(".cpython-") != std::string_view::npos || name.find(".abi3.") != std::string_view::npos;
}

}  // namespace fairplay::signatures::elf
