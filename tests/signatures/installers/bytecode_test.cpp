#include "signatures/installers/bytecode.h"

#include <gmock/gmock.h>

namespace fairplay::signatures::installers {
namespace {

using testing::HasSubstr;
using Validation = BytecodeHeader::Validation;

std::string word(std::uint32_t value) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}
std::string magic(std::uint16_t number) { return word(number | 0x0a0d0000U); }

Expected<BytecodeHeader> parse(const std::string& bytes) {
  return parse_bytecode_header(std::as_bytes(std::span(bytes)), "x.pyc");
}

TEST(Bytecode, ReadsTheSixteenByteHeaderOfPython37AndLater) {
  const auto header = parse(magic(3495) + word(0) + word(1700000000) + word(42));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->validation, Validation::timestamp);
  EXPECT_EQ(header->mtime, 1700000000U);
  EXPECT_TRUE(header->has_size);
  EXPECT_EQ(header->size, 42U);
}

TEST(Bytecode, ReadsTheTwelveByteHeaderOfPython33To36) {
  const auto header = parse(magic(3379) + word(5) + word(6));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->mtime, 5U);
  EXPECT_EQ(header->size, 6U);
}

TEST(Bytecode, ReadsTheEightByteHeaderOfPython27) {
  const auto header = parse(magic(62211) + word(5));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->mtime, 5U);
  EXPECT_FALSE(header->has_size);
}

TEST(Bytecode, DistinguishesCheckedFromUncheckedHashes) {
  EXPECT_EQ(parse(magic(3495) + word(3) + word(1) + word(2))->validation, Validation::checked_hash);
  EXPECT_EQ(parse(magic(3495) + word(1) + word(1) + word(2))->validation, Validation::unchecked_hash);
}

// Hashes by CPython's own importlib.util.source_hash(b"print(1)\n").
TEST(Bytecode, HashesSourcesAsCPythonDoes) {
  const std::string source = "print(1)\n";
  const auto with_hash = [](std::uint16_t number, std::uint32_t low, std::uint32_t high) {
    return *parse(magic(number) + word(1) + word(low) + word(high));
  };
  EXPECT_TRUE(bytecode_hash_matches(with_hash(3495, 0x7f2d81da, 0x59307a40),
                                    std::as_bytes(std::span(source))));  // CPython 3.11.7
  EXPECT_TRUE(bytecode_hash_matches(with_hash(3439, 0x525e7628, 0x142278ed),
                                    std::as_bytes(std::span(source))));  // CPython 3.10.13
  EXPECT_FALSE(bytecode_hash_matches(with_hash(3495, 0x7f2d81db, 0x59307a40), std::as_bytes(std::span(source))));
}

TEST(Bytecode, ReportsWhatIsNoHeader) {
  EXPECT_THAT(parse("abc").error().reason, HasSubstr("3 bytes are too few"));
  EXPECT_THAT(parse("abcdefgh").error().reason, HasSubstr("no bytecode magic number"));
  EXPECT_THAT(parse(magic(3495) + word(0)).error().reason,
              HasSubstr("8 bytes are too few for the header of magic 3495"));
}

}  // namespace
}  // namespace fairplay::signatures::installers
