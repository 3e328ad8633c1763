#include "signatures/elf/extent.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tests/support/elf_builder.h"

namespace fairplay {
namespace {

using signatures::elf::Extent;
using signatures::elf::extent_of;
using tests::ElfBuilder;

std::optional<Extent> extent(std::string_view bytes) {
  return extent_of(
      [&](std::uint64_t offset, std::span<std::byte> into) {
        if (offset > bytes.size() || into.size() > bytes.size() - offset) return false;
        std::memcpy(into.data(), bytes.data() + offset, into.size());
        return true;
      },
      bytes.size());
}

struct Layout {
  int bits;
  std::size_t phoff, phentsize, phnum, shnum;
};

class ElfExtent : public testing::TestWithParam<Layout> {
 protected:
  ElfExtent() {
    elf_.bits = GetParam().bits;
    bytes_ = elf_.build();
  }
  ElfBuilder elf_;
  std::string bytes_;
};

TEST_P(ElfExtent, AWholeFile) {
  const auto whole = extent(bytes_);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->size, bytes_.size()) << "the section headers are last";
  EXPECT_TRUE(whole->loads);
}

TEST_P(ElfExtent, OnlyTheSectionHeadersAreCutOff) {
  const auto left = extent(bytes_.substr(0, bytes_.size() - 1));
  ASSERT_TRUE(left);
  EXPECT_EQ(left->size, bytes_.size());
  EXPECT_TRUE(left->loads) << "the loader doesn't read them";
}

TEST_P(ElfExtent, ASegmentIsCutOff) {
  for (const std::size_t size : {ElfBuilder::text + 1, ElfBuilder::relro, ElfBuilder::data}) {
    const auto left = extent(bytes_.substr(0, size));
    ASSERT_TRUE(left) << size;
    EXPECT_EQ(left->size, bytes_.size()) << size;
    EXPECT_FALSE(left->loads) << size;
  }
}

TEST_P(ElfExtent, TheProgramHeadersAreCutOff) {
  const auto left = extent(bytes_.substr(0, elf_.place("program header 1")));
  ASSERT_TRUE(left);
  EXPECT_FALSE(left->loads);
}

TEST_P(ElfExtent, TheHeaderIsCutOff) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{16}, std::size_t{51}})
    EXPECT_FALSE(extent(bytes_.substr(0, size))) << size;
}

TEST_P(ElfExtent, WhatCannotBeBelieved) {
  const int word = GetParam().bits / 8;
  std::string changed = bytes_;
  elf_.patch(changed, GetParam().phnum, 2, 0);
  EXPECT_FALSE(extent(changed)) << "nothing to load";
  changed = bytes_;
  elf_.patch(changed, GetParam().phentsize, 2, 8);
  EXPECT_FALSE(extent(changed)) << "headers of another size";
  if (word != 8) return;
  for (const std::uint64_t offset : {(std::uint64_t{1} << 40U) + 1, ~std::uint64_t{0}}) {
    changed = bytes_;
    elf_.patch(changed, GetParam().phoff, word, offset);
    EXPECT_FALSE(extent(changed)) << "no file is that long";
    changed = bytes_;
    elf_.patch(changed, elf_.place("program header 0") + 32, word, offset);
    EXPECT_FALSE(extent(changed)) << "no segment is that long";
  }
}

TEST_P(ElfExtent, TablesBeyondTheFile) {
  std::string changed = bytes_;
  elf_.patch(changed, GetParam().phoff, GetParam().bits / 8, 1U << 30U);
  const auto left = extent(changed);
  ASSERT_TRUE(left);
  EXPECT_GT(left->size, 1U << 30U);
  EXPECT_FALSE(left->loads);
  changed = bytes_;
  elf_.patch(changed, GetParam().shnum, 2, 0xffff);
  const auto sections = extent(changed);
  ASSERT_TRUE(sections);
  EXPECT_GT(sections->size, bytes_.size());
  EXPECT_TRUE(sections->loads);
}

INSTANTIATE_TEST_SUITE_P(Bits, ElfExtent, testing::Values(Layout{64, 32, 54, 56, 60}, Layout{32, 28, 42, 44, 48}),
                         [](const auto& layout) { return "Elf" + std::to_string(layout.param.bits); });

TEST(ElfExtentOf, OtherFiles) {
  EXPECT_FALSE(extent(std::string(200, '\0')));
  EXPECT_FALSE(extent("#!/bin/sh\n" + std::string(200, ' ')));
  ElfBuilder elf;
  elf.little_endian = false;
  EXPECT_FALSE(extent(elf.build()));
  const auto unreadable = [](std::uint64_t, std::span<std::byte>) { return false; };
  EXPECT_FALSE(extent_of(unreadable, 4096));
}

}  // namespace
}  // namespace fairplay
