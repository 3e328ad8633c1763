#include "cli/writing_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "cli/complaint.h"
#include "cli/databases.h"
#include "cli/signing_key.h"
#include "signatures/database/index.h"

namespace fairplay::cli {
namespace {

/// The same day of the next year; 28 February for a leap day.
std::string a_year_after(const std::string& date) {
  const std::string next = fmt::format("{:04}{}", std::atoi(date.substr(0, 4).c_str()) + 1, date.substr(4));
  return signatures::database::is_date(next) ? next : next.substr(0, 8) + "28";
}

}  // namespace

void add_writing_options(CLI::App& command, WritingOptions& options) {
  command.add_option("--signatures", options.folder, "Write this database instead of your own")->type_name("DIR");
  command.add_option("--key", options.key, "Sign with this private key instead of your own")->type_name("FILE");
  command
      .add_option("--expires", options.expires,
                  "The last day on which the database is valid, for example 2027-11-21; default: a year from today")
      ->type_name("DATE");
  command.add_flag(
      "--unsigned", options.without_key,
      "Don't sign: for a database that is pinned by its digest. It never expires unless --expires is given");
}

std::optional<Writing> prepare_writing(const WritingOptions& options) {
  const auto refuse = [](const std::string& why) {
    complain(why);
    return std::nullopt;
  };
  Writing writing;
  const std::string own = own_database();
  writing.store.folder = options.folder.empty() ? own : options.folder;
  writing.store.today = today_utc();
  if (writing.store.folder.empty())
    return refuse("there is no home folder for a database of your own: name one by --signatures");
  if (!options.expires.empty() && !signatures::database::is_date(options.expires))
    return refuse("--expires needs a date like 2027-11-21, not \"" + options.expires + "\"");
  if (options.without_key) {
    if (!options.key.empty()) return refuse("--unsigned and --key exclude each other");
    if (options.folder.empty()) return refuse("your own database is always signed: --unsigned needs --signatures DIR");
    if (!options.expires.empty()) writing.store.expires = options.expires;
    return writing;
  }
  writing.store.expires = options.expires.empty() ? a_year_after(writing.store.today) : options.expires;
  // The user's own database gets the user's own key, which is made on first use; for others a key must exist.
  if (options.key.empty() && writing.store.folder == own) {
    writing.key = own_key();
  } else {
    writing.key = read_key(options.key.empty() ? own_key_file() : options.key);
    if (!writing.key) complain("`fairplay signatures keygen FILE` makes a key");
  }
  if (!writing.key) return std::nullopt;
  return writing;
}

}  // namespace fairplay::cli
