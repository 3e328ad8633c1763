#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "tests/support/elf_builder.h"

namespace fairplay::tests {

/// x86-64 code that calls imported functions through their GOT words (-fno-plt) and its own by address, put together
/// call by call. What registers hold is set in between: rdi, rsi, rdx and rcx are the first four arguments (System V
/// ABI, section 3.2.3).
class CallingCode {
 public:
  explicit CallingCode(ElfBuilder& elf) : elf_(elf) { elf_.functions.push_back(ElfBuilder::text); }

  CallingCode& raw(std::initializer_list<int> values) {
    for (const int b : values) bytes_ += static_cast<char>(b);
    return *this;
  }
  /// Another function begins here.
  std::uint64_t begin_function() {
    elf_.functions.push_back(here());
    return here();
  }
  CallingCode& rdi(std::uint64_t address) { return lea(0x3d, address); }
  CallingCode& rsi(std::uint64_t address) { return lea(0x35, address); }
  CallingCode& rdx(std::uint64_t address) { return lea(0x15, address); }
  CallingCode& keep_result() { return raw({0x48, 0x89, 0xc3}); }    ///< mov rbx, rax
  CallingCode& rdi_is_kept() { return raw({0x48, 0x89, 0xdf}); }    ///< mov rdi, rbx
  CallingCode& rdx_is_result() { return raw({0x48, 0x89, 0xc2}); }  ///< mov rdx, rax
  CallingCode& call(const std::string& imported) {
    std::uint64_t slot = 0;
    for (const auto& relocation : elf_.relocations) {
      if (relocation.symbol == imported) slot = relocation.place;
    }
    if (slot == 0) {
      slot = ElfBuilder::data + elf_.data_bytes.size();
      elf_.data_bytes += std::string(8, '\0');
      elf_.symbols.push_back({.name = imported});
      elf_.relocations.push_back({.place = slot, .type = 6, .symbol = imported});  // R_X86_64_GLOB_DAT
    }
    raw({0xff, 0x15});
    return offset(slot);
  }
  CallingCode& call_own(std::uint64_t address) {
    raw({0xe8});
    return offset(address);
  }
  std::uint64_t here() const { return ElfBuilder::text + bytes_.size(); }
  std::string build() {
    elf_.text_bytes = bytes_ + '\xc3';
    return elf_.build();
  }

 private:
  CallingCode& lea(int modrm, std::uint64_t address) {
    raw({0x48, 0x8d, modrm});
    return offset(address);
  }
  CallingCode& offset(std::uint64_t target) {
    const std::uint64_t distance = target - (here() + 4);
    for (int i = 0; i < 4; ++i) bytes_ += static_cast<char>(distance >> (8 * i));
    return *this;
  }

  ElfBuilder& elf_;
  std::string bytes_;
};

}  // namespace fairplay::tests
