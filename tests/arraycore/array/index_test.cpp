#include "arraycore/array/index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <list>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Indices = std::vector<Index>;

constexpr Slice whole{};

Array numbers_of(const Extents& shape, const std::vector<std::int64_t>& values) {
  return array_of<std::int64_t>(shape, values);
}

TEST(IndexTest, BasicIndicesMakeViews) {
  const Array array = counting({3, 4});
  const auto part = [&](const Indices& indices) {
    return integers(array.view().with(basic_index(array.view().layout(), indices)).value());
  };
  EXPECT_THAT(part({std::int64_t{1}}), ElementsAre(4, 5, 6, 7));
  EXPECT_THAT(part({std::int64_t{-1}, Slice{1, 3, {}}}), ElementsAre(9, 10));
  EXPECT_THAT(part({Ellipsis{}, std::int64_t{0}}), ElementsAre(0, 4, 8));
  EXPECT_THAT(basic_index(array.view().layout(), Indices{NewAxis{}, std::int64_t{0}, NewAxis{}})->shape,
              ElementsAre(1, 1, 4));
  EXPECT_THAT(part({}), ::testing::SizeIs(12));
}

TEST(IndexTest, AdvancedIndicesOfTheUserGuide) {
  const Array array = counting({5, 7});
  const Array rows = numbers_of({3}, {0, 2, 4});
  const Array columns = numbers_of({3}, {0, 1, 2});
  EXPECT_THAT(integers(get_index(array, Indices{rows.view(), columns.view()}).value()), ElementsAre(0, 15, 30));
  EXPECT_THAT(integers(get_index(array, Indices{rows.view(), std::int64_t{1}}).value()), ElementsAre(1, 15, 29));
  EXPECT_THAT(get_index(array, Indices{rows.view(), Slice{1, 3, {}}})->shape(), ElementsAre(3, 2));
  const Array mask = array_of<bool>({5}, {false, false, false, true, true});
  EXPECT_THAT(integers(get_index(array, Indices{mask.view(), std::int64_t{0}}).value()), ElementsAre(21, 28));
}

TEST(IndexTest, WhereTheAxesOfTheArraysCome) {
  const Array array = counting({2, 3, 4, 5});
  const Array two = numbers_of({2}, {0, 1});
  const auto shape = [&](const Indices& indices) { return get_index(array, indices)->shape(); };
  EXPECT_THAT(shape({whole, two.view(), two.view()}), ElementsAre(2, 2, 5));
  EXPECT_THAT(shape({two.view(), whole, two.view()}), ElementsAre(2, 3, 5));
  EXPECT_THAT(shape({whole, two.view(), whole, two.view()}), ElementsAre(2, 2, 4));
  EXPECT_THAT(shape({whole, std::int64_t{0}, two.view()}), ElementsAre(2, 2, 5));
  // An integer beside an array is an index array, too: the slice lies between the two.
  EXPECT_THAT(shape({whole, std::int64_t{0}, whole, two.view()}), ElementsAre(2, 2, 4));
  EXPECT_THAT(shape({whole, two.view(), NewAxis{}, two.view()}), ElementsAre(2, 2, 1, 5));
  EXPECT_THAT(shape({Ellipsis{}, two.view()}), ElementsAre(2, 3, 4, 2));
}

TEST(IndexTest, BooleansWithoutAxes) {
  const Array array = counting({2, 3});
  const Array yes = array_of<bool>({}, {true});
  const Array no = array_of<bool>({}, {false});
  EXPECT_THAT(get_index(array, Indices{yes.view()})->shape(), ElementsAre(1, 2, 3));
  EXPECT_THAT(get_index(array, Indices{no.view()})->shape(), ElementsAre(0, 2, 3));
  EXPECT_THAT(get_index(array, Indices{yes.view(), numbers_of({2}, {1, 0}).view()})->shape(), ElementsAre(2, 3));
}

TEST(IndexTest, MasksOfSeveralAxes) {
  const Array array = counting({2, 3});
  const Array mask = array_of<bool>({2, 3}, {false, true, false, true, false, true});
  EXPECT_THAT(integers(get_index(array, Indices{mask.view()}).value()), ElementsAre(1, 3, 5));
  Array target = counting({2, 3});
  ASSERT_TRUE(set_index(target, Indices{mask.view()}, numbers_of({3}, {10, 30, 50})));
  EXPECT_THAT(integers(target), ElementsAre(0, 10, 2, 30, 4, 50));
}

