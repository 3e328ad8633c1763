// Programs that were written for planted faults: they compile by one command, show the fault, and find none in the
// reference.
#include "auditor/behaviour/reproducer/reproducer.h"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <set>

#include "auditor/behaviour/calls/call_case.h"
#include "auditor/behaviour/calls/prepared_call.h"
#include "auditor/behaviour/calls/routine.h"
#include "auditor/behaviour/parent/probe_libraries.h"
#include "tests/auditor/behaviour/reproducer/compiled_program.h"
#include "tests/support/environment.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::auditor::behaviour::reproducer {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const Library plain{"/nonexistent/libblas.so", {}, {"", "_", 32, ComplexReturn::registers}, "a BLAS"};

class Reproducer : public testing::Test {
 protected:
  ProbeRun found(const std::string& fault, const std::string& probe, const std::string& routine = "dgemm") {
    const std::string copy = folder_ / ("libmisbehaving_" + fault + ".so");
    fs::copy_file(tests::environment("MISBEHAVING"), copy, fs::copy_options::overwrite_existing);
    ProbeRequest request;
    request.targets = {{copy, ""}};
    request.probes = {probe};
    request.routine = routine;
    request.program = tests::environment("FAIRPLAY");
    return behaviour::probe(request);
  }
  /// Whether the reference has the routine.
  static bool has(const char* name) {
    void* handle = dlopen(tests::environment("REFERENCE").c_str(), RTLD_NOW | RTLD_LOCAL);
    const bool there = handle != nullptr && dlsym(handle, name) != nullptr;
    if (handle != nullptr) dlclose(handle);
    return there;
  }
  tests::TemporaryFolder folder_;
};

TEST_F(Reproducer, ShowsWhatWasFoundAndNothingInTheReference) {
  struct {
    const char* fault;
    const char* says;
  } const faults[] = {
      {"element", "got c[0] = "},
      {"lastcolumn", "got c["},
      {"gap", "of c written; expected it untouched"},
      {"behind", "got killed by signal 11"},
      {"overread", "got killed by signal 11"},
      {"input", "got killed by signal 11"},
      {"abort", "got killed by signal 6"},
      {"illegal", "got killed by signal 4"},
      {"exit", "got the process ended with code 0"},
      {"stack", "got killed by signal 11"},
  };
  for (const auto& [fault, says] : faults) {
    ProbeRun run = found(fault, "numbers/level3");
    const std::string programs = folder_ / fault;
    ASSERT_TRUE(write_reproducers(run, programs).has_value());
    EXPECT_TRUE(run.not_checked.empty()) << run.not_checked.front().what << ": " << run.not_checked.front().why;
    ASSERT_FALSE(run.libraries.at(0).divergences.empty()) << fault;
    const std::string file = run.libraries.at(0).divergences.front().reproducer;
    ASSERT_THAT(file, HasSubstr("numbers_level3-dgemm_")) << fault;
    const std::string program = compiled(file);
    const ProgramEnd bad = run_program({program});
    EXPECT_EQ(bad.status, 1) << fault << ": " << bad.output;
    EXPECT_THAT(bad.output, HasSubstr(says)) << fault;
    EXPECT_THAT(bad.output, HasSubstr("expected")) << fault;
    const ProgramEnd good = run_program({program, tests::environment("REFERENCE")});
    EXPECT_EQ(good.status, 0) << fault << ": " << good.output;
    EXPECT_EQ(good.output, "as expected\n") << fault;
  }
}

/// Factorisations have no one element that is wrong: what they leave of the matrix is judged in C as the probe does.
TEST_F(Reproducer, JudgesLapackByResiduals) {
  if (!has("dgesdd_")) GTEST_SKIP() << "the reference was built without LAPACK";
  struct {
    const char* fault;
    const char* probe;
    const char* routine;
  } const faults[] = {
      {"pivots", "numbers/linear", "dgetrf"},     {"reflector", "numbers/linear", "dgeqrf"},
      {"singular", "numbers/spectra", "dgesdd"},  {"eigenvector", "numbers/spectra", "dsyevd"},
      {"eigenvalue", "numbers/spectra", "dgeev"},
  };
  for (const auto& [fault, probe, routine] : faults) {
    ProbeRun run = found(fault, probe, routine);
    ASSERT_TRUE(write_reproducers(run, folder_ / fault).has_value());
    EXPECT_TRUE(run.not_checked.empty()) << run.not_checked.front().what << ": " << run.not_checked.front().why;
    ASSERT_FALSE(run.libraries.at(0).divergences.empty()) << fault;
    const std::string program = compiled(run.libraries.at(0).divergences.front().reproducer);
    const ProgramEnd bad = run_program({program});
    EXPECT_EQ(bad.status, 1) << fault << ": " << bad.output;
    EXPECT_THAT(bad.output, HasSubstr("expected")) << fault;
    const ProgramEnd good = run_program({program, tests::environment("REFERENCE")});
    EXPECT_EQ(good.status, 0) << fault << ": " << good.output;
  }
}

