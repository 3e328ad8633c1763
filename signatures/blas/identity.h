#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signatures/blas/traits.h"
#include "signatures/blas/vendor.h"
#include "signatures/elf/image.h"

/// Which BLAS is this file? From the file alone: nothing is loaded or run.
namespace fairplay::signatures::blas {

/// What a BLAS or LAPACK library is. Empty strings: the file doesn't say.
struct Identity {
  Vendor vendor = Vendor::unknown;
  std::string version;        ///< "0.3.29"; "0.3.0.dev" style kept as written
  std::string configuration;  ///< the library's own words, e.g. openblas_get_config's string
  IntegerWidth integers = IntegerWidth::unknown;
  std::string prefix;  ///< "scipy_"
  std::string suffix;  ///< "64_"
  Threading threading = Threading::unknown;
  std::vector<std::string> cores;  ///< kernels it can choose from: "HASWELL", "SKYLAKEX"; sorted
  bool has_blas = false;           ///< defines dgemm under its affixes
  bool has_cblas = false;
  bool has_lapack = false;
  bool has_lapacke = false;
  bool stub = false;                  ///< a thin library whose routines lie in its dependencies
  std::vector<std::string> evidence;  ///< what each of the above rests on, one sentence each
};

/// What a binary has to do with a BLAS.
struct Binary {
  std::optional<Identity> identity;  ///< as identify()'s
  bool calls_routines = false;       ///< it takes BLAS or LAPACK routines from another file
};
Binary look_at(const elf::Image& image, std::vector<Damage>& damage);

/// Nullopt when the file defines no BLAS or LAPACK routine and forwards to none.
std::optional<Identity> identify(const elf::Image& image, std::vector<Damage>& damage);

/// Whether two spellings mean one kernel: "SKYLAKEX" in one place, "SkylakeX" in another.
bool same_core(std::string_view one, std::string_view other);

/// A cheap look for walkers: could a file of this name be, or bundle, a BLAS? Never decides alone.
bool named_like_blas(std::string_view file_name);

}  // namespace fairplay::signatures::blas
