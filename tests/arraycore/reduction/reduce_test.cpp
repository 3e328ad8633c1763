#include "arraycore/reduction/reduce.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/array/layout.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

ReduceOptions along(const Axes& axes, bool keepdims = false) {
  ReduceOptions options;
  options.axes = axes;
  options.keepdims = keepdims;
  return options;
}

std::vector<double> random_doubles(std::int64_t count, std::uint64_t seed) {
  Numbers numbers(seed);
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) {
    values.push_back(std::ldexp(static_cast<double>(numbers.within(-1'000'000, 1'000'000)),
                                static_cast<int>(numbers.within(-30, 5))));
  }
  return values;
}

/// NumPy's pairwise sum, written down again without strides.
double in_pairs(const double* x, std::int64_t n) {
  if (n < 8) {
    double sum = -0.0;
    for (std::int64_t i = 0; i < n; ++i) sum += x[i];
    return sum;
  }
  if (n <= 128) {
    double r[8];
    for (int k = 0; k < 8; ++k) r[k] = x[k];
    std::int64_t i = 8;
    for (; i + 8 <= n; i += 8) {
      for (int k = 0; k < 8; ++k) r[k] += x[i + k];
    }
    double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < n; ++i) sum += x[i];
    return sum;
  }
  const std::int64_t half = n / 2 - n / 2 % 8;
  return in_pairs(x, half) + in_pairs(x + half, n - half);
}

TEST(ReduceTest, AxesAndShapes) {
  const Array array = counting({2, 3, 4});
  EXPECT_THAT(integers(*reduce("add", array)), ElementsAre(276));
  const auto middle = reduce("add", array, along({1}));
  EXPECT_THAT(middle->shape(), ElementsAre(2, 4));
  EXPECT_THAT(integers(*middle), ElementsAre(12, 15, 18, 21, 48, 51, 54, 57));
  EXPECT_THAT(reduce("add", array, along({-1, 0}, true))->shape(), ElementsAre(1, 3, 1));
  EXPECT_THAT(integers(*reduce("add", array, along({2, 0}))), ElementsAre(60, 92, 124));
  EXPECT_THAT(reduce("add", array, along({}))->shape(), ElementsAre(2, 3, 4));
}

TEST(ReduceTest, DtypesOfSums) {
  const Array bytes = array_of<std::uint8_t>({3}, {255, 255, 255});
  EXPECT_EQ(reduce("add", bytes)->dtype(), DType(Kind::uint64));
  EXPECT_EQ(reduce("multiply", array_of<bool>({2}, {true, true}))->dtype(), DType(Kind::int64));
  EXPECT_EQ(reduce("maximum", bytes)->dtype(), DType(Kind::uint8));
  EXPECT_EQ(reduce("logical_and", array_of<double>({2}, {1, nan}))->dtype(), DType(Kind::boolean));
  ReduceOptions narrow;
  narrow.dtype = DType(Kind::uint8);
  EXPECT_THAT(elements<std::uint8_t>(*reduce("add", bytes, narrow)), ElementsAre(253));
}

TEST(ReduceTest, SumsArePairwise) {
  for (const std::int64_t n : {1, 7, 8, 9, 127, 128, 129, 1000, 8192, 8193, 20011}) {
    const std::vector<double> values = random_doubles(n, static_cast<std::uint64_t>(n));
    const Array array = array_of<double>({n}, values);
    ReduceOptions old;
    old.release = {2, 2};
    EXPECT_EQ(elements<double>(*reduce("add", array)).front(), 0.0 + in_pairs(values.data(), n)) << n;
    double chunks = 0;
    for (std::int64_t i = 0; i < n; i += 8192)
      chunks += in_pairs(values.data() + i, std::min<std::int64_t>(8192, n - i));
    EXPECT_EQ(elements<double>(*reduce("add", array, old)).front(), chunks) << n;
  }
}

