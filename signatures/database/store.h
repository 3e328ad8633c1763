#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signatures/damage.h"
#include "signatures/database/draft.h"
#include "signatures/database/index.h"
#include "signatures/database/store_folder.h"

namespace fairplay::signatures::database {

struct StoreOptions {
  std::string folder;
  std::string name;   ///< of a new database
  std::string today;  ///< the index's date
  std::optional<std::string> expires;
  const PrivateKey* key = nullptr;  ///< nullptr: an unsigned index, to be pinned by digest (the built-in one)
  AtStep at_step;                   ///< empty but in tests
};

/// Adds artifacts to a database folder, as one step: after a crash at any point the folder holds either what it held
/// before or what it holds after, and readers see one of the two at any time (docs/signatures.md, "How a change is
/// written"). Error: who else is writing, an index that isn't one of `key`'s, an artifact listed with another hash, a
/// full disk.
std::optional<Damage> add_to_store(const StoreOptions& options, const std::vector<DraftArtifact>& artifacts);

/// Signs the index again, with a higher version, after comparing every manifest with its hash. An unsigned index
/// becomes the key's.
std::optional<Damage> sign_store(const StoreOptions& options);

}  // namespace fairplay::signatures::database
