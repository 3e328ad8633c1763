#include "auditor/discovery/numpy_packages.h"

#include <gmock/gmock.h>

#include "auditor/discovery/distribution_names.h"
#include "tests/auditor/discovery/made_up_machine.h"

namespace fairplay::auditor::discovery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class NumpyPackages : public testing::Test {
 protected:
  Discovered look() { return discover_folder(machine.system(), site); }

  const std::string site = "/v/lib/python3.11/site-packages";
  tests::MadeUpMachine machine;
};

TEST_F(NumpyPackages, InstalledByPip) {
  machine.numpy(site);
  const Discovered found = look();
  ASSERT_THAT(found.numpys, SizeIs(1));
  EXPECT_EQ(found.numpys[0].package, site + "/numpy");
  EXPECT_THAT(found.numpys[0].metadata, ElementsAre(site + "/numpy-2.3.5.dist-info"));
  EXPECT_FALSE(found.numpys[0].editable);
  EXPECT_EQ(found.numpys[0].folder.python, "3.11");
}

TEST_F(NumpyPackages, NothingThatOnlyLooksLikeOne) {
  machine.write(site + "/numpy/__init__.pyi", "");  // stubs
  machine.write(site + "/numpy/core/_multiarray_umath.cpython-311.so",
                "\x7f"
                "ELF");  // Debian's second folder
  machine.write(site + "/numpy_financial/__init__.py", "");
  machine.write(site + "/numpy_financial-1.0.dist-info/top_level.txt", "numpy_financial\n");
  EXPECT_THAT(look().numpys, IsEmpty());
}

TEST_F(NumpyPackages, DamagedButRecognisable) {
  machine.write(site + "/numpy/version.py", "");
  EXPECT_THAT(look().numpys, SizeIs(1));
}

TEST_F(NumpyPackages, TwoVersionsOfMetadata) {
  machine.numpy(site, "1.26.4");
  machine.numpy(site, "2.3.5");
  EXPECT_THAT(look().numpys[0].metadata,
              ElementsAre(site + "/numpy-1.26.4.dist-info", site + "/numpy-2.3.5.dist-info"));
}

TEST_F(NumpyPackages, DebiansEggInfo) {
  machine.write(site + "/numpy/__init__.py", "");
  machine.write(site + "/numpy-1.24.2.egg-info/PKG-INFO", "Name: numpy\n");
  machine.write(site + "/numpy-1.19.5-py3.9.egg-info", "Name: numpy\n");
  EXPECT_THAT(look().numpys[0].metadata,
              ElementsAre(site + "/numpy-1.19.5-py3.9.egg-info", site + "/numpy-1.24.2.egg-info"));
}

TEST_F(NumpyPackages, AnotherDistributionInstallsIt) {
  machine.write(site + "/numpy/__init__.py", "");
  machine.write(site + "/intel_numpy-1.15.1.dist-info/RECORD", "intel/x.py,,\nnumpy/__init__.py,sha256=x,1\n");
  machine.write(site + "/intel_numpy-1.15.1.dist-info/top_level.txt", "\n");
  machine.write(site + "/numpy_stl-3.dist-info/RECORD", "stl/__init__.py,,\nmylib/numpy/__init__.py,,\n");
  EXPECT_THAT(look().numpys[0].metadata, ElementsAre(site + "/intel_numpy-1.15.1.dist-info"));
}

TEST_F(NumpyPackages, UnrelatedNameIsFoundWhereNobodyElseAccounts) {
  machine.write(site + "/numpy/__init__.py", "");
  machine.write(site + "/fastmath-1.0.dist-info/RECORD",
                "fastmath/__init__.py,,\r\n\"numpy/__init__.py\",sha256=x,1\r\n");
  machine.write(site + "/old-1.0-py3.11.egg-info/top_level.txt", "old\nnumpy\n");
  machine.write(site + "/installed-1.0.egg-info/installed-files.txt", "../numpy/__init__.py\n");
  machine.write(site + "/innocent-1.0.dist-info/RECORD", "innocent/numpy/__init__.py,,\nnumpy/__init__.py.bak,,\n");
  EXPECT_THAT(look().numpys[0].metadata,
              UnorderedElementsAre(site + "/fastmath-1.0.dist-info", site + "/old-1.0-py3.11.egg-info",
                                   site + "/installed-1.0.egg-info"));
  // Once numpy's own metadata is there, RECORDs of unrelated names are not read.
  machine.numpy(site);
  EXPECT_THAT(look().numpys[0].metadata, ElementsAre(site + "/numpy-2.3.5.dist-info"));
}

