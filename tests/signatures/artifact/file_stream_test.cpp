#include "signatures/artifact/file_stream.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/signatures/artifact/collected.h"
#include "tests/support/archive_builder.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::artifact {
namespace {

using testing::HasSubstr;

TEST(OpenFile, ALibraryIsOneEntry) {
  const tests::TemporaryFolder folder;
  auto stream = open_file(folder.write("libfoo.so",
                                       "\x7f"
                                       "ELF and more"));
  ASSERT_TRUE(stream);
  EXPECT_EQ((*stream)->kind(), Kind::library);
  const tests::Collected all = tests::collect(**stream);
  ASSERT_EQ(all.files.size(), 1U);
  EXPECT_EQ(all.files.at("libfoo.so").entry.size, 13U);
  EXPECT_EQ(all.files.at("libfoo.so").sha256.size(), 64U);
}

TEST(OpenFile, SaysWhyItCannot) {
  const tests::TemporaryFolder folder;
  const auto reason = [](const std::string& path) {
    const auto stream = open_file(path);
    return stream ? std::string() : stream.error().reason;
  };
  EXPECT_EQ(reason(folder / "absent"), "cannot be opened: No such file or directory");
  EXPECT_EQ(reason(folder.path()), "is a folder, not a file");
  EXPECT_EQ(reason(folder.write("empty", "")), "is empty");
  EXPECT_THAT(reason(folder.write("text", "hello")),
              HasSubstr("is neither a wheel (ZIP), an sdist (tar), a Debian package nor an ELF library"));
  EXPECT_THAT(reason(folder.write("static.a", tests::build_ar({{"a.o/", "x"}}))),
              HasSubstr("is an ar archive, but not a Debian package"));
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(reason(folder / "pipe"), "is not a regular file");
}

TEST(OpenFile, PackagesThatAreNotReadAreRecognisedByTheirBytes) {
  const tests::TemporaryFolder folder;
  const auto zip = [](std::string_view member) {
    std::string bytes = std::string("PK\3\4") + std::string(26, '\0') + std::string(member) + "content";
    bytes[26] = static_cast<char>(member.size());
    return bytes;
  };
  const std::string rpm = folder.write("a.whl", std::string("\xed\xab\xee\xdb\3\0", 6) + std::string(600, '\0'));
  EXPECT_THAT(why_unread(rpm),
              HasSubstr("is an .rpm package, which isn't read: unpack it (bsdtar -xf), and name the folder"));
  EXPECT_EQ(open_file(rpm).error().reason, why_unread(rpm));
  for (const char* member : {"metadata.json", "pkg-numpy-2.3.5-0.tar.zst", "info-numpy-2.3.5-0.tar.zst"})
    EXPECT_THAT(why_unread(folder.write("b.zip", zip(member))), HasSubstr("is a .conda package")) << member;
  for (const char* member : {"numpy/__init__.py", "pkg-resources/a.py", "x/metadata.json", ""})
    EXPECT_EQ(why_unread(folder.write("c.zip", zip(member))), "") << member;
  EXPECT_EQ(why_unread(folder.write("short", "PK\3\4")), "");
  EXPECT_EQ(why_unread(folder / "absent"), "");
  EXPECT_EQ(why_unread(folder.path()), "");
}

TEST(OpenFile, NamesOfKinds) {
  EXPECT_EQ(name(Kind::folder), "folder");
  EXPECT_EQ(name(Kind::wheel), "wheel");
  EXPECT_EQ(name(Kind::sdist), "sdist");
  EXPECT_EQ(name(Kind::deb), "deb");
  EXPECT_EQ(name(Kind::library), "library");
}

}  // namespace
}  // namespace fairplay::signatures::artifact
