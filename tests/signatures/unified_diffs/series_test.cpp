#include "signatures/unified_diffs/series.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace fairplay {

namespace {

using namespace signatures;
using namespace signatures::unified_diffs;

class Series : public testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::path(testing::TempDir()) /
             ("series-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  std::vector<std::string> names() {
    const auto read = read_series(folder.string(), damage);
    if (!read) return {"error: " + read.error().reason};
    std::vector<std::string> result;
    for (const SeriesPatch& patch : *read) result.push_back(patch.patch.name + " -p" + std::to_string(patch.strip));
    return result;
  }
  using Names = std::vector<std::string>;

  std::filesystem::path folder;
  std::vector<Damage> damage;
};

TEST_F(Series, InItsOwnOrder) {
  write("series", "# ours\nb.patch\n\na.patch -p0 # why\n#c.patch\n");
  for (const char* name : {"a.patch", "b.patch", "c.patch"}) write(name, "");
  EXPECT_EQ(names(), (Names{"b.patch -p1", "a.patch -p0"}));
  EXPECT_TRUE(damage.empty());
}

TEST_F(Series, WithoutASeriesByName) {
  for (const char* name : {"b.diff", "a.patch", "README"}) write(name, "");
  EXPECT_EQ(names(), (Names{"a.patch -p1", "b.diff -p1"}));
}

TEST_F(Series, MissingAndLeadingOutside) {
  std::ofstream(folder.parent_path() / "secret.patch") << "--- a\n+++ b\n";
  write("series", "../secret.patch\ngone.patch\nhere.patch -px\n");
  write("here.patch", "");
  EXPECT_EQ(names(), (Names{"here.patch -p1"}));
  ASSERT_EQ(damage.size(), 3U);
  EXPECT_EQ(damage[0].reason, "\"-px\" is no strip level such as -p1");
  EXPECT_EQ(damage[1].reason, "the series lists it, and it can't be read");
}

TEST_F(Series, ReverseIsReported) {
  write("series", "a.patch -R\n");
  write("a.patch", "");
  names();
  ASSERT_EQ(damage.size(), 1U);
  EXPECT_EQ(damage[0].place, "line 1");
}

TEST_F(Series, NothingThere) {
  EXPECT_EQ(names(), (Names{"error: it holds no patch: no series file that lists one, and no *.patch or *.diff"}));
  const auto absent = read_series((folder / "nowhere").string(), damage);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().reason, "no folder of patches, or it can't be read");
}

}  // namespace

}  // namespace fairplay
