// One documented corruption a case, its message asserted; and that the rest is still read.
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
using testing::Not;
using testing::StartsWith;
using tests::build_zip;
using tests::Collected;
using tests::ZipEntry;
using tests::ZipShape;

const ZipEntry metadata{"p-1.dist-info/METADATA", "Name: p\n"};

class Zip : public testing::Test {
 protected:
  Collected read(const std::string& bytes, const ArchiveLimits& limits = {}, unsigned jobs = 2) {
    auto stream = open_file(folder.write("p-1-py3-none-any.whl", bytes), limits);
    EXPECT_TRUE(stream.has_value()) << stream.error().reason;
    return stream ? tests::collect(**stream, jobs) : Collected{};
  }
  Damage refusal(const std::string& bytes) {
    auto stream = open_file(folder.write("p-1-py3-none-any.whl", bytes));
    EXPECT_FALSE(stream.has_value());
    return stream ? Damage{} : stream.error();
  }
  tests::TemporaryFolder folder;
};

TEST_F(Zip, HonestWheelIsReadWithoutDamage) {
  const std::string big(300'000, 'x');
  const Collected all = read(build_zip({{"p/", "", 0, 0, 040755},
                                        {"p/__init__.py", "import os\n"},
                                        {"p/big.bin", big},
                                        {"p/stored", "stored", 0},
                                        {"p/empty", "", 0},
                                        {"p/later", "deferred", 8, 8},
                                        metadata}));
  EXPECT_THAT(all.damage_lines(), IsEmpty());
  EXPECT_THAT(all.lost, IsEmpty());
  EXPECT_THAT(all.paths(), ElementsAre("p", "p-1.dist-info/METADATA", "p/__init__.py", "p/big.bin", "p/empty",
                                       "p/later", "p/stored"));
  EXPECT_EQ(all.files.at("p").entry.kind, FileKind::directory);
  EXPECT_EQ(all.files.at("p").sha256, "");
  EXPECT_EQ(all.files.at("p/big.bin").content, big);
  EXPECT_EQ(all.files.at("p/big.bin").entry.size, big.size());
  EXPECT_EQ(all.files.at("p/stored").content, "stored");
  EXPECT_EQ(all.files.at("p/later").content, "deferred");
  EXPECT_EQ(all.files.at("p/empty").sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(all.files.at("p/__init__.py").entry.mode, 0644U);
  EXPECT_EQ(all.files.at("p/__init__.py").entry.mtime,
            1'735'730'222);  // 2025-01-01 11:17:02: DOS date 0x5a21, time 0x5a21
}

TEST_F(Zip, KindComesFromTheContent) {
  const auto kind = [&](const std::string& bytes, const std::string& name = "x") {
    return (*open_file(folder.write(name, bytes)))->kind();
  };
  EXPECT_EQ(kind(build_zip({metadata})), Kind::wheel);
  EXPECT_EQ(kind(build_zip({{"p-1/PKG-INFO", "Name: p\n"}, {"p-1/setup.py", ""}})), Kind::sdist);
  EXPECT_EQ(kind(build_zip({{"p-1/PKG-INFO", ""}, metadata})), Kind::wheel);
  EXPECT_EQ(kind(build_zip({})), Kind::bundle);
  EXPECT_EQ(kind(build_zip({}), "x.whl"), Kind::wheel);
}

TEST_F(Zip, WhatWasInstalledIsABundle) {
  const auto kind = [&](const std::vector<tests::ZipEntry>& members, const std::string& name = "x.zip") {
    return (*open_file(folder.write(name, build_zip(members))))->kind();
  };
  EXPECT_EQ(kind({{"python/p/__init__.py", ""}, {"python/p-1.dist-info/METADATA", ""}}), Kind::bundle) << "a layer";
  EXPECT_EQ(kind({metadata, {"p-1.dist-info/INSTALLER", "pip"}}), Kind::bundle);
  EXPECT_EQ(kind({metadata, {"q-2.dist-info/METADATA", ""}}), Kind::bundle);
  EXPECT_EQ(kind({metadata, {"__main__.py", ""}}), Kind::bundle) << "a zipapp";
  EXPECT_EQ(kind({metadata, {"__main__.py", ""}}, "x.whl"), Kind::wheel) << "pip would install it";
}

TEST_F(Zip, AProgramMayStartWithItsInterpreter) {
  const std::string zip = build_zip({metadata});
  const std::string script = "#!/bin/sh\n# boots\nexec python3 \"$0\"\n";
  for (const std::string& start : {std::string("#!/usr/bin/env python3\n"), script})
    EXPECT_THAT(read(start + zip).damage_lines(), IsEmpty()) << start;
  for (const std::string& start : {std::string("#!/bin/sh"), std::string("#!\0\n", 4), "#!/bin/sh\n" + zip + "\n"})
    EXPECT_THAT(read(start + zip).damage_lines(), Not(IsEmpty())) << start;
}

TEST_F(Zip, HeadIsTheFirst512BytesAndUnwantedContentIsPassedOver) {
  auto stream = open_file(folder.write("w", build_zip({{"long", std::string(100'000, 'a')}, {"short", "abc"}})));
  std::map<std::string, std::size_t> heads;
  Handlers handlers;
  handlers.select = [&](const FileEntry& entry, std::span<const std::byte> head) {
    heads[entry.path] = head.size();
    return Interest{};
  };
  std::size_t delivered = 0;
  handlers.sink = [&](const FileEntry&, const Digests& digests, const Content& content) {
    EXPECT_TRUE(digests.empty() && content.bytes.empty());
    ++delivered;
  };
  (*stream)->read(handlers, 1);
  EXPECT_EQ(delivered, 2U);
  EXPECT_EQ(heads, (std::map<std::string, std::size_t>{{"long", 512}, {"short", 3}}));
}

TEST_F(Zip, LocalNameDiffers) {
  const Collected all = read(build_zip({{.name = "p/good.py", .content = "1", .local_name = "p/evil.py"}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(AllOf(StartsWith("member p/good.py, offset 0x0: "),
                                                    HasSubstr("local header calls it p/evil.py"))));
  EXPECT_TRUE(all.damage[0].grave);
  EXPECT_EQ(all.files.at("p/good.py").content, "1");
}

TEST_F(Zip, LocalSizeDiffers) {
  const Collected all = read(build_zip({{.name = "a", .content = "four", .local_size = 5}, metadata}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre("member a, offset 0x0: size is 5 in the local header, 4 in the central directory"));
}

TEST_F(Zip, LocalCrcDiffers) {
  const Collected all = read(build_zip({{.name = "a", .content = "four", .local_crc = 1}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("CRC-32 is 0x00000001 in the local header, 0x")));
  EXPECT_EQ(all.files.at("a").content, "four");
}

TEST_F(Zip, LocalMethodDiffers) {
  const Collected all = read(build_zip({{.name = "a", .content = "four", .local_method = 0}, metadata}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre(HasSubstr("compression is 0 in the local header, 8 in the central directory")));
  EXPECT_EQ(all.files.at("a").content, "four");
}

TEST_F(Zip, NoLocalHeader) {
  const Collected all = read(build_zip({{.name = "a", .content = "four", .local_signature = 0xdeadbeef}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre("member a, offset 0x0: there is no local header at this offset"));
  EXPECT_THAT(all.lost, ElementsAre("a"));
  EXPECT_TRUE(all.files.contains("p-1.dist-info/METADATA"));
}

TEST_F(Zip, OffsetOutsideTheArchive) {
  const Collected all = read(build_zip({metadata, {.name = "a", .content = "four", .central_offset = 0xfffffff0}}));
  EXPECT_THAT(all.damage_lines(), Contains("member a, offset 0xfffffff0: its local header lies outside the archive"));
  EXPECT_THAT(all.lost, ElementsAre("a"));
}

TEST_F(Zip, ContentReachesIntoTheDirectory) {
  const Collected all =
      read(build_zip({metadata, {.name = "a", .content = "four", .method = 0, .central_compressed = 5000}}));
  EXPECT_THAT(all.damage_lines(), Contains(HasSubstr("its 5000 bytes at offset")));
  EXPECT_THAT(all.lost, ElementsAre("a"));
}

TEST_F(Zip, WrongCrc) {
  const Collected all = read(build_zip({{.name = "a", .content = "four", .local_crc = 7, .central_crc = 7}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(AllOf(StartsWith("member a, offset 0x0: "), HasSubstr("CRC"))));
  EXPECT_THAT(all.lost, ElementsAre("a"));
  EXPECT_TRUE(all.files.contains("p-1.dist-info/METADATA"));
}

TEST_F(Zip, UnpacksToMoreThanPromised) {
  const Collected all = read(build_zip(
      {{.name = "a", .content = std::string(1'000'000, 'a'), .local_size = 10, .central_size = 10}, metadata}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre(HasSubstr("unpacks to more than the 10 bytes that the central directory promises")));
  EXPECT_THAT(all.lost, ElementsAre("a"));
}

TEST_F(Zip, UnpacksToLessThanPromised) {
  const Collected all =
      read(build_zip({{.name = "a", .content = "four", .local_size = 10, .central_size = 10}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("wrong size")));
  EXPECT_THAT(all.lost, ElementsAre("a"));
}

TEST_F(Zip, PromisesContentButHoldsNone) {
  const Collected all =
      read(build_zip({{.name = "a", .content = "", .method = 0, .local_size = 3, .central_size = 3}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("holds no bytes; the central directory promises 3")));
}

TEST_F(Zip, CompressedBytesAreDamaged) {
  std::string bytes = build_zip({{"a", std::string(5000, 'a') + "bcd"}, metadata});
  bytes[31 + 1] = '\xff';
  const Collected all = read(bytes);
  EXPECT_THAT(all.damage_lines(), ElementsAre(StartsWith("member a, offset 0x0: ")));
  EXPECT_THAT(all.lost, ElementsAre("a"));
  EXPECT_EQ(all.files.at("p-1.dist-info/METADATA").content, metadata.content);
}

TEST_F(Zip, DuplicateNameTheLastOneCounts) {
  const Collected all = read(build_zip({{"p/a.py", "first"}, {"p/a.py", "second"}, metadata}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre(AllOf(
                  StartsWith("member p/a.py, offset 0x"),
                  HasSubstr("the name appears twice (first at offset 0x0); the last one was read, as pip does"))));
  EXPECT_EQ(all.files.at("p/a.py").content, "second");
}

TEST_F(Zip, NamesThatDifferByCase) {
  const Collected all = read(build_zip({{"p/A.py", "1"}, {"p/a.py", "2"}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("differs from p/A.py only by case")));
  EXPECT_FALSE(all.damage[0].grave);
  EXPECT_EQ(all.files.size(), 3U);
}

TEST_F(Zip, BytesBeforeTheArchive) {
  const Collected all = read(build_zip({{"a", "1"}, metadata}, {.prefix = "MZlauncher"}));
  EXPECT_THAT(all.damage_lines(),
              Contains("offset 0x0: 10 bytes lie before the archive: every offset in it is off by as much"));
  EXPECT_EQ(all.files.at("a").content, "1");
}

TEST_F(Zip, BytesBetweenMembers) {
  const Collected all = read(build_zip({{"a", "1"}, {.name = "b", .content = "2", .gap_before = "hidden"}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("6 bytes between or behind the members belong to no member")));
  EXPECT_EQ(all.files.at("b").content, "2");
}

TEST_F(Zip, BytesBeforeTheFirstMember) {
  const Collected all = read(build_zip({{.name = "a", .content = "1", .gap_before = "PK\3\4"}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre("offset 0x0: 4 bytes before the first member belong to no member"));
}

TEST_F(Zip, BytesBehindTheLastMember) {
  EXPECT_THAT(read(build_zip({metadata}, {.before_directory = "xyz"})).damage_lines(),
              ElementsAre(HasSubstr("3 bytes between or behind the members")));
}

TEST_F(Zip, BytesBetweenDirectoryAndEnd) {
  const Collected all = read(build_zip({metadata}, {.before_end = "xyz"}));
  EXPECT_THAT(
      all.damage_lines(),
      ElementsAre(HasSubstr("3 bytes lie between the central directory and its end record; pip refuses this file")));
  EXPECT_EQ(all.files.size(), 1U);
}

TEST_F(Zip, BytesBehindTheEnd) {
  const Collected all = read(build_zip({metadata}, {.behind = "trailing"}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("8 bytes lie behind the end of the archive")));
  EXPECT_EQ(all.files.size(), 1U);
}

TEST_F(Zip, ACommentIsFine) {
  EXPECT_THAT(read(build_zip({metadata}, {.comment = "made by hand"})).damage_lines(), IsEmpty());
}

TEST_F(Zip, AnArchiveInTheCommentOfAnother) {
  // Python reads the inner one, others the outer one.
  const Collected all = read(build_zip({{"outer.py", "1"}, metadata}, {.comment = build_zip({{"inner.py", "2"}})}));
  EXPECT_THAT(all.damage_lines(),
              Contains(HasSubstr("bytes lie before the archive: every offset in it is off by as much")));
  EXPECT_TRUE(all.damage[0].grave);
  EXPECT_THAT(all.paths(), ElementsAre("inner.py"));
}

TEST_F(Zip, OverlappingMembers) {
  const Collected all = read(build_zip(
      {{.name = "a", .content = std::string(10, 'a'), .method = 0, .central_size = 60, .central_compressed = 60},
       {"b", std::string(40, 'b'), 0},
       metadata}));
  EXPECT_THAT(
      all.damage_lines(),
      Contains(AllOf(StartsWith("member a, offset 0x0: "),
                     HasSubstr("overlaps the next member: it ends at offset 0x5b, the next one starts at 0x29"))));
  EXPECT_THAT(all.lost, ElementsAre("a"));
  EXPECT_TRUE(all.files.contains("b"));
}

TEST_F(Zip, ManyEntriesShareOneMember) {
  std::vector<ZipEntry> entries{{"a", std::string(50'000, 'a')}};
  for (int i = 0; i < 20; ++i) {
    ZipEntry again{.name = "b" + std::to_string(i), .content = "", .central_offset = 0};
    entries.push_back(again);
  }
  const Collected all = read(build_zip(entries));
  EXPECT_THAT(all.damage_lines(), Contains(HasSubstr("overlaps the next member")));
  EXPECT_GE(all.lost.size(), 20U);
}

TEST_F(Zip, EncryptedMember) {
  const Collected all = read(build_zip({{"a", "secret", 0, 1}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre("member a, offset 0x0: is encrypted: it was not read"));
  EXPECT_THAT(all.lost, ElementsAre("a"));
}

TEST_F(Zip, UnsupportedCompression) {
  const Collected all = read(build_zip({{"a", "x", 98}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("compression method 98 is not supported")));
  EXPECT_THAT(all.lost, ElementsAre("a"));
}

TEST_F(Zip, LzmaDictionaryThatEatsTheMemory) {
  const Collected all =
      read(build_zip({{"a", std::string("\x09\x04\x05\x00\x5d\x00\x00\x80\x80 and so on", 19), 14}, metadata}));
  EXPECT_THAT(
      all.damage_lines(),
      ElementsAre("member a, offset 0x0: asks for an LZMA dictionary of 2155872256 bytes; the limit is 134217728"));
  EXPECT_THAT(all.lost, ElementsAre("a"));
}

TEST_F(Zip, PathsThatLeaveTheTree) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"/etc/passwd", "its path is absolute"},
      {"../up", "its path holds \"..\""},
      {"p/../../up", "its path holds \"..\""},
      {"p\\..\\up", "its name holds a backslash"},
      {"C:/x", "its name starts with a drive letter"},
      {std::string("a.py\0.txt", 9), "its name holds a NUL byte"},
      {"", "its name is empty"},
      {"./", "only dots and slashes"}};
  for (const auto& [name, reason] : cases) {
    const Collected all = read(build_zip({{name, "evil"}, metadata}));
    EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr(reason))) << name;
    EXPECT_THAT(all.paths(), ElementsAre("p-1.dist-info/METADATA")) << name;
  }
}

TEST_F(Zip, OddNamesAreNormalised) {
  const Collected all = read(build_zip({{"./p//a.py", "1"}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("it was read as p/a.py")));
  EXPECT_EQ(all.files.at("p/a.py").content, "1");
}

TEST_F(Zip, NameIsNotTheUtf8ItClaims) {
  EXPECT_THAT(read(build_zip({{"a\xff", "1", 8, 1U << 11U}, metadata})).damage_lines(),
              ElementsAre(HasSubstr("its name is said to be UTF-8 and isn't")));
  EXPECT_THAT(read(build_zip({{"\xc3\xa4", "1", 8, 1U << 11U}, metadata})).damage_lines(), IsEmpty());
}

TEST_F(Zip, SecondNameInUnicodePathField) {
  const std::string field = std::string("\x75\x70\x0a\x00\x01\0\0\0\0", 9) + "other";
  EXPECT_THAT(read(build_zip({{.name = "a", .content = "1", .central_extra = field}, metadata})).damage_lines(),
              ElementsAre(HasSubstr("a second, different name stands in its Unicode Path extra field")));
}

TEST_F(Zip, MemberCountMismatch) {
  const Collected all = read(build_zip({{"a", "1"}, metadata}, {.count = 9}));
  EXPECT_THAT(all.damage_lines(),
              ElementsAre(HasSubstr("the end record counts 9 members; the central directory holds 2")));
  EXPECT_EQ(all.files.size(), 2U);
}

TEST_F(Zip, DirectoryBreaksOff) {
  std::string bytes = build_zip({{"a", "1"}, metadata});
  const std::size_t second = bytes.rfind("PK\1\2");
  bytes[second] = 'X';
  const Collected all = read(bytes);
  EXPECT_THAT(all.damage_lines(), Contains(HasSubstr("the central directory breaks off after 1 members")));
  EXPECT_EQ(all.files.at("a").content, "1");
}

TEST_F(Zip, DataDescriptorDiffers) {
  const Collected all = read(build_zip({{.name = "a", .content = "1", .flags = 8, .descriptor_crc = 3}, metadata}));
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("the data descriptor behind it is missing or differs")));
  EXPECT_EQ(all.files.at("a").content, "1");
}

TEST_F(Zip, Symlinks) {
  const Collected all = read(build_zip({{"p/in", "a.py", 0, 0, 0120777},
                                        {"p/out", "../../etc/passwd", 0, 0, 0120777},
                                        {"p/abs", "/etc/passwd", 0, 0, 0120777},
                                        {"p/in/x", "1"},
                                        metadata}));
  EXPECT_THAT(all.damage_lines(),
              testing::UnorderedElementsAre(
                  HasSubstr("lies behind the symlink p/in of the same archive"),
                  HasSubstr("a symlink that leaves the archive's tree: it points to ../../etc/passwd"),
                  HasSubstr("a symlink that leaves the archive's tree: it points to /etc/passwd")));
  EXPECT_EQ(all.files.at("p/in").entry.kind, FileKind::symlink);
  EXPECT_EQ(all.files.at("p/in").entry.link_target, "a.py");
  EXPECT_FALSE(all.files.at("p/in").entry.leaves_root);
  EXPECT_TRUE(all.files.at("p/out").entry.leaves_root);
}

TEST_F(Zip, Zip64Records) {
  EXPECT_THAT(read(build_zip({metadata}, {.zip64 = true})).damage_lines(), IsEmpty());
  EXPECT_THAT(read(build_zip({metadata}, {.zip64 = true, .zip64_count = 7})).damage_lines(),
              ElementsAre(HasSubstr("the end record counts 7 members; the central directory holds 1")));
}

TEST_F(Zip, Zip64SizeWithoutItsField) {
  const Collected all = read(build_zip({{.name = "a", .content = "1", .central_size = 0xffffffff}, metadata}));
  EXPECT_THAT(all.damage_lines(), Contains(HasSubstr("said to stand in a ZIP64 extra field that isn't there")));
}

TEST_F(Zip, CutShort) {
  const std::string bytes = build_zip({{"a", std::string(1000, 'a'), 0}, metadata});
  EXPECT_THAT(refusal(bytes.substr(0, bytes.size() - 30)).reason, HasSubstr("no end-of-central-directory record"));
  EXPECT_THAT(refusal(bytes.substr(0, 10)).reason, HasSubstr("a ZIP file of 10 bytes is cut short"));
  EXPECT_THAT(refusal(build_zip({metadata}, {.directory_size = 100'000})).reason,
              HasSubstr("the central directory claims 100000 bytes; only"));
  EXPECT_THAT(refusal("PK\3\4" + std::string(100, '\0') + build_zip({}, {.directory_size = 50})).reason,
              HasSubstr("no central directory at offset"));
}

TEST_F(Zip, EveryTruncationIsRefused) {
  const std::string bytes = build_zip({{"a", std::string(1000, 'a')}, {"p/b", "b", 0}, metadata}, {.zip64 = true});
  for (std::size_t i = 0; i < bytes.size(); i += 2)
    EXPECT_FALSE(open_file(folder.write("p-1-py3-none-any.whl", bytes.substr(0, i))).has_value()) << i;
}

TEST_F(Zip, NoFlippedBitChangesContentUnnoticed) {
  const std::map<std::string, std::string> contents = {
      {"a", std::string(1000, 'a')}, {"p/b", "b"}, {"c", "c"}, {metadata.name, metadata.content}};
  const std::string bytes =
      build_zip({{"a", contents.at("a")}, {"p/b", "b", 0}, {"c", "c", 8, 8}, metadata}, {.zip64 = true});
  std::size_t noticed = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(bytes[i] ^ (1 << i % 8));
    auto stream = open_file(folder.write("p-1-py3-none-any.whl", flipped));
    const Collected all = stream ? tests::collect(**stream) : Collected{};
    if (!stream || !all.damage.empty()) {
      ++noticed;
      continue;
    }
    for (const auto& [path, file] : all.files) {
      // A flipped mode makes it a folder or a link, whose content isn't read.
      if (!contents.contains(path) || file.entry.kind != FileKind::regular) continue;
      EXPECT_EQ(file.content, contents.at(path)) << "byte " << i;
    }
  }
  EXPECT_GT(noticed, bytes.size() / 2);
}

TEST_F(Zip, BombByRatio) {
  const ArchiveLimits limits{.ratio = 10, .ratio_floor_bytes = 1U << 16U};
  const Collected all = read(build_zip({{"bomb", std::string(4U << 20U, '\0')}, {"after", "1"}, metadata}), limits, 1);
  EXPECT_THAT(all.damage_lines(),
              ElementsAre(AllOf(StartsWith("member bomb"), HasSubstr("looks like a decompression bomb"))));
  EXPECT_TRUE(all.lost.contains("bomb"));
}

TEST_F(Zip, BombBySize) {
  const Collected all = read(build_zip({{"a", std::string(5000, 'a'), 0}, {"b", std::string(5001, 'b'), 0}, metadata}),
                             {.total_bytes = 6000}, 1);
  EXPECT_THAT(all.damage_lines(), ElementsAre(HasSubstr("looks like a decompression bomb")));
  EXPECT_EQ(all.lost.size() + all.files.size(), 3U);
}

TEST_F(Zip, TooManyMembers) {
  const Collected all = read(build_zip({{"a", "1"}, {"b", "2"}, metadata}), {.members = 2});
  EXPECT_THAT(all.damage_lines(), Contains(HasSubstr("more than 2 members; the rest was not read")));
  EXPECT_EQ(all.files.size(), 2U);
}

TEST_F(Zip, TooLargeToKeepIsStillHashed) {
  const Collected all = read(build_zip({{"a", std::string(5000, 'a')}, metadata}), {.kept_member_bytes = 100});
  EXPECT_THAT(all.damage_lines(),
              ElementsAre(HasSubstr("larger than the 100 bytes that are held in memory of one member")));
  EXPECT_NE(all.files.at("a").sha256, "");
  EXPECT_EQ(all.files.at("a").content, "");
}

}  // namespace
}  // namespace fairplay::signatures::artifact
