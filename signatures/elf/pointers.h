#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::elf {

/// The pointers that the loader writes into data and whose target is in the same file: RELATIVE relocations and
/// symbolic absolute ones (R_X86_64_64, R_AARCH64_ABS64) to symbols that the file defines. GLOB_DAT and JUMP_SLOT fill
/// the GOT, not tables of a program, and are left out. Sorted by place.
class Pointers {
 public:
  Pointers(const Image& image, std::vector<Damage>& damage);

  struct Pointer {
    std::uint64_t place = 0;   ///< virtual address of the word
    std::uint64_t target = 0;  ///< virtual address it will hold, less the load address
  };
  const std::vector<Pointer>& all() const { return pointers_; }
  std::optional<std::uint64_t> at(std::uint64_t place) const;
  /// True where any relocation, also one to another library, patches `place`.
  bool patched(std::uint64_t place) const;

 private:
  std::vector<Pointer> pointers_;
  std::vector<std::uint64_t> foreign_;
};

/// True for [A-Za-z_][A-Za-z0-9_]*.
bool is_identifier(std::string_view text);

}  // namespace fairplay::signatures::elf
