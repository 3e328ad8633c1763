#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signatures/blas/identity.h"
#include "signatures/blas/library.h"
#include "signatures/blas/vendor.h"

/// What the vendors' recognise functions share.
namespace fairplay::signatures::blas {

/// OpenMP or pthreads where the file imports such a runtime's functions, with the evidence; nullopt otherwise.
std::optional<Threading> imported_threading(const Library& library, Identity& identity);

/// What a function that just returns a small constant returns, as in `int enabled(void) { return 1; }`.
std::optional<unsigned> returned_constant(const Library& library, std::string_view function);

/// The three integers that LAPACK's ILAVER(major, minor, patch) stores: "3.11.0".
std::optional<std::string> lapack_version(const Library& library, const Identity& identity);

}  // namespace fairplay::signatures::blas
