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
using tests::build_tar;
using tests::Collected;
using tests::gzip;
using tests::TarEntry;

const TarEntry info{"p-1/PKG-INFO", "Name: p\n"};

class Sdist : public testing::Test {
 protected:
  Collected read(const std::string& bytes, const ArchiveLimits& limits = {}) {
    auto stream = open_file(folder.write("p-1.tar.gz", bytes), limits);
    EXPECT_TRUE(stream.has_value()) << stream.error().reason;
    return stream ? tests::collect(**stream) : Collected{};
  }
  tests::TemporaryFolder folder;
};

TEST_F(Sdist, HonestOneIsReadWithoutDamage) {
  for (const std::string& bytes : {build_tar({{"p-1/", "", '5'}, info, {"p-1/src/a.c", "int a;"}}),
                                   gzip(build_tar({{"p-1/", "", '5'}, info, {"p-1/src/a.c", "int a;"}}))}) {
    auto stream = open_file(folder.write("x", bytes));
    ASSERT_TRUE(stream);
    EXPECT_EQ((*stream)->kind(), Kind::sdist);
    const Collected all = tests::collect(**stream);
    EXPECT_THAT(all.damage_lines(), IsEmpty());
    EXPECT_THAT(all.paths(), ElementsAre("p-1", "p-1/PKG-INFO", "p-1/src/a.c"));
    EXPECT_EQ(all.files.at("p-1/PKG-INFO").content, "Name: p\n");
    EXPECT_EQ(all.files.at("p-1/PKG-INFO").entry.mtime, 1'700'000'000);
    EXPECT_EQ(all.files.at("p-1").entry.kind, FileKind::directory);
    // A stream can be read again.
    EXPECT_EQ(tests::collect(**stream).files.size(), 3U);
  }
}

TEST_F(Sdist, AnEnvironmentIsABundleOnceItWasRead) {
  auto stream = open_file(
      folder.write("venv.tar", build_tar({{"venv/bin/python", "", '2', "/usr/bin/python3"},
                                          {"venv/lib64", "", '2', "lib"},
                                          {"venv/lib/python3.11/site-packages/p-1.dist-info/METADATA", "Name: p\n"}})));
  ASSERT_TRUE(stream);
  const Collected all = tests::collect(**stream);
  EXPECT_EQ((*stream)->kind(), Kind::bundle);
  EXPECT_THAT(all.damage_lines(), IsEmpty()) << "an environment links to its interpreter";
  EXPECT_TRUE(all.files.at("venv/bin/python").entry.leaves_root);
  stream = open_file(folder.write("s.tar", build_tar({info, {"p-1/d/site-packages/q-1.dist-info/METADATA", ""}})));
  ASSERT_TRUE(stream);
  EXPECT_THAT(tests::collect(**stream).damage_lines(), IsEmpty());
  EXPECT_EQ((*stream)->kind(), Kind::sdist) << "a source release with such a test";
}

TEST_F(Sdist, NamesOutsideAsciiStayRaw) {
  // pax: the name in UTF-8, in a record of its own (POSIX.1-2001 "pax Extended Header").
  const Collected all =
      read(build_tar({{"PaxHeaders/x", "19 path=p-1/\xc3\xa4.txt\n", 'x'}, {"p-1/x", "1"}, {"p-1/\xe4", "2"}}));
  EXPECT_THAT(all.damage_lines(), IsEmpty());
  EXPECT_THAT(all.paths(), ElementsAre("p-1/\xc3\xa4.txt", "p-1/\xe4"));
}

TEST_F(Sdist, PathsThatLeaveTheTree) {
  const Collected all =
      read(build_tar({{"/etc/passwd", "evil"}, {"../up", "evil"}, {"p-1/a/../../../up", "evil"}, info}));
  EXPECT_THAT(all.damage_lines(), ElementsAre("member /etc/passwd: its path is absolute: it was not read",
                                              "member ../up: its path holds \"..\": it was not read",
                                              "member p-1/a/../../../up: its path holds \"..\": it was not read"));
  EXPECT_THAT(all.paths(), ElementsAre("p-1/PKG-INFO"));
}

TEST_F(Sdist, LinksThatLeaveTheTree) {
  const Collected all = read(build_tar({{"p-1/in", "", '2', "src/a.c"},
                                        {"p-1/up", "", '2', "../../x"},
                                        {"p-1/abs", "", '2', "/etc/passwd"},
                                        {"p-1/hard", "", '1', "../x"},
                                        info}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre("member p-1/hard: a hard link that leaves the archive's tree: it points to ../x",
                          "member p-1/up: a symlink that leaves the archive's tree: it points to ../../x",
                          "member p-1/abs: a symlink that leaves the archive's tree: it points to /etc/passwd"));
  EXPECT_FALSE(all.files.at("p-1/in").entry.leaves_root);
  EXPECT_TRUE(all.files.at("p-1/up").entry.leaves_root);
  EXPECT_EQ(all.files.at("p-1/abs").entry.link_target, "/etc/passwd");
  EXPECT_THAT(all.lost, ElementsAre("p-1/hard"));
}

TEST_F(Sdist, HardLinkHasItsTargetsDigest) {
  const Collected all =
      read(build_tar({info, {"p-1/again", "", '1', "p-1/PKG-INFO"}, {"p-1/nothing", "", '1', "p-1/absent"}}));
  EXPECT_EQ(all.files.at("p-1/again").sha256, all.files.at("p-1/PKG-INFO").sha256);
  EXPECT_EQ(all.files.at("p-1/again").entry.size, 8U);
  EXPECT_THAT(all.damage_lines(),
              ElementsAre("member p-1/nothing: a hard link to p-1/absent, which no earlier member with content is"));
}

TEST_F(Sdist, AFileBehindASymlink) {
  const Collected all = read(build_tar({{"p-1/d", "", '2', "sub"}, {"p-1/d/evil", "x"}}));
  EXPECT_THAT(all.damage_lines(), ElementsAre("member p-1/d/evil: lies behind the symlink p-1/d of the same archive"));
}

TEST_F(Sdist, DuplicateName) {
  const Collected all = read(build_tar({info, {"p-1/PKG-INFO", "Name: q\n"}}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre("member p-1/PKG-INFO: the name appears twice; the last one wins when unpacked"));
  EXPECT_EQ(all.files.at("p-1/PKG-INFO").content, "Name: q\n");
}

TEST_F(Sdist, SpecialFiles) {
  const Collected all = read(build_tar({{"p-1/pipe", "", '6'}, {"p-1/null", "", '3'}, info}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(StartsWith("member p-1/pipe: a special file"),
                                              StartsWith("member p-1/null: a special file")));
  EXPECT_EQ(all.files.at("p-1/pipe").entry.kind, FileKind::other);
  EXPECT_TRUE(all.files.contains("p-1/PKG-INFO"));
}

TEST_F(Sdist, CutShort) {
  const std::string tar = build_tar({info, {"p-1/a", std::string(5000, 'a')}});
  const Collected all = read(tar.substr(0, 3000));
  EXPECT_THAT(all.damage_lines(), Contains(AllOf(StartsWith("member p-1/a: "), HasSubstr("Truncated"))));
  EXPECT_THAT(all.lost, ElementsAre("p-1/a"));
  EXPECT_TRUE(all.files.contains("p-1/PKG-INFO"));

  std::string noise;
  for (unsigned i = 0, x = 1; i < 400'000; ++i) noise += static_cast<char>((x = x * 1664525 + 1013904223) >> 24);
  const std::string packed = gzip(build_tar({info, {"p-1/a", noise}}));
  EXPECT_THAT(read(packed.substr(0, packed.size() / 2)).damage_lines(),
              Contains(AllOf(StartsWith("member p-1/a: "), HasSubstr("truncated"))));
  const auto nothing_left = open_file(folder.write("x", packed.substr(0, 100)));
  ASSERT_FALSE(nothing_left);
  EXPECT_EQ(nothing_left.error().reason, "holds no readable tar archive: truncated gzip input");
}

TEST_F(Sdist, ASizeThatLies) {
  const Collected all = read(build_tar({info, {"p-1/a", "abc", '0', "", 1ULL << 32U}}));
  EXPECT_THAT(all.lost, ElementsAre("p-1/a"));
  EXPECT_THAT(all.damage_lines(), Contains(HasSubstr("Truncated")));
}

TEST_F(Sdist, Bomb) {
  const Collected all = read(gzip(build_tar({info, {"p-1/bomb", std::string(4U << 20U, '\0')}, {"p-1/after", "1"}})),
                             {.ratio = 10, .ratio_floor_bytes = 1U << 16U});
  EXPECT_THAT(all.damage_lines(),
              ElementsAre(AllOf(StartsWith("member p-1/bomb"), HasSubstr("looks like a decompression bomb"))));
  EXPECT_THAT(all.lost, ElementsAre("p-1/bomb"));
  EXPECT_THAT(all.paths(), ElementsAre("p-1/PKG-INFO"));
}

TEST_F(Sdist, BombInAMemberThatIsNotRead) {
  const Collected all = read(gzip(build_tar({info, {"../bomb", std::string(4U << 20U, '\0')}, {"p-1/after", "1"}})),
                             {.ratio = 10, .ratio_floor_bytes = 1U << 16U});
  EXPECT_THAT(all.damage_lines(), Contains(HasSubstr("looks like a decompression bomb")));
  EXPECT_FALSE(all.files.contains("p-1/after"));
}

TEST_F(Sdist, TooManyMembers) {
  EXPECT_THAT(read(build_tar({info, {"p-1/a", "1"}, {"p-1/b", "2"}}), {.members = 2}).damage_lines(),
              ElementsAre("after member p-1/a: more than 2 members; the rest was not read"));
}

TEST_F(Sdist, CompressedButNoTar) {
  const auto stream = open_file(folder.write("x.gz", gzip("just some text, repeated: just some text")));
  ASSERT_FALSE(stream);
  EXPECT_THAT(stream.error().reason, StartsWith("holds no readable tar archive: "));
}

}  // namespace
}  // namespace fairplay::signatures::artifact
