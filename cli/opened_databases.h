#pragma once

#include <string>
#include <vector>

#include "signatures/database/database.h"
#include "signatures/database/database_folder.h"

namespace fairplay::cli {

/// The index of one of the databases that a run looks at, where it can be believed.
struct OpenedDatabase {
  std::string folder;
  bool built_in = false;
  signatures::database::Trust trust;
  signatures::Expected<signatures::database::VerifiedIndex> index;
};

/// All of them, the built-in one first.
std::vector<OpenedDatabase> open_databases(const signatures::database::Sources& sources);

/// Tells on stderr which of them were refused and why: whether any was.
bool complain_of_refused(const std::vector<OpenedDatabase>& databases);

}  // namespace fairplay::cli
