#include "auditor/discovery/loader_cache.h"

#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::vector<tests::CacheLine> lines = {{"libopenblas.so.0", "/usr/lib/libopenblas.so.0"},
                                             {"libblas.so.3", "/lib/x86_64-linux-gnu/libblas.so.3"},
                                             {"libblas.so.3", "/lib32/libblas.so.3", 3}};

std::vector<std::string> entry_lines(const LoaderCache& cache) {
  std::vector<std::string> all;
  for (const CacheEntry& entry : cache.entries)
    all.push_back(std::string(entry.name) + " => " + std::string(entry.path));
  return all;
}

std::string reasons(const LoaderCache& cache) {
  std::string all;
  for (const auto& damage : cache.damage) all += damage.file + ": " + damage.place + ": " + damage.reason + "\n";
  return all;
}

TEST(LoaderCache, NewFormatInFileOrder) {
  const std::string bytes = tests::new_cache(lines);
  const LoaderCache cache = read_loader_cache(bytes, "cache");
  EXPECT_THAT(entry_lines(cache),
              ElementsAre("libopenblas.so.0 => /usr/lib/libopenblas.so.0",
                          "libblas.so.3 => /lib/x86_64-linux-gnu/libblas.so.3", "libblas.so.3 => /lib32/libblas.so.3"));
  EXPECT_EQ(cache.entries[0].flags, 0x0303);
  EXPECT_EQ(cache.entries[2].flags, 3);
  EXPECT_THAT(cache.damage, IsEmpty());
}

TEST(LoaderCache, BigEndianFileOfAForeignRoot) {
  const std::string bytes = tests::new_cache(lines, true);
  const LoaderCache cache = read_loader_cache(bytes, "cache");
  EXPECT_THAT(cache.entries, SizeIs(3));
  EXPECT_EQ(cache.entries[2].path, "/lib32/libblas.so.3");
  EXPECT_THAT(cache.damage, IsEmpty());
}

TEST(LoaderCache, OldFormatAloneAndWithTheNewBehind) {
  for (const bool with_new : {false, true}) {
    const std::string bytes = tests::old_cache(lines, with_new);
    const LoaderCache cache = read_loader_cache(bytes, "cache");
    EXPECT_THAT(entry_lines(cache), SizeIs(3)) << with_new;
    EXPECT_EQ(cache.entries[1].path, "/lib/x86_64-linux-gnu/libblas.so.3");
    EXPECT_THAT(cache.damage, IsEmpty()) << reasons(cache);
  }
}

TEST(LoaderCache, NamesOfHwcapsFolders) {
  const std::string bytes = tests::new_cache(
      {{"libblas.so.3", "/usr/lib/glibc-hwcaps/x86-64-v3/libblas.so.3", 0x0303, (std::uint64_t{1} << 62) | 1}}, false,
      {"x86-64-v2", "x86-64-v3"});
  const LoaderCache cache = read_loader_cache(bytes, "cache");
  ASSERT_THAT(cache.entries, SizeIs(1));
  EXPECT_EQ(cache.entries[0].hwcap_name, "x86-64-v3");
}

TEST(LoaderCache, SomethingElse) {
  EXPECT_THAT(reasons(read_loader_cache("hello", "cache")), HasSubstr("cache: offset 0: not a loader cache"));
  EXPECT_THAT(reasons(read_loader_cache("", "cache")), HasSubstr("not a loader cache"));
  std::string bytes = tests::new_cache(lines);
  bytes[17] = '9';
  EXPECT_THAT(reasons(read_loader_cache(bytes, "cache")), HasSubstr("offset 0x11: cache format \"9.1\" is not known"));
}

TEST(LoaderCache, EveryTruncationIsReportedAndLeavesNoWrongEntry) {
  const std::string whole = tests::new_cache(lines);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string bytes = whole.substr(0, size);
    const LoaderCache cache = read_loader_cache(bytes, "cache");
    if (size + 4 < whole.size()) {
      EXPECT_THAT(cache.damage, testing::Not(IsEmpty())) << size;
    }
    for (const CacheEntry& entry : cache.entries) EXPECT_TRUE(entry.path.starts_with('/'));
  }
  EXPECT_THAT(reasons(read_loader_cache(std::string_view(whole).substr(0, 30), "cache")),
              HasSubstr("offset 0x1e: the file ends inside its header"));
}

TEST(LoaderCache, CountBeyondTheFile) {
  std::string bytes = tests::new_cache(lines);
  bytes[22] = '\x7f';
  const LoaderCache cache = read_loader_cache(bytes, "cache");
  EXPECT_THAT(reasons(cache), HasSubstr("offset 0x14: the header speaks of 8323075 entries, the file has room for"));
  EXPECT_GE(cache.entries.size(), 3U);
}

TEST(LoaderCache, EntriesOutOfRange) {
  std::string bytes = tests::new_cache(lines);
  bytes[48 + 24 + 11] = '\x70';  // the second entry's path
  const LoaderCache cache = read_loader_cache(bytes, "cache");
  EXPECT_THAT(cache.entries, SizeIs(2));
  EXPECT_THAT(reasons(cache), HasSubstr("entry 1 at offset 0x48: its path lies at 0x70"));
}

TEST(LoaderCache, RelativePathIsNoEntry) {
  const std::string bytes = tests::new_cache({{"libblas.so.3", "../libblas.so.3"}});
  const LoaderCache cache = read_loader_cache(bytes, "cache");
  EXPECT_THAT(cache.entries, IsEmpty());
  EXPECT_THAT(reasons(cache), HasSubstr("is no library name with an absolute path"));
}

TEST(LoaderCache, ManyDamagedEntriesAreCounted) {
  std::vector<tests::CacheLine> many(40, {"libblas.so.3", "relative"});
  const std::string bytes = tests::new_cache(many);
  const LoaderCache cache = read_loader_cache(bytes, "cache");
  EXPECT_THAT(cache.damage, SizeIs(17));
  EXPECT_EQ(cache.damage.back().reason, "24 more damaged entries");
}

TEST(LoaderCache, ExtensionDirectoryOutOfRange) {
  std::string bytes = tests::new_cache(lines, false, {"x86-64-v2"});
  bytes[34] = '\x7f';
  const LoaderCache cache = read_loader_cache(bytes, "cache");
  EXPECT_THAT(reasons(cache), HasSubstr("the extension directory at"));
  EXPECT_THAT(cache.entries, SizeIs(3));
}

}  // namespace
}  // namespace fairplay::auditor::discovery
