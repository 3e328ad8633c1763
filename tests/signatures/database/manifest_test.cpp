#include "signatures/database/manifest.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "signatures/database/draft.h"
#include "tests/support/made_up_database.h"

namespace fairplay::signatures::database {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string one(64, '1');
const std::string two(64, '2');
const std::string three(64, '3');
const std::string four(64, '4');

// Three wheels, two of which share a file; a binary of which one was looked into.
const std::string names_id = tests::sha256_of("absolute add").substr(0, 16);
const std::string whole =
    "fairplay-manifest 1\nproject numpy\nrelease 2.3.5\nc-abi 0x02000000\nc-api 0x00000014\n"
    "artifact " +
    one +
    " 10 upstream pip-download numpy-2.3.5-a.whl\n"
    "artifact " +
    two +
    " 20 distribution apt-get numpy-2.3.5-b.whl\n"
    "artifact " +
    three +
    " 30 local given-file numpy-2.3.5-c.whl\n"
    "file " +
    one +
    " 5 * numpy/__init__.py\n"
    "file " +
    two +
    " 6 -22222222 numpy/a%20b.py\n"
    "file " +
    three +
    " 7 22222222 numpy/a%20b.py\n"
    "file " +
    four +
    " 8 11111111 numpy/core.so\n"
    "names " +
    names_id +
    " absolute add\n"
    "binary " +
    four +
    "\n build-id 00ff\n machine x86-64\n soname libfoo.so\n runpath $ORIGIN/../numpy.libs\n needed libm.so.6 "
    "libc.so.6\n"
    " part " +
    one + " 100 .rodata\n part " + two + " 200 .text\n symbols 3 4\n ufuncs " + names_id +
    "\n"
    " blas OpenBLAS 0.3.30 OpenBLAS 0.3.30 USE64BITINT MAX_THREADS=64\n";

std::shared_ptr<const Manifest> parsed(const std::string& text) {
  auto manifest = Manifest::parse(text, "x.manifest");
  if (!manifest) {
    ADD_FAILURE() << manifest.error().place << ": " << manifest.error().reason;
    return nullptr;
  }
  return *manifest;
}

TEST(Manifest, ListsWhatItHolds) {
  const auto manifest = parsed(whole);
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->project(), "numpy");
  EXPECT_EQ(manifest->release(), "2.3.5");
  EXPECT_EQ(manifest->c_abi(), 0x02000000U);
  EXPECT_EQ(manifest->c_api(), 0x14U);
  ASSERT_THAT(manifest->artifacts(), SizeIs(3));
  EXPECT_EQ(manifest->artifacts()[1].name, "numpy-2.3.5-b.whl");
  EXPECT_EQ(manifest->artifacts()[1].origin, Origin::distribution);
  EXPECT_EQ(manifest->artifacts()[1].confirmed, "apt-get");
  EXPECT_EQ(manifest->artifacts()[1].size, 20U);
  ASSERT_THAT(manifest->files(), SizeIs(4));
  EXPECT_EQ(manifest->files()[1].path, "numpy/a b.py");
  EXPECT_EQ(manifest->files()[1].size, 6U);

  const auto members = [&](const FileRow& row) {
    return std::vector<bool>{manifest->set(row).contains(0), manifest->set(row).contains(1),
                             manifest->set(row).contains(2)};
  };
  EXPECT_THAT(members(manifest->files()[0]), ElementsAre(true, true, true));
  EXPECT_THAT(members(manifest->files()[1]), ElementsAre(true, false, true));
  EXPECT_THAT(members(manifest->files()[2]), ElementsAre(false, true, false));
  EXPECT_THAT(manifest->files_at("numpy/a b.py"), SizeIs(2));
  EXPECT_THAT(manifest->files_at("numpy/a"), IsEmpty());

