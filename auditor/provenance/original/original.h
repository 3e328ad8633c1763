#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auditor/facts/subject.h"
#include "auditor/rules/places.h"
#include "signatures/database/database.h"
#include "signatures/fingerprint/binary_facts.h"
#include "signatures/fingerprint/fingerprint.h"
#include "signatures/footprint/release_footprint.h"

/// The second question: is this what upstream released? The ladder and its words are in docs/original.md.
namespace fairplay::auditor::provenance {

/// Looks into binaries by key. Asked only for those whose hash no manifest has: it costs.
using LookInto = std::function<std::map<std::string, signatures::fingerprint::BinaryFacts>(
    const std::set<std::string, std::less<>>& keys)>;

/// What the databases say is asked with these.
struct OriginTools {
  signatures::database::Database* database = nullptr;
  const Places* places = nullptr;
  /// Names of the artifacts that the NumPys of this run equal: what they bundle is reported as theirs, where several
  /// hold it. May be null.
  std::set<std::string, std::less<>>* found = nullptr;
  /// What a release's sources say, by its version; null where nobody knows. Empty: sources are compared whole.
  std::function<std::shared_ptr<const signatures::footprint::ReleaseFootprint>(const std::string& release)> footprint{};
};

/// What a file's digest would be without what packing for Windows does to it (plain_text.h).
struct PlainDigest {
  std::string sha256;       ///< lower-case hex
  bool delvewheel = false;  ///< without delvewheel's lines, too
};

struct Remains;

struct OriginInput {
  const signatures::fingerprint::Fingerprint* files =
      nullptr;                ///< every regular file of the territory with its SHA-256, bytecode apart
  std::string package;        ///< key of the numpy folder
  std::string import_folder;  ///< key of the folder around it; manifests' paths count from there ("" for a wheel)
  std::vector<std::string>
      territory;  ///< keys of the folders compared: package, bundled libraries, metadata of its own distribution
  /// Keys of files outside the territory that came with it and can run (brought_along.h).
  std::vector<std::string> along{};
  bool times_count = true;  ///< as for bytecode in the first question
  std::string python{};     ///< as there
  std::function<signatures::Expected<std::string>(const std::string& key)> read_source;
  LookInto look_into;
  /// Digests of files by key without what packing for Windows does, for those that have it; may be empty.
  std::function<std::map<std::string, PlainDigest>(const std::set<std::string, std::less<>>& keys)> plain_digests;
  /// What is left of binaries that may be damaged, by key; may be empty.
  std::function<std::map<std::string, Remains>(const std::set<std::string, std::less<>>& keys)> remains_of{};
  /// Texts of files by key, in one pass; what can't be read is left out. Empty: sources are compared whole.
  std::function<std::map<std::string, std::string>(const std::set<std::string, std::less<>>& keys)> read_texts;
  /// The public API. Asked only where what differs can alter its names: it costs.
  std::function<std::optional<signatures::footprint::Footprint>()> read_footprint;
  /// What is known of the outline of the file at this path from the import folder, as a release has it; null where
  /// nothing is. Asked from several threads; may be empty.
  std::function<const signatures::footprint::SourceOutline*(std::string_view path)> known_outline{};
  unsigned jobs = 1;  ///< threads that outlining may take
  /// The C-API versions that the binary `key` returns; nullopt where they can't be decoded. Asked only for one whose
  /// hash no manifest has.
  std::function<std::optional<CApiVersions::Pair>(const std::string& key)> read_c_api;
};

/// Whether what is in the folder `key` of a wheel is installed at the top of site-packages: the root,
/// NAME.data/platlib ...
bool installs_at_root(std::string_view key);

/// Holds a NumPy against what the databases know of the release it calls itself. Reads `subject`'s name, version,
/// installer and intact; fills `release`, `original`, `c_api.release` and adds to `not_checked`.
void judge_numpy_origin(const OriginTools& tools, const OriginInput& input, Subject& subject);

struct LibraryInput {
  std::string sha256;  ///< lower-case hex, empty where the file could not be read
  std::function<std::optional<signatures::fingerprint::BinaryFacts>()> look_into;
  std::function<std::optional<Remains>()> remains{};       ///< of a file that no database has; may be empty
  std::function<bool(std::string_view name)> is_beside{};  ///< whether its folder has such a file; may be empty
};
/// The same for one BLAS or LAPACK library, by hash, build-id, then by symbols and configuration.
void judge_library_origin(const OriginTools& tools, const LibraryInput& input, Subject& subject);

}  // namespace fairplay::auditor::provenance
