#include "arraycore/ufunc/ufunc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Views = std::vector<ConstDynamicView>;

TEST(UfuncTest, BroadcastsAndCasts) {
  const Array rows = array_of<std::int8_t>({2, 1}, {1, 2});
  const Array columns = array_of<double>({3}, {0.5, 1.5, 2.5});
  const auto sum = call_ufunc("add", Views{rows.view(), columns.view()});
  EXPECT_THAT(sum->front().shape(), ElementsAre(2, 3));
  EXPECT_THAT(elements<double>(sum->front()), ElementsAre(1.5, 2.5, 3.5, 2.5, 3.5, 4.5));
}

TEST(UfuncTest, EveryLayoutGivesTheSame) {
  const Array array = counting({3, 4});
  const ConstDynamicView turned =
      array.view().with(flipped(transposed(array.view().layout()), std::vector<std::int64_t>{0, 1})).value();
  EXPECT_THAT(integers(call_ufunc("negative", Views{turned})->front()),
              ElementsAre(-11, -7, -3, -10, -6, -2, -9, -5, -1, -8, -4, 0));
}

TEST(UfuncTest, MoreElementsThanABlockOfCasts) {
  const Array array = counting({3000});
  Array target = Array::zeros(Kind::float32, Extents{3000}).value();
  const DynamicView outputs[]{target};
  ASSERT_TRUE(call_ufunc_into("add", Views{array.view(), array.view()}, outputs));
  for (std::int64_t i = 0; i < 3000; ++i) ASSERT_EQ(*target.view().get<float>({{i}}), 2 * i);
}

TEST(UfuncTest, WhereLeavesTheRest) {
  const Array array = counting({5});
  const Array mask = array_of<bool>({5}, {true, false, true, true, false});
  Array target = array_of<std::int64_t>({5}, {9, 9, 9, 9, 9});
  const DynamicView outputs[]{target};
  UfuncOptions options;
  options.where = mask.view();
  ASSERT_TRUE(call_ufunc_into("square", Views{array.view()}, outputs, options));
  EXPECT_THAT(integers(target), ElementsAre(0, 9, 4, 9, 9));
}

TEST(UfuncTest, OutputsThatOverlapInputs) {
  Array array = counting({6});
  const DynamicView all = array;
  const DynamicView reversed = all.with(flipped(all.layout(), std::vector<std::int64_t>{0})).value();
  const DynamicView outputs[]{reversed};
  ASSERT_TRUE(call_ufunc_into("add", Views{all, all}, outputs));
  EXPECT_THAT(integers(array), ElementsAre(10, 8, 6, 4, 2, 0));
  const DynamicView same[]{all};
  ASSERT_TRUE(call_ufunc_into("negative", Views{all}, same));
  EXPECT_THAT(integers(array), ElementsAre(-10, -8, -6, -4, -2, 0));
  // One element further on.
  const DynamicView head = all.with(sliced(all.layout(), 0, {0, 5, 1})).value();
  const DynamicView tail[]{all.with(sliced(all.layout(), 0, {1, 6, 1})).value()};
  ASSERT_TRUE(call_ufunc_into("negative", Views{head}, tail));
  EXPECT_THAT(integers(array), ElementsAre(-10, 10, 8, 6, 4, 2));
}

TEST(UfuncTest, AMaskThatIsTheOutput) {
  Array mask = array_of<bool>({4}, {true, false, true, false});
  const DynamicView reversed = mask.view().with(flipped(mask.view().layout(), std::vector<std::int64_t>{0})).value();
  UfuncOptions options;
  options.where = mask.view();
  const Array ones = array_of<bool>({4}, {true, true, true, true});
  const DynamicView outputs[]{reversed};
  ASSERT_TRUE(call_ufunc_into("logical_and", Views{ones.view(), ones.view()}, outputs, options));
  EXPECT_THAT(elements<bool>(mask), ElementsAre(true, true, true, true));
}

TEST(UfuncTest, Outer) {
  const auto product = call_ufunc_outer("multiply", counting({3}), counting({2, 2}));
  EXPECT_THAT(product->front().shape(), ElementsAre(3, 2, 2));
  EXPECT_THAT(integers(product->front()), ElementsAre(0, 0, 0, 0, 0, 1, 2, 3, 0, 2, 4, 6));
}

TEST(UfuncTest, EmptyArraysAndScalars) {
  const Array none = counting({0, 3});
  const Array row = counting({3});
  EXPECT_THAT(call_ufunc("add", Views{none.view(), row.view()})->front().shape(), ElementsAre(0, 3));
  const Array one = array_of<std::int64_t>({}, {7});
  EXPECT_THAT(integers(call_ufunc("add", Views{one.view(), one.view()})->front()), ElementsAre(14));
}

