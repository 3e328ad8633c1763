#include "arraycore/files/npz.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/files/zip_reader.h"
#include "arraycore/files/zip_writer.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/files/made_up_files.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Two arrays under the names "a" and "ä".
std::vector<std::byte> two_arrays(bool compressed) {
  const Array first = counting({5});
  const Array second = counting({2, 100});
  const std::vector<NpzEntry> entries{{"a", first.view()}, {"ä", second.view()}};
  return write_npz(entries, {newest_release, compressed}).value();
}

std::string refusal(std::vector<std::byte> file) {
  const auto reader = NpzReader::of(file);
  if (!reader) return reader.error().message;
  for (const std::string& name : reader->names()) {
    if (const auto array = reader->read(name); !array) return array.error().message;
  }
  return "no error";
}

/// The file with the first occurrence of `from` behind `after` replaced.
std::vector<std::byte> changed(const std::vector<std::byte>& file, std::string_view after, std::size_t behind,
                               std::string_view to) {
  std::string text = text_of(file);
  text.replace(text.find(after) + behind, to.size(), to);
  return bytes_of(text);
}

constexpr std::string_view central = "PK\1\2";
constexpr std::string_view end = "PK\5\6";

TEST(NpzTest, ComesBack) {
  for (const bool compressed : {false, true}) {
    const auto file = two_arrays(compressed);
    const auto reader = NpzReader::of(file).value();
    EXPECT_THAT(reader.names(), ElementsAre("a", "ä"));
    EXPECT_THAT(integers(reader.read("a")->elements.view().elements().value()), ElementsAre(0, 1, 2, 3, 4));
    EXPECT_EQ(reader.read("ä.npy")->elements.shape(), (Extents{2, 100}));
    EXPECT_THAT(reader.read("b").error().message, HasSubstr("b is not a file"));
  }
}

TEST(NpzTest, NothingInIt) {
  const auto file = write_npz({}).value();
  EXPECT_EQ(text_of(file), std::string("PK\5\6", 4) + std::string(18, '\0'));
  EXPECT_TRUE(NpzReader::of(file)->names().empty());
}

TEST(NpzTest, HeadersOfEachPythonAndRelease) {
  const Array array = counting({1});
  const std::vector<NpzEntry> entries{{"a", array.view()}};
  const auto needed = [&](NpzOptions options) { return text_of(write_npz(entries, options).value()).substr(4, 1); };
  EXPECT_EQ(needed({{2, 5}}), "\x2d");
  EXPECT_EQ(needed({{2, 5}, false, PythonZip::before_3_11_4}), "\x14");
  EXPECT_EQ(needed({{1, 15}}), "\x14");
}

TEST(NpzTest, NamesThatCantBe) {
  const Array array = counting({1});
  const auto written = [&](const std::vector<NpzEntry>& entries) { return write_npz(entries).has_value(); };
  EXPECT_FALSE(written({{"a", array.view()}, {"a", array.view()}}));
  EXPECT_FALSE(written({{std::string("a\0b", 3), array.view()}}));
  EXPECT_FALSE(written({{std::string(70000, 'a'), array.view()}}));
}

TEST(NpzTest, Limits) {
  const auto file = two_arrays(true);
  EXPECT_THAT(NpzReader::of(file, {.members = 1}).error().message, HasSubstr("2 members"));
  EXPECT_EQ(NpzReader::of(file, {.member_bytes = 10})->read("a").error().kind, ErrorKind::size);
}

TEST(NpzTest, DamagedFiles) {
  const auto file = two_arrays(true);
  EXPECT_EQ(refusal(file), "no error");
  EXPECT_THAT(refusal({}), HasSubstr("too short"));
  EXPECT_THAT(refusal(std::vector<std::byte>(100)), HasSubstr("no end of a central directory"));
  EXPECT_THAT(refusal({file.begin(), file.end() - 1}), HasSubstr("no end"));
  EXPECT_THAT(refusal({file.begin() + 1, file.end()}), HasSubstr("isn't where the end says"));
  EXPECT_THAT(refusal(changed(file, end, 4, "\1")), HasSubstr("several disks"));
  EXPECT_THAT(refusal(changed(file, end, 10, "\1")), HasSubstr("more in its central directory"));
  EXPECT_THAT(refusal(changed(file, end, 10, "\3")), HasSubstr("3 members"));
  EXPECT_THAT(refusal(changed(file, end, 10, "\xff")), HasSubstr("255 members"));
  EXPECT_THAT(refusal(changed(file, central, 8, "\1")), HasSubstr("encrypted"));
  EXPECT_THAT(refusal(changed(file, central, 10, "\x0e")), HasSubstr("method 14"));
  EXPECT_THAT(refusal(changed(file, central, 16, "\1\2\3\4")), HasSubstr("says otherwise"));
  EXPECT_THAT(refusal(changed(file, central, 24, std::string_view("\0\0\0\x7f", 4))), HasSubstr("can't have its size"));
  EXPECT_THAT(refusal(changed(file, central, 24, "\xff\xff\xff\xff")), HasSubstr("ZIP64"));
  EXPECT_THAT(refusal(changed(file, central, 20, std::string_view("\xff\xff\xff\x7f", 4))), HasSubstr("outside"));
  EXPECT_THAT(refusal(changed(file, central, 42, "\1")), HasSubstr("no local header"));
  EXPECT_THAT(refusal(changed(file, central, 46, "b")), HasSubstr("says otherwise"));
  EXPECT_THAT(refusal(changed(file, "PK\3\4", 60, "\xff\xff")), ::testing::Ne("no error"));
}

TEST(NpzTest, MembersThatOverlap) {
  ZipWriter writer(false, PythonZip::since_3_11_4);
  ASSERT_TRUE(writer.add("a.npy", bytes_of("xx"), 0, 1, false));
  ASSERT_TRUE(writer.add("b.npy", bytes_of("xx"), 0, 1, false));
  auto file = std::move(writer).finish();
  EXPECT_TRUE(zip_entries(file, 10));
  // The second member's record names the first one.
  std::string text = text_of(file);
  const std::size_t second = text.rfind(central);
  text.replace(second + 42, 4, std::string(4, '\0'));
  text.replace(second + 46, 1, "a");
  EXPECT_THAT(zip_entries(bytes_of(text), 10).error().message, HasSubstr("occurs twice"));
}

TEST(NpzTest, ChecksumsCount) {
  ZipWriter writer(false, PythonZip::since_3_11_4);
  ASSERT_TRUE(writer.add("a.npy", bytes_of("xyxy"), 0, 1, true));
  auto file = std::move(writer).finish();
  std::string text = text_of(file);
  text.replace(text.find("xyxy"), 1, "z");
  const auto damaged = bytes_of(text);
  const auto entries = zip_entries(damaged, 10).value();
  std::vector<std::byte> room;
  EXPECT_THAT(zip_content(entries.at(0), room).error().message, HasSubstr("checksum"));
}

}  // namespace
}  // namespace fairplay::arraycore
