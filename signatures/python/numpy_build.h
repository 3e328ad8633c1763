#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

namespace fairplay::signatures::python {

/// One library that a NumPy's own __config__.py says it was built with.
struct Claim {
  std::string what;     ///< "blas" or "lapack"
  std::string name;     ///< as written: "scipy-openblas", "openblas64", "mkl_rt", "blas"
  std::string version;  ///< "0.3.30", or empty (setup.py builds record none)
  std::string detail;   ///< its place and the configuration that it quotes, for evidence
};

/// The claims, blas first, at most one of each, of __config__.py's text, in either style: numpy.distutils'
/// `blas_opt_info={'libraries': [...]}` (up to 1.25, Debian's 1.24; where those are empty, the first non-empty of its
/// system_info sections) or Meson's `CONFIG = _cleanup({"Build Dependencies": {...}})` (from 1.26). A Meson "internal"
/// LAPACK (a name such as `dep140213194937296`) is left out: it names nothing.
std::vector<Claim> build_claims(std::string_view source, std::string_view file, std::vector<Damage>& damage);

/// The version that numpy/version.py assigns (`full_version`, `version`, `__version__` or `short_version`, in this
/// order; a name that stands for another one is followed), or what versioneer's numpy/_version.py holds in
/// `version_json`. Empty when neither does: such a version.py (`version = vinfo["version"]`, 1.19 to 1.25) sends the
/// reader to _version.py beside it.
std::string numpy_version(std::string_view source, std::string_view file, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::python
