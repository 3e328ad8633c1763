#pragma once

#include <optional>
#include <string>

#include "signatures/database/signing.h"
#include "signatures/database/store.h"

namespace CLI {
class App;
}

namespace fairplay::cli {

/// Which database a subcommand writes, and with which key.
struct WritingOptions {
  std::string folder;        ///< --signatures; empty: the user's own
  std::string key;           ///< --key; empty: the user's own
  std::string expires;       ///< --expires; empty: a year from today
  bool without_key = false;  ///< --unsigned
};
void add_writing_options(CLI::App& command, WritingOptions& options);

/// What the store needs, and the key that it points to.
struct Writing {
  std::optional<signatures::database::PrivateKey> key;
  signatures::database::StoreOptions store;  ///< its `key` is set by ready()
  const signatures::database::StoreOptions& ready() {
    store.key = key ? &*key : nullptr;
    return store;
  }
};
/// Nullopt and a message on stderr where the options don't fit together or the key can't be had (exit 2).
std::optional<Writing> prepare_writing(const WritingOptions& options);

}  // namespace fairplay::cli
