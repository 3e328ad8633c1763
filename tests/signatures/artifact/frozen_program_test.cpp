#include <gmock/gmock.h>
#include <zlib.h>

#include "tests/signatures/artifact/collected.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {
namespace {

using namespace signatures::artifact;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// PyInstaller's archive, as its writers.py lays it out.
struct Program {
  std::string body;
  std::string contents;

  static std::string number(std::uint32_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift);
    return text;
  }
  static std::string packed(const std::string& text) {
    uLongf size = compressBound(text.size());
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()), text.size());
    out.resize(size);
    return out;
  }
  void add(const std::string& name, char type, const std::string& stored, std::size_t size, bool compressed) {
    add_row(name, type, body.size(), stored.size(), size, compressed);
    body += stored;
  }
  void add(const std::string& name, char type, const std::string& text) {
    add(name, type, packed(text), text.size(), true);
  }
  void add_row(std::string name, char type, std::size_t offset, std::size_t stored, std::size_t size, bool compressed) {
    name.resize((18 + name.size() + 16) / 16 * 16 - 18, '\0');
    contents += number(static_cast<std::uint32_t>(18 + name.size())) + number(static_cast<std::uint32_t>(offset)) +
                number(static_cast<std::uint32_t>(stored)) + number(static_cast<std::uint32_t>(size)) +
                static_cast<char>(compressed) + type + name;
  }
  std::string build() const {
    std::string bytes =
        "\x7f"
        "ELF, the bootloader" +
        std::string(1000, '.') + body + contents;
    bytes += std::string("MEI\014\013\012\013\016", 8);
    bytes += number(static_cast<std::uint32_t>(body.size() + contents.size() + 88));
    bytes += number(static_cast<std::uint32_t>(body.size()));
    bytes += number(static_cast<std::uint32_t>(contents.size()));
    bytes += number(311) + std::string(64, '\0');
    return bytes;
  }
};

class FrozenProgramTest : public testing::Test {
 protected:
  tests::Collected read(const std::string& bytes, const ArchiveLimits& limits = {}) {
    folder.write("app", bytes);
    auto stream = open_file(folder / "app", limits);
    EXPECT_TRUE(stream);
    if (!stream) return {};
    kind = (*stream)->kind();
    return tests::collect(**stream);
  }

  tests::TemporaryFolder folder;
  Kind kind = Kind::folder;
};

TEST_F(FrozenProgramTest, ItsFiles) {
  Program program;
  program.add("struct", 'm', "bytecode");
  program.add("PYZ.pyz", 'z', "PYZ", 3, false);
  program.add("numpy.libs/libx.so", 'b', std::string(300'000, 'x'));
  program.add("data/y.txt", 'x', "plain", 5, false);
  program.add("libx.so", 'n', "numpy.libs/libx.so");
  for (const std::string& tail : {std::string(), std::string(3000, '\0')}) {  // objcopy's section headers
    const auto all = read(program.build() + tail);
    EXPECT_EQ(kind, Kind::program);
    EXPECT_THAT(all.damage_lines(), IsEmpty());
    EXPECT_THAT(all.paths(), ElementsAre("data/y.txt", "libx.so", "numpy.libs/libx.so"));
    EXPECT_EQ(all.files.at("numpy.libs/libx.so").content, std::string(300'000, 'x'));
    EXPECT_EQ(all.files.at("data/y.txt").content, "plain");
    EXPECT_EQ(all.files.at("libx.so").entry.link_target, "numpy.libs/libx.so");
  }
}

TEST_F(FrozenProgramTest, ALibraryWithoutAnArchiveIsALibrary) {
  const auto all = read(
      "\x7f"
      "ELF" +
      std::string("MEI\014\013\012\013\016", 8) + std::string(500, '\xff'));
  EXPECT_EQ(kind, Kind::library);
  EXPECT_THAT(all.paths(), ElementsAre("app"));
}

TEST_F(FrozenProgramTest, MembersThatLie) {
  Program program;
  program.add("short", 'b', Program::packed("four"), 3, true);
  program.add("long", 'b', Program::packed("four"), 5, true);
  program.add("garbage", 'b', "no zlib stream", 20, true);
  program.add("plain", 'b', "four", 5, false);
  program.add("../up", 'b', "x");
  program.add("/abs", 'b', "x");
  program.add_row("beyond", 'b', 4'000'000'000, 10, 10, false);
  program.add_row("big", 'b', 0, 4'000'000'000, 10, false);
  program.add("fine", 'b', "fine");
  const auto all = read(program.build());
  EXPECT_THAT(all.paths(), ElementsAre("fine"));
  const auto lines = all.damage_lines();
  for (const char* text :
       {"unpacks to more than the 3 bytes", "unpacks to 4 bytes; the table of contents promises 5", "is no zlib stream",
        "has 4 bytes; the table of contents promises 5", "holds \"..\"", "absolute", "lie beyond the archive's"})
    EXPECT_THAT(lines, Contains(HasSubstr(text)));
  EXPECT_EQ(all.lost.size(), 6U);
}

TEST_F(FrozenProgramTest, ContentsThatEndInTheMiddle) {
  Program program;
  program.add("fine", 'b', "fine");
  program.contents += Program::number(5000) + std::string(14, '\0');
  const auto all = read(program.build());
  EXPECT_THAT(all.paths(), ElementsAre("fine"));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("claims 5000 bytes where 18 are left")));
}

TEST_F(FrozenProgramTest, ABombIsStopped) {
  Program program;
  program.add("bomb", 'b', std::string(3'000'000, '\0'));
  ArchiveLimits limits;
  limits.total_bytes = 1'000'000;
  const auto all = read(program.build(), limits);
  EXPECT_THAT(all.paths(), IsEmpty());
  EXPECT_EQ(all.damage.size(), 1U);
}

}  // namespace
}  // namespace fairplay
