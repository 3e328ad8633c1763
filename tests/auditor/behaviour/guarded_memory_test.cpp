#include "auditor/behaviour/calls/guarded_memory.h"

#include <gtest/gtest.h>

#include <cstring>

namespace fairplay::auditor::behaviour {
namespace {

TEST(GuardedMemory, CanariesOnBothSides) {
  for (const auto end : {GuardedMemory::End::last, GuardedMemory::End::first})
    for (const int canary : {0, 1}) {
      const GuardedMemory memory(100, {.end = end, .shift = 8, .canary = canary});
      EXPECT_FALSE(memory.damaged().has_value());
      std::memset(memory.data(), 0, 100);
      EXPECT_FALSE(memory.damaged().has_value()) << "its own bytes are no canaries";
      memory.data()[100] = std::byte{0};
      EXPECT_TRUE(memory.damaged().has_value());
      memory.data()[-1] = std::byte{0};
      EXPECT_EQ(memory.damaged(), -1) << "the first one is reported";
    }
}

// y[n] *= 0 past the end: neither pattern may hold zeros or NaN for a float or a double.
TEST(GuardedMemory, AProductWithZeroIsSeen) {
  for (const int canary : {0, 1}) {
    const GuardedMemory memory(8, {.end = GuardedMemory::End::first, .shift = 0, .canary = canary});
    double behind = 0;
    std::memcpy(&behind, memory.data() + 8, sizeof behind);
    behind *= 0;
    std::memcpy(memory.data() + 8, &behind, sizeof behind);
    EXPECT_TRUE(memory.damaged().has_value());
  }
}

TEST(GuardedMemory, NothingIsMemoryToo) {
  const GuardedMemory memory(0, {});
  EXPECT_FALSE(memory.damaged().has_value());
  EXPECT_TRUE(memory.holds(memory.data()));
}

TEST(GuardedMemoryDeathTest, PagesAroundItCannotBeTouched) {
  const GuardedMemory last(16, {.end = GuardedMemory::End::last, .shift = 0, .canary = 0}),
      first(16, {.end = GuardedMemory::End::first, .shift = 0, .canary = 0});
  EXPECT_DEATH(static_cast<volatile std::byte*>(last.data())[16] = std::byte{1}, "");
  EXPECT_DEATH(static_cast<volatile std::byte*>(first.data())[-1] = std::byte{1}, "");
  last.read_only(true);
  EXPECT_DEATH(static_cast<volatile std::byte*>(last.data())[0] = std::byte{1}, "");
  last.read_only(false);
  last.data()[0] = std::byte{1};
}

}  // namespace
}  // namespace fairplay::auditor::behaviour
