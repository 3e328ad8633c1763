#include "signatures/database/index.h"

#include "tests/support/made_up_database.h"

namespace fairplay::signatures::database {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

const std::string one(64, '1');
const std::string two(64, '2');
const std::string three(64, '3');
const std::string signature(128, '5');

const std::string whole =
    "fairplay-index 1\nname Ada's own\nversion 12\ncreated 2026-11-21\nexpires 2027-11-21\n"
    "manifest " +
    one +
    " 10 3 numpy 2.3.4\n"
    "manifest " +
    two +
    " 20 4 numpy 2.3.5\n"
    "footprint " +
    three +
    " 30 numpy 2.3.4\n"
    "footprint " +
    one +
    " 40 numpy 2.3.5\n"
    "library " +
    one +
    " - numpy 2.3.5\n"
    "library " +
    one +
    " 00ff numpy 2.3.5\n"
    "signed " +
    three + " " + signature + "\n";
const std::string unsigned_part = whole.substr(0, whole.find("signed "));

TEST(Index, ListsWhatItHolds) {
  const auto index = parse_index(whole, "index");
  ASSERT_TRUE(index) << index.error().place << index.error().reason;
  EXPECT_EQ(index->name, "Ada's own");
  EXPECT_EQ(index->version, 12U);
  EXPECT_EQ(index->created, "2026-11-21");
  EXPECT_EQ(index->expires, "2027-11-21");
  ASSERT_THAT(index->manifests, SizeIs(2));
  EXPECT_EQ(index->find("numpy", "2.3.5"), &index->manifests[1]);
  EXPECT_EQ(index->find("numpy", "2.3.6"), nullptr);
  EXPECT_EQ(index->find("scipy", "2.3.5"), nullptr);
  EXPECT_EQ(index->manifests[1].size, 20U);
  EXPECT_EQ(index->manifests[1].artifacts, 4U);
  ASSERT_THAT(index->footprints, SizeIs(2));
  EXPECT_EQ(index->find_footprint("numpy", "2.3.5"), &index->footprints[1]);
  EXPECT_EQ(index->find_footprint("numpy", "2.3.3"), nullptr);
  EXPECT_EQ(index->footprints[1].sha256, one);
  EXPECT_EQ(index->footprints[1].size, 40U);
  ASSERT_THAT(index->libraries, SizeIs(2));
  EXPECT_EQ(index->libraries[0].build_id, "");
  EXPECT_EQ(index->libraries[1].build_id, "00ff");
  ASSERT_TRUE(index->key);
  EXPECT_EQ(index->key->hex(), three);
  EXPECT_EQ(index->signature, signature);
  EXPECT_EQ(index_text(*index), unsigned_part);
}

TEST(Index, HasOneTextWhateverTheOrder) {
  Index index = *parse_index(whole, "index");
  std::swap(index.manifests[0], index.manifests[1]);
  std::swap(index.footprints[0], index.footprints[1]);
  std::swap(index.libraries[0], index.libraries[1]);
  index.libraries.push_back(index.libraries[0]);
  EXPECT_EQ(index_text(index), unsigned_part);
}

TEST(Index, SignsEveryByteBeforeTheSignature) {
  const PrivateKey key = tests::made_up_key();
  const Index index = *parse_index(whole, "index");
  const std::string text = signed_index_text(index, key);
  const auto split = split_signature(text, "index");
  ASSERT_TRUE(split);
  EXPECT_EQ(split->message, unsigned_part);
  EXPECT_EQ(split->key, key.public_key());
  EXPECT_TRUE(verifies(*split->key, split->message, split->signature));
  EXPECT_TRUE(parse_index(text, "index"));
}

TEST(Index, WithoutSignatureSaysSo) {
  const auto split = split_signature(unsigned_part, "index");
  ASSERT_TRUE(split);
  EXPECT_EQ(split->message, unsigned_part);
  EXPECT_FALSE(split->key);
  EXPECT_TRUE(split_signature("\n", "index"));
  for (const std::string& text : {std::string(), std::string("x"), whole.substr(0, whole.size() - 1)}) {
    const auto cut = split_signature(text, "index");
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().reason, "has no line feed at its end: the file is cut off");
  }
  for (const std::string& line :
       {std::string("signed \n"), std::string("signed x y\n"), "signed " + three + " " + signature + " \n",
        "signed " + three + "  " + signature + "\n"}) {
    const auto bad = split_signature(unsigned_part + line, "index");
    ASSERT_FALSE(bad) << line;
    EXPECT_EQ(bad.error().place, "last line");
    EXPECT_EQ(bad.error().reason, "is not \"signed\", a public key and a signature in lower-case hex");
  }
}

struct Edit {
  const char* old_text;
  std::string new_text;
  const char* place;
  const char* reason;
};
class RefusedIndex : public testing::TestWithParam<Edit> {};

