#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "signatures/footprint/footprint.h"

namespace fairplay::auditor::provenance {

/// Fewer dots first, then shorter, then by the alphabet: the name by which people call a thing.
bool better_name(std::string_view a, std::string_view b);

/// Which definitions of a tree's sources are public, and by what name users reach them.
class PublicNames {
 public:
  PublicNames() = default;
  explicit PublicNames(const signatures::footprint::Footprint* footprint);  ///< null: paths alone tell

  /// The public name of the definition `qualified` ("load", "ndarray.sum") of the source or stub `path` whose `def`
  /// stands at `line` (0: unknown): a name of the footprint that leads to it, else module and name where no part of
  /// them begins with an underscore. Empty for what isn't public. Special methods of public classes are.
  std::string name_of(std::string_view path, std::string_view qualified, std::uint32_t line = 0) const;

  /// Whether the footprint itself, not the path alone, says so.
  bool lists(std::string_view path, std::string_view qualified, std::uint32_t line = 0) const;

 private:
  std::string top_name(std::string_view path, std::string_view name, std::uint32_t line) const;

  std::map<std::pair<std::string, std::uint32_t>, std::string> by_line_;  ///< path and line -> "numpy.load"
  std::map<std::pair<std::string, std::string>, std::string> by_name_;    ///< path and last part -> "numpy.load"
};

/// "numpy/..." for a footprint's file, which may count from the package.
std::string path_of_footprint(std::string_view file);

}  // namespace fairplay::auditor::provenance
