#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signatures/blas/identity.h"
#include "signatures/blas/library.h"

namespace fairplay::signatures::blas {

/// One vendor's recogniser. True when the file is this vendor's, and then vendor, version, configuration, threading,
/// cores and stub are filled as far as the file tells, with the evidence. On entry the affixes and has_* are set.
using Recogniser = bool (*)(Library&, Identity&);

bool recognise_openblas(Library& library, Identity& identity);
bool recognise_blis(Library& library, Identity& identity);
bool recognise_mkl(Library& library, Identity& identity);
bool recognise_atlas(Library& library, Identity& identity);
bool recognise_flexiblas(Library& library, Identity& identity);
bool recognise_armpl(Library& library, Identity& identity);
bool recognise_accelerate(Library& library, Identity& identity);
bool recognise_gsl(Library& library, Identity& identity);
bool recognise_netlib(Library& library, Identity& identity);  ///< the last: also by elimination

/// "openmp" or "pthreads" where the file imports such a runtime's functions, with the evidence; nullopt otherwise.
std::optional<std::string> imported_threading(const Library& library, Identity& identity);

/// What a function that just returns a small constant returns, as in `int enabled(void) { return 1; }`.
std::optional<unsigned> returned_constant(const Library& library, std::string_view function);

/// The three integers that LAPACK's ILAVER(major, minor, patch) stores: "3.11.0".
std::optional<std::string> lapack_version(const Library& library, const Identity& identity);

}  // namespace fairplay::signatures::blas
