#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::string lib = "/usr/lib/x86_64-linux-gnu";

/// Debian with two candidates for libblas.so.3, OpenBLAS selected.
void debian(const tests::MadeUpMachine& machine) {
  machine.folder("/usr/lib");
  machine.link("/lib", "usr/lib");
  machine.library(lib + "/openblas-pthread/libblas.so.3");
  machine.library(lib + "/openblas-pthread/libopenblasp-r0.3.21.so");
  machine.link(lib + "/openblas-pthread/libopenblas.so.0", "libopenblasp-r0.3.21.so");
  machine.library(lib + "/blas/libblas.so.3.11.0");
  machine.link(lib + "/blas/libblas.so.3", "libblas.so.3.11.0");
  machine.link(lib + "/libblas.so.3", "/etc/alternatives/libblas.so.3-x86_64-linux-gnu");
  machine.link("/etc/alternatives/libblas.so.3-x86_64-linux-gnu", lib + "/openblas-pthread/libblas.so.3");
  machine.write("/etc/ld.so.cache", tests::new_cache({{"libm.so.6", "/lib/x86_64-linux-gnu/libm.so.6"},
                                                      {"libblas.so.3", "/lib/x86_64-linux-gnu/libblas.so.3"}}));
}

TEST(SystemLibraries, AlternativesSelectedAndNot) {
  tests::MadeUpMachine machine;
  debian(machine);
  const Discovered found = discover_machine(machine.system());
  EXPECT_THAT(tests::library_paths(found),
              ElementsAre(lib + "/blas/libblas.so.3.11.0", lib + "/openblas-pthread/libblas.so.3",
                          lib + "/openblas-pthread/libopenblasp-r0.3.21.so"));
  const FoundLibrary* selected = tests::library_at(found, lib + "/openblas-pthread/libblas.so.3");
  ASSERT_NE(selected, nullptr);
  EXPECT_TRUE(selected->alternatives);
  EXPECT_EQ(text_of(selected->environment), "system");
  EXPECT_THAT(selected->chains, ElementsAre(ElementsAre("libblas.so.3", "/lib/x86_64-linux-gnu/libblas.so.3",
                                                        "/etc/alternatives/libblas.so.3-x86_64-linux-gnu",
                                                        lib + "/openblas-pthread/libblas.so.3")));
  const FoundLibrary* other = tests::library_at(found, lib + "/blas/libblas.so.3.11.0");
  ASSERT_NE(other, nullptr);
  EXPECT_FALSE(other->alternatives);
  EXPECT_THAT(other->chains, ElementsAre(ElementsAre(lib + "/blas/libblas.so.3", lib + "/blas/libblas.so.3.11.0")));
  EXPECT_THAT(tests::damages(found), IsEmpty());
}

TEST(SystemLibraries, CandidatesFromTheRecordsOfAlternatives) {
  tests::MadeUpMachine machine;
  debian(machine);
  machine.library("/opt/vendor/libblas.so.3");
  machine.write("/var/lib/dpkg/alternatives/libblas.so.3-x86_64-linux-gnu",
                "manual\n" + lib + "/libblas.so.3\n\n/opt/vendor/libblas.so.3\n200\n/opt/gone/libblas.so.3\n5\n");
  machine.write("/var/lib/dpkg/alternatives/editor", "auto\n/usr/bin/editor\n\n/opt/vendor/liblapack.so.3\n1\n");
  const Discovered found = discover_machine(machine.system());
  EXPECT_NE(tests::library_at(found, "/opt/vendor/libblas.so.3"), nullptr);
  EXPECT_THAT(tests::damages(found), IsEmpty());
}

TEST(SystemLibraries, WithoutACacheTheFoldersAreLookedThrough) {
  tests::MadeUpMachine machine;
  machine.write("/etc/ld.so.conf", "/usr/lib64/atlas\n");
  machine.library("/usr/lib64/atlas/libsatlas.so.3.10");
  machine.link("/usr/lib64/atlas/libsatlas.so.3", "libsatlas.so.3.10");
  machine.library("/usr/lib64/libflexiblas.so.3");
  machine.write("/usr/lib64/libblas.so", "/* GNU ld script */ INPUT(-lopenblas)");
  machine.library("/usr/lib64/libm.so.6");
  const Discovered found = discover_machine(machine.system());
  EXPECT_THAT(tests::library_paths(found),
              ElementsAre("/usr/lib64/atlas/libsatlas.so.3.10", "/usr/lib64/libflexiblas.so.3"));
  EXPECT_THAT(found.libraries[0].chains, ElementsAre(ElementsAre("libsatlas.so.3", "/usr/lib64/atlas/libsatlas.so.3",
                                                                 "/usr/lib64/atlas/libsatlas.so.3.10")));
}

TEST(SystemLibraries, LibraryPathIsHonoured) {
  tests::MadeUpMachine machine;
  machine.library("/opt/intel/lib/libmkl_rt.so.2");
  machine.library("/opt/intel/lib/libmkl_intel_lp64.so.2");
  machine.library("/opt/other/libmkl_intel_lp64.so.2");
  const Discovered found =
      discover_machine(machine.system({{"LD_LIBRARY_PATH", ":/opt/intel/lib;/opt/other:relative:/absent"}}));
  EXPECT_THAT(tests::library_paths(found),
              ElementsAre("/opt/intel/lib/libmkl_rt.so.2", "/opt/other/libmkl_intel_lp64.so.2"))
      << "an interface layer counts only without libmkl_rt";
  EXPECT_THAT(tests::damages(found), IsEmpty());
}

TEST(SystemLibraries, StaleAndBrokenCache) {
  tests::MadeUpMachine machine;
  machine.write("/etc/ld.so.cache",
                tests::new_cache({{"libblas.so.3", "/lib/libblas.so.3"}, {"liblapack.so.3", "/lib/loop"}}));
  machine.link("/lib/loop", "loop");
  const Discovered stale = discover_machine(machine.system());
  EXPECT_THAT(stale.libraries, IsEmpty());
  EXPECT_THAT(tests::damages(stale),
              UnorderedElementsAre(HasSubstr("the loader's cache leads there, but"), HasSubstr("links loop")));

  machine.write("/etc/ld.so.cache", "glibc-ld.so.cache1.1\xff\xff");
  EXPECT_THAT(tests::damages(discover_machine(machine.system())),
              Contains(HasSubstr("/etc/ld.so.cache: offset 0x16: the file ends inside its header")));
}

TEST(SystemLibraries, AbsoluteLinksStayInsideTheRoot) {
  tests::MadeUpMachine machine;
  machine.link("/usr/lib/libblas.so.3", "/../../../../etc/hostname");
  machine.write("/etc/ld.so.cache", tests::new_cache({{"libblas.so.3", "/usr/lib/libblas.so.3"}}));
  const Discovered found = discover_machine(machine.system());
  EXPECT_THAT(found.libraries, IsEmpty());
}

}  // namespace
}  // namespace fairplay::auditor::discovery
