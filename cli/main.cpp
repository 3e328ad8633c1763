#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "cli/command.h"

int main(int argc, char** argv) {
  CLI::App app{"fairplay checks whether every NumPy and every BLAS here is intact, original, fair and sound.",
               "fairplay"};
  app.set_version_flag("--version", "fairplay " FAIRPLAY_VERSION);
  app.require_subcommand(1);
  fairplay::cli::Run chosen;
  fairplay::cli::add_audit(app, chosen);
  fairplay::cli::add_compare(app, chosen);
  fairplay::cli::add_explain(app, chosen);
  fairplay::cli::add_footprint(app, chosen);
  fairplay::cli::add_probe(app, chosen);
  fairplay::cli::add_signatures(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? fairplay::cli::exit_clean : fairplay::cli::exit_usage;
  }
  try {
    return chosen();
  } catch (const std::exception& error) {
    fmt::print(stderr, "fairplay: internal error: {}. Please report this with the command that shows it.\n",
               error.what());
    return fairplay::cli::exit_incomplete;
  }
}
