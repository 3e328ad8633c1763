#include "arraycore/casting/promotion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/embedded_tables.h"
#include "arraycore/casting/tables.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore {
namespace {

DType dtype(std::string_view text) { return DType::parse(text).value(); }

std::string joint(std::string_view a, std::string_view b, Release release = newest_release) {
  const auto result = promote_types(dtype(a), dtype(b), release);
  return result ? result->name() : "error";
}

TEST(TablesTest, EveryTableServesReleasesWithoutAGap) {
  for (const EmbeddedTable& embedded : embedded_tables) {
    int covered = 0;
    for (const Release release : {Release{1, 15}, Release{1, 17}, Release{1, 26}, Release{2, 0}, Release{2, 5}}) {
      const CastingTable table = CastingTable::of(embedded.name, release);
      EXPECT_LE(table.first(), release) << embedded.name;
      EXPECT_GE(table.last(), release) << embedded.name;
      ++covered;
    }
    EXPECT_EQ(covered, 5);
  }
  EXPECT_GT(std::size(embedded_tables), 15u);
}

TEST(TablesTest, EveryPairOfDtypesHasAnEntry) {
  for (const Release release : {Release{1, 15}, Release{1, 18}, Release{1, 21}, Release{2, 5}}) {
    for (const char a : kind_codes) {
      for (const char b : kind_codes) {
        EXPECT_TRUE(CastingTable::of("promote", release).at(a, b)) << a << b;
        EXPECT_TRUE(CastingTable::of("can_cast", release).at(a, b)) << a << b;
      }
    }
  }
  EXPECT_FALSE(CastingTable::of("promote", newest_release).at('x', 'd'));
  EXPECT_FALSE(CastingTable::of("no such table", newest_release).at('d', 'd'));
}

TEST(TablesTest, ReleasesBeyondTheMeasuredOnesTakeTheNearest) {
  EXPECT_EQ(CastingTable::of("scalars", {1, 2}).first(), (Release{1, 15}));
  EXPECT_EQ(CastingTable::of("scalars", {3, 0}).first(), (Release{2, 0}));
}

TEST(PromoteTest, Numbers) {
  EXPECT_EQ(joint("i8", "u8"), "<f8");
  EXPECT_EQ(joint("i4", "f4"), "<f8");
  EXPECT_EQ(joint("i2", "f4"), "<f4");
  EXPECT_EQ(joint("u1", "i1"), "<i2");
  EXPECT_EQ(joint("F", "d"), "<c16");
  EXPECT_EQ(joint("?", "?"), "|b1");
}

TEST(PromoteTest, IsSymmetric) {
  for (const char a : kind_codes) {
    for (const char b : kind_codes) {
      const std::string one(1, a);
      const std::string other(1, b);
      EXPECT_EQ(joint(one, other), joint(other, one)) << a << b;
    }
  }
}

TEST(PromoteTest, Strings) {
  EXPECT_EQ(joint("S3", "U5"), "<U5");
  EXPECT_EQ(joint("S30", "i4"), "|S30");
  EXPECT_EQ(joint("U3", "i4"), "<U11");
  EXPECT_EQ(joint("S1", "g", {1, 17}), "|S32");
  EXPECT_EQ(joint("S1", "g", {1, 18}), "|S48");
  EXPECT_EQ(joint("S3", "M8[s]"), "error");
}

TEST(PromoteTest, Times) {
  EXPECT_EQ(joint("m8[2s]", "m8[3s]"), "<m8[s]");
  EXPECT_EQ(joint("m8[m]", "m8[7s]"), "<m8[s]");
  EXPECT_EQ(joint("m8[m]", "m8[30s]"), "<m8[30s]");
  EXPECT_EQ(joint("M8[2Y]", "M8[3M]"), "<M8[3M]");
  EXPECT_EQ(joint("M8[W]", "M8[5D]"), "<M8[D]");
  EXPECT_EQ(joint("M8[3D]", "M8[M]"), "<M8[D]");
  EXPECT_EQ(joint("M8[D]", "m8[ms]"), "<M8[ms]");
  EXPECT_EQ(joint("m8[D]", "m8[M]"), "error");
  EXPECT_EQ(joint("M8[6Y]", "M8[1000m]"), "<M8[40m]");
  EXPECT_EQ(joint("M8[6M]", "M8[1000W]"), "<M8[2W]");
  EXPECT_EQ(joint("M8[1000D]", "m8[Y]"), "<M8[D]");
  EXPECT_EQ(joint("M8[Y]", "M8[as]"), "error");
  EXPECT_EQ(joint("m8", "m8[7s]"), "<m8[7s]");
  EXPECT_EQ(joint("m8[3s]", "i4"), "<m8[3s]");
  EXPECT_EQ(joint("m8[3s]", "i4", {1, 19}), "<m8");
  EXPECT_EQ(joint("u8", "m8[3s]", {1, 19}), "<m8[3s]");
  EXPECT_EQ(joint("m8[3s]", "u8", {1, 19}), "error");
  EXPECT_EQ(joint("M8[7s]", "M8[M]"), "<M8[7s]");
  EXPECT_EQ(joint("M8[1000m]", "m8[25fs]"), "<M8[25fs]");
  EXPECT_EQ(joint("m8[2147483647D]", "m8[2147483646as]"), "error");
}

TEST(CanCastTest, Levels) {
  const auto castable = [](const char* from, const char* to, Casting casting) {
    return can_cast(dtype(from), dtype(to), casting);
  };
  EXPECT_TRUE(castable("f8", "f8", Casting::no));
  EXPECT_FALSE(castable("f4", "f8", Casting::equiv));
  EXPECT_TRUE(castable("f4", "f8", Casting::safe));
  EXPECT_FALSE(castable("f8", "f4", Casting::safe));
  EXPECT_TRUE(castable("f8", "f4", Casting::same_kind));
  EXPECT_FALSE(castable("f8", "i4", Casting::same_kind));
  EXPECT_TRUE(castable("f8", "i4", Casting::unsafe));
  EXPECT_TRUE(castable("i4", "S11", Casting::safe));
  EXPECT_FALSE(castable("i4", "S10", Casting::safe));
  EXPECT_TRUE(castable("i4", "S", Casting::safe));
  EXPECT_FALSE(castable("S5", "S3", Casting::safe));
  EXPECT_FALSE(castable("U3", "S5", Casting::same_kind));
  EXPECT_TRUE(castable("m8[m]", "m8[30s]", Casting::safe));
  EXPECT_FALSE(castable("m8[m]", "m8[25s]", Casting::safe));
  EXPECT_FALSE(castable("m8[1000h]", "m8[25ps]", Casting::safe));
  EXPECT_TRUE(castable("m8[h]", "m8[25ps]", Casting::safe));
  EXPECT_TRUE(castable("m8[2s]", "m8[s]", Casting::safe));
  EXPECT_FALSE(castable("m8[s]", "m8[2s]", Casting::safe));
  EXPECT_FALSE(castable("m8[D]", "m8[M]", Casting::same_kind));
  EXPECT_TRUE(castable("M8[M]", "M8[3D]", Casting::safe));
}

TEST(ResultTypeTest, PythonNumbersInBothRegimes) {
  const auto name = [](const char* array, PythonScalar scalar, Release release) {
    const auto result = result_type(dtype(array), scalar, release);
    return result ? result->name() : "error";
  };
  const auto integer = [](std::int64_t value) { return PythonScalar::of(value); };
  constexpr Release old{1, 26};
  constexpr Release nep50{2, 0};
  EXPECT_EQ(name("u1", integer(300), old), "<u2");
  EXPECT_EQ(name("u1", integer(300), nep50), "|u1");
  EXPECT_EQ(name("u1", integer(-1), old), "<i2");
  EXPECT_EQ(name("i1", integer(200), old), "<i2");
  EXPECT_EQ(name("f4", PythonScalar::of(1e300), old), "<f8");
  EXPECT_EQ(name("f4", PythonScalar::of(1e300), nep50), "<f4");
  EXPECT_EQ(name("f2", PythonScalar::of(64999.0), old), "<f2");
  EXPECT_EQ(name("f2", PythonScalar::of(65000.0), old), "<f4");
  EXPECT_EQ(name("f4", PythonScalar::of(std::complex<double>(0, 1)), nep50), "<c8");
  // What only a long double holds; an infinity is any floating type's, but as a part of a complex number none's.
  if constexpr (std::numeric_limits<long double>::max_exponent > 1024) {
    EXPECT_EQ(name("f2", PythonScalar::of(std::ldexp(1.0L, 2000)), old), DType(Kind::long_double).name());
    EXPECT_EQ(name("f2", PythonScalar::of(std::numeric_limits<long double>::infinity()), old), "<f2");
    EXPECT_EQ(name("F", PythonScalar::of(std::complex<long double>(std::numeric_limits<long double>::infinity())), old),
              DType(Kind::complex_long_double).name());
  }
  EXPECT_EQ(name("i8", PythonScalar::beyond_64_bits(), old), "error");
  EXPECT_EQ(name("i8", PythonScalar::beyond_64_bits(), nep50), "<i8");
  EXPECT_EQ(name("i8", PythonScalar::of(std::numeric_limits<std::uint64_t>::max()), old), "<f8");
  EXPECT_EQ(name("?", PythonScalar::of(true), nep50), "|b1");
  EXPECT_EQ(name("?", integer(0), nep50), "<i8");
  EXPECT_EQ(name("S3", integer(0), nep50), "error");
}

TEST(ResultTypeTest, OfSeveralDtypes) {
  EXPECT_EQ(result_type(std::vector<DType>{Kind::int8, Kind::uint8, Kind::float16})->name(), "<f2");
  EXPECT_EQ(result_type(std::vector<DType>{Kind::int8, Kind::uint8, Kind::float16}, {1, 20})->name(), "<f4");
  EXPECT_FALSE(result_type(std::vector<DType>{}));
  EXPECT_EQ(result_type(std::vector<DType>{Kind::datetime, Kind::int8}).error().message,
            "no common dtype of <M8 and |i1");
}

}  // namespace
}  // namespace fairplay::arraycore
