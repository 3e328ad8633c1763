// Level 1 on contiguous vectors: the same bits from every instruction set.

#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "tests/blas/kernel_sets.h"

namespace fairplay::blas {
namespace {

TEST(VectorKernels, DotHasTheSameBitsOnEveryInstructionSet) {
  std::mt19937_64 random(1);
  for (Index n : {0, 1, 7, 8, 31, 32, 33, 63, 64, 100, 1000}) {
    std::vector<double> x(n), y(n);
    for (double& v : x) v = std::bit_cast<double>(random() & ~(std::uint64_t{1} << 62));
    for (double& v : y) v = std::bit_cast<double>(random() & ~(std::uint64_t{1} << 62));
    std::uint64_t expected = std::bit_cast<std::uint64_t>(kernels().d.vector->dot(n, x.data(), 1, y.data(), 1));
    for (const KernelSet* set : all_kernel_sets())
      EXPECT_EQ(std::bit_cast<std::uint64_t>(set->d.vector->dot(n, x.data(), 1, y.data(), 1)), expected)
          << set->isa << ", n = " << n;
  }
}

}  // namespace
}  // namespace fairplay::blas
