#pragma once

#include <string_view>

namespace fairplay::auditor::provenance {

/// The last component of a path or key.
inline std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// What stands before the last '/': "" for "/x" and for a name alone. A view into `path`.
inline std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace fairplay::auditor::provenance