TEST(ReduceTest, SumsAlongTheFirstAxisGoRowByRow) {
  const std::vector<double> values = random_doubles(300 * 5, 5);
  const Array array = array_of<double>({300, 5}, values);
  const auto sums = elements<double>(*reduce("add", array, along({0})));
  for (std::size_t column = 0; column < 5; ++column) {
    double sum = 0;
    for (std::size_t row = 0; row < 300; ++row) sum += values[row * 5 + column];
    EXPECT_EQ(sums[column], sum);
  }
}

/// The layout decides which axis is the fastest, not the order of the indices.
TEST(ReduceTest, TheLayoutDecides) {
  const std::vector<double> values = random_doubles(300 * 5, 6);
  const Array array = array_of<double>({300, 5}, values);
  const ConstDynamicView turned = array.view().with(transposed(array.view().layout()));
  EXPECT_EQ(elements<double>(*reduce("add", turned, along({1}))), elements<double>(*reduce("add", array, along({0}))));
  EXPECT_EQ(elements<double>(*reduce("add", turned)), elements<double>(*reduce("add", array)));
}

TEST(ReduceTest, Float16IsAddedUpAsFloat) {
  const std::vector<Float16> ones(5000, Float16::from(1.0F));
  EXPECT_EQ(elements<Float16>(*reduce("add", array_of<Float16>({5000}, ones))).front().to_float(), 5000);
  const auto steps = accumulate("add", array_of<Float16>({3000}, {ones.begin(), ones.begin() + 3000}), 0);
  EXPECT_EQ(elements<Float16>(*steps).back().to_float(), 2048);
}

TEST(ReduceTest, FirstElementsWhereThereIsNoIdentity) {
  const Array array = array_of<double>({2, 3}, {3, nan, -1, 2, 5, -4});
  const auto largest = elements<double>(*reduce("maximum", array, along({0})));
  EXPECT_EQ(largest[0], 3);
  EXPECT_TRUE(std::isnan(largest[1]));
  EXPECT_EQ(largest[2], -1);
  EXPECT_THAT(elements<double>(*reduce("fmin", array, along({1}))), ElementsAre(-1, -4));
  EXPECT_THAT(integers(*reduce("subtract", counting({2, 3}), along({1}))), ElementsAre(-3, -6));
  EXPECT_THAT(integers(*reduce("subtract", counting({2, 3}), along({0}))), ElementsAre(-3, -3, -3));
}

TEST(ReduceTest, Nothing) {
  const Array none = Array::zeros(Kind::float64, Extents{0, 3}).value();
  EXPECT_THAT(elements<double>(*reduce("add", none, along({0}))), ElementsAre(0, 0, 0));
  EXPECT_THAT(elements<double>(*reduce("multiply", none)), ElementsAre(1));
  EXPECT_EQ(reduce("maximum", none).error().kind, ErrorKind::value);
  EXPECT_THAT(reduce("maximum", none, along({1}))->shape(), ElementsAre(0));
  EXPECT_TRUE(std::isnan(elements<double>(*mean(none)).front()));
}

TEST(ReduceTest, InitialAndWhere) {
  const Array array = counting({2, 3});
  const Array ten = array_of<std::int64_t>({}, {10});
  const Array mask = array_of<bool>({3}, {true, false, true});
  ReduceOptions options;
  options.initial = ten.view();
  EXPECT_THAT(integers(*reduce("add", array, options)), ElementsAre(25));
  EXPECT_THAT(integers(*reduce("minimum", array, options)), ElementsAre(0));
  options.where = mask.view();
  EXPECT_THAT(integers(*reduce("add", array, options)), ElementsAre(20));
  EXPECT_THAT(integers(*reduce("maximum", array, options)), ElementsAre(10));
  options.initial.reset();
  EXPECT_EQ(reduce("maximum", array, options).error().kind, ErrorKind::value);
  options.where = array.view();
  EXPECT_EQ(reduce("add", array, options).error().kind, ErrorKind::dtype);
}

