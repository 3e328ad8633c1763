#include <elf.h>
#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Loader : public testing::Test {
 protected:
  std::vector<std::string> pick(const LoaderQuery& query, std::map<std::string, std::string> environment = {}) {
    return loader_pick(machine.system(std::move(environment)), query);
  }

  tests::MadeUpMachine machine;
};

LoaderQuery needs(const std::string& name, const std::string& runpath = "", const std::string& rpath = "") {
  return {name, "/v/numpy/_core", rpath, runpath, 64, EM_X86_64};
}

TEST_F(Loader, OrderOfManPage) {
  for (const char* folder : {"/rpath", "/variable", "/runpath", "/cached", "/usr/lib"})
    machine.library(std::string(folder) + "/libblas.so.3");
  machine.write("/etc/ld.so.cache", tests::new_cache({{"libblas.so.3", "/cached/libblas.so.3"}}));
  const std::map<std::string, std::string> variable = {{"LD_LIBRARY_PATH", "/variable"}};
  const auto folder_of = [](const std::vector<std::string>& chain) { return chain.empty() ? "" : chain.back(); };

  EXPECT_EQ(folder_of(pick(needs("libblas.so.3", "", "/rpath"), variable)), "/rpath/libblas.so.3");
  EXPECT_EQ(folder_of(pick(needs("libblas.so.3", "/runpath", "/rpath"), variable)), "/variable/libblas.so.3")
      << "DT_RPATH is ignored beside DT_RUNPATH";
  EXPECT_EQ(folder_of(pick(needs("libblas.so.3", "/runpath", "/rpath"))), "/runpath/libblas.so.3");
  EXPECT_EQ(folder_of(pick(needs("libblas.so.3"))), "/cached/libblas.so.3");
  machine.write("/etc/ld.so.cache", tests::new_cache({}));
  EXPECT_EQ(folder_of(pick(needs("libblas.so.3"))), "/usr/lib/libblas.so.3");
  EXPECT_THAT(pick(needs("libabsent.so.1")), IsEmpty());
}

TEST_F(Loader, AlternativesAreReported) {
  machine.folder("/usr/lib");
  machine.link("/lib", "usr/lib");
  machine.library("/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3");
  machine.link("/usr/lib/x86_64-linux-gnu/libblas.so.3", "/etc/alternatives/libblas.so.3-x86_64-linux-gnu");
  machine.link("/etc/alternatives/libblas.so.3-x86_64-linux-gnu",
               "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3");
  machine.write("/etc/ld.so.cache", tests::new_cache({{"libblas.so.3", "/lib/x86_64-linux-gnu/libblas.so.3"}}));
  EXPECT_THAT(pick(needs("libblas.so.3")), ElementsAre("libblas.so.3", "/lib/x86_64-linux-gnu/libblas.so.3",
                                                       "/etc/alternatives/libblas.so.3-x86_64-linux-gnu",
                                                       "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3"));
}

TEST_F(Loader, Tokens) {
  machine.folder("/v/numpy/_core");
  machine.library("/v/numpy.libs/libopenblas-1.so");
  const std::vector<std::string> expected = {"libopenblas-1.so", "/v/numpy.libs/libopenblas-1.so"};
  EXPECT_EQ(pick(needs("libopenblas-1.so", "$ORIGIN/../../numpy.libs")), expected);
  EXPECT_EQ(pick(needs("libopenblas-1.so", "", "/nowhere:${ORIGIN}/../../numpy.libs")), expected);
  machine.library("/opt/lib/x86_64-linux-gnu/liba.so");
  machine.library("/opt/lib64/libb.so");
  machine.library("/opt/x86_64/libc.so");
  EXPECT_EQ(pick(needs("liba.so", "/opt/$LIB")).back(), "/opt/lib/x86_64-linux-gnu/liba.so");
  EXPECT_EQ(pick(needs("libb.so", "/opt/${LIB}")).back(), "/opt/lib64/libb.so");
  EXPECT_EQ(pick(needs("libc.so", "/opt/$PLATFORM")).back(), "/opt/x86_64/libc.so");
}

