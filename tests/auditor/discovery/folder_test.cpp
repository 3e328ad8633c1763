#include <gmock/gmock.h>

#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Folder : public testing::Test {
 protected:
  Discovered look(const std::string& path) { return discover_folder(machine.system({{"HOME", "/home/u"}}), path); }

  tests::MadeUpMachine machine;
};

TEST_F(Folder, EveryWayToOneVenv) {
  machine.venv("/w/v");
  machine.numpy("/w/v/lib/python3.11/site-packages");
  machine.library("/w/v/lib/python3.11/site-packages/numpy.libs/libscipy_openblas64_-1.so");
  for (const char* path : {"/w/v", "/w/v/", "/w/v/lib", "/w/v/lib/python3.11", "/w/v/lib/python3.11/site-packages",
                           "/w/v/lib/python3.11/site-packages/numpy", "/w", "/w/./v/../v"}) {
    const Discovered found = look(path);
    ASSERT_THAT(tests::packages(found), ElementsAre("/w/v/lib/python3.11/site-packages/numpy")) << path;
    EXPECT_EQ(text_of(found.numpys[0].folder.environment), "venv /w/v") << path;
    EXPECT_THAT(found.numpys[0].metadata, SizeIs(1)) << path;
    EXPECT_THAT(tests::library_paths(found),
                ElementsAre("/w/v/lib/python3.11/site-packages/numpy.libs/libscipy_openblas64_-1.so"))
        << path;
    EXPECT_THAT(tests::damages(found), IsEmpty()) << path;
  }
}

TEST_F(Folder, PipTarget) {
  machine.numpy("/target");
  const Discovered found = look("/target");
  ASSERT_THAT(tests::packages(found), ElementsAre("/target/numpy"));
  EXPECT_EQ(text_of(found.numpys[0].folder.environment), "folder");
}

TEST_F(Folder, ProjectWithEnvironments) {
  for (const char* name : {".venv", "env", ".tox/py311", ".nox/tests"}) {
    machine.venv("/project/" + std::string(name));
    machine.numpy("/project/" + std::string(name) + "/lib/python3.11/site-packages");
  }
  machine.write("/project/src/numpy/__init__.py", "");  // not importable from the project's folder
  EXPECT_THAT(look("/project").numpys, SizeIs(4));
}

TEST_F(Folder, SourceTreeOfNumpy) {
  machine.write("/numpy/numpy/__init__.py", "");
  machine.write("/numpy/pyproject.toml", "");
  EXPECT_THAT(tests::packages(look("/numpy")), ElementsAre("/numpy/numpy"));
}

TEST_F(Folder, PackageUnderAnotherName) {
  machine.write("/suspect/__init__.py", "");
  machine.write("/suspect/core/multiarray.py", "");
  EXPECT_THAT(tests::packages(look("/suspect")), ElementsAre("/suspect"));
}

TEST_F(Folder, CondaPrefixAndPyenvRoot) {
  machine.folder("/c/conda-meta");
  machine.folder("/c/etc");
  machine.numpy("/c/lib/python3.11/site-packages");
  machine.library("/c/lib/libmkl_rt.so.2");
  const Discovered conda = look("/c");
  ASSERT_THAT(conda.numpys, SizeIs(1));
  EXPECT_TRUE(conda.numpys[0].folder.conda);
  EXPECT_EQ(text_of(conda.numpys[0].folder.environment), "conda /c");
  EXPECT_EQ(text_of(tests::library_at(conda, "/c/lib/libmkl_rt.so.2")->environment), "conda /c");

  machine.write("/home/u/.pyenv/versions/3.9.1/bin/python3", "");
  machine.numpy("/home/u/.pyenv/versions/3.9.1/lib/python3.9/site-packages");
  EXPECT_EQ(text_of(look("/home/u/.pyenv").numpys.at(0).folder.environment), "pyenv 3.9.1");
}

TEST_F(Folder, UnpackedRoot) {
  machine.numpy("/image/usr/lib/python3/dist-packages", "1.24.2");
  machine.library("/image/usr/lib/x86_64-linux-gnu/blas/libblas.so.3");
  machine.link("/image/usr/lib/x86_64-linux-gnu/libblas.so.3", "/etc/alternatives/libblas.so.3");
  machine.link("/image/etc/alternatives/libblas.so.3", "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3");
  EXPECT_TRUE(is_unpacked_root(machine.system(), "/image"));
  const Discovered found = look("/image");
  ASSERT_THAT(tests::packages(found), ElementsAre("/image/usr/lib/python3/dist-packages/numpy"));
  EXPECT_EQ(text_of(found.numpys[0].folder.environment), "system");
  ASSERT_THAT(tests::library_paths(found), ElementsAre("/image/usr/lib/x86_64-linux-gnu/blas/libblas.so.3"));
  EXPECT_TRUE(found.libraries[0].alternatives);
  EXPECT_THAT(found.libraries[0].chains,
              ElementsAre(ElementsAre("libblas.so.3", "/image/usr/lib/x86_64-linux-gnu/libblas.so.3",
                                      "/image/etc/alternatives/libblas.so.3",
                                      "/image/usr/lib/x86_64-linux-gnu/blas/libblas.so.3")));
}

TEST_F(Folder, WhatIsNoUnpackedRoot) {
  machine.folder("/usr/local/lib");
  machine.folder("/usr/local/etc");
  machine.folder("/c/usr/lib");
  machine.folder("/c/conda-meta");
  for (const char* path : {"/usr/local", "/usr", "/c", "/absent"})
    EXPECT_FALSE(is_unpacked_root(machine.system(), path)) << path;
  machine.write("/old/etc/passwd", "");
  machine.folder("/old/lib");
  EXPECT_TRUE(is_unpacked_root(machine.system(), "/old"));
}

