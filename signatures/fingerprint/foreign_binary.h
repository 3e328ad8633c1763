#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "signatures/fingerprint/fingerprint.h"

namespace fairplay::signatures::fingerprint {

/// What a binary of macOS or Windows is for, by its first bytes.
struct ForeignBinary {
  BinaryFormat format = BinaryFormat::none;
  std::vector<std::uint16_t> machines;  ///< as ELF numbers them (EM_*), sorted; those of which it has none left out
};

/// How many of a file's first bytes foreign_binary() looks at.
inline constexpr std::size_t head_of_binary = 512;

/// Reads the headers of a Mach-O file, thin or universal (Apple's mach-o/loader.h, mach-o/fat.h), or of a PE file
/// (Microsoft's PE format). Nothing for other files; no machines where the head ends before they are told.
std::optional<ForeignBinary> foreign_binary(std::span<const std::byte> head);

}  // namespace fairplay::signatures::fingerprint
