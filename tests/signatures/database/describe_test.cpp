#include "signatures/database/describe.h"

#include <filesystem>

#include "tests/support/archive_builder.h"
#include "tests/support/elf_builder.h"
#include "tests/support/made_up_database.h"
#include "tests/support/temporary_folder.h"

namespace fairplay::signatures::database {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::SizeIs;
using tests::TarEntry;
using tests::ZipEntry;

constexpr const char* wheel_name = "numpy-2.3.5-cp311-cp311-manylinux_2_28_x86_64.whl";
constexpr const char* config = "#define NPY_ABI_VERSION 0x02000000\n#define NPY_API_VERSION 0x00000014\n";

std::string module() {
  tests::ElfBuilder elf;
  elf.build_id = "\x01\x02\x03";
  elf.text_bytes = std::string(32, '\x90');
  return elf.build();
}

std::string metadata(const std::string& name, const std::string& version) {
  return "Metadata-Version: 2.4\nName: " + name + "\nVersion: " + version + "\n\nName: not this\n";
}

std::vector<ZipEntry> wheel_entries() {
  return {{"numpy/__init__.py", "import this"},
          {"numpy/_core/_multiarray_umath.so", module()},
          {"numpy/_core/copy.so", module()},
          {"numpy/_core/include/numpy/_numpyconfig.h", config},
          {"numpy-2.3.5.dist-info/METADATA", metadata("NumPy", "2.3.5")},
          {"numpy-2.3.5.dist-info/RECORD", "numpy/__init__.py,,\n"}};
}

class Describe : public testing::Test {
 protected:
  Expected<DraftArtifact> describe(const std::string& name, const std::string& bytes,
                                   const DescribeOptions& options = {}) {
    return describe_artifact(folder_.write(name, bytes), options);
  }
  Expected<DraftArtifact> wheel(const std::vector<ZipEntry>& entries, const std::string& name = wheel_name) {
    return describe(name, tests::build_zip(entries));
  }

  /// Why a wheel with one more or changed member is refused.
  std::string refusal(const Expected<DraftArtifact>& artifact) {
    return artifact ? "not refused" : artifact.error().reason;
  }

