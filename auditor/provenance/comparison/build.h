#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/discovery/named_subject.h"
#include "auditor/facts/comparison.h"
#include "auditor/provenance/original/comparable.h"
#include "auditor/provenance/original/known_release.h"
#include "auditor/provenance/original/original.h"
#include "auditor/provenance/original/source_look.h"
#include "signatures/database/database.h"
#include "signatures/database/draft.h"

/// One NumPy on one side of a comparison, wherever its files come from.
namespace fairplay::auditor::provenance {

class Build {
 public:
  virtual ~Build() = default;
  Build(const Build&) = delete;
  Build& operator=(const Build&) = delete;

  const ComparedBuild& description() const { return description_; }
  ComparedBuild& description() { return description_; }
  const SubjectFiles& files() const { return files_; }
  /// For judge_binaries(): what it calls reads this build's files.
  const OriginInput& input() const { return input_; }
  Layout layout() const { return layout_of(input_); }
  std::vector<signatures::Damage>& damage() { return damage_; }

  /// What databases have of the release that it says it is. From then on, files whose hashes they list aren't parsed or
  /// looked into: what they mean is known.
  virtual void know(std::vector<signatures::database::Known> manifests,
                    std::shared_ptr<const signatures::footprint::ReleaseFootprint> footprint) {
    static_cast<void>(manifests);
    static_cast<void>(footprint);
  }
  /// Of binaries, by key, what a manifest keeps of them.
  virtual std::map<std::string, signatures::fingerprint::BinaryFacts> kept_facts(
      const std::set<std::string, std::less<>>& keys) const {
    return input_.look_into(keys);
  }

  /// Its sources and headers; null where nothing is known of them but their hashes.
  SourceTree* sources() { return sources_.get(); }
  /// The texts of files, by comparable path; what can't be read is left out. One pass over the build.
  std::map<std::string, std::string, std::less<>> texts(const std::set<std::string, std::less<>>& paths) const {
    return texts_by_path(input_, files_, paths);
  }

 protected:
  Build() = default;
  signatures::fingerprint::Fingerprint fingerprint_;
  OriginInput input_;
  SubjectFiles files_;
  std::unique_ptr<SourceTree> sources_;
  ComparedBuild description_;
  std::vector<signatures::Damage> damage_;
};

/// Opens what the user named: an archive, or a folder that holds one NumPy. Other kinds of subjects are damage. `memo`
/// is borrowed, and shared by builds that are compared. Damage: it can't be read, or holds none or several.
signatures::Expected<std::unique_ptr<Build>> open_build(const std::string& named, discovery::NamedSubject subject,
                                                        unsigned jobs, signatures::python::StatementMemo& memo);

/// An artifact of a database's release, in place of its files: only what the manifest and the release's footprint say
/// of them. `footprint` may be null.
std::unique_ptr<Build> build_of_artifact(const signatures::database::Known& known, std::size_t artifact,
                                         std::shared_ptr<const signatures::footprint::ReleaseFootprint> footprint);

/// A build as if it were all that is known of a release: what the other side is compared with. `looked_into`: the
/// facts of those of its binaries that were looked into.
signatures::Expected<KnownRelease> as_release(
    const Build& build, const std::map<std::string, signatures::fingerprint::BinaryFacts>& looked_into);

}  // namespace fairplay::auditor::provenance
