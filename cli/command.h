#pragma once

#include <functional>
#include <memory>
#include <string>

namespace CLI {
class App;
}

/// The command line. One file per subcommand: it declares its own options and runs itself; main only lists them.
namespace fairplay::cli {

/// What fairplay tells its caller; the same whatever the format (docs/output.md).
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

/// Where a document goes: stdout, or --output FILE. False (and a message on stderr) when it can't be written.
bool write_document(const std::string& document, const std::string& output_file);

/// A whole file for configuration; nullopt and a message on stderr when it can't be read.
bool read_configuration(const std::string& path, std::string& text);

}  // namespace fairplay::cli
