#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"
#include "signatures/database/signing.h"

namespace fairplay::signatures::database {

/// A key the user trusts, and for what.
struct TrustedKey {
  PublicKey key;
  std::string name;                   ///< for people: "Ada's lab"
  std::vector<std::string> projects;  ///< what it may vouch for: normalised names; "*": anything
  std::uint64_t lowest_version = 0;   ///< an index below it is an old one that somebody put back

  bool vouches_for(std::string_view project) const;
};

/// The user's key file: which databases besides the built-in one to believe (docs/signatures.md).
Expected<std::vector<TrustedKey>> parse_keys(std::string_view text, const std::string& file);
std::string keys_text(const std::vector<TrustedKey>& keys);

}  // namespace fairplay::signatures::database
