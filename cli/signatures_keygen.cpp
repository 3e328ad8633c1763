#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/rule_book.h"
#include "cli/signatures_command.h"
#include "cli/signing_key.h"
#include "signatures/database/trust.h"

namespace fairplay::cli {
namespace {

struct Options {
  std::string file;
  std::string name;
  std::vector<std::string> projects;
};

int run(const Options& options) {
  auto key = signatures::database::PrivateKey::generate();
  if (!key) {
    complain(key.error());
    return exit_incomplete;
  }
  const signatures::database::TrustedKey trusted{key->public_key(), options.name, options.projects, 0};
  const std::string stanza = keys_stanza(trusted);
  // What is printed is to be pasted into a keys file: it must read there.
  if (const auto keys = signatures::database::parse_keys("fairplay-keys 1\n" + stanza, "--name or --project"); !keys) {
    complain({keys.error().file, "", keys.error().reason, true});
    return exit_usage;
  }
  if (!write_key(*key, options.file)) return exit_usage;
  return write_document(stanza, {}) ? exit_clean : exit_incomplete;
}

}  // namespace

void add_signatures_keygen(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<Options>();
  options->projects = {"numpy"};
  CLI::App* command = app.add_subcommand("keygen", "Make a key to sign a database with");
  command->footer(
      "FILE gets the private key, readable by you alone. What is printed goes into the keys file of whoever is to "
      "believe it.");
  command->add_option("FILE", options->file, "Where the private key goes; never written over")->required();
  command->add_option("--name", options->name, "Whose key it is, for people")->type_name("NAME");
  command->add_option("--project", options->projects, "What it may vouch for; \"*\": anything; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace fairplay::cli
