#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/provenance/original/comparable.h"
#include "signatures/database/database.h"

namespace fairplay::auditor::provenance {

/// A file row and the manifest that it is in.
struct KnownFile {
  std::size_t manifest = 0;
  const signatures::database::FileRow* row = nullptr;
};

/// A binary that was examined, and the manifest that it is in.
struct KnownBinary {
  const signatures::database::Manifest* manifest = nullptr;
  const signatures::database::BinaryRow* row = nullptr;
};

/// What all databases together know of one release. Only what upstream published says what the release is: rows that
/// only a distribution's or somebody's own artifacts hold are left out, but for whole artifacts (see matches()).
class KnownRelease {
 public:
  /// Its wheels, or its source releases for Layout::sources.
  KnownRelease(std::vector<signatures::database::Known> manifests, Layout layout);

  bool empty() const { return manifests_.empty(); }
  bool has_upstream() const { return has_upstream_; }  ///< an upstream artifact of the kind asked for
  const signatures::database::Known& known(std::size_t manifest) const { return manifests_[manifest]; }
  std::size_t manifests() const { return manifests_.size(); }

  /// Contents that upstream's artifacts have at a path.
  std::vector<KnownFile> at(std::string_view path) const;
  bool holds(std::string_view path, std::string_view sha256) const;
  /// Every comparable file of upstream's artifacts of the kind asked for, by its comparable path.
  std::vector<std::pair<std::string_view, KnownFile>> upstream_files() const;

  /// How an artifact compares with a subject, file by file.
  struct Match {
    std::size_t manifest = 0;
    std::size_t artifact = 0;
    bool upstream = false;
    std::size_t equal = 0;   ///< paths with equal content
    std::size_t common = 0;  ///< paths that both have
    std::size_t files = 0;   ///< of the artifact
    bool exact(std::size_t subject_files) const { return equal == files && equal == subject_files; }
    double similarity(std::size_t subject_files) const;
  };
  /// The closest artifact first: most equal files, then most paths in common, then fewest files, then by name.
  std::vector<Match> matches(const SubjectFiles& subject) const;
  const signatures::database::Artifact& artifact(const Match& match) const {
    return manifests_[match.manifest].manifest->artifacts()[match.artifact];
  }

  /// One artifact's comparable files.
  std::map<std::string_view, const signatures::database::FileRow*> files_of(const Match& match) const;

  /// Binaries with this build-id, wherever they are.
  std::vector<KnownBinary> with_build_id(std::string_view build_id) const;
  /// A file that holds a known binary; nullptr where upstream has none with this hash.
  const signatures::database::FileRow* file_of_binary(const KnownBinary& binary) const;

 private:
  struct PerManifest {
    std::vector<bool> wanted;  ///< artifacts of the kind asked for
    signatures::database::ArtifactSet upstream;
    std::vector<bool> upstream_sets;  ///< by set: whether an upstream artifact of the kind is in it
    std::map<std::string_view, std::vector<const signatures::database::FileRow*>>
        moved;  ///< rows that aren't where they install
  };
  std::optional<std::string_view> path_of(const signatures::database::FileRow& row) const {
    return comparable_path(row.path, layout_);
  }
  bool is_upstream(std::size_t manifest, const signatures::database::FileRow& row) const {
    return facts_[manifest].upstream_sets[row.set];
  }
  std::vector<KnownFile> all_at(std::string_view path) const;

  std::vector<signatures::database::Known> manifests_;
  std::vector<PerManifest> facts_;
  bool has_upstream_ = false;
  Layout layout_ = Layout::installed;
};

}  // namespace fairplay::auditor::provenance
