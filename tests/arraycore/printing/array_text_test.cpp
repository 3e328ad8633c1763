#include "arraycore/printing/array_text.h"

#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/layout.h"
#include "arraycore/printing/print_options.h"
#include "arraycore/printing/scalar_text.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::string text(const Array& array, const PrintOptions& options = {}) { return array_str(array, options).value(); }
std::string repr(const Array& array, const PrintOptions& options = {}) { return array_repr(array, options).value(); }

// All expected texts are NumPy 2.5.5's.

TEST(ArrayTextTest, Integers) {
  EXPECT_EQ(text(counting({2, 3})), "[[0 1 2]\n [3 4 5]]");
  EXPECT_EQ(repr(counting({2, 1, 2})), "array([[[0, 1]],\n\n       [[2, 3]]])");
  EXPECT_EQ(text(array_of<std::int8_t>({2}, {-128, 7}), {.sign = '+'}), "[-128   +7]");
  EXPECT_EQ(repr(array_of<std::uint8_t>({2}, {1, 2})), "array([1, 2], dtype=uint8)");
}

TEST(ArrayTextTest, FloatingNumbers) {
  EXPECT_EQ(text(float64s({1, 2.5, -3})), "[ 1.   2.5 -3. ]");
  EXPECT_EQ(text(float64s({1e-5, 1})), "[1.e-05 1.e+00]");
  EXPECT_EQ(text(float64s({1e-5, 1}), {.suppress = true}), "[0.00001 1.     ]");
  EXPECT_EQ(text(float64s({nan, -infinity, 1})), "[ nan -inf   1.]");
  EXPECT_EQ(text(float64s({1.0 / 3}), {.precision = 3}), "[0.333]");
  EXPECT_EQ(text(float64s({1.0 / 3, 1}), {.floatmode = FloatMode::fixed}), "[0.33333333 1.00000000]");
  EXPECT_EQ(text(float64s({1.0 / 3}), {.floatmode = FloatMode::unique}), "[0.3333333333333333]");
  EXPECT_EQ(text(float64s({0.5, 1}), {.floatmode = FloatMode::maxprec_equal}), "[0.5 1.0]");
}

TEST(ArrayTextTest, ReleasesDiffer) {
  const Array large = array_of<float>({2}, {1, 12345678});
  EXPECT_EQ(text(large), "[1.0000000e+00 1.2345678e+07]");
  EXPECT_EQ(text(array_of<float>({1}, {12345678})), "[1.2345678e+07]");
  EXPECT_EQ(text(array_of<float>({1}, {12345678}), {.release = {2, 2}}), "[12345678.]");
  EXPECT_EQ(text(array_of<float>({1}, {12345678}), {.legacy = LegacyPrinting::v2_2}), "[12345678.]");
}

TEST(ArrayTextTest, ComplexNumbers) {
  EXPECT_EQ(text(array_of<std::complex<double>>({2}, {{1, 2}, {-1.5, -0.25}})), "[ 1. +2.j   -1.5-0.25j]");
}

TEST(ArrayTextTest, TruthAndText) {
  EXPECT_EQ(text(array_of<bool>({2}, {true, false})), "[ True False]");
  const DType characters = DType::characters(Kind::bytes, 3).value();
  EXPECT_EQ(repr(Array::zeros(characters, Extents{2}).value()), "array([b'', b''], dtype='|S3')");
  EXPECT_EQ(text(Array::zeros(characters, Extents{}).value()), "np.bytes_(b'')");
}

TEST(ArrayTextTest, Times) {
  const Array days = Array::zeros(DType::time(Kind::datetime, TimeUnit::day).value(), Extents{1}).value();
  EXPECT_EQ(repr(days), "array(['1970-01-01'], dtype='datetime64[D]')");
  Array ticks = array_of<std::int64_t>({2}, {5, std::numeric_limits<std::int64_t>::min()});
  const auto timedeltas = ticks.view().as(DType::time(Kind::timedelta, TimeUnit::second).value()).value();
  EXPECT_EQ(array_str(timedeltas).value(), "[    5 'NaT']");
}

TEST(ArrayTextTest, Lines) {
  EXPECT_EQ(text(counting({12}), {.linewidth = 12}), "[ 0  1  2\n  3  4  5\n  6  7  8\n  9 10 11]");
  EXPECT_EQ(text(counting({3}), {.linewidth = 0}), "[0\n 1\n 2]");
}