TEST(IndexTest, AnAxisOfNoTruthValuesFitsEveryAxis) {
  const Array array = counting({2, 3});
  const auto shape = [&](const Extents& mask) {
    return get_index(array, Indices{Array::zeros(Kind::boolean, mask).value().view()})->shape();
  };
  EXPECT_THAT(shape({0}), ElementsAre(0, 3));
  EXPECT_THAT(shape({2, 0}), ElementsAre(0));
  EXPECT_THAT(shape({0, 0}), ElementsAre(0));
  const Array taller = Array::zeros(Kind::boolean, Extents{3, 0}).value();
  EXPECT_EQ(get_index(array, Indices{taller.view()}).error().kind, ErrorKind::index);
}

TEST(IndexTest, Mistakes) {
  const Array array = counting({2, 3});
  const auto message = [&](const Indices& indices) { return get_index(array, indices).error().message; };
  const Array five = numbers_of({1}, {5});
  EXPECT_EQ(message({five.view()}), "index 5 is out of bounds for axis 0 with size 2");
  EXPECT_EQ(message({std::int64_t{-3}}), "index -3 is out of bounds for axis 0 with size 2");
  EXPECT_EQ(message({std::int64_t{0}, std::int64_t{3}}), "index 3 is out of bounds for axis 1 with size 3");
  EXPECT_EQ(message({std::int64_t{0}, std::int64_t{0}, whole}),
            "too many indices for array: array is 2-dimensional, but 3 were indexed");
  EXPECT_EQ(message({Ellipsis{}, Ellipsis{}}), "an index can only have a single ellipsis ('...')");
  const Array floats = array_of<double>({1}, {0.0});
  EXPECT_THAT(message({floats.view()}), HasSubstr("integer (or boolean) type, not <f8"));
  const Array long_mask = array_of<bool>({3}, {true, false, false});
  EXPECT_EQ(message({long_mask.view()}),
            "boolean index did not match indexed array along axis 0; size of axis is 2 but size of corresponding "
            "boolean axis is 3");
  const Array two = numbers_of({2}, {0, 1});
  const Array three = numbers_of({3}, {0, 1, 2});
  EXPECT_THAT(message({two.view(), three.view()}), HasSubstr("broadcast together with shapes (2,) (3,)"));
  EXPECT_FALSE(basic_index(array.view().layout(), Indices{two.view()}));
  const Array above = array_of<std::uint64_t>({1}, {std::numeric_limits<std::uint64_t>::max()});
  EXPECT_EQ(get_index(array, Indices{above.view()}).error().kind, ErrorKind::index);
  const Array huge = numbers_of({1}, {std::numeric_limits<std::int64_t>::min()});
  EXPECT_EQ(get_index(array, Indices{huge.view()}).error().kind, ErrorKind::index);
}

TEST(IndexTest, AssignmentWithOverlapIsAsIfTheValueWereCopied) {
  Array array = counting({5});
  const DynamicView view = array;
  const Array places = numbers_of({3}, {1, 2, 3});
  const auto front = view.with(sliced(view.layout(), 0, {{}, 3, {}})).value();
  ASSERT_TRUE(set_index(view, Indices{places.view()}, front));
  EXPECT_THAT(integers(array), ElementsAre(0, 0, 1, 2, 4));
}

TEST(IndexTest, TheLastOfEqualIndicesStays) {
  Array array = counting({3});
  ASSERT_TRUE(set_index(array, Indices{numbers_of({3}, {1, 1, 1}).view()}, numbers_of({3}, {7, 8, 9})));
  EXPECT_THAT(integers(array), ElementsAre(0, 9, 2));
}

