// Which planted faults are found, in which profile, by which probe, in which words. What was found once has to be found
// again.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "auditor/behaviour/parent/probe_libraries.h"
#include "auditor/behaviour/probes/all_probes.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor::behaviour {
namespace {

namespace fs = std::filesystem;

/// A fault of libraries/misbehaving_blas.cpp, and where it has to show. One that a faster machine's threads may miss is
/// found in profile full at the latest.
struct Fault {
  const char* name;
  const char* what;
  const char* probe;
  const char* routine;
};
constexpr Fault faults[] = {
    {"element", "one wrong element where m modulo 8 is 5", "numbers/level3", "dgemm"},
    {"misaligned", "wrong where an operand is misaligned", "numbers/level3", "dgemm"},
    {"lastcolumn", "the last column is dropped for n > 256", "numbers/level3", "dgemm"},
    {"gap", "a store in the gap between columns", "numbers/level3", "dgemm"},
    {"behind", "a store of zero times itself behind C", "numbers/level3", "dgemm"},
    {"overread", "one element is read past the end", "numbers/level3", "dgemm"},
    {"input", "an input is written", "numbers/level3", "dgemm"},
    {"uplo", "the other triangle at n = 64", "numbers/level3", "dsyrk"},
    {"abort", "it aborts", "numbers/level3", "dgemm"},
    {"exit", "it ends the process, with success", "numbers/level3", "dgemm"},
    {"illegal", "an illegal instruction", "numbers/level3", "dgemm"},
    {"hang", "it doesn't return", "numbers/level3", "dgemm"},
    {"stack", "16 MB of stack", "numbers/level3", "dgemm"},
    {"output", "a line on standard output", "numbers/level3", "dgemm"},
    {"betaread", "C is read though beta is 0", "special/zero-factors", "dgemm"},
    {"lostinf", "infinity becomes a large number", "special/propagation", "dgemm"},
    {"staleness", "scratch memory remembers a NaN", "special/stale-scratch", "dgemm"},
    {"unchecked", "a leading dimension of 0 isn't noticed", "special/illegal-arguments", "dgemm"},
    {"othernumber", "xerbla gets the number of another argument", "special/illegal-arguments", "dgemm"},
    {"farapart", "offsets are counted in 32 bits", "numbers/offsets", "dscal"},
    {"scalzero", "dscal stores zeros for a factor of 0", "special/scaling", "dscal"},
    {"scalturns", "zscal of i leaves out the products with zero", "special/scaling", "zscal"},
    {"nrm2range", "dnrm2 squares without scaling", "special/norms", "dnrm2"},
    {"info", "dgetrf's info is lost", "numbers/pivots", "dgetrf"},
    {"pivots", "dgetrf's first pivot is another row", "numbers/linear", "dgetrf"},
    {"workspace", "dgeqrf writes behind the workspace that it asked for", "numbers/linear", "dgeqrf"},
    {"reflector", "dgeqrf's first reflector has another element", "numbers/linear", "dgeqrf"},
    {"singular", "dgesdd exchanges two elements of U", "numbers/spectra", "dgesdd"},
    {"eigenvector", "dsyevd's first eigenvector is off by 1e-9", "numbers/spectra", "dsyevd"},
    {"eigenvalue", "dgeev's first eigenvalue is off by 1e-9", "numbers/spectra", "dgeev"},
    {"svdhang", "dgesdd of infinity doesn't return", "special/lapack", "dgesdd"},
    {"byrows", "CBLAS's dgemm takes m for n in matrices by rows", "numbers/cblas", "cblas_dgemm"},
    {"unconjugated", "CBLAS's zdotc doesn't conjugate", "numbers/cblas", "cblas_zdotc_sub"},
    {"fromone", "CBLAS's idamax counts from one", "numbers/cblas", "cblas_idamax"},
    {"oldsum", "dgeadd leaves out what C was", "numbers/extensions", "dgeadd"},
    {"flags", "floating-point flags without a cause", "special/flags", "dgemm"},
    {"concurrent", "wrong with several callers alone", "threads/callers", "dgemm"},
    {"thousandth", "the 1000th call is wrong", "threads/callers", "dgemm"},
    {"forkhang", "a forked process's call doesn't return", "threads/fork", "dgemm"},
    {"crowded", "a call beside another computes twenty times", "threads/oversubscription", "dsyrk"},
    {"inregion", "wrong inside an OpenMP parallel region", "threads/openmp", "dgemm"},
    {"unload", "a thread of its own runs on when it is unloaded", "threads/unload", "dgemm"},
    {"loadleak", "1 MB is lost each time it is loaded", "threads/unload", "dgemm"},
    {"spinning", "a thread goes on computing after a call", "threads/idle", "dgemm"},
    {"misalignedbits", "adds up otherwise where an operand is misaligned", "threads/reproducible", "dgemm"},
    {"unsteady", "every third call adds up otherwise", "threads/reproducible", "dgemm"},
    {"stackhog", "2 MB of stack", "resources/stack", "dgemm"},
    {"leak", "4 KB are lost in every call", "resources/memory", "dgemm"},
    {"threadleak", "1 MB is lost with every thread", "resources/memory", "dgemm"},
    {"flushtozero", "flush-to-zero is switched on when it is loaded", "resources/fpenv", ""},
    {"rounding", "another rounding mode stays behind", "resources/fpenv", ""},
    {"handler", "a signal handler is replaced", "resources/fpenv", ""},
    {"affinity", "the thread is bound to one processor", "resources/fpenv", ""},
    {"slow", "a tenth of the speed", "speed/peak", "dgemm"},
};

struct Found {
  bool is = false;
  std::string message;
  double seconds = 0;
};

class PlantedFaults : public testing::Test {
 protected:
  Found found(const Fault& fault, const std::string& profile) {
    ProbeRequest request;
    request.targets = {{library(fault.name), ""}};
    request.profile = profile;
    request.probes = {fault.probe};
    request.routine = fault.routine;
    request.program = tests::environment("FAIRPLAY");
    const ProbedLibrary probed = probe(request).libraries.at(0);
    Found result;
    for (const ProbeOutcome& outcome : probed.probes) result.seconds += outcome.seconds;
    if (probed.divergences.empty()) {
      result.message = probed.why;
      return result;
    }
    const Divergence& first = probed.divergences.front();
    result.is = true;
    result.message = fmt::format("{}: {} {}", name(first.kind), first.message, first.operand.empty() ? first.got : "");
    return result;
  }
  std::string library(const std::string& fault) {
    const std::string copy = folder_ / ("libmisbehaving_" + fault + ".so");
    fs::copy_file(tests::environment("MISBEHAVING"), copy, fs::copy_options::overwrite_existing);
    return copy;
  }
  tests::TemporaryFolder folder_;
};

TEST_F(PlantedFaults, EveryOneIsFound) {
  fmt::print("{:12} {:6} {:6} {:22} {}\n", "fault", "quick", "full", "probe", "what it says first");
  std::size_t quick_finds = 0;
  for (const Fault& fault : faults) {
    ASSERT_NE(probes::description_of(fault.probe), nullptr) << fault.probe;
    const Found quick = found(fault, "quick");
    const Found full = quick.is ? quick : found(fault, "full");
    quick_finds += quick.is ? 1 : 0;
    EXPECT_TRUE(full.is) << fault.name << ": " << fault.what << ": " << full.message;
    fmt::print("{:12} {:6} {:6} {:22} {} ({:.1f} s; {})\n", fault.name, quick.is ? "found" : "missed",
               full.is ? "found" : "MISSED", fault.probe, full.message.substr(0, 90), quick.seconds, fault.what);
    static_cast<void>(std::fflush(stdout));
  }
  fmt::print("{} of {} are found in profile quick\n", quick_finds, std::size(faults));
  EXPECT_GE(quick_finds, std::size(faults) - 6) << "most have to be found in profile quick";
}

/// With the switch off it is the reference: nothing may be found by what finds the faults.
TEST_F(PlantedFaults, WithoutAFaultNothingIsFound) {
  const std::string path = library("nothing");
  std::vector<std::string> probes;
  for (const Fault& fault : faults)
    if (std::ranges::find(probes, fault.probe) == probes.end()) probes.emplace_back(fault.probe);
  ProbeRequest request;
  request.targets = {{path, ""}};
  request.probes = probes;
  request.program = tests::environment("FAIRPLAY");
  const ProbedLibrary probed = probe(request).libraries.at(0);
  EXPECT_EQ(probed.verdict, SoundVerdict::sound) << probed.why;
  for (const Divergence& divergence : probed.divergences)
    if (divergence.kind == DivergenceClass::defect)
      ADD_FAILURE() << divergence.probe << ": " << divergence.call << ": " << divergence.message << " "
                    << divergence.got;
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
