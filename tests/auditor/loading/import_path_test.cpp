#include "auditor/loading/import_path.h"

#include <gmock/gmock.h>

#include "auditor/loading/import_views.h"
#include "auditor/loading/linkages.h"
#include "auditor/loading/process_start.h"
#include "tests/auditor/discovery/made_up_machine.h"
#include "tests/support/elf_builder.h"

namespace fairplay::auditor::loading {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Variables = std::map<std::string, std::string>;

class ImportPaths : public testing::Test {
 protected:
  /// CPython 3.11 below a prefix; `site`: text that its site.py holds.
  void python(const std::string& prefix, const std::string& site = "", const std::string& version = "3.11",
              const std::string& library = "lib") {
    const std::string folder = prefix + "/" + library + "/python" + version;
    machine.write(prefix + "/bin/python" + version, tests::ElfBuilder{}.build());
    machine.link(prefix + "/bin/python3", "python" + version);
    machine.write(folder + "/os.py", "");
    machine.write(folder + "/site.py", site);
    machine.folder(folder + "/lib-dynload");
    machine.folder(folder + "/site-packages");
  }
  void debian() {
    python("/usr", "\"dist-packages\"");
    machine.folder("/usr/local/lib/python3.11/dist-packages");
    machine.folder("/usr/lib/python3/dist-packages");
  }
  void venv(const std::string& path, const std::string& configuration) {
    machine.write(path + "/pyvenv.cfg", configuration);
    machine.link(path + "/bin/python", "/usr/bin/python3.11");
    machine.folder(path + "/lib/python3.11/site-packages");
  }
  ImportPath path_of(const std::string& program, const Variables& variables = {}) {
    PythonStart start;
    start.program = program;
    return import_path_of(machine.system(variables), start);
  }
  static std::vector<std::string> entries(const ImportPath& path) {
    std::vector<std::string> all;
    for (const ImportEntry& entry : path.entries) all.push_back(entry.path);
    return all;
  }

