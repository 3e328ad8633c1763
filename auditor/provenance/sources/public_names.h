#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "signatures/footprint/footprint.h"

namespace fairplay::auditor::provenance {

/// The name that people use for a thing: fewer dots first, then shorter, then alphabetical.
bool better_name(std::string_view a, std::string_view b);

/// Which definitions of a tree's sources are public, and by what name users reach them.
class PublicNames {
 public:
  PublicNames() = default;
  explicit PublicNames(const signatures::footprint::Footprint* footprint);  ///< borrowed; null: only paths decide

  /// The public name of the definition `qualified` ("load", "ndarray.sum") in the source or stub `path`, whose `def` is
  /// at `line` (0: unknown). That is a name of the footprint that leads to it, otherwise module and name if no part of
  /// them begins with an underscore and the footprint doesn't have the module: a module that it has without the name
  /// deletes it again. Empty for private definitions. Special methods of public classes are public.
  std::string name_of(std::string_view path, std::string_view qualified, std::uint32_t line = 0) const;

  /// Whether the footprint lists it, so that it isn't judged by its path alone.
  bool lists(std::string_view path, std::string_view qualified, std::uint32_t line = 0) const;

 private:
  std::string top_name(std::string_view path, std::string_view name, std::uint32_t line) const;

  /// Names of the modules all of whose names are known; borrowed.
  std::map<std::string_view, const std::map<std::string, signatures::footprint::PublicName>*> complete_;
  std::map<std::pair<std::string, std::uint32_t>, std::string> by_line_;  ///< path and line -> "numpy.load"
  std::map<std::pair<std::string, std::string>, std::string> by_name_;    ///< path and last part -> "numpy.load"
};

/// "numpy/..." for a footprint's file, whose path may be relative to the package.
std::string path_of_footprint(std::string_view file);

}  // namespace fairplay::auditor::provenance
