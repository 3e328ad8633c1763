// Apple's Accelerate is a framework of macOS: Mach-O, never ELF. What an ELF file can hold is a stub with its
// decorated names (dgemm$NEWLAPACK, dgemm$NEWLAPACK$ILP64), as cross-compilers' link stubs have them.
#include "signatures/blas/recogniser.h"

namespace fairplay::signatures::blas {
namespace {

bool recognise_accelerate(Library& library, Identity& identity) {
  const bool narrow = library.defines("dgemm$NEWLAPACK") || library.defines("cblas_dgemm$NEWLAPACK");
  const bool wide = library.defines("dgemm$NEWLAPACK$ILP64") || library.defines("cblas_dgemm$NEWLAPACK$ILP64");
  if (!narrow && !wide) return false;
  identity.vendor = Vendor::accelerate;
  identity.stub = true;
  identity.has_blas = library.defines("dgemm$NEWLAPACK") || library.defines("dgemm$NEWLAPACK$ILP64");
  identity.has_cblas = library.defines("cblas_dgemm$NEWLAPACK") || library.defines("cblas_dgemm$NEWLAPACK$ILP64");
  identity.has_lapack = library.defines("dgetrf$NEWLAPACK") || library.defines("dgetrf$NEWLAPACK$ILP64");
  identity.suffix = narrow ? "$NEWLAPACK" : "$NEWLAPACK$ILP64";
  identity.integers = narrow && wide ? IntegerWidth::either : narrow ? IntegerWidth::lp64 : IntegerWidth::ilp64;
  identity.evidence.push_back("vendor: it exports Apple's decorated names, dgemm$NEWLAPACK");
  return true;
}

constexpr std::string_view accelerate_name_parts[] = {"accelerate"};

}  // namespace

namespace vendors {
extern const VendorFacts accelerate;
const VendorFacts accelerate{
    .vendor = Vendor::accelerate,
    .name = "Accelerate",
    .recognise = recognise_accelerate,
    .name_parts = accelerate_name_parts,
    .threads_variable = "VECLIB_MAXIMUM_THREADS",
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
