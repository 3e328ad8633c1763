#include "auditor/advisories/advised.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/numpy/battery/all_array_probes.h"
#include "auditor/behaviour/probes/all_probes.h"
#include "auditor/paths/glob.h"
#include "tests/support/made_up_subjects.h"

namespace fairplay {

using auditor::behaviour::AdvisedDefect;
using auditor::behaviour::Divergence;
using auditor::behaviour::DivergenceClass;
using auditor::behaviour::look_up_advisories;
using auditor::behaviour::ProbedLibrary;
using auditor::behaviour::ProbeOutcome;
using auditor::behaviour::ProbeRun;
using auditor::behaviour::ProbeStatus;
using auditor::behaviour::Symptom;

namespace {

const signatures::advisories::Book& book() {
  static const auto parsed = signatures::advisories::parse_advisories(R"(repositories: {OpenBLAS: OpenMathLib/OpenBLAS}
advisories:
  OpenBLAS#12:
    {title: t, symptom: s, class: defect, severity: note, affected: [{vendor: OpenBLAS, from: any, to: 0.3.30}], fixed: null, routines: ["?gemm"], probe: numbers/level3, workaround: null}
  OpenBLAS#13:
    {title: t, symptom: s, class: policy, severity: note, affected: [{vendor: OpenBLAS, from: any, to: 0.3.30}], fixed: null, routines: [idamax], probe: null, workaround: null}
  OpenBLAS#14:
    {title: t, symptom: s, class: defect, severity: note, affected: [{vendor: OpenBLAS, from: any, to: 0.3.30}], fixed: 0.3.31, kernels: [NoSuchCPU], routines: [dgemm], probe: numbers/level3, workaround: null}
  OpenBLAS#15:
    {title: t, symptom: s, class: defect, severity: note, affected: [{vendor: OpenBLAS, from: any, to: 0.3.30}], fixed: null, routines: ["?gesdd"], probe: special/lapack, signs: [never-returns, ":inf"], workaround: null}
)",
                                                                      "a.yaml");
  return *parsed;
}

ProbedLibrary library(const std::string& version = "0.3.21") {
  ProbedLibrary probed;
  probed.identity = tests::openblas(version, signatures::blas::IntegerWidth::lp64, "", "");
  probed.verdict = auditor::behaviour::SoundVerdict::sound;
  probed.kernel = "Zen";
  return probed;
}

void ran(ProbedLibrary& probed, const std::string& id, ProbeStatus status, const std::string& routine = "dgemm") {
  ProbeOutcome outcome{.id = id, .status = status, .seconds = 0, .calls = 10, .why = ""};
  if (!routine.empty()) outcome.routines = {routine};
  probed.probes.push_back(std::move(outcome));
}

Divergence divergence(const std::string& probe, const std::string& routine,
                      DivergenceClass kind = DivergenceClass::defect, const std::string& source = "") {
  Divergence found;
  found.probe = probe;
  found.routine = routine;
  found.kind = kind;
  found.source = source;
  return found;
}

std::vector<AdvisedDefect> advised(const ProbedLibrary& probed) {
  ProbeRun run;
  run.libraries = {probed};
  look_up_advisories(run, book());
  return run.libraries[0].advisories;
}

AdvisedDefect::State state_of(const ProbedLibrary& probed, const std::string& id = "OpenBLAS#12") {
  for (const auto& defect : advised(probed)) {
    if (defect.id == id) return defect.state;
  }
  ADD_FAILURE() << id << " isn't there";
  return AdvisedDefect::State::not_probed;
}

}  // namespace

TEST(AdvisedDefects, ADefectInOneOfTheRoutinesConfirms) {
  auto probed = library();
  ran(probed, "numbers/level3", ProbeStatus::finding);
  probed.divergences = {divergence("numbers/level3", "sgemm")};
  EXPECT_EQ(state_of(probed), AdvisedDefect::State::confirmed);
  EXPECT_EQ(state_of(probed, "OpenBLAS#13"), AdvisedDefect::State::not_probed) << "no probe shows it";
}

TEST(AdvisedDefects, AnotherProbeRoutineOrClassDoesNot) {
  for (const auto& other : {divergence("numbers/level2", "dgemm"), divergence("numbers/level3", "dtrsm"),
                            divergence("numbers/level3", "dgemm", DivergenceClass::property)}) {
    auto probed = library();
    ran(probed, "numbers/level3", ProbeStatus::finding);
    probed.divergences = {other};
    EXPECT_EQ(state_of(probed), AdvisedDefect::State::not_reproduced) << other.probe << other.routine;
  }
}

