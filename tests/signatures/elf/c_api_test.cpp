#include "signatures/elf/c_api.h"

#include <elf.h>

#include <map>

#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using tests::ElfBuilder;

constexpr std::uint64_t table = 0x10000;                  // only relocations refer to it: the file needs no bytes there
constexpr std::size_t entries = 303;                      // as NumPy 1.15's
constexpr std::uint64_t other = ElfBuilder::text + 0x80;  // some function

std::string little_endian(std::uint64_t value, int width = 4) {
  return {reinterpret_cast<const char*>(&value), static_cast<std::size_t>(width)};
}
std::string returns(std::uint32_t value) { return "\xb8" + little_endian(value) + "\xc3"; }
std::string returns_after_endbr64(std::uint32_t value) { return "\xf3\x0f\x1e\xfa" + returns(value); }

std::string padded(std::string code) {
  code.resize(0x40, '\x90');
  return code;
}

/// Pointers to functions by their place.
using Pointers = std::map<std::uint64_t, std::uint64_t>;

/// An API table at `at` of `length` entries, all of them pointers: entry 0 to `abi`, entry 211 to `api`.
Pointers api_table(std::size_t length = entries, std::uint64_t at = table, std::uint64_t abi = ElfBuilder::text,
                   std::uint64_t api = ElfBuilder::text + 0x40) {
  Pointers pointers;
  for (std::size_t i = 0; i < length; ++i) pointers[at + 8 * i] = i == 0 ? abi : i == 211 ? api : other;
  return pointers;
}

/// A file with these functions in a row and these pointers. Its relocations lie behind what the builder makes, which
/// has no room for so many.
std::string file_with(const std::vector<std::string>& functions, const Pointers& pointers,
                      std::uint16_t machine = EM_X86_64) {
  ElfBuilder elf;
  elf.machine = machine;
  for (const std::string& function : functions) elf.text_bytes += padded(function);
  elf.more_dynamic = {{DT_RELA, 0}, {DT_RELASZ, 24 * pointers.size()}, {DT_RELAENT, 24}};
  const std::uint64_t start = (elf.build().size() + 7) / 8 * 8;
  elf.more_dynamic[0].second = start;
  std::string bytes = elf.build();
  bytes.resize(start);
  for (const auto& [place, function] : pointers) {
    bytes += little_endian(place, 8) +
             little_endian(machine == EM_AARCH64 ? R_AARCH64_RELATIVE : R_X86_64_RELATIVE, 8) +
             little_endian(function, 8);
  }
  for (const std::uint64_t field : {0x20, 0x28})
    elf.patch(bytes, elf.place("program header 2") + field, 8, bytes.size() - ElfBuilder::relro);
  return bytes;
}
std::string file_with(const std::string& abi, const std::string& api, std::uint16_t machine = EM_X86_64) {
  return file_with({abi, api, "\x53\xc3"}, api_table(), machine);
}

std::optional<CApiVersion> read(const std::string& bytes) {
  const auto image = tests::open_image(bytes);
  EXPECT_TRUE(image);
  std::vector<signatures::Damage> damage;
  auto version = c_api_version(*image, damage);
  EXPECT_THAT(damage, testing::IsEmpty());
  return version;
}

TEST(CApi, IsWhatTheTwoFunctionsReturn) {
  EXPECT_EQ(read(file_with(returns(0x02000000), returns(0x14))), (CApiVersion{0x02000000, 0x14}));
  EXPECT_EQ(read(file_with(returns_after_endbr64(0x01000009), returns_after_endbr64(0x0c))),
            (CApiVersion{0x01000009, 0x0c}));
}

