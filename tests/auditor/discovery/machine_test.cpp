#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "tests/auditor/discovery/made_up_machine.h"
#include "tests/support/as_nobody.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Machine : public testing::Test {
 protected:
  std::string environment_of(const Discovered& found, const std::string& package) {
    const InstalledNumpy* numpy = tests::numpy_at(found, package);
    return numpy == nullptr ? "not found: " + package : text_of(numpy->folder.environment);
  }

  tests::MadeUpMachine machine;
};

TEST_F(Machine, NothingThere) {
  const Discovered found = discover_machine(machine.system());
  EXPECT_THAT(found.numpys, IsEmpty());
  EXPECT_THAT(found.libraries, IsEmpty());
  EXPECT_THAT(tests::damages(found), IsEmpty());
}

TEST_F(Machine, EveryPlaceOnce) {
  machine.write("/usr/bin/python3.11",
                "\x7f"
                "ELF");
  machine.link("/usr/bin/python3", "python3.11");
  machine.numpy("/usr/lib/python3/dist-packages", "1.24.2");
  machine.numpy("/usr/local/lib/python3.11/dist-packages");
  machine.numpy("/usr/lib64/python3.12/site-packages");
  machine.venv("/home/u/active");
  machine.numpy("/home/u/active/lib/python3.11/site-packages");
  machine.link("/home/u/active/lib64", "lib");
  machine.venv("/home/u/onpath", "3.12");
  machine.numpy("/home/u/onpath/lib/python3.12/site-packages");
  machine.numpy("/home/u/.local/lib/python3.11/site-packages");
  machine.write("/home/u/.pyenv/versions/3.9.18/bin/python3", "");
  machine.numpy("/home/u/.pyenv/versions/3.9.18/lib/python3.9/site-packages");
  machine.venv("/home/u/.pyenv/versions/3.9.18/envs/lab", "3.9");
  machine.numpy("/home/u/.pyenv/versions/3.9.18/envs/lab/lib/python3.9/site-packages");
  machine.link("/home/u/.pyenv/versions/work", "3.9.18/envs/lab");
  machine.write("/home/u/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3", "");
  machine.numpy("/home/u/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/lib/python3.13/site-packages");
  machine.venv("/home/u/.local/share/uv/tools/ruff");
  machine.numpy("/home/u/.local/share/uv/tools/ruff/lib/python3.11/site-packages");
  machine.folder("/opt/conda/conda-meta");
  machine.write("/opt/conda/bin/conda", "#!/opt/conda/bin/python\n");
  machine.numpy("/opt/conda/lib/python3.10/site-packages");
  machine.folder("/opt/conda/envs/science/conda-meta");
  machine.numpy("/opt/conda/envs/science/lib/python3.10/site-packages");

  const std::map<std::string, std::string> environment = {
      {"HOME", "/home/u"},
      {"VIRTUAL_ENV", "/home/u/active"},
      {"PATH", "/home/u/active/bin:/home/u/onpath/bin:relative:/absent:/usr/bin:/usr/bin/:/opt/conda/bin"}};
  const Discovered found = discover_machine(machine.system(environment));
  EXPECT_EQ(found.numpys.size(), 12U) << testing::PrintToString(tests::packages(found));
  EXPECT_TRUE(std::ranges::is_sorted(tests::packages(found)));
  EXPECT_EQ(environment_of(found, "/usr/lib/python3/dist-packages/numpy"), "system");
  EXPECT_EQ(environment_of(found, "/usr/local/lib/python3.11/dist-packages/numpy"), "system /usr/local");
  EXPECT_EQ(environment_of(found, "/usr/lib64/python3.12/site-packages/numpy"), "system");
  EXPECT_EQ(environment_of(found, "/home/u/active/lib/python3.11/site-packages/numpy"), "venv /home/u/active");
  EXPECT_EQ(environment_of(found, "/home/u/onpath/lib/python3.12/site-packages/numpy"), "venv /home/u/onpath");
  EXPECT_EQ(environment_of(found, "/home/u/.local/lib/python3.11/site-packages/numpy"), "user site");
  EXPECT_EQ(environment_of(found, "/home/u/.pyenv/versions/3.9.18/lib/python3.9/site-packages/numpy"), "pyenv 3.9.18");
  EXPECT_EQ(environment_of(found, "/home/u/.pyenv/versions/3.9.18/envs/lab/lib/python3.9/site-packages/numpy"),
            "venv /home/u/.pyenv/versions/3.9.18/envs/lab");
  EXPECT_EQ(
      environment_of(
          found, "/home/u/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/lib/python3.13/site-packages/numpy"),
      "uv python cpython-3.13.1-linux-x86_64-gnu");
  EXPECT_EQ(environment_of(found, "/home/u/.local/share/uv/tools/ruff/lib/python3.11/site-packages/numpy"),
            "uv tool ruff");
  EXPECT_EQ(environment_of(found, "/opt/conda/envs/science/lib/python3.10/site-packages/numpy"),
            "conda /opt/conda/envs/science");
  const InstalledNumpy* debian = tests::numpy_at(found, "/usr/lib/python3/dist-packages/numpy");
  ASSERT_NE(debian, nullptr);
  EXPECT_EQ(debian->folder.python, "3.11") << "Debian's python3 folder takes its version from the interpreter";
  EXPECT_EQ(debian->folder.prefix, "/usr");
  EXPECT_THAT(tests::damages(found), IsEmpty());
}

