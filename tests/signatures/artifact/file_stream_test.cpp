#include "signatures/artifact/file_stream.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/signatures/artifact/collected.h"
#include "tests/support/archive_builder.h"
#include "tests/support/temporary_folder.h"

namespace signatures::artifact {
namespace {

using testing::HasSubstr;

TEST(OpenFile, ALibraryIsOneEntry) {
  const tests::TemporaryFolder folder;
  auto stream = open_file(folder.write("libfoo.so", "\x7f" "ELF and more"));
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
  EXPECT_THAT(reason(folder.write("text", "hello")), HasSubstr("is neither a wheel (ZIP), an sdist (tar), a Debian package nor an ELF library"));
  EXPECT_THAT(reason(folder.write("static.a", tests::build_ar({{"a.o/", "x"}}))), HasSubstr("is an ar archive, but not a Debian package"));
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(reason(folder / "pipe"), "is not a regular file");
}

TEST(OpenFile, NamesOfKinds) {
  EXPECT_EQ(name(Kind::folder), "folder");
  EXPECT_EQ(name(Kind::wheel), "wheel");
  EXPECT_EQ(name(Kind::sdist), "sdist");
  EXPECT_EQ(name(Kind::deb), "deb");
  EXPECT_EQ(name(Kind::library), "library");
}

}  // namespace
}  // namespace signatures::artifact