TEST_F(Folder, OfLibraries) {
  machine.library("/libs/libblas.so.3");
  machine.library("/libs/lib/libopenblas.so.0");
  machine.library("/libs/deeper/libblis.so.4");
  machine.write("/libs/libfoo.so", "");
  EXPECT_THAT(tests::library_paths(look("/libs")),
              UnorderedElementsAre("/libs/lib/libopenblas.so.0", "/libs/libblas.so.3"));
}

TEST_F(Folder, NothingAndWorse) {
  machine.folder("/empty");
  machine.write("/file", "");
  machine.link("/loop", "loop");
  EXPECT_THAT(look("/empty").numpys, IsEmpty());
  EXPECT_THAT(tests::damages(look("/empty")), IsEmpty());
  EXPECT_THAT(tests::damages(look("/absent")), ElementsAre(HasSubstr("/absent does not exist")));
  EXPECT_THAT(tests::damages(look("/file")), ElementsAre(HasSubstr("is not a folder")));
  EXPECT_THAT(tests::damages(look("/loop")), ElementsAre(HasSubstr("links loop")));
}

TEST_F(Folder, WhereApplicationsKeepTheirPackages) {
  for (const char* place : {"/projects/app/lib", "/projects/dist/layer/python", "/projects/deep/a/b/c/vendor"}) {
    machine.numpy(place);
    machine.write(std::string(place) + "/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so", "");
  }
  machine.venv("/projects/pipx/venvs/black");
  machine.numpy("/projects/pipx/venvs/black/lib/python3.11/site-packages");
  machine.venv("/projects/team/project/.venv");
  machine.numpy("/projects/team/project/.venv/lib/python3.11/site-packages");
  machine.write("/projects/src/mylib/numpy/__init__.py", "");  // a submodule of that name
  const Discovered found = look("/projects");
  EXPECT_THAT(tests::packages(found), ElementsAre("/projects/app/lib/numpy", "/projects/deep/a/b/c/vendor/numpy",
                                                  "/projects/dist/layer/python/numpy",
                                                  "/projects/pipx/venvs/black/lib/python3.11/site-packages/numpy",
                                                  "/projects/team/project/.venv/lib/python3.11/site-packages/numpy"));
  EXPECT_EQ(text_of(found.numpys[3].folder.environment), "pipx black");
  EXPECT_THAT(tests::unchecked(found), IsEmpty());
  EXPECT_THAT(tests::packages(look("/projects/app")), ElementsAre("/projects/app/lib/numpy"));
}

TEST_F(Folder, ALinkedFolderIsSearchedWhereItReallyIs) {
  machine.numpy("/elsewhere/lib");
  machine.write("/elsewhere/lib/numpy/core/multiarray.py", "");
  machine.link("/w2/lib", "/elsewhere");
  EXPECT_THAT(look("/w2").numpys, IsEmpty());
}

TEST_F(Folder, WhatIsTooDeepIsTold) {
  std::string deep = "/w3";
  for (int i = 0; i < 12; ++i) deep += "/d";
  machine.numpy(deep);
  const Discovered found = look("/w3");
  EXPECT_THAT(found.numpys, IsEmpty());
  EXPECT_THAT(tests::unchecked(found), ElementsAre(HasSubstr("levels below it")));
}

TEST_F(Folder, FrozenApplication) {
  machine.write("/dist/app/app", "");
  machine.write("/dist/app/_internal/base_library.zip", "");
  machine.library("/dist/app/_internal/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so");
  machine.library("/dist/app/_internal/numpy.libs/libscipy_openblas64_-1.so");
  for (const char* path : {"/dist", "/dist/app", "/dist/app/_internal"}) {
    const Discovered found = look(path);
    ASSERT_THAT(tests::packages(found), ElementsAre("/dist/app/_internal/numpy")) << path;
    EXPECT_TRUE(found.numpys[0].frozen);
    EXPECT_THAT(tests::library_paths(found), SizeIs(1));
  }
  EXPECT_EQ(files_of_program(machine.system(), "/dist/app/app"), "/dist/app/_internal");
  EXPECT_EQ(files_of_program(machine.system(), "/dist/app"), "");
}

TEST_F(Folder, BytecodeAlone) {
  machine.write("/app/lib/numpy/__init__.pyc", "");
  machine.write("/app/lib/numpy/core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so", "");
  const Discovered found = look("/app/lib");
  ASSERT_THAT(found.numpys, SizeIs(1));
  EXPECT_TRUE(found.numpys[0].frozen);
}

TEST_F(Folder, BinariesOfItsPackages) {
  machine.numpy("/target");
  machine.library("/target/faiss/_swigfaiss.cpython-311-x86_64-linux-gnu.so");
  machine.library("/target/cv2.abi3.so");
  machine.library("/target/torch/lib/libtorch_cpu.so");
  machine.link("/target/linked", "/elsewhere/pkg");
  machine.library("/elsewhere/pkg/sub/x.so");
  machine.write("/target/torch/lib/readme.txt", "");
  std::vector<std::string> found;
  for (const FoundBinary& binary : look("/target").binaries) found.push_back(binary.package + " " + binary.path);
  EXPECT_THAT(found, UnorderedElementsAre(
                         "cv2 /target/cv2.abi3.so", "faiss /target/faiss/_swigfaiss.cpython-311-x86_64-linux-gnu.so",
                         "torch /target/torch/lib/libtorch_cpu.so", HasSubstr("/elsewhere/pkg/sub/x.so")));
}

}  // namespace
}  // namespace fairplay::auditor::discovery
