// The program itself over a made-up wheel: which databases it believes, what it says of those it doesn't, and its exit
// codes.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "signatures/database/trust.h"
#include "tests/support/archive_builder.h"
#include "tests/support/made_up_database.h"
#include "tests/support/temporary_folder.h"

namespace fairplay {

namespace {

using nlohmann::ordered_json;
using signatures::database::DraftArtifact;

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

/// A wheel of NumPy 9.9.9: RECORD is as its builder would write it.
std::vector<tests::ZipEntry> wheel(std::map<std::string, std::string> files) {
  std::vector<tests::ZipEntry> entries;
  std::string record;
  for (const auto& [name, content] : files) {
    entries.push_back({name, content});
    const std::string hex = tests::sha256_of(content);
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    record += name + ",sha256=";
    // Base64 for addresses, without padding (RFC 4648, section 5), as RECORD wants it.
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::uint32_t held = 0;
    int bits = 0;
    for (const char byte : bytes) {
      held = held << 8 | static_cast<std::uint8_t>(byte);
      for (bits += 8; bits >= 6; bits -= 6) record += digits[held >> (bits - 6) & 63];
    }
    if (bits > 0) record += digits[held << (6 - bits) & 63];
    record += "," + std::to_string(content.size()) + "\n";
  }
  record += "numpy-9.9.9.dist-info/RECORD,,\n";
  entries.push_back({"numpy-9.9.9.dist-info/RECORD", record});
  return entries;
}

std::map<std::string, std::string> numpy_files() {
  return {{"numpy/__init__.py", "from .version import __version__\n"},
          {"numpy/version.py",
           "version = \"9.9.9\"\n__version__ = version\nfull_version = version\nshort_version = version\n"},
          {"numpy/_core/__init__.py", ""},
          {"numpy/linalg.py", "def solve(a, b):\n    return a\n"},
          {"numpy-9.9.9.dist-info/METADATA", "Metadata-Version: 2.1\nName: numpy\nVersion: 9.9.9\n"},
          {"numpy-9.9.9.dist-info/WHEEL",
           "Wheel-Version: 1.0\nGenerator: made up\nRoot-Is-Purelib: false\nTag: py3-none-any\n"}};
}

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

  Ran run(const std::string& arguments) const {
    const std::string out = folder_ / "out";
    const std::string err = folder_ / "err";
    // A home of its own: the tester's databases and keys are none of the test's.
    const std::string command = "HOME='" + folder_.path() + "' XDG_DATA_HOME= XDG_CONFIG_HOME= '" +
                                std::string(FAIRPLAY_PROGRAM) + "' " + arguments + " >'" + out + "' 2>'" + err + "'";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, tests::read_file(out), tests::read_file(err)};
  }
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
  EXPECT_TRUE(lenient.out.starts_with("1 NumPy: intact, original unknown; nothing to report\n")) << lenient.out;
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

TEST_F(Databases, ARefusedOneIsToldAndTheRunIsIncomplete) {
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
