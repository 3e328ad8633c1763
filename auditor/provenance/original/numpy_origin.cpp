#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/original/accidents.h"
#include "auditor/provenance/original/allowed_texts.h"
#include "auditor/provenance/original/binary_judgement.h"
#include "auditor/provenance/original/c_api_versions.h"
#include "auditor/provenance/original/ladder.h"
#include "auditor/provenance/original/original.h"
#include "auditor/provenance/original/other_wheels.h"
#include "auditor/provenance/original/source_look.h"
#include "auditor/provenance/original/tree_differences.h"
#include "auditor/provenance/original/version.h"
#include "auditor/provenance/records/bytecode.h"
#include "auditor/provenance/records/record_of_files.h"
#include "auditor/provenance/source_trees/known_trees.h"
#include "auditor/wording/listing.h"
#include "signatures/database/release_order.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;
using signatures::database::Known;

constexpr std::string_view project = "numpy";

class NumpyOrigin {
 public:
  NumpyOrigin(const OriginTools& tools, const OriginInput& input, Subject& subject)
      : tools_(tools),
        input_(input),
        subject_(subject),
        files_(files_of_subject(input)),
        owner_(subject, input.import_folder) {}

  void judge() {
    read_header_versions(files_, subject_);
    std::string release = public_part(subject_.version);
    if (release.empty()) release = release_by_content(*tools_.database, files_, layout_of(input_));
    std::vector<Known> manifests;
    if (!release.empty()) manifests = tools_.database->manifests(project, release);
    const KnownRelease known(std::move(manifests), layout_of(input_));
    compare_with(known, release);
    read_binary_version(files_, known, input_, subject_);
  }

 private:
  void unknown(std::string why) {
    subject_.original.verdict = OriginVerdict::unknown;
    subject_.original.why = std::move(why);
  }
  void original_not_checked(std::string why) {
    subject_.not_checked.push_back({"original", std::move(why), NotChecked::About::original});
  }
  void not_checked(std::string what, std::string why) {
    subject_.not_checked.push_back({std::move(what), std::move(why)});
  }

  bool is_source_release() const { return layout_of(input_) == Layout::sources; }

  /// What adds the release, where it can be had.
  std::string command(std::string_view release) const {
    if (is_source_release()) return "fairplay signatures add FILE, with the sdist that upstream published";
    return fmt::format("fairplay signatures add {}=={}", project, release);
  }

  // --- Which release
  // -------------------------------------------------------------------------------------------------------------

  void explain_unknown_release(const std::string& release) {
    const auto databases = tools_.database->databases();
    const std::vector<std::string> releases = tools_.database->releases_of(project);
    if (release.empty()) {
      unknown("its version could not be read");
      original_not_checked("without a version there is no release to hold it against");
      return;
    }
    if (databases.empty()) {
      unknown("no signature database");
      original_not_checked("no signature database");
      return;
    }
    if (is_development(subject_.version)) {
      unknown(fmt::format("{} is a development version, which upstream never released", subject_.version));
      original_not_checked(
          "there is no release to hold a development version against; fairplay signatures add FILE takes the "
          "wheel it came from");
      return;
    }
    std::string date;
    for (const auto* database : databases) date = std::max(date, database->created);
    const bool is_version = release.front() >= '0' && release.front() <= '9';
    if (is_version && !releases.empty() && signatures::database::released_before(releases.back(), release)) {
      unknown(fmt::format("NumPy {} is newer than the signature database of {}, whose newest release is {}", release,
                          date, releases.back()));
    } else {
      unknown(fmt::format("the signature database of {} doesn't list NumPy {}", date, release));
    }
    original_not_checked(fmt::format("no manifest of NumPy {}; to add it: {}", release, command(release)));
  }

  /// Sources that nobody packed: an editable install or a checkout. Wheels' manifests don't fit them. A package that an
  /// editable install points to, compiled and without C sources, is a build like any other.
  bool is_source_tree() const {
    if (is_source_release()) return false;
    const bool compiled = std::ranges::any_of(
        files_.compared, [](const auto& item) { return sort_of(item.first) == FileSort::extension; });
    const bool sources =
        files_.holds_folder("numpy/core/src/multiarray") || files_.holds_folder("numpy/_core/src/multiarray");
    const bool editable = std::ranges::any_of(
        subject_.distributions, [](const DistributionMetadata& d) { return d.installs_numpy && d.editable; });
    return editable ? sources || !compiled : sources && !compiled;
  }

