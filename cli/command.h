#pragma once

#include <functional>
#include <optional>
#include <string>

namespace CLI {
class App;
}

/// The command line. Each subcommand is one file, which declares its options and runs it; main only lists them.
namespace fairplay::cli {

/// Exit codes. The output format never changes them (docs/output.md).
enum Exit : int {
  exit_clean = 0,  ///< nothing at or above --fail-on
  exit_findings = 1,
  exit_usage = 2,       ///< wrong usage or configuration
  exit_incomplete = 3,  ///< the audit could not be completed
};

/// Declares a subcommand on `app`. `chosen` is set to its run function when the user picks it.
using Run = std::function<int()>;
void add_audit(CLI::App& app, Run& chosen);
void add_compare(CLI::App& app, Run& chosen);
void add_explain(CLI::App& app, Run& chosen);
void add_footprint(CLI::App& app, Run& chosen);
void add_probe(CLI::App& app, Run& chosen);
void add_signatures(CLI::App& app, Run& chosen);

/// Writes a document to stdout, or to --output FILE. False and a message on stderr when it can't be written.
bool write_document(const std::string& document, const std::string& output_file = {});

/// A whole configuration file; nullopt and a message on stderr when it can't be read.
std::optional<std::string> read_configuration(const std::string& path);

}  // namespace fairplay::cli
