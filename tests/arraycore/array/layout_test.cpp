#include "arraycore/array/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/shape.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

Layout row_major(const Extents& shape) { return {shape, contiguous_strides(shape, 8), 0}; }

TEST(LayoutTest, SlicesAsPythonDoes) {
  const Layout ten = row_major({10});
  const auto shown = [&](const Slice& slice) {
    std::vector<std::int64_t> places;
    const Layout cut = sliced(ten, 0, slice).value();
    for (const std::int64_t offset : offsets_of(cut.shape, cut.strides)) places.push_back((cut.offset + offset) / 8);
    return places;
  };
  EXPECT_THAT(shown({2, 5, {}}), ElementsAre(2, 3, 4));
  EXPECT_THAT(shown({{}, {}, 4}), ElementsAre(0, 4, 8));
  EXPECT_THAT(shown({{}, {}, -4}), ElementsAre(9, 5, 1));
  EXPECT_THAT(shown({-3, {}, {}}), ElementsAre(7, 8, 9));
  EXPECT_THAT(shown({5, 2, {}}), ElementsAre());
  EXPECT_THAT(shown({lowest, highest, highest}), ElementsAre(0));
  EXPECT_THAT(shown({highest, lowest, lowest}), ElementsAre(9));
  EXPECT_THAT(shown({-1, -11, -5}), ElementsAre(9, 4));
  EXPECT_EQ(sliced(ten, 0, {{}, {}, 0}).error().message, "slice step cannot be zero");
  EXPECT_EQ(sliced(ten, 1, {}).error().kind, ErrorKind::axis);
}

/// Python's rule, element by element: every start, stop and step of a small axis.
TEST(LayoutTest, EverySliceOfAnAxisOfFour) {
  const Layout four = row_major({4});
  for (std::int64_t start = -6; start <= 6; ++start) {
    for (std::int64_t stop = -6; stop <= 6; ++stop) {
      for (std::int64_t step : {-5, -2, -1, 1, 2, 5}) {
        std::vector<std::int64_t> expected;
        const auto clip = [&](std::int64_t i) {
          if (i < 0) i += 4;
          return step > 0 ? std::clamp<std::int64_t>(i, 0, 4) : std::clamp<std::int64_t>(i, -1, 3);
        };
        for (std::int64_t i = clip(start); step > 0 ? i < clip(stop) : i > clip(stop); i += step) expected.push_back(i);
        const Layout cut = sliced(four, 0, {start, stop, step}).value();
        std::vector<std::int64_t> places;
        for (const std::int64_t offset : offsets_of(cut.shape, cut.strides))
          places.push_back((cut.offset + offset) / 8);
        ASSERT_EQ(places, expected) << start << ':' << stop << ':' << step;
      }
    }
  }
}

TEST(LayoutTest, AxesMove) {
  const Layout layout = row_major({2, 3, 4});
  EXPECT_THAT(transposed(layout).shape, ElementsAre(4, 3, 2));
  EXPECT_THAT(permuted(layout, Axes{1, -1, 0})->shape, ElementsAre(3, 4, 2));
  EXPECT_THAT(axes_moved(layout, Axes{0}, Axes{-1})->shape, ElementsAre(3, 4, 2));
  EXPECT_THAT(axes_moved(layout, Axes{2, 0}, Axes{0, 1})->shape, ElementsAre(4, 2, 3));
  EXPECT_EQ(permuted(layout, Axes{0, 1}).error().kind, ErrorKind::axis);
  EXPECT_EQ(permuted(layout, Axes{0, 1, 1}).error().kind, ErrorKind::axis);
  EXPECT_EQ(axes_moved(layout, Axes{0, 1}, Axes{0}).error().kind, ErrorKind::axis);
}

TEST(LayoutTest, AxesComeAndGo) {
  const Layout layout = row_major({2, 1, 3});
  EXPECT_THAT(expanded(layout, Axes{0, -1})->shape, ElementsAre(1, 2, 1, 3, 1));
  EXPECT_THAT(squeezed(layout, std::nullopt)->shape, ElementsAre(2, 3));
  EXPECT_THAT(squeezed(layout, Axes{1})->shape, ElementsAre(2, 3));
  EXPECT_THAT(squeezed(layout, Axes{0}).error().message, HasSubstr("(2,1,3)"));
  EXPECT_EQ(expanded(row_major(Extents(64, 1)), Axes{0}).error().kind, ErrorKind::shape);
  EXPECT_EQ(expanded(layout, Axes{5}).error().kind, ErrorKind::axis);
}

