#include "auditor/provenance/comparison/compare.h"
#include "auditor/provenance/sources/compare_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "auditor/discovery/named_subject.h"
#include "auditor/provenance/comparison/build.h"
#include "auditor/provenance/comparison/patches.h"
#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/original/binary_judgement.h"
#include "auditor/provenance/original/ladder.h"
#include "auditor/provenance/original/tree_differences.h"
#include "auditor/wording/listing.h"
#include "signatures/installers/metadata.h"
#include "signatures/installers/requirement.h"
#include "signatures/worker_threads.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::Damage;
using signatures::Expected;
using signatures::database::Known;
using signatures::database::Origin;
using signatures::installers::Requirement;

/// A wheel of the database, and what pairs it with another release's: Python, ABI and the kind of machine.
struct Candidate {
  const Known* known;
  std::size_t artifact;
  std::string pairing;  ///< "cp311-cp311 x86_64"
  bool deep = false;    ///< its binaries were examined
};

std::string pairing_of(std::string_view name) {
  // NAME-VERSION-PYTHON-ABI-PLATFORM.whl
  std::vector<std::string_view> parts;
  for (std::string_view rest = name.substr(0, name.rfind('.'));;) {
    const std::size_t dash = rest.find('-');
    parts.push_back(rest.substr(0, dash));
    if (dash == std::string_view::npos) break;
    rest.remove_prefix(dash + 1);
  }
  if (parts.size() < 5) return {};
  const std::string_view platform = parts.back();
  const std::string_view system =
      platform.find("linux") != std::string_view::npos ? "linux" : platform.substr(0, platform.find('_'));
  const std::string_view machine =
      platform.ends_with("x86_64") || platform.ends_with("amd64") ? "x86_64" : platform.substr(platform.rfind('_') + 1);
  return fmt::format("{}-{} {} {}", parts[parts.size() - 3], parts[parts.size() - 2], system, machine);
}

std::vector<Candidate> wheels_of(const std::vector<Known>& manifests) {
  std::vector<Candidate> wheels;
  for (const Known& known : manifests) {
    for (std::size_t i = 0; i < known.manifest->artifacts().size(); ++i) {
      const auto& artifact = known.manifest->artifacts()[i];
      if (artifact.origin != Origin::upstream || !artifact.name.ends_with(".whl")) continue;
      Candidate candidate{&known, i, pairing_of(artifact.name)};
      for (const auto& row : known.manifest->files()) {
        if (!candidate.deep && known.manifest->set(row).contains(i))
          candidate.deep = known.manifest->binary(row.sha256) != nullptr;
      }
      wheels.push_back(std::move(candidate));
    }
  }
  // First the newest Python whose binaries were looked into: it represents the release. "cp39" is older than "cp311".
  std::ranges::stable_sort(wheels, [](const Candidate& a, const Candidate& b) {
    return std::tuple(!a.deep, b.pairing.size(), std::string_view(b.pairing)) <
           std::tuple(!b.deep, a.pairing.size(), std::string_view(a.pairing));
  });
  return wheels;
}

class Comparer {
 public:
  explicit Comparer(const ComparisonRequest& request) : request_(request) {}

  Expected<Comparison> run() {
    if (auto damage = open()) return std::unexpected(std::move(*damage));
    learn();
    if ((old_->layout() == Layout::sources) != (now_->layout() == Layout::sources)) {
      return std::unexpected(Damage{request_.now, "",
                                    "an sdist's sources and a build of them hold different files: compare an sdist "
                                    "with an sdist, a build with a build",
                                    true});
    }
    if (auto damage = compare_files()) return std::unexpected(std::move(*damage));
    if (request_.patches) {
      const auto patches = signatures::unified_diffs::read_series(*request_.patches, result_.damage);
      if (!patches) return std::unexpected(patches.error());
      explain_by_patches(*patches, *old_, *now_, result_);
    }
    result_.old_build = old_->description();
    result_.now = now_->description();
    for (Build* build : {old_.get(), now_.get()})
      result_.damage.insert(result_.damage.end(), build->damage().begin(), build->damage().end());
    return std::move(result_);
  }

 private:
  /// What a database has of a release. Damage: nothing.
  Expected<std::vector<Known>> manifests_of(const std::string& named, const Requirement& release) const {
    if (signatures::installers::normalised_name(release.name) != "numpy")
      return std::unexpected(
          Damage{named, "", "there is no such file or folder, and of the databases' releases only NumPy's are compared",
                 true});
    auto manifests = request_.database->manifests("numpy", release.version);
    if (manifests.empty())
      return std::unexpected(
          Damage{named, "",
                 fmt::format("the signature databases don't list NumPy {}; fairplay signatures add {} adds it",
                             release.version, named),
                 true});
    return manifests;
  }

