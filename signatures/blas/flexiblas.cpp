// FlexiBLAS: a front that loads the BLAS its configuration names (flexiblas.gwdg.de). It exports
// flexiblas_get_version(int*, int*, int*) and wraps every routine as flexiblas_real_* and flexiblas_chain_*.
#include <fmt/format.h>

#include "signatures/blas/recogniser.h"

namespace fairplay::signatures::blas {
namespace {

bool recognise_flexiblas(Library& library, Identity& identity) {
  const bool marker = library.defines("flexiblas_get_version") || library.defines("flexiblas_current_backend") ||
                      library.defines("flexiblas_avail");
  if (!marker) return false;
  identity.vendor = Vendor::flexiblas;
  identity.stub = true;
  identity.evidence.push_back("vendor: it exports flexiblas_get_version; which BLAS computes is chosen when it runs");
  return true;
}

// Plug-ins, which programs never load by name. The API library shares their prefix.
constexpr std::string_view flexiblas_plug_ins[] = {"*flexiblas_*", "*flexiblas-hook*"};
constexpr std::string_view flexiblas_file_names[] = {"flexiblas_api", "flexiblas64_api"};
constexpr std::string_view flexiblas_prefixes[] = {"flexiblas_"};

}  // namespace

namespace vendors {
extern const VendorFacts flexiblas;
const VendorFacts flexiblas{
    .vendor = Vendor::flexiblas,
    .name = "FlexiBLAS",
    .recognise = recognise_flexiblas,
    .file_names = flexiblas_file_names,
    .other_file_names = flexiblas_plug_ins,
    .symbol_prefixes = flexiblas_prefixes,
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
