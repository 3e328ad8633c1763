#include "signatures/installers/dpkg.h"

#include <gmock/gmock.h>

#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::installers {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* md5 = "d41d8cd98f00b204e9800998ecf8427e";

/// A root with one package, a diversion and a path-exclude.
class Dpkg : public testing::Test {
 protected:
  Dpkg() {
    root.write("var/lib/dpkg/status",
               "Package: python3-numpy\nArchitecture: amd64\nVersion: 1:1.24.2-1\n\nPackage: libblas3\nArchitecture: "
               "i386\nVersion: 3.10\n\n"
               "Package: libblas3\nArchitecture: amd64\nVersion: 3.11.0-2\n");
    root.write("var/lib/dpkg/info/python3-numpy.list",
               "/.\n/usr/lib/python3/dist-packages/numpy\n/usr/lib/python3/dist-packages/numpy/__init__.py\n");
    root.write("var/lib/dpkg/info/python3-numpy.md5sums", std::string(md5) +
                                                              "  usr/lib/python3/dist-packages/numpy/__init__.py\n" +
                                                              md5 + "  usr/share/man/man1/f2py.1.gz\n");
    root.write("var/lib/dpkg/info/python3-numpy-dev.list", "/usr/lib/python3/dist-packages/numpy\n");
    root.write("var/lib/dpkg/info/libblas3:amd64.list", "/lib/x86_64-linux-gnu/libblas.so.3\n");
    root.write("var/lib/dpkg/info/libblas3:amd64.md5sums", std::string(md5) + "  lib/x86_64-linux-gnu/libblas.so.3\n");
    root.write("var/lib/dpkg/diversions", "/usr/bin/f2py\n/usr/bin/f2py.distrib\nother\n");
    root.write("etc/dpkg/dpkg.cfg.d/slim", "path-exclude=/usr/share/man/*\npath-include=/usr/share/man/keep/*\n");
    root.write("usr/lib/keep", "");
  }

  std::optional<DpkgDatabase> open() { return DpkgDatabase::open(artifact::RootedFiles(root.path()), damage); }

  tests::TemporaryFolder root;
  std::vector<Damage> damage;
};

TEST_F(Dpkg, IsNotThereWithoutADatabase) {
  const tests::TemporaryFolder empty;
  EXPECT_FALSE(DpkgDatabase::open(artifact::RootedFiles(empty.path()), damage));
}

TEST_F(Dpkg, JoinsAllPackagesThatOwnAFolder) {
  const auto owners = open()->owners({"/usr/lib/python3/dist-packages/numpy", "/usr/lib/nobody"}, damage);
  EXPECT_THAT(owners.at("/usr/lib/python3/dist-packages/numpy"), ElementsAre("python3-numpy-dev", "python3-numpy"));
  EXPECT_FALSE(owners.contains("/usr/lib/nobody"));
}

TEST_F(Dpkg, KnowsThatUsrIsMerged) {
  root.link("lib", "usr/lib");
  const auto owners = open()->owners({"/usr/lib/x86_64-linux-gnu/libblas.so.3"}, damage);
  EXPECT_THAT(owners.at("/usr/lib/x86_64-linux-gnu/libblas.so.3"), ElementsAre("libblas3:amd64"));
  const DpkgPackage package = open()->package("libblas3:amd64", damage);
  EXPECT_EQ(package.version, "3.11.0-2");  // of the architecture that was asked for
  ASSERT_THAT(package.files, SizeIs(1));
  EXPECT_EQ(package.files[0].path, "/usr/lib/x86_64-linux-gnu/libblas.so.3");
}

TEST_F(Dpkg, AppliesDiversionsOfOthers) {
  root.write("var/lib/dpkg/info/python3-numpy.md5sums", std::string(md5) + "  usr/bin/f2py\n");
  EXPECT_EQ(open()->package("python3-numpy", damage).files.at(0).path, "/usr/bin/f2py.distrib");
  EXPECT_EQ(open()->package("python3-numpy", damage).version, "1:1.24.2-1");
}

TEST_F(Dpkg, HonoursPathExcludesLastMatchFirst) {
  const auto database = open();
  EXPECT_TRUE(database->excluded("/usr/share/man/man1/f2py.1.gz"));
  EXPECT_FALSE(database->excluded("/usr/share/man/keep/x.gz"));
  EXPECT_FALSE(database->excluded("/usr/share/doc/x"));
}

TEST_F(Dpkg, ReportsMalformedLines) {
  root.write("var/lib/dpkg/info/python3-numpy.md5sums", "nonsense\n");
  EXPECT_THAT(open()->package("python3-numpy", damage).files, IsEmpty());
  ASSERT_THAT(damage, SizeIs(1));
  EXPECT_EQ(damage[0].place, "line 1");
  EXPECT_THAT(damage[0].reason, HasSubstr("not an MD5 digest"));
}

TEST_F(Dpkg, APackageWithoutMd5sumsRecordsNothingAndIsNoDamage) {
  EXPECT_THAT(open()->package("python3-numpy-dev", damage).files, IsEmpty());
  EXPECT_THAT(damage, IsEmpty());
}

TEST_F(Dpkg, ReportsOddDiversions) {
  root.write("var/lib/dpkg/diversions", "/usr/bin/f2py\n");
  open();
  ASSERT_THAT(damage, SizeIs(1));
  EXPECT_THAT(damage[0].reason, HasSubstr("multiple of three"));
}

}  // namespace
}  // namespace fairplay::signatures::installers
