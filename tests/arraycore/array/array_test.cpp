#include "arraycore/array/array.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/view.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ArrayTest, IsAlignedAndZero) {
  for (const std::int64_t n : {0, 1, 7, 1000}) {
    const Array array = Array::zeros(Kind::float64, Extents{n}).value();
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.view().data()) % 64, 0u);
    EXPECT_THAT(elements<double>(array), ::testing::Each(0.0));
  }
}

TEST(ArrayTest, AShapeThatOverflowsAllocatesNothing) {
  const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(Array::zeros(Kind::float64, Extents{huge}).error().kind, ErrorKind::size);
  EXPECT_EQ(Array::zeros(Kind::int8, Extents{huge}).error().kind, ErrorKind::memory);
  EXPECT_EQ(Array::zeros(Kind::float64, Extents{0, huge}).error().kind, ErrorKind::size);
  EXPECT_EQ(Array::zeros(Kind::float64, Extents{-1}).error().kind, ErrorKind::shape);
}

TEST(ArrayTest, CopiesAnyLayout) {
  const Array array = counting({2, 3});
  const auto turned = array.view().with(transposed(array.view().layout()));
  EXPECT_THAT(integers(Array::copy_of(turned).value()), ElementsAre(0, 3, 1, 4, 2, 5));
  const Array fortran = Array::copy_of(array, Order::fortran).value();
  EXPECT_THAT(fortran.view().strides(), ElementsAre(8, 16));
  EXPECT_THAT(integers(fortran), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(ArrayTest, ReshapesInPlace) {
  EXPECT_THAT(counting({2, 3}).reshaped(Extents{3, -1})->shape(), ElementsAre(3, 2));
  EXPECT_FALSE(counting({2, 3}).reshaped(Extents{4}));
  Array fortran = Array::copy_of(counting({2, 3}), Order::fortran).value();
  EXPECT_THAT(integers(std::move(fortran).reshaped(Extents{6}).value()), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(DynamicViewTest, KeepsInsideItsMemory) {
  std::byte memory[24]{};
  const auto view = [&](Extents shape, Strides strides, std::int64_t offset) {
    return DynamicView::of_memory(memory, 24, Kind::int64, Layout{std::move(shape), std::move(strides), offset});
  };
  EXPECT_TRUE(view({3}, {8}, 0));
  EXPECT_TRUE(view({3}, {-8}, 16));
  EXPECT_TRUE(view({100}, {0}, 3));
  EXPECT_TRUE(view({0}, {8}, 0));
  EXPECT_FALSE(view({4}, {8}, 0));
  EXPECT_FALSE(view({3}, {-8}, 15));
  EXPECT_FALSE(view({3}, {8}, 1));
  EXPECT_FALSE(view({3}, {}, 0));
  EXPECT_FALSE(view({-1}, {8}, 0));
  const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(view({3}, {huge}, 0).error().kind, ErrorKind::size);
  EXPECT_FALSE(view({1}, {8}, huge));
  EXPECT_FALSE(view({1}, {8}, -huge));
}

TEST(DynamicViewTest, ReadsMisalignedAndChecked) {
  std::byte memory[17]{};
  store<std::int64_t>(memory + 1, 42);
  const auto view = DynamicView::of_memory(memory, 17, Kind::int64, Layout{{2}, {8}, 1}).value();
  EXPECT_EQ(*view.get<std::int64_t>(Extents{0}), 42);
  EXPECT_EQ(*view.get<std::int64_t>(Extents{-2}), 42);
  EXPECT_EQ(view.get<std::int64_t>(Extents{2}).error().message, "index 2 is out of bounds for axis 0 with size 2");
  EXPECT_EQ(view.get<std::int64_t>(Extents{}).error().kind, ErrorKind::index);
  EXPECT_EQ(view.get<double>(Extents{0}).error().kind, ErrorKind::dtype);
  EXPECT_TRUE(view.as(Kind::float64));
  EXPECT_FALSE(view.as(Kind::float32));
}

TEST(DynamicViewTest, AViewThatGoesLeavesNoReferenceBehind) {
  static_assert(std::is_same_v<decltype(std::declval<DynamicView>().layout()), Layout>);
  static_assert(std::is_same_v<decltype(std::declval<DynamicView>().shape()), Extents>);
  static_assert(std::is_same_v<decltype(std::declval<const DynamicView&>().layout()), const Layout&>);
  Array array = counting({2, 3});
  const Layout& layout = array.view().layout();
  EXPECT_THAT(layout.shape, ElementsAre(2, 3));
}

TEST(AssignTest, Broadcasts) {
  Array array = counting({2, 3});
  ASSERT_TRUE(assign(array, counting({1, 1, 3})));
  EXPECT_THAT(integers(array), ElementsAre(0, 1, 2, 0, 1, 2));
  EXPECT_EQ(assign(array, counting({2})).error().message,
            "could not broadcast input array from shape (2,) into shape (2,3)");
  EXPECT_FALSE(assign(array, counting({2, 2, 3})));
  ASSERT_TRUE(assign(array, array_of<double>({}, {1.9})));
  EXPECT_THAT(integers(array), ElementsAre(1, 1, 1, 1, 1, 1));
  const Array text = Array::zeros(*DType::parse("U3"), Extents{}).value();
  EXPECT_EQ(assign(array, text).error().message, "could not convert string to <i8: ''");
  Array time = Array::zeros(*DType::parse("M8[s]"), Extents{}).value();
  ASSERT_TRUE(assign(time, text));  // no text is NaT
  EXPECT_EQ(load<std::int64_t>(time.view().data()), std::numeric_limits<std::int64_t>::min());
  Array span = Array::zeros(*DType::parse("m8[ms]"), Extents{}).value();
  EXPECT_EQ(assign(span, time).error().kind, ErrorKind::dtype);
}

TEST(AssignTest, OverlapIsAsIfTheSourceWereCopied) {
  for (const auto& [to, from] : std::vector<std::pair<Slice, Slice>>{
           {{1, {}, {}}, {{}, -1, {}}}, {{{}, -1, {}}, {1, {}, {}}}, {{}, {{}, {}, -1}}, {{{}, {}, 2}, {{}, 5, {}}}}) {
    Array array = counting({10});
    const DynamicView view = array;
    const DynamicView target = view.with(sliced(view.layout(), 0, to)).value();
    const DynamicView source = view.with(sliced(view.layout(), 0, from)).value();
    const auto expected = integers(source);
    ASSERT_TRUE(assign(target, source));
    EXPECT_EQ(integers(target), expected);
  }
}

TEST(AssignTest, TheLastOfElementsThatShareAPlaceStays) {
  Array array = counting({1});
  const DynamicView wide = array.view().with(broadcast(array.view().layout(), Extents{5})).value();
  ASSERT_TRUE(assign(wide, counting({5})));
  EXPECT_THAT(integers(array), ElementsAre(4));
}

TEST(AssignTest, StringsAreCutOffOrFilledUp) {
  Array target = Array::zeros(*DType::parse("S3"), Extents{2}).value();
  Array source = Array::zeros(*DType::parse("S5"), Extents{1}).value();
  std::memcpy(source.view().data(), "abcde", 5);
  ASSERT_TRUE(assign(target, source));
  EXPECT_EQ(std::memcmp(target.view().data(), "abcabc", 6), 0);
  ASSERT_TRUE(assign(source, target.view().with(Layout{})));
  EXPECT_EQ(std::memcmp(source.view().data(), "abc\0\0", 5), 0);
}

TEST(AssignTest, Where) {
  Array array = counting({4});
  const Array mask = array_of<bool>({4}, {true, false, true, false});
  ASSERT_TRUE(assign_where(array, array_of<std::int64_t>({}, {9}), mask));
  EXPECT_THAT(integers(array), ElementsAre(9, 1, 9, 3));
  EXPECT_FALSE(assign_where(array, array, counting({4})));
  EXPECT_FALSE(assign_where(array, array, array_of<bool>({3}, {true, true, true})));
}

TEST(AssignTest, EveryElementSizeInEveryLayout) {
  for (const char* name : {"?", "e", "f", "d", "g", "F", "D", "G", "S3", "U5", "M8[s]"}) {
    const DType dtype = *DType::parse(name);
    Array source = Array::zeros(dtype, Extents{5, 7}).value();
    for (std::int64_t i = 0; i < 35 * dtype.size(); ++i) source.view().data()[i] = static_cast<std::byte>(i * 37 % 251);
    const auto flipped_source = source.view().with(flipped(transposed(source.view().layout()), Axes{0, 1})).value();
    Array target = Array::zeros(dtype, Extents{7, 5}).value();
    ASSERT_TRUE(assign(target, flipped_source));
    for (std::int64_t i = 0; i < 7; ++i) {
      for (std::int64_t j = 0; j < 5; ++j) {
        ASSERT_EQ(std::memcmp(*target.view().address(Extents{i, j}), *source.view().address(Extents{4 - j, 6 - i}),
                              static_cast<std::size_t>(dtype.size())),
                  0)
            << name << ' ' << i << ' ' << j;
      }
    }
  }
}

TEST(ArrayTest, DistinctArraysInSeveralThreads) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&wrong, t] {
      for (int i = 0; i < 200; ++i) {
        Array array = counting({8, 8});
        const auto turned = array.view().with(transposed(array.view().layout()));
        if (!assign(array, turned) || *array.view().get<std::int64_t>(Extents{1, 0}) != 1) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(wrong, ::testing::Each(0));
}

TEST(ViewTest, ReadsAndWrites) {
  Array array = array_of<double>({2, 3}, {0, 1, 2, 3, 4, 5});
  const auto view = View<double, 2>::of(array).value();
  view(1, 2) = 50.0;
  view(0, 0) = view(1, 1);
  EXPECT_EQ(view(1, 2), 50.0);
  EXPECT_EQ(*view.at(-2, 0), 4.0);
  EXPECT_EQ(view.at(0, 3).error().kind, ErrorKind::index);
  const View<const double, 2> readable = view;
  EXPECT_EQ(readable(1, 0), 3.0);
  EXPECT_THAT(view.shape(), ElementsAre(2, 3));
  EXPECT_THAT(elements<double>(readable.dynamic()), ElementsAre(4, 1, 2, 3, 4, 50));
}

TEST(ViewTest, TypeAndAxesMustFit) {
  Array array = counting({2, 3});
  EXPECT_THAT((View<double, 2>::of(array).error().message), HasSubstr("(2,3) of <i8"));
  EXPECT_FALSE((View<std::int64_t, 1>::of(array)));
  EXPECT_TRUE((View<std::int64_t, 2>::of(array)));
  const Array truth = array_of<bool>({}, {true});
  EXPECT_TRUE((View<const bool, 0>::of(truth).value()()));
}

}  // namespace
}  // namespace fairplay::arraycore
