#pragma once

#include <vector>

#include "auditor/discovery/discovery.h"
#include "auditor/discovery/library_collection.h"

namespace fairplay::auditor::discovery {

/// Looks through import folders, and the lib folders of their prefixes, for NumPys and libraries.
void find_contents(const System& system, const std::vector<ImportFolder>& folders, LibraryCollection& libraries,
                   Discovered& found);

enum class Order : unsigned char { by_path, as_found };

/// Joins what was found more than once and puts everything in its order, so that equal machines give equal results.
void finish(const System& system, const LibraryCollection& libraries, Order order, Discovered& found);

}  // namespace fairplay::auditor::discovery
