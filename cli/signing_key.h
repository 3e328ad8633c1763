#pragma once

#include <memory>
#include <optional>
#include <string>

#include "signatures/database/signing.h"
#include "signatures/database/trust.h"

namespace fairplay::cli {

/// The private key in `file`; nullopt and a message on stderr where it can't be read.
std::optional<signatures::database::PrivateKey> read_key(const std::string& file);

/// The user's own key, for the user's own database. It is made on first use, and added to the user's keys file as one
/// that may vouch for anything; both are reported on stderr. Nullopt and a message on stderr where that can't be done.
std::optional<signatures::database::PrivateKey> own_key();

/// Writes a private key that only its owner can read, in one step and never over another file. False and a message on
/// stderr where that can't be done.
bool write_key(const signatures::database::PrivateKey& key, const std::string& file);

/// A key's lines in a keys file.
std::string keys_stanza(const signatures::database::TrustedKey& key);

}  // namespace fairplay::cli
