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

}  // namespace
}  // namespace fairplay::auditor::discovery
