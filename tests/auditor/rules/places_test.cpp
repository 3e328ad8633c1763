#include "auditor/rules/places.h"

#include <gtest/gtest.h>

#include "tests/auditor/checks/check_under_test.h"

namespace fairplay {

namespace {

const auditor::Places places{
    {{"library-search", {"numpy/ctypeslib.py::load_library()", "numpy/distutils/system_info.py::default_*"}},
     {"build", {"numpy/setup.py", "numpy/distutils/*::*()"}}}};

TEST(Places, AFileWithAPartLiesThere) {
  EXPECT_TRUE(places.contains("library-search", "numpy/ctypeslib.py"));
  EXPECT_TRUE(places.contains("build", "numpy/setup.py"));
  EXPECT_FALSE(places.contains("build", "numpy/ctypeslib.py"));
  EXPECT_FALSE(places.contains("nowhere", "numpy/setup.py"));
}

TEST(Places, AFileWithAPartDoesntLieThereWhole) {
  EXPECT_FALSE(places.contains_file("library-search", "numpy/ctypeslib.py"));
  EXPECT_FALSE(places.contains_file("build", "numpy/distutils/misc_util.py"));
  EXPECT_TRUE(places.contains_file("build", "numpy/setup.py"));
}

TEST(Places, PartsAreNamesOrBodies) {
  EXPECT_TRUE(places.contains_part("library-search", "numpy/ctypeslib.py", "load_library", true));
  EXPECT_FALSE(places.contains_part("library-search", "numpy/ctypeslib.py", "load_library", false))
      << "a statement that binds it";
  EXPECT_FALSE(places.contains_part("library-search", "numpy/ctypeslib.py", "as_array", true)) << "another function";
  EXPECT_FALSE(places.contains_part("library-search", "numpy/other.py", "load_library", true)) << "another file";
  EXPECT_TRUE(places.contains_part("library-search", "numpy/distutils/system_info.py", "default_lib_dirs", false));
  EXPECT_TRUE(places.contains_part("build", "numpy/distutils/command/build.py", "build.run", true));
  EXPECT_FALSE(places.contains_part("build", "numpy/distutils/command/build.py", "", false));
  EXPECT_FALSE(places.contains_part("build", "numpy/setup.py", "setup", true))
      << "files that lie there whole are asked for by contains_file";
}

TEST(Places, TheShippedOnesNameFunctions) {
  const auditor::Places& shipped = tests::shipped_rules().places;
  EXPECT_TRUE(shipped.contains_part("library-search", "numpy/ctypeslib.py", "load_library", true));
  EXPECT_TRUE(shipped.contains_part("library-search", "numpy/distutils/system_info.py", "default_include_dirs", false));
  EXPECT_FALSE(shipped.contains_part("library-search", "numpy/ctypeslib.py", "as_array", true));
  EXPECT_TRUE(shipped.contains_part("build", "numpy/distutils/ccompiler.py", "CCompiler_spawn", true));
  EXPECT_FALSE(shipped.contains_file("build", "numpy/distutils/ccompiler.py"));
  EXPECT_TRUE(shipped.contains_file("build", "numpy/core/setup_common.py"));
}

}  // namespace

}  // namespace fairplay
