#pragma once

#include "arraycore/random/bit_generator.h"
#include "arraycore/random/mt19937.h"
#include "arraycore/random/pcg64.h"
#include "arraycore/random/philox.h"
#include "arraycore/random/sfc64.h"

namespace fairplay::arraycore {

/// Calls `use` with the bit generator as what it is, for loops that must not call through a table for every number.
template <class Use>
void with_each_bit_generator(BitGenerator& bits, Use use) {
  if (auto* pcg = dynamic_cast<Pcg64*>(&bits)) return use(*pcg);
  if (auto* dxsm = dynamic_cast<Pcg64Dxsm*>(&bits)) return use(*dxsm);
  if (auto* twister = dynamic_cast<Mt19937*>(&bits)) return use(*twister);
  if (auto* philox = dynamic_cast<Philox*>(&bits)) return use(*philox);
  if (auto* sfc = dynamic_cast<Sfc64*>(&bits)) return use(*sfc);
}

}  // namespace fairplay::arraycore
