#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signatures/damage.h"
#include "signatures/database/index.h"
#include "signatures/database/manifest.h"
#include "signatures/database/trust.h"
#include "signatures/footprint/release_footprint.h"

namespace fairplay::signatures::database {

/// One database that was verified.
struct DatabaseInfo {
  std::string name;
  std::string folder;
  std::uint64_t index_version = 0;
  std::string created;  ///< "2026-11-21"
  std::string
      signed_by;  ///< the trusted key's name and first 16 hex digits; "the program's own digest" for the built-in one
  bool built_in = false;
};

/// A manifest and the database it rests on.
struct Known {
  std::shared_ptr<const Manifest> manifest;
  const DatabaseInfo* database = nullptr;
};

/// Where to look for databases.
struct Sources {
  std::string built_in_folder;       ///< empty: none
  std::string built_in_digest;       ///< SHA-256 of the built-in index, from the program itself
  std::vector<std::string> folders;  ///< others', each verified by a key of `keys`
  std::vector<TrustedKey> keys;
  std::string today;  ///< "2026-11-21", UTC: expiry
};

/// All databases of a run. Indexes are verified when it is made, each manifest when it is first asked for: the bytes
/// that are hashed are the bytes that are parsed. What fails verification is never believed in part; it is reported in
/// refused(), and the run's verdicts rest on what is left. Not thread-safe.
class Database {
 public:
  Database();
  explicit Database(const Sources& sources);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  std::vector<const DatabaseInfo*> databases() const;  ///< the built-in one first
  const std::vector<Damage>& refused() const;          ///< grows as manifests are loaded
  std::size_t releases() const;                        ///< distinct project and release pairs

  /// The releases of one project in rising order (numbers compared as numbers).
  std::vector<std::string> releases_of(std::string_view project) const;
  bool knows(std::string_view project, std::string_view release) const;

  /// Every database's manifest of this release; empty where none has one. A later database that lists an artifact of an
  /// earlier one with another hash is refused: databases add, they never replace.
  std::vector<Known> manifests(std::string_view project, std::string_view release);

  /// The release's footprint, of the first database that holds one beside a manifest that is believed; null where none
  /// does. Read, verified and parsed when it is first asked for.
  std::shared_ptr<const footprint::ReleaseFootprint> footprint(std::string_view project, std::string_view release);

  /// Project and release of every manifest that holds a BLAS library, sorted.
  std::vector<std::pair<std::string, std::string>> library_releases() const;
  /// Manifests that hold a BLAS library with this hash, or with this build-id. Where manifests that are loaded already
  /// hold it, no other is: a hash needs one witness.
  std::vector<Known> with_library(std::string_view sha256);
  std::vector<Known> with_library_build_id(std::string_view build_id);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Verifies everything a database folder holds (all manifests and footprints loaded, library entries compared with
/// them): for `signatures verify`. `trusted` may be empty for the built-in one, whose index has SHA-256 `pinned`.
std::vector<Damage> verify_folder(const std::string& folder, const std::vector<TrustedKey>& trusted,
                                  const std::string& pinned, const std::string& today);

}  // namespace fairplay::signatures::database
