// Products of matrices and vectors, tensor products and einsum against known values and against each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/linear/einsum.h"
#include "arraycore/linear/matmul.h"
#include "arraycore/linear/tensor_products.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Complex = std::complex<double>;

Array doubles(const Extents& shape) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < count_of(shape); ++i) values.push_back(static_cast<double>(i + 1));
  return array_of<double>(shape, values);
}

Expected<Array> einsum_of(const std::string& subscripts, const std::vector<ConstDynamicView>& operands) {
  return einsum(subscripts, operands);
}

TEST(MatmulTest, MatricesVectorsAndStacks) {
  EXPECT_THAT(elements<double>(*matmul(doubles({2, 2}), doubles({2, 2}))), ElementsAre(7, 10, 15, 22));
  EXPECT_THAT(integers(*matmul(counting({2, 3}), counting({3, 2}))), ElementsAre(10, 13, 28, 40));
  EXPECT_THAT(elements<double>(*matmul(doubles({2, 2}), doubles({2}))), ElementsAre(5, 11));
  EXPECT_THAT(elements<double>(*matmul(doubles({2}), doubles({2, 2}))), ElementsAre(7, 10));
  const Array number = matmul(doubles({3}), doubles({3})).value();
  EXPECT_EQ(number.shape(), Extents{});
  EXPECT_THAT(elements<double>(number), ElementsAre(14));
  EXPECT_EQ(matmul(doubles({4, 1, 2, 3}), doubles({5, 3, 7}))->shape(), (Extents{4, 5, 2, 7}));
  EXPECT_THAT(elements<double>(*matmul(doubles({2, 1, 2}), doubles({2, 2, 1}))), ElementsAre(5, 25));
  EXPECT_THAT(elements<bool>(*matmul(array_of<bool>({1, 2}, {true, false}), array_of<bool>({2, 1}, {true, true}))),
              ElementsAre(true));
}

