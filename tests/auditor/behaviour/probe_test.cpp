// The whole road over real children: the reference itself, and libraries with planted faults.
#include "auditor/behaviour/parent/probe_libraries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/environment.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor::behaviour {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

ProbeRun run(const std::string& library, std::vector<std::string> probes, const std::string& routine = "") {
  ProbeRequest request;
  request.targets = {{library, ""}};
  request.probes = std::move(probes);
  request.routine = routine;
  request.program = tests::environment("FAIRPLAY");
  return probe(request);
}

class PlantedFault : public testing::Test {
 protected:
  ProbedLibrary with(const std::string& fault) {
    const std::string copy = folder_ / ("libmisbehaving_" + fault + ".so");
    fs::copy_file(tests::environment("MISBEHAVING"), copy, fs::copy_options::overwrite_existing);
    return run(copy, {"numbers/level3"}, "dgemm").libraries.at(0);
  }
  tests::TemporaryFolder folder_;
};

TEST(Probe, TheReferenceIsSound) {
  const ProbedLibrary library =
      run(tests::environment("REFERENCE"), {"numbers/level1", "numbers/level2"}).libraries.at(0);
  EXPECT_EQ(library.verdict, SoundVerdict::sound) << library.why;
  for (const Divergence& divergence : library.divergences)
    ADD_FAILURE() << divergence.call << ": " << divergence.message;
  ASSERT_EQ(library.probes.size(), 2U);
  for (const ProbeOutcome& outcome : library.probes) EXPECT_GT(outcome.calls, 500U) << outcome.id;
  ASSERT_TRUE(library.convention.has_value());
  EXPECT_EQ(library.convention->integer_bits, 32);
  EXPECT_EQ(library.convention->complex_return, ComplexReturn::registers);
}

TEST_F(PlantedFault, NoneIsNone) {
  const ProbedLibrary library = with("nothing");
  EXPECT_EQ(library.verdict, SoundVerdict::sound) << library.why;
  EXPECT_TRUE(library.divergences.empty()) << library.divergences.front().message;
}

TEST_F(PlantedFault, WhatALibraryWritesItselfIsNotBelieved) {
  // All children's messages are the library's own, or those of probes, or those of the calls that the parent judges.
  ProbedLibrary library = with("forges");
  EXPECT_EQ(library.verdict, SoundVerdict::failed);
  EXPECT_THAT(library.why, HasSubstr("dgemm: no result of it was seen"));
  library = with("forgesprobes");
  EXPECT_EQ(library.verdict, SoundVerdict::deviates) << library.why;
  ASSERT_FALSE(library.divergences.empty());
  EXPECT_EQ(library.divergences.front().routine, "dgemm");
  EXPECT_EQ(library.divergences.front().probe, "numbers/level3");
  library = with("forgesanswers");
  EXPECT_NE(library.verdict, SoundVerdict::sound);
}

TEST_F(PlantedFault, AProcessThatIsLeftBehindIsEndedAndReported) {
  const ProbedLibrary library = with("daemon");
  EXPECT_EQ(library.verdict, SoundVerdict::deviates) << library.why;
  ASSERT_FALSE(library.divergences.empty());
  EXPECT_THAT(library.divergences.front().message, HasSubstr("outlives"));
}

TEST_F(PlantedFault, WhoTakesThePageOrAllMemoryIsSurvived) {
  EXPECT_EQ(with("truncates").verdict, SoundVerdict::sound) << "the page can't be cut short";
  const ProbedLibrary library = with("takesall");
  EXPECT_EQ(library.verdict, SoundVerdict::failed);
  EXPECT_THAT(library.why, HasSubstr("it took more than 2 GB of memory"));
}

TEST_F(PlantedFault, WhoDefinesWhatTheLibraryOnlyPassesOnIsReported) {
  const ProbedLibrary library = with("nothing");
  ASSERT_EQ(library.elsewhere.size(), 1U) << "all but a few routines are the reference's";
  const DefinedElsewhere& other = library.elsewhere.front();
  EXPECT_EQ(other.path, fs::canonical(tests::environment("REFERENCE")));
  ASSERT_TRUE(other.identity.has_value());
  EXPECT_THAT(other.routines, testing::Contains("zhemm"));
  EXPECT_THAT(other.routines, testing::Not(testing::Contains("dgemm")));
  EXPECT_THAT(library.beside, testing::IsEmpty()) << "the reference gives it routines, and is reported once";
  const ProbedLibrary wrong = with("element");
  ASSERT_FALSE(wrong.divergences.empty());
  EXPECT_EQ(wrong.divergences.front().defined_in, "") << "dgemm is its own";
}

