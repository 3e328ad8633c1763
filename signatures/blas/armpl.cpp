// Arm Performance Libraries: exports armplversion and armplinfo; integers by the library (libarmpl_lp64,
// libarmpl_ilp64, *_mp with OpenMP), which the vote and the imports show.
#include "signatures/blas/recogniser.h"

namespace fairplay::signatures::blas {
namespace {

bool recognise_armpl(Library& library, Identity& identity) {
  const auto marker = [](std::string_view name) {
    return name == "armplversion" || name == "armplversion_" || name == "armplinfo" || name == "armplinfo_";
  };
  if (!library.defines_any(marker)) return false;
  identity.vendor = Vendor::armpl;
  identity.evidence.push_back("vendor: it exports armplversion or armplinfo");
  if (const auto threading = imported_threading(library, identity)) {
    identity.threading = *threading;
  } else {
    identity.threading = Threading::serial;
    identity.evidence.push_back("threading: it imports no threading functions");
  }
  return true;
}

constexpr std::string_view armpl_file_names[] = {"armpl*"};
constexpr std::string_view armpl_name_parts[] = {"armpl"};
constexpr std::string_view armpl_prefixes[] = {"armpl_"};

}  // namespace

namespace vendors {
extern const VendorFacts armpl;
const VendorFacts armpl{
    .vendor = Vendor::armpl,
    .name = "Arm PL",
    .recognise = recognise_armpl,
    .file_names = armpl_file_names,
    .name_parts = armpl_name_parts,
    .symbol_prefixes = armpl_prefixes,
};
}  // namespace vendors

}  // namespace fairplay::signatures::blas