TEST_F(Machine, CondaActive) {
  machine.folder("/c/conda-meta");
  machine.folder("/c/envs/a/conda-meta");
  machine.folder("/c/envs/b/conda-meta");
  for (const char* prefix : {"/c", "/c/envs/a", "/c/envs/b"})
    machine.numpy(std::string(prefix) + "/lib/python3.11/site-packages");
  machine.library("/c/envs/a/lib/libopenblasp-r0.3.29.so");
  machine.link("/c/envs/a/lib/libblas.so.3", "libopenblasp-r0.3.29.so");
  machine.link("/c/envs/a/lib/libcblas.so.3", "libopenblasp-r0.3.29.so");
  const Discovered found = discover_machine(machine.system({{"CONDA_PREFIX", "/c/envs/a"}}));
  EXPECT_EQ(found.numpys.size(), 3U) << testing::PrintToString(tests::packages(found));
  EXPECT_TRUE(found.numpys[0].folder.conda);
  ASSERT_THAT(tests::library_paths(found), ElementsAre("/c/envs/a/lib/libopenblasp-r0.3.29.so"));
  EXPECT_EQ(text_of(found.libraries[0].environment), "conda /c/envs/a");
  EXPECT_THAT(
      found.libraries[0].chains,
      UnorderedElementsAre(
          ElementsAre("libblas.so.3", "/c/envs/a/lib/libblas.so.3", "/c/envs/a/lib/libopenblasp-r0.3.29.so"),
          ElementsAre("libcblas.so.3", "/c/envs/a/lib/libcblas.so.3", "/c/envs/a/lib/libopenblasp-r0.3.29.so")));
}

TEST_F(Machine, PyenvByItsShims) {
  machine.write("/p/shims/python", "#!/usr/bin/env bash\nexec pyenv\n");
  machine.write("/p/versions/3.8.1/bin/python3", "");
  machine.numpy("/p/versions/3.8.1/lib/python3.8/site-packages", "1.21.0");
  const Discovered found = discover_machine(machine.system({{"PATH", "/p/shims"}}));
  EXPECT_THAT(tests::packages(found), ElementsAre("/p/versions/3.8.1/lib/python3.8/site-packages/numpy"));
}

TEST_F(Machine, ForeignRootWithoutVariables) {
  machine.venv("/opt/venv");
  machine.numpy("/opt/venv/lib/python3.11/site-packages");
  machine.venv("/app/.venv");
  machine.numpy("/app/.venv/lib/python3.11/site-packages");
  machine.folder("/opt/conda/conda-meta");
  machine.numpy("/opt/conda/lib/python3.11/site-packages");
  machine.numpy("/home/someone/.local/lib/python3.11/site-packages");
  machine.write("/usr/local/bin/python3.12", "");
  machine.numpy("/usr/local/lib/python3.12/site-packages");
  EXPECT_THAT(
      tests::packages(discover_machine(machine.system())),
      ElementsAre("/app/.venv/lib/python3.11/site-packages/numpy",
                  "/home/someone/.local/lib/python3.11/site-packages/numpy",
                  "/opt/conda/lib/python3.11/site-packages/numpy", "/opt/venv/lib/python3.11/site-packages/numpy",
                  "/usr/local/lib/python3.12/site-packages/numpy"));
}