TEST(AdvisedDefects, ASignIsASymptomOrWordsOfTheCall) {
  auto probed = library();
  ran(probed, "special/lapack", ProbeStatus::finding, "dgesdd");
  probed.divergences = {divergence("special/lapack", "dgesdd")};
  probed.divergences[0].symptom = Symptom::wrong_info;
  probed.divergences[0].message = "the call never-returns: never returns";
  EXPECT_EQ(state_of(probed, "OpenBLAS#15"), AdvisedDefect::State::not_reproduced);
  probed.divergences[0].call = "dgesdd A m=3 n=3 plant=a[0]:inf";
  EXPECT_EQ(state_of(probed, "OpenBLAS#15"), AdvisedDefect::State::confirmed);
  probed.divergences[0].call = "";
  probed.divergences[0].symptom = Symptom::never_returns;
  EXPECT_EQ(state_of(probed, "OpenBLAS#15"), AdvisedDefect::State::confirmed);
}

namespace {

const signatures::advisories::Book& numpy_book() {
  static const auto parsed = signatures::advisories::parse_advisories(R"(repositories: {numpy: numpy/numpy}
advisories:
  numpy#1:
    {title: t, symptom: s, class: defect, severity: note, affected: [{package: numpy, from: any, to: 1.26.4}], fixed: 2.0.0, routines: [numpy.sort, numpy.argsort], probe: array/sorting, workaround: null}
  numpy#2:
    {title: t, symptom: s, class: defect, severity: note, affected: [{package: numpy, from: any, to: 2.2.6}], fixed: null, routines: [numpy.sort], probe: array/sorting, signs: [never-returns], workaround: null}
  numpy#3:
    {title: t, symptom: s, class: defect, severity: note, affected: [{package: numpy, from: any, to: 2.2.6}], fixed: null, platforms: [windows], routines: [numpy.sort], probe: null, workaround: null}
)",
                                                                      "a.yaml");
  return *parsed;
}

std::vector<AdvisedDefect> advised_numpy(const std::string& version, const std::string& release,
                                         std::vector<Divergence> divergences = {}) {
  ProbedLibrary probed;
  probed.numpy = auditor::behaviour::ProbedNumpy{};
  probed.numpy->version = version;
  probed.numpy->release = release;
  probed.verdict = auditor::behaviour::SoundVerdict::sound;
  ran(probed, "array/sorting", ProbeStatus::pass, "numpy.sort");
  probed.divergences = std::move(divergences);
  ProbeRun run;
  run.libraries = {probed};
  look_up_advisories(run, numpy_book());
  return run.libraries[0].advisories;
}

}  // namespace

TEST(AdvisedNumpy, AFindingThatNamesTheAdvisoryConfirmsIt) {
  EXPECT_EQ(advised_numpy("1.26.4", "").size(), 2U) << "one is of another platform";
  EXPECT_EQ(advised_numpy("1.26.4", "")[0].state, AdvisedDefect::State::not_reproduced);
  const auto named = divergence("array/ufuncs", "numpy.partition", DivergenceClass::defect, "numpy#1");
  EXPECT_EQ(advised_numpy("1.26.4", "", {named})[0].state, AdvisedDefect::State::confirmed)
      << "whichever probe came across it";
  EXPECT_EQ(advised_numpy("1.26.4", "", {divergence("array/sorting", "numpy.sort")})[0].state,
            AdvisedDefect::State::not_reproduced)
      << "a finding without a name may be anything";
  auto hangs = divergence("array/sorting", "numpy.sort");
  hangs.symptom = Symptom::never_returns;
  EXPECT_EQ(advised_numpy("1.26.4", "", {hangs})[1].state, AdvisedDefect::State::confirmed);
}

TEST(AdvisedNumpy, TheReleaseItWasMadeFromCounts) {
  EXPECT_EQ(advised_numpy("2.0.2", "").size(), 1U);
  EXPECT_EQ(advised_numpy("2.0.2", "1.26.4").size(), 2U);
  EXPECT_TRUE(advised_numpy("2.3.5", "").empty());
  EXPECT_TRUE(advised_numpy("unknown", "").empty());
}

TEST(AdvisedDefects, EverySignOfTheBookIsASymptomOrWordsOfACall) {
  const auto built_in =
      signatures::advisories::read_advisories(signatures::advisories::builtin_advisories(), "advisories.yaml");
  ASSERT_TRUE(built_in);
  for (const auto& advisory : built_in->advisories)
    for (const std::string& sign : advisory.signs)
      EXPECT_TRUE(auditor::behaviour::symptom_named(sign) || sign.find_first_of("=:") != std::string::npos)
          << advisory.id << ": " << sign;
}

