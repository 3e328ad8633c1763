// Phases without jumps, and geometric sequences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/statistics/evenly_spaced.h"
#include "arraycore/statistics/geometric.h"
#include "arraycore/statistics/unwrap.h"
#include "arraycore/statistics/value.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

UnwrapOptions with_period(std::int64_t period) {
  UnwrapOptions options;
  options.period = period;
  return options;
}

TEST(EvenlySpacedTest, ASingleElementHasTheSignOfItsRelease) {
  const auto first = [](Release release, std::int64_t count) {
    const Value spaced = evenly_spaced(scalar_value(-0.0, Kind::float64, release),
                                       scalar_value(-1, Kind::float64, release), count, Kind::float64, release);
    return elements<double>(*spaced.result()).front();
  };
  EXPECT_FALSE(std::signbit(first({1, 22}, 1)));
  EXPECT_TRUE(std::signbit(first({1, 23}, 1)));
  EXPECT_TRUE(std::signbit(first({1, 22}, 2)));
}

TEST(UnwrapTest, JumpsAreFilled) {
  EXPECT_THAT(elements<double>(*unwrap(float64s({0, 3, -3, -1}))),
              ElementsAre(0, 3, DoubleEq(2 * pi - 3), DoubleEq(2 * pi - 1)));
  // Half a period keeps its sign.
  EXPECT_THAT(elements<double>(*unwrap(float64s({0, pi, 0}))), ElementsAre(0, pi, 0));
  EXPECT_THAT(elements<double>(*unwrap(float64s({5}))), ElementsAre(5));
  EXPECT_THAT(elements<double>(*unwrap(float64s({}))), IsEmpty());
}

TEST(UnwrapTest, PeriodsAxesAndDiscontinuities) {
  const Array whole = array_of<std::int64_t>({5}, {0, 1, 2, -1, 0});
  EXPECT_THAT(integers(*unwrap(whole, with_period(4))), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(integers(*unwrap(array_of<std::int64_t>({3}, {0, 2, 0}), with_period(4))), ElementsAre(0, 2, 0));
  EXPECT_THAT(integers(*unwrap(array_of<std::int64_t>({3}, {2, 4, 1}), with_period(3))), ElementsAre(2, 1, 1));
  EXPECT_EQ(unwrap(whole)->dtype(), DType(Kind::float64));
  EXPECT_EQ(unwrap(array_of<float>({2}, {0, 4}))->dtype(), DType(Kind::float32));
  UnwrapOptions options;
  options.axis = 0;
  EXPECT_THAT(elements<double>(*unwrap(array_of<double>({2, 2}, {0, 1, 6, 1}), options)),
              ElementsAre(0, 1, DoubleEq(6 - 2 * pi), 1));
  options.axis = -1;
  options.discontinuity = 5.0;
  EXPECT_THAT(elements<double>(*unwrap(float64s({0, 4, 10}), options)), ElementsAre(0, 4, DoubleEq(10 - 2 * pi)));
}

TEST(UnwrapTest, Errors) {
  UnwrapOptions options;
  options.axis = 1;
  EXPECT_EQ(unwrap(float64s({1}), options).error().kind, ErrorKind::axis);
  EXPECT_FALSE(unwrap(array_of<double>({}, {1})).has_value());
  EXPECT_EQ(unwrap(array_of<Complex>({2}, {1, 2})).error().kind, ErrorKind::dtype);
}

Expected<Array> geometric(double start, double stop, std::int64_t count, bool endpoint = true) {
  GeometricOptions options;
  options.count = count;
  options.endpoint = endpoint;
  return geometrically_spaced(array_of<double>({}, {start}), array_of<double>({}, {stop}), options);
}

TEST(GeometricTest, EndsAreExact) {
  EXPECT_THAT(elements<double>(*geometric(1, 1000, 4)), ElementsAre(1, DoubleEq(10), DoubleEq(100), 1000));
  EXPECT_THAT(elements<double>(*geometric(-8, -1, 4)), ElementsAre(-8, DoubleEq(-4), DoubleEq(-2), -1));
  EXPECT_THAT(elements<double>(*geometric(1, 16, 4, false)), ElementsAre(1, DoubleEq(2), DoubleEq(4), DoubleEq(8)));
  EXPECT_THAT(elements<double>(*geometric(0.3, 7, 1)), ElementsAre(0.3));
  EXPECT_THAT(elements<double>(*geometric(0.3, 7, 0)), IsEmpty());
}

TEST(GeometricTest, ArraysAxesAndDtypes) {
  GeometricOptions options;
  options.count = 3;
  options.axis = -1;
  const auto both = geometrically_spaced(float64s({1, 2}), array_of<double>({}, {8}), options);
  EXPECT_EQ(both->shape(), (Extents{2, 3}));
  EXPECT_THAT(elements<double>(*both), ElementsAre(1, DoubleEq(std::sqrt(8.0)), 8, 2, DoubleEq(4), 8));
  options.dtype = Kind::int64;
  const Array one = array_of<std::int64_t>({}, {1}), nine = array_of<std::int64_t>({}, {9});
  EXPECT_THAT(integers(*geometrically_spaced(one, nine, options)), ElementsAre(1, 3, 9));
}

TEST(GeometricTest, ComplexNumbersLieOnASpiral) {
  GeometricOptions options;
  options.count = 3;
  const Array start = array_of<Complex>({}, {{0, 1}}), stop = array_of<Complex>({}, {{0, 100}});
  for (const Release release : {Release{1, 26}, newest_release}) {
    options.release = release;
    const auto found = elements<Complex>(*geometrically_spaced(start, stop, options));
    EXPECT_EQ(found[0], Complex(0, 1));
    EXPECT_LE(std::abs(found[1] - Complex(0, 10)), 1e-14);
    EXPECT_EQ(found[2], Complex(0, 100));
  }
  const auto turned =
      elements<Complex>(*geometrically_spaced(array_of<Complex>({}, {1}), array_of<Complex>({}, {-1}), options));
  EXPECT_LE(std::abs(turned[1] - Complex(0, 1)), 1e-15);
}

TEST(GeometricTest, Errors) {
  EXPECT_THAT(geometric(0, 1, 3).error().message, HasSubstr("cannot include zero"));
  EXPECT_THAT(geometric(1, 2, -1).error().message, HasSubstr("must be non-negative"));
  GeometricOptions options;
  options.axis = 2;
  EXPECT_EQ(geometrically_spaced(float64s({1}), float64s({2}), options).error().kind, ErrorKind::axis);
  EXPECT_FALSE(geometrically_spaced(float64s({1, 2, 3}), float64s({2, 3})).has_value());
}

}  // namespace
}  // namespace fairplay::arraycore
