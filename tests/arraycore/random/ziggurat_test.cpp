#include "arraycore/random/ziggurat.h"

#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/pcg64.h"
#include "arraycore/random/seed_sequence.h"
#include "arraycore/random/uniform.h"
#include "arraycore/random/ziggurat_exponential.h"
#include "arraycore/random/ziggurat_normal.h"

namespace fairplay::arraycore {
namespace {

Pcg64 bits_of(std::uint32_t seed) { return Pcg64(SeedSequence::of({seed}).value()); }

TEST(Ziggurat, GivesNumpysNumbers) {
  std::vector<double> numbers(3);
  Pcg64 bits = bits_of(12345);
  fill_standard_normal(bits, newest_release, numbers);
  EXPECT_THAT(numbers, testing::ElementsAre(-0x1.6c7fcc2ecc744p+0, 0x1.4383b54eb0649p+0, -0x1.bdc76014d359ep-1));
  bits = bits_of(12345);
  fill_standard_exponential(bits, newest_release, numbers);
  EXPECT_THAT(numbers, testing::ElementsAre(0x1.791a7ed74dc90p-3, 0x1.4a40fcf01b53bp-1, 0x1.2c2c8b05cd65ep+2));
  std::vector<float> floats(3);
  bits = bits_of(12345);
  fill_standard_normal(bits, newest_release, floats);
  EXPECT_THAT(floats, testing::ElementsAre(-0x1.374e920000000p+0F, -0x1.7a32dc0000000p-2F, 0x1.ddba6a0000000p+0F));
  bits = bits_of(12345);
  fill_standard_exponential(bits, newest_release, floats);
  EXPECT_THAT(floats, testing::ElementsAre(0x1.0ea3280000000p+1F, 0x1.48ab9a0000000p-1F, 0x1.27e66c0000000p+0F));
}

TEST(Ziggurat, ManyNumbersAreThoseOneByOne) {
  Pcg64 at_once = bits_of(1);
  Pcg64 one_by_one = bits_of(1);
  std::vector<double> numbers(100000);
  fill_standard_normal(at_once, newest_release, numbers);
  for (const double number : numbers) ASSERT_EQ(number, standard_normal(one_by_one, newest_release));
  fill_standard_exponential(at_once, newest_release, numbers);
  for (const double number : numbers) ASSERT_EQ(number, standard_exponential(one_by_one, newest_release));
  EXPECT_EQ(at_once.state(), one_by_one.state());
}

TEST(Ziggurat, LayersLieUnderTheDensity) {
  for (std::size_t i = 2; i < 256; ++i) {
    EXPECT_LT(normal_tables.density[i], normal_tables.density[i - 1]);
    EXPECT_GT(normal_tables.width[i], normal_tables.width[i - 1]);
    EXPECT_LT(exponential_tables.density[i], exponential_tables.density[i - 1]);
    EXPECT_NEAR(exponential_tables.density[i], exponential_tables_float.density[i], 1e-7);
  }
}

TEST(Uniform, FloatsHadOneBitLessBefore122) {
  Pcg64 old = bits_of(2);
  Pcg64 later = bits_of(2);
  for (int i = 0; i < 1000; ++i) {
    const float number = next_float(later, Release{1, 22});
    const float shorter = next_float(old, Release{1, 21});
    EXPECT_LE(shorter, number);
    EXPECT_LT(number - shorter, 1.0F / 8388608.0F);
    EXPECT_EQ(shorter * 8388608.0F, static_cast<float>(static_cast<int>(shorter * 8388608.0F)));
  }
}

}  // namespace
}  // namespace fairplay::arraycore
