#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "auditor/provenance/original/binaries.h"
#include "auditor/provenance/original/ladder.h"
#include "auditor/provenance/original/original.h"
#include "auditor/provenance/original/remains.h"
#include "auditor/wording/difference_text.h"
#include "signatures/installers/metadata.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::folder_of;
using signatures::database::Artifact;
using signatures::database::BinaryRow;
using signatures::database::Known;
using signatures::database::Manifest;
using signatures::database::Origin;
using signatures::fingerprint::BinaryFacts;

/// An artifact that holds a file with this hash: one that a NumPy of this run equals, else a named publisher's before a
/// local one.
const Artifact* artifact_with(const OriginTools& tools, const Manifest& manifest, std::string_view sha256) {
  const Artifact* found = nullptr;
  const auto rank = [&](const Artifact& artifact) {
    return std::pair(artifact.origin == Origin::local, tools.found == nullptr || !tools.found->contains(artifact.name));
  };
  for (const auto& row : manifest.files()) {
    if (row.sha256 != sha256) continue;
    for (std::size_t i = 0; i < manifest.artifacts().size(); ++i) {
      if (!manifest.set(row).contains(i)) continue;
      const Artifact& artifact = manifest.artifacts()[i];
      if (found == nullptr || rank(artifact) < rank(*found)) found = &artifact;
    }
  }
  return found;
}

/// Share of parts, by name and content, that both have.
double similarity(const BinaryFacts& facts, const BinaryRow& row) {
  const auto equal = static_cast<std::size_t>(std::ranges::count_if(facts.parts, [&](const auto& part) {
    const auto* other = row.part(part.part);
    return other != nullptr && other->sha256 == part.sha256;
  }));
  const std::size_t together = facts.parts.size() + row.parts.size() - equal;
  return together == 0 ? 0 : static_cast<double>(equal) / static_cast<double>(together);
}

class LibraryOrigin {
 public:
  LibraryOrigin(const OriginTools& tools, const std::function<bool(std::string_view)>& is_beside, Subject& subject)
      : tools_(tools), database_(*tools.database), is_beside_(is_beside), subject_(subject) {}

  void judge(const LibraryInput& input) {
    const auto& [sha256, look_into, remains, is_beside] = input;
    if (database_.databases().empty()) {
      unknown("no signature database", "no signature database");
      return;
    }
    if (sha256.empty()) {
      unknown("it could not be read", "it could not be read");
      return;
    }
    if (by_hash(sha256)) return;
    if (remains && is_damaged(remains())) return;
    const std::optional<BinaryFacts> facts = look_into ? look_into() : std::nullopt;
    if (!facts) {
      unknown("no database has its hash, and it could not be looked into", "it could not be looked into");
      return;
    }
    if (by_build(*facts) || by_symbols(*facts)) return;
    const bool known_vendor = facts->blas && facts->blas->vendor != signatures::blas::Vendor::unknown;
    const std::string_view vendor = known_vendor ? name(facts->blas->vendor) : "this vendor";
    const std::string version =
        facts->blas && !facts->blas->version.empty() ? facts->blas->version : "of unknown version";
    if (subject_.original.why.empty())
      unknown(fmt::format("no library of {} {} with its symbols is known", vendor, version), advice());
  }

 private:
  void unknown(std::string why, std::string not_checked) {
    subject_.original.verdict = OriginVerdict::unknown;
    subject_.original.why = std::move(why);
    subject_.not_checked.push_back({"original", std::move(not_checked), NotChecked::About::original});
  }

  std::string advice() const {
    return "to add the artifact it came from: fairplay signatures add FILE (a wheel, a .deb, or the library itself)";
  }

  void rest_on(const Known& known) {
    if (known.database == nullptr) return;
    subject_.original.database = known.database->name;
    subject_.original.signed_by = known.database->signed_by;
  }

