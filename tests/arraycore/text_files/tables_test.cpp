// Tables as files; the differential test compares many more with NumPy.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/text_files/fields.h"
#include "arraycore/text_files/fromstring.h"
#include "arraycore/text_files/genfromtxt.h"
#include "arraycore/text_files/loadtxt.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using Texts = std::vector<std::u32string>;

std::vector<Texts> rows(std::u32string_view text, const FieldSyntax& syntax = {}) {
  std::vector<Texts> result;
  FieldReader reader(text, syntax);
  while (!reader.at_end()) result.push_back(reader.next());
  return result;
}

TEST(FieldReaderTest, WhiteSpaceDivides) {
  EXPECT_EQ(rows(U" 1\t 2 \r\n\r3 # 4\n"), (std::vector<Texts>{{U"1", U"2"}, {}, {U"3"}}));
  EXPECT_EQ(rows(U"a\u3000b"), (std::vector<Texts>{{U"a", U"b"}}));
}

TEST(FieldReaderTest, DelimitersAndQuotes) {
  const FieldSyntax syntax{.delimiter = U',', .comments = {U"//"}, .quote = U'"'};
  EXPECT_EQ(rows(U"a,,\"b,\"\"\n//\"c,\"\"//x", syntax), (std::vector<Texts>{{U"a", U"", U"b,\"\n//c", U""}}));
  EXPECT_EQ(rows(U"\"\"", syntax), (std::vector<Texts>{{U""}}));
  EXPECT_EQ(rows(U"a,\"never closed", syntax), (std::vector<Texts>{{U"a", U"never closed"}}));
}

TEST(FieldReaderTest, LinesAreCountedThroughQuotes) {
  const FieldSyntax syntax{.delimiter = U',', .comments = {}, .quote = U'"'};
  FieldReader reader(U"\"a\r\nb\nc\"\nd", syntax);
  reader.next();
  reader.next();
  EXPECT_EQ(reader.line(), 4);
}

TEST(FieldReaderTest, SyntaxThatCantBeToldApart) {
  for (const FieldSyntax& wrong :
       {FieldSyntax{.delimiter = U'#'}, FieldSyntax{.delimiter = U'\n'}, FieldSyntax{.quote = U' '},
        FieldSyntax{.delimiter = U'"', .quote = U'"'}, FieldSyntax{.comments = {U""}}}) {
    EXPECT_FALSE(check_syntax(wrong));
  }
  EXPECT_TRUE(check_syntax({.delimiter = U' ', .quote = U'"'}));
}

TEST(LoadTextTest, Shapes) {
  const auto shape = [](std::string_view file, LoadTextOptions options = {}) {
    return loadtxt(file, options)->shape();
  };
  EXPECT_EQ(shape("1 2\n3 4\n5 6"), (Extents{3, 2}));
  EXPECT_EQ(shape("1\n2"), (Extents{2}));
  EXPECT_EQ(shape("1"), (Extents{}));
  EXPECT_EQ(shape(""), (Extents{0}));
  EXPECT_EQ(shape("1 2", {.unpack = true, .min_dimensions = 2}), (Extents{2, 1}));
  EXPECT_EQ(shape("1\n2", {.min_dimensions = 2}), (Extents{2, 1}));
  EXPECT_EQ(shape("", {.columns = std::vector<std::int64_t>{0, 1}}), (Extents{0, 2}));
  EXPECT_FALSE(loadtxt("1", {.min_dimensions = 3}));
}

TEST(LoadTextTest, NumbersAreRoundedOnce) {
  // Read as a double first, it would be rounded to even twice.
  const auto found = loadtxt("1.00000017881393432617187499", {.dtype = Kind::float32});
  EXPECT_EQ(elements<float>(*found), std::vector<float>{0x1.000002p0F});
}

TEST(LoadTextTest, RowsAndColumns) {
  LoadTextOptions options{.dtype = Kind::int64};
  options.skip_rows = 1;
  options.max_rows = 2;
  options.columns = std::vector<std::int64_t>{-1, 0};
  EXPECT_EQ(integers(*loadtxt("head\n1 2 3\n\n# note\n4 5 6\n7 8", options)), (std::vector<std::int64_t>{3, 1, 6, 4}));
}

