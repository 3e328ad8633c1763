#include "auditor/loading/dynamic_loader.h"

#include <elf.h>
#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"
#include "tests/support/elf_builder.h"

namespace fairplay::auditor::loading {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::ElfBuilder;
using Kind = LoadFailure::Kind;

struct Library {
  std::string soname;
  std::vector<std::string> needed;
  std::vector<std::string> defines;
  std::vector<std::string> wants;
  std::string runpath;
};

ElfBuilder elf_of(const Library& library) {
  ElfBuilder elf;
  elf.soname = library.soname;
  elf.needed = library.needed;
  elf.runpath = library.runpath;
  for (const std::string& name : library.wants) elf.symbols.push_back({.name = name});
  for (const std::string& name : library.defines) elf.symbols.push_back({.name = name, .value = ElfBuilder::text});
  return elf;
}

/// "library-missing libz.so.1 by /v/liba.so": a failure in a few words.
std::string words(const LoadFailure& failure) {
  constexpr const char* kinds[] = {"missing", "unreadable", "cut-off", "version", "symbol"};
  const auto kind = static_cast<std::size_t>(failure.kind) - static_cast<std::size_t>(Kind::library_missing);
  return std::string(kinds[kind]) + " " + failure.wanted + " by " + failure.by;
}

class DynamicLoader : public testing::Test {
 protected:
  DynamicLoader() { put("/usr/bin/python3.11", {"", {}, {"Py_IsInitialized", "PyModule_Create2"}, {}, ""}); }
  void put(const std::string& path, const Library& library) { machine.write(path, elf_of(library).build()); }

  std::vector<std::string> open(const std::string& path, const std::string& executable = "/usr/bin/python3.11",
                                bool musl = false) {
    const discovery::System system = machine.system();
    Linkages linkages(system);
    Process process(linkages, executable, musl);
    std::vector<std::string> failures;
    for (const LoadFailure& failure : process.open(path)) failures.push_back(words(failure));
    return failures;
  }

