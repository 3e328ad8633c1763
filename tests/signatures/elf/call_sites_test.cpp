#include "signatures/elf/call_sites.h"

#include "signatures/elf/loaded_memory.h"
#include "tests/signatures/elf/calling_code.h"
#include "tests/support/elf_reading.h"

namespace fairplay {

namespace {

using namespace signatures::elf;
using signatures::Damage;
using testing::IsEmpty;
using testing::SizeIs;
using tests::CallingCode;
using tests::ElfBuilder;

std::vector<CallSite> sites(const std::string& bytes, const std::vector<std::string>& names) {
  auto image = tests::open_image(bytes);
  EXPECT_TRUE(image);
  std::vector<Damage> reported;
  if (!image) return {};
  LoadedMemory memory(*image);
  std::vector<CallSite> found = call_sites(*image, memory, names, reported);
  EXPECT_THAT(reported, IsEmpty());
  return found;
}

TEST(ElfCallSites, ReportsWhatACallIsGiven) {
  ElfBuilder elf;
  const std::uint64_t name = elf.string("name");
  CallingCode code(elf);
  code.call("make").keep_result().rdi_is_kept().rsi(name).raw({0xba, 7, 0, 0, 0}).call("add");  // mov edx, 7
  const auto found = sites(code.build(), {"make", "add"});
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].imported, "make");
  EXPECT_EQ(found[0].function, ElfBuilder::text);
  EXPECT_EQ(found[0].arguments[0].kind, Holding::Kind::argument) << "the function's own first argument is handed on";
  EXPECT_EQ(found[1].imported, "add");
  EXPECT_EQ(found[1].arguments[0].kind, Holding::Kind::result);
  EXPECT_EQ(found[1].arguments[0].value, 0U) << "of make";
  EXPECT_EQ(found[1].arguments[1].kind, Holding::Kind::constant);
  EXPECT_EQ(found[1].arguments[1].value, name);
  EXPECT_EQ(found[1].arguments[2].value, 7U);
  EXPECT_EQ(found[1].arguments[3].kind, Holding::Kind::unknown) << "a call doesn't keep rcx";
}

TEST(ElfCallSites, FollowsOnlyFunctionsThatCallOneOfTheNames) {
  ElfBuilder elf;
  CallingCode code(elf);
  code.call("other");
  const std::uint64_t second = code.begin_function();
  code.call("make").call("other").call_own(ElfBuilder::text);
  const auto found = sites(code.build(), {"make"});
  ASSERT_THAT(found, SizeIs(3));
  for (const CallSite& site : found) EXPECT_EQ(site.function, second);
  EXPECT_EQ(found[1].imported, "other");
  EXPECT_EQ(found[2].target, ElfBuilder::text);
  EXPECT_EQ(found[2].imported, "");
  EXPECT_THAT(sites(code.build(), {"nothing"}), IsEmpty());
}

TEST(ElfCallSites, NeedsATableOfFunctions) {
  ElfBuilder elf;
  CallingCode code(elf);
  code.call("make");
  elf.functions.clear();
  EXPECT_THAT(sites(code.build(), {"make"}), IsEmpty());
}

TEST(ElfCallSites, ReadsTablesThatLieWithoutHarm) {
  ElfBuilder elf;
  CallingCode code(elf);
  code.call("make");
  elf.functions = {0xfff0, ElfBuilder::text, 0, ElfBuilder::text};  // beyond the file, before it, twice
  const std::string bytes = code.build();
  EXPECT_THAT(sites(bytes, {"make"}), SizeIs(1));
  const std::size_t table = bytes.find(std::string("\x01\x1b\x03\x3b", 4));
  ASSERT_NE(table, std::string::npos);
  std::string longer = bytes;
  elf.patch(longer, table + 8, 4, 0xffffffff);  // a count that no file holds
  sites(longer, {"make"});
  std::string other = bytes;
  elf.patch(other, table, 4, 0x3b031b02);
  EXPECT_THAT(sites(other, {"make"}), IsEmpty()) << "another version of the table";
}

TEST(ElfCallSites, DoesNotFollowOtherMachines) {
  ElfBuilder elf;
  elf.machine = 243;  // RISC-V
  CallingCode code(elf);
  code.call("make");
  EXPECT_THAT(sites(code.build(), {"make"}), IsEmpty());
}

}  // namespace

}  // namespace fairplay
