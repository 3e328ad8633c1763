#pragma once

#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/facts/searched_place.h"

namespace fairplay::auditor::discovery {

/// Where discover_machine() looks, and what there is that it doesn't look into: other users' homes, further file
/// systems, folders that no standard names. In a fixed order, what was searched first.
std::vector<SearchedPlace> places_of_machine(const System& system);

}  // namespace fairplay::auditor::discovery