  /// Reads both sides, at once where both are files.
  std::optional<Damage> open() {
    auto old_subject = discovery::classify(request_.old_build);
    if (!old_subject) return old_subject.error().damage;
    auto now_subject = discovery::classify(request_.now);
    if (!now_subject) return now_subject.error().damage;
    const auto* old_release = std::get_if<discovery::NamedRelease>(&*old_subject);
    const auto* now_release = std::get_if<discovery::NamedRelease>(&*now_subject);
    std::future<Expected<std::unique_ptr<Build>>> other;
    if (old_release == nullptr) {
      request_.progress(request_.old_build);
      other = signatures::run_beside(now_release != nullptr ? 1 : request_.jobs, [&] {
        return open_build(request_.old_build, std::move(*old_subject), request_.jobs, memo_);
      });
    }
    std::optional<Damage> damage;
    if (now_release == nullptr) {
      auto build = open_build(request_.now, std::move(*now_subject), request_.jobs, memo_);
      if (build)
        now_ = std::move(*build);
      else
        damage = build.error();
    }
    if (old_release == nullptr) {
      auto build = other.get();
      if (build)
        old_ = std::move(*build);
      else
        damage = build.error();
    }
    if (damage) return damage;
    if (old_release != nullptr) {
      auto known = manifests_of(request_.old_build, old_release->requirement);
      if (!known) return known.error();
      old_known_ = std::move(*known);
    }
    if (now_release != nullptr) {
      auto known = manifests_of(request_.now, now_release->requirement);
      if (!known) return known.error();
      now_known_ = std::move(*known);
    }
    return choose_artifacts();
  }

  /// Which of a release's artifacts represents it: the one closest to the other side; between two releases, wheels for
  /// the same Python and machine.
  std::optional<Damage> choose_artifacts() {
    if (!old_known_.empty() && !now_known_.empty()) {
      const std::vector<Candidate> olds = wheels_of(old_known_);
      const std::vector<Candidate> news = wheels_of(now_known_);
      if (olds.empty() || news.empty())
        return Damage{olds.empty() ? request_.old_build : request_.now, "",
                      "the signature databases have no wheel of it that upstream published", true};
      std::pair<const Candidate*, const Candidate*> pair{&olds.front(), &news.front()};
      for (const Candidate& old : olds) {
        const auto same = std::ranges::find(news, old.pairing, &Candidate::pairing);
        if (same == news.end()) continue;
        pair = {&old, &*same};
        break;
      }
      old_ = from_database(*pair.first->known, pair.first->artifact);
      now_ = from_database(*pair.second->known, pair.second->artifact);
    } else if (!old_known_.empty()) {
      return closest(old_known_, *now_, old_, request_.old_build);
    } else if (!now_known_.empty()) {
      return closest(now_known_, *old_, now_, request_.now);
    }
    if (!old_known_.empty()) old_->description().named = request_.old_build;
    if (!now_known_.empty()) now_->description().named = request_.now;
    return std::nullopt;
  }

  /// Lets both sides know what the databases have of the releases that they say they are: what is known needn't be
  /// read.
  void learn() {
    const auto hash = [](const auto& item) {
      return std::pair<std::string_view, std::string_view>(item.first, item.second.sha256);
    };
    if (std::ranges::equal(old_->files().compared, now_->files().compared, {}, hash, hash)) return;
    // Another release has other names: they will be compared.
    const bool other_names = old_->description().version != now_->description().version;
    for (Build* build : {old_.get(), now_.get()}) {
      const std::string& release = build->description().version;
      if (request_.database->knows("numpy", release))
        build->know(request_.database->manifests("numpy", release), request_.database->footprint("numpy", release));
      if (other_names && build->sources() != nullptr) build->sources()->expect_footprint();
    }
  }

  std::unique_ptr<Build> from_database(const Known& known, std::size_t artifact) const {
    return build_of_artifact(known, artifact,
                             request_.database->footprint("numpy", std::string(known.manifest->release())));
  }

  std::optional<Damage> closest(const std::vector<Known>& manifests, const Build& to, std::unique_ptr<Build>& into,
                                const std::string& named) {
    const KnownRelease release(manifests, to.layout());
    const auto matches = release.matches(to.files());
    const auto best = std::ranges::find_if(matches, &KnownRelease::Match::upstream);
    if (best == matches.end())
      return Damage{named, "",
                    fmt::format("the signature databases have no {} of it that upstream published",
                                to.layout() == Layout::sources ? "sdist" : "wheel"),
                    true};
    into = from_database(manifests[best->manifest], best->artifact);
    into->description().named = named;
    return std::nullopt;
  }