/// All types and options of those routines: the reference's results pass.
TEST_F(Reproducer, ResidualsOfTheReferenceAreSmall) {
  if (!has("dgesdd_")) GTEST_SKIP() << "the reference was built without LAPACK";
  Library library = plain;
  library.path = tests::environment("REFERENCE");
  for (const char* call :
       {"sgeqrf m=5 n=3", "zgeqrf m=3 n=6 ld=2", "dgesdd A m=4 n=6", "cgesdd S m=6 n=4 ld=1", "dgesdd N m=5 n=5",
        "zgesvd AS m=5 n=3", "sgesvd NN m=4 n=4", "dsyev NU n=5", "zheev VL n=5 ld=1", "cheevd VU n=6", "dsyevr VL n=5",
        "zheevr VU n=4", "sgeev VV n=6", "zgeev NV n=5", "dgeev VN n=7 seed=3"}) {
    const auto parsed = parse_call(call);
    ASSERT_TRUE(parsed.has_value()) << call;
    Divergence divergence;
    divergence.call = call;
    divergence.message = "a residual is too large";
    divergence.got = "0x1p+0";
    divergence.expected = "at most 0x1p-40";
    const auto text = c_program(divergence, library);
    ASSERT_TRUE(text.has_value()) << call << ": " << text.error();
    const ProgramEnd end = run_program({compiled(folder_.write("residual.c", *text))});
    EXPECT_EQ(end.status, 0) << call << ": " << end.output;
    EXPECT_EQ(end.output, "as expected\n") << call;
  }
}

TEST_F(Reproducer, MeasuresWhatCallsAndThreadsLeaveBehind) {
  struct {
    const char* fault;
    const char* says;
  } const faults[] = {{"leak", "bytes more in use after every call, expected"},
                      {"threadleak", "bytes more in use after every thread that calls and ends, expected"}};
  for (const auto& [fault, says] : faults) {
    ProbeRun run = found(fault, "resources/memory");
    ASSERT_TRUE(write_reproducers(run, folder_ / fault).has_value());
    EXPECT_TRUE(run.not_checked.empty()) << run.not_checked.front().what << ": " << run.not_checked.front().why;
    bool reported = false;
    for (const Divergence& divergence : run.libraries.at(0).divergences) {
      const std::string program = compiled(divergence.reproducer);
      const ProgramEnd bad = run_program({program});
      EXPECT_EQ(bad.status, 1) << fault << ": " << bad.output;
      reported = reported || bad.output.find(says) != std::string::npos;
      const ProgramEnd good = run_program({program, tests::environment("REFERENCE")});
      EXPECT_EQ(good.status, 0) << fault << ": " << good.output;
    }
    EXPECT_TRUE(reported) << fault;
  }
}

/// The program makes the library choose the kernel that showed the defect, and the environment outranks it.
TEST_F(Reproducer, ChoosesTheKernelOfASweep) {
  const std::string copy = folder_ / "libmisbehaving_baseline.so";
  fs::copy_file(tests::environment("MISBEHAVING"), copy);
  Divergence divergence;
  divergence.call = "dgemm NN m=6 n=6 k=6";
  divergence.expected = "the call returns";
  divergence.symptom = Symptom::never_returns;
  divergence.kernels = {"baseline", "avx2"};
  divergence.kernel_switch = "FAIRPLAY_BLAS_ISA";
  Library library = plain;
  library.path = copy;
  const auto text = c_program(divergence, library);
  ASSERT_TRUE(text.has_value()) << text.error();
  EXPECT_THAT(*text, HasSubstr("FAIRPLAY_BLAS_ISA=baseline, unless the environment has another"));
  EXPECT_THAT(*text, HasSubstr("kernels that show it: baseline, avx2"));
  const std::string program = compiled(folder_.write("kernel.c", *text));
  EXPECT_EQ(run_program({program}).status, 1);
  EXPECT_EQ(run_program({"/usr/bin/env", "FAIRPLAY_BLAS_ISA=avx2", program}).status, 0);
  divergence.kernels = {"*/ \"evil"};
  EXPECT_THAT(c_program(divergence, library).value(), HasSubstr("#define KERNEL \"*/ \\042evil\"\n"));
}