TEST_F(Machine, PythonTwoAndPyPy) {
  machine.numpy("/usr/lib/python2.7/dist-packages", "1.16.6");
  machine.write("/opt/pypy/bin/pypy3", "");
  machine.numpy("/opt/pypy/lib/pypy3.10/site-packages");
  machine.write("/opt/old/bin/pypy", "");
  machine.numpy("/opt/old/site-packages", "1.15.0");
  const Discovered found = discover_machine(machine.system({{"PATH", "/opt/pypy/bin:/opt/old/bin"}}));
  EXPECT_THAT(tests::packages(found),
              ElementsAre("/opt/old/site-packages/numpy", "/opt/pypy/lib/pypy3.10/site-packages/numpy",
                          "/usr/lib/python2.7/dist-packages/numpy"));
  EXPECT_EQ(found.numpys[1].folder.python, "3.10");
  EXPECT_EQ(found.numpys[2].folder.python, "2.7");
}

TEST_F(Machine, VenvThatIncludesTheSystems) {
  machine.numpy("/opt/base/lib/python3.11/site-packages");
  machine.write("/v/pyvenv.cfg",
                "home = /opt/base/bin\nInclude-System-Site-Packages = true\nversion_info = 3.11.7.final.0\n");
  machine.folder("/v/lib/python3.11/site-packages");
  EXPECT_THAT(tests::packages(discover_machine(machine.system({{"VIRTUAL_ENV", "/v"}}))),
              ElementsAre("/opt/base/lib/python3.11/site-packages/numpy"));
  machine.write("/v/pyvenv.cfg", "home = /opt/base/bin\ninclude-system-site-packages = false\n");
  EXPECT_THAT(discover_machine(machine.system({{"VIRTUAL_ENV", "/v"}})).numpys, IsEmpty());
}

TEST_F(Machine, GarbageInPyvenvCfg) {
  machine.write(
      "/v/pyvenv.cfg",
      std::string("\0\xff = = \n====\nversion = 3.\nhome = not absolute\nversion_info = ../../etc.passwd\n", 76));
  machine.numpy("/v/lib/python3.11/site-packages");
  const Discovered found = discover_machine(machine.system({{"VIRTUAL_ENV", "/v"}}));
  EXPECT_THAT(tests::packages(found), ElementsAre("/v/lib/python3.11/site-packages/numpy"));
  EXPECT_THAT(tests::damages(found), ElementsAre(HasSubstr("/v/pyvenv.cfg: : names no home")));
}

TEST_F(Machine, VariablesThatNameNothing) {
  const Discovered found = discover_machine(machine.system({{"VIRTUAL_ENV", "/gone"},
                                                            {"CONDA_PREFIX", "/alsogone"},
                                                            {"PATH", "::/x"},
                                                            {"HOME", "/nohome"},
                                                            {"PYENV_ROOT", "relative"}}));
  EXPECT_THAT(tests::damages(found),
              UnorderedElementsAre(HasSubstr("VIRTUAL_ENV names it, but there is no such folder"),
                                   HasSubstr("CONDA_PREFIX names it, but there is no such folder")));
}

TEST_F(Machine, LoopsOfLinks) {
  machine.link("/usr/bin/python3", "python3");
  machine.link("/usr/lib/python3.11", "python3.11");
  machine.link("/v/lib", "../v/lib");
  machine.write("/v/pyvenv.cfg", "home = /usr/bin\n");
  machine.venv("/w");
  machine.link("/w/envs", "..");
  machine.numpy("/w/lib/python3.11/site-packages");
  const Discovered found = discover_machine(machine.system({{"PATH", "/usr/bin:/w/bin"}, {"VIRTUAL_ENV", "/v"}}));
  EXPECT_THAT(tests::packages(found), ElementsAre("/w/lib/python3.11/site-packages/numpy"));
}

TEST_F(Machine, UnreadableFoldersAreReported) {
  machine.numpy("/usr/lib/python3.11/site-packages");
  std::filesystem::permissions(machine.host("/usr/lib/python3.11/site-packages"), std::filesystem::perms::none);
  const tests::AsNobody nobody(machine.root());
  const Discovered found = discover_machine(machine.system());
  EXPECT_THAT(
      tests::damages(found),
      Contains(HasSubstr("/usr/lib/python3.11/site-packages: : the folder cannot be listed: Permission denied")));
}

TEST_F(Machine, EqualMachinesGiveEqualResults) {
  machine.numpy("/usr/lib/python3/dist-packages", "1.24.2");
  machine.numpy("/home/u/.local/lib/python3.11/site-packages");
  machine.library("/usr/lib/libblas.so.3");
  const Discovered first = discover_machine(machine.system({{"HOME", "/home/u"}}));
  const Discovered second = discover_machine(machine.system({{"HOME", "/home/u"}}));
  EXPECT_EQ(tests::packages(first), tests::packages(second));
  EXPECT_EQ(tests::library_paths(first), tests::library_paths(second));
}

}  // namespace
}  // namespace fairplay::auditor::discovery
