#include "auditor/loading/numpy_loads.h"

#include <elf.h>
#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"
#include "tests/support/elf_builder.h"

namespace fairplay::auditor::loading {
namespace {

using signatures::python::extension_tag;
using signatures::python::Libc;
using signatures::python::OperatingSystem;
using signatures::python::parse_platform_tag;
using signatures::python::parse_python_version;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ModuleTraits linux_traits(const std::string& tag = "cpython-311-x86_64-linux-gnu", const std::string& glibc = "2.17") {
  ModuleTraits traits;
  traits.tag = *extension_tag("m." + tag + ".so");
  traits.format = OperatingSystem::linux;
  traits.libc = Libc::glibc;
  traits.bits = 64;
  traits.machine = EM_X86_64;
  traits.system_version = glibc;
  return traits;
}

ModuleTraits mac_traits() {
  ModuleTraits traits;
  traits.tag = *extension_tag("m.cpython-311-darwin.so");
  traits.format = OperatingSystem::macos;
  traits.machine = EM_AARCH64;
  traits.system_version = "14.0";
  return traits;
}

std::vector<ExtensionModule> core(const ModuleTraits& traits, const std::string& folder = "") {
  const std::string name = "numpy/_core/_multiarray_umath.so";
  return {{folder + "/" + name, name, traits}};
}

Target target(const char* python, const char* platform) {
  Target asked;
  if (*python != '\0') asked.python = parse_python_version(python);
  if (*platform != '\0') asked.platform = parse_platform_tag(platform);
  return asked;
}

/// "no: other-python CPython 3.11, here CPython 3.10".
std::string words(const Loads& loads) {
  std::string text(name(loads.verdict));
  for (const LoadProblem& problem : loads.problems)
    text += ": " + std::string(name(problem.kind)) + " " + problem.wanted + ", here " + problem.here;
  return text;
}

std::string archived(const ModuleTraits& traits, const Target& asked = {}, const std::string& folder = "/",
                     const std::vector<std::string>& root = {"numpy"}) {
  return words(archived_loads(
      core(traits), folder,
      [&](const std::string& of) {
        return of == "/" ? root : std::vector<std::string>{"numpy", "numpy.libs"};
      },
      {}, asked));
}

TEST(ArchivedLoads, NobodyKnowsWithoutATarget) {
  EXPECT_EQ(archived(linux_traits()), "unknown");
  EXPECT_EQ(archived(mac_traits()), "unknown");
  const Loads loads =
      archived_loads(core(linux_traits()), "/", [](const auto&) { return std::vector<std::string>(); }, {}, {});
  EXPECT_THAT(loads.fits, ElementsAre("CPython 3.11, Linux x86-64, glibc 2.17 or newer"));
  EXPECT_THAT(
      archived_loads(core(mac_traits()), "/", [](const auto&) { return std::vector<std::string>(); }, {}, {}).fits,
      ElementsAre("CPython 3.11, macOS AArch64, 14.0 or newer"));
}

TEST(ArchivedLoads, ATarget) {
  EXPECT_EQ(archived(linux_traits(), target("3.11", "")), "yes");
  EXPECT_EQ(archived(linux_traits(), target("3.10", "")), "no: other-python CPython 3.11, here CPython 3.10");
  EXPECT_EQ(archived(linux_traits(), target("3.11t", "")),
            "no: other-python CPython 3.11, here CPython 3.11, free-threaded");
  EXPECT_EQ(archived(linux_traits(), target("pypy3.11", "")), "no: other-python CPython 3.11, here PyPy 3.11");
  EXPECT_EQ(archived(linux_traits(), target("", "manylinux_2_17_x86_64")), "yes");
  EXPECT_EQ(archived(linux_traits("cpython-311-x86_64-linux-gnu", "2.28"), target("3.11", "manylinux2014_x86_64")),
            "no: older-system glibc 2.28, here glibc 2.17");
  EXPECT_EQ(archived(linux_traits(), target("", "musllinux_1_2_x86_64")), "no: other-libc glibc, here musl");
  EXPECT_EQ(archived(linux_traits(), target("", "manylinux_2_17_aarch64")), "no: other-machine x86-64, here AArch64");
  EXPECT_EQ(archived(linux_traits(), target("", "win_amd64")), "no: other-system Linux x86-64, here Windows");
  EXPECT_EQ(archived(linux_traits(), target("", "linux_x86_64")), "yes");
  EXPECT_EQ(archived(mac_traits(), target("3.11", "macosx_11_0_arm64")),
            "no: older-system macOS 14.0, here macOS 11.0");
  EXPECT_EQ(archived(mac_traits(), target("3.11", "macosx_15_0_arm64")), "yes");
  EXPECT_EQ(archived(mac_traits(), target("3.11", "manylinux_2_28_x86_64")),
            "no: other-system macOS AArch64, here Linux");
}

/// The modules of several cores: paths below numpy/, each with the Python's tag.
std::string of_modules(const std::vector<std::pair<std::string, std::string>>& files, const std::string& version) {
  std::vector<ExtensionModule> modules;
  for (const auto& [module, python] : files) {
    const std::string tag = "cpython-" + python + "-x86_64-linux-gnu";
    const std::string path = "numpy/" + module + "." + tag + ".so";
    modules.push_back({"/" + path, path, linux_traits(tag)});
  }
  MetadataDemand demand;
  demand.version = version;
  return words(archived_loads(
      modules, "/", [](const std::string&) { return std::vector<std::string>(); }, demand, target("3.11", "")));
}

TEST(ArchivedLoads, NumpysOwnCheckRefusesModulesOfAnOlderOne) {
  const std::vector<std::pair<std::string, std::string>> mixed = {{"core/_multiarray_umath", "311"},
                                                                  {"core/multiarray", "311"}};
  const std::string refused =
      "no: older-core numpy/core/multiarray.py, here numpy/core/multiarray.cpython-311-x86_64-linux-gnu.so";
  EXPECT_EQ(of_modules(mixed, "1.16.6"), refused);
  EXPECT_EQ(of_modules(mixed, "1.26.4+local.1"), refused);
  EXPECT_EQ(of_modules(mixed, "1.15.4"), "yes") << "1.15 has such modules, and doesn't check";
  EXPECT_EQ(of_modules(mixed, ""), "yes") << "the release isn't known";
  EXPECT_EQ(of_modules({{"core/_multiarray_umath", "311"}, {"core/umath", "36m"}}, "1.16.6"), "yes")
      << "what another Python's left is passed over";
  EXPECT_EQ(of_modules({{"_core/_multiarray_umath", "311"}, {"core/multiarray", "311"}}, "2.1.3"), "yes");
}

TEST(ArchivedLoads, UntilNumpyTwoRandomAndFftAreImportedAtOnce) {
  const std::vector<std::pair<std::string, std::string>> files = {
      {"core/_multiarray_umath", "311"}, {"_core/_multiarray_umath", "311"}, {"random/mtrand", "310"}};
  EXPECT_EQ(of_modules(files, "1.26.4"), "no: other-python CPython 3.10, here CPython 3.11");
  EXPECT_EQ(of_modules(files, "2.0.2"), "yes: other-python CPython 3.10, here CPython 3.11");
}

TEST(ArchivedLoads, WhatIsLeftOfAnotherReleasesCoreIsNotImported) {
  const std::vector<std::pair<std::string, std::string>> both = {{"_core/_multiarray_umath", "311"},
                                                                 {"core/_multiarray_umath", "310"}};
  EXPECT_EQ(of_modules(both, "2.1.3"), "yes");
  EXPECT_EQ(of_modules(both, "1.26.4"), "no: other-python CPython 3.10, here CPython 3.11");
  EXPECT_EQ(of_modules(both, ""), "no: other-python CPython 3.10, here CPython 3.11");
  EXPECT_EQ(of_modules({{"core/_multiarray_umath", "311"}}, "2.1.3"), "yes");
}

TEST(ArchivedLoads, UniversalFilesAreForBoth) {
  ModuleTraits both = mac_traits();
  both.machine = EM_X86_64;
  both.more_machines = {EM_AARCH64};
  EXPECT_EQ(archived(both, target("", "macosx_14_0_arm64")), "yes");
  EXPECT_EQ(archived(both, target("", "macosx_14_0_x86_64")), "yes");
}

TEST(ArchivedLoads, FoldersThatSaySomething) {
  EXPECT_EQ(archived(linux_traits(), {}, "/lib/python3.10/site-packages"),
            "no: other-python CPython 3.11, here CPython 3.10");
  EXPECT_EQ(archived(linux_traits(), {}, "/lib/python3.11/site-packages"), "unknown");
  EXPECT_EQ(archived(mac_traits(), {}, "/lib/python3.11/site-packages"), "unknown");
  EXPECT_EQ(archived(linux_traits(), {}, "/usr/lib/python3/dist-packages"), "unknown");
  EXPECT_EQ(archived(linux_traits(), {}, "/python", {"python"}), "unknown");
  EXPECT_EQ(archived(mac_traits(), {}, "/python", {"python"}), "no: other-system macOS AArch64, here Linux");
  EXPECT_EQ(archived(mac_traits(), target("", "macosx_14_0_arm64"), "/python", {"python"}), "yes")
      << "what the user says comes before the layout";
  EXPECT_EQ(archived(mac_traits(), {}, "/python", {"python", "setup.py"}), "unknown");
}

class InstalledLoads : public testing::Test {
 protected:
  InstalledLoads() {
    numpy.folder = {"/site", {Environment::Kind::folder, ""}, "", "", false};
    numpy.package = "/site/numpy";
  }
  void object(const std::string& path, tests::ElfBuilder elf = {}) { machine.write(path, elf.build()); }
  void glibc(const std::string& version) {
    tests::ElfBuilder libc;
    libc.soname = "libc.so.6";
    libc.version_definitions = {"GLIBC_2.2.5", "GLIBC_" + version};
    object("/lib64/libc.so.6", libc);
    object("/lib64/ld-linux-x86-64.so.2");
  }
  Loads of(const ModuleTraits& traits, const Target& asked = {}) {
    const discovery::System system = machine.system();
    Linkages linkages(system);
    return numpy_loads(linkages, numpy, core(traits, numpy.folder.path), demand, asked);
  }

