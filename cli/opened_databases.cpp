#include "cli/opened_databases.h"

#include "cli/complaint.h"

namespace fairplay::cli {

std::vector<OpenedDatabase> open_databases(const signatures::database::Sources& sources) {
  std::vector<OpenedDatabase> databases;
  const auto open = [&](const std::string& folder, bool built_in, const signatures::database::Trust& trust) {
    databases.push_back({folder, built_in, trust, signatures::database::read_index(folder, trust)});
  };
  if (!sources.built_in_folder.empty())
    open(sources.built_in_folder, true, {sources.built_in_digest, {}, sources.today});
  for (const std::string& folder : sources.folders) open(folder, false, {"", sources.keys, sources.today});
  return databases;
}

bool complain_of_refused(const std::vector<OpenedDatabase>& databases) {
  bool any = false;
  for (const OpenedDatabase& database : databases) {
    if (database.index) continue;
    complain(database.index.error());
    any = true;
  }
  return any;
}

}  // namespace fairplay::cli