  const BinaryRow* binary = manifest->binary(four);
  ASSERT_TRUE(binary);
  EXPECT_EQ(manifest->binary(one), nullptr);
  EXPECT_EQ(binary->build_id, "00ff");
  EXPECT_EQ(binary->machine, "x86-64");
  EXPECT_EQ(binary->soname, "libfoo.so");
  EXPECT_EQ(binary->runpath, "$ORIGIN/../numpy.libs");
  EXPECT_THAT(binary->needed, ElementsAre("libm.so.6", "libc.so.6"));
  ASSERT_TRUE(binary->part(".text"));
  EXPECT_EQ(binary->part(".text")->size, 200U);
  EXPECT_EQ(binary->part(".tex"), nullptr);
  EXPECT_EQ(binary->symbols_defined, 3U);
  EXPECT_EQ(binary->symbols_undefined, 4U);
  EXPECT_THAT(manifest->name_list(binary->methods), IsEmpty());
  EXPECT_THAT(manifest->name_list(binary->ufuncs), ElementsAre("absolute", "add"));
  EXPECT_EQ(binary->blas_vendor, "OpenBLAS");
  EXPECT_EQ(binary->blas_version, "0.3.30");
  EXPECT_EQ(binary->blas_configuration, "OpenBLAS 0.3.30 USE64BITINT MAX_THREADS=64");
}

TEST(Manifest, HasOneText) {
  EXPECT_EQ(Draft(*parsed(whole)).text(), whole);
  const std::string least = "fairplay-manifest 1\nproject numpy\nrelease 2.3.5\n";
  EXPECT_EQ(Draft(*parsed(least)).text(), least);
}

TEST(Manifest, ABlasWithoutVersionOrWordsHasThemEmpty) {
  std::string text = whole;
  text.replace(text.find(" blas "), std::string::npos, " blas Arm%20PL -\n");
  const auto manifest = parsed(text);
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->binary(four)->blas_vendor, "Arm PL");
  EXPECT_EQ(manifest->binary(four)->blas_version, "");
  EXPECT_EQ(manifest->binary(four)->blas_configuration, "");
  EXPECT_EQ(Draft(*manifest).text(), text);
}

struct Edit {
  const char* old_text;
  std::string new_text;
  const char* place;
  const char* reason;
};
class RefusedManifest : public testing::TestWithParam<Edit> {};

TEST_P(RefusedManifest, SaysWhereAndWhy) {
  std::string text = whole;
  const std::size_t at = text.find(GetParam().old_text);
  ASSERT_NE(at, std::string::npos) << GetParam().old_text;
  text.replace(at, std::string_view(GetParam().old_text).size(), GetParam().new_text);
  const auto manifest = Manifest::parse(text, "x.manifest");
  ASSERT_FALSE(manifest) << text;
  EXPECT_EQ(manifest.error().file, "x.manifest");
  EXPECT_EQ(manifest.error().place, GetParam().place);
  EXPECT_THAT(manifest.error().reason, HasSubstr(GetParam().reason));
  EXPECT_TRUE(manifest.error().grave);
}