TEST(AdvisedDefects, OnlyAProbeThatLookedClears) {
  auto probed = library();
  EXPECT_EQ(state_of(probed), AdvisedDefect::State::not_probed);
  ran(probed, "numbers/level3", ProbeStatus::failed);
  ran(probed, "numbers/level3", ProbeStatus::skipped);
  ran(probed, "numbers/level3", ProbeStatus::pass, "");
  ran(probed, "numbers/level3", ProbeStatus::pass, "dtrsm");
  ran(probed, "numbers/level3", ProbeStatus::pass);
  probed.probes.back().why = "time was up before every call was made";
  EXPECT_EQ(state_of(probed), AdvisedDefect::State::not_probed)
      << "failed, skipped, called nothing or something else, or made not all of its calls";
  ran(probed, "numbers/level3", ProbeStatus::pass, "sgemm");
  EXPECT_EQ(state_of(probed), AdvisedDefect::State::not_reproduced);
}

TEST(AdvisedDefects, OtherVersionsKernelsAndUnidentifiedLibrariesHaveNone) {
  EXPECT_TRUE(advised(library("0.3.31")).empty());
  EXPECT_EQ(advised(library()).size(), 3U) << "its kernel is none of OpenBLAS#14's";
  auto forced = library();
  forced.kernel = "NOSUCHCPU";
  EXPECT_EQ(advised(forced).size(), 4U) << "in whatever capitals it says so";
  EXPECT_EQ(advised(forced)[2].fixed, "0.3.31");
  auto failed = library();
  failed.verdict = auditor::behaviour::SoundVerdict::failed;
  EXPECT_TRUE(advised(failed).empty()) << "it couldn't be loaded";
  EXPECT_TRUE(advised({}).empty());
}

TEST(AdvisedDefects, AnUnknownVersionIsSaidToBe) {
  ProbeRun run;
  run.libraries = {library("")};
  run.libraries[0].path = "/lib/libx.so";
  look_up_advisories(run, book());
  EXPECT_TRUE(run.libraries[0].advisories.empty());
  ASSERT_EQ(run.not_checked.size(), 1U);
  EXPECT_EQ(run.not_checked[0].what, "known defects of /lib/libx.so");
  EXPECT_EQ(run.not_checked[0].why, "which version of OpenBLAS it is isn't told");
}

TEST(AdvisedDefects, ALibraryOfStubsHasThoseOfWhatDefinesItsRoutines) {
  ProbedLibrary stub = library();
  stub.identity->stub = true;
  EXPECT_TRUE(advised(stub).empty());
  stub.elsewhere = {
      {"/lib/libopenblas.so.0", {"dgemm"}, tests::openblas("0.3.21", signatures::blas::IntegerWidth::lp64, "", "")}};
  EXPECT_EQ(advised(stub).size(), 3U);
  stub.identity->stub = false;
  EXPECT_EQ(advised(stub).size(), 3U) << "each once";
}

TEST(BuiltInAdvisories, NameProbesThatExistAndRoutinesThatProbesCanCall) {
  const auto built_in =
      signatures::advisories::read_advisories(signatures::advisories::builtin_advisories(), "advisories.yaml");
  ASSERT_TRUE(built_in) << built_in.error().reason;
  std::vector<auditor::behaviour::Routine> callable = auditor::behaviour::routines();
  std::ranges::copy(auditor::behaviour::cblas_routines(), std::back_inserter(callable));
  std::ranges::copy(auditor::behaviour::extension_routines(), std::back_inserter(callable));
  for (const auto& advisory : built_in->advisories) {
    if (!advisory.probe) continue;
    if (of_package(advisory)) {
      EXPECT_NE(auditor::behaviour::numpy::description_of(*advisory.probe), nullptr)
          << advisory.id << ": there is no probe " << *advisory.probe;
      continue;  // that what is called shows it, tests/real/numpy_cases.py tells on wheels
    }
    EXPECT_NE(auditor::behaviour::probes::description_of(*advisory.probe), nullptr)
        << advisory.id << ": there is no probe " << *advisory.probe;
    if (advisory.probe->starts_with("identity/")) continue;  // looks at names and calls none
    for (const std::string& pattern : advisory.routines)
      EXPECT_TRUE(std::ranges::any_of(
          callable, [&](const auto& routine) { return auditor::glob_matches(pattern, routine.name); }))
          << advisory.id << ": nothing calls " << pattern << ", so that no probe would show it";
  }
}

}  // namespace fairplay