  tests::MadeUpMachine machine;
};

TEST_F(DynamicLoader, FindsWhatIsThere) {
  put("/v/numpy/core.so", {"", {"libopenblas-1.so"}, {}, {"cblas_dgemm", "PyModule_Create2"}, "$ORIGIN/../numpy.libs"});
  put("/v/numpy.libs/libopenblas-1.so", {"libopenblas-1.so", {"libgfortran-2.so"}, {"cblas_dgemm"}, {"gf"}, "$ORIGIN"});
  put("/v/numpy.libs/libgfortran-2.so", {"libgfortran-2.so", {}, {"gf"}, {}, ""});
  EXPECT_THAT(open("/v/numpy/core.so"), IsEmpty());
}

TEST_F(DynamicLoader, OneCauseIsToldOnce) {
  put("/v/a.so", {"", {"libz.so.1"}, {}, {"inflate", "deflate"}, ""});
  EXPECT_THAT(open("/v/a.so"), ElementsAre("missing libz.so.1 by /v/a.so")) << "and its symbols are no further cause";
  put("/usr/lib/libz.so.1", {"libz.so.1", {}, {"inflate"}, {}, ""});
  EXPECT_THAT(open("/v/a.so"), ElementsAre("symbol deflate by /v/a.so"));
}

TEST_F(DynamicLoader, WhatAnObjectBroughtCountsByItsSoname) {
  put("/v/a.so", {"", {"libone.so", "libtwo.so"}, {}, {}, "/libs"});
  put("/libs/libone.so", {"libshared.so.1", {}, {"f"}, {}, ""});
  put("/libs/libtwo.so", {"", {"libshared.so.1"}, {}, {"f"}, ""});
  EXPECT_THAT(open("/v/a.so"), IsEmpty()) << "libshared.so.1 is nowhere under that name, but loaded";
}

TEST_F(DynamicLoader, RpathIsInheritedAndRunpathIsNot) {
  for (const bool old : {true, false}) {
    ElfBuilder elf = elf_of({"", {"libb.so"}, {}, {}, ""});
    (old ? elf.rpath : elf.runpath) = "$ORIGIN/libs";
    machine.write("/v/a.so", elf.build());
    put("/v/libs/libb.so", {"libb.so", {"libc1.so"}, {}, {}, ""});
    put("/v/libs/libc1.so", {"libc1.so", {}, {}, {}, ""});
    if (old) {
      EXPECT_THAT(open("/v/a.so"), IsEmpty());
    } else {
      EXPECT_THAT(open("/v/a.so"), ElementsAre("missing libc1.so by /v/libs/libb.so"));
    }
  }
}

TEST_F(DynamicLoader, Versions) {
  ElfBuilder module = elf_of({"", {"libt.so.6"}, {}, {}, "/libs"});
  module.symbols.push_back({.name = "memcpy", .version = "T_2.14"});
  module.version_needs = {{"libt.so.6", "T_2.14"}};
  machine.write("/v/a.so", module.build());
  ElfBuilder library = elf_of({"libt.so.6", {}, {}, {}, ""});
  library.version_definitions = {"T_2.2"};
  library.symbols.push_back({.name = "memcpy", .version = "T_2.2", .value = ElfBuilder::text});
  machine.write("/libs/libt.so.6", library.build());
  EXPECT_THAT(open("/v/a.so"), ElementsAre("version T_2.14 by /v/a.so"));
  EXPECT_THAT(open("/v/a.so", "/usr/bin/python3.11", true), IsEmpty()) << "musl knows no versions";
  put("/libs/libt.so.6", {"libt.so.6", {}, {"memcpy"}, {}, ""});
  EXPECT_THAT(open("/v/a.so"), IsEmpty()) << "a library without versions satisfies any, with a warning";
}

TEST_F(DynamicLoader, PythonsOwnSymbols) {
  put("/v/a.so", {"", {}, {}, {"PyModule_Create2", "PyNew_InNewerPythons"}, ""});
  EXPECT_THAT(open("/v/a.so"), ElementsAre("symbol PyNew_InNewerPythons by /v/a.so"));
  EXPECT_THAT(open("/v/a.so", ""), IsEmpty()) << "which Python it will be isn't known";
  put("/usr/bin/launcher", {"", {}, {"main"}, {}, ""});
  EXPECT_THAT(open("/v/a.so", "/usr/bin/launcher"), IsEmpty()) << "it finds its libpython by itself";
}

TEST_F(DynamicLoader, WeakSymbolsMayBeMissing) {
  ElfBuilder elf = elf_of({"", {}, {}, {}, ""});
  elf.symbols.push_back({.name = "__gmon_start__", .binding = STB_WEAK});
  machine.write("/v/a.so", elf.build());
  EXPECT_THAT(open("/v/a.so"), IsEmpty());
}

TEST_F(DynamicLoader, BrokenFiles) {
  machine.write("/v/empty.so", "");
  EXPECT_THAT(open("/v/empty.so"), ElementsAre("unreadable /v/empty.so by /v/empty.so"));
  EXPECT_THAT(open("/v/absent.so"), ElementsAre("unreadable /v/absent.so by /v/absent.so"));
  const std::string whole = elf_of({"", {}, {}, {}, ""}).build();
  machine.write("/v/half.so", whole.substr(0, whole.size() / 2));
  EXPECT_THAT(open("/v/half.so"), ElementsAre("cut-off /v/half.so by /v/half.so"));
}

TEST_F(DynamicLoader, LoopsEnd) {
  put("/v/a.so", {"", {"libb.so"}, {}, {}, "/libs"});
  put("/libs/libb.so", {"libb.so", {"libb.so", "libc1.so"}, {}, {}, "/libs"});
  put("/libs/libc1.so", {"libc1.so", {"libb.so"}, {}, {}, "/libs"});
  EXPECT_THAT(open("/v/a.so"), IsEmpty());
}

TEST_F(DynamicLoader, BothVersionsAreNamed) {
  ElfBuilder module = elf_of({"", {"libm.so.6"}, {}, {}, "/libs"});
  module.version_needs = {{"libm.so.6", "GLIBC_2.38"}, {"libm.so.6", "GLIBC_2.38"}, {"libm.so.6", "GLIBC_2.39"}};
  machine.write("/v/a.so", module.build());
  ElfBuilder libm = elf_of({"libm.so.6", {"libc.so.6"}, {}, {}, "/libs"});
  libm.version_definitions = {"GLIBC_2.29"};
  machine.write("/libs/libm.so.6", libm.build());
  ElfBuilder libc = elf_of({"libc.so.6", {}, {}, {}, ""});
  libc.version_definitions = {"GLIBC_2.2.5", "GLIBC_2.31", "GLIBC_PRIVATE"};
  machine.write("/libs/libc.so.6", libc.build());
  const discovery::System system = machine.system();
  Linkages linkages(system);
  const auto failures = Process(linkages, "", false).open("/v/a.so");
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].wanted, "GLIBC_2.38");
  EXPECT_EQ(failures[0].newest, "glibc 2.31") << "not all of its libraries have every version";
}

TEST_F(DynamicLoader, TenThousandNeeded) {
  ElfBuilder module = elf_of({"", {"libnowhere.so"}, {}, {"f"}, ""});
  module.more_dynamic.assign(10'000, {DT_NEEDED, 1});
  machine.write("/v/a.so", module.build());
  const discovery::System system = machine.system();
  Linkages linkages(system);
  Process process(linkages, "/usr/bin/python3.11", false);
  EXPECT_EQ(process.open("/v/a.so").size(), Process::most_failures);
  EXPECT_FALSE(process.complete());
}

TEST_F(DynamicLoader, OriginsInOrigins) {
  std::string path;
  for (int i = 0; i < 40; ++i) path += "$ORIGIN$ORIGIN/${ORIGIN}:";
  put("/v/a.so", {"", {"libb.so"}, {}, {}, path});
  EXPECT_THAT(open("/v/a.so"), ElementsAre("missing libb.so by /v/a.so"));
  ElfBuilder elf = elf_of({"", {"libb.so"}, {}, {}, ""});
  elf.rpath = path;
  machine.write("/v/b.so", elf.build());
  EXPECT_THAT(open("/v/b.so"), ElementsAre("missing libb.so by /v/b.so"));
}

TEST_F(DynamicLoader, AChainOfLibraries) {
  for (int i = 0; i < 2'100; ++i)
    put("/l/lib" + std::to_string(i) + ".so", {"", {"lib" + std::to_string(i + 1) + ".so"}, {}, {}, "/l"});
  const discovery::System system = machine.system();
  Linkages linkages(system);
  Process process(linkages, "", false);
  EXPECT_THAT(process.open("/l/lib0.so"), IsEmpty());
  EXPECT_FALSE(process.complete());
  EXPECT_EQ(process.objects().size(), Process::most_objects);
}

}  // namespace
}  // namespace fairplay::auditor::loading
