#include "arraycore/statistics/nan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/statistics/peak_to_peak.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

const Axes second{1};

Array table() { return array_of<double>({3, 3}, {1, nan, 3, nan, nan, nan, 4, 5, inf}); }

template <class Options>
Options along_rows() {
  Options options;
  options.axes = second;
  return options;
}

TEST(NanTest, SumsAndProducts) {
  EXPECT_THAT(elements<double>(*nansum(table(), along_rows<ReduceOptions>())), ElementsAre(4, 0, inf));
  EXPECT_THAT(elements<double>(*nanprod(table(), along_rows<ReduceOptions>())), ElementsAre(3, 1, inf));
  EXPECT_THAT(integers(*nansum(array_of<std::int8_t>({2}, {127, 127}))), ElementsAre(254));
  const Array complex = array_of<std::complex<double>>({2}, {{1, nan}, {2, 3}});
  EXPECT_THAT(elements<std::complex<double>>(*nansum(complex)), ElementsAre(std::complex<double>(2, 3)));
}

TEST(NanTest, Extrema) {
  const auto lowest = elements<double>(*nanmin(table(), along_rows<ReduceOptions>()));
  EXPECT_EQ(lowest[0], 1);
  EXPECT_TRUE(std::isnan(lowest[1]));
  EXPECT_EQ(elements<double>(*nanmax(table(), along_rows<ReduceOptions>()))[2], inf);
  EXPECT_THAT(integers(*nanargmax(array_of<double>({3}, {nan, 1, 0}))), ElementsAre(1));
  EXPECT_THAT(integers(*nanargmin(array_of<double>({2, 2}, {nan, 1, 3, 2}), 0)), ElementsAre(1, 0));
  EXPECT_EQ(nanargmin(table(), 1).error().message, "All-NaN slice encountered");
}

TEST(NanTest, Accumulations) {
  EXPECT_THAT(elements<double>(*nancumsum(array_of<double>({4}, {1, nan, 2, nan}))), ElementsAre(1, 1, 3, 3));
  EXPECT_THAT(elements<double>(*nancumprod(array_of<double>({2, 2}, {2, nan, 3, 4}), 1)), ElementsAre(2, 2, 3, 12));
}

TEST(NanTest, MeansAndVariances) {
  const auto means = elements<double>(*nanmean(table(), along_rows<MeanOptions>()));
  EXPECT_EQ(means[0], 2);
  EXPECT_TRUE(std::isnan(means[1]));
  const Array list = array_of<double>({4}, {1, nan, 2, 6});
  EXPECT_THAT(elements<double>(*nanvar(list)), ElementsAre(14.0 / 3));
  MeanOptions options;
  options.ddof = 3;
  EXPECT_TRUE(std::isnan(elements<double>(*nanvar(list, options)).front()));
  options.ddof = 1;
  EXPECT_THAT(elements<double>(*nanstd(list, options)), ElementsAre(std::sqrt(7.0)));
  options.dtype = DType(Kind::int64);
  EXPECT_EQ(nanmean(list, options).error().kind, ErrorKind::dtype);
}

TEST(NanTest, Float16DoesntOverflowInAMean) {
  const std::vector<Float16> many(1000, Float16::from(60000.0F));
  EXPECT_EQ(elements<Float16>(*nanmean(array_of<Float16>({1000}, many))).front().to_float(), 60000);
}

TEST(PeakToPeak, LargestLessSmallest) {
  EXPECT_THAT(elements<double>(*ptp(array_of<double>({3}, {3, -1, 2}))), ElementsAre(4));
  EXPECT_TRUE(std::isnan(elements<double>(*ptp(array_of<double>({3}, {3, nan, 2}))).front()));
  EXPECT_EQ(ptp(array_of<bool>({1}, {true})).error().kind, ErrorKind::dtype);
  EXPECT_EQ(ptp(array_of<double>({0}, {})).error().kind, ErrorKind::value);
}

}  // namespace
}  // namespace fairplay::arraycore