TEST_F(NumpyPackages, Eggs) {
  machine.numpy(site);
  machine.write(site + "/numpy-1.16.0-py3.7-linux-x86_64.egg/numpy/__init__.py", "");
  machine.write(site + "/numpy-1.16.0-py3.7-linux-x86_64.egg/EGG-INFO/PKG-INFO", "");
  machine.write(site + "/numpy-1.15.0-py3.7-linux-x86_64.egg", "PK");
  machine.write(site + "/other-1.egg/other.py", "");
  machine.write(site + "/easy-install.pth", "./numpy-1.16.0-py3.7-linux-x86_64.egg\n");
  const Discovered found = look();
  EXPECT_THAT(tests::packages(found),
              UnorderedElementsAre(site + "/numpy", site + "/numpy-1.16.0-py3.7-linux-x86_64.egg/numpy"));
  EXPECT_THAT(tests::numpy_at(found, site + "/numpy-1.16.0-py3.7-linux-x86_64.egg/numpy")->metadata,
              ElementsAre(site + "/numpy-1.16.0-py3.7-linux-x86_64.egg/EGG-INFO"));
  EXPECT_THAT(tests::unchecked(found),
              ElementsAre(site + "/numpy-1.15.0-py3.7-linux-x86_64.egg: a zipped egg is not looked into"));
}

TEST_F(NumpyPackages, LeftoversOfPip) {
  machine.numpy(site);
  for (const char* name : {"~umpy", "~-mpy-1.26.4.dist-info", "~umpy.libs"}) machine.folder(site + "/" + name);
  for (const char* name : {"~andas", "~umpysomething", "~"}) machine.folder(site + "/" + name);
  EXPECT_THAT(look().numpys[0].leftovers, ElementsAre("~-mpy-1.26.4.dist-info", "~umpy", "~umpy.libs"));
}

TEST_F(NumpyPackages, MetadataWithoutAPackage) {
  machine.write(site + "/numpy-2.3.5.dist-info/METADATA", "");
  const Discovered found = look();
  EXPECT_THAT(found.numpys, IsEmpty());
  EXPECT_THAT(
      tests::unchecked(found),
      ElementsAre(HasSubstr("numpy-2.3.5.dist-info: it speaks of a NumPy, but there is no numpy folder beside it")));
}

TEST_F(NumpyPackages, RecordedAndGone) {
  machine.write(site + "/numpy-2.3.5.dist-info/RECORD", "numpy/__init__.py,,\n");
  EXPECT_THAT(tests::packages(look()), ElementsAre(site + "/numpy"));
  machine.write(site + "/numpy/distutils/site.cfg", "");
  EXPECT_THAT(tests::packages(look()), ElementsAre(site + "/numpy"));
}

TEST_F(NumpyPackages, LinksIntoAnEmptiedStore) {
  machine.folder(site + "/numpy");
  machine.link(site + "/numpy/__init__.py", "/root/.cache/uv/archive-v0/x/numpy/__init__.py");
  EXPECT_THAT(tests::packages(look()), ElementsAre(site + "/numpy"));
}

TEST_F(NumpyPackages, AnEmptyNamespace) {
  machine.write(site + "/numpy/distutils/site.cfg", "");
  const Discovered found = look();
  EXPECT_THAT(found.numpys, IsEmpty());
  EXPECT_THAT(tests::unchecked(found), ElementsAre(HasSubstr("an empty namespace package")));
}

