#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "cli/command.h"

int main(int argc, char** argv) {
  CLI::App app{"fairplay: is every NumPy and every BLAS here intact, original, fair and sound?", "fairplay"};
  app.set_version_flag("--version", "fairplay " FAIRPLAY_VERSION);
  app.require_subcommand(1);
  cli::Run chosen;
  cli::add_audit(app, chosen);
  cli::add_compare(app, chosen);
  cli::add_explain(app, chosen);
  cli::add_footprint(app, chosen);
  cli::add_probe(app, chosen);
  cli::add_signatures(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::exit_clean : cli::exit_usage;
  }
  try {
    return chosen();
  } catch (const std::exception& error) {
    fmt::print(stderr, "fairplay: internal error: {}. Please report this with the command that shows it.\n", error.what());
    return cli::exit_incomplete;
  }
}