TEST(IndexTest, AssignmentRefusesShapesThatDoNotFit) {
  Array array = counting({5});
  const Array two = numbers_of({2}, {0, 1});
  EXPECT_EQ(set_index(array, Indices{two.view()}, counting({3})).error().kind, ErrorKind::shape);
  EXPECT_TRUE(set_index(array, Indices{two.view()}, counting({1, 1, 2})));
  EXPECT_THAT(integers(array), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_TRUE(set_index(array, Indices{two.view()}, array_of<double>({}, {7.5})));
  EXPECT_THAT(integers(array), ElementsAre(7, 7, 2, 3, 4));
}

/// Advanced indexing by its definition: for each place of the result, the place in the source. Every index has its own
/// axis; `arrays` are already of one shape.
struct NaiveIndex {
  std::vector<std::vector<std::int64_t>> choices;  // a slice's places, or an array's elements
  std::vector<bool> is_array;
};

std::vector<std::int64_t> naive_elements(const Extents& source, const NaiveIndex& index, std::int64_t array_count,
                                         bool arrays_first, Extents& shape) {
  // The axes of the result, as the number of the source's axis; -1 is that of the arrays.
  std::vector<std::int64_t> axes;
  bool placed = false;
  if (arrays_first) {
    axes.push_back(-1);
    placed = true;
  }
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (!index.is_array[i]) {
      axes.push_back(static_cast<std::int64_t>(i));
    } else if (!placed) {
      axes.push_back(-1);
      placed = true;
    }
  }
  shape.clear();
  for (const std::int64_t axis : axes) {
    shape.push_back(axis < 0 ? array_count
                             : static_cast<std::int64_t>(index.choices[static_cast<std::size_t>(axis)].size()));
  }
  std::vector<std::int64_t> result;
  for (std::int64_t flat = 0; flat < count_of(shape); ++flat) {
    std::vector<std::int64_t> place(shape.size());
    std::int64_t rest = flat;
    for (std::size_t k = shape.size(); k-- > 0; rest /= shape[k]) place[k] = rest % shape[k];
    std::int64_t element = 0;
    for (std::size_t i = 0; i < source.size(); ++i) {
      const std::int64_t wanted = index.is_array[i] ? -1 : static_cast<std::int64_t>(i);
      const auto k = static_cast<std::size_t>(std::find(axes.begin(), axes.end(), wanted) - axes.begin());
      element = element * source[i] + index.choices[i][static_cast<std::size_t>(place[k])];
    }
    result.push_back(element);
  }
  return result;
}

TEST(IndexTest, SlicesAndArraysAgreeWithTheDefinition) {
  int advanced = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Numbers numbers(seed);
    const Extents source{numbers.within(1, 4), numbers.within(1, 4), numbers.within(1, 4), numbers.within(1, 3)};
    const Array array = counting(source);
    const std::int64_t count = numbers.within(0, 4);
    NaiveIndex naive;
    Indices indices;
    std::list<Array> kept;
    for (const std::int64_t extent : source) {
      naive.choices.emplace_back();
      naive.is_array.push_back(numbers.within(0, 1) != 0);
      if (naive.is_array.back()) {
        std::vector<std::int64_t> written;
        for (std::int64_t i = 0; i < count; ++i) {
          naive.choices.back().push_back(numbers.within(0, extent - 1));
          written.push_back(naive.choices.back().back() - (numbers.within(0, 1) != 0 ? extent : 0));
        }
        indices.emplace_back(std::as_const(kept.emplace_back(numbers_of({count}, written))).view());
      } else {
        const std::int64_t start = numbers.within(0, extent);
        for (std::int64_t i = start; i < extent; i += 2) naive.choices.back().push_back(i);
        indices.emplace_back(Slice{start, {}, 2});
      }
    }
    if (!is_advanced(indices)) continue;
    ++advanced;
    const auto first = std::find(naive.is_array.begin(), naive.is_array.end(), true);
    const auto last = std::find(naive.is_array.rbegin(), naive.is_array.rend(), true).base();
    const bool apart = std::find(first, last, false) != last;
    Extents shape;
    const auto expected = naive_elements(source, naive, count, apart, shape);
    const auto result = get_index(array, indices);
    ASSERT_TRUE(result) << "seed " << seed << ": " << result.error().message;
    ASSERT_EQ(result->shape(), shape) << "seed " << seed;
    ASSERT_EQ(integers(*result), expected) << "seed " << seed;

    // What was read is what is written: distinct values come to the places they are from.
    Array target = Array::zeros(Kind::int64, source).value();
    ASSERT_TRUE(set_index(target, indices, *result)) << "seed " << seed;
    const auto written = integers(target);
    for (std::size_t i = 0; i < written.size(); ++i) {
      const bool named = std::find(expected.begin(), expected.end(), static_cast<std::int64_t>(i)) != expected.end();
      ASSERT_EQ(written[i], named ? static_cast<std::int64_t>(i) : 0) << "seed " << seed;
    }
  }
  EXPECT_GT(advanced, 300);
}

}  // namespace
}  // namespace fairplay::arraycore