  tests::TemporaryFolder folder_;
};

TEST_F(Describe, ListsAWheelsFilesBinariesAndVersions) {
  for (const unsigned jobs : {1U, 4U}) {
    const std::string bytes = tests::build_zip(wheel_entries());
    DescribeOptions options;
    options.jobs = jobs;
    const auto artifact = describe(wheel_name, bytes, options);
    ASSERT_TRUE(artifact) << artifact.error().reason;
    EXPECT_EQ(artifact->project, "numpy");
    EXPECT_EQ(artifact->release, "2.3.5");
    EXPECT_EQ(artifact->name, wheel_name);
    EXPECT_EQ(artifact->sha256, tests::sha256_of(bytes));
    EXPECT_EQ(artifact->size, bytes.size());
    EXPECT_EQ(artifact->c_abi, 0x02000000U);
    EXPECT_EQ(artifact->c_api, 0x14U);
    EXPECT_THAT(artifact->files, ElementsAre(Key("numpy-2.3.5.dist-info/METADATA"), Key("numpy/__init__.py"),
                                             Key("numpy/_core/_multiarray_umath.so"), Key("numpy/_core/copy.so"),
                                             Key("numpy/_core/include/numpy/_numpyconfig.h")))
        << "RECORD is the installer's";
    EXPECT_EQ(artifact->files.at("numpy/__init__.py").sha256, tests::sha256_of("import this"));
    EXPECT_EQ(artifact->files.at("numpy/__init__.py").size, 11U);
    ASSERT_THAT(artifact->binaries, SizeIs(1)) << "equal binaries are looked into once";
    EXPECT_EQ(artifact->binaries.at(tests::sha256_of(module())).build_id, "010203");
    Draft draft(artifact->project, artifact->release);
    DraftArtifact whole = *artifact;
    whole.confirmed = "given-file";
    EXPECT_EQ(draft.add(whole), std::nullopt);
    EXPECT_TRUE(Manifest::parse(draft.text(), "m"));
  }
}

TEST_F(Describe, LooksIntoNothingWhereItIsToBeShallow) {
  DescribeOptions options;
  options.deep = false;
  const auto artifact = describe(wheel_name, tests::build_zip(wheel_entries()), options);
  ASSERT_TRUE(artifact) << artifact.error().reason;
  EXPECT_THAT(artifact->binaries, IsEmpty());
  EXPECT_THAT(artifact->files, SizeIs(5));
  EXPECT_EQ(artifact->c_api, 0x14U);
}

TEST_F(Describe, HoldsAWheelsMetadataAgainstItsName) {
  EXPECT_THAT(refusal(wheel(wheel_entries(), "numpy-2.3.4-cp311-cp311-manylinux_2_28_x86_64.whl")),
              AllOf(HasSubstr("2.3.4"), HasSubstr("2.3.5")));
  EXPECT_THAT(refusal(wheel(wheel_entries(), "scipy-2.3.5-cp311-cp311-manylinux_2_28_x86_64.whl")), HasSubstr("scipy"));
  EXPECT_THAT(refusal(wheel(wheel_entries(), "download")), HasSubstr("what its publisher calls it"));
  EXPECT_THAT(refusal(wheel(wheel_entries(), "numpy.whl")), HasSubstr("no version"));
  std::vector<ZipEntry> tagged = wheel_entries();
  tagged[4] = {"numpy-2.3.5+lab.1.dist-info/METADATA", metadata("numpy", "2.3.5+lab.1")};
  const auto artifact = wheel(tagged, "numpy-2.3.5+lab.1-cp311-cp311-linux_x86_64.whl");
  ASSERT_TRUE(artifact) << artifact.error().reason;
  EXPECT_EQ(artifact->release, "2.3.5+lab.1");
}

TEST_F(Describe, TakesOnlyAWheelsOwnMetadata) {
  std::vector<ZipEntry> nested = wheel_entries();
  nested.push_back({"numpy-2.3.5.data/data/lib/other-1.0.dist-info/METADATA", metadata("other", "1.0")});
  EXPECT_TRUE(wheel(nested));
  std::vector<ZipEntry> two = wheel_entries();
  two.push_back({"other-1.0.dist-info/METADATA", metadata("other", "1.0")});
  EXPECT_THAT(refusal(wheel(two)), HasSubstr("several distributions"));
  std::vector<ZipEntry> none = wheel_entries();
  std::erase_if(none, [](const ZipEntry& entry) { return entry.name.ends_with("METADATA"); });
  EXPECT_THAT(refusal(wheel(none)), HasSubstr("no wheel and no sdist"));
  std::vector<ZipEntry> silent = wheel_entries();
  silent[4].content = "Metadata-Version: 2.4\n";
  EXPECT_THAT(refusal(wheel(silent)), HasSubstr("no Name"));
}

TEST_F(Describe, RefusesADamagedArtifact) {
  std::vector<ZipEntry> wrong = wheel_entries();
  wrong[0].central_crc = 1;
  EXPECT_NE(refusal(wheel(wrong)), "not refused");
  const std::string whole = tests::build_zip(wheel_entries());
  for (const std::size_t kept : {whole.size() - 1, whole.size() / 2, std::size_t{3}, std::size_t{0}}) {
    EXPECT_NE(refusal(describe(wheel_name, whole.substr(0, kept))), "not refused") << kept;
  }
  std::vector<ZipEntry> cut = wheel_entries();
  cut[1].content.resize(50);
  EXPECT_NE(refusal(wheel(cut)), "not refused") << "half a binary can't be looked into";
  std::vector<ZipEntry> twice = wheel_entries();
  twice.push_back({"numpy/__init__.py", "another"});
  EXPECT_NE(refusal(wheel(twice)), "not refused");
  EXPECT_THAT(refusal(describe_artifact(folder_ / "missing.whl", {})), HasSubstr("No such file"));
  EXPECT_THAT(refusal(describe_artifact(folder_.path(), {})), HasSubstr("is not a file"));
  EXPECT_THAT(refusal(describe(wheel_name, "neither this nor that")), testing::Not(HasSubstr("not refused")));
}

TEST_F(Describe, ReadsAnSdist) {
  const std::vector<TarEntry> entries{
      {"numpy-2.3.5/PKG-INFO", metadata("numpy", "2.3.5")},
      {"numpy-2.3.5/meson.build", "project()"},
      {"numpy-2.3.5/vendored/other/PKG-INFO", metadata("other", "1")},
      {"numpy-2.3.5/link", "", '2', "meson.build"},
      {"numpy-2.3.5/numpy/_core/include/numpy/_numpyconfig.h.in", "#define NPY_ABI_VERSION @NPY_ABI_VERSION@"}};
  const auto artifact = describe("numpy-2.3.5.tar.gz", tests::gzip(tests::build_tar(entries)));
  ASSERT_TRUE(artifact) << artifact.error().reason;
  EXPECT_EQ(artifact->project, "numpy");
  EXPECT_EQ(artifact->release, "2.3.5");
  EXPECT_EQ(artifact->c_abi, std::nullopt);
  EXPECT_THAT(artifact->files, SizeIs(4)) << "a link is no file of its own";
  EXPECT_TRUE(artifact->files.contains("numpy-2.3.5/meson.build"));
  EXPECT_THAT(refusal(describe("numpy-2.3.6.tar.gz", tests::gzip(tests::build_tar(entries)))), HasSubstr("2.3.6"));
}

TEST_F(Describe, ReadsADebianPackage) {
  const std::vector<TarEntry> control{{"./control", "Package: libopenblas0-pthread\nVersion: 2:0.3.21+ds-4\n"},
                                      {"./md5sums", ""}};
  const std::vector<TarEntry> data{{"./usr/lib/openblas/libblas.so.3", module()},
                                   {"./usr/lib/openblas/liblapack.so.3", "", '2', "libblas.so.3"}};
  const std::string bytes = tests::build_deb(control, data);
  for (const char* name :
       {"libopenblas0-pthread_0.3.21+ds-4_amd64.deb", "libopenblas0-pthread_2%3a0.3.21+ds-4_amd64.deb"}) {
    const auto artifact = describe(name, bytes);
    ASSERT_TRUE(artifact) << artifact.error().reason;
    EXPECT_EQ(artifact->project, "libopenblas0-pthread");
    EXPECT_EQ(artifact->release, "2:0.3.21+ds-4");
    EXPECT_THAT(artifact->files, ElementsAre(Key("usr/lib/openblas/libblas.so.3")));
    EXPECT_THAT(artifact->binaries, SizeIs(1));
  }
  EXPECT_THAT(refusal(describe("libopenblas0-pthread_0.3.20_amd64.deb", bytes)), HasSubstr("0.3.20"));
  EXPECT_THAT(refusal(describe("a.deb", bytes)), HasSubstr("no version"));
  EXPECT_THAT(refusal(describe("package", bytes)), HasSubstr("what its publisher calls it"));
}

TEST_F(Describe, NeedsToKnowWhatALoneLibraryIsOf) {
  EXPECT_THAT(refusal(describe("libfoo.so", module())), HasSubstr("project and release must be given"));
  DescribeOptions options;
  options.project = "libfoo";
  options.release = "1.0";
  const auto artifact = describe("libfoo.so", module(), options);
  ASSERT_TRUE(artifact) << artifact.error().reason;
  EXPECT_EQ(artifact->project, "libfoo");
  EXPECT_THAT(artifact->files, ElementsAre(Key("libfoo.so")));
  EXPECT_THAT(artifact->binaries, SizeIs(1));
  options.release = std::string(101, '1');
  EXPECT_THAT(refusal(describe("libfoo.so", module(), options)), HasSubstr("over 100 characters"));
}

}  // namespace
}  // namespace fairplay::signatures::database
