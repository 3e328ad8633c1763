#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auditor/facts/loads.h"

namespace fairplay::auditor {

/// What extension modules want of the NumPy they import: the versions that they hand to NumPy's own import check, or
/// that the sizes tell which Cython's check of types asks for.
struct ApiDemand {
  std::optional<std::uint32_t> abi;  ///< NPY_VERSION: 0x01000009, or 0x02000000 since NumPy 2.0
  std::optional<std::uint32_t> api;  ///< NPY_FEATURE_VERSION: 0x10
  std::string oldest;                ///< the oldest NumPy for `api`, where the modules say it themselves: "1.23"
  std::vector<std::string> modules;  ///< relative to the import folder
  bool asks_api = true;              ///< false: sizes of types alone are checked
};

/// Another package of the environment whose extension modules use a NumPy, or link a BLAS.
struct Dependent {
  std::string name;     ///< the distribution's; without metadata, the folder's
  std::string version;  ///< empty where no metadata says it
  /// It is the system's, and this NumPy a virtual environment's: outside of that it imports another one.
  bool of_the_system = false;
  std::vector<ApiDemand> demands;     ///< each pair of versions once; most packages have one, pybind11's none
  std::vector<LoadProblem> problems;  ///< what keeps its modules from being loaded; none is on NumPy's import chain
};

/// All of them, with what decides which NumPy could take the place of this one.
struct Dependents {
  std::string python;               ///< "3.11": the Python that they are imported by; may be empty
  std::vector<Dependent> packages;  ///< sorted by name
};

}  // namespace fairplay::auditor
