#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/complaint.h"
#include "cli/signatures_command.h"
#include "cli/signing_key.h"
#include "signatures/database/trust.h"

namespace fairplay::cli {
namespace {

struct KeygenOptions {
  std::string file;
  std::string name;
  std::vector<std::string> projects;
};

int run_keygen(const KeygenOptions& options) {
  auto key = signatures::database::PrivateKey::generate();
  if (!key) {
    complain(key.error());
    return exit_incomplete;
  }
  const signatures::database::TrustedKey trusted{key->public_key(), options.name, options.projects, 0};
  const std::string stanza = keys_stanza(trusted);
  // The output is meant for a keys file, so it must be valid there.
  if (const auto keys = signatures::database::parse_keys("fairplay-keys 1\n" + stanza, "--name or --project"); !keys) {
    complain({keys.error().file, "", keys.error().reason, true});
    return exit_usage;
  }
  if (!write_key(*key, options.file)) return exit_usage;
  return write_document(stanza) ? exit_clean : exit_incomplete;
}

}  // namespace

void add_signatures_keygen(CLI::App& app, Run& chosen) {
  auto options = std::make_shared<KeygenOptions>();
  options->projects = {"numpy"};
  CLI::App* command = app.add_subcommand("keygen", "Make a key for signing databases");
  command->footer(
      "FILE gets the private key, which only you can read. Add the lines that are printed to the keys file of "
      "everyone\n"
      "who is to trust this key.");
  command->add_option("FILE", options->file, "Where to write the private key; an existing file is never overwritten")
      ->required();
  command->add_option("--name", options->name, "The owner of the key, for people")->type_name("NAME");
  command
      ->add_option("--project", options->projects, "A project that the key may vouch for; \"*\": any (may be repeated)")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run_keygen(*options); }; });
}

}  // namespace fairplay::cli
