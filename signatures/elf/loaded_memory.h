#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// The file's content by virtual address, before relocation, as the loader would map it. Reads whole sections on
/// first use, so that .text isn't read for the sake of .rodata; whole segments where no honest section covers an
/// address.
class LoadedMemory {
 public:
  explicit LoadedMemory(const Image& image) : image_(image) {}

  /// The bytes from `address` to the end of the section (or segment) around it; empty where the file has none.
  std::span<const std::byte> from(std::uint64_t address);
  /// The pointer-sized word at `address`, zero-extended, in the file's byte order.
  std::optional<std::uint64_t> word(std::uint64_t address);
  /// The NUL-terminated string at `address`, at most `limit` characters.
  std::optional<std::string_view> string(std::uint64_t address, std::size_t limit);

  bool executable(
      std::uint64_t address) const;  ///< inside a PT_LOAD with PF_X (or, without segments, an SHF_EXECINSTR section)
  bool writable(
      std::uint64_t address) const;  ///< inside a PT_LOAD with PF_W (or, without segments, an SHF_WRITE section)

 private:
  struct Range {
    std::uint64_t address = 0;
    std::span<const std::byte> bytes;
  };
  bool allowed(std::uint64_t address, std::uint32_t segment_flag, std::uint64_t section_flag) const;

  const Image& image_;
  std::vector<Range> ranges_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> failed_;  ///< address ranges that can't be read
  std::size_t last_ = 0;
};

}  // namespace fairplay::signatures::elf
