#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "auditor/report/escape.h"
#include "cli/complaint.h"
#include "cli/signatures_command.h"
#include "cli/writing_options.h"
#include "signatures/database/store.h"

namespace fairplay::cli {
namespace {

int run_sign(const WritingOptions& options) {
  auto writing = prepare_writing(options);
  if (!writing) return exit_usage;
  if (const auto damage = signatures::database::sign_store(writing->ready())) {
    complain(*damage);
    return exit_incomplete;
  }
  const auto& expires = writing->store.expires;
  const std::string summary =
      fmt::format("{}: signed again, {}\n", auditor::report::escape_terminal(writing->store.folder),
                  expires ? "valid until " + *expires : "never expires");
  return write_document(summary) ? exit_clean : exit_incomplete;
}

}  // namespace

void add_signatures_sign(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<WritingOptions>();
  CLI::App* command =
      app.add_subcommand("sign", "Sign a database again, with a higher version and a later expiry date");
  command->footer(
      "The hash of every manifest is verified first. An unsigned database becomes the key's: whoever signs it vouches\n"
      "for it.");
  add_writing_options(*command, *options);
  command->callback([options, &chosen] { chosen = [options] { return run_sign(*options); }; });
}

}  // namespace fairplay::cli