  /// The old side as what is known of a release: all of the database's, or the one build.
  Expected<KnownRelease> known() {
    if (!old_known_.empty()) return KnownRelease(old_known_, now_->layout());
    std::set<std::string, std::less<>> differing;
    for (const auto& [path, file] : old_->files().compared) {
      const FileSort sort = sort_of(path);
      if (sort != FileSort::extension && sort != FileSort::library) continue;
      const SubjectFile* other = now_->files().find(path);
      if (other == nullptr || other->sha256 != file.sha256) differing.insert(file.key);
    }
    return as_release(*old_, differing.empty() ? std::map<std::string, signatures::fingerprint::BinaryFacts>()
                                               : old_->kept_facts(differing));
  }

  std::optional<Damage> compare_files() {
    const auto release = known();
    if (!release) return release.error();
    const auto matches = release->matches(now_->files());
    const auto best = std::ranges::find_if(matches, &KnownRelease::Match::upstream);
    if (best == matches.end()) return Damage{request_.old_build, "", "it holds nothing to compare with", true};
    signatures::database::Database nobody;  // files of third releases are not asked about
    const Surroundings rule{now_->input().import_folder, &now_->input().territory, {}};
    BinaryJudgement binaries = judge_binaries(nobody, now_->input(), now_->files(), *release, *best, rule, {});
    TreeDifferences tree = compare_tree(*request_.places, now_->files(), *release, *best, false);
    const SourceChanges changes = tree.inside;
    std::vector<ImportableSource> sources;
    if (now_->sources() != nullptr) sources = importable_sources(*request_.places, *now_->sources(), changes);
    auto monkeypatches =
        signatures::run_beside(request_.jobs, [&] { return own_monkeypatches(sources, request_.jobs); });
    look_into_differing(tree);
    report_monkeypatches(new_ones(monkeypatches.get(), changes), tree.differences);
    std::vector<Difference> differences = std::move(binaries.differences);
    for (JudgedDifference& judged : tree.differences) differences.push_back(std::move(judged.difference));
    sort_differences(differences);
    for (Difference& difference : differences) result_.differences.push_back({std::move(difference), {}});
    report_limits(binaries);
    return std::nullopt;
  }

  /// Monkeypatches of the new build that the old one doesn't have.
  std::vector<Monkeypatch> new_ones(std::vector<Monkeypatch> found, const SourceChanges& changes) const {
    if (found.empty() || old_->sources() == nullptr) return found;
    const std::vector<Monkeypatch> before =
        own_monkeypatches(importable_sources(*request_.places, *old_->sources(), changes), request_.jobs);
    std::erase_if(found, [&](const Monkeypatch& patch) {
      return std::ranges::any_of(before, [&](const Monkeypatch& old) {
        return std::tie(old.path, old.target, old.statement) == std::tie(patch.path, patch.target, patch.statement);
      });
    });
    return found;
  }

  void look_into_differing(TreeDifferences& tree) {
    if (old_->sources() != nullptr && now_->sources() != nullptr)
      look_into_sources(*request_.places, *old_->sources(), *now_->sources(), tree);
    for (NotChecked& line : described(tree.names_not_compared)) result_.not_checked.push_back(std::move(line));
    if (tree.changed_sources.empty()) return;
    const bool known_by_hash = old_->sources() == nullptr || now_->sources() == nullptr;
    result_.not_checked.push_back(
        {fmt::format("what changed inside {}", counted(tree.changed_sources.size(), "source file", "source files")),
         known_by_hash ? "no database has the footprint of the release"
                       : "they could not be read: 'private' is the mildest class they can have"});
  }

  void report_limits(const BinaryJudgement& binaries) {
    if (binaries.rebuilt != 0) {
      result_.not_checked.push_back({fmt::format("the C code of {}", counted(binaries.rebuilt, "binary", "binaries")),
                                     "rebuilt: methods and ufuncs were compared by name; what they compute was not"});
    }
    if (!binaries.uncompared.empty()) {
      result_.not_checked.push_back({counted(binaries.uncompared.size(), "extension module", "extension modules"),
                                     fmt::format("{}", fmt::join(binaries.uncompared_whys, "; "))});
    }
    if (!binaries.suspects.empty()) {
      result_.not_checked.push_back(
          {fmt::format("whether {} is registered as a ufunc", fmt::join(binaries.suspects, ", ")),
           "the string looks like a ufunc's name, and the code around it could not be followed"});
    }
  }

  const ComparisonRequest& request_;
  signatures::python::StatementMemo memo_;  // outlives the builds
  std::vector<Known> old_known_;
  std::vector<Known> now_known_;
  std::unique_ptr<Build> old_;
  std::unique_ptr<Build> now_;
  Comparison result_;
};

}  // namespace

Expected<Comparison> compare(const ComparisonRequest& request) { return Comparer(request).run(); }

}  // namespace fairplay::auditor::provenance
