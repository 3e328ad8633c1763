// The program itself over a made-up wheel: which databases it uses, what it says of those that it refuses, and its exit
// codes.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "signatures/database/trust.h"
#include "tests/cli/program.h"
#include "tests/support/archive_builder.h"
#include "tests/support/made_up_database.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

using nlohmann::ordered_json;
using signatures::database::DraftArtifact;
using tests::numpy_files;
using tests::Ran;
using tests::wheel;

class Databases : public ::testing::Test {
 protected:
  void SetUp() override {
    official_ = folder_.write("numpy-9.9.9-py3-none-any.whl", tests::build_zip(wheel(numpy_files())));
    database_ = folder_ / "signatures";
    std::filesystem::create_directories(database_);
  }

  /// A signed database that knows the wheel, and a keys file that trusts its key for `projects`.
  void make_database(const std::vector<std::string>& projects = {"*"}, const tests::MadeUpIndex& about = {},
                     std::uint64_t lowest = 0) {
    const DraftArtifact artifact =
        tests::made_up_artifact("numpy", "9.9.9", "numpy-9.9.9-py3-none-any.whl", numpy_files());
    auto sources = tests::write_signed_database(database_, {artifact}, tests::made_up_key(), projects, about);
    for (auto& key : sources.keys) key.lowest_version = lowest;
    keys_ = folder_.write("keys", signatures::database::keys_text(sources.keys));
  }

  Ran run(const std::string& arguments) const { return tests::run_program(folder_, arguments); }
  Ran audit(const std::string& options = "") const { return run("audit '" + official_ + "' " + options); }
  std::string believing() const { return "--signatures '" + database_ + "' --keys '" + keys_ + "' "; }

  tests::TemporaryFolder folder_;
  std::string official_;
  std::string database_;
  std::string keys_;
};

TEST_F(Databases, WhatADatabaseKnowsIsOfficial) {
  make_database();
  const Ran text = audit(believing() + "--strict");
  EXPECT_EQ(text.code, 0) << text.out << text.err;
  EXPECT_TRUE(text.out.starts_with("1 NumPy: official wheel of 9.9.9, intact; nothing to report\n")) << text.out;
  EXPECT_NE(text.out.find("  original  official wheel numpy-9.9.9-py3-none-any.whl\n"), std::string::npos) << text.out;
  EXPECT_EQ(text.err, "");

  const auto document = ordered_json::parse(audit(believing() + "--format json").out);
  const auto& original = document["subjects"][0]["original"];
  EXPECT_EQ(original["artifact"], "numpy-9.9.9-py3-none-any.whl");
  EXPECT_EQ(original["publisher"], "upstream");
  EXPECT_EQ(original["database"], "made up");
  std::string name;
  for (const auto& database : document["signatures"]["databases"]) {
    if (database["built_in"] == false) name = database["name"];
  }
  EXPECT_EQ(name, "made up");
  EXPECT_TRUE(document["signatures"]["refused"].empty());
}

TEST_F(Databases, TheUsersOwnIsReadWithoutBeingNamed) {
  make_database();
  std::filesystem::create_directories(folder_ / ".local/share/fairplay");
  std::filesystem::rename(database_, folder_ / ".local/share/fairplay/signatures");
  folder_.write(".config/fairplay/keys", tests::read_file(keys_));
  const Ran ran = audit("--strict");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("official wheel numpy-9.9.9"), std::string::npos) << ran.out;
}

TEST_F(Databases, WithoutOneTheOriginIsUnknown) {
  const Ran lenient = audit();
  EXPECT_EQ(lenient.code, 0) << lenient.out << lenient.err;
  EXPECT_TRUE(lenient.out.starts_with("1 NumPy: intact, original unknown\n")) << lenient.out;
  EXPECT_EQ(audit("--strict").code, 3);
}

TEST_F(Databases, AChangedWheelIsNotIt) {
  make_database();
  auto files = numpy_files();
  files["numpy/linalg.py"] = "def solve(a, b):\n    return b\n";
  files["numpy/extra.py"] = "x = 1\n";
  const std::string changed = folder_.write("changed/numpy-9.9.9-py3-none-any.whl", tests::build_zip(wheel(files)));
  const Ran ran = run("audit '" + changed + "' " + believing());
  EXPECT_EQ(ran.code, 1) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("1 NumPy: modified-undisclosed 9.9.9, intact; 2 errors, 1 warning\n"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("api-added  numpy/extra.py: numpy.extra: not in the release\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("private    numpy/linalg.py\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("error NEP36-2: the public API differs from NumPy 9.9.9"), std::string::npos) << ran.out;
}

TEST_F(Databases, ARefusedOneIsReportedAndTheRunIsIncomplete) {
  const auto refused = [&](std::string_view why) {
    const Ran ran = audit(believing());
    EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
    EXPECT_NE(ran.out.find("database refused  "), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("; 1 database refused\n"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("  original  unknown"), std::string::npos) << "nothing of it is believed: " << ran.out;
    EXPECT_NE(ran.err.find(why), std::string::npos) << ran.err;
    const auto document = ordered_json::parse(audit(believing() + "--format json").out);
    EXPECT_EQ(document["signatures"]["refused"].size(), 1U);
    EXPECT_EQ(audit(believing() + "--fail-on never").code, 3);
  };
  {
    SCOPED_TRACE("altered");
    make_database();
    std::string index = tests::read_file(database_ + "/index");
    index.replace(index.find("made up"), 7, "mode up");
    folder_.write("signatures/index", index);
    refused("index");
  }
  {
    SCOPED_TRACE("expired");
    make_database({"*"}, {.created = "2020-01-01", .expires = "2020-12-31"});
    refused("2020-12-31");
  }
  {
    SCOPED_TRACE("older than the keys file allows");
    make_database({"*"}, {}, 6);
    refused("6");
  }
  {
    SCOPED_TRACE("a key that may not vouch for numpy");
    make_database({"scipy"});
    refused("numpy");
  }
}

TEST_F(Databases, WrongConfigurationIsExitCode2) {
  make_database();
  const Ran missing = audit("--signatures '" + (folder_ / "nowhere") + "'");
  EXPECT_EQ(missing.code, 2);
  EXPECT_NE(missing.err.find("nowhere is no signature database"), std::string::npos) << missing.err;
  EXPECT_EQ(missing.out, "");
  const Ran no_keys = audit("--keys '" + (folder_ / "nowhere") + "'");
  EXPECT_EQ(no_keys.code, 2);
  EXPECT_NE(no_keys.err.find("nowhere"), std::string::npos) << no_keys.err;
  folder_.write("malformed", "fairplay-keys 1\nkey 0123\n");
  const Ran malformed = audit("--keys '" + (folder_ / "malformed") + "'");
  EXPECT_EQ(malformed.code, 2);
  EXPECT_NE(malformed.err.find("malformed, line 2: "), std::string::npos) << malformed.err;
}

}  // namespace

}  // namespace fairplay
