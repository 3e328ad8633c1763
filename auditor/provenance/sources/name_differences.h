#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/provenance/sources/compare_sources.h"
#include "auditor/provenance/sources/reported_names.h"
#include "signatures/footprint/footprint.h"

namespace fairplay::auditor::provenance {

/// What the evaluated footprints show beyond the outlines: added and removed names, and changed kinds, signatures and
/// members. A thing with several names is reported once, under its best name. Names in an added or removed module are
/// not reported one by one, and nothing in `reported` is reported again.
struct NameComparison {
  const signatures::footprint::Footprint& old;
  const signatures::footprint::Footprint& now;
  const std::set<std::string, std::less<>>& paths;     ///< every source of both
  std::function<bool(std::string_view path)> differs;  ///< whether a source was changed, added or removed
};
/// What one side couldn't know is no difference and returned: a name of C code isn't known to be missing where not all
/// names were found, nor what a name is that wasn't followed.
NamesNotCompared compare_names(const NameComparison& what, ReportedNames& reported,
                               std::vector<Difference>& differences);

/// C headers: added, removed and changed functions, macros and structs, in the headers that `changed` lists (by path:
/// "numpy/core/include/..."). Returns the paths for which something was reported.
std::set<std::string> compare_c_api(const signatures::footprint::CApi& old, const signatures::footprint::CApi& now,
                                    const std::set<std::string>& changed, std::vector<Difference>& differences);

}  // namespace fairplay::auditor::provenance
