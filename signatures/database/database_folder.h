#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"
#include "signatures/database/footprint_document.h"
#include "signatures/database/index.h"
#include "signatures/database/manifest.h"
#include "signatures/database/trust.h"

namespace fairplay::signatures::database {

/// Whom to believe about a folder.
struct Trust {
  std::string pinned;  ///< the SHA-256 of its index; empty: a key has to vouch for it
  std::vector<TrustedKey> keys;
  std::string today;  ///< "2026-11-21"
};

/// A folder's index after all of this holds of the bytes that were parsed: pinned or signed by a trusted key, not
/// expired, not older than that key's lowest version, and no project in it that the key may not vouch for.
struct VerifiedIndex {
  Index index;
  std::string signed_by;  ///< the key's name and first 16 hex digits; "the program's own digest"
};
Expected<VerifiedIndex> read_index(const std::string& folder, const Trust& trust);

/// The manifest that `entry` names, parsed from the bytes whose SHA-256 is the entry's.
Expected<std::shared_ptr<const Manifest>> read_manifest(const std::string& folder, const Index::ManifestEntry& entry);

/// The same of a footprint.
Expected<std::shared_ptr<const FootprintDocument>> read_footprint(const std::string& folder,
                                                                  const Index::FootprintEntry& entry);

/// Reads a regular file of at most `limit` bytes into memory. Links are followed: what counts is what the bytes are.
Expected<std::string> read_regular_file(const std::string& path, std::size_t limit);

}  // namespace fairplay::signatures::database
