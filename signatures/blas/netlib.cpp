// Netlib's reference BLAS, CBLAS, LAPACK and LAPACKE. They carry no vendor's name. They are recognised by CBLAS'
// internal globals and Fortran bridges (CBLAS/src: RowMajorStrg, CBLAS_CallFromC, idamaxsub_), LAPACK's ILAVER with
// modules and helpers that others don't export, XERBLA's format, and by the absence of the other vendors' markers.
#include <fmt/format.h>

#include <array>

#include "signatures/blas/recogniser.h"

namespace fairplay::signatures::blas {
namespace {

bool recognise_netlib(Library& library, Identity& identity) {
  const auto fortran = [&](std::string_view routine) {
    return fmt::format("{}{}{}", identity.prefix, routine, identity.suffix.empty() ? "_" : "_64_");
  };
  bool proven = false;
  if (identity.has_cblas && (library.defines("RowMajorStrg") || library.defines("CBLAS_CallFromC") ||
                             library.defines(fortran("idamaxsub")))) {
    identity.evidence.push_back(
        "vendor: the reference CBLAS' own globals (RowMajorStrg, idamaxsub_) and no other vendor's marker");
    proven = true;
  } else if (identity.has_lapack && library.defines(fortran("ilaver")) && !identity.has_blas) {
    identity.evidence.push_back("vendor: LAPACK's ilaver_ and no BLAS or other vendor's marker in it");
    proven = true;
  } else if (identity.has_lapacke && !identity.has_lapack && library.imports(fortran("dgetrf"))) {
    identity.evidence.push_back("vendor: LAPACKE over an imported LAPACK, without another vendor's marker");
    proven = true;
    identity.stub = true;
  } else if ((identity.has_blas || identity.has_lapack) && library.find_constant(" ** On entry to ") &&
             library.find_constant(" parameter number ")) {
    // xerbla.f's FORMAT; OpenBLAS, BLIS and MKL print by C's printf.
    identity.evidence.push_back("vendor: the reference XERBLA's Fortran format and no other vendor's marker");
    proven = true;
  }
  if (!proven) return false;
  identity.vendor = Vendor::netlib;
  if (const auto version = lapack_version(library, identity)) {
    identity.version = *version;
    identity.evidence.push_back("version: the numbers that ilaver_ stores");
  }
  if (identity.stub) return true;
  if (const auto threading = imported_threading(library, identity)) {
    identity.threading = *threading;
  } else {
    identity.threading = Threading::serial;
    identity.evidence.push_back("threading: it imports no threading functions");
  }
  return true;
}

constexpr std::string_view netlib_folders[] = {"blas", "blas64", "lapack", "lapack64"};
constexpr std::string_view netlib_prefixes[] = {"cblas_", "LAPACKE_"};

}  // namespace

namespace vendors {
extern const VendorFacts netlib;
const VendorFacts netlib{
    .vendor = Vendor::netlib,
    .name = "Netlib",
    .recognise = recognise_netlib,
    .alternatives_folders = netlib_folders,
    .symbol_prefixes = netlib_prefixes,
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
