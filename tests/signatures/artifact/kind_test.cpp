#include "signatures/artifact/kind.h"

#include <gtest/gtest.h>

namespace fairplay {
namespace {

using namespace signatures::artifact;

TEST(KindTraits, SayWhatIsTrueOfAWheel) {
  const KindTraits& wheel = traits(Kind::wheel);
  EXPECT_EQ(wheel.kind, Kind::wheel);
  EXPECT_EQ(wheel.layout, Layout::wheel);
  EXPECT_EQ(wheel.record, RecordFormat::dist_info);
  EXPECT_EQ(wheel.metadata, MetadataFormat::dist_info);
  EXPECT_TRUE(wheel.archive);
}

TEST(KindTraits, SayWhatIsTrueOfADebianPackage) {
  const KindTraits& deb = traits(Kind::deb);
  EXPECT_EQ(deb.layout, Layout::installed);
  EXPECT_EQ(deb.record, RecordFormat::dpkg_md5sums);
  EXPECT_EQ(deb.metadata, MetadataFormat::debian_control);
  EXPECT_EQ(deb.control_folder, "DEBIAN/");
}

TEST(KindTraits, AnSdistHasSourcesAndNoRecord) {
  EXPECT_EQ(traits(Kind::sdist).layout, Layout::sources);
  EXPECT_EQ(traits(Kind::sdist).record, RecordFormat::none);
}

TEST(KindTraits, FoldersAndLibrariesAreNoArchives) {
  EXPECT_FALSE(traits(Kind::folder).archive);
  EXPECT_FALSE(traits(Kind::library).archive);
}

TEST(KindTraits, ThePublishedNameStandsForAKind) {
  EXPECT_EQ(kind_named_like("numpy-2.3.5-cp311-cp311-manylinux_2_28_x86_64.whl"), Kind::wheel);
  EXPECT_EQ(kind_named_like("numpy-2.3.5.tar.gz"), Kind::sdist);
  EXPECT_EQ(kind_named_like("numpy-1.9.0.zip"), Kind::sdist);
  EXPECT_EQ(kind_named_like("libblas3_3.11.0-2_amd64.deb"), Kind::deb);
  for (const char* name : {"", "numpy", "libblas.so.3", "numpy.whl.asc", "numpy-2.3.5.tar"})
    EXPECT_EQ(kind_named_like(name), std::nullopt) << name;
}

TEST(KindTraits, ArchivesAreKnownByTheirNames) {
  EXPECT_TRUE(named_like_archive("/tmp/x.whl"));
  EXPECT_TRUE(named_like_archive("x.deb"));
  EXPECT_FALSE(named_like_archive("/tmp/x.whl/numpy.libs/libopenblas.so"));
  EXPECT_FALSE(named_like_archive("/usr/lib/libblas.so.3"));
}

TEST(KindTraits, ControlFoldersHoldThePackageManagersFiles) {
  EXPECT_TRUE(in_control_folder("DEBIAN/control"));
  EXPECT_FALSE(in_control_folder("usr/DEBIAN/control"));
  EXPECT_FALSE(in_control_folder("numpy/__init__.py"));
  EXPECT_FALSE(in_control_folder(""));
}

TEST(KindTraits, AllKindsOfFilesAreListedForMessages) {
  EXPECT_EQ(described_file_kinds("or"), "an ELF library, a Debian package, a wheel or an sdist");
}

}  // namespace
}  // namespace fairplay