TEST_F(Reproducer, CanBeLinkedInstead) {
  ProbeRun run = found("element", "numbers/level3");
  ASSERT_TRUE(write_reproducers(run, folder_ / "programs").has_value());
  ASSERT_FALSE(run.libraries.at(0).divergences.empty());
  const std::string library = run.libraries.at(0).path;
  const std::string program = compiled(run.libraries.at(0).divergences.front().reproducer,
                                       {"-DLINKED", library, "-Wl,-rpath," + fs::path(library).parent_path().string()});
  const ProgramEnd end = run_program({program});
  EXPECT_EQ(end.status, 1) << end.output;
  EXPECT_THAT(end.output, HasSubstr("got c[0] = "));
}

TEST_F(Reproducer, IsTheSameTextAgainAndLeavesForeignFilesAlone) {
  ProbeRun run = found("element", "numbers/level3");
  ASSERT_FALSE(run.libraries.at(0).divergences.empty());
  const std::string name = "numbers_level3-dgemm_" + run.libraries.at(0).divergences.front().flags;
  const std::string foreign = folder_.write("programs/" + name + ".c", "int mine;\n");
  ASSERT_TRUE(write_reproducers(run, folder_ / "programs").has_value());
  const std::string file = run.libraries.at(0).divergences.front().reproducer;
  EXPECT_EQ(file, folder_ / ("programs/" + name + "-2.c"));
  EXPECT_EQ(tests::read_file(foreign), "int mine;\n");
  const std::string text = tests::read_file(file);
  ASSERT_TRUE(write_reproducers(run, folder_ / "programs").has_value());
  EXPECT_EQ(run.libraries.at(0).divergences.front().reproducer, file);
  EXPECT_EQ(tests::read_file(file), text);
  EXPECT_FALSE(write_reproducers(run, foreign).has_value());
}

/// Every routine's call as C, compiled and made of the reference: operands, options and results are handed over as the
/// routine takes them.
TEST_F(Reproducer, EveryRoutineIsCalledAsItIsDeclared) {
  // One element type of each: the others differ in nothing that the program says.
  std::vector<std::string> calls;
  std::set<std::string> stems;
  for (const Routine& routine : routines()) {
    if (routine.name.front() != 's' && routine.name.front() != 'z') continue;
    if (!stems.insert(routine.name.substr(1)).second) continue;
    CallCase call;
    call.routine = routine.name;
    call.flags = flags_of(routine).back();
    call.m = 7, call.n = 5, call.k = 3;
    call.ld = 2;
    call.incx = -2;
    call.alpha = 0.5;
    call.seed = 4;
    calls.push_back(text_of(call));
  }
  Library reference = plain;
  reference.path = tests::environment("REFERENCE");
  for (const std::string& call : calls) {
    Divergence divergence;
    divergence.probe = "numbers/test";
    divergence.call = call;
    divergence.expected = "the call returns";
    divergence.symptom = Symptom::never_returns;
    const auto program = c_program(divergence, reference);
    ASSERT_TRUE(program.has_value()) << call << ": " << program.error();
    const ProgramEnd end = run_program({compiled(folder_.write("call.c", *program))});
    EXPECT_TRUE(end.status == 0 || end.output.starts_with("the library has no ")) << call << ": " << end.output;
  }
  EXPECT_GT(calls.size(), 10U);
}

