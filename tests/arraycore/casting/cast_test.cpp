#include "arraycore/casting/cast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/float16.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <Element To, Element From>
To converted(From value, std::int64_t* unspecified = nullptr) {
  const Array source = array_of<From>({}, {value});
  return elements<To>(astype(source, dtype_of<To>, newest_release, unspecified).value()).front();
}

Array text_array(std::string_view dtype, std::string_view text) {
  Array result = Array::zeros(DType::parse(dtype).value(), Extents{1}).value();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (result.dtype().kind() == Kind::text) {
      store<std::uint32_t>(result.view().data() + 4 * i, static_cast<std::uint8_t>(text[i]));
    } else {
      store<std::uint8_t>(result.view().data() + i, static_cast<std::uint8_t>(text[i]));
    }
  }
  return result;
}

std::string text_of(const ConstDynamicView& view) {
  std::string result;
  for (std::int64_t i = 0; i < view.dtype().length(); ++i) {
    const char c = view.dtype().kind() == Kind::text ? static_cast<char>(load<std::uint32_t>(view.data() + 4 * i))
                                                     : static_cast<char>(load<std::uint8_t>(view.data() + i));
    if (c != 0) result += c;
  }
  return result;
}

template <Element T>
std::string written(T value, Release release = newest_release) {
  const Array source = array_of<T>({}, {value});
  const std::string text = text_of(astype(source, *DType::parse("S60"), release).value());
  EXPECT_EQ(text_of(astype(source, *DType::parse("U60"), release).value()), text);
  return text;
}

template <Element T>
Expected<T> read(std::string_view text, Release release = newest_release) {
  const Array source = text_array("U60", text);
  const auto result = astype(source, dtype_of<T>, release);
  if (!result) return std::unexpected(result.error());
  return elements<T>(*result).front();
}

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
std::uint32_t bits(float value) { return std::bit_cast<std::uint32_t>(value); }

