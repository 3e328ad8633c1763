#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace fairplay::signatures::elf {

/// How far an ELF file reaches, going by its own header and tables (gABI chapters 4 and 5): what a file that was cut
/// off says of the bytes it had.
struct Extent {
  std::uint64_t size = 0;  ///< bytes that header, tables and segments need: in most files their whole size
  bool loads = true;       ///< every byte that the loader would map is there
};

/// `read` fills a buffer from an offset of the file, or returns false. Nullopt where the header itself isn't all there,
/// isn't of a little-endian ELF file, or can't be believed.
std::optional<Extent> extent_of(const std::function<bool(std::uint64_t offset, std::span<std::byte> into)>& read,
                                std::uint64_t file_size);

}  // namespace fairplay::signatures::elf