TEST(LayoutTest, Diagonals) {
  const Layout layout = row_major({3, 4});
  EXPECT_THAT(diagonal(layout, 0, 0, 1)->shape, ElementsAre(3));
  EXPECT_EQ(diagonal(layout, 1, 0, 1)->offset, 8);
  EXPECT_EQ(diagonal(layout, -1, 0, 1)->offset, 32);
  for (const std::int64_t far : {std::int64_t{4}, std::int64_t{-3}, lowest, highest}) {
    EXPECT_THAT(diagonal(layout, far, 0, 1)->shape, ElementsAre(0)) << far;
  }
  EXPECT_FALSE(diagonal(row_major({3}), 0, 0, 1));
  EXPECT_FALSE(diagonal(layout, 0, 1, 1));
}

TEST(LayoutTest, BroadcastsWithStrideZero) {
  const auto wide = broadcast(row_major({3, 1}), Extents{2, 3, 4});
  ASSERT_TRUE(wide);
  EXPECT_THAT(wide->strides, ElementsAre(0, 8, 0));
  EXPECT_THAT(broadcast(row_major({3}), Extents{4}).error().message, HasSubstr("(3,) into shape (4,)"));
  EXPECT_FALSE(broadcast(row_major({2, 3}), Extents{3}));
  EXPECT_EQ(broadcast(row_major({1}), Extents{highest, 2}).error().kind, ErrorKind::size);
}

TEST(LayoutTest, ReshapesWithoutACopyWhereStridesCan) {
  EXPECT_THAT((*reshaped(row_major({4, 6}), Extents{2, 2, -1}, 8))->strides, ElementsAre(96, 48, 8));
  const Layout half = sliced(row_major({4, 6}), 1, {{}, {}, 2}).value();  // rows of 3
  EXPECT_TRUE(reshaped(half, Extents{2, 2, 3}, 8)->has_value());
  EXPECT_TRUE(reshaped(half, Extents{12}, 8)->has_value());
  const Layout part = sliced(row_major({4, 6}), 1, {0, 5, {}}).value();  // rows of 5, with gaps
  EXPECT_TRUE(reshaped(part, Extents{2, 2, 5}, 8)->has_value());
  EXPECT_FALSE(reshaped(part, Extents{20}, 8)->has_value());
  EXPECT_FALSE(reshaped(transposed(row_major({2, 3})), Extents{6}, 8)->has_value());
  EXPECT_TRUE(reshaped(transposed(row_major({2, 3})), Extents{6}, 8, Order::fortran)->has_value());
}

TEST(LayoutTest, RefusesShapesOfAnotherCount) {
  const Layout six = row_major({6});
  EXPECT_EQ(reshaped(six, Extents{4}, 8).error().message, "cannot reshape array of size 6 into shape (4,)");
  EXPECT_FALSE(reshaped(six, Extents{-1, 4}, 8));
  EXPECT_FALSE(reshaped(six, Extents{-1, -1}, 8));
  EXPECT_FALSE(reshaped(row_major({0}), Extents{-1, 0}, 8));
  EXPECT_TRUE(reshaped(row_major({0}), Extents{-1, 5}, 8));
  EXPECT_EQ(reshaped(six, Extents{highest, highest}, 8).error().kind, ErrorKind::size);
}

/// A view as a naive model: its shape and its elements, listed.
struct Model {
  Extents shape;
  std::vector<std::int64_t> values;
};

std::int64_t at(const Model& model, const Extents& place) {
  std::int64_t flat = 0;
  for (std::size_t i = 0; i < place.size(); ++i) flat = flat * model.shape[i] + place[i];
  return model.values[static_cast<std::size_t>(flat)];
}

/// A model of another shape, whose element at each place is the source's at `source_place(place)`.
template <class SourcePlace>
Model remade(const Model& model, const Extents& shape, SourcePlace source_place) {
  Model result{shape, {}};
  Extents place(shape.size(), 0);
  for (std::int64_t i = 0; i < count_of(shape); ++i) {
    std::int64_t rest = i;
    for (std::size_t axis = shape.size(); axis-- > 0; rest /= shape[axis]) place[axis] = rest % shape[axis];
    result.values.push_back(at(model, source_place(place)));
  }
  return result;
}

