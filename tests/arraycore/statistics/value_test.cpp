#include "arraycore/statistics/value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/layout.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;

Value value_of(const Array& array, Release release = newest_release) { return {array.view(), release}; }

TEST(ValueTest, AFormula) {
  const Array x = array_of<double>({3}, {1, 2, 3});
  const Value value = value_of(x);
  EXPECT_THAT(elements<double>(*((value * 2 + 1) / value).result()), ElementsAre(3, 2.5, 7.0 / 3));
  EXPECT_THAT(elements<double>(*(-value - 0.5).result()), ElementsAre(-1.5, -2.5, -3.5));
}

TEST(ValueTest, PythonNumbersHaveNoDtype) {
  const Array narrow = array_of<float>({1}, {1});
  EXPECT_EQ((value_of(narrow) * 2.0).dtype(), DType(Kind::float32));
  EXPECT_EQ((value_of(narrow, {1, 26}) * 2.0).dtype(), DType(Kind::float32));
  const Array one = array_of<float>({}, {1});
  EXPECT_EQ((value_of(one) * 2.0).dtype(), DType(Kind::float32));
  EXPECT_EQ((value_of(one, {1, 26}) * 2.0).dtype(), DType(Kind::float64));
  const Array bytes = array_of<std::int8_t>({1}, {1});
  EXPECT_EQ((value_of(bytes) * 2).dtype(), DType(Kind::int8));
  EXPECT_EQ((value_of(bytes) * 2.0).dtype(), DType(Kind::float64));
  const Value product = Value(2) * 3 + 0.5;
  EXPECT_TRUE(product.is_number());
  EXPECT_THAT(elements<double>(*product.as_type(Kind::float64).result()), ElementsAre(6.5));
}

TEST(ValueTest, TheFirstErrorStays) {
  const Array two = array_of<double>({2}, {1, 2});
  const Array three = array_of<double>({3}, {1, 2, 3});
  const Value wrong = value_of(two) + value_of(three);
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().kind, ErrorKind::shape);
  const Value later = (wrong * 2).at(7).as_type(Kind::int8).copy();
  EXPECT_EQ(later.error().message, wrong.error().message);
  EXPECT_FALSE(any(later));
  EXPECT_EQ(later.result().error().kind, ErrorKind::shape);
  EXPECT_EQ(value_of(two).at(2).error().kind, ErrorKind::index);
}

/// Sums of a result depend on where NumPy puts it in memory.
TEST(ValueTest, ResultsLieAsTheirOperands) {
  const Array array = array_of<double>({2, 3}, {1, 2, 3, 4, 5, 6});
  const Value turned = value_of(array).under(transposed(array.view().layout()));
  EXPECT_THAT((turned * 2).view().strides(), ElementsAre(8, 24));
  EXPECT_THAT(turned.copy().view().strides(), ElementsAre(8, 24));
  EXPECT_THAT(turned.as_type(Kind::float32).view().strides(), ElementsAre(4, 12));
  EXPECT_THAT(elements<double>(*(turned * 2).result()), ElementsAre(2, 8, 4, 10, 6, 12));
}

TEST(ValueTest, WritingThroughAPart) {
  const Array array = array_of<double>({4}, {1, 2, 3, 4});
  const Value copy = value_of(array).copy();
  const Value part = copy.slice({1, 3, {}});
  EXPECT_TRUE(call_into("add", {part, 10}, part).ok());
  EXPECT_THAT(elements<double>(*copy.result()), ElementsAre(1, 12, 13, 4));
  EXPECT_THAT(elements<double>(array), ElementsAre(1, 2, 3, 4));
}

}  // namespace
}  // namespace fairplay::arraycore