  tests::MadeUpMachine machine;
  discovery::InstalledNumpy numpy;
  MetadataDemand demand;
};

TEST_F(InstalledLoads, ABareFolder) {
  glibc("2.31");
  EXPECT_EQ(words(of(linux_traits())), "unknown");
  EXPECT_EQ(words(of(linux_traits(), target("3.10", ""))), "no: other-python CPython 3.11, here CPython 3.10");
  EXPECT_EQ(words(of(linux_traits(), target("3.11", ""))).substr(0, std::string("no: unreadable").size()),
            "no: unreadable")
      << "this root's loader is asked, and there is no such file";
  object("/site/numpy/_core/_multiarray_umath.so");
  EXPECT_EQ(words(of(linux_traits(), target("3.11", ""))), "yes");
  EXPECT_EQ(words(of(linux_traits(), target("3.11", "manylinux_2_17_x86_64"))), "yes");
  EXPECT_EQ(words(of(mac_traits(), target("3.11", ""))), "unknown") << "which platform is meant?";
  EXPECT_EQ(words(of(mac_traits(), target("3.11", "macosx_14_0_arm64"))), "yes");
}

TEST_F(InstalledLoads, ARootWithoutAnInterpreter) {
  glibc("2.31");
  numpy.folder = {"/usr/lib/python3.11/site-packages", {Environment::Kind::system, ""}, "/usr", "3.11", false};
  EXPECT_EQ(words(of(linux_traits())), "unknown");
  EXPECT_EQ(words(of(linux_traits("cpython-311-x86_64-linux-gnu", "2.34"))),
            "no: older-system glibc 2.34, here glibc 2.31");
  EXPECT_EQ(words(of(linux_traits("cpython-312-x86_64-linux-gnu"))),
            "no: other-python CPython 3.12, here CPython 3.11");
  ModuleTraits arm = linux_traits("cpython-311-aarch64-linux-gnu");
  arm.machine = EM_AARCH64;
  EXPECT_EQ(words(of(arm)), "no: other-machine AArch64, here x86-64");
  ModuleTraits musl = linux_traits("cpython-311-x86_64-linux-musl", "");
  musl.libc = Libc::musl;
  EXPECT_EQ(words(of(musl)), "no: other-libc musl, here glibc");
}

TEST_F(InstalledLoads, AMuslRootByItsRelease) {
  machine.write("/etc/alpine-release", "3.20.3\n");
  numpy.folder = {"/usr/lib/python3.11/site-packages", {Environment::Kind::system, ""}, "/usr", "3.11", false};
  EXPECT_EQ(words(of(linux_traits())), "no: other-libc glibc, here musl");
  object("/lib/ld-linux-x86-64.so.2");
  EXPECT_EQ(words(of(linux_traits())), "unknown") << "gcompat";
}

TEST_F(InstalledLoads, WhatMetadataAsksForIsNoReason) {
  glibc("2.31");
  object("/site/numpy/_core/_multiarray_umath.so");
  demand = {">=3.12", "numpy-2.3.5.dist-info"};
  const Loads loads = of(linux_traits(), target("3.11", ""));
  EXPECT_EQ(words(loads), "yes: requires-python >=3.12, here CPython 3.11");
  EXPECT_EQ(words(of(linux_traits(), target("3.10", ""))), "no: other-python CPython 3.11, here CPython 3.10");
  EXPECT_EQ(words(of(linux_traits())), "unknown");
}

TEST_F(InstalledLoads, TheProcessor) {
  glibc("2.31");
  tests::ElfBuilder module;
  module.string(
      "NumPy was built with baseline optimizations: \n(X86_V2 AVX2 NEWER) but your machine doesn't support:\n(%s).");
  object("/site/numpy/_core/_multiarray_umath.x.so", module);
  const std::vector<ExtensionModule> modules = {
      {"/site/numpy/_core/_multiarray_umath.x.so", "numpy/_core/_multiarray_umath.x.so", linux_traits()}};
  const discovery::System system = machine.system();
  const auto on = [&](const std::string& flags) {
    Linkages linkages(system, Processor::by_cpuinfo("processor\t: 0\nflags\t\t: " + flags + "\n"));
    return words(numpy_loads(linkages, numpy, modules, demand, target("3.11", "")));
  };
  const std::string v2 = "cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2";
  EXPECT_EQ(on(v2 + " avx2"), "yes");
  EXPECT_EQ(on(v2), "no: processor X86_V2 AVX2 NEWER, here avx2");
  EXPECT_EQ(on("sse sse2"), "no: processor X86_V2 AVX2 NEWER, here cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2 avx2");
  Linkages unpacked(system);
  EXPECT_EQ(words(numpy_loads(unpacked, numpy, modules, demand, target("3.11", ""))), "yes") << "a root has none";
}

TEST_F(InstalledLoads, ALayerThatWasUnpacked) {
  machine.write("/l/python/numpy/__init__.py", "");
  machine.folder("/l/python/numpy-2.0.2.dist-info");
  numpy.folder = {"/l/python", {Environment::Kind::folder, ""}, "", "", false};
  numpy.package = "/l/python/numpy";
  const Loads loads = of(mac_traits());
  EXPECT_EQ(words(loads), "no: other-system macOS AArch64, here Linux");
  EXPECT_EQ(loads.convention, "an AWS Lambda layer");
  ModuleTraits musl = linux_traits("cpython-311-x86_64-linux-musl", "");
  musl.libc = Libc::musl;
  EXPECT_EQ(words(of(musl)), "unknown") << "it may be a container's own folder";
}

TEST_F(InstalledLoads, GraalPysFolderHasCPythonsName) {
  numpy.folder = {"/v/lib/python3.11/site-packages", {Environment::Kind::venv, "/v"}, "/v", "3.11", false};
  EXPECT_EQ(words(of(linux_traits("graalpy242-311-native-x86_64-linux"))), "unknown");
  EXPECT_EQ(words(of(linux_traits("pypy311-pp73-x86_64-linux-gnu"))), "no: other-python PyPy 3.11, here CPython 3.11");
}

}  // namespace
}  // namespace fairplay::auditor::loading