/// One random operation on both.
void step(Numbers& numbers, Layout& layout, Model& model) {
  const auto axes = static_cast<std::int64_t>(layout.dimensions());
  const auto place_of_axis = [](std::int64_t axis) { return static_cast<std::size_t>(axis); };
  switch (numbers.within(0, 5)) {
    case 0: {  // reverse an axis
      if (axes == 0) return;
      const std::int64_t axis = numbers.within(0, axes - 1);
      layout = flipped(layout, Axes{axis}).value();
      model = remade(model, model.shape, [&](Extents place) {
        place[place_of_axis(axis)] = model.shape[place_of_axis(axis)] - 1 - place[place_of_axis(axis)];
        return place;
      });
      return;
    }
    case 1: {  // two axes change places
      if (axes < 2) return;
      const std::int64_t a = numbers.within(0, axes - 1);
      const std::int64_t b = numbers.within(0, axes - 1);
      Axes order;
      for (std::int64_t axis = 0; axis < axes; ++axis) order.push_back(axis == a ? b : axis == b ? a : axis);
      layout = permuted(layout, order).value();
      Extents shape = model.shape;
      std::swap(shape[place_of_axis(a)], shape[place_of_axis(b)]);
      model = remade(model, shape, [&](Extents place) {
        std::swap(place[place_of_axis(a)], place[place_of_axis(b)]);
        return place;
      });
      return;
    }
    case 2: {  // a slice
      if (axes == 0) return;
      const std::int64_t axis = numbers.within(0, axes - 1);
      const std::int64_t extent = model.shape[place_of_axis(axis)];
      const std::int64_t start = numbers.within(0, extent);
      const std::int64_t stop = numbers.within(start, extent);
      const std::int64_t every = numbers.within(1, 3);
      layout = sliced(layout, axis, {start, stop, every}).value();
      Extents shape = model.shape;
      shape[place_of_axis(axis)] = (stop - start + every - 1) / every;
      model = remade(model, shape, [&](Extents place) {
        place[place_of_axis(axis)] = start + every * place[place_of_axis(axis)];
        return place;
      });
      return;
    }
    case 3: {  // a new axis, stretched
      if (axes > 4 || model.values.size() > 200) return;
      const std::int64_t axis = numbers.within(0, axes);
      layout = expanded(layout, Axes{axis}).value();
      Extents shape = layout.shape;
      shape[place_of_axis(axis)] = numbers.within(1, 3);
      layout = broadcast(layout, shape).value();
      model = remade(model, shape, [&](Extents place) {
        place.erase(place.begin() + axis);
        return place;
      });
      return;
    }
    case 4: {  // one place of an axis
      if (axes == 0) return;
      const std::int64_t axis = numbers.within(0, axes - 1);
      const std::int64_t extent = model.shape[place_of_axis(axis)];
      if (extent == 0) return;
      const std::int64_t index = numbers.within(0, extent - 1);
      layout = selected(layout, axis, index - (numbers.within(0, 1) != 0 ? extent : 0)).value();
      Extents shape = model.shape;
      shape.erase(shape.begin() + axis);
      model = remade(model, shape, [&](Extents place) {
        place.insert(place.begin() + axis, index);
        return place;
      });
      return;
    }
    default: {  // another shape, where strides can say it
      const std::int64_t count = layout.count();
      std::vector<Extents> shapes{{count}, {1, count}, {-1}};
      for (const std::int64_t factor : {2, 3, 4}) {
        if (count % factor == 0 && count > 0) shapes.push_back({factor, count / factor});
      }
      const auto& shape =
          shapes[static_cast<std::size_t>(numbers.within(0, static_cast<std::int64_t>(shapes.size()) - 1))];
      const auto result = reshaped(layout, shape, 8).value();
      if (!result) return;
      layout = *result;
      model.shape = completed_shape(shape, count).value();
      return;
    }
  }
}

TEST(LayoutTest, ViewsOfViewsAgreeWithANaiveModel) {
  int steps = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Numbers numbers(seed);
    const Array array = counting({4, 3, 5});
    Layout layout = array.view().layout();
    Model model{{4, 3, 5}, integers(array)};
    for (int i = 0; i < 12; ++i, ++steps) {
      step(numbers, layout, model);
      ASSERT_EQ(layout.shape, model.shape) << "seed " << seed << " step " << i;
      ASSERT_EQ(integers(array.view().with(layout)), model.values) << "seed " << seed << " step " << i;
      const auto bounds = byte_bounds(layout, 8).value();
      ASSERT_TRUE(layout.count() == 0 || (bounds.first >= 0 && bounds.second <= 480)) << "seed " << seed;
    }
  }
  EXPECT_EQ(steps, 3600);
}

}  // namespace
}  // namespace fairplay::arraycore
