#include "arraycore/files/difference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/files/npy.h"
#include "arraycore/files/stored_array.h"
#include "tests/arraycore/files/made_up_files.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

StoredArray records(std::string_view descr, std::string_view elements) {
  auto read =
      read_npy(npy_of("{'descr': " + std::string(descr) + ", 'fortran_order': False, 'shape': (2,)}", elements));
  return std::move(read.value().elements);
}

std::optional<std::string> found(const StoredArray& a, const StoredArray& b) {
  return first_difference(a.view(), b.view());
}

TEST(DifferenceTest, NamesTheFieldAndThePlace) {
  const std::string_view descr = "[('a', '|i1'), ('b', [('c', '<i2', (2,)), ('t', '|S2')])]";
  const StoredArray one = records(descr, std::string_view("\1\2\0\3\0xy\4\5\0\6\0z\0", 14));
  const StoredArray other = records(descr, std::string_view("\1\2\0\3\0xy\4\5\0\7\0z\0", 14));
  EXPECT_EQ(found(one, one), std::nullopt);
  EXPECT_EQ(found(one, other), "field 'b.c' at (1,1): 6 and 7");
  const StoredArray text = records(descr, std::string_view("\1\2\0\3\0xz\4\5\0\6\0z\0", 14));
  EXPECT_EQ(found(one, text), "field 'b.t' at (0,): b'xy' and b'xz'");
}

TEST(DifferenceTest, ByteOrderAndPaddingDontCount) {
  const StoredArray one = records("[('a', '<i2'), ('', '|V1')]", std::string_view("\1\0x\2\0x", 6));
  const StoredArray other = records("[('a', '>i2'), ('', '|V1')]", std::string_view("\0\1y\0\2z", 6));
  EXPECT_EQ(found(one, other), std::nullopt);
}

TEST(DifferenceTest, NumbersByTheirBits) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto difference = [](double a, double b) {
    return first_difference(float64s({1, a}).view(), float64s({1, b}).view());
  };
  EXPECT_EQ(difference(nan, std::copysign(nan, -1.0)), std::nullopt);
  EXPECT_EQ(difference(0.0, -0.0), "at (1,): 0.0 and -0.0");
  EXPECT_EQ(difference(1.5, nan), "at (1,): 1.5 and nan");
}

TEST(DifferenceTest, ShapesAndTypesCount) {
  EXPECT_EQ(first_difference(counting({2}).view(), counting({2, 1}).view()), "shapes (2,) and (2,1)");
  EXPECT_EQ(first_difference(counting({1}).view(), float64s({0}).view()), "types '<i8' and '<f8'");
}

}  // namespace
}  // namespace fairplay::arraycore
