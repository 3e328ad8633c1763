#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "signatures/artifact/file_stream.h"
#include "tests/signatures/artifact/collected.h"
#include "tests/support/as_nobody.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::artifact {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::Collected;

class InstalledFolder : public testing::Test {
 protected:
  Collected read(std::vector<std::string> paths = {"."}, std::string link_root = "/", const std::string& below = "") {
    return tests::collect(*open_folder({folder.path() + below, std::move(paths), std::move(link_root)}));
  }
  tests::TemporaryFolder folder;
};

TEST_F(InstalledFolder, EveryFileOnceWithItsDigest) {
  folder.write("p/__init__.py", "abc");
  const std::string big(200'000, 'x');
  folder.write("p/sub/big.so", big);
  folder.write("other.txt", "");
  const Collected all = read();
  EXPECT_THAT(all.damage_lines(), IsEmpty());
  EXPECT_THAT(all.paths(), ElementsAre("other.txt", "p", "p/__init__.py", "p/sub", "p/sub/big.so"));
  EXPECT_EQ(all.files.at("p/__init__.py").sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(all.files.at("p/sub/big.so").sha256, sha256_hex(std::as_bytes(std::span(big))));
  EXPECT_EQ(all.files.at("p/sub").entry.kind, FileKind::directory);
  EXPECT_EQ(all.files.at("p/sub/big.so").entry.size, 200'000U);
}

TEST_F(InstalledFolder, HolesAreNotHashedForHours) {
  folder.write("p/ordinary.so", std::string(100'000, 'x'));
  for (const char* name : {"p/holes.py", "p/more.so", "p/vast"}) folder.write(name, "x");
  std::filesystem::resize_file(folder / "p/holes.py", std::uint64_t{64} << 30);
  std::filesystem::resize_file(folder / "p/more.so", std::uint64_t{65} << 20);
  std::filesystem::resize_file(folder / "p/vast", std::uint64_t{1} << 40);
  folder.write("p/small-holes", "x");
  std::filesystem::resize_file(folder / "p/small-holes", std::uint64_t{8} << 20);
  const Collected all = read();
  EXPECT_EQ(all.damage_lines().size(), 3U);
  for (const std::string& line : all.damage_lines()) EXPECT_THAT(line, HasSubstr("its content isn't read"));
  EXPECT_NE(all.files.at("p/ordinary.so").sha256, "");
  EXPECT_NE(all.files.at("p/small-holes").sha256, "") << "some file systems and tools leave holes in ordinary files";
}

TEST_F(InstalledFolder, ScopeLimitsWhatIsRead) {
  folder.write("p/a.py", "1");
  folder.write("q/b.py", "2");
  folder.write("p-1.dist-info/RECORD", "");
  EXPECT_THAT(read({"p", "p-1.dist-info/RECORD", "p/a.py", "absent", "./p/"}).paths(),
              ElementsAre("p", "p-1.dist-info/RECORD", "p/a.py"));
  const Collected all = read({"../up", "/etc", "q"});
  EXPECT_THAT(all.damage_lines(),
              ElementsAre("was not read: its path holds \"..\"", "was not read: its path is absolute"));
  EXPECT_THAT(all.paths(), ElementsAre("q", "q/b.py"));
}

TEST_F(InstalledFolder, FileLinksAreReadFolderLinksAreReported) {
  folder.write("store/real.py", "abc");
  folder.write("site/p/here.py", "abc");
  folder.link("site/p/inside.py", "here.py");
  folder.link("site/p/outside.py", "../../store/real.py");
  folder.link("site/p/absolute.py", folder / "store/real.py");
  folder.link("site/p/folder", "../../store");
  folder.link("site/p/dangling", "nowhere");
  const Collected all = read({"."}, "/", "/site");
  EXPECT_THAT(all.damage_lines(), IsEmpty());
  EXPECT_THAT(all.paths(),
              ElementsAre("p", "p/absolute.py", "p/dangling", "p/folder", "p/here.py", "p/inside.py", "p/outside.py"));
  for (const char* name : {"p/inside.py", "p/outside.py", "p/absolute.py"}) {
    EXPECT_EQ(all.files.at(name).sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") << name;
    EXPECT_EQ(all.files.at(name).entry.kind, FileKind::regular) << name;
    EXPECT_NE(all.files.at(name).entry.link_target, "") << name;
  }
  EXPECT_FALSE(all.files.at("p/inside.py").entry.leaves_root);
  EXPECT_TRUE(all.files.at("p/outside.py").entry.leaves_root);
  EXPECT_TRUE(all.files.at("p/absolute.py").entry.leaves_root);
  EXPECT_EQ(all.files.at("p/folder").entry.kind, FileKind::symlink);
  EXPECT_TRUE(all.files.at("p/folder").entry.leaves_root);
  EXPECT_EQ(all.files.at("p/dangling").entry.kind, FileKind::symlink);
}

TEST_F(InstalledFolder, AbsoluteLinksOfAnUnpackedRootStayInIt) {
  folder.write("etc/alternatives/target", "inside the root");
  folder.write("usr/lib/x", "1");
  folder.link("usr/lib/link", "/etc/alternatives/target");
  folder.link("usr/lib/host", "/../../../../../etc/hostname");
  const Collected all = read({"."}, folder.path(), "/usr/lib");
  EXPECT_EQ(all.files.at("link").entry.size, 15U);
  EXPECT_TRUE(all.files.at("link").entry.leaves_root);
  EXPECT_EQ(all.files.at("host").entry.kind, FileKind::symlink);  // there is no /etc/hostname inside
}

TEST_F(InstalledFolder, AskedPathsBehindFolderLinksStayInTheRoot) {
  folder.write("usr/lib/libx.so.1", "inside");
  folder.link("usr/lib/libx.so", "libx.so.1");
  folder.link("lib", "/usr/lib");  // absolute: the kernel would go to the host's
  folder.link("out", "/etc");
  const Collected all = read({"lib/libx.so", "lib/libx.so.1", "lib/absent", "out/hostname"}, folder.path());
  EXPECT_THAT(all.damage_lines(), IsEmpty());
  EXPECT_THAT(all.paths(), ElementsAre("lib/libx.so", "lib/libx.so.1"));
  EXPECT_EQ(all.files.at("lib/libx.so").sha256, sha256_hex(std::as_bytes(std::span(std::string_view("inside")))));
  EXPECT_EQ(all.files.at("lib/libx.so").entry.link_target, "libx.so.1");
  EXPECT_EQ(all.files.at("lib/libx.so.1").entry.kind, FileKind::regular);
  EXPECT_EQ(all.files.at("lib/libx.so.1").entry.size, 6U);
}

TEST_F(InstalledFolder, LinksThatLoopAreReported) {
  folder.write("p/a.py", "1");
  folder.link("p/loop", "loop");
  folder.link("p/up", "..");
  folder.link("p/ping", "pong");
  folder.link("p/pong", "ping");
  const Collected all = read();
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("its links loop: more than 40 were followed"),
                                              HasSubstr("its links loop"), HasSubstr("its links loop")));
  EXPECT_THAT(all.damage[0].file, testing::StartsWith(folder.path()));
  EXPECT_THAT(all.paths(), ElementsAre("p", "p/a.py", "p/loop", "p/ping", "p/pong", "p/up"));
}

TEST_F(InstalledFolder, SpecialFilesNeverBlock) {
  folder.write("p/a.py", "1");
  ASSERT_EQ(::mkfifo((folder / "p/pipe").c_str(), 0600), 0);
  folder.link("p/to-pipe", "pipe");
  folder.link("p/device", "/dev/zero");
  const Collected all = read();
  EXPECT_EQ(all.files.at("p/pipe").entry.kind, FileKind::other);
  EXPECT_EQ(all.files.at("p/to-pipe").entry.kind, FileKind::symlink);
  EXPECT_EQ(all.files.at("p/device").entry.kind, FileKind::symlink);
  EXPECT_EQ(all.files.size(), 5U);
}

TEST_F(InstalledFolder, FileChangedWhileBeingRead) {
  folder.write("a.py", "before");
  folder.write("b.py", "stays");
  auto stream = open_folder({folder.path(), {"."}});
  std::vector<Damage> damage;
  std::vector<std::string> lost;
  std::vector<std::string> delivered;
  Handlers handlers;
  handlers.select = [&](const FileEntry& entry, std::span<const std::byte>) {
    if (entry.path == "a.py") std::ofstream(folder / "a.py", std::ios::app) << " and after";
    return Interest{{Algorithm::sha256}, false};
  };
  handlers.sink = [&](const FileEntry& entry, const Digests&, const Content&) { delivered.push_back(entry.path); };
  handlers.lost = [&](const FileEntry& entry) { lost.push_back(entry.path); };
  handlers.damaged = [&](Damage item) { damage.push_back(std::move(item)); };
  stream->read(handlers, 1);
  ASSERT_EQ(damage.size(), 1U);
  EXPECT_EQ(damage[0].file, folder / "a.py");
  EXPECT_EQ(damage[0].reason, "changed while being read (6 bytes before, 16 after, 6 read)");
  EXPECT_THAT(lost, ElementsAre("a.py"));
  EXPECT_THAT(delivered, ElementsAre("b.py"));
}

TEST_F(InstalledFolder, FileTruncatedWhileBeingRead) {
  folder.write("a.bin", std::string(1'000'000, 'a'));
  auto stream = open_folder({folder.path(), {"."}});
  std::vector<Damage> damage;
  Handlers handlers;
  handlers.select = [&](const FileEntry&, std::span<const std::byte>) {
    std::filesystem::resize_file(folder / "a.bin", 10);
    return Interest{{Algorithm::sha256}, false};
  };
  handlers.damaged = [&](Damage item) { damage.push_back(std::move(item)); };
  stream->read(handlers, 1);
  ASSERT_EQ(damage.size(), 1U);
  EXPECT_THAT(damage[0].reason, HasSubstr("changed while being read (1000000 bytes before, 10 after"));
}

TEST_F(InstalledFolder, UnreadableFilesAndFoldersAreReported) {
  folder.write("p/secret.py", "1");
  folder.write("p/closed/x.py", "1");
  folder.write("p/open.py", "1");
  std::filesystem::permissions(folder / "p/secret.py", std::filesystem::perms::none);
  std::filesystem::permissions(folder / "p/closed", std::filesystem::perms::none);
  Collected all;
  {
    const tests::AsNobody nobody(folder.path());
    all = read();
  }
  ASSERT_EQ(all.damage.size(), 2U);
  EXPECT_EQ(all.damage[0].file, folder / "p/closed");
  EXPECT_EQ(all.damage[0].reason, "the folder cannot be listed: Permission denied");
  EXPECT_EQ(all.damage[1].file, folder / "p/secret.py");
  EXPECT_EQ(all.damage[1].reason, "cannot be opened: Permission denied");
  EXPECT_THAT(all.lost, ElementsAre("p/closed", "p/secret.py"));
  EXPECT_TRUE(all.files.contains("p/open.py"));
}

TEST_F(InstalledFolder, AbsentRoot) {
  EXPECT_THAT(read({"."}, "/", "/absent").damage_lines(),
              ElementsAre("the folder cannot be opened: No such file or directory"));
}

TEST_F(InstalledFolder, ContentCanBeReadInTheSink) {
  folder.write("a", "content");
  Handlers handlers;
  std::string seen;
  handlers.select = [](const FileEntry&, std::span<const std::byte>) { return Interest{{}, true}; };
  handlers.sink = [&](const FileEntry& entry, const Digests& digests, const Content& content) {
    EXPECT_TRUE(digests.empty());
    seen.resize(entry.size);
    EXPECT_EQ(::pread(content.fd, seen.data(), seen.size(), 0), 7);
  };
  open_folder({folder.path(), {"."}})->read(handlers, 3);
  EXPECT_EQ(seen, "content");
}

}  // namespace
}  // namespace fairplay::signatures::artifact