TEST(UfuncTest, TwoOutputs) {
  const Array a = array_of<std::int64_t>({3}, {7, -7, 5});
  const Array b = array_of<std::int64_t>({3}, {2, 2, 0});
  const auto both = call_ufunc("divmod", Views{a.view(), b.view()});
  EXPECT_THAT(integers((*both)[0]), ElementsAre(3, -4, 0));
  EXPECT_THAT(integers((*both)[1]), ElementsAre(1, 1, 0));
}

TEST(UfuncTest, Flags) {
  const auto raised = [](const char* name, const std::vector<std::vector<double>>& inputs) {
    std::vector<Array> arrays;
    for (const auto& input : inputs) arrays.push_back(array_of<double>({1}, input));
    FloatFlags flags;
    UfuncOptions options;
    options.flags = &flags;
    (void)call_ufunc(name, Views(arrays.begin(), arrays.end()), options);
    return flags;
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(raised("divide", {{1.0}, {0.0}}), (FloatFlags{true, false, false, false}));
  EXPECT_EQ(raised("divide", {{0.0}, {0.0}}), (FloatFlags{false, false, false, true}));
  EXPECT_EQ(raised("multiply", {{1e300}, {1e300}}), (FloatFlags{false, true, false, false}));
  EXPECT_EQ(raised("multiply", {{1e-300}, {1e-300}}), (FloatFlags{false, false, true, false}));
  EXPECT_EQ(raised("less", {{nan}, {1.0}}), FloatFlags{});
  EXPECT_EQ(raised("maximum", {{nan}, {1.0}}), FloatFlags{});
  EXPECT_EQ(raised("log", {{0.0}}), (FloatFlags{true, false, false, false}));
  EXPECT_EQ(raised("log", {{-1.0}}), (FloatFlags{false, false, false, true}));
  EXPECT_EQ(raised("exp", {{1000.0}}), (FloatFlags{false, true, false, false}));
  EXPECT_EQ(raised("exp", {{-1000.0}}), (FloatFlags{false, false, true, false}));
  EXPECT_EQ(raised("exp", {{-std::numeric_limits<double>::infinity()}}), FloatFlags{});
}

TEST(UfuncTest, FlagsThatWereRaisedBeforeComeBack) {
  const FlagScope outer;
  raise_invalid();
  (void)call_ufunc("add", Views{counting({2}).view(), counting({2}).view()});
  EXPECT_TRUE(outer.raised().invalid);
}

TEST(UfuncTest, Errors) {
  const Array three = counting({3});
  const Array four = counting({4});
  EXPECT_EQ(call_ufunc("add", Views{three.view(), four.view()}).error().kind, ErrorKind::shape);
  EXPECT_EQ(call_ufunc("nothing", Views{three.view()}).error().kind, ErrorKind::value);
  EXPECT_EQ(call_ufunc("add", Views{three.view()}).error().kind, ErrorKind::value);
  Array small = Array::zeros(Kind::int8, Extents{3}).value();
  Array wrong = Array::zeros(Kind::int64, Extents{1}).value();
  Array boolean = Array::zeros(Kind::boolean, Extents{3}).value();
  const auto into = [&](Array& output) {
    const DynamicView outputs[]{output};
    return call_ufunc_into("add", Views{three.view(), three.view()}, outputs);
  };
  EXPECT_TRUE(into(small));
  EXPECT_EQ(into(wrong).error().kind, ErrorKind::shape);
  EXPECT_EQ(into(boolean).error().kind, ErrorKind::dtype);
  EXPECT_EQ(call_ufunc_into("add", Views{three.view(), three.view()}, {}).error().kind, ErrorKind::value);
  UfuncOptions options;
  options.where = three.view();
  EXPECT_EQ(call_ufunc("negative", Views{three.view()}, options).error().kind, ErrorKind::dtype);
  // A shape whose size overflows is refused before anything is allocated.
  const Array one = counting({1});
  const std::int64_t huge = std::int64_t{1} << 40;
  const Layout tall{{huge, 1}, {0, 0}, 0};
  const Layout wide{{1, huge}, {0, 0}, 0};
  EXPECT_EQ(call_ufunc("add", Views{one.view().with(tall), one.view().with(wide)}).error().kind, ErrorKind::size);
}

TEST(UfuncTest, NegativePowersOfIntegers) {
  const Array base = array_of<std::int64_t>({2}, {3, 3});
  const Array exponent = array_of<std::int64_t>({2}, {2, -1});
  const auto result = call_ufunc("power", Views{base.view(), exponent.view()});
  EXPECT_EQ(result.error().kind, ErrorKind::value);
  EXPECT_THAT(result.error().message, HasSubstr("negative integer powers"));
}

}  // namespace
}  // namespace fairplay::arraycore
