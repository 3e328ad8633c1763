#include <gmock/gmock.h>

#include "auditor/discovery/prefix.h"
#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Interpreter : public testing::Test {
 protected:
  void SetUp() override {
    machine.write("/usr/bin/python3.11",
                  "\x7f"
                  "ELF");
    machine.link("/usr/bin/python3", "python3.11");
  }
  Discovered look(const std::string& path) { return discover_interpreter(machine.system({{"HOME", "/home/u"}}), path); }

  tests::MadeUpMachine machine;
};

TEST_F(Interpreter, DebiansInImportOrder) {
  machine.numpy("/usr/lib/python3/dist-packages", "1.24.2");
  machine.numpy("/usr/lib/python3.12/dist-packages");  // another Python's
  machine.numpy("/usr/local/lib/python3.11/dist-packages", "1.26.4");
  machine.numpy("/home/u/.local/lib/python3.11/site-packages", "2.3.5");
  EXPECT_THAT(tests::packages(look("/usr/bin/python3")),
              ElementsAre("/home/u/.local/lib/python3.11/site-packages/numpy",
                          "/usr/local/lib/python3.11/dist-packages/numpy", "/usr/lib/python3/dist-packages/numpy"));
}

TEST_F(Interpreter, Venv) {
  machine.venv("/v");
  machine.numpy("/v/lib/python3.11/site-packages");
  machine.numpy("/usr/lib/python3/dist-packages", "1.24.2");
  machine.numpy("/home/u/.local/lib/python3.11/site-packages");
  EXPECT_THAT(tests::packages(look("/v/bin/python")), ElementsAre("/v/lib/python3.11/site-packages/numpy"));
  machine.venv("/w", "3.11", "include-system-site-packages = true\n");
  machine.numpy("/w/lib/python3.11/site-packages");
  EXPECT_THAT(tests::packages(look("/w/bin/python")),
              ElementsAre("/w/lib/python3.11/site-packages/numpy", "/home/u/.local/lib/python3.11/site-packages/numpy",
                          "/usr/lib/python3/dist-packages/numpy"));
}

TEST_F(Interpreter, VenvWhoseBaseIsMissing) {
  machine.venv("/v");
  machine.numpy("/v/lib/python3.11/site-packages");
  machine.link("/v/bin/python3.9", "/opt/gone/python3.9");
  machine.link("/v/bin/python3.11", "/opt/gone/python3.11");
  const Discovered found = look("/v/bin/python3.11");
  EXPECT_THAT(tests::packages(found), ElementsAre("/v/lib/python3.11/site-packages/numpy"));
  EXPECT_THAT(tests::damages(found), ElementsAre(HasSubstr("does not exist")));
  EXPECT_FALSE(found.damage[0].grave);
}

TEST_F(Interpreter, CondaAndPyenv) {
  machine.folder("/c/conda-meta");
  machine.write("/c/bin/python3.12",
                "\x7f"
                "ELF");
  machine.link("/c/bin/python", "python3.12");
  machine.numpy("/c/lib/python3.12/site-packages");
  EXPECT_EQ(text_of(look("/c/bin/python").numpys.at(0).folder.environment), "conda /c");
  machine.write("/home/u/.pyenv/versions/3.9.1/bin/python3.9",
                "\x7f"
                "ELF");
  machine.numpy("/home/u/.pyenv/versions/3.9.1/lib/python3.9/site-packages");
  EXPECT_EQ(text_of(look("/home/u/.pyenv/versions/3.9.1/bin/python3.9").numpys.at(0).folder.environment),
            "pyenv 3.9.1");
}

TEST_F(Interpreter, PyenvShim) {
  machine.folder("/home/u/.pyenv/versions/3.9.1");
  machine.folder("/home/u/.pyenv/versions/3.12.0");
  machine.write("/home/u/.pyenv/shims/python",
                "#!/usr/bin/env bash\nset -e\nexec \"/home/u/.pyenv/libexec/pyenv\" exec \"$program\" \"$@\"\n");
  const Discovered found = look("/home/u/.pyenv/shims/python");
  EXPECT_THAT(found.numpys, IsEmpty());
  EXPECT_THAT(tests::damages(found),
              ElementsAre(AllOf(HasSubstr("a pyenv shim, not an interpreter"),
                                HasSubstr("/home/u/.pyenv/versions/*/bin/python (3.12.0, 3.9.1)"))));
}