  /// Most fitting first: its own distribution's or package's, then a named publisher's, then in the order of the
  /// databases.
  void prefer_own(std::vector<Known>& found, const std::function<const Artifact*(const Known&)>& artifact) const {
    const auto rank = [&](const Known& known) {
      const Artifact* of = artifact(known);
      const bool own = signatures::installers::normalised_name(subject_.name) == known.manifest->project();
      return std::pair(of == nullptr || of->origin == Origin::local, !own);
    };
    std::ranges::stable_sort(found, [&](const Known& a, const Known& b) { return rank(a) < rank(b); });
  }

  bool by_hash(const std::string& sha256) {
    std::vector<Known> found = database_.with_library(sha256);
    prefer_own(found, [&](const Known& known) { return artifact_with(tools_, *known.manifest, sha256); });
    for (const Known& known : found) {
      const Artifact* artifact = artifact_with(tools_, *known.manifest, sha256);
      if (artifact == nullptr) continue;
      Original& original = subject_.original;
      rest_on(known);
      original.artifact = artifact->name;
      original.publisher = artifact->origin;
      if (known.manifest->project() != "numpy") subject_.release = std::string(known.manifest->release());
      if (artifact->origin == Origin::local) {
        unknown(
            fmt::format("it equals the one of {}, for which no publisher stands: its origin is local", artifact->name),
            advice());
      } else {
        original.verdict = OriginVerdict::official;
        original.why = fmt::format("it equals the one of {}", artifact->name);
      }
      return true;
    }
    return false;
  }

  /// Known libraries that this one may be, stripped or renamed: those with its build-id, or, where there is none, with
  /// the same sizes of all loaded parts and the same symbols.
  std::vector<Known> builds_like(const BinaryFacts& facts) {
    if (!facts.build_id.empty()) return database_.with_library_build_id(facts.build_id);
    std::vector<Known> found;
    for (const auto& [project, release] : database_.library_releases()) {
      for (Known& known : database_.manifests(project, release)) found.push_back(std::move(known));
    }
    return found;
  }

  /// What no loader takes is damaged, whosever it was: what it lacks, its own headers name.
  bool is_damaged(const std::optional<Remains>& left) {
    if (!left) return false;
    DamagedFile file{std::string(base_name(subject_.path)), FileDamage::cut_off, {}};
    if (left->size == 0) {
      file.how = FileDamage::empty;
      file.detail = "it is empty";
    } else if (left->nul_bytes == left->size) {
      file.how = FileDamage::nul_bytes;
      file.detail = fmt::format("all of its {} bytes are NUL", left->size);
    } else if (left->is_elf && left->extent && !left->extent->loads) {
      file.detail = fmt::format("it ends after {} of {} bytes", left->size, left->extent->size);
    } else {
      return false;
    }
    Original& original = subject_.original;
    original.verdict = OriginVerdict::damaged;
    original.why = file.detail;
    original.differences.push_back({DifferenceClass::binary, file.path, {}, {}, {}, 0, file.detail});
    original.differences.back().explained_by = ExplainedBy::damage;
    original.damaged.push_back(std::move(file));
    return true;
  }

  bool by_build(const BinaryFacts& facts) {
    std::optional<BinaryRelation> best;
    const Known* origin = nullptr;
    const std::vector<Known> found = builds_like(facts);
    const std::string key = subject_.path.starts_with('/') ? subject_.path.substr(1) : subject_.path;
    const std::string folder(folder_of(key));
    const std::vector<std::string> territory{folder};
    for (const Known& known : found) {
      for (const BinaryRow& row : known.manifest->binaries()) {
        const KnownBinary binary{known.manifest.get(), &row};
        if (row.build_id != facts.build_id || (row.build_id.empty() && !is_probable_original(facts, binary))) continue;
        const Artifact* artifact = artifact_with(tools_, *known.manifest, row.sha256);
        if (artifact == nullptr || artifact->origin == Origin::local) continue;
        BinaryRelation relation = compare_with_original(facts, key, binary, {folder, &territory, {}, is_beside_});
        if (best && best->differences.size() <= relation.differences.size()) continue;
        best = std::move(relation);
        origin = &known;
      }
    }
    if (!best) return false;
    settle(*origin, *best->known.row, facts);
    Original& original = subject_.original;
    const std::string& nearest = original.nearest->artifact;
    if (best->differences.empty()) {
      original.verdict = OriginVerdict::rebuilt;
      original.why = fmt::format(
          "the library of {}, stripped, signed anew or with another RPATH: every loaded part is equal", nearest);
      original.differences.push_back({DifferenceClass::build,
                                      std::string(base_name(subject_.path)),
                                      {},
                                      {},
                                      {},
                                      0,
                                      "rewritten outside of its loaded parts"});
      return true;
    }
    original.verdict = OriginVerdict::modified_undisclosed;
    for (BinaryDifference& difference : best->differences) {
      original.differences.push_back({DifferenceClass::binary, std::string(base_name(subject_.path)),
                                      std::move(difference.name), std::move(difference.old_text),
                                      std::move(difference.new_text), 0, std::move(difference.detail)});
    }
    sort_differences(original.differences);
    original.why = fmt::format("it was altered: it has the {} of the library of {}, and differs from it",
                               facts.build_id.empty() ? "symbols and the sizes of all parts" : "build-id", nearest);
    return true;
  }