TEST_F(NumpyPackages, UnpackedIntelWheel) {
  const std::string inner = "/wheel/intel_numpy-1.15.1.data/data/lib/python3.6/site-packages";
  machine.numpy(inner, "1.15.1");
  machine.write("/wheel/intel_numpy-1.15.1.dist-info/RECORD",
                "intel_numpy-1.15.1.data/data/lib/python3.6/site-packages/numpy/__init__.py,sha256=x,1\n");
  machine.library("/wheel/intel_numpy-1.15.1.data/data/lib/libmkl_rt.so");
  const Discovered found = discover_folder(machine.system(), "/wheel");
  ASSERT_THAT(tests::packages(found), ElementsAre(inner + "/numpy"));
  EXPECT_THAT(found.numpys[0].metadata,
              ElementsAre(inner + "/numpy-1.15.1.dist-info", "/wheel/intel_numpy-1.15.1.dist-info"));
  EXPECT_EQ(found.numpys[0].folder.python, "3.6");
  EXPECT_THAT(tests::library_paths(found), ElementsAre("/wheel/intel_numpy-1.15.1.data/data/lib/libmkl_rt.so"));
}

TEST_F(NumpyPackages, PathFileAddsAFolder) {
  machine.numpy("/shared/packages", "1.26.4");
  machine.write(site + "/extra.pth",
                "# a comment\nimport os; os.x\n/shared/packages\n/shared/packages\n/absent\n../../../..\n");
  const Discovered found = look();
  EXPECT_THAT(tests::packages(found), ElementsAre("/shared/packages/numpy"));
  EXPECT_FALSE(found.numpys[0].editable);
}

TEST_F(NumpyPackages, BundledLibraries) {
  machine.numpy(site);
  for (const char* path :
       {"/numpy.libs/libscipy_openblas64_-1.so", "/numpy.libs/libgfortran-1.so.5", "/scipy.libs/libscipy_openblas-2.so",
        "/numpy/.libs/libopenblasp-r0-3.so", "/scipy_openblas64/lib/libscipy_openblas64_.so",
        "/scipy_openblas64/lib/cmake/libopenblas.so", "/cvxopt.libs/libopenblasp-r0-4.so", "/lib/libmkl_rt.so.2",
        "/~umpy.libs/libopenblas.so"}) {
    machine.library(site + path);
  }
  const Discovered found = look();
  EXPECT_THAT(tests::library_paths(found),
              UnorderedElementsAre(
                  site + "/numpy.libs/libscipy_openblas64_-1.so", site + "/scipy.libs/libscipy_openblas-2.so",
                  site + "/numpy/.libs/libopenblasp-r0-3.so", site + "/scipy_openblas64/lib/libscipy_openblas64_.so",
                  site + "/cvxopt.libs/libopenblasp-r0-4.so", site + "/lib/libmkl_rt.so.2"));
  EXPECT_EQ(tests::library_at(found, site + "/numpy.libs/libscipy_openblas64_-1.so")->bundled_by, "numpy.libs");
  EXPECT_EQ(tests::library_at(found, site + "/numpy/.libs/libopenblasp-r0-3.so")->bundled_by, "numpy/.libs");
  EXPECT_EQ(tests::library_at(found, site + "/scipy_openblas64/lib/libscipy_openblas64_.so")->bundled_by,
            "scipy_openblas64");
}

TEST(DistributionNames, Parts) {
  EXPECT_EQ(distribution_name("numpy-2.3.5.dist-info").project, "numpy");
  EXPECT_EQ(distribution_name("Intel_Numpy-1.15.1.dist-info").project, "intel-numpy");
  EXPECT_EQ(distribution_name("numpy.egg-info").project, "numpy");
  EXPECT_EQ(distribution_name("numpy.egg-link").kind, DistributionName::Kind::egg_link);
  EXPECT_EQ(distribution_name(".dist-info").kind, DistributionName::Kind::none);
  EXPECT_EQ(distribution_name("numpy").kind, DistributionName::Kind::none);
}

}  // namespace
}  // namespace fairplay::auditor::discovery
