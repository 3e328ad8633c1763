#pragma once

#include <string>
#include <vector>

#include "signatures/elf/image.h"

namespace fairplay::signatures::monkeypatches {

/// How an extension module can put other loops into NumPy's ufuncs, which leaves no Python assignment to see.
struct LoopReplacement {
  bool found = false;
  bool at_import = false;  ///< in the module's initialisation function; else some function of it that others call
  std::string how;         ///< for people: "calls PyUFunc_ReplaceLoopBySignature", "carries _replace_loop"
};

/// Looks for calls through slot 30 of the table that NumPy's capsule _UFUNC_API holds
/// (numpy/core/include/numpy/__ufunc_api.h: PyUFunc_ReplaceLoopBySignature, the same slot since 1.0), and for the name
/// of the private method _replace_loop. x86-64 and AArch64; on other machines only the name is seen.
LoopReplacement loop_replacement(const elf::Image& image, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::monkeypatches