TEST(MatmulTest, NothingToAddUpIsZero) {
  EXPECT_THAT(elements<double>(*matmul(doubles({2, 0}), doubles({0, 2}))), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(elements<std::int8_t>(*matmul(array_of<std::int8_t>({1, 0}, {}), array_of<std::int8_t>({0, 1}, {}))),
              ElementsAre(0));
  EXPECT_EQ(matmul(doubles({0, 3}), doubles({3, 2}))->shape(), (Extents{0, 2}));
}

TEST(MatmulTest, IntegersWrapAndHalvesAreAddedUpInSingle) {
  EXPECT_THAT(
      elements<std::int8_t>(*matmul(array_of<std::int8_t>({2}, {100, 100}), array_of<std::int8_t>({2}, {1, 1}))),
      ElementsAre(-56));
  const std::vector<Float16> ones(3000, Float16::from(1.0F));
  const auto sum = elements<Float16>(*matmul(array_of<Float16>({3000}, ones), array_of<Float16>({3000}, ones)));
  EXPECT_EQ(sum.front().to_float(), 3000);
}

TEST(MatmulTest, AnyLayout) {
  const Array a = doubles({3, 4}), b = doubles({4, 5});
  const auto expected = elements<double>(*matmul(a, b));
  const Array a_columns = Array::copy_of(a, Order::fortran).value();
  const Array b_columns = Array::copy_of(b, Order::fortran).value();
  EXPECT_EQ(elements<double>(*matmul(a_columns, b)), expected);
  EXPECT_EQ(elements<double>(*matmul(a, b_columns)), expected);
  EXPECT_EQ(elements<double>(*matmul(a_columns, b_columns)), expected);
  // The rows of `a` in reverse, read back in reverse.
  const Axes rows{0}, both{0, 1};
  const ConstDynamicView view = a;
  const ConstDynamicView reversed = view.with(flipped(view.layout(), both)).value();
  const ConstDynamicView twice = reversed.with(flipped(reversed.layout(), both)).value();
  EXPECT_EQ(elements<double>(*matmul(twice, b)), expected);
  const Array product = matmul(view.with(flipped(view.layout(), rows)).value(), b).value();
  const ConstDynamicView turned = product;
  EXPECT_EQ(elements<double>(turned.with(flipped(turned.layout(), rows)).value()), expected);
  // Misaligned elements.
  std::vector<std::byte> memory(3 * 4 * 8 + 1);
  const DynamicView odd = DynamicView::of_memory(memory.data(), 97, Kind::float64, {{3, 4}, {32, 8}, 1}).value();
  std::memcpy(memory.data() + 1, view.data(), 96);
  EXPECT_EQ(elements<double>(*matmul(odd, b)), expected);
}

TEST(MatmulTest, OutputsThatOverlapAndOutputsInReverse) {
  Array a = doubles({2, 2});
  ASSERT_TRUE(product_into(matmul, a, a, a, {}).has_value());
  EXPECT_THAT(elements<double>(a), ElementsAre(7, 10, 15, 22));
  Array row = float64s({7, 7, 7});
  const DynamicView view = row;
  const Axes all{0};
  const DynamicView reversed = view.with(flipped(view.layout(), all)).value();
  ASSERT_TRUE(product_into(matmul, doubles({1}), doubles({1, 3}), reversed, {}).has_value());
  EXPECT_THAT(elements<double>(row), ElementsAre(3, 2, 1));
  EXPECT_EQ(product_into(matmul, a, a, row, {}).error().kind, ErrorKind::value);
  Array twice = Array::zeros(Kind::float64, Extents{2, 2, 2}).value();
  ASSERT_TRUE(product_into(matmul, doubles({2, 2}), doubles({2, 2}), twice, {}).has_value());
  EXPECT_THAT(elements<double>(twice), ElementsAre(7, 10, 15, 22, 7, 10, 15, 22));
  Array wide = Array::zeros(Kind::float64, Extents{1, 2}).value();
  EXPECT_EQ(product_into(matmul, doubles({1, 2}), doubles({2, 1}), wide, {}).error().kind, ErrorKind::value);
  Array whole = counting({2, 2});
  EXPECT_EQ(product_into(matmul, a, a, whole, {}).error().kind, ErrorKind::dtype);
  Array x = float64s({1, 2});
  ASSERT_TRUE(product_into(matvec, doubles({2, 2}), x, x, {}).has_value());
  EXPECT_THAT(elements<double>(x), ElementsAre(5, 11));
}

TEST(MatmulTest, AxesAndDtypes) {
  ProductOptions options;
  options.axes = {{{0, 1}, {1, 0}, {1, 0}}};
  EXPECT_THAT(elements<double>(*matmul(doubles({2, 2}), doubles({2, 2}), options)), ElementsAre(5, 11, 11, 25));
  options.axes = {{{0}, {1, 0}, {1, 0}}};
  EXPECT_EQ(matmul(doubles({2, 2}), doubles({2, 2}), options).error().kind, ErrorKind::value);
  options.axes.reset();
  options.dtype = Kind::float32;
  EXPECT_EQ(matmul(doubles({2, 2}), doubles({2, 2}), options)->dtype(), DType(Kind::float32));
  options.casting = Casting::safe;
  EXPECT_EQ(matmul(doubles({2, 2}), doubles({2, 2}), options).error().kind, ErrorKind::dtype);
}

TEST(MatmulTest, WhatDoesNotFitIsRefused) {
  EXPECT_THAT(matmul(doubles({2, 3}), doubles({2, 3})).error().message, HasSubstr("(size 2 is different from 3)"));
  EXPECT_THAT(matmul(doubles({}), doubles({2})).error().message, HasSubstr("operand 0 does not have enough"));
  EXPECT_FALSE(matmul(doubles({2, 2, 2}), doubles({3, 2, 2})).has_value());
  const Array times = Array::zeros(DType::parse("m8[s]").value(), Extents{2, 2}).value();
  EXPECT_EQ(matmul(times, times).error().kind, ErrorKind::dtype);
  // 2^31 by 2^31 elements that lie at one place: nothing is allocated for a result of 2^62 elements.
  const Array one = doubles({1, 1});
  const ConstDynamicView view = one;
  const std::int64_t many = std::int64_t{1} << 31;
  const Extents tall{many, 1}, wide{1, many};
  const auto column = view.with(broadcast(view.layout(), tall)), row = view.with(broadcast(view.layout(), wide));
  EXPECT_EQ(matmul(*column, *row).error().kind, ErrorKind::size);
  EXPECT_FALSE(outer(*column, *row).has_value());
  EXPECT_FALSE(kron(*column, *row).has_value());
  EXPECT_FALSE(einsum_of("ij,jk->ik", {*column, *row}).has_value());
}

TEST(MatmulTest, VectorsByRelease) {
  const Array z = array_of<Complex>({2}, {Complex(1, 2), Complex(0, 1)});
  EXPECT_THAT(elements<Complex>(*vecdot(z, z)), ElementsAre(Complex(6)));
  EXPECT_THAT(elements<Complex>(*vecmat(z, array_of<Complex>({2, 1}, {1, 1}))), ElementsAre(Complex(1, -3)));
  EXPECT_THAT(elements<Complex>(*matvec(array_of<Complex>({1, 2}, {1, 1}), z)), ElementsAre(Complex(1, 3)));
  ProductOptions options;
  options.keepdims = true;
  EXPECT_EQ(vecdot(doubles({3, 2}), doubles({2}), options)->shape(), (Extents{3, 1}));
  options.release = {1, 26};
  EXPECT_EQ(vecdot(z, z, options).error().kind, ErrorKind::value);
}

TEST(TensorProductsTest, KnownValues) {
  const Axes zero{0}, one{1};
  EXPECT_THAT(integers(*tensordot(counting({2, 2}), counting({2, 2}), zero, one)), ElementsAre(2, 6, 3, 11));
  EXPECT_EQ(tensordot(doubles({2, 3, 4}), doubles({3, 4, 5}), 2)->shape(), (Extents{2, 5}));
  EXPECT_EQ(tensordot(doubles({2}), doubles({3}), 0)->shape(), (Extents{2, 3}));
  EXPECT_EQ(tensordot(doubles({2}), doubles({3}), 1).error().kind, ErrorKind::value);
  EXPECT_EQ(tensordot(doubles({2}), doubles({3}), 2).error().kind, ErrorKind::value);
  EXPECT_THAT(integers(*inner(counting({2, 2}), counting({2}))), ElementsAre(1, 3));
  EXPECT_THAT(integers(*outer(counting({2}), counting({3}))), ElementsAre(0, 0, 0, 0, 1, 2));
  EXPECT_THAT(integers(*kron(counting({2}), counting({2, 2}))), ElementsAre(0, 0, 0, 1, 0, 0, 2, 3));
  EXPECT_THAT(elements<Complex>(*vdot(array_of<Complex>({1}, {Complex(0, 1)}), array_of<Complex>({1}, {2}))),
              ElementsAre(Complex(0, -2)));
  EXPECT_EQ(vdot(doubles({2}), doubles({3})).error().kind, ErrorKind::value);
}

TEST(EinsumTest, KnownValues) {
  const Array a = counting({2, 3}), b = counting({3, 2}), square = counting({3, 3});
  EXPECT_THAT(integers(*einsum_of("ij,jk", {a, b})), ElementsAre(10, 13, 28, 40));
  EXPECT_THAT(integers(*einsum_of("ij,jk->ki", {a, b})), ElementsAre(10, 28, 13, 40));
  EXPECT_THAT(integers(*einsum_of("ii", {square})), ElementsAre(12));
  EXPECT_THAT(integers(*einsum_of("ii->i", {square})), ElementsAre(0, 4, 8));
  EXPECT_THAT(integers(*einsum_of("ba", {a})), ElementsAre(0, 3, 1, 4, 2, 5));
  EXPECT_THAT(integers(*einsum_of("ij->", {a})), ElementsAre(15));
  EXPECT_THAT(integers(*einsum_of("...j->...", {a})), ElementsAre(3, 12));
  EXPECT_THAT(integers(*einsum_of("ij,ij,ij->i", {a, a, a})), ElementsAre(9, 216));
  EXPECT_THAT(integers(*einsum_of("i,j", {counting({2}), counting({2})})), ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(integers(*einsum_of("...,...", {a, counting({3})})), ElementsAre(0, 1, 4, 0, 4, 10));
  EXPECT_THAT(integers(*einsum_of(" i j -> j ", {a})), ElementsAre(3, 5, 7));
  EXPECT_THAT(elements<double>(*einsum_of("ij,jk->ik", {doubles({2, 0}), doubles({0, 2})})), ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(elements<double>(*einsum_of("ij,j->i", {doubles({2, 1}), doubles({3})})), ElementsAre(6, 12));
}

TEST(EinsumTest, MatricesAndTheDefinitionAgree) {
  // A third operand that is 1 keeps the definition.
  const Array a = counting({2, 3, 4}), b = counting({4, 2, 5}), one = array_of<std::int64_t>({}, {1});
  for (const char* outputs : {"jl", "lj", "ijl", "lij", "jil", ""}) {
    const std::string output(outputs);
    EXPECT_EQ(integers(*einsum_of("ijk,kil->" + output, {a, b})),
              integers(*einsum_of("ijk,kil,->" + output, {a, b, one})))
        << output;
  }
}

TEST(EinsumTest, ErrorsAreNumpys) {
  const Array vector = doubles({2}), matrix = doubles({2, 3});
  const auto message = [](const std::string& subscripts, const std::vector<ConstDynamicView>& operands) {
    const auto result = einsum(subscripts, operands);
    return result ? std::string("none") : result.error().message;
  };
  EXPECT_THAT(message("ii", {matrix}), HasSubstr("(2 != 3)"));
  EXPECT_THAT(message("i", {matrix}), HasSubstr("no '...' ellipsis"));
  EXPECT_THAT(message("ij", {vector}), HasSubstr("too many subscripts for operand 0"));
  EXPECT_THAT(message("i,i", {vector}), HasSubstr("operands provided"));
  EXPECT_THAT(message("i->j", {vector}), HasSubstr("'j' which never appeared"));
  EXPECT_THAT(message("i->ii", {vector}), HasSubstr("'i' multiple times"));
  EXPECT_THAT(message("i1", {matrix}), HasSubstr("invalid subscript '1'"));
  EXPECT_THAT(message("i.", {vector}), HasSubstr("not part of an ellipsis"));
  EXPECT_THAT(message("...i...", {vector}), HasSubstr("not part of an ellipsis"));
  EXPECT_THAT(message("i-i", {vector}), HasSubstr("proper '->'"));
  EXPECT_THAT(message("...i->i", {matrix}), HasSubstr("no '...' ellipsis"));
  EXPECT_THAT(message("i,i", {vector, doubles({3})}), HasSubstr("broadcast"));
  EXPECT_THAT(message("", {}), HasSubstr("at least"));
}

}  // namespace
}  // namespace fairplay::arraycore
