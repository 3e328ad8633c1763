// FlexiBLAS: a front that loads the BLAS its configuration names (flexiblas.gwdg.de). It exports
// flexiblas_get_version(int*, int*, int*) and wraps every routine as flexiblas_real_* and flexiblas_chain_*.
#include <fmt/format.h>

#include "signatures/blas/families.h"

namespace fairplay::signatures::blas {

bool recognise_flexiblas(Library& library, Identity& identity) {
  const bool marker = library.defines("flexiblas_get_version") || library.defines("flexiblas_current_backend") ||
                      library.defines("flexiblas_avail");
  if (!marker) return false;
  identity.vendor = "FlexiBLAS";
  identity.stub = true;
  identity.evidence.push_back("vendor: it exports flexiblas_get_version; which BLAS computes is chosen when it runs");
  return true;
}

}  // namespace fairplay::signatures::blas
