#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::blas {

/// What the vendors' recognisers ask of a file; each answer is read when first asked for, and only that.
class Library {
 public:
  Library(const elf::Image& image, std::vector<Damage>& damage);
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  bool defines(std::string_view name) const;
  bool imports(std::string_view name) const;
  bool defines_any(const std::function<bool(std::string_view)>& accepts) const;
  bool imports_any(const std::function<bool(std::string_view)>& accepts) const;
  bool imports_starting(std::string_view prefix) const;
  /// A NEEDED entry whose name starts so.
  bool needs(std::string_view prefix) const;

  const elf::Image& image() const { return image_; }
  const elf::Dynamic& dynamic() const { return dynamic_; }
  const std::vector<elf::Symbol>& symbols() const { return symbols_; }
  const elf::Symbol* defined(std::string_view name) const;
  const elf::Symbol* imported(std::string_view name) const;

  /// First bytes of a function, at most `limit`; empty when the file holds none there.
  std::vector<std::byte> code(const elf::Symbol& symbol, std::size_t limit) const;
  /// Bytes at a virtual address, `size` of them or none.
  std::vector<std::byte> at(std::uint64_t address, std::size_t size) const;

  /// Constant data (the .rodata sections; without section headers the segments that aren't writable), up to 64 MB.
  std::span<const std::span<const std::byte>> constants();
  /// Where `text` first occurs in the constant data: the bytes from there on, at most `limit`.
  std::optional<std::string_view> find_constant(std::string_view text, std::size_t limit = 256);

 private:
  const elf::Image& image_;
  std::vector<Damage>& damage_;
  elf::Dynamic dynamic_;
  std::vector<elf::Symbol> symbols_;
  /// An open-addressing hash table over symbols_ (index + 1, 0 for an empty place): MKL has 65,000 names, and one
  /// allocation each would cost more than all the rest.
  std::vector<std::uint32_t> places_;
  const elf::Symbol* find(std::string_view name, bool defined) const;
  std::optional<std::vector<std::span<const std::byte>>> constants_;
};

}  // namespace fairplay::signatures::blas