TEST(Probe, TheReferenceDefinesAllThatItOffers) {
  const ProbedLibrary library = run(tests::environment("REFERENCE"), {"identity/says"}).libraries.at(0);
  EXPECT_THAT(library.elsewhere, testing::IsEmpty());
  EXPECT_THAT(library.beside, testing::IsEmpty());
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

TEST_F(PlantedFault, WhatIsWrittenToStandardOutputIsAPropertyReportedOnce) {
  const ProbedLibrary library = with("output");
  EXPECT_EQ(library.verdict, SoundVerdict::sound);
  ASSERT_EQ(library.divergences.size(), 1U);
  const Divergence& reported = library.divergences.front();
  EXPECT_EQ(reported.kind, DivergenceClass::property);
  EXPECT_EQ(reported.message, "the library writes to standard output");
  EXPECT_EQ(reported.got, "BLAS: a note");
}

/// zscal by i: what zeros of the formula multiply isn't finite, and 0 times it is NaN. A finding of its own beside that
/// of zero times NaN, with alpha as it was asked.
TEST_F(PlantedFault, WhatIsAskedOfARoutineBesideSomethingElseIsAFindingOfItsOwn) {
  const std::string copy = folder_ / "libmisbehaving_scalturns.so";
  fs::copy_file(tests::environment("MISBEHAVING"), copy);
  const ProbedLibrary library = run(copy, {"special/scaling"}, "zscal").libraries.at(0);
  ASSERT_EQ(library.divergences.size(), 2U);
  EXPECT_THAT(library.divergences[0].message,
              testing::StartsWith("i times a number that isn't finite: x[0] lost a NaN"));
  EXPECT_THAT(library.divergences[0].call, HasSubstr(" alpha=0,1 "));
  EXPECT_THAT(library.divergences[1].message, testing::StartsWith("x[0] is wrong"));
  EXPECT_THAT(library.divergences[1].call, HasSubstr(" alpha=0 "));
}

TEST_F(PlantedFault, TheOrderOfSumsIsReportedOfWhatHasOne) {
  auto notes = [&](const std::string& fault) {
    const std::string copy = folder_ / ("libmisbehaving_" + fault + ".so");
    fs::copy_file(tests::environment("MISBEHAVING"), copy, fs::copy_options::overwrite_existing);
    const ProbedLibrary library = run(copy, {"order/tree"}).libraries.at(0);
    EXPECT_TRUE(library.divergences.empty()) << "it finds nothing wrong";
    std::string all;
    for (const std::string& note : library.probes.at(0).notes) all += note + "\n";
    return all;
  };
  EXPECT_THAT(notes("nothing"),
              testing::AllOf(HasSubstr("ddot n=64: in "), HasSubstr("dgemm NN m=8 n=8 k=64: left to right, tree ")));
  EXPECT_EQ(notes("nothing"), notes("nothing"));
  EXPECT_THAT(notes("unsteady"),
              testing::AllOf(HasSubstr("ddot n=64: in "), HasSubstr("dgemm NN m=8 n=8 k=64: no fixed order")));
}

TEST_F(PlantedFault, ALibraryThatKillsItsLoaderIsNotProbed) {
  const ProbedLibrary library = with("deadonload");
  EXPECT_EQ(library.verdict, SoundVerdict::failed);
  EXPECT_THAT(library.why, HasSubstr("loading the library: killed by SIGABRT"));
}

TEST_F(PlantedFault, WhatIsNoLibraryIsNotProbed) {
  folder_.write("libtext.so", "not an ELF file");
  EXPECT_THAT(run(folder_ / "libtext.so", {}).libraries.at(0).why, HasSubstr("it is no library: not an ELF file"));
  EXPECT_THAT(run(folder_ / "libnone.so", {}).libraries.at(0).why, HasSubstr("can't be opened"));
  const std::string whole = tests::read_file(tests::environment("MISBEHAVING"));
  folder_.write("libhalf.so", whole.substr(0, whole.size() / 2));
  folder_.write("libhead.so", whole.substr(0, 40));
  EXPECT_THAT(run(folder_ / "libhalf.so", {}).libraries.at(0).why, HasSubstr("it is cut off: a segment of "));
  EXPECT_THAT(run(folder_ / "libhead.so", {}).libraries.at(0).why, HasSubstr("an ELF file cut off after 40 bytes"));
  ASSERT_EQ(mkfifo((folder_ / "libpipe.so").c_str(), 0600), 0);
  EXPECT_THAT(run(folder_ / "libpipe.so", {}).libraries.at(0).why, HasSubstr("no regular file"));
  // EM_AARCH64 or EM_X86_64, whichever isn't this machine's, in e_machine.
  std::string foreign = whole;
  foreign[18] = static_cast<char>(foreign[18] == 62 ? 183 : 62);
  folder_.write("libforeign.so", foreign);
  EXPECT_THAT(run(folder_ / "libforeign.so", {}).libraries.at(0).why, HasSubstr("which this machine can't run"));
  const ProbedLibrary program = run("/bin/sh", {}).libraries.at(0);
  EXPECT_EQ(program.verdict, SoundVerdict::failed);
  EXPECT_THAT(program.why, testing::AnyOf(HasSubstr("cannot dynamically load"), HasSubstr("no BLAS routine")));
}

TEST(Probe, TheSameSeedFindsTheSame) {
  auto calls = [] {
    std::vector<std::string> all;
    const ProbeRun again = run(tests::environment("REFERENCE"), {"numbers/level1"});
    for (const auto& outcome : again.libraries.at(0).probes) all.push_back(outcome.id + std::to_string(outcome.calls));
    return all;
  };
  EXPECT_EQ(calls(), calls());
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