INSTANTIATE_TEST_SUITE_P(
    Damaged, RefusedManifest,
    testing::Values(
        Edit{"manifest 1", "manifest 2", "line 1", "no manifest, or one of a later fairplay"},
        Edit{"project numpy\n", "", "line 2", "is not \"project\" and one value"},
        Edit{"project numpy", "project  numpy", "line 2", "is not \"project\" and one value"},
        Edit{"project numpy", "project numpy ", "line 2", "is not \"project\" and one value"},
        Edit{"project numpy", "project num%70y", "line 2", "is not \"project\" and one value"},
        Edit{"release 2.3.5", "release 2.3.5\r", "line 3", "is not \"release\" and one value"},
        Edit{"0x02000000", "0x2000000", "line 4", "0x with eight lower-case hex digits"},
        Edit{"0x00000014", "0x0000001A", "line 5", "0x with eight lower-case hex digits"},
        Edit{"artifact 1111", "artifact A111", "line 6", "is not \"artifact\", a SHA-256 in lower-case hex"},
        Edit{"artifact 1111", "artifact 111", "line 6", "is not \"artifact\", a SHA-256 in lower-case hex"},
        Edit{" 10 upstream", " 010 upstream", "line 6", "is not \"artifact\""},
        Edit{" 10 upstream", " +10 upstream", "line 6", "is not \"artifact\""},
        Edit{" 10 upstream", " 99999999999999999999 upstream", "line 6", "is not \"artifact\""},
        Edit{" 10 upstream", " 10 everybody", "line 6", "upstream, distribution or local"},
        Edit{"2.3.5-a.whl", "2.3.5-b.whl", "line 7",
             "artifact numpy-2.3.5-b.whl stands behind numpy-2.3.5-b.whl: they are not sorted, or one is there twice"},
        Edit{"numpy-2.3.5-a.whl", "intel_numpy-2.3.5-a.whl", "line 6",
             "intel_numpy-2.3.5-a.whl names the project intel_numpy, but is listed under numpy"},
        Edit{"numpy-2.3.5-a.whl", "numpy-2.3.4-a.whl", "line 6",
             "numpy-2.3.4-a.whl names the release 2.3.4, but is listed under 2.3.5"},
        Edit{"artifact 2",
             "artifact 11111111" + two.substr(7) + " 20 distribution apt-get numpy-2.3.5-aa.whl\nartifact 2", "line 7",
             "is not \"artifact\""},
        Edit{"artifact 22222222", "artifact 11111111", "artifacts",
             "numpy-2.3.5-a.whl and numpy-2.3.5-b.whl share the id 11111111: rows could mean either"},
        Edit{" 5 * ", " 5  * ", "line 9", "is not \"file\""}, Edit{" 5 * ", " 5  ", "line 9", "is not \"file\""},
        Edit{" 5 * ", "  * ", "line 9", "is not \"file\""},
        Edit{"artifact 1", "artifact  1", "line 6", "is not \"artifact\""},
        Edit{" 10 upstream", "  upstream", "line 6", "is not \"artifact\""},
        Edit{" 5 * ", " 5 11111111,22222222,33333333 ", "line 9", "its set of artifacts has a shorter spelling"},
        Edit{" 5 * ", " 5 - ", "line 9", "names , which is no artifact's id"},
        Edit{" 5 * ", " 5 -11111111,22222222,33333333 ", "line 9", "its set of artifacts is empty"},
        Edit{" 6 -22222222 ", " 6 11111111,33333333 ", "line 10", "its set of artifacts has a shorter spelling"},
        Edit{" 6 -22222222 ", " 6 -11111111,33333333 ", "line 10", "its set of artifacts has a shorter spelling"},
        Edit{" 6 -22222222 ", " 6 -33333333,11111111 ", "line 10",
             "its set of artifacts is not sorted, or names one twice"},
        Edit{" 7 22222222 ", " 7 22222222, ", "line 11", "names , which is no artifact's id"},
        Edit{" 7 22222222 ", " 7 44444444 ", "line 11",
             "its set of artifacts names 44444444, which is no artifact's id (the first 8 digits of its SHA-256)"},
        Edit{" 7 22222222 ", " 7 33333333 ", "line 11", "an artifact has two contents of numpy/a b.py"},
        Edit{"numpy/core.so", "numpy/Z.so", "line 12",
             "the file numpy/Z.so is not sorted by path and SHA-256, or there twice"},
        Edit{"numpy/__init__.py", "numpy/z.py", "line 10",
             "the file numpy/a b.py is not sorted by path and SHA-256, or there twice"},
        Edit{"numpy/a%20b.py", "numpy/a b.py", "line 10", "is not \"file\""},
        Edit{"numpy/a%20b.py", "numpy/a%2Fb.py", "line 10", "is not \"file\""},
        Edit{"numpy/a%20b.py", "numpy/a%e9b.py", "line 10", "is not \"file\""},
        Edit{"numpy/a%20b.py", "numpy/a%2", "line 10", "is not \"file\""},
        Edit{"numpy/a%20b.py", "numpy/\xc3\xa9.py", "line 10", "is not \"file\""},
        Edit{" absolute add", " absolute and", "line 13", "is not the beginning of the SHA-256 of its names"},
        Edit{"build-id 00ff", "build-id 00f", "line 16",
             "the build-id before this line is not whole bytes in lower-case hex"},
        Edit{"build-id 00ff\n machine x86-64", "machine x86-64\n build-id 00ff", "line 16",
             "is not a line that a manifest may have here"},
        Edit{"libm.so.6 libc", "libm.so.6  libc", "line 19", "is not \" needed\" and the names of libraries"},
        Edit{"100 .rodata", "100 .zero", "line 21", "the part .text is not sorted by name"},
        Edit{"symbols 3 4", "symbols 0 0", "line 22", "the counts of defined and undefined ones"},
        Edit{" ufuncs ", " methods 0123456789abcdef\n ufuncs ", "line 23",
             "is not \" methods\" and the id of a list of names above"},
        Edit{"OpenBLAS 0.3.30 OpenBLAS 0", "OpenBLAS 0.3.30 OpenBLAS%200", "line 24", "is not \" blas\", a vendor"},
        Edit{"blas OpenBLAS 0.3.30 OpenBLAS 0.3.30 USE64BITINT MAX_THREADS=64", "blas OpenBLAS", "line 24",
             "is not \" blas\", a vendor"},
        Edit{"blas OpenBLAS 0.3.30 OpenBLAS 0.3.30 USE64BITINT MAX_THREADS=64", "blas OpenBLAS 0.3.30 ", "line 24",
             "is not \" blas\", a vendor"},
        Edit{"MAX_THREADS=64\n", "MAX_THREADS=64", "line 24", "has no line feed at its end: the file is cut off"},
        Edit{"MAX_THREADS=64\n", "MAX_THREADS=64\n\n", "line 25", "is not a line that a manifest may have here"}));

