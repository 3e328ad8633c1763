#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/subject.h"
#include "auditor/provenance/builds/libraries.h"
#include "signatures/fingerprint/fingerprint.h"

namespace fairplay::auditor::provenance {

/// A NumPy's binaries and their places; keys as in the fingerprint.
struct NumpyFiles {
  const signatures::fingerprint::Fingerprint* files = nullptr;
  std::string package;                 ///< key of the numpy folder
  std::vector<std::string> libraries;  ///< keys of folders with bundled libraries (numpy.libs, numpy/.libs)
};

/// Which BLAS an installed NumPy's extension modules would get from the dynamic loader, by NEEDED, RPATH and RUNPATH:
/// one entry per real library. A thin library that only forwards is followed to the one that computes. Nothing is
/// loaded. Fills `runtimes` with the OpenMP runtimes that come along.
std::vector<BlasUse> blas_of_installed(const discovery::System& system, Libraries& libraries, const NumpyFiles& numpy,
                                       std::vector<RuntimeLibrary>& runtimes, std::vector<NotChecked>& not_checked);

/// The same for a NumPy inside an archive: bundled libraries are found by name; what isn't bundled is only known by its
/// NEEDED name.
std::vector<BlasUse> blas_of_archived(const NumpyFiles& numpy, std::vector<RuntimeLibrary>& runtimes,
                                      std::vector<NotChecked>& not_checked);

/// Whether every extension module of the package was examined, and none takes a BLAS routine from a library that isn't
/// in `uses`: then no BLAS found means that none is needed.
bool blas_is_complete(const NumpyFiles& numpy, const std::vector<BlasUse>& uses);
/// Whether it is sources, or what is left of a NumPy: the core's Python files without any extension module.
bool was_never_compiled(const NumpyFiles& numpy);
inline constexpr std::string_view never_compiled =
    "its extension modules were never compiled: no Python can import it so";

/// "libgomp", "libiomp5" or "libomp" where the file name is an OpenMP runtime's, auditwheel's hashed names included;
/// else empty.
std::string openmp_family(std::string_view file_name);

}  // namespace fairplay::auditor::provenance
