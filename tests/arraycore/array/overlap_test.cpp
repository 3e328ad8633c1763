// Overlap of views against the bytes of every element.
#include "arraycore/array/overlap.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

std::set<const std::byte*> bytes_of(const ConstDynamicView& view) {
  std::set<const std::byte*> bytes;
  for (const std::int64_t offset : offsets_of(view.shape(), view.strides())) {
    for (std::int64_t i = 0; i < view.dtype().size(); ++i) bytes.insert(view.data() + offset + i);
  }
  return bytes;
}

TEST(OverlapTest, InterleavedViewsDontShare) {
  const Array whole = counting({10});
  const auto every_second = [&](std::int64_t start) {
    return whole.view().with(*sliced(whole.view().layout(), 0, {start, {}, 2}));
  };
  EXPECT_FALSE(share_memory(every_second(0), every_second(1)));
  EXPECT_TRUE(share_memory(every_second(0), whole));
  EXPECT_FALSE(share_memory(whole, counting({10})));
  EXPECT_FALSE(share_memory(whole, whole.view().with(*sliced(whole.view().layout(), 0, {3, 3, {}}))));
}

TEST(OverlapTest, AsTheBytesSay) {
  Numbers numbers(5);
  std::vector<std::byte> memory(400);
  const auto view = [&] {
    Extents shape;
    Strides strides;
    for (std::int64_t i = numbers.within(0, 3); i > 0; --i) {
      shape.push_back(numbers.within(0, 4));
      strides.push_back(numbers.within(-15, 15));
    }
    const DType dtype = DType::characters(Kind::bytes, numbers.within(1, 5)).value();
    return ConstDynamicView(memory.data() + 200, dtype, {shape, strides, numbers.within(-20, 20)});
  };
  int shared = 0;
  for (int round = 0; round < 2000; ++round) {
    const auto a = view();
    const auto b = view();
    const auto of_a = bytes_of(a);
    bool expected = false;
    for (const std::byte* byte : bytes_of(b)) expected = expected || of_a.contains(byte);
    ASSERT_EQ(share_memory(a, b), expected) << round;
    shared += expected ? 1 : 0;
  }
  EXPECT_GT(shared, 200);
}

}  // namespace
}  // namespace fairplay::arraycore
