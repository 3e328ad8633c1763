#include "signatures/artifact/rooted_files.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::artifact {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Rooted : public testing::Test {
 protected:
  std::string resolved(std::string_view path, bool allow_missing = false) {
    const auto result = files.resolve(path, allow_missing);
    return result ? *result : "damage: " + result.error().reason;
  }
  tests::TemporaryFolder folder;
  RootedFiles files{folder.path() + "/"};
};

TEST_F(Rooted, ResolvesLinksInsideTheRoot) {
  folder.write("usr/lib/blas/libblas.so.3", "x");
  folder.link("etc/alternatives/libblas", "/usr/lib/blas/libblas.so.3");
  folder.link("usr/lib/libblas.so.3", "/etc/alternatives/libblas");
  folder.link("lib", "usr/lib");
  EXPECT_EQ(resolved("/lib/libblas.so.3"), "/usr/lib/blas/libblas.so.3");
  EXPECT_EQ(resolved("/lib//./blas/../libblas.so.3"), "/usr/lib/blas/libblas.so.3");
  EXPECT_EQ(*files.host_path("/lib/libblas.so.3"), folder / "usr/lib/blas/libblas.so.3");
  EXPECT_EQ(resolved("/"), "/");
  EXPECT_EQ(resolved("/lib/"), "/usr/lib");
  EXPECT_EQ(files.display("/lib"), folder / "lib");
}

TEST_F(Rooted, NothingEscapes) {
  folder.write("etc/passwd", "inside");
  folder.link("a/up", "../../../../../../../etc/passwd");
  folder.link("a/abs", "/etc/passwd");
  folder.link("a/dots", "/../../etc");
  EXPECT_EQ(resolved("/a/up"), "/etc/passwd");
  EXPECT_EQ(resolved("/../../etc/passwd"), "/etc/passwd");
  EXPECT_EQ(*files.read("/a/abs"), "inside");
  EXPECT_EQ(resolved("/a/dots/passwd"), "/etc/passwd");
  EXPECT_EQ(resolved("/.."), "/");
}

TEST_F(Rooted, LoopsAndDeadEnds) {
  folder.link("loop", "loop");
  folder.link("ping", "/pong");
  folder.link("pong", "ping");
  folder.link("dangling", "/absent/x");
  folder.write("file", "x");
  EXPECT_THAT(resolved("/loop"), HasSubstr("its links loop: more than 40 were followed"));
  EXPECT_THAT(resolved("/ping/x"), HasSubstr("its links loop"));
  EXPECT_THAT(resolved("/dangling"), HasSubstr("/absent does not exist"));
  EXPECT_THAT(resolved("/file/x"), HasSubstr("/file is not a folder"));
  EXPECT_THAT(resolved(std::string_view("/file\0x", 7)), HasSubstr("NUL"));
  EXPECT_EQ(resolved("/new", true), "/new");
  EXPECT_EQ(resolved("/new/er", true), "damage: " + folder.path() + "/new does not exist");
}

TEST_F(Rooted, LinkChainsUpTo40) {
  folder.write("real", "x");
  std::string target = "real";
  for (int i = 1; i <= 41; ++i) {
    const std::string name = "l" + std::to_string(i);
    folder.link(name, target);
    target = name;
  }
  EXPECT_EQ(resolved("/l40"), "/real");
  EXPECT_THAT(resolved("/l41"), HasSubstr("its links loop"));
}

TEST_F(Rooted, Stats) {
  folder.write("d/file", "12345");
  folder.link("d/link", "/d/file");
  folder.link("d/dangling", "/x");
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(files.stat("/d/link").kind, NodeKind::regular);
  EXPECT_EQ(files.stat("/d/link").size, 5U);
  EXPECT_EQ(files.stat("/d/link").inode, files.stat("/d/file").inode);
  EXPECT_EQ(files.lstat("/d/link").kind, NodeKind::symlink);
  EXPECT_EQ(files.stat("/d/dangling").kind, NodeKind::absent);
  EXPECT_EQ(files.lstat("/d/dangling").kind, NodeKind::symlink);
  EXPECT_EQ(files.stat("/pipe").kind, NodeKind::other);
  EXPECT_TRUE(files.is_directory("/d"));
  EXPECT_TRUE(files.is_directory("/"));
  EXPECT_TRUE(files.is_regular("/d/file"));
  EXPECT_FALSE(files.is_regular("/d"));
  EXPECT_EQ(files.lstat("/absent").kind, NodeKind::absent);
  EXPECT_EQ(files.lstat("/").kind, NodeKind::directory);
  EXPECT_EQ(*files.read_link("/d/link"), "/d/file");
  EXPECT_EQ(files.read_link("/d/file").error().reason, "is not a link");
}

TEST_F(Rooted, ReadsRegularFilesUpToALimit) {
  folder.write("file", "12345");
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(*files.read("/file"), "12345");
  EXPECT_EQ(*files.read("/file", 5), "12345");
  EXPECT_EQ(files.read("/file", 4).error().reason, "is larger than the 4 bytes that are read of such a file");
  EXPECT_EQ(files.read("/pipe").error().reason, "is not a regular file");
  EXPECT_EQ(files.read("/").error().reason, "is not a regular file");
  EXPECT_THAT(files.read("/absent").error().reason, HasSubstr("/absent does not exist"));
}

TEST_F(Rooted, ListsSorted) {
  folder.write("d/b", "");
  folder.write("d/a", "");
  folder.write("d/.hidden", "");
  EXPECT_THAT(*files.list("/d"), ElementsAre(".hidden", "a", "b"));
  EXPECT_EQ(files.list("/d/a").error().reason, "is not a folder");
  EXPECT_THAT(files.list("/x").error().reason, HasSubstr("does not exist"));
}

TEST(RootedAtTheHost, IsTheMachineItself) {
  const RootedFiles files;
  EXPECT_EQ(files.root(), "");
  EXPECT_EQ(files.display("/etc"), "/etc");
  EXPECT_TRUE(files.is_directory("/"));
  EXPECT_EQ(*files.host_path("/proc/../proc"), "/proc");
  // /proc says size 0.
  EXPECT_THAT(*files.read("/proc/self/status"), HasSubstr("Name:"));
}

TEST(RootedAtAProcess, SeesItsRoot) {
  const RootedFiles files("/proc/self/root");
  EXPECT_TRUE(files.is_directory("/proc"));
  EXPECT_EQ(files.stat("/etc").inode, RootedFiles().stat("/etc").inode);
}

}  // namespace
}  // namespace fairplay::signatures::artifact