TEST_F(Interpreter, WhatIsNoInterpreter) {
  machine.write("/x/bin/python", "#!/bin/sh\nexec something\n");
  EXPECT_THAT(tests::damages(look("/x/bin/python")),
              ElementsAre(HasSubstr("a script (#!/bin/sh), not an interpreter")));
  machine.write("/x/bin/mise",
                "\x7f"
                "ELF");
  machine.link("/x/shims/python", "../bin/mise");
  EXPECT_THAT(tests::damages(look("/x/shims/python")),
              ElementsAre(HasSubstr("leads to /x/bin/mise, which by its name is no Python interpreter")));
  EXPECT_THAT(tests::damages(look("/usr/bin/absent")), ElementsAre(HasSubstr("does not exist")));
  EXPECT_THAT(tests::damages(look("/usr/bin")), ElementsAre(HasSubstr("is not a file")));
  EXPECT_THAT(tests::damages(look("python3")), ElementsAre(HasSubstr("is not an absolute path")));
  machine.link("/x/bin/python3", "python3");
  EXPECT_THAT(tests::damages(look("/x/bin/python3")), ElementsAre(HasSubstr("links loop")));
}

TEST_F(Interpreter, PythonPathComesFirst) {
  machine.numpy("/first", "1.0.0");
  machine.numpy("/usr/lib/python3/dist-packages", "1.24.2");
  const Discovered found =
      discover_interpreter(machine.system({{"PYTHONPATH", "/first::relative:/absent"}}), "/usr/bin/python3");
  EXPECT_THAT(tests::packages(found), ElementsAre("/first/numpy", "/usr/lib/python3/dist-packages/numpy"));
}

TEST_F(Interpreter, DebiansDebugBuild) {
  machine.write("/usr/bin/python3.11-dbg",
                "\x7f"
                "ELF");
  machine.link("/usr/bin/python3-dbg", "python3.11-dbg");
  machine.numpy("/usr/lib/python3/dist-packages", "1.24.2");
  machine.numpy("/usr/lib/python3.12/dist-packages");  // another Python's
  for (const char* path : {"/usr/bin/python3-dbg", "/usr/bin/python3.11-dbg"}) {
    const Discovered found = look(path);
    EXPECT_THAT(tests::packages(found), ElementsAre("/usr/lib/python3/dist-packages/numpy")) << path;
    EXPECT_THAT(tests::damages(found), IsEmpty()) << path;
  }
}

TEST(PrefixNames, Versions) {
  EXPECT_EQ(version_in_name("python3.11"), "3.11");
  EXPECT_EQ(version_in_name("pypy3.10"), "3.10");
  EXPECT_EQ(version_in_name("python3.13t"), "3.13t");
  EXPECT_EQ(version_in_name("python3.6m"), "3.6");
  EXPECT_EQ(version_in_name("python3"), "3");
  for (const char* name : {"python", "python3.", "python3.11-config", "python3.11.7", "pythonx", "python-argcomplete",
                           "ipython3", "python0", ""})
    EXPECT_EQ(version_in_name(name), std::nullopt) << name;
}

TEST(PrefixNames, Interpreters) {
  for (const char* name : {"python", "python3", "python3.11", "python3.11.7", "python3.13t", "python3.6m", "python-dbg",
                           "python3-dbg", "python3.11-dbg", "python3.6m-dbg", "pypy", "pypy3", "pypy3.10"})
    EXPECT_TRUE(is_interpreter_name(name)) << name;
  for (const char* name :
       {"", "-dbg", "python3-config", "python3-dbg-config", "python3.", "python3.11.", "python3.11.7.1", "python.11.7",
        "python3..7", "python3.11.so", "libpython3.11.so", "python3-numpy", "python3-numpy_1.24.2_amd64.deb", "pythonx",
        "pythonw", "ipython3", "pypy3-c"})
    EXPECT_FALSE(is_interpreter_name(name)) << name;
  EXPECT_EQ(version_in_interpreter_name("python3.11-dbg"), "3.11");
  EXPECT_EQ(version_in_interpreter_name("python3.11.7"), "3.11");
  EXPECT_EQ(version_in_interpreter_name("python3-dbg"), "3");
  EXPECT_EQ(version_in_interpreter_name("python-dbg"), std::nullopt);
}

}  // namespace
}  // namespace fairplay::auditor::discovery
