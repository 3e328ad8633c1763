#include "arraycore/random/sfc64.h"

#include <cstdint>
#include <span>

#include "arraycore/random/seed_sequence.h"

namespace fairplay::arraycore {

Sfc64::Sfc64(const SeedSequence& seed) {
  seed.generate(std::span<std::uint64_t>(state_.words).first(3));
  state_.words[3] = 1;
  for (int i = 0; i < 12; ++i) next64();
}

}  // namespace fairplay::arraycore
