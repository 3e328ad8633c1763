#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signatures/database/database.h"

namespace CLI {
class App;
}

namespace fairplay::cli {

/// Which databases a run uses, as the user says.
struct DatabaseOptions {
  std::vector<std::string> folders;  ///< --signatures
  std::string keys;                  ///< --keys; empty: the user's own file
};
void add_database_options(CLI::App& command, DatabaseOptions& options);

/// The built-in database, the user's own where there is one, and each --signatures, with the keys that verify them.
/// Nullopt and a message on stderr where the keys file is wrong or a named folder isn't there (exit 2).
std::optional<signatures::database::Sources> database_sources(const DatabaseOptions& options);

/// The user's own files (XDG Base Directory Specification); empty without a home folder.
std::string own_database();   ///< $XDG_DATA_HOME/fairplay/signatures
std::string own_keys_file();  ///< $XDG_CONFIG_HOME/fairplay/keys: whom the user trusts
std::string own_key_file();   ///< $XDG_CONFIG_HOME/fairplay/key.pem: the key that the user signs with

std::string today_utc();  ///< "2026-11-21"

}  // namespace fairplay::cli
