#pragma once

#include <optional>
#include <string_view>

#include "signatures/blas/library.h"

namespace fairplay::signatures::blas {

/// Whether any code calls an imported function: through its PLT entry, through a wrapper that is only a jump there,
/// or through its GOT entry. Nullopt where that is unknown (other machines than x86-64, no PLT found).
std::optional<bool> calls_import(const Library& library, std::string_view name);

}  // namespace fairplay::signatures::blas