  void settle(const Known& known, const BinaryRow& row, const BinaryFacts& facts) {
    rest_on(known);
    const Artifact* artifact = artifact_with(tools_, *known.manifest, row.sha256);
    subject_.original.nearest =
        Nearest{artifact != nullptr ? std::string(artifact->name) : std::string(), similarity(facts, row)};
    if (known.manifest->project() != "numpy") subject_.release = std::string(known.manifest->release());
  }

  /// Another build of the same library: the same vendor, version and configuration, and the same names in and out.
  bool by_symbols(const BinaryFacts& facts) {
    const auto* symbols = facts.part("symbols");
    if (!facts.blas || facts.blas->version.empty() || symbols == nullptr) return false;
    std::optional<Known> origin;
    const BinaryRow* best = nullptr;
    for (const auto& [project, release] : database_.library_releases()) {
      if (project == "numpy") continue;  // what NumPy bundles is known by hash and build-id
      for (const Known& known : database_.manifests(project, release)) {
        for (const BinaryRow& row : known.manifest->binaries()) {
          const auto* part = row.part("symbols");
          const bool same = row.blas_vendor == name(facts.blas->vendor) && row.blas_version == facts.blas->version &&
                            row.blas_configuration == facts.blas->configuration && row.machine == facts.machine &&
                            part != nullptr && part->sha256 == symbols->sha256;
          const Artifact* artifact = same ? artifact_with(tools_, *known.manifest, row.sha256) : nullptr;
          if (artifact == nullptr || artifact->origin == Origin::local) continue;
          if (best != nullptr && similarity(facts, row) <= similarity(facts, *best)) continue;
          origin = known;
          best = &row;
        }
      }
    }
    if (best == nullptr) return false;
    settle(*origin, *best, facts);
    Original& original = subject_.original;
    original.verdict = OriginVerdict::rebuilt;
    original.why_has_verdict = true;
    const auto reason = DifferenceReason::compiled_again;
    original.why = fmt::format(
        "rebuilt, or an artifact the database doesn't list: {} {} with the symbols and the configuration of {}",
        name(facts.blas->vendor), facts.blas->version, original.nearest->artifact);
    original.differences.push_back({DifferenceClass::build,
                                    std::string(base_name(subject_.path)),
                                    {},
                                    {},
                                    {},
                                    0,
                                    detail_of(reason) + "; its symbols and configuration are equal",
                                    reason});
    subject_.not_checked.push_back(
        {"its code", "it was rebuilt: symbols and configuration were compared, not what it computes"});
    return true;
  }

  const OriginTools& tools_;
  signatures::database::Database& database_;
  const std::function<bool(std::string_view)>& is_beside_;
  Subject& subject_;
};

}  // namespace

void judge_library_origin(const OriginTools& tools, const LibraryInput& input, Subject& subject) {
  LibraryOrigin(tools, input.is_beside, subject).judge(input);
}

}  // namespace fairplay::auditor::provenance