  tests::MadeUpMachine machine;
};

TEST_F(ImportPaths, Debian) {
  debian();
  EXPECT_THAT(entries(path_of("/usr/bin/python3")),
              ElementsAre("/usr/lib/python311.zip", "/usr/lib/python3.11", "/usr/lib/python3.11/lib-dynload",
                          "/usr/local/lib/python3.11/dist-packages", "/usr/lib/python3/dist-packages"));
}

TEST_F(ImportPaths, Fedora) {
  python("/usr", "prefixes.insert(0, \"/usr/local\")", "3.11", "lib64");
  machine.folder("/usr/lib/python3.11/site-packages");
  machine.folder("/usr/local/lib/python3.11/site-packages");
  EXPECT_THAT(entries(path_of("/usr/bin/python3")),
              ElementsAre("/usr/lib64/python311.zip", "/usr/lib64/python3.11", "/usr/lib64/python3.11/lib-dynload",
                          "/usr/local/lib/python3.11/site-packages", "/usr/lib64/python3.11/site-packages",
                          "/usr/lib/python3.11/site-packages"));
}

TEST_F(ImportPaths, FreeThreaded) {
  python("/opt/p", "", "3.13t");
  machine.link("/opt/p/bin/python", "python3.13t");
  const ImportPath path = path_of("/opt/p/bin/python");
  EXPECT_TRUE(path.free_threaded);
  EXPECT_THAT(entries(path), ElementsAre("/opt/p/lib/python313t.zip", "/opt/p/lib/python3.13t",
                                         "/opt/p/lib/python3.13t/lib-dynload", "/opt/p/lib/python3.13t/site-packages"));
}

TEST_F(ImportPaths, VenvsWithAndWithoutTheSystems) {
  debian();
  venv("/v", "home = /usr/bin\ninclude-system-site-packages = false\n");
  venv("/s", "home = /usr/bin\ninclude-system-site-packages = true\n");
  machine.folder("/home/u/.local/lib/python3.11/site-packages");
  const Variables variables{{"HOME", "/home/u"}};
  EXPECT_THAT(entries(path_of("/v/bin/python", variables)),
              ElementsAre("/usr/lib/python311.zip", "/usr/lib/python3.11", "/usr/lib/python3.11/lib-dynload",
                          "/v/lib/python3.11/site-packages"));
  EXPECT_THAT(entries(path_of("/s/bin/python", variables)),
              ElementsAre("/usr/lib/python311.zip", "/usr/lib/python3.11", "/usr/lib/python3.11/lib-dynload",
                          "/s/lib/python3.11/site-packages", "/home/u/.local/lib/python3.11/site-packages",
                          "/usr/lib/python3.11/site-packages", "/usr/local/lib/python3.11/dist-packages",
                          "/usr/lib/python3/dist-packages"));
}

TEST_F(ImportPaths, WhatIsntKnownIsSaid) {
  machine.write("/a/bin/python3.11", tests::ElfBuilder{}.build());
  EXPECT_FALSE(path_of("/a/bin/python3.11").complete) << "no standard library";
  machine.write("/p/bin/pypy3.10", tests::ElfBuilder{}.build());
  EXPECT_FALSE(path_of("/p/bin/pypy3.10").complete);
  debian();
  EXPECT_FALSE(path_of("/usr/bin/python3", {{"PYTHONPATH", "relative"}}).complete) << "the working folder isn't known";
  EXPECT_TRUE(path_of("/usr/bin/python3", {{"PYTHONPATH", "relative"}, {"PWD", "/w"}}).complete);
  EXPECT_THAT(entries(path_of("/nowhere/python3")), IsEmpty());
}

TEST_F(ImportPaths, LoopsOfPathFiles) {
  debian();
  const std::string folder = "/usr/lib/python3/dist-packages";
  machine.write(folder + "/a.pth", "import site; site.addsitedir('" + folder + "')\n");
  machine.link(folder + "/b.pth", "b.pth");
  machine.link(folder + "/c", "c");
  machine.write(folder + "/c.pth", "c\n../../../../../../../..\n");
  const ImportPath path = path_of("/usr/bin/python3");
  EXPECT_EQ(path.entries.back().path, "/") << "dots above the root lead to it";
}

TEST_F(ImportPaths, TheFirstOneIsImported) {
  debian();
  machine.numpy("/usr/local/lib/python3.11/dist-packages", "2.0.0");
  machine.numpy("/usr/lib/python3/dist-packages", "1.24.2");
  const discovery::System system = machine.system();
  Linkages linkages(system);
  discovery::Discovered found = discovery::discover_machine(system);
  const Imports imports = find_imports(linkages, found, {});
  ASSERT_EQ(found.numpys.size(), 2U);
  EXPECT_EQ(found.numpys.back().package, "/usr/lib/python3/dist-packages/numpy") << "hidden ones come last";
  ASSERT_EQ(imports.views.size(), 1U);
  EXPECT_EQ(imports.views[0].numpys.size(), 2U);
  const auto hidden = imports.numpys.find(machine.host("/usr/lib/python3/dist-packages/numpy"));
  ASSERT_NE(hidden, imports.numpys.end());
  EXPECT_FALSE(hidden->second.imported);
  ASSERT_EQ(hidden->second.hidden.size(), 1U);
  EXPECT_EQ(hidden->second.hidden[0].winner.version, "2.0.0");
  EXPECT_FALSE(hidden->second.hidden[0].system_hidden);
}

TEST_F(ImportPaths, OtherUsersOwnNumPysAreTold) {
  debian();
  machine.numpy("/usr/lib/python3/dist-packages", "1.24.2");
  machine.numpy("/home/ada/.local/lib/python3.11/site-packages", "1.26.4");
  machine.numpy("/home/bob/.local/lib/python3.10/site-packages", "1.26.4");
  const discovery::System system = machine.system({{"HOME", "/root"}});
  Linkages linkages(system);
  discovery::Discovered found = discovery::discover_interpreter(system, "/usr/bin/python3");
  ImportScope scope;
  scope.programs = {"/usr/bin/python3"};
  const Imports imports = find_imports(linkages, found, scope);
  EXPECT_THAT(imports.numpys.at(machine.host("/usr/lib/python3/dist-packages/numpy")).other_users,
              ElementsAre(machine.host("/home/ada/.local/lib/python3.11/site-packages/numpy")));
}

TEST(CommandLine, OptionsAndScript) {
  const auto read = [](std::vector<std::string> arguments) {
    PythonStart start;
    arguments.insert(arguments.begin(), "python3");
    read_command_line(arguments, "/w", start);
    return start;
  };
  EXPECT_EQ(read({"run.py", "-I"}).script_folder, "/w");
  EXPECT_FALSE(read({"run.py", "-I"}).isolated);
  EXPECT_EQ(read({"-W", "ignore", "-Xdev", "/a/../b/run.py"}).script_folder, "/b");
  EXPECT_TRUE(read({"-sBE", "-m", "x"}).no_user_site);
  EXPECT_TRUE(read({"-sBE", "-m", "x"}).no_environment);
  EXPECT_EQ(read({"-m", "-I"}).script_folder, "/w");
  EXPECT_TRUE(read({"-Ic", "-P"}).isolated);
  EXPECT_FALSE(read({"-Ic", "-P"}).safe_path);
  EXPECT_EQ(read({"--check-hash-based-pycs", "always", "-"}).script_folder, "/w");
  EXPECT_EQ(read({}).script_folder, "");
}

TEST(AbsolutePath, AsOsPathHasIt) {
  EXPECT_EQ(absolute_path("/a/b", "../c"), "/a/c");
  EXPECT_EQ(absolute_path("/a", "/x//./y/../z/"), "/x/z");
  EXPECT_EQ(absolute_path("/", "../.."), "/");
  EXPECT_EQ(absolute_path("/a", ""), "/a");
}

}  // namespace
}  // namespace fairplay::auditor::loading
