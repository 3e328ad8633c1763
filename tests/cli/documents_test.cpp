// What the program prints with --format json, against the published schemas, and the options that choose a document.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "signatures/database/trust.h"
#include "tests/cli/program.h"

namespace fairplay {

namespace {

class Documents : public ::testing::Test {
 protected:
  void SetUp() override {
    wheel_ = folder_.write("numpy-9.9.9-py3-none-any.whl", tests::build_zip(tests::wheel(tests::numpy_files())));
    database_ = folder_ / "signatures";
    std::filesystem::create_directories(database_);
    auto artifact = tests::made_up_artifact("numpy", "9.9.9", "numpy-9.9.9-py3-none-any.whl", tests::numpy_files());
    artifact.footprint = tests::made_up_footprint("numpy", "9.9.9", artifact.name);
    const auto sources = tests::write_signed_database(database_, {artifact}, tests::made_up_key(), {"*"});
    keys_ = folder_.write("keys", signatures::database::keys_text(sources.keys));
  }

  tests::Ran run(const std::string& arguments) const { return tests::run_program(folder_, arguments); }
  std::string trusted() const { return " --signatures '" + database_ + "' --keys '" + keys_ + "' "; }

  /// Runs it with --format json: the exit code is `code`, and the document matches its schema.
  nlohmann::json document(const std::string& schema, const std::string& arguments, int code = 0) const {
    const tests::Ran ran = run(arguments + " --format json");
    EXPECT_EQ(ran.code, code) << ran.err;
    const std::string root = FAIRPLAY_SOURCE_DIR;
    const std::string validate = "/usr/bin/python3 '" + root + "/tests/auditor/report/validate.py' '" + root +
                                 "/docs/schema/fairplay-" + schema + "-1.schema.json' '" +
                                 folder_.write("document.json", ran.out) + "'";
    EXPECT_EQ(std::system(validate.c_str()), 0) << arguments << "\n" << ran.out;
    return nlohmann::json::parse(ran.out, nullptr, false);
  }

  tests::TemporaryFolder folder_;
  std::string wheel_;
  std::string database_;
  std::string keys_;
};

TEST_F(Documents, Footprint) {
  const auto own = document("footprint", "footprint '" + wheel_ + "'");
  EXPECT_EQ(own["release"], "9.9.9");
  EXPECT_EQ(own["modules"]["numpy.linalg"]["solve"]["signature"], "(a, b)");
  EXPECT_FALSE(own.contains("artifact"));
  const auto one = document("footprint", "footprint '" + wheel_ + "' --module numpy.linalg");
  EXPECT_EQ(one["modules"].size(), 1U);
  EXPECT_FALSE(one.contains("c_api"));
  const auto known = document("footprint", "footprint numpy==9.9.9" + trusted());
  EXPECT_EQ(known["artifact"], "numpy-9.9.9-py3-none-any.whl");
  EXPECT_EQ(run("footprint '" + wheel_ + "' --module numpy.nothing").code, 2);
}

TEST_F(Documents, GoNeitherThroughLinksNorOntoBinaries) {
  const auto written_to = [&](const std::string& path) {
    return run("footprint '" + wheel_ + "' --output '" + path + "'");
  };
  const std::string target = folder_.write("target.txt", "somebody's text");
  folder_.link("link.txt", target);
  folder_.link("dangling.txt", folder_ / "nowhere.txt");
  for (const char* name : {"link.txt", "dangling.txt"}) {
    const tests::Ran ran = written_to(folder_ / name);
    EXPECT_NE(ran.code, 0) << name;
    EXPECT_NE(ran.err.find("it is a link"), std::string::npos) << ran.err;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "nowhere.txt"));
  EXPECT_EQ(std::filesystem::file_size(target), 15U);
  const auto size = std::filesystem::file_size(wheel_);
  EXPECT_NE(written_to(wheel_).err.find("no report"), std::string::npos) << "the very file that is looked at";
  EXPECT_EQ(std::filesystem::file_size(wheel_), size);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(written_to(folder_ / "report.txt").code, 0) << "new, then there";
  EXPECT_EQ(written_to("/dev/stdout").code, 0);
  EXPECT_EQ(written_to("/dev/null").code, 0);
}

TEST_F(Documents, WhatAnybodyMayWriteIsMentioned) {
  const std::string command = "footprint numpy==9.9.9" + trusted();
  EXPECT_EQ(run(command).err.find("anybody may write"), std::string::npos);
  for (const std::string& path : {database_, database_ + "/index", keys_}) {
    const auto before = std::filesystem::status(path).permissions();
    std::filesystem::permissions(path, before | std::filesystem::perms::others_write);
    const tests::Ran ran = run(command);
    EXPECT_NE(ran.err.find("anybody may write to " + path), std::string::npos) << ran.err;
    EXPECT_EQ(ran.code, 0);
    std::filesystem::permissions(path, before);
  }
}

TEST_F(Documents, Signatures) {
  const auto list = document("signatures-list", "signatures list" + trusted() + "numpy");
  EXPECT_EQ(list["releases"].back()["release"], "9.9.9");
  const auto none = document("signatures-list", "signatures list" + trusted() + "no-such-project");
  EXPECT_TRUE(none["releases"].empty());
  const auto shown = document("signatures-show", "signatures show" + trusted() + "numpy==9.9.9");
  EXPECT_EQ(shown["manifests"][0]["artifacts"][0]["tags"]["platform"], "any");
  EXPECT_EQ(shown["footprint"]["artifact"], "numpy-9.9.9-py3-none-any.whl");
  const auto verified = document("signatures-verify", "signatures verify --keys '" + keys_ + "' '" + database_ + "'");
  EXPECT_EQ(verified["databases"].back()["verified"], true);
  const auto untrusted = document("signatures-verify", "signatures verify '" + database_ + "'", 3);
  EXPECT_EQ(untrusted["databases"][0]["verified"], false);
}

TEST_F(Documents, Explain) {
  for (const char* id : {"NEP36-1", "official", "'OpenBLAS#1844'", "numbers/level3"})
    document("explain", std::string("explain ") + id);
}

TEST_F(Documents, AFormatThatACommandDoesNotHaveIsWrongUsage) {
  EXPECT_EQ(run("audit --format yaml '" + wheel_ + "'").code, 2);
  for (const std::string& command :
       {"footprint numpy==9.9.9" + trusted(), "signatures list" + trusted(), "signatures show numpy==9.9.9" + trusted(),
        "signatures verify --keys '" + keys_ + "' '" + database_ + "' ", std::string("explain official ")}) {
    EXPECT_EQ(run(command).code, 0) << command;
    const tests::Ran ran = run(command + "--format markdown");
    EXPECT_EQ(ran.code, 2) << command;
    EXPECT_EQ(ran.out, "") << command;
  }
  EXPECT_EQ(run("audit --format markdown '" + wheel_ + "'").out.substr(0, 4), "### ");
}

TEST_F(Documents, HelpListsTheFormatsOfEachCommand) {
  for (const char* command : {"audit", "compare", "probe"})
    EXPECT_NE(run(std::string(command) + " --help").out.find("text, json or markdown"), std::string::npos) << command;
  for (const char* command : {"footprint", "explain", "signatures list", "signatures show", "signatures verify"}) {
    const std::string help = run(std::string(command) + " --help").out;
    EXPECT_NE(help.find("Output format: text or json"), std::string::npos) << command << help;
  }
}

}  // namespace

}  // namespace fairplay