TEST(Manifest, RefusesListsAndBinariesNobodyRefersTo) {
  std::string text = whole;
  text.replace(text.find(" ufuncs "), 8 + 16 + 1, "");
  const auto unused = Manifest::parse(text, "x.manifest");
  ASSERT_FALSE(unused);
  EXPECT_EQ(unused.error().place, "names " + names_id);
  EXPECT_EQ(unused.error().reason, "no binary refers to this list");

  text = whole;
  text.replace(text.find("binary 4"), 8, "binary 5");
  const auto orphan = Manifest::parse(text, "x.manifest");
  ASSERT_FALSE(orphan);
  EXPECT_EQ(orphan.error().place, "binary 5" + four.substr(1));
  EXPECT_EQ(orphan.error().reason, "no file has this SHA-256");
}

TEST(Manifest, HasOnlySoManyArtifacts) {
  std::string text = "fairplay-manifest 1\nproject p\nrelease 1\n";
  for (unsigned i = 0; i <= most_artifacts; ++i)
    text += fmt::format("artifact {:08x}{} 1 local given-file {:08}.so\n", i, std::string(56, '0'), i);
  const auto manifest = Manifest::parse(text, "x.manifest");
  ASSERT_FALSE(manifest);
  EXPECT_EQ(manifest.error().reason, "is one artifact more than the 1024 a manifest may have");
}

TEST(Manifest, IsRefusedAtEveryCut) {
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto manifest = Manifest::parse(whole.substr(0, size), "x.manifest");
    // A cut behind a whole record leaves a manifest of less: only the index's hash shows it.
    if (manifest) {
      EXPECT_EQ(whole[size - 1], '\n');
      EXPECT_EQ(Draft(**manifest).text(), whole.substr(0, size));
    }
  }
}

TEST(ManifestFileName, NeverLeadsOutOfItsFolder) {
  EXPECT_EQ(manifest_file_name("numpy", "2.3.5"), "numpy-2.3.5.manifest");
  EXPECT_EQ(manifest_file_name("libopenblas0-pthread", "0.3.21+ds-4"), "libopenblas0-pthread-0.3.21+ds-4.manifest");
  EXPECT_EQ(manifest_file_name("../../etc", "passwd"), "%2E.%2F..%2Fetc-passwd.manifest");
  EXPECT_EQ(manifest_file_name("..", "/x"), "%2E.-%2Fx.manifest");
  EXPECT_EQ(manifest_file_name("a%2Fb", std::string("\0\n", 2)), "a%252Fb-%00%0A.manifest");
  EXPECT_EQ(manifest_file_name("python3-numpy", "1:1.24.2-1"), "python3-numpy-1%3A1.24.2-1.manifest");
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string project{static_cast<char>(first), static_cast<char>(second)};
      const std::string file = manifest_file_name(project, project);
      EXPECT_EQ(std::filesystem::path(file).filename(), file);
      EXPECT_NE(file.front(), '.');
      EXPECT_EQ(file.find('\0'), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace fairplay::signatures::database
