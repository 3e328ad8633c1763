#pragma once

#include <gmock/gmock.h>

#include <elf.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/blas/identity.h"
#include "tests/support/elf_builder.h"
#include "tests/support/elf_reading.h"

namespace fairplay::tests {

using namespace std::string_literals;

/// Code as compilers write it for a routine whose first argument points at n.
inline const std::string narrow_n = "\x8b\x07\x85\xc0\xc3"s;        // mov (%rdi),%eax; test %eax,%eax; ret
inline const std::string wide_n = "\x48\x8b\x07\x48\x85\xc0\xc3"s;  // mov (%rdi),%rax; test %rax,%rax; ret

inline std::optional<signatures::blas::Identity> identify(const std::string& bytes,
                                                          std::vector<signatures::Damage>& damage) {
  auto image = open_image(bytes, "libfoo.so");
  if (!image) {
    damage.push_back(image.error());
    return std::nullopt;
  }
  return signatures::blas::identify(*image, damage);
}

inline std::optional<signatures::blas::Identity> identify(const std::string& bytes) {
  std::vector<signatures::Damage> damage;
  auto identity = identify(bytes, damage);
  EXPECT_THAT(damage, testing::IsEmpty());
  return identity;
}

/// Exports `names`, each at the start of .text, which holds `code`.
inline ElfBuilder library(const std::vector<std::string>& names, const std::string& code = narrow_n) {
  ElfBuilder elf;
  elf.text_bytes = code;
  for (const std::string& name : names)
    elf.symbols.push_back({.name = name, .value = ElfBuilder::text, .size = code.size()});
  return elf;
}

inline void import(ElfBuilder& elf, const std::string& name, std::uint8_t binding = STB_GLOBAL) {
  elf.symbols.push_back({.name = name, .binding = binding});
}

}  // namespace fairplay::tests
