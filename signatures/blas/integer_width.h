#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "signatures/blas/identity.h"
#include "signatures/blas/library.h"

namespace fairplay::signatures::blas {

/// How wide an integer a routine loads through its first argument. BLAS passes `n` by reference, so the first load
/// through that pointer distinguishes LP64 from ILP64 whatever the names say: 32 or 64 bits, 0 if unknown.
int first_argument_width_x86_64(std::span<const std::byte> code);
int first_argument_width_aarch64(std::span<const std::byte> code);

/// Fills `integers` by a vote of routines whose first argument is a pointer to an integer (level 1, xGER, xGETRF,
/// ...), under the identity's affixes.
void vote_integer_width(const Library& library, Identity& identity);

}  // namespace fairplay::signatures::blas