TEST(ReduceTest, Errors) {
  const Array array = counting({2, 3});
  EXPECT_EQ(reduce("add", array, along({2})).error().kind, ErrorKind::axis);
  EXPECT_EQ(reduce("add", array, along({0, -2})).error().kind, ErrorKind::axis);
  EXPECT_EQ(reduce("subtract", array).error().kind, ErrorKind::value);
  EXPECT_EQ(reduce("negative", array).error().kind, ErrorKind::value);
  EXPECT_EQ(reduce("divmod", array).error().kind, ErrorKind::value);
  EXPECT_EQ(reduce("nothing", array).error().kind, ErrorKind::value);
  EXPECT_EQ(reduce("equal", array, along({0})).error().kind, ErrorKind::dtype);
  EXPECT_EQ(reduce("add", Array::zeros(DType(Kind::datetime), Extents{3}).value()).error().kind, ErrorKind::dtype);
  ReduceOptions options;
  options.initial = array.view();
  EXPECT_EQ(reduce("add", array, options).error().kind, ErrorKind::value);
}

TEST(ReduceTest, TruthValuesThatWereAskedForDontBecomeIntegers) {
  const Array array = counting({4});
  ReduceOptions options;
  options.dtype = DType(Kind::boolean);
  EXPECT_EQ(reduce("power", array, options).error().kind, ErrorKind::dtype);
  EXPECT_EQ(reduce("fmod", array, options).error().kind, ErrorKind::dtype);
  EXPECT_EQ(reduce("multiply", array, options)->dtype(), DType(Kind::boolean));
}

TEST(AccumulateTest, Lines) {
  const Array array = counting({2, 3});
  EXPECT_THAT(integers(*accumulate("add", array, 1)), ElementsAre(0, 1, 3, 3, 7, 12));
  EXPECT_THAT(integers(*accumulate("add", array, 0)), ElementsAre(0, 1, 2, 3, 5, 7));
  EXPECT_THAT(integers(*accumulate("subtract", array, -1)), ElementsAre(0, -1, -3, 3, -1, -6));
  EXPECT_EQ(accumulate("add", array, 2).error().kind, ErrorKind::axis);
  EXPECT_FALSE(accumulate("add", array_of<double>({}, {1}), 0));
}

TEST(ReduceAtTest, Segments) {
  const Array array = counting({8});
  const auto at = [&](const std::vector<std::int64_t>& indices) {
    return integers(*reduce_at("add", array, indices, 0));
  };
  EXPECT_THAT(at({0, 4, 1, 5, 2, 6, 3, 7}), ElementsAre(6, 4, 10, 5, 14, 6, 18, 7));
  EXPECT_THAT(at({5, 3}), ElementsAre(5, 25));
  EXPECT_EQ(reduce_at("add", array, std::vector<std::int64_t>{8}, 0).error().kind, ErrorKind::index);
  EXPECT_EQ(reduce_at("add", array, std::vector<std::int64_t>{-1}, 0).error().kind, ErrorKind::index);
  EXPECT_EQ(reduce_at("add", array, {}, 0)->count(), 0);
}

TEST(ApplyAtTest, ElementsThatAreNamedTwice) {
  Array array = Array::zeros(Kind::float64, Extents{5}).value();
  const Array places = array_of<std::int64_t>({6}, {0, 0, 1, -1, -1, -1});
  const Array one = array_of<std::int64_t>({}, {1});
  const Index indices[]{places.view()};
  ASSERT_TRUE(apply_at("add", array, indices, one.view()));
  EXPECT_THAT(elements<double>(array), ElementsAre(2, 1, 0, 0, 3));
  ASSERT_TRUE(apply_at("negative", array, indices, {}));
  EXPECT_THAT(elements<double>(array), ElementsAre(2, -1, 0, 0, -3));
  const Array wrong = array_of<std::int64_t>({1}, {5});
  const Index bad[]{wrong.view()};
  EXPECT_EQ(apply_at("add", array, bad, one.view()).error().kind, ErrorKind::index);
}

