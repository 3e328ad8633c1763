#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

namespace signatures::python {

/// What a NumPy's generated __config__.py says it was configured with.
struct Claim {
  std::string what;     ///< "blas" or "lapack"
  std::string name;     ///< "scipy-openblas", "mkl_rt", "openblas", "blas"
  std::string version;  ///< "0.3.30", or empty
  std::string detail;   ///< the build's own words, e.g. "openblas configuration"
};

/// Claims of numpy/__config__.py in either style: numpy.distutils' `*_opt_info` dicts (to 1.25) or meson's `CONFIG` (1.26 on).
std::vector<Claim> build_claims(std::string_view config_source, std::string_view file, std::vector<Damage>& damage);

/// `version`/`full_version` of numpy/version.py; empty when it can't be read.
std::string numpy_version(std::string_view version_source, std::string_view file, std::vector<Damage>& damage);

}  // namespace signatures::python