/// Operands too long to be listed are made by C code: they are the ones that the calls had.
TEST_F(Reproducer, LongOperandsAreMadeAsTheCallHadThem) {
  for (const std::string call : {"dgemm TN m=61 n=83 k=59 ld=3 alpha=1 beta=0.5 data=spread seed=8",
                                 "ssyrk LN n=80 k=77 ld=1 alpha=1 beta=1 data=uniform seed=5",
                                 "zdotc n=5003 incx=-2 incy=3 alpha=1 beta=0 data=subnormal seed=9",
                                 "ztrmm LUNU m=60 n=60 ld=1 alpha=1 beta=0 data=integers seed=7",
                                 "chemm LU m=60 n=50 alpha=1 beta=1 data=integers seed=2"}) {
    Divergence divergence;
    divergence.probe = "numbers/test";
    divergence.call = call;
    divergence.operand = call.starts_with("zdotc") ? "result" : call.starts_with("ztrmm") ? "b" : "c";
    divergence.element = 1;
    // Nothing is a billion, so that the program prints what it got.
    divergence.got = call[0] == 'z' || call[0] == 'c' ? "0x0p+0+0x0p+0i" : "0x0p+0";
    divergence.expected = call[0] == 'z' || call[0] == 'c' ? "0x1p+30+0x0p+0i" : "0x1p+30";
    Library reference = plain;
    reference.path = tests::environment("REFERENCE");
    const auto program = c_program(divergence, reference);
    ASSERT_TRUE(program.has_value()) << call << ": " << program.error();
    EXPECT_NE(program->find(" = made("), std::string::npos) << call;
    const ProgramEnd end = run_program({compiled(folder_.write("call.c", *program))});
    EXPECT_EQ(end.status, 1) << call << ": " << end.output;
    // The same call by the parent's own hands: what it wrote there.
    SubjectLibrary library = SubjectLibrary::load(reference.path, {}).value();
    auto prepared = prepare(parse_call(call).value()).value();
    ASSERT_TRUE(prepared->run(library));
    ASSERT_FALSE(prepared->judge().has_value()) << call;
    const std::vector<std::byte> written = prepared->written();
    char expected[100];
    const std::size_t at = divergence.operand == "result" ? 0 : 1;
    if (call[0] == 's') {
      float value = 0;
      std::memcpy(&value, written.data() + at * 4, 4);
      std::snprintf(expected, sizeof expected, " = %a,", static_cast<double>(value));
    } else if (call[0] == 'd') {
      double value = 0;
      std::memcpy(&value, written.data() + at * 8, 8);
      std::snprintf(expected, sizeof expected, " = %a,", value);
    } else if (call[0] == 'c') {
      float value[2];
      std::memcpy(value, written.data() + at * 8, 8);
      std::snprintf(expected, sizeof expected, " = %a%+ai,", static_cast<double>(value[0]),
                    static_cast<double>(value[1]));
    } else {
      double value[2];
      std::memcpy(value, written.data() + at * 16, 16);
      std::snprintf(expected, sizeof expected, " = %a%+ai,", value[0], value[1]);
    }
    EXPECT_THAT(end.output, HasSubstr(expected)) << call;
  }
}

TEST(ReproducerOf, WhatIsNoCallThereIsNone) {
  auto why = [](const std::string& call, const std::string& operand = "", const std::string& got = "0x1p+0") {
    Divergence divergence;
    divergence.call = call;
    divergence.operand = operand;
    divergence.got = got;
    divergence.expected = operand.empty() ? "the call returns" : "0x0p+0";
    if (operand.empty()) divergence.symptom = Symptom::never_returns;
    const auto program = c_program(divergence, plain);
    return program ? std::string() : program.error();
  };
  EXPECT_EQ(why("dgemm NN m=1 n=1 k=1"), "");
  EXPECT_THAT(why(""), HasSubstr("isn't one call"));
  EXPECT_THAT(why("dgemm NN m=x"), HasSubstr("isn't one call"));
  EXPECT_THAT(why("dnothing n=3"), HasSubstr("no routine"));
  EXPECT_THAT(why("dgemm NN m=1000000 n=1000000 k=1"), HasSubstr("too large"));
  EXPECT_THAT(why("dgemm NX m=1 n=1 k=1"), HasSubstr("option 'X'"));
  EXPECT_THAT(why("dgemm NN m=1 n=1 k=1", "c", "garbage"), HasSubstr("no numbers"));
  EXPECT_EQ(why("dgemm NN m=1 n=1 k=1 rounds=9 measure=thread-memory"), "");
  EXPECT_THAT(why("dgemm NN m=1 n=1 k=1 callers=4 with=dger"), HasSubstr("several routines"));
  EXPECT_THAT(why("dgemm NN m=1 n=1 k=1 callers=0"), HasSubstr("isn't one call"));
  EXPECT_THAT(why("dgemm NN m=1 n=1 k=1", "q"), HasSubstr("no operand q"));
  Divergence outside;
  outside.call = "dgemm NN m=1 n=1 k=1";
  outside.operand = "c";
  outside.element = 1;
  outside.got = outside.expected = "0x0p+0";
  EXPECT_EQ(c_program(outside, plain).error(), "c has no element 1");
}

TEST(ReproducerOf, WhatALibrarySaysIsNeverCode) {
  Divergence divergence;
  divergence.call = "dgemm NN m=1 n=1 k=1";
  divergence.message = "*/ int evil; /*\n#define x";
  divergence.expected = "the call returns";
  divergence.symptom = Symptom::never_returns;
  divergence.got = "killed */";
  Library library = plain;
  library.path = "/tmp/a*/\"b\n.so";
  const std::string text = c_program(divergence, library).value();
  const std::size_t end = text.find("*/");
  EXPECT_EQ(text.substr(end - 1, 4), " */\n");
  EXPECT_THAT(text.substr(0, end), HasSubstr("* / int evil; /*?#define x"));
  EXPECT_THAT(text, HasSubstr("#define LIBRARY \"/tmp/a*/\\042b\\012.so\"\n"));
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::reproducer