  /// Extension modules without any source or bytecode beside them.
  bool is_frozen(const KnownRelease& known, const KnownRelease::Match& reference) const {
    if (!files_.bytecode.empty()) return false;
    bool modules = false;
    for (const auto& [path, file] : files_.compared) {
      if (path.ends_with(".py")) return false;
      modules = modules || sort_of(path) == FileSort::extension;
    }
    return modules &&
           std::ranges::any_of(known.files_of(reference), [](const auto& item) { return item.first.ends_with(".py"); });
  }

  // --- The comparison
  // ------------------------------------------------------------------------------------------------------------

  void compare_with(const KnownRelease& known, const std::string& release) {
    if (known.empty()) {
      explain_unknown_release(release);
      return;
    }
    subject_.release = std::string(known.known(0).manifest->release());
    subject_.c_api.release = {known.known(0).manifest->c_abi(), known.known(0).manifest->c_api()};
    if (is_source_tree()) {
      unknown(fmt::format("an editable install or a source tree: the manifests of NumPy {} are of packed releases",
                          release));
      original_not_checked("a source tree isn't any of the files that upstream published");
      return;
    }
    judge_bytecode_files();
    const std::vector<KnownRelease::Match> matches = known.matches(files_);
    const auto best = std::ranges::find_if(matches, &KnownRelease::Match::upstream);
    const auto own = std::ranges::find_if(matches, [&](const KnownRelease::Match& match) {
      return !match.upstream && match.exact(files_.compared.size());
    });
    if (best == matches.end()) {
      explain_no_upstream(known, own == matches.end() ? nullptr : &*own, release);
      return;
    }
    rest_on(known, *best);
    if (best->exact(files_.compared.size()) && foreign_bytecode_.empty() && files_.lost == 0) {
      subject_.original.verdict = OriginVerdict::official;
      subject_.original.artifact = known.artifact(*best).name;
      subject_.original.publisher = known.artifact(*best).origin;
      subject_.original.why =
          fmt::format("exactly the {} of {}", counted(best->files, "file", "files"), subject_.original.artifact);
      if (tools_.found != nullptr) tools_.found->insert(subject_.original.artifact);
      report_bytecode();
      return;
    }
    if (is_frozen(known, *best)) {
      unknown("none of NumPy's Python sources is here: a frozen application keeps them in an archive of its own");
      original_not_checked("its Python sources are elsewhere");
      return;
    }
    subject_.original.nearest =
        Nearest{std::string(known.artifact(*best).name), best->similarity(files_.compared.size())};
    report_differences(known, *best, release);
    if (own != matches.end()) {
      subject_.original.artifact = known.artifact(*own).name;
      subject_.original.publisher = known.artifact(*own).origin;
      subject_.original.why += fmt::format("; it is the {} that a {} database entry names", subject_.original.artifact,
                                           name(*subject_.original.publisher));
    }
    report_bytecode();
  }

  void rest_on(const KnownRelease& known, const KnownRelease::Match& match) {
    const auto* database = known.known(match.manifest).database;
    if (database == nullptr) return;
    subject_.original.database = database->name;
    subject_.original.signed_by = database->signed_by;
  }

  void explain_no_upstream(const KnownRelease& known, const KnownRelease::Match* own, const std::string& release) {
    std::string why = fmt::format("the databases know NumPy {}, but no {} that upstream published", release,
                                  is_source_release() ? "sdist" : "wheel");
    if (own != nullptr) {
      rest_on(known, *own);
      subject_.original.artifact = known.artifact(*own).name;
      subject_.original.publisher = known.artifact(*own).origin;
      why += fmt::format("; it equals {}, whose origin is {}", subject_.original.artifact,
                         name(*subject_.original.publisher));
    }
    unknown(std::move(why));
    original_not_checked(fmt::format("to add what upstream published: {}", command(release)));
  }

  Surroundings surroundings() const {
    Surroundings around{input_.import_folder, &input_.territory, {}, [this](std::string_view name) {
                          return std::ranges::any_of(files_.compared, [&](const auto& item) {
                            return sort_of(item.first) == FileSort::library && base_name(item.first) == name;
                          });
                        }};
    // conda rewrites RPATHs to lead to its environment's lib folder.
    if (subject_.installer == Installer::conda) {
      const std::size_t lib = input_.import_folder.rfind("/lib/python");
      if (lib != std::string::npos) around.prefix = input_.import_folder.substr(0, lib + 4);
    }
    return around;
  }

