#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/provenance/sources/told.h"
#include "signatures/footprint/footprint.h"

namespace fairplay::auditor::provenance {

/// What the evaluated footprints show beyond the outlines: names that came or went, other kinds, signatures and
/// members. A thing with several names is told once, by the best; what lies in a module that came or went isn't told by
/// itself, and nothing that `told` holds.
struct NameComparison {
  const signatures::footprint::Footprint& old;
  const signatures::footprint::Footprint& now;
  const std::set<std::string, std::less<>>& paths;     ///< every source of both
  std::function<bool(std::string_view path)> differs;  ///< whether a source changed, came or went
};
void compare_names(const NameComparison& what, Told& told, std::vector<Difference>& differences);

/// C headers: functions, macros, structs that came, went or changed, in the headers that `changed` says changed (by
/// path: "numpy/core/include/..."). Gives the paths of which something was told.
std::set<std::string> compare_c_api(const signatures::footprint::CApi& old, const signatures::footprint::CApi& now,
                                    const std::set<std::string>& changed, std::vector<Difference>& differences);

}  // namespace fairplay::auditor::provenance
