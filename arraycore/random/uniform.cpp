#include "arraycore/random/uniform.h"

#include <span>

#include "arraycore/casting/promotion.h"
#include "arraycore/random/bit_generator.h"
#include "arraycore/random/each_bit_generator.h"

namespace fairplay::arraycore {

void fill_uniform(BitGenerator& bits, std::span<double> numbers) {
  with_each_bit_generator(bits, [&]<class Bits>(Bits& source) {
    Bits local = source;
    for (double& number : numbers) number = local.next_double();
    source = local;
  });
}

void fill_uniform(BitGenerator& bits, Release release, std::span<float> numbers) {
  for (float& number : numbers) number = next_float(bits, release);
}

}  // namespace fairplay::arraycore
