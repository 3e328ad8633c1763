// The whole road over real children: the reference itself, and libraries with planted faults.
#include "auditor/behaviour/probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "tests/support/temporary_folder.h"

namespace auditor::behaviour {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

ProbeRun run(const std::string& library, std::vector<std::string> probes, const std::string& routine = "") {
  ProbeRequest request;
  request.targets = {{library, ""}};
  request.probes = std::move(probes);
  request.routine = routine;
  request.program = variable("FAIRPLAY");
  return probe(request);
}

class PlantedFault : public testing::Test {
 protected:
  ProbedLibrary with(const std::string& fault) {
    const std::string copy = folder_ / ("libmisbehaving_" + fault + ".so");
    fs::copy_file(variable("MISBEHAVING"), copy, fs::copy_options::overwrite_existing);
    return run(copy, {"numbers/level3"}, "dgemm").libraries.at(0);
  }
  tests::TemporaryFolder folder_;
};

TEST(Probe, TheReferenceIsSound) {
  const ProbedLibrary library = run(variable("REFERENCE"), {"numbers/level1", "numbers/level2"}).libraries.at(0);
  EXPECT_EQ(library.verdict, SoundVerdict::sound) << library.why;
  for (const Divergence& divergence : library.divergences) ADD_FAILURE() << divergence.call << ": " << divergence.message;
  ASSERT_EQ(library.probes.size(), 2U);
  for (const ProbeOutcome& outcome : library.probes) EXPECT_GT(outcome.calls, 500U) << outcome.id;
  ASSERT_TRUE(library.convention.has_value());
  EXPECT_EQ(library.convention->integer_bits, 32);
  EXPECT_EQ(library.convention->complex_return, "registers");
}

TEST_F(PlantedFault, NoneIsNone) {
  const ProbedLibrary library = with("nothing");
  EXPECT_EQ(library.verdict, SoundVerdict::sound) << library.why;
  EXPECT_TRUE(library.divergences.empty()) << library.divergences.front().message;
}

TEST_F(PlantedFault, OneWrongElementIsShrunkToTheSmallestShape) {
  const ProbedLibrary library = with("element");
  EXPECT_EQ(library.verdict, SoundVerdict::deviates);
  ASSERT_FALSE(library.divergences.empty());
  const Divergence& first = library.divergences.front();
  EXPECT_EQ(first.routine, "dgemm");
  EXPECT_EQ(first.m, 5);
  EXPECT_EQ(first.n, 3);
  EXPECT_GT(first.bound_ratio, 1);
  EXPECT_EQ(first.message, "c(0, 0) is wrong");
  EXPECT_THAT(first.got, HasSubstr("0x"));
}

TEST_F(PlantedFault, WhatAProbeHasToSee) {
  struct {
    const char* fault;
    const char* got;
    const char* message;
  } const expected[] = {
      {"lastcolumn", "", "is wrong"},
      {"gap", "", "which the routine doesn't refer to"},
      {"overread", "behind a", "kills the process"},
      {"input", "inside a, which may only be read", "kills the process"},
      {"abort", "SIGABRT", "kills the process"},
      {"exit", "exited with code 0", "ends the process"},
      {"stack", "stack overflow", "kills the process"},
  };
  for (const auto& [fault, got, message] : expected) {
    const ProbedLibrary library = with(fault);
    EXPECT_EQ(library.verdict, SoundVerdict::deviates) << fault;
    ASSERT_FALSE(library.divergences.empty()) << fault;
    EXPECT_THAT(library.divergences.front().message, HasSubstr(message)) << fault;
    EXPECT_THAT(library.divergences.front().got, HasSubstr(got)) << fault;
    EXPECT_THAT(library.divergences.front().call, HasSubstr("dgemm")) << fault;
  }
}

TEST_F(PlantedFault, ALibraryThatKillsItsLoaderIsNotProbed) {
  const ProbedLibrary library = with("deadonload");
  EXPECT_EQ(library.verdict, SoundVerdict::failed);
  EXPECT_THAT(library.why, HasSubstr("loading the library: killed by SIGABRT"));
}

TEST_F(PlantedFault, WhatIsNoLibraryIsNotProbed) {
  folder_.write("libtext.so", "not an ELF file");
  EXPECT_THAT(run(folder_ / "libtext.so", {}).libraries.at(0).why, HasSubstr("no ELF file"));
  EXPECT_THAT(run(folder_ / "libnone.so", {}).libraries.at(0).why, HasSubstr("can't be opened"));
  const ProbedLibrary program = run("/bin/sh", {}).libraries.at(0);
  EXPECT_EQ(program.verdict, SoundVerdict::failed);
  EXPECT_THAT(program.why, testing::AnyOf(HasSubstr("cannot dynamically load"), HasSubstr("no BLAS routine")));
}

TEST(Probe, TheSameSeedFindsTheSame) {
  auto calls = [] {
    std::vector<std::string> all;
    const ProbeRun again = run(variable("REFERENCE"), {"numbers/level1"});
    for (const auto& outcome : again.libraries.at(0).probes) all.push_back(outcome.id + std::to_string(outcome.calls));
    return all;
  };
  EXPECT_EQ(calls(), calls());
}

}  // namespace
}  // namespace auditor::behaviour