  /// What accidents explain is set apart first: nobody looks for changes of code in it.
  std::set<std::string> mark_accidents(const KnownRelease& known, const std::string& release) {
    if (is_source_release()) return {};  // no record says what was there
    // A whole file of another release is that, however it begins.
    mark_strays(tools_, known, release, owner_, files_);
    mark_damaged(tools_, input_, known, release, owner_, files_);
    std::set<std::string> beside;
    for (const auto& [path, file] : files_.compared) {
      if (!file.stray_release.empty()) beside.insert(file.stray_release);
    }
    return beside;
  }

  void report_differences(const KnownRelease& known, const KnownRelease::Match& best, const std::string& release) {
    Original& original = subject_.original;
    const Surroundings around = surroundings();
    free_of_packing(known);
    const std::set<std::string> beside = mark_accidents(known, release);
    if (!is_source_release()) original.other_wheels = find_other_wheels(input_, known, best, owner_, files_);
    BinaryJudgement binaries = judge_binaries(*tools_.database, input_, files_, known, best, around, beside);
    const bool binaries_official = binaries.official != 0 && binaries.rewritten + binaries.altered + binaries.rebuilt +
                                                                     binaries.uncompared.size() +
                                                                     binaries.strays.size() ==
                                                                 0;
    TreeDifferences tree = compare_tree(*tools_.places, files_, known, best, binaries_official);
    // What was lost is reported as files, not name by name.
    if (!is_source_release())
      std::erase_if(tree.inside.removed, [&](const std::string& path) { return owner_.misses(path); });
    const auto& inside = tree.inside;
    const auto now = source_tree_of(input_, files_);
    const std::vector<Monkeypatch> patches =
        own_monkeypatches(importable_sources(*tools_.places, *now, inside), input_.jobs);
    subject_.monkeypatches.insert(subject_.monkeypatches.end(), patches.begin(), patches.end());
    if (tools_.footprint && input_.read_texts &&
        !(inside.changed.empty() && inside.added.empty() && inside.removed.empty())) {
      if (const auto footprint = tools_.footprint(release)) {
        ReleaseTree old(footprint->footprint, footprint->sources);
        look_into_sources(*tools_.places, old, *now, tree);
        looked_inside_ = true;
      }
    }
    judge_allowed_texts(input_, files_, tree);
    std::vector<JudgedDifference> judged = std::move(tree.differences);
    report_monkeypatches(patches, judged);
    for (Difference& difference : binaries.differences) judged.push_back({std::move(difference), true});
    for (const auto& [path, why] : foreign_bytecode_) {
      const bool shadows = files_.find(source_of_bytecode(path)) != nullptr;
      const DifferenceClass kind =
          shadows || !is_public_module(path) ? DifferenceClass::private_code : DifferenceClass::api_added;
      judged.push_back(
          {{kind, path, kind == DifferenceClass::api_added ? dotted_name(path) : std::string(), {}, {}, 0, why},
           false});
    }
    std::ranges::move(differences_of_marked(*tools_.places, known, files_), std::back_inserter(judged));
    if (!is_source_release()) explain_missing(*tools_.places, owner_, binaries.tree_is_official(), judged);
    settle_strays(known, binaries, judged);
    original.verdict = origin_verdict_of(judged, !is_source_release(), discloses(subject_.version));
    // Each file is the release's, but they aren't one artifact's.
    if (!original.other_wheels.empty() && original.verdict <= OriginVerdict::patched)
      original.verdict = OriginVerdict::mixed;
    for (JudgedDifference& item : judged) original.differences.push_back(std::move(item.difference));
    search_recorded_strays(known, release);
    if (original.verdict > OriginVerdict::patched) original.damaged = damaged_files(original.differences, files_);
    sort_differences(original.differences);
    explain(binaries, release, known.artifact(best).name);
    report_limits(binaries, tree, release);
  }

  /// Whether what differs, differs in more than packing for Windows does.
  void free_of_packing(const KnownRelease& known) {
    if (!input_.plain_digests) return;
    std::set<std::string, std::less<>> keys;
    for (const auto& [path, file] : files_.compared) {
      const FileSort sort = sort_of(path);
      const bool text = sort != FileSort::extension && sort != FileSort::library && sort != FileSort::static_library;
      if (text && !file.sha256.empty() && !known.holds(path, file.sha256) && !known.at(path).empty())
        keys.insert(file.key);
    }
    if (keys.empty()) return;
    const auto digests = input_.plain_digests(keys);
    for (auto& [path, file] : files_.compared) {
      if (const auto found = digests.find(file.key); found != digests.end())
        file.plain = std::make_shared<const PlainDigest>(found->second);
    }
  }

