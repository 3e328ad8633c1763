#include "arraycore/casting/smallest_type.h"

#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"

namespace fairplay::arraycore {
namespace {

template <class T>
DType smallest(T value) {
  return smallest_type(reinterpret_cast<const std::byte*>(&value), dtype_of<T>);
}

TEST(SmallestTypeTest, Integers) {
  EXPECT_EQ(smallest(std::int64_t{255}), DType(Kind::uint8));
  EXPECT_EQ(smallest(std::int64_t{256}), DType(Kind::uint16));
  EXPECT_EQ(smallest(std::int64_t{-129}), DType(Kind::int16));
  EXPECT_EQ(smallest(std::numeric_limits<std::int64_t>::min()), DType(Kind::int64));
  EXPECT_EQ(smallest(std::uint64_t{1} << 32), DType(Kind::uint64));
}

TEST(SmallestTypeTest, FloatingNumbersKeepTheirRange) {
  EXPECT_EQ(smallest(0.1), DType(Kind::float16));
  EXPECT_EQ(smallest(65000.0), DType(Kind::float32));
  EXPECT_EQ(smallest(1e39), DType(Kind::float64));
  EXPECT_EQ(smallest(std::numeric_limits<double>::infinity()), DType(Kind::float16));
  EXPECT_EQ(smallest(1e400L), DType(Kind::long_double));
  EXPECT_EQ(smallest(std::complex<double>(1, 1e39)), DType(Kind::complex128));
  EXPECT_EQ(smallest(std::complex<double>(1, 1)), DType(Kind::complex64));
}

TEST(SmallestTypeTest, OthersStay) {
  EXPECT_EQ(smallest(true), DType(Kind::boolean));
  const std::int64_t ticks = 0;
  const DType seconds = DType::parse("m8[s]").value();
  EXPECT_EQ(smallest_type(reinterpret_cast<const std::byte*>(&ticks), seconds), seconds);
}

}  // namespace
}  // namespace fairplay::arraycore