TEST(ArrayTextTest, Summaries) {
  EXPECT_EQ(text(counting({2000})), "[   0    1    2 ... 1997 1998 1999]");
  EXPECT_EQ(repr(counting({2000})), "array([   0,    1,    2, ..., 1997, 1998, 1999], shape=(2000,))");
  EXPECT_EQ(repr(counting({2000}), {.release = {2, 1}}), "array([   0,    1,    2, ..., 1997, 1998, 1999])");
  EXPECT_EQ(text(counting({9}), {.threshold = 5, .edgeitems = 0}), "[... 8]");
  EXPECT_EQ(text(counting({5, 5}), {.threshold = 5, .edgeitems = 1}), "[[ 0 ...  4]\n ...\n [20 ... 24]]");
}

TEST(ArrayTextTest, NothingInIt) {
  EXPECT_EQ(text(counting({0, 3})), "[]");
  EXPECT_EQ(repr(counting({0})), "array([], dtype=int64)");
  EXPECT_EQ(repr(counting({0, 3})), "array([], shape=(0, 3), dtype=int64)");
}

TEST(ArrayTextTest, LegacyOf1_13) {
  EXPECT_EQ(text(float64s({1, 2}), {.legacy = LegacyPrinting::v1_13}), "[ 1.  2.]");
  EXPECT_EQ(text(counting({}), {.legacy = LegacyPrinting::v1_13}), "0");
}

TEST(ArrayTextTest, BadOptions) {
  EXPECT_FALSE(array_str(counting({2}), {.edgeitems = -1}));
  EXPECT_FALSE(array_str(counting({2}), {.sign = 'x'}));
  EXPECT_FALSE(array_str(float64s({1}), {.precision = -1}));
  EXPECT_FALSE(array_str(float64s({1}), {.precision = std::numeric_limits<std::int64_t>::max()}));
  EXPECT_FALSE(array_str(counting({2}), {.linewidth = std::numeric_limits<std::int64_t>::min()}));
}

TEST(ScalarTextTest, NumbersHaveTheirTypesFrom2_0On) {
  const Array number = float64s({1.5});
  const auto scalar = [](const Array& array, Release release) {
    return scalar_repr(array.view().data(), array.dtype(), release).value();
  };
  EXPECT_EQ(scalar(number, {2, 0}), "np.float64(1.5)");
  EXPECT_EQ(scalar(number, {1, 26}), "1.5");
  EXPECT_EQ(scalar(array_of<bool>({1}, {true}), {2, 0}), "np.True_");
  EXPECT_EQ(scalar(array_of<std::complex<float>>({1}, {{1, 2}}), {2, 0}), "np.complex64(1+2j)");
  EXPECT_EQ(scalar(array_of<long double>({1}, {0.5L}), {2, 0}), "np.longdouble('0.5')");
  const Array weeks = Array::zeros(DType::parse("M8[7s]").value(), Extents{}).value();
  EXPECT_EQ(scalar(weeks, {2, 5}), "np.datetime64('1970-01-01T00:00:00','7s')");
}

TEST(ArrayTextTest, Formatters) {
  PrintOptions options;
  options.formatter = [](const std::byte* place) { return '<' + std::to_string(load<std::int64_t>(place)) + '>'; };
  EXPECT_EQ(array2string(counting({3}), options).value(), "[<0> <1> <2>]");
  options.threshold = 2;
  options.edgeitems = 1;
  EXPECT_EQ(array_repr(counting({3}), options).value(), "array([<0>, ..., <2>], shape=(3,))");
}

TEST(ArrayTextTest, WithoutAxesAsIn1_13) {
  PrintOptions options;
  options.legacy = LegacyPrinting::v1_13;
  EXPECT_EQ(array_str(array_of<float>({}, {0.1F}), options).value(), "0.10000000149011612");
  EXPECT_EQ(array_repr(counting({}), options).value(), "array(0)");
  EXPECT_EQ(array2string(array_of<std::complex<float>>({}, {{0.5F, -1}}), options).value(), "(0.5-1j)");
  EXPECT_FALSE(array_str(Array::zeros(DType::parse("M8[s]").value(), Extents{}).value(), options));
}

TEST(PrintOptionsTest, NamesOfModes) {
  EXPECT_EQ(float_mode_of("maxprec_equal"), FloatMode::maxprec_equal);
  EXPECT_EQ(float_mode_of("Fixed"), std::nullopt);
  EXPECT_EQ(legacy_printing_of("1.25"), LegacyPrinting::v1_25);
  EXPECT_EQ(legacy_printing_of("1.2"), std::nullopt);
}

}  // namespace
}  // namespace fairplay::arraycore
