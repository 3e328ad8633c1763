#pragma once

#include <string_view>

#include "signatures/footprint/outline.h"

/// What the names and texts of an outline's items say about them.
namespace fairplay::auditor::provenance {

/// The last part of a dotted name: "sum" of "ndarray.sum".
inline std::string_view leaf_of(std::string_view name) { return name.substr(name.rfind('.') + 1); }

/// "__init__": a name that Python itself gives a meaning.
inline bool is_special_name(std::string_view name) {
  return name.size() > 4 && name.starts_with("__") && name.ends_with("__");
}

/// Whether the text says so. A database leaves out the text of imports.
inline bool is_written_import(const signatures::footprint::OutlineItem& item) {
  return item.text.starts_with("import ") || item.text.starts_with("from ");
}

/// The same for items of a database too, which keeps no text of imports: what binds names and has no text is one.
inline bool is_import(const signatures::footprint::OutlineItem& item) {
  return is_written_import(item) || (item.text.empty() && !item.name.empty());
}

}  // namespace fairplay::auditor::provenance
