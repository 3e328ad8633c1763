#include <gmock/gmock.h>

#include "signatures/artifact/file_stream.h"
#include "tests/signatures/artifact/collected.h"
#include "tests/support/archive_builder.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::artifact {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using tests::build_ar;
using tests::build_tar;
using tests::Collected;
using tests::gzip;
using tests::TarEntry;

const TarEntry control{"./control", "Package: p\n"};
const std::vector<TarEntry> data{{"./", "", '5'},
                                 {"./usr/", "", '5'},
                                 {"./usr/lib/libp.so.1", "library"},
                                 {"./usr/lib/libp.so", "", '2', "libp.so.1"}};

class DebianPackage : public testing::Test {
 protected:
  Collected read(const std::string& bytes, const ArchiveLimits& limits = {}) {
    auto stream = open_file(folder.write("p_1_amd64.deb", bytes), limits);
    EXPECT_TRUE(stream.has_value()) << stream.error().reason;
    return stream ? tests::collect(**stream) : Collected{};
  }
  tests::TemporaryFolder folder;
};

TEST_F(DebianPackage, ControlAndDataAreOneTree) {
  auto stream = open_file(folder.write("p", tests::build_deb({{"./", "", '5'}, control}, data)));
  ASSERT_TRUE(stream);
  EXPECT_EQ((*stream)->kind(), Kind::deb);
  const Collected all = tests::collect(**stream);
  EXPECT_THAT(all.damage_lines(), IsEmpty());
  EXPECT_THAT(all.paths(), ElementsAre("DEBIAN/control", "usr", "usr/lib/libp.so", "usr/lib/libp.so.1"));
  EXPECT_EQ(all.files.at("DEBIAN/control").content, "Package: p\n");
  EXPECT_EQ(all.files.at("usr/lib/libp.so.1").content, "library");
  EXPECT_EQ(all.files.at("usr/lib/libp.so").entry.link_target, "libp.so.1");
}

TEST_F(DebianPackage, UncompressedParts) {
  const Collected all = read(
      build_ar({{"debian-binary", "2.0\n"}, {"control.tar", build_tar({control})}, {"data.tar", build_tar(data)}}));
  EXPECT_THAT(all.damage_lines(), IsEmpty());
  EXPECT_EQ(all.files.size(), 4U);
}

TEST_F(DebianPackage, AbsoluteLinksLieInside) {
  const Collected all =
      read(tests::build_deb({control}, {{"./usr/lib/a", "", '2', "/etc/alternatives/a"}, {"./b", "", '2', "../../x"}}));
  EXPECT_FALSE(all.files.at("usr/lib/a").entry.leaves_root);
  EXPECT_TRUE(all.files.at("b").entry.leaves_root);
  EXPECT_THAT(all.damage_lines(),
              ElementsAre("data.tar.gz: member ./b: a symlink that leaves the archive's tree: it points to ../../x"));
}

TEST_F(DebianPackage, DataThatPassesForControl) {
  const Collected all = read(tests::build_deb({control}, {{"./DEBIAN/control", "Package: evil\n"}}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre("data.tar.gz: member ./DEBIAN/control: would pass for a file of DEBIAN/: it was not read"));
  EXPECT_EQ(all.files.at("DEBIAN/control").content, "Package: p\n");
}

TEST_F(DebianPackage, MissingParts) {
  EXPECT_THAT(read(build_ar({{"debian-binary", "2.0\n"}})).damage_lines(),
              ElementsAre(HasSubstr("no control.tar"), HasSubstr("no data.tar")));
  EXPECT_THAT(
      read(build_ar({{"debian-binary", "2.0\n"}, {"control.tar.gz", gzip(build_tar({control}))}})).damage_lines(),
      ElementsAre(HasSubstr("no data.tar")));
}

TEST_F(DebianPackage, PartsTwiceOrUnknown) {
  const std::string first = gzip(build_tar({control}));
  const std::string files = gzip(build_tar(data));
  const Collected all = read(build_ar({{"debian-binary", "2.0\n"},
                                       {"control.tar.gz", first},
                                       {"data.tar.gz", files},
                                       {"data.tar", build_tar({{"evil", "x"}})},
                                       {"extra", "x"},
                                       {"_gpgorigin", "sig"}}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre("member data.tar: the package has this part twice; the first one was read",
                          "member extra: an unknown member of the package; dpkg refuses it"));
  EXPECT_FALSE(all.files.contains("evil"));
}

TEST_F(DebianPackage, WrongVersion) {
  EXPECT_THAT(
      read(build_ar({{"debian-binary", "3.0\n"}, {"control.tar", build_tar({control})}, {"data.tar", build_tar(data)}}))
          .damage_lines(),
      ElementsAre("member debian-binary: the format version is not 2.x"));
}

TEST_F(DebianPackage, CutShort) {
  const std::string bytes = tests::build_deb({control}, {{"./a", std::string(100, 'a')}});
  const Collected all = read(bytes.substr(0, bytes.size() - 40));
  EXPECT_THAT(all.damage_lines(), testing::Not(IsEmpty()));
  EXPECT_TRUE(all.files.contains("DEBIAN/control"));
  const Collected garbage = read(build_ar({{"debian-binary", "2.0\n"},
                                           {"control.tar.gz", gzip(build_tar({control}))},
                                           {"data.tar.gz", "this is no tar at all"}}));
  EXPECT_THAT(garbage.damage_lines(), ElementsAre(StartsWith("member data.tar.gz: holds no readable tar archive: ")));
}

TEST_F(DebianPackage, EveryTruncationIsReported) {
  const std::string bytes = tests::build_deb({control}, data);
  for (std::size_t i = 30; i < bytes.size(); i += 3)
    EXPECT_THAT(read(bytes.substr(0, i)).damage_lines(), testing::Not(IsEmpty()))
        << i << " of " << bytes.size() << " bytes";
}

TEST_F(DebianPackage, Bomb) {
  const Collected all = read(tests::build_deb({control}, {{"./bomb", std::string(4U << 20U, '\0')}}),
                             {.ratio = 10, .ratio_floor_bytes = 1U << 16U});
  EXPECT_THAT(all.damage_lines(), ElementsAre(AllOf(StartsWith("data.tar.gz: member ./bomb"),
                                                    HasSubstr("looks like a decompression bomb"))));
  EXPECT_THAT(all.lost, ElementsAre("bomb"));
}

}  // namespace
}  // namespace fairplay::signatures::artifact
