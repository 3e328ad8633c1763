// Working memory: nobody is given a block that somebody else holds, and nothing is lost or hoarded.

#include "blas/threads/scratch.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

namespace fairplay::blas {
namespace {

constexpr std::size_t megabyte = std::size_t{1} << 20;

std::size_t address_space_bytes() {
  std::size_t pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%zu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

TEST(Scratch, NothingForNothing) { EXPECT_EQ(Scratch(0).data(), nullptr); }

TEST(Scratch, IsAlignedToAPageAndWritableToItsEnd) {
  for (std::size_t bytes :
       {std::size_t{1}, std::size_t{4095}, megabyte, 16 * megabyte, 16 * megabyte + 1, 40 * megabyte}) {
    Scratch scratch(bytes);
    ASSERT_NE(scratch.data(), nullptr) << bytes;
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(scratch.data()) % 4096, 0u) << bytes;
    scratch.as<char>()[0] = 1;
    scratch.as<char>()[bytes - 1] = 1;
  }
}

TEST(Scratch, ABlockIsKeptForTheNextCall) {
  void* first = Scratch(megabyte).data();
  EXPECT_EQ(Scratch(2 * megabyte).data(), first);
}

TEST(Scratch, BlocksInUseAreDistinct) {
  std::vector<std::unique_ptr<Scratch>> blocks;
  for (int i = 0; i < 100; ++i) {  // more than there are slots
    blocks.push_back(std::make_unique<Scratch>(64));
    ASSERT_NE(blocks.back()->data(), nullptr);
    *blocks.back()->as<int>() = i;
  }
  for (int i = 0; i < 100; ++i) EXPECT_EQ(*blocks[i]->as<int>(), i);
}

TEST(Scratch, CallersAtOnceNeverShareABlock) {
  std::vector<std::thread> callers;
  std::vector<int> broken(32, 0);
  for (int i = 0; i < 32; ++i)
    callers.emplace_back([i, &broken] {
      for (int round = 0; round < 2000; ++round) {
        Scratch scratch(4096);
        volatile int* cell = scratch.as<volatile int>();
        *cell = i * 10000 + round;
        std::this_thread::yield();
        if (*cell != i * 10000 + round) broken[i]++;
      }
    });
  for (std::thread& caller : callers) caller.join();
  for (int i = 0; i < 32; ++i) EXPECT_EQ(broken[i], 0) << "caller " << i;
}

TEST(Scratch, DoesNotGrow) {
  auto use_many = [] {
    for (int i = 0; i < 1000; ++i) {
      Scratch small(megabyte), large(20 * megabyte);
    }
  };
  use_many();
  std::size_t before = address_space_bytes();
  use_many();
  EXPECT_EQ(address_space_bytes(), before);
}

TEST(Scratch, IsNullWhereMemoryIsOut) { EXPECT_EQ(Scratch(SIZE_MAX / 2).data(), nullptr); }

}  // namespace
}  // namespace fairplay::blas