TEST(StatisticsTest, MeanAndVariance) {
  const Array array = counting({3, 4});
  EXPECT_THAT(elements<double>(*mean(array)), ElementsAre(5.5));
  MeanOptions options;
  const Axes first{0};
  options.axes = first;
  EXPECT_THAT(elements<double>(*mean(array, options)), ElementsAre(4, 5, 6, 7));
  const Array mask = array_of<bool>({3, 1}, {true, false, true});
  options.where = mask.view();
  EXPECT_THAT(elements<double>(*mean(array, options)), ElementsAre(4, 5, 6, 7));
  options.axes.reset();
  EXPECT_EQ(elements<double>(*mean(array, options)).front(), 5.5);
  EXPECT_EQ(elements<double>(*variance(array, options)).front(), 17.25);
  const Array halves = array_of<Float16>({1000}, std::vector<Float16>(1000, Float16::from(60000.0F)));
  EXPECT_EQ(elements<Float16>(*mean(halves)).front().to_float(), 60000);
  using Complex = std::complex<double>;
  const Array numbers = array_of<Complex>({3}, {{1, 1}, {2, -3}, {-4, 0.5}});
  EXPECT_NEAR(elements<double>(*variance(numbers)).front(), 10.0555555555555555, 1e-14);
  options = {};
  options.ddof = 1;
  EXPECT_NEAR(elements<double>(*standard_deviation(counting({3}), options)).front(), 1, 1e-15);
}

TEST(StatisticsTest, TheDistancesLieInMemoryAsTheInput) {
  // Along its middle axis this array is added up element by element, in whatever layout the distances were made.
  const std::vector<double> values = random_doubles(2 * 15 * 4, 9);
  const Array array = array_of<double>({2, 15, 4}, values);
  const ConstDynamicView turned = array.view().with(permuted(array.view().layout(), Axes{2, 1, 0})).value();
  MeanOptions options;
  const Axes middle{1};
  options.axes = middle;
  const auto result = elements<double>(*variance(turned, options));
  for (std::size_t row = 0; row < 4; ++row) {
    double sum = 0;
    for (std::size_t i = 0; i < 15; ++i) sum += values[i * 4 + row];
    double squares = 0;
    for (std::size_t i = 0; i < 15; ++i) squares += (values[i * 4 + row] - sum / 15) * (values[i * 4 + row] - sum / 15);
    EXPECT_EQ(result[row * 2], squares / 15);
  }
}

TEST(StatisticsTest, Places) {
  EXPECT_THAT(integers(*argmax(array_of<double>({4}, {1, 3, 3, 2}))), ElementsAre(1));
  EXPECT_THAT(integers(*argmin(array_of<double>({4}, {1, nan, 0, nan}))), ElementsAre(1));
  EXPECT_THAT(integers(*argmax(counting({2, 3}), 0)), ElementsAre(1, 1, 1));
  EXPECT_THAT(argmax(counting({2, 3}), 1, true)->shape(), ElementsAre(2, 1));
  EXPECT_EQ(argmax(counting({0})).error().kind, ErrorKind::value);
  EXPECT_EQ(argmax(counting({0, 3}), 1)->count(), 0);
  EXPECT_EQ(argmax(counting({0, 3}), 0).error().kind, ErrorKind::value);
  EXPECT_EQ(argmax(counting({3}), 1).error().kind, ErrorKind::axis);
}

TEST(ReduceTest, TextIsntJoined) {
  for (const std::int64_t length : {0, 2}) {
    const Array text = Array::zeros(*DType::characters(Kind::text, length), Extents{2}).value();
    EXPECT_EQ(reduce("add", text).error().kind, ErrorKind::dtype);
    EXPECT_EQ(reduce("equal", text).error().kind, ErrorKind::dtype);
  }
}

}  // namespace
}  // namespace fairplay::arraycore