TEST(LoadTextTest, ErrorsNameLineAndColumn) {
  const auto message = [](std::string_view file, LoadTextOptions options = {}) {
    const auto found = loadtxt(file, options);
    return found ? "no error" : found.error().message;
  };
  EXPECT_NE(message("1 2\n\n3 x").find("'x' to <f8 at row 1, column 2 (line 3)"), std::string::npos);
  EXPECT_NE(message("1 2\n3").find("changed from 2 to 1 at row 2 (line 2)"), std::string::npos);
  EXPECT_NE(message("1\n2", {.columns = std::vector<std::int64_t>{1}}).find("invalid column index 1"),
            std::string::npos);
  EXPECT_NE(message("1\né\xff").find("line 2, column 2"), std::string::npos);
  EXPECT_NE(message("1", {.skip_rows = -1}).find("skiprows"), std::string::npos);
  for (const char* wrong : {"1_0", "0x10", "1e", "", "--1", "1,2"}) {
    EXPECT_FALSE(loadtxt(std::string("1\n") + wrong + ";", {.syntax = {.delimiter = U';'}})) << wrong;
  }
  EXPECT_FALSE(loadtxt("300", {.dtype = Kind::int8}));
  EXPECT_FALSE(loadtxt("1+j", {.dtype = Kind::complex128}));
  EXPECT_FALSE(loadtxt("€", {.dtype = Kind::bytes}));
}

TEST(GenerateTextTest, WhatIsMissing) {
  const auto found = genfromtxt("1,,x", {.delimiter = U","});
  const auto values = elements<double>(*found);
  EXPECT_EQ(values.at(0), 1);
  EXPECT_TRUE(std::isnan(values.at(1)) && std::isnan(values.at(2)));
  EXPECT_EQ(integers(*genfromtxt("x 2", {.dtype = Kind::int64})), (std::vector<std::int64_t>{-1, 2}));
  EXPECT_FALSE(genfromtxt("x", {.loose = false}));
  EXPECT_FALSE(genfromtxt("x", {.dtype = Kind::uint8}));
}

TEST(GenerateTextTest, WidthsHeadersAndFooters) {
  GenerateTextOptions options{.dtype = Kind::int64, .delimiter = std::vector<std::int64_t>{1, 2}};
  options.skip_header = 1;
  options.skip_footer = 1;
  EXPECT_EQ(integers(*genfromtxt("x\n123\n456\ny", options)), (std::vector<std::int64_t>{1, 23, 4, 56}));
  options.max_rows = 1;
  EXPECT_FALSE(genfromtxt("1", options));
}

TEST(GenerateTextTest, RowsOfAnotherLength) {
  const auto found = genfromtxt("1 2\n3\n4 5");
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("Line #2 (got 1 columns instead of 2)"), std::string::npos);
  EXPECT_EQ(genfromtxt("1 2\n3\n4 5", {.invalid_raise = false})->shape(), (Extents{2, 2}));
}

TEST(FromStringTest, SeparatorsAndCounts) {
  EXPECT_EQ(elements<double>(*fromstring(" 1 , 2,3,", Kind::float64, {}, ",")), (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(integers(*fromstring("1 2 x", Kind::int64, 2, " ")), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(fromstring("", Kind::float64, {}, " ")->shape(), (Extents{0}));
}

TEST(FromStringTest, WhatIsWrong) {
  const auto message = [](std::string_view text, DType dtype, std::string_view separator) {
    const auto found = fromstring(text, dtype, {}, separator);
    return found ? "no error" : found.error().message;
  };
  EXPECT_NE(message("1\n2 x", Kind::float64, " ").find("line 2, column 3"), std::string::npos);
  EXPECT_NE(message("1;;2", Kind::float64, ";").find("column 3"), std::string::npos);
  EXPECT_NE(message("300", Kind::int8, " ").find("out of bounds"), std::string::npos);
  EXPECT_NE(message("a", Kind::text, " "), "no error");
  EXPECT_NE(message("1", Kind::float64, ""), "no error");
  EXPECT_FALSE(fromstring("1 2", Kind::float64, 3, " "));
}

}  // namespace
}  // namespace fairplay::arraycore
