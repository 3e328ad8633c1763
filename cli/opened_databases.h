#pragma once

#include <string>
#include <vector>

#include "signatures/database/database.h"
#include "signatures/database/database_folder.h"

namespace fairplay::cli {

/// One of the databases that a run uses, with its index where that was verified.
struct OpenedDatabase {
  std::string folder;
  bool built_in = false;
  signatures::database::Trust trust;
  signatures::Expected<signatures::database::VerifiedIndex> index;
};

/// All of them, the built-in one first.
std::vector<OpenedDatabase> open_databases(const signatures::database::Sources& sources);

/// Prints on stderr which of them were refused and why. Returns whether any was.
bool complain_of_refused(const std::vector<OpenedDatabase>& databases);

}  // namespace fairplay::cli
