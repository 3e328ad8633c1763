#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "auditor/report/report.h"
#include "cli/rule_book.h"
#include "cli/signatures_command.h"
#include "cli/writing_options.h"
#include "signatures/database/store.h"

namespace fairplay::cli {
namespace {

int run(const WritingOptions& options) {
  auto writing = prepare_writing(options);
  if (!writing) return exit_usage;
  if (const auto damage = signatures::database::sign_store(writing->ready())) {
    complain(*damage);
    return exit_incomplete;
  }
  const std::string told =
      fmt::format("{}: signed anew, believed up to {}\n", auditor::report::escape_terminal(writing->store.folder),
                  writing->store.expires.value_or("whenever"));
  return write_document(told, {}) ? exit_clean : exit_incomplete;
}

}  // namespace

void add_signatures_sign(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<WritingOptions>();
  CLI::App* command = app.add_subcommand("sign", "Sign a database anew, with a higher version and a later expiry");
  command->footer(
      "Every manifest is held against its hash first. An unsigned database becomes the key's: who signs vouches for "
      "it.");
  add_writing_options(*command, *options);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