  void explain(const BinaryJudgement& binaries, const std::string& release, std::string_view artifact) {
    Original& original = subject_.original;
    const std::string counts = counts_by_class(original.differences);
    switch (original.verdict) {
      case OriginVerdict::rebuilt:
        if (binaries.rebuilt != 0) {
          original.why = fmt::format(
              "rebuilt, or an artifact the database doesn't list: sources, headers and C interface are NumPy {}'s",
              release);
        } else if (binaries.rewritten != 0) {
          original.why = fmt::format(
              "the official binaries of {}, {} of them rewritten with every loaded part equal; its sources are equal, "
              "too",
              artifact, binaries.rewritten);
        } else {
          original.why = why_not_official(original.differences, artifact);
        }
        break;
      case OriginVerdict::patched:
        original.why = fmt::format("differs from NumPy {} only where NEP 36 lets a distributor ({})", release, counts);
        break;
      case OriginVerdict::damaged:
        original.why = fmt::format("NumPy {} but for {}", release,
                                   counted(original.damaged.size(), "damaged file", "damaged files"));
        break;
      case OriginVerdict::mixed:
        original.why = fmt::format("files of NumPy {}, and of other {}: {}", release,
                                   original.strays.empty() ? "wheels of it" : "releases", counts);
        break;
      case OriginVerdict::modified_disclosed:
        original.why = fmt::format("code differs from NumPy {} ({}), and __version__ says so: {}", release, counts,
                                   subject_.version);
        break;
      case OriginVerdict::modified_undisclosed:
        original.why = fmt::format("code differs from NumPy {} ({}), and its version, {}, doesn't say so", release,
                                   counts, subject_.version);
        break;
      case OriginVerdict::official:
      case OriginVerdict::unknown: break;
    }
    // What couldn't be compared can't be called equal; what differs differs whatever else there is.
    if (original.verdict >= OriginVerdict::damaged && original.verdict <= OriginVerdict::modified_undisclosed) return;
    if (!binaries.uncompared.empty()) {
      unknown(fmt::format("its sources are NumPy {}'s{}, but {} could not be compared: {}", release,
                          original.verdict == OriginVerdict::patched ? " as far as NEP 36 asks" : "",
                          counted(binaries.uncompared.size(), "extension module", "extension modules"),
                          fmt::join(binaries.uncompared_whys, "; ")));
    } else if (files_.lost != 0) {
      unknown(fmt::format("{} could not be read", counted(files_.lost, "file", "files")));
    }
  }

  // --- Files of other releases
  // ---------------------------------------------------------------------------------------------------

  /// Files of other releases that no installer put there.
  void settle_strays(const KnownRelease& known, BinaryJudgement& binaries, std::vector<JudgedDifference>& judged) {
    std::vector<Stray>& strays = subject_.original.strays;
    for (const auto& [path, file] : files_.compared) {
      if (!file.stray_release.empty()) strays.push_back({path, file.stray_release, false, !known.at(path).empty()});
    }
    for (Stray& stray : binaries.strays) {
      stray.recorded = owner_.recorded(stray.path);
      stray.replaces = !known.at(stray.path).empty();
      for (JudgedDifference& item : judged) {
        if (!stray.recorded && item.difference.path == stray.path)
          item.difference.explained_by = ExplainedBy::other_release;
      }
      strays.push_back(std::move(stray));
    }
    std::ranges::sort(strays, {}, &Stray::path);
  }

  /// Files of other releases that the owner recorded so: the build was published that way.
  void search_recorded_strays(const KnownRelease& known, const std::string& release) {
    std::vector<Unexplained> asked;
    std::set<std::string_view> paths;
    for (const Difference& difference : subject_.original.differences) {
      const SubjectFile* file = files_.find(difference.path);
      // Test and build files that their owner recorded are a distributor's patches: not worth loading every manifest.
      if (file == nullptr || file->sha256.empty() || file->is_explained() ||
          difference.kind <= DifferenceClass::library_search || !owner_.recorded(difference.path) ||
          sort_of(difference.path) == FileSort::extension || sort_of(difference.path) == FileSort::library)
        continue;
      if (known.holds(difference.path, file->sha256)) continue;  // a name of it differs, for what another file does
      if (paths.insert(difference.path).second) asked.push_back({difference.path, file->sha256, {}, true});
    }
    if (asked.empty()) return;
    std::vector<Stray>& strays = subject_.original.strays;
    for (Stray& stray : find_strays(*tools_.database, release, asked)) {
      for (Difference& difference : subject_.original.differences) {
        if (difference.path != stray.path) continue;
        const bool whole =
            difference.name.empty() || difference.detail.empty() || difference.reason == DifferenceReason::content ||
            difference.reason == DifferenceReason::not_in_release || difference.reason == DifferenceReason::added;
        if (whole) difference.reason = DifferenceReason::other_release;
        difference.detail = whole ? fmt::format("NumPy {}'s", stray.release)
                                  : fmt::format("{}; the file is NumPy {}'s", difference.detail, stray.release);
      }
      strays.push_back(std::move(stray));
    }
    std::ranges::sort(strays, {}, &Stray::path);
  }

