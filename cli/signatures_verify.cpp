#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "auditor/report/signatures_report.h"
#include "cli/complaint.h"
#include "cli/databases.h"
#include "cli/opened_databases.h"
#include "cli/output_options.h"
#include "cli/signatures_command.h"

namespace fairplay::cli {
namespace {

using auditor::report::VerifiedDatabases;
using signatures::Damage;

struct VerifyOptions {
  std::string folder;
  std::string digest;
  DatabaseOptions databases;
  OutputOptions output;
};

VerifiedDatabases::Database verified(OpenedDatabase database) {
  VerifiedDatabases::Database result;
  result.folder = database.folder;
  result.built_in = database.built_in;
  result.damage = signatures::database::verify_folder(database.folder, database.trust.keys, database.trust.pinned,
                                                      database.trust.today);
  if (database.index) {
    for (const auto& entry : database.index->index.manifests) result.artifacts += entry.artifacts;
    result.index = std::move(*database.index);
  }
  return result;
}

/// Databases may add to each other, but not contradict each other. Adds what only their union shows to the damage of
/// the later one.
void verify_together(const signatures::database::Sources& sources, std::vector<VerifiedDatabases::Database>& all) {
  signatures::database::Database together(sources);
  for (const auto& one : all) {
    if (!one.index) continue;
    for (const auto& entry : one.index->index.manifests) together.manifests(entry.project, entry.release);
  }
  for (const Damage& damage : together.refused()) {
    for (auto& one : all) {
      const bool known = std::ranges::any_of(
          one.damage, [&](const Damage& other) { return other.file == damage.file && other.reason == damage.reason; });
      if (!known && damage.file.starts_with(one.folder + "/")) one.damage.push_back(damage);
    }
  }
}

int run_verify(const VerifyOptions& options) {
  auto sources = database_sources(options.databases);
  if (!sources) return exit_usage;
  if (!options.digest.empty() && options.folder.empty()) {
    complain("--digest needs DIR, whose digest it is");
    return exit_usage;
  }
  std::vector<OpenedDatabase> databases;
  if (options.folder.empty()) {
    databases = open_databases(*sources);
  } else {
    const signatures::database::Trust trust{options.digest, sources->keys, sources->today};
    databases.push_back({options.folder, false, trust, signatures::database::read_index(options.folder, trust)});
  }
  VerifiedDatabases all;
  for (OpenedDatabase& database : databases) all.databases.push_back(verified(std::move(database)));
  if (options.folder.empty()) verify_together(*sources, all.databases);
  if (all.databases.empty()) complain("there is no signature database to verify");
  const bool sound = !all.databases.empty() &&
                     std::ranges::all_of(all.databases, [](const auto& database) { return database.damage.empty(); });
  const bool printed = print_document(all, &auditor::report::Format::verified_databases, options.output);
  return printed && sound ? exit_clean : exit_incomplete;
}

}  // namespace

void add_signatures_verify(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = app.add_subcommand(
      "verify", "Verify everything in a database; without DIR: in every database that an audit would read");
  command->add_option("DIR", options->folder, "The database to verify");
  command->add_option("--digest", options->digest, "Trust DIR if this is the SHA-256 of its index, instead of a key")
      ->type_name("SHA256");
  add_database_options(*command, options->databases);
  add_format_option(*command, options->output, &auditor::report::Format::verified_databases);
  command->callback([options, &chosen] { chosen = [options] { return run_verify(*options); }; });
}

}  // namespace fairplay::cli
