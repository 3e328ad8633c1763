// Arm Performance Libraries: exports armplversion and armplinfo; integers by the library (libarmpl_lp64,
// libarmpl_ilp64, *_mp with OpenMP), which the vote and the imports tell.
#include "signatures/blas/families.h"

namespace fairplay::signatures::blas {

bool recognise_armpl(Library& library, Identity& identity) {
  const auto marker = [](std::string_view name) {
    return name == "armplversion" || name == "armplversion_" || name == "armplinfo" || name == "armplinfo_";
  };
  if (!library.defines_any(marker)) return false;
  identity.vendor = "Arm PL";
  identity.evidence.push_back("vendor: it exports armplversion or armplinfo");
  if (const auto threading = imported_threading(library, identity)) {
    identity.threading = *threading;
  } else {
    identity.threading = "serial";
    identity.evidence.push_back("threading: it imports no threading functions");
  }
  return true;
}

}  // namespace fairplay::signatures::blas
