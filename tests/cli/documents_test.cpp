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
