#pragma once
// Every kernel set that can run here, the emulated AVX-512 included: a test runs its sweep once for each.

#include <vector>

#include "blas/isa.h"

namespace fairplay::blas {

namespace emulated512 {
extern const KernelSet kernel_set;
}

inline std::vector<const KernelSet*> all_kernel_sets() {
  std::vector<const KernelSet*> sets;
  for (const KernelSet* set : supported()) sets.push_back(set);
  sets.push_back(&emulated512::kernel_set);
  return sets;
}

}  // namespace fairplay::blas