  std::string without_footprint(const std::string& release) const {
    return fmt::format(
        "no database has the footprint of NumPy {}: 'private' is the mildest class a changed source can have", release);
  }

  // --- What was not looked at
  // ----------------------------------------------------------------------------------------------------

  void report_limits(const BinaryJudgement& binaries, const TreeDifferences& tree, const std::string& release) {
    const OriginVerdict verdict = subject_.original.verdict;
    if (binaries.rebuilt != 0) {
      not_checked(
          fmt::format("the C code of {}", binaries.rebuilt == 1 ? "1 rebuilt binary"
                                                                : fmt::format("{} rebuilt binaries", binaries.rebuilt)),
          "methods and ufuncs were compared by name; what they compute was not");
    }
    if (verdict == OriginVerdict::rebuilt && binaries.rebuilt != 0) {
      not_checked("whether it is an artifact of upstream's that no database lists",
                  fmt::format("to add the one for this Python and machine: {}", command(release)));
    }
    if (!binaries.uncompared.empty()) {
      not_checked(counted(binaries.uncompared.size(), "extension module", "extension modules"),
                  fmt::format("{}; to add the artifact they may come from: {}",
                              fmt::join(binaries.uncompared_whys, "; "), command(release)));
    }
    if (!binaries.suspects.empty()) {
      not_checked(fmt::format("whether {} is registered as a ufunc", fmt::join(binaries.suspects, ", ")),
                  "the string looks like a ufunc's name, and the code around it could not be followed");
    }
    if (!tree.unread_statements.empty()) {
      not_checked(fmt::format("what {} do", fmt::join(tree.unread_statements, ", ")),
                  looked_inside_ ? "their statements could not be read" : without_footprint(release));
    }
    if (!tree.changed_sources.empty()) {
      not_checked(
          fmt::format("what changed inside {}", counted(tree.changed_sources.size(), "source file", "source files")),
          looked_inside_ ? "they could not be read: 'private' is the mildest class they can have"
                         : without_footprint(release));
    }
    for (NotChecked& line : described(tree.names_not_compared)) subject_.not_checked.push_back(std::move(line));
    if (files_.lost != 0) not_checked(counted(files_.lost, "file", "files"), "they could not be read");
  }

  // --- Bytecode
  // ------------------------------------------------------------------------------------------------------------------

  void judge_bytecode_files() {
    for (const auto& [path, file] : files_.bytecode) {
      const BytecodeVerdict verdict =
          judge_bytecode(file.key, *file.facts, *input_.files, input_.times_count, input_.read_source);
      switch (verdict.standing) {
        case BytecodeVerdict::Standing::belongs: bytecode_.add(path); break;
        case BytecodeVerdict::Standing::unused: ++unused_bytecode_; break;
        case BytecodeVerdict::Standing::foreign: foreign_bytecode_.emplace_back(path, verdict.why); break;
      }
    }
  }

  void report_bytecode() {
    const auto reported = [&](std::string_view ending) {
      return std::ranges::any_of(subject_.not_checked,
                                 [&](const NotChecked& item) { return item.what.ends_with(ending); });
    };
    if (!reported(" bytecode files")) {
      for (NotChecked& line : bytecode_.described()) subject_.not_checked.push_back(std::move(line));
    }
    // In an archive Python runs none, and an installer writes its own over them.
    if (unused_bytecode_ != 0 && input_.times_count)
      not_checked(fmt::format("{} unused bytecode files", unused_bytecode_),
                  "Python ignores them: stale, damaged or without a source");
  }

  const OriginTools& tools_;
  const OriginInput& input_;
  Subject& subject_;
  SubjectFiles files_;
  OwnersWord owner_;
  std::vector<std::pair<std::string, std::string>> foreign_bytecode_;
  UncomparedBytecode bytecode_{input_.python};
  std::size_t unused_bytecode_ = 0;
  bool looked_inside_ = false;  ///< into the sources that differ
};

}  // namespace

void judge_numpy_origin(const OriginTools& tools, const OriginInput& input, Subject& subject) {
  NumpyOrigin(tools, input, subject).judge();
}

}  // namespace fairplay::auditor::provenance
