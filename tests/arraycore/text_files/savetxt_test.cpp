// Arrays written as tables; the differential test compares many more with NumPy.
#include "arraycore/text_files/savetxt.h"

#include <gtest/gtest.h>

#include <complex>
#include <limits>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/text_files/number_format.h"
#include "arraycore/types/dtype.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

std::string one(const std::string& format, double value) {
  const auto parsed = NumberFormat::parse(format);
  if (!parsed || parsed->conversions.size() != 1) return "no format";
  const auto text =
      formatted(parsed->conversions[0], reinterpret_cast<const std::byte*>(&value), Kind::float64, newest_release);
  return text ? parsed->texts[0] + *text + parsed->texts[1] : "error";
}

TEST(NumberFormatTest, FloatingNumbers) {
  EXPECT_EQ(one("%.18e", 0.1), "1.000000000000000056e-01");
  EXPECT_EQ(one("%g", 1e5), "100000");
  EXPECT_EQ(one("%g", 1e6), "1e+06");
  EXPECT_EQ(one("%#g", 1.0), "1.00000");
  EXPECT_EQ(one("%#.0e", 1.0), "1.e+00");
  EXPECT_EQ(one("%08.2f|", -1.5), "-0001.50|");
  EXPECT_EQ(one("%-8.1f|", 1.25), "1.2     |");
  EXPECT_EQ(one("% G", 1e-10), " 1E-10");
  EXPECT_EQ(one("%+f", std::numeric_limits<double>::infinity()), "+inf");
  EXPECT_EQ(one("100%% %s", 1.0), "100% 1.0");
}

TEST(NumberFormatTest, IntegersAreCutOff) {
  EXPECT_EQ(one("%d", -1.9), "-1");
  EXPECT_EQ(one("%d", 1e22), "10000000000000000000000");
  EXPECT_EQ(one("%x", 1.0), "error");
  EXPECT_EQ(one("%d", std::numeric_limits<double>::quiet_NaN()), "error");
}

TEST(NumberFormatTest, WhatIsWrong) {
  for (const char* wrong : {"%", "%5", "%z", "%*d", "%(x)d", "%999999999d", "%.999999999999999999999f", "%c"}) {
    EXPECT_FALSE(NumberFormat::parse(wrong)) << wrong;
  }
}

TEST(SaveTextTest, RowsAndColumns) {
  const Array table = counting({2, 2});
  EXPECT_EQ(*savetxt(table, {.formats = {"%d"}, .delimiter = ","}), "0,1\n2,3\n");
  EXPECT_EQ(*savetxt(table, {.formats = {"%d", "%.1f"}, .single_format = false}), "0 1.0\n2 3.0\n");
  EXPECT_EQ(*savetxt(table, {.formats = {"%d and %d"}}), "0 and 1\n2 and 3\n");
  EXPECT_EQ(*savetxt(counting({2}), {.formats = {"%d"}, .header = "a\nb", .footer = "c"}), "# a\n# b\n0\n1\n# c\n");
}

TEST(SaveTextTest, ComplexNumbers) {
  const auto numbers = array_of<std::complex<double>>({1}, {{1, -2}});
  EXPECT_EQ(*savetxt(numbers, {.formats = {"%g"}}), " (1-2j)\n");
}

TEST(SaveTextTest, WhatIsWrong) {
  EXPECT_FALSE(savetxt(counting({})));
  EXPECT_FALSE(savetxt(counting({1, 1, 1})));
  EXPECT_FALSE(savetxt(counting({2, 2}), {.formats = {"%d"}, .single_format = false}));
  EXPECT_FALSE(savetxt(counting({2, 2}), {.formats = {"none"}}));
  EXPECT_FALSE(savetxt(counting({2, 2}), {.formats = {"%d %d %d"}}));
  EXPECT_FALSE(savetxt(*Array::zeros(Kind::text, Extents{1})));
}

}  // namespace
}  // namespace fairplay::arraycore