TEST_F(Loader, PassesOverOtherArchitectures) {
  machine.library("/one/libblas.so.3", 32, EM_386);
  machine.library("/two/libblas.so.3", 64, EM_AARCH64);
  machine.library("/three/libblas.so.3", 64, EM_X86_64);
  machine.write("/text/libblas.so.3", "INPUT(libopenblas.so)");
  EXPECT_EQ(pick(needs("libblas.so.3", "/text:/one:/two:/three")).back(), "/three/libblas.so.3");
  LoaderQuery foreign = needs("libblas.so.3", "/text:/one:/two:/three");
  foreign.machine = EM_AARCH64;
  EXPECT_EQ(pick(foreign).back(), "/two/libblas.so.3");
  foreign.machine = EM_386;
  foreign.bits = 32;
  EXPECT_EQ(pick(foreign).back(), "/one/libblas.so.3");
  machine.library("/four/libblas.so.3", 64, EM_PPC64, true);
  LoaderQuery big = needs("libblas.so.3", "/four");
  big.machine = EM_PPC64;
  EXPECT_EQ(pick(big).back(), "/four/libblas.so.3");
}

TEST_F(Loader, NameWithSlashIsAPath) {
  machine.library("/opt/my/libblas.so");
  EXPECT_THAT(pick(needs("/opt/my/libblas.so")), ElementsAre("/opt/my/libblas.so"));
  EXPECT_THAT(pick(needs("./libblas.so", "/opt/my")), IsEmpty());
  EXPECT_THAT(pick(needs("/opt/absent/libblas.so", "/opt/my")), IsEmpty());
}

TEST_F(Loader, WithoutACacheTheConfigurationCounts) {
  machine.write("/etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n");
  machine.write("/etc/ld.so.conf.d/atlas.conf", "# ATLAS\n/opt/atlas/lib # here\n");
  machine.library("/opt/atlas/lib/libblas.so.3");
  EXPECT_EQ(pick(needs("libblas.so.3")).back(), "/opt/atlas/lib/libblas.so.3");
}

TEST_F(Loader, ConfigurationThatIncludesItself) {
  machine.write("/etc/ld.so.conf", "include ld.so.conf\ninclude /etc/*.conf\n/opt/lib\n");
  machine.library("/opt/lib/libblas.so.3");
  EXPECT_EQ(pick(needs("libblas.so.3")).back(), "/opt/lib/libblas.so.3");
}

TEST_F(Loader, LoopsAndStaleEntries) {
  machine.link("/loop/libblas.so.3", "libblas.so.3");
  machine.library("/usr/lib/libblas.so.3");
  machine.write("/etc/ld.so.cache", tests::new_cache({{"libblas.so.3", "/gone/libblas.so.3"}}));
  EXPECT_EQ(pick(needs("libblas.so.3", "/loop")).back(), "/usr/lib/libblas.so.3");
  machine.write("/etc/ld.so.cache", "broken");
  EXPECT_EQ(pick(needs("libblas.so.3")).back(), "/usr/lib/libblas.so.3");
  EXPECT_THAT(pick(needs("")), IsEmpty());
  EXPECT_THAT(pick(needs(std::string(100'000, 'x'))), IsEmpty());
  EXPECT_THAT(pick(needs(std::string("lib\0blas.so", 11))), IsEmpty());
}

TEST_F(Loader, HwcapsOfProcessorsThatDoNotExistAreNotTaken) {
  machine.library("/fast/libblas.so.3");
  machine.library("/plain/libblas.so.3");
  machine.write("/etc/ld.so.cache",
                tests::new_cache({{"libblas.so.3", "/fast/libblas.so.3", 0x0303, (std::uint64_t{1} << 62)},
                                  {"libblas.so.3", "/plain/libblas.so.3"}},
                                 false, {"x86-64-v99"}));
  EXPECT_EQ(pick(needs("libblas.so.3")).back(), "/plain/libblas.so.3");
}

}  // namespace
}  // namespace fairplay::auditor::discovery
