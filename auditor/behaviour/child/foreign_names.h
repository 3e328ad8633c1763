#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairplay::auditor::behaviour {

/// Whether a name that a BLAS exports says whose it is: a routine's as Fortran and C compilers write it (dgemm_,
/// dgemm_64_, cblas_dgemm, LAPACKE_dgesv, a Fortran module's), or one with a vendor's own prefix. What isn't is an
/// internal matter of the library ("gotoblas", "dgemm_kernel_HASWELL").
bool belongs_to_an_interface(std::string_view name);

/// Names that a library exports beside its interface, from its file alone.
struct ForeignNames {
  std::vector<std::string> taken;  ///< exported by this program's C library, too: whose function a caller gets depends
                                   ///< on who was loaded first
  std::vector<std::string> internal;  ///< called by the library itself through the loader, so that the same name of
                                      ///< another copy takes its place
  std::string unread;                 ///< not empty: the file can't be read, why
};
/// `path`: an ELF file. Symbols with local or protected visibility are nobody else's.
ForeignNames foreign_names(const std::string& path);

}  // namespace fairplay::auditor::behaviour
