#include "arraycore/sorting/sets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <complex>
#include <cstdint>
#include <limits>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/sorting/unique.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<bool> truths(const Array& array) { return elements<bool>(array); }

Array whole(const std::vector<std::int64_t>& values) {
  return array_of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values);
}

TEST(UniqueTest, AllOutputs) {
  UniqueOptions options{.indices = true, .inverse = true, .counts = true};
  const Array input = array_of<std::int64_t>({2, 3}, {7, 5, 7, 6, 5, 7});
  const auto found = unique(input, options);
  EXPECT_THAT(integers(found->values), ElementsAre(5, 6, 7));
  EXPECT_THAT(integers(*found->indices), ElementsAre(1, 3, 0));
  EXPECT_THAT(integers(*found->inverse), ElementsAre(2, 0, 2, 1, 0, 2));
  EXPECT_EQ(found->inverse->shape(), (Extents{2, 3}));
  EXPECT_THAT(integers(*found->counts), ElementsAre(2, 1, 3));
  options.release = {1, 26};
  EXPECT_EQ(unique(input, options)->inverse->shape(), (Extents{6}));
  EXPECT_FALSE(unique(input)->counts);
}

TEST(UniqueTest, NaNsAreOneElementFrom121On) {
  const Array input = float64s({nan, 1, nan, 1});
  UniqueOptions options{.counts = true};
  EXPECT_THAT(integers(*unique(input, options)->counts), ElementsAre(2, 2));
  options.equal_nan = false;
  EXPECT_THAT(integers(*unique(input, options)->counts), ElementsAre(2, 1, 1));
  options.release = {1, 23};
  EXPECT_THAT(integers(*unique(input, options)->counts), ElementsAre(2, 2));
  options = {.release = {1, 20}, .counts = true};
  EXPECT_THAT(integers(*unique(input, options)->counts), ElementsAre(2, 1, 1));
  const Array complex = array_of<std::complex<double>>({3}, {{nan, 0}, {1, nan}, {0, 0}});
  EXPECT_EQ(unique(complex)->values.count(), 2);
}

TEST(UniqueTest, RowsAndColumns) {
  UniqueOptions options{.axis = 0, .indices = true, .inverse = true, .counts = true};
  const Array input = array_of<std::int64_t>({4, 2}, {2, 1, 1, 9, 2, 1, 1, 3});
  const auto rows = unique(input, options);
  EXPECT_EQ(rows->values.shape(), (Extents{3, 2}));
  EXPECT_THAT(integers(rows->values), ElementsAre(1, 3, 1, 9, 2, 1));
  EXPECT_THAT(integers(*rows->indices), ElementsAre(3, 1, 0));
  EXPECT_THAT(integers(*rows->inverse), ElementsAre(2, 1, 2, 0));
  options.axis = -1;
  EXPECT_THAT(integers(unique(input, options)->values), ElementsAre(1, 2, 9, 1, 1, 2, 3, 1));
  options.axis = 2;
  EXPECT_EQ(unique(input, options).error().kind, ErrorKind::axis);
  options.axis = 0;
  EXPECT_EQ(unique(array_of<double>({3, 0}, {}), options)->values.shape(), (Extents{1, 0}));
  EXPECT_EQ(unique(array_of<double>({0, 3}, {}), options)->values.shape(), (Extents{0, 3}));
  EXPECT_EQ(unique(array_of<double>({2, 1}, {nan, nan}), options)->values.shape(), (Extents{2, 1}));
}

TEST(SetsTest, OfIntegers) {
  const Array a = array_of<std::int64_t>({2, 3}, {5, 1, 3, 1, 9, 3});
  const Array b = array_of<std::uint8_t>({4}, {3, 3, 4, 5});
  EXPECT_THAT(integers(*union1d(a, b)), ElementsAre(1, 3, 4, 5, 9));
  EXPECT_THAT(integers(*setxor1d(a, b)), ElementsAre(1, 4, 9));
  EXPECT_THAT(integers(*setdiff1d(a, b)), ElementsAre(1, 9));
  const auto both = intersect1d(a, b);
  EXPECT_THAT(integers(both->values), ElementsAre(3, 5));
  EXPECT_THAT(integers(both->first_places), ElementsAre(2, 0));
  EXPECT_THAT(integers(both->second_places), ElementsAre(0, 3));
  EXPECT_THAT(truths(*isin(a, b)), ElementsAre(true, false, true, false, false, true));
  EXPECT_EQ(isin(a, b, true)->shape(), (Extents{2, 3}));
  EXPECT_THAT(truths(*isin(a, b, true)), ElementsAre(false, true, false, true, true, false));
}

TEST(SetsTest, DifferencesOfUniqueElementsKeepTheirOrder) {
  EXPECT_THAT(integers(*setdiff1d(whole({9, 2, 5}), whole({2}), {.assume_unique = true})), ElementsAre(9, 5));
}

TEST(SetsTest, NothingAndNaN) {
  const Array nothing = float64s({});
  EXPECT_THAT(elements<double>(*setxor1d(nothing, nothing)), IsEmpty());
  EXPECT_THAT(elements<double>(intersect1d(nothing, float64s({1}))->values), IsEmpty());
  EXPECT_THAT(truths(*isin(float64s({nan, 1}), float64s({nan, 1}))), ElementsAre(false, true));
  EXPECT_THAT(truths(*isin(float64s({nan, 1}), nothing)), ElementsAre(false, false));
}

TEST(SetsTest, LargeIntegersOfEitherSignAreNotRounded) {
  std::vector<std::int64_t> wanted(100, 0);
  wanted[0] = (std::int64_t{1} << 53) + 1;
  wanted[1] = -1;
  const Array few = array_of<std::uint64_t>({3}, {1ULL << 53, (1ULL << 53) + 1, UINT64_MAX});
  EXPECT_THAT(truths(*isin(few, whole(wanted))), ElementsAre(false, true, false));
}

TEST(SetsTest, NoCommonType) {
  const Array numbers = whole(std::vector<std::int64_t>(50, 1));
  const Array ticks = whole(std::vector<std::int64_t>(50, 1));
  const auto times = ticks.view().as(DType::time(Kind::datetime, TimeUnit::second).value());
  EXPECT_EQ(union1d(numbers, *times).error().kind, ErrorKind::dtype);
  EXPECT_EQ(isin(numbers, *times).error().kind, ErrorKind::dtype);
}

}  // namespace
}  // namespace fairplay::arraycore
