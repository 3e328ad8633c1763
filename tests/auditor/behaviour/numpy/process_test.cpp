#include "auditor/behaviour/numpy/process/interpreter_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "auditor/behaviour/numpy/run/probe_numpy.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using testing::HasSubstr;

/// Programs in the place of an interpreter.
class Interpreter : public testing::Test {
 protected:
  std::string script(const std::string& text) {
    const std::string path = folder_.path() + "/python";
    std::ofstream(path) << "#!/bin/sh\n" << text;
    chmod(path.c_str(), 0755);
    return path;
  }
  std::string start(const std::string& program) {
    InterpreterStart start;
    start.program = program;
    start.folder = folder_.path();
    start.seconds = 1;
    std::unique_ptr<InterpreterProcess> process;
    return InterpreterProcess::start(start, process).value_or("started");
  }
  tests::TemporaryFolder folder_;
};

TEST_F(Interpreter, ThatIsNoneIsSaidToBeNone) {
  EXPECT_THAT(start(folder_.path() + "/nothing"), HasSubstr("No such file"));
  std::ofstream(folder_.path() + "/text") << "no program";
  EXPECT_THAT(start(folder_.path() + "/text"), HasSubstr("Permission denied"));
}

TEST_F(Interpreter, ThatEndsIsSaidToHaveEnded) {
  EXPECT_THAT(start(script("exit 3\n")), HasSubstr("exited with code 3"));
  EXPECT_THAT(start(script("kill -9 $$\n")), HasSubstr("killed by SIGKILL"));
  EXPECT_THAT(start(script("echo out of order >&2; exit 1\n")), HasSubstr("it says: out of order"));
}

TEST_F(Interpreter, ThatAnswersNonsenseIsRefused) {
  EXPECT_NE(start(script("printf '\\003\\000\\000\\000abc' >&4; sleep 5\n")), "started");
  EXPECT_NE(start(script("printf '\\377\\377\\377\\377' >&4; exit 0\n")), "started");
}

TEST_F(Interpreter, WithoutNumpySaysSo) {
  EXPECT_THAT(start("/usr/bin/python3"), HasSubstr("No module named 'numpy'"));
}

TEST(ProbeNumpy, WhatCannotBeProbedIsFailedWithTheReason) {
  const auto probed = [](NumpyTarget target) {
    std::vector<NotChecked> not_checked;
    return probe_numpy(target, {}, not_checked);
  };
  NumpyTarget target;
  target.package = "/nowhere/numpy";
  target.version = "2.3.5";
  EXPECT_THAT(probed(target).why, HasSubstr("no interpreter"));
  EXPECT_EQ(probed(target).verdict, SoundVerdict::failed);
  target.interpreter = "/nowhere/python";
  EXPECT_THAT(probed(target).why, HasSubstr("No such file"));
  target.version = "unknown";
  EXPECT_THAT(probed(target).why, HasSubstr("names no release"));
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::numpy
