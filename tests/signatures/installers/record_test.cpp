#include "signatures/installers/record.h"

#include <gmock/gmock.h>

namespace fairplay::signatures::installers {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view empty_sha256 = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

struct Parsed {
  std::vector<RecordRow> rows;
  std::vector<Damage> damage;
};
Parsed parse(std::string_view text) {
  Parsed result;
  result.rows = parse_record(text, "RECORD", result.damage);
  return result;
}

TEST(Record, ReadsPathDigestAndSize) {
  const Parsed parsed = parse("numpy/a.py,sha256=" + std::string(empty_sha256) + ",0\n");
  ASSERT_THAT(parsed.rows, SizeIs(1));
  EXPECT_EQ(parsed.rows[0].path, "numpy/a.py");
  EXPECT_EQ(parsed.rows[0].digest->hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(parsed.rows[0].size, 0U);
  EXPECT_THAT(parsed.damage, SizeIs(0));
}

TEST(Record, ReadsQuotedCommasAndDoubledQuotesAsPythonsCsvDoes) {
  const Parsed parsed = parse("\"numpy/a,b \"\"c\"\".py\",,\n");
  ASSERT_THAT(parsed.rows, SizeIs(1));
  EXPECT_EQ(parsed.rows[0].path, "numpy/a,b \"c\".py");
  EXPECT_FALSE(parsed.rows[0].digest);
}

TEST(Record, AcceptsEveryLineEndAndLineBreaksInsideQuotes) {
  const Parsed parsed = parse("a,,\r\nb,,\rc,,\n\n\"d\ne\",,");
  ASSERT_THAT(parsed.rows, SizeIs(4));
  EXPECT_EQ(parsed.rows[2].path, "c");
  EXPECT_EQ(parsed.rows[3].path, "d\ne");
}

TEST(Record, PassesOverAByteOrderMark) { EXPECT_EQ(parse("\xef\xbb\xbfnumpy/a.py,,\n").rows.at(0).path, "numpy/a.py"); }

TEST(Record, WindowsSeparators) {
  EXPECT_EQ(parse("numpy\\linalg\\a.py,,\n").rows.at(0).path, "numpy/linalg/a.py");
  EXPECT_EQ(parse("numpy/a\\b.py,,\n").rows.at(0).path, "numpy/a\\b.py") << "there it is part of a name";
}

TEST(Record, KeepsTwoRowsOfOnePath) {
  EXPECT_THAT(parse("x.pyc,sha256=" + std::string(empty_sha256) + ",0\nx.pyc,,\n").rows, SizeIs(2));
}

struct Malformed {
  const char* text;
  const char* place;
  const char* reason;
};
class MalformedRecord : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedRecord, IsReportedWithItsRow) {
  const Parsed parsed = parse(GetParam().text);
  ASSERT_THAT(parsed.damage, testing::Not(testing::IsEmpty()));
  EXPECT_EQ(parsed.damage[0].file, "RECORD");
  EXPECT_EQ(parsed.damage[0].place, GetParam().place);
  EXPECT_THAT(parsed.damage[0].reason, HasSubstr(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(All, MalformedRecord,
                         testing::Values(Malformed{"a,sha256=nonsense!,1\n", "row 1", "is not a sha256 digest"},
                                         Malformed{"a,,\nb,sha1=abc,1\n", "row 2", "'sha1' is not supported"},
                                         Malformed{"a,47DEQpj8,1\n", "row 1", "names no algorithm"},
                                         Malformed{"a,,many\n", "row 1", "size 'many' is not a number"},
                                         Malformed{"\"a,,\nb,,\n", "row 1", "never closed"},
                                         Malformed{",,\n", "row 1", "names no path"},
                                         Malformed{"caf\xe9.py,,\n", "row 1", "not UTF-8"},
                                         Malformed{"a,,,extra\n", "row 1", "4 fields"},
                                         Malformed{"a,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF,0\n", "row 1",
                                                   "is not a sha256 digest"}));

TEST(Record, ARowWithAnUnreadableDigestStaysWithoutOne) {
  const Parsed parsed = parse("a,sha256=nonsense!,1\n");
  ASSERT_THAT(parsed.rows, SizeIs(1));
  EXPECT_FALSE(parsed.rows[0].digest);
}

}  // namespace
}  // namespace fairplay::signatures::installers