TEST(CastTest, IntegersWrap) {
  EXPECT_EQ((converted<std::int8_t>(std::int32_t{300})), 44);
  EXPECT_EQ((converted<std::uint64_t>(std::int8_t{-1})), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ((converted<std::int64_t>(true)), 1);
}

TEST(CastTest, IntegersRoundOnce) {
  // By way of a double these would round twice.
  EXPECT_EQ(bits(converted<float>(std::int64_t{(1LL << 53) + (1LL << 29) + 1})), 0x5a000001u);
  EXPECT_EQ(bits(converted<float>(std::int64_t{(1LL << 60) + (1LL << 36) + 1})), 0x5d800001u);
  EXPECT_EQ(bits(converted<float>(std::uint64_t{(1ULL << 63) + (1ULL << 39) + 1})), 0x5f000001u);
  EXPECT_EQ(bits(converted<double>(std::uint64_t{(1ULL << 63) + 1025})), 0x43e0000000000001u);
  EXPECT_EQ(bits(converted<double>(std::numeric_limits<std::uint64_t>::max())), 0x43f0000000000000u);
  EXPECT_EQ((converted<Float16>(std::int32_t{2049})).bits(), 0x6800);
  EXPECT_EQ((converted<Float16>(std::int64_t{65520})).bits(), 0x7c00);
  EXPECT_EQ((converted<Float16>(std::numeric_limits<std::int64_t>::min())).bits(), 0xfc00);
}

TEST(CastTest, LongDoubleRoundsOnce) {
  EXPECT_EQ(bits(converted<float>(1.0L + 0x1p-24L + 0x1p-62L)), 0x3f800001u);
  // NumPy gets 0x3c00: it goes by way of float.
  EXPECT_EQ((converted<Float16>(1.0L + 0x1p-11L + 0x1p-40L)).bits(), 0x3c01);
}

TEST(CastTest, FloatsAreCutOffToIntegers) {
  std::int64_t open = -1;
  EXPECT_EQ((converted<std::int8_t>(-128.9, &open)), -128);
  EXPECT_EQ(open, 0);
  EXPECT_EQ((converted<std::uint8_t>(-0.9, &open)), 0);
  EXPECT_EQ(open, 0);
  EXPECT_EQ((converted<std::int64_t>(-0x1p63, &open)), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(open, 0);
  EXPECT_EQ((converted<std::uint64_t>(0x1.fffffep63F, &open)), 0xffffff0000000000u);
  EXPECT_EQ(open, 0);
}

TEST(CastTest, WhatNoIntegerHoldsIsCounted) {
  for (const double value : {std::nan(""), HUGE_VAL, -HUGE_VAL, 128.0, -129.0}) {
    std::int64_t open = 0;
    converted<std::int8_t>(value, &open);
    EXPECT_EQ(open, 1) << value;
  }
  std::int64_t open = 0;
  converted<std::uint64_t>(-1.0, &open);
  EXPECT_EQ(open, 1);
  converted<std::int64_t>(0x1p63F, &open);
  EXPECT_EQ(open, 1);
  converted<std::int32_t>(std::complex<double>(1e10, 0), &open);
  EXPECT_EQ(open, 1);
}

TEST(CastTest, ManyDoublesAtATime) {
  constexpr std::int32_t smallest = std::numeric_limits<std::int32_t>::min();
  const std::vector<double> values{0.9,           -0.9, 2147483647.9, -2147483648.9, -2147483648.0, 1, -7.5,
                                   3e9,           -3e9, 2147483648.0, std::nan(""),  HUGE_VAL,      5, 6,
                                   -2147483649.0, 2e9};
  const std::vector<std::int32_t> expected{0,        0,        2147483647, smallest, smallest, 1, -7,       smallest,
                                           smallest, smallest, smallest,   smallest, 5,        6, smallest, 2000000000};
  // Of all lengths, and from every place on, so that each value is at each place of a vector.
  for (std::size_t first = 0; first < values.size(); ++first) {
    for (std::size_t last = first; last <= values.size(); ++last) {
      const auto begin = static_cast<std::ptrdiff_t>(first);
      const auto end = static_cast<std::ptrdiff_t>(last);
      std::int64_t open = 0;
      const Array source = float64s({values.begin() + begin, values.begin() + end});
      const Array result = astype(source, Kind::int32, newest_release, &open).value();
      EXPECT_EQ(elements<std::int32_t>(result),
                std::vector<std::int32_t>(expected.begin() + begin, expected.begin() + end));
      EXPECT_EQ(open, std::count_if(values.begin() + begin, values.begin() + end,
                                    [](double value) { return !(value > -2147483649.0 && value < 2147483648.0); }));
    }
  }
}

TEST(CastTest, TruthAndComplex) {
  EXPECT_TRUE(converted<bool>(std::nan("")));
  EXPECT_FALSE(converted<bool>(-0.0));
  EXPECT_TRUE(converted<bool>(std::complex<float>(0, 1)));
  EXPECT_FALSE(converted<bool>(Float16::from_bits(0x8000)));
  EXPECT_EQ((converted<double>(std::complex<double>(3, 4))), 3.0);
  EXPECT_EQ((converted<std::complex<double>>(Float16::from(1.5F))), std::complex<double>(1.5, 0));
}

TEST(CastTest, EveryPairOfNumbersInEveryLayout) {
  // Small numbers that all types hold come back from wherever they were.
  for (std::size_t from = 1; from < 16; ++from) {
    for (std::size_t to = 1; to < 16; ++to) {
      const Array source = astype(counting({3, 5}), static_cast<Kind>(from)).value();
      const ConstDynamicView turned =
          source.view().with(flipped(transposed(source.view().layout()), Axes{0, 1})).value();
      const Array there = astype(turned, static_cast<Kind>(to)).value();
      EXPECT_THAT(integers(astype(there, Kind::int64).value()),
                  ElementsAre(14, 9, 4, 13, 8, 3, 12, 7, 2, 11, 6, 1, 10, 5, 0))
          << from << ' ' << to;
    }
  }
}

TEST(CastTest, EqualLongDoublesHaveEqualBytes) {
  const Array one = astype(counting({4}), Kind::long_double).value();
  const Array other = astype(astype(counting({4}), Kind::float32).value(), Kind::long_double).value();
  EXPECT_EQ(std::memcmp(one.view().data(), other.view().data(), 4 * sizeof(long double)), 0);
}

TEST(CastTest, NumbersAsText) {
  EXPECT_EQ(written(true), "True");
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(1e16), "1e+16");
  EXPECT_EQ(written(1e15), "1000000000000000.0");
  EXPECT_EQ(written(1e-5), "1e-05");
  EXPECT_EQ(written(0.0001), "0.0001");
  EXPECT_EQ(written(5e-324), "5e-324");
  EXPECT_EQ(written(-0.0), "-0.0");
  EXPECT_EQ(written(std::nan("")), "nan");
  EXPECT_EQ(written(-HUGE_VAL), "-inf");
  EXPECT_EQ(written(0.1F), "0.1");
  EXPECT_EQ(written(1234567.0F), "1.234567e+06");
  EXPECT_EQ(written(1234567.0F, {2, 2}), "1234567.0");
  EXPECT_EQ(written(Float16::from(1000.0F)), "1e+03");
  EXPECT_EQ(written(Float16::from_bits(1)), "6e-08");
  EXPECT_EQ(written(1.0L / 3), "0.33333333333333333334");
  EXPECT_EQ(written(std::complex<double>(1, 2)), "(1+2j)");
  EXPECT_EQ(written(std::complex<double>(0, 0.1)), "0.1j");
  EXPECT_EQ(written(std::complex<double>(-0.0, -0.0)), "(-0-0j)");
  EXPECT_EQ(written(std::complex<double>(std::nan(""), HUGE_VAL)), "(nan+infj)");
}

TEST(CastTest, EveryFloat16ComesBackFromItsText) {
  for (unsigned i = 0; i < 0x7c00; ++i) {
    const Float16 value = Float16::from_bits(static_cast<std::uint16_t>(i));
    const std::string text = written(value);
    ASSERT_EQ(read<Float16>(text)->bits(), i) << text;
  }
}

TEST(CastTest, TextThatIsTooLongIsCutOff) {
  EXPECT_EQ(text_of(astype(array_of<std::int64_t>({}, {12345}), *DType::parse("S2")).value()), "12");
}

TEST(CastTest, TextAsNumbers) {
  EXPECT_EQ(*read<std::int32_t>(" +1_0\n"), 10);
  EXPECT_EQ(*read<std::int64_t>("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(*read<std::uint64_t>("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(*read<std::uint8_t>("-0"), 0);
  EXPECT_EQ(bits(*read<double>("2.4703282292062328e-324")), 1u);
  EXPECT_EQ(bits(*read<double>("1e23")), bits(1e23));
  EXPECT_EQ(*read<double>(" -Infinity "), -HUGE_VAL);
  EXPECT_EQ(*read<double>("1_0.5"), 10.5);
  EXPECT_EQ(*read<double>("-1e400"), -HUGE_VAL);
  EXPECT_EQ(*read<double>("1e-400"), 0.0);
  EXPECT_EQ(*read<double>("0e999999999999999999999"), 0.0);
  EXPECT_EQ(*read<double>("1e999999999999999999999"), HUGE_VAL);
  EXPECT_TRUE(std::isnan(*read<float>("nan")));
  EXPECT_EQ(*read<long double>("0.1"), 0.1L);
  EXPECT_EQ(*read<std::complex<double>>("(1+2j)"), std::complex<double>(1, 2));
  EXPECT_EQ(*read<std::complex<double>>("1-j"), std::complex<double>(1, -1));
  EXPECT_EQ(*read<std::complex<float>>("2J"), std::complex<float>(0, 2));
  EXPECT_EQ(*read<std::complex<double>>("3"), std::complex<double>(3, 0));
}

TEST(CastTest, TextRoundsOnce) {
  // A double of this text is the midpoint of two float16 numbers; the text is above it.
  EXPECT_EQ(read<Float16>("1.00048828125000000000001")->bits(), 0x3c01);
  EXPECT_EQ(read<Float16>("1.00048828125")->bits(), 0x3c00);
  EXPECT_EQ(read<Float16>("-1.00146484374999999999999999")->bits(), 0xbc01);
  EXPECT_EQ(read<Float16>("2.9802322387695312500000001e-8")->bits(), 1);
  EXPECT_EQ(read<Float16>("2.98023223876953125e-8")->bits(), 0);
  EXPECT_EQ(read<Float16>("65519.999999999999999999999")->bits(), 0x7bff);
  EXPECT_EQ(bits(*read<float>("1.000000059604644775390625000000000001")), 0x3f800001u);
}

TEST(CastTest, TextThatIsNoNumber) {
  for (const char* text : {"", "x", "1.0", "1__0", "_1", "1_", "--1", "0x10", "1 2"}) {
    EXPECT_EQ(read<std::int32_t>(text).error().kind, ErrorKind::value) << text;
  }
  for (const char* text : {"", ".", "1e", "0x1p3", "1..2", "nano", "+-1", "1 2", "e5", "1e5_"}) {
    EXPECT_EQ(read<double>(text).error().kind, ErrorKind::value) << text;
  }
  for (const char* text : {"", "1+2", "1+2j3", "(1+2j", "jj", "1 + 2j", "1j+2"}) {
    EXPECT_FALSE(read<std::complex<double>>(text)) << text;
  }
  EXPECT_EQ(read<std::int8_t>("300").error().kind, ErrorKind::range);
  EXPECT_EQ(read<std::uint32_t>("-1").error().kind, ErrorKind::range);
  EXPECT_EQ(read<std::uint64_t>("18446744073709551616").error().kind, ErrorKind::range);
  EXPECT_THAT(read<std::int8_t>("300").error().message, HasSubstr("300 out of bounds for |i1"));
}

TEST(CastTest, TruthOfTextByRelease) {
  EXPECT_TRUE(*read<bool>("0"));
  EXPECT_FALSE(*read<bool>(""));
  EXPECT_FALSE(*read<bool>("0", {1, 26}));
  EXPECT_TRUE(*read<bool>("2", {1, 26}));
  EXPECT_FALSE(read<bool>("False", {1, 26}));
}

TEST(CastTest, BytesAndText) {
  EXPECT_EQ(text_of(astype(text_array("S3", "abc"), *DType::parse("U2")).value()), "ab");
  EXPECT_EQ(text_of(astype(text_array("U3", "abc"), *DType::parse("S5")).value()), "abc");
  EXPECT_EQ(astype(text_array("S1", "\xe9"), *DType::parse("U1")).error().kind, ErrorKind::value);
  EXPECT_TRUE(astype(text_array("S1", "\xe9"), *DType::parse("S2")));
}

TEST(CastTest, NoSuchCast) {
  EXPECT_EQ(astype(*astype(counting({1}), *DType::parse("M8[s]")), *DType::parse("m8[h]")).error().kind,
            ErrorKind::dtype);
  EXPECT_EQ(astype(counting({1}), Kind::uint8, Casting::safe).error().message,
            "cannot cast array data from <i8 to |u1 according to the rule 'safe'");
}

}  // namespace
}  // namespace fairplay::arraycore
