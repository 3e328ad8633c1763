#include "auditor/provenance/records/distributions.h"

#include <gmock/gmock.h>

#include <map>

namespace fairplay::auditor::provenance {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Distribution read(const std::map<std::string, std::string>& members, std::vector<signatures::Damage>& damage,
                  const std::string& folder = "numpy-2.3.5.dist-info") {
  return read_distribution(
      folder, "/sp/" + folder,
      [&](std::string_view name) -> std::optional<std::string> {
        const auto found = members.find(std::string(name));
        return found == members.end() ? std::nullopt : std::optional(found->second);
      },
      damage);
}

TEST(Distributions, ReadsTheFoldersName) {
  std::vector<signatures::Damage> damage;
  const Distribution distribution = read(
      {{"METADATA", "Name: numpy\nVersion: 2.3.5\n\n"}, {"INSTALLER", "uv\n"}, {"RECORD", "numpy/__init__.py,,\n"}},
      damage);
  EXPECT_EQ(distribution.metadata.name, "numpy");
  EXPECT_EQ(distribution.metadata.installer, "uv");
  EXPECT_TRUE(distribution.metadata.installs_numpy);
  EXPECT_THAT(damage, IsEmpty());
}

TEST(Distributions, FallsBackToTheFoldersNameAndSaysSo) {
  std::vector<signatures::Damage> damage;
  EXPECT_EQ(read({}, damage).metadata.version, "2.3.5");
  EXPECT_EQ(read({{"INSTALLER", "pip\n"}}, damage).metadata.version, "2.3.5");
  EXPECT_THAT(damage, IsEmpty()) << "an uninstallation left the folder";
  EXPECT_EQ(read({{"RECORD", "numpy/__init__.py,,\n"}}, damage).metadata.version, "2.3.5");
  ASSERT_THAT(damage, SizeIs(1));
  EXPECT_THAT(damage[0].reason, HasSubstr("no METADATA"));
}

TEST(Distributions, KnowsEditableInstalls) {
  std::vector<signatures::Damage> damage;
  EXPECT_TRUE(read({{"PKG-INFO", "Name: numpy\n"},
                    {"direct_url.json", R"({"dir_info": {"editable": true}, "url": "file:///src"})"}},
                   damage)
                  .metadata.editable);
  EXPECT_FALSE(read({{"PKG-INFO", "Name: numpy\n"}, {"direct_url.json", "{broken"}}, damage).metadata.editable);
  EXPECT_FALSE(
      read({{"PKG-INFO", "Name: numpy\n"}, {"direct_url.json", R"({"dir_info": 7})"}}, damage).metadata.editable);
}

TEST(Distributions, ATopLevelNumpyIsOneWhereverAWheelKeepsIt) {
  EXPECT_TRUE(is_top_level_numpy("numpy/__init__.py"));
  EXPECT_TRUE(is_top_level_numpy("intel_numpy-1.15.1.data/data/lib/python3.6/site-packages/numpy/__init__.py"));
  EXPECT_TRUE(is_top_level_numpy("x-1.data/purelib/numpy/__init__.py"));
  EXPECT_FALSE(is_top_level_numpy("mylib/numpy/__init__.py"));  // a submodule is fine (NEP 36)
  EXPECT_FALSE(is_top_level_numpy("a/b.data/purelib/numpy/__init__.py"));
  EXPECT_FALSE(is_top_level_numpy("mynumpy/__init__.py"));
}

TEST(Distributions, KnowsWhoKeepsRecordTrue) {
  EXPECT_TRUE(keeps_record("pip"));
  EXPECT_TRUE(keeps_record("poetry 1.8.3"));
  EXPECT_FALSE(keeps_record(""));
  EXPECT_FALSE(keeps_record("conda"));
  EXPECT_FALSE(keeps_record("rpm"));
}

TEST(Distributions, TheOwnerIsTheOneThatRecordedHashes) {
  std::vector<signatures::Damage> damage;
  const std::string row = "numpy/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n";
  std::vector<Distribution> distributions{
      read({{"METADATA", "Name: numpy\n"}, {"RECORD", "numpy/__init__.py,,\n"}}, damage, "numpy-1.15.1.dist-info"),
      read({{"METADATA", "Name: intel-numpy\n"}, {"RECORD", row}}, damage, "intel_numpy-1.15.1.dist-info")};
  EXPECT_EQ(owner_among(distributions)->metadata.name, "intel-numpy");
  distributions.pop_back();
  EXPECT_EQ(owner_among(distributions)->metadata.name, "numpy");
  EXPECT_EQ(owner_among({}), nullptr);
}

TEST(Distributions, AnEmptiedRecordSaysNothingAgainstTheName) {
  std::vector<signatures::Damage> damage;
  EXPECT_TRUE(
      read({{"METADATA", "Name: numpy\n"}, {"RECORD", ""}}, damage, "numpy-2.2.6.dist-info").metadata.installs_numpy);
  EXPECT_FALSE(
      read({{"METADATA", "Name: scipy\n"}, {"RECORD", ""}}, damage, "scipy-1.16.0.dist-info").metadata.installs_numpy);
}

TEST(Distributions, TheRecordThatFitsIsBelievedAndTheOthersAreStale) {
  std::vector<signatures::Damage> damage;
  const std::string row = "numpy/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n";
  const auto numpy = [&](const std::string& version) {
    return read({{"METADATA", "Name: numpy\nVersion: " + version + "\n"}, {"RECORD", row}}, damage,
                "numpy-" + version + ".dist-info");
  };
  std::vector<Distribution> both{numpy("1.20.3"), numpy("1.21.1")};
  both[0].fit = {900, 600};
  both[1].fit = {910, 910};
  find_stale(both, "1.21.1");
  EXPECT_EQ(owner_among(both), &both[1]);
  EXPECT_TRUE(both[0].metadata.stale);
  EXPECT_FALSE(both[1].metadata.stale);

  both[1].fit = {910, 909};
  both[0].metadata.stale = false;
  find_stale(both, "1.21.1");
  EXPECT_EQ(owner_among(both), &both[1]) << "the one that fits better";
  EXPECT_FALSE(both[0].metadata.stale) << "nobody knows what the one file is";

  both[0].fit = both[1].fit = {10, 10};
  find_stale(both, "1.20.3");
  EXPECT_EQ(owner_among(both), &both[0]) << "the one that version.py names";
  EXPECT_FALSE(both[1].metadata.stale) << "its record fits, too";
}

}  // namespace
}  // namespace fairplay::auditor::provenance
