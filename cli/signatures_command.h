#pragma once

#include "cli/command.h"

namespace fairplay::cli {

/// `fairplay signatures ...`: one file per subcommand.
void add_signatures_add(CLI::App& app, Run& chosen);
void add_signatures_keygen(CLI::App& app, Run& chosen);
void add_signatures_list(CLI::App& app, Run& chosen);
void add_signatures_show(CLI::App& app, Run& chosen);
void add_signatures_sign(CLI::App& app, Run& chosen);
void add_signatures_verify(CLI::App& app, Run& chosen);

}  // namespace fairplay::cli
