#include "cli/signatures_command.h"

#include <CLI/CLI.hpp>

namespace fairplay::cli {

void add_signatures(CLI::App& app, Run& chosen) {
  CLI::App* command =
      app.add_subcommand("signatures", "Manage the signature database: what upstream and distributions released");
  command->require_subcommand(1);
  command->footer("Exit codes: 0 done, 2 wrong usage or configuration, 3 a database or an artifact was refused.");
  add_signatures_list(*command, chosen);
  add_signatures_show(*command, chosen);
  add_signatures_add(*command, chosen);
  add_signatures_verify(*command, chosen);
  add_signatures_sign(*command, chosen);
  add_signatures_keygen(*command, chosen);
}

}  // namespace fairplay::cli
