// The GNU Scientific Library's CBLAS (libgslcblas): CBLAS names only. Its error message names the source that included
// it.
#include "signatures/blas/recogniser.h"

namespace fairplay::signatures::blas {
namespace {

bool recognise_gsl(Library& library, Identity& identity) {
  if (!identity.has_cblas || identity.has_blas || identity.has_lapack || identity.has_lapacke) return false;
  if (!library.find_constant("source_gemm_r.h") && !library.find_constant("./source_gemm_r.h")) return false;
  identity.vendor = Vendor::gsl;
  identity.threading = Threading::serial;
  identity.evidence.push_back("vendor: GSL's source file names (source_gemm_r.h) among its constants");
  identity.evidence.push_back("threading: GSL's CBLAS has none");
  return true;
}

}  // namespace

namespace vendors {
extern const VendorFacts gsl;
const VendorFacts gsl{
    .vendor = Vendor::gsl,
    .name = "GSL",
    .recognise = recognise_gsl,
    .claims_in_rules = false,
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