TEST_P(RefusedIndex, SaysWhereAndWhy) {
  std::string text = whole;
  const std::size_t at = text.find(GetParam().old_text);
  ASSERT_NE(at, std::string::npos) << GetParam().old_text;
  text.replace(at, std::string_view(GetParam().old_text).size(), GetParam().new_text);
  const auto index = parse_index(text, "index");
  ASSERT_FALSE(index) << text;
  EXPECT_EQ(index.error().file, "index");
  EXPECT_EQ(index.error().place, GetParam().place);
  EXPECT_THAT(index.error().reason, HasSubstr(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    Damaged, RefusedIndex,
    testing::Values(Edit{"index 1", "index 2", "line 1", "no index, or one of a later fairplay"},
                    Edit{"name Ada's own", "name ", "line 2", "is not \"name\""},
                    Edit{"Ada's own", "Ada%20", "line 2", "is not \"name\""},
                    Edit{"Ada's own", "Ada\x1b[2J", "line 2", "is not \"name\""},
                    Edit{"version 12", "version 0", "line 3", "a number from 1"},
                    Edit{"version 12", "version 012", "line 3", "a number from 1"},
                    Edit{"2026-11-21", "2026-02-29", "line 4", "is not \"created\" and a date such as 2026-11-21"},
                    Edit{"2027-11-21", "2027-11-21 ", "line 5", "is not \"expires\" and a date"},
                    Edit{" 10 3 numpy", " 10 4294967296 numpy", "line 6", "is not \"manifest\""},
                    Edit{" 10 3 numpy", " 10 3  numpy", "line 6", "is not \"manifest\""},
                    Edit{"manifest 1", "manifest F", "line 6", "is not \"manifest\""},
                    Edit{" 30 numpy", " 030 numpy", "line 8", "is not \"footprint\""},
                    Edit{"footprint 3", "footprint C", "line 8", "is not \"footprint\""},
                    Edit{" 40 numpy 2.3.5", " 40 numpy 2.3.6", "line 9",
                         "lists a footprint of numpy 2.3.6, which the index has no manifest of"},
                    Edit{" 40 numpy 2.3.5", " 40 numpy 2.3.4", "line 9",
                         "the footprint of numpy 2.3.4 is not sorted by project and release, or there twice"},
                    Edit{"2.3.4", "2.3.5", "line 7",
                         "the manifest of numpy 2.3.5 is not sorted by project and release, or there twice"},
                    Edit{"numpy 2.3.4\n", "numpy-2.3 5\n", "line 7", "is not sorted"},
                    Edit{"- numpy", "0 numpy", "line 10", "is not \"library\""},
                    Edit{"00ff", "00FF", "line 11", "is not \"library\""},
                    Edit{"00ff", "-", "line 11", "the libraries are not sorted, or one is there twice"},
                    Edit{"00ff numpy 2.3.5", "00ff numpy 2.3.6", "line 11",
                         "lists a library of numpy 2.3.6, which the index has no manifest of"},
                    Edit{"signed 3", "signed C", "line 12", "is not \"signed\""},
                    Edit{"signed 3", "sealed 3", "line 12", "is not a line that an index may have here"},
                    Edit{"5555\n", "5555", "line 12", "has no line feed at its end"},
                    Edit{"5555\n", "5555\n\n", "line 13", "is not a line that an index may have here"}));

TEST(Index, TwoReleasesMayNotShareAFile) {
  const auto index = parse_index("fairplay-index 1\nname x\nversion 1\ncreated 2026-11-21\nmanifest " + one +
                                     " 1 1 a b-c\nmanifest " + one + " 1 1 a-b c\n",
                                 "index");
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().reason, "the manifest of a-b c would lie in the same file as another");
}

TEST(Index, IsNoBiggerThanItsLimit) {
  const auto index = parse_index(std::string(largest_index + 1, 'x'), "index");
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().reason, "has 16777217 bytes; an index has at most 16777216");
}

TEST(Date, IsADayThatExists) {
  for (const char* date : {"2026-11-21", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"})
    EXPECT_TRUE(is_date(date)) << date;
  for (const char* date : {"", "2026-11-2", "2026-11-211", "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-01",
                           "2026-13-01", "2026-01-00", "2026/01/01", "-026-01-01", "2026-1 -01"}) {
    EXPECT_FALSE(is_date(date)) << date;
  }
}

TEST(Index, ListsTheLibrariesOfAManifest) {
  auto artifact = tests::made_up_artifact("numpy", "2.3.5", "numpy-2.3.5-x.whl", {{"a.so", "a"}, {"b.so", "b"}});
  artifact.binaries[tests::sha256_of("a")] = tests::made_up_binary("a");
  artifact.binaries[tests::sha256_of("b")] = tests::made_up_binary("b");
  artifact.binaries[tests::sha256_of("b")].blas.emplace().vendor = signatures::blas::Vendor::openblas;
  Draft draft("numpy", "2.3.5");
  ASSERT_EQ(draft.add(artifact), std::nullopt);
  const auto libraries = libraries_of(**Manifest::parse(draft.text(), "x"));
  ASSERT_THAT(libraries, SizeIs(1));
  EXPECT_EQ(libraries[0],
            (Index::LibraryEntry{tests::sha256_of("b"), tests::made_up_binary("b").build_id, "numpy", "2.3.5"}));
}

}  // namespace
}  // namespace fairplay::signatures::database
