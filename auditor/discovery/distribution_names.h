#pragma once

#include <string>
#include <string_view>

namespace fairplay::auditor::discovery {

/// What a name in an import folder says of a distribution.
struct DistributionName {
  enum class Kind : unsigned char { none, dist_info, egg_info, egg, egg_link };
  Kind kind = Kind::none;
  std::string project;  ///< normalised as in PEP 503: lower case, runs of "-_." are one "-"
};

/// "numpy" and dist_info for "numpy-2.3.5.dist-info"; none for other names.
DistributionName distribution_name(std::string_view name);

/// True for what pip leaves of a package it could not remove: "~umpy", "~-mpy-1.26.4.dist-info", "~umpy.libs".
bool is_numpy_leftover(std::string_view name);

/// True where a list of installed files (RECORD's first column, installed-files.txt) has the top-level numpy's
/// __init__.py: "numpy/__init__.py", or the same behind "site-packages/" as unpacked wheels with a .data folder write
/// it.
bool installs_top_level_numpy(std::string_view listing);

/// True where top_level.txt names numpy.
bool names_numpy(std::string_view top_level);

}  // namespace fairplay::auditor::discovery