TEST(CApi, IsReadOnAArch64) {
  const std::string ret = little_endian(0xd65f03c0);
  const std::string bti_c = little_endian(0xd503245f);
  const std::string mov_0x14 = little_endian(0x52800280);
  EXPECT_EQ(
      read(file_with(little_endian(0x52800120) + little_endian(0x72a02000) + ret, bti_c + mov_0x14 + ret, EM_AARCH64)),
      (CApiVersion{0x01000009, 0x14}))
      << "mov w0, #9; movk w0, #0x100, lsl #16; ret";
  EXPECT_EQ(read(file_with(little_endian(0x52a04000) + ret, mov_0x14 + ret, EM_AARCH64)),
            (CApiVersion{0x02000000, 0x14}))
      << "mov w0, #0x2000000";
  EXPECT_EQ(read(file_with(little_endian(0x52a04001) + ret, mov_0x14 + ret, EM_AARCH64)), std::nullopt)
      << "mov w1 sets no result";
  EXPECT_EQ(read(file_with(ret, mov_0x14 + ret, EM_AARCH64)), std::nullopt);
}

TEST(CApi, SurvivesRetiredEntries) {
  Pointers pointers = api_table();
  const std::vector<std::string> functions{returns(0x02000000), returns(0x14), "\x53\xc3"};
  for (std::uint64_t entry = 40; entry < 90; ++entry) pointers.erase(table + 8 * entry);
  EXPECT_EQ(read(file_with(functions, pointers)), (CApiVersion{0x02000000, 0x14}));
  pointers.erase(table + 8 * 91);
  EXPECT_EQ(read(file_with(functions, pointers)), std::nullopt) << "so few pointers are no API table";
}

TEST(CApi, NeedsALongTable) {
  const std::vector<std::string> functions{returns(0x02000000), returns(0x14), "\x53\xc3"};
  EXPECT_EQ(read(file_with(functions, api_table(212))), (CApiVersion{0x02000000, 0x14}));
  EXPECT_EQ(read(file_with(functions, api_table(211))), std::nullopt);
  EXPECT_EQ(read(ElfBuilder().build()), std::nullopt);
}

TEST(CApi, NeedsFunctionsThatOnlyReturnAConstant) {
  EXPECT_EQ(read(file_with("\x53" + returns(0x02000000), returns(0x14))), std::nullopt);
  EXPECT_EQ(read(file_with(returns(0x02000000), "\x31\xc0\xc3")), std::nullopt);
  EXPECT_EQ(read(file_with(returns(0x03000000), returns(0x14))), std::nullopt) << "no ABI version that NumPy had";
  EXPECT_EQ(read(file_with(returns(0x02000000), returns(0))), std::nullopt);
}

TEST(CApi, IsNoneWhereTwoTablesDisagree) {
  const std::vector<std::string> functions{returns(0x02000000), returns(0x14), "\x53\xc3", returns(0x15)};
  Pointers same = api_table();
  same.merge(api_table(entries, 2 * table));
  EXPECT_EQ(read(file_with(functions, same)), (CApiVersion{0x02000000, 0x14}));
  Pointers differing = api_table();
  differing.merge(api_table(entries, 2 * table, ElfBuilder::text, ElfBuilder::text + 0xc0));
  EXPECT_EQ(read(file_with(functions, differing)), std::nullopt);
}

TEST(CApi, IsNotReadOnOtherMachines) {
  EXPECT_EQ(read(file_with(returns(0x02000000), returns(0x14), EM_RISCV)), std::nullopt);
  ElfBuilder elf;
  elf.bits = 32;
  elf.machine = EM_386;
  EXPECT_EQ(read(elf.build()), std::nullopt);
}

TEST(CApi, ReportsDamagedRelocations) {
  std::string bytes = file_with(returns(0x02000000), returns(0x14));
  bytes.resize(bytes.size() - 24 * 100);
  const auto image = tests::open_image(bytes);
  ASSERT_TRUE(image);
  std::vector<signatures::Damage> damage;
  EXPECT_EQ(c_api_version(*image, damage), std::nullopt);
  EXPECT_THAT(damage, testing::Not(testing::IsEmpty()));
}

}  // namespace

}  // namespace fairplay
