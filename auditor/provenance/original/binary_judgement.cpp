#include "auditor/provenance/original/binary_judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "auditor/provenance/files/file_class.h"
#include "auditor/provenance/original/other_wheels.h"
#include "auditor/wording/difference_text.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::database::FileRow;
using signatures::fingerprint::BinaryFacts;
using signatures::fingerprint::BinaryFormat;

class BinaryJudge {
 public:
  BinaryJudge(signatures::database::Database& database, const OriginInput& input, const SubjectFiles& subject,
              const KnownRelease& release, const KnownRelease::Match& reference, const Surroundings& around,
              const std::set<std::string>& beside)
      : database_(database),
        input_(input),
        subject_(subject),
        release_(release),
        reference_(reference),
        around_(around),
        beside_(beside),
        reference_files_(release.files_of(reference)) {}

  BinaryJudgement run() {
    gather();
    for (const auto& [path, file] : extensions_) judge_extension(path, *file);
    find_strays_among_unknown();
    for (const Unknown& binary : foreign_) report_foreign(binary.path);
    find_altered_among_unknown();
    for (const auto& [path, file, facts] : unknown_) judge_rebuilt(path, *facts);
    for (const auto& [path, file] : libraries_) judge_library(path, *file);
    report_removed();
    return std::move(result_);
  }

 private:
  struct Unknown {
    std::string_view path;
    const SubjectFile* file;
    const BinaryFacts* facts;
  };

  void report(DifferenceClass kind, std::string_view path, std::string detail, std::string name = {}) {
    result_.differences.push_back({kind, std::string(path), std::move(name), {}, {}, 0, std::move(detail)});
  }
  void report_rebuilt(std::string_view path, std::string_view more) {
    const auto reason = DifferenceReason::compiled_again;
    result_.differences.push_back({DifferenceClass::build,
                                   std::string(path),
                                   {},
                                   {},
                                   {},
                                   0,
                                   fmt::format("{}; {}", detail_of(reason), more),
                                   reason});
  }
  void report_missing(DifferenceClass kind, std::string_view path, std::string detail, std::string name = {}) {
    report(kind, path, std::move(detail), std::move(name));
    result_.differences.back().reason = DifferenceReason::missing;
  }
  void report(std::string_view path, const BinaryDifference& difference) {
    result_.differences.push_back({DifferenceClass::binary, std::string(path), difference.name, difference.old_text,
                                   difference.new_text, 0, difference.detail});
  }
  void leave_uncompared(std::string_view path, std::string why) {
    result_.uncompared.emplace_back(path);
    if (std::ranges::find(result_.uncompared_whys, why) == result_.uncompared_whys.end())
      result_.uncompared_whys.push_back(std::move(why));
  }

  bool is_reference(std::string_view path, const std::string& sha256) const {
    const auto row = reference_files_.find(path);
    return row != reference_files_.end() && !sha256.empty() && row->second->sha256 == sha256;
  }

  /// Sorts the subject's binaries, and examines the unknown ones.
  void gather() {
    std::set<std::string, std::less<>> keys;
    for (const auto& [path, file] : subject_.compared) {
      const FileSort sort = sort_of(path);
      if ((sort != FileSort::extension && sort != FileSort::library) || file.is_explained()) continue;
      const bool known = release_.holds(path, file.sha256);
      if (known) {
        if (sort == FileSort::extension) {
          ++result_.official;
          official_modules_[module_of_extension(path)].push_back(path);
        }
        if (!is_reference(path, file.sha256))
          report(DifferenceClass::build, path, "another artifact's of the same release");
        continue;
      }
      if (file.facts->format == BinaryFormat::elf && !file.sha256.empty()) keys.insert(file.key);
      (sort == FileSort::extension ? extensions_ : libraries_).emplace_back(path, &file);
    }
    if (!extensions_.empty() || !libraries_.empty()) {
      for (const auto& [path, known] : release_.upstream_files()) {
        if (sort_of(path) == FileSort::extension) modules_[module_of_extension(path)].push_back(known);
      }
    }
    if (!keys.empty() && input_.look_into) looked_into_ = input_.look_into(keys);
  }

  const BinaryFacts* facts_of(const SubjectFile& file) const {
    const auto found = looked_into_.find(file.key);
    return found == looked_into_.end() ? nullptr : &found->second;
  }

  /// The known binary that `facts` is a build of, with the fewest differences; nullopt where none has its build-id.
  std::optional<BinaryRelation> original_of(std::string_view path, const SubjectFile& file,
                                            const BinaryFacts& facts) const {
    std::optional<BinaryRelation> best;
    for (const KnownBinary& known : release_.with_build_id(facts.build_id)) {
      BinaryRelation relation = compare_with_original(facts, file.key, known, around_);
      const bool better = !best || relation.differences.size() < best->differences.size() ||
                          (relation.differences.size() == best->differences.size() &&
                           is_reference(path, std::string(known.row->sha256)));
      if (better) best = std::move(relation);
    }
    return best;
  }

  /// The same for a bundled library without a build-id: its loaded parts say which one it is.
  std::optional<BinaryRelation> probable_original_of(std::string_view path, const SubjectFile& file,
                                                     const BinaryFacts& facts) const {
    std::optional<BinaryRelation> best;
    if (!facts.build_id.empty()) return best;
    for (const auto& [known_path, known_file] : release_.upstream_files()) {
      if (sort_of(known_path) != FileSort::library || library_stem(known_path) != library_stem(path)) continue;
      const KnownBinary known = binary_of(known_file);
      if (known.row == nullptr || !known.row->build_id.empty() || !is_probable_original(facts, known)) continue;
      BinaryRelation relation = compare_with_original(facts, file.key, known, around_);
      if (!best || relation.differences.size() < best->differences.size()) best = std::move(relation);
    }
    return best;
  }

  std::string how_rewritten(const SubjectFile& file, const BinaryRelation& relation) const {
    const FileRow* row = release_.file_of_binary(relation.known);
    std::vector<std::string> how;
    if (row != nullptr && file.facts->entry.size < row->size) how.emplace_back("stripped");
    if (relation.other_path) how.emplace_back("with another RPATH");
    if (relation.renamed) how.emplace_back("with bundled libraries by other names");
    if (how.empty()) how.emplace_back("signed anew or rewritten outside of what is loaded");
    return fmt::format("the official binary, {}: every loaded part is equal", fmt::join(how, ", "));
  }

  /// Beside an official module there is no place for another, unless it is another Python's.
  bool is_second_binary(std::string_view path, std::string_view module) const {
    const auto official = official_modules_.find(module);
    return official != official_modules_.end() && !std::ranges::all_of(official->second, [&](std::string_view other) {
             return are_for_different_pythons(path, other);
           });
  }

  void judge_extension(std::string_view path, const SubjectFile& file) {
    const std::string_view module = module_of_extension(path);
    const auto relatives = modules_.find(module);
    if (relatives == modules_.end()) {
      foreign_.push_back({path, &file, facts_of(file)});
      return;
    }
    if (is_second_binary(path, module)) {
      report(DifferenceClass::binary, path, "a second binary of a module whose official one is there",
             dotted_name(path));
      return;
    }
    const BinaryFacts* facts = facts_of(file);
    if (facts == nullptr) {
      leave_uncompared(path,
                       file.sha256.empty() ? "their content could not be read"
                       : file.facts->format == BinaryFormat::pe
                           ? "what is inside Windows (PE) binaries is not read, and their hashes are in no database"
                       : file.facts->format == BinaryFormat::mach_o
                           ? "what is inside macOS (Mach-O) binaries is not read, and their hashes are in no database"
                           : "they could not be read as ELF files");
      return;
    }
    if (const auto relation = original_of(path, file, *facts)) {
      judge_original(path, file, *relation);
      return;
    }
    for (const KnownFile& relative : relatives->second) {
      const KnownBinary known = binary_of(relative);
      if (known.row == nullptr || (!facts->build_id.empty() && !known.row->build_id.empty()) ||
          !is_probable_original(*facts, known))
        continue;
      judge_original(path, file, compare_with_original(*facts, file.key, known, around_));
      return;
    }
    unknown_.push_back({path, &file, facts});
  }

  KnownBinary binary_of(const KnownFile& file) const {
    const auto& manifest = release_.known(file.manifest).manifest;
    return {manifest.get(), manifest->binary(file.row->sha256)};
  }

  void judge_original(std::string_view path, const SubjectFile& file, const BinaryRelation& relation) {
    const FileRow* row = release_.file_of_binary(relation.known);
    const auto original = row == nullptr ? std::nullopt : comparable_path(row->path, Layout::installed);
    if (original && module_of_extension(*original) != module_of_extension(path)) {
      ++result_.altered;
      report(DifferenceClass::binary, path, fmt::format("it is the release's {}, under another name", *original),
             dotted_name(path));
      return;
    }
    ++(relation.differences.empty() ? result_.rewritten : result_.altered);
    if (relation.differences.empty()) report(DifferenceClass::build, path, how_rewritten(file, relation));
    for (const BinaryDifference& difference : relation.differences) report(path, difference);
  }

  void report_foreign(std::string_view path) {
    report(DifferenceClass::binary, path, "an extension module that the release doesn't have", dotted_name(path));
  }

  /// A mixed tree: where some modules are official, or sources are another release's, a binary that isn't may be
  /// another release's, too.
  void find_strays_among_unknown() {
    std::vector<Unexplained> asked;
    const auto ask = [&](std::string_view path, const SubjectFile& file, const BinaryFacts* facts) {
      asked.push_back({std::string(path), file.sha256, facts == nullptr ? std::string() : facts->build_id, false});
    };
    const bool mixed = !beside_.empty() || result_.official + result_.rewritten + result_.altered != 0;
    for (const Unknown& binary : foreign_) ask(binary.path, *binary.file, binary.facts);
    if (mixed) {
      for (const Unknown& binary : unknown_) ask(binary.path, *binary.file, binary.facts);
      for (const auto& [path, file] : libraries_) {
        // Releases share builds of libraries: those of this release's build are told by their hash alone.
        const BinaryFacts* facts = facts_of(*file);
        const bool own_build = facts != nullptr && !release_.with_build_id(facts->build_id).empty();
        ask(path, *file, own_build ? nullptr : facts);
      }
    }
    std::erase_if(asked, [](const Unexplained& file) { return file.sha256.empty(); });
    if (asked.empty()) return;
    result_.strays = find_strays(database_, release_.known(0).manifest->release(), asked);
    find_strays_by_interface();
    for (const Stray& stray : result_.strays) {
      const bool module = sort_of(stray.path) == FileSort::extension;
      report(DifferenceClass::binary, stray.path, fmt::format("a binary of NumPy {}", stray.release),
             module ? dotted_name(stray.path) : std::string());
      result_.differences.back().reason = DifferenceReason::other_release;
      const auto is_it = [&](const Unknown& binary) { return binary.path == stray.path; };
      std::erase_if(unknown_, is_it);
      std::erase_if(foreign_, is_it);
      std::erase_if(libraries_, [&](const auto& library) { return library.first == stray.path; });
    }
  }

  /// A module that this release no longer has, or doesn't have yet: another release's build that no database lists has
  /// the C interface of that release's own. Releases that other files come from are asked first, then the newest.
  void find_strays_by_interface() {
    std::vector<const Unknown*> open;
    for (const Unknown& binary : foreign_) {
      const bool found = std::ranges::any_of(result_.strays, [&](const Stray& s) { return s.path == binary.path; });
      if (!found && binary.facts != nullptr && interface_is_readable(binary.facts->machine)) open.push_back(&binary);
    }
    if (open.empty()) return;
    std::vector<std::string> releases(beside_.rbegin(), beside_.rend());
    for (const Stray& stray : result_.strays) {
      if (std::ranges::find(releases, stray.release) == releases.end()) releases.push_back(stray.release);
    }
    std::vector<std::string> all = database_.releases_of("numpy");
    for (auto release = all.rbegin(); release != all.rend(); ++release) {
      if (std::ranges::find(releases, *release) == releases.end()) releases.push_back(*release);
    }
    for (const std::string& name : releases) {
      if (open.empty()) return;
      if (name == release_.known(0).manifest->release()) continue;
      const KnownRelease other(database_.manifests("numpy", name), Layout::installed);
      std::map<std::string_view, std::vector<KnownBinary>> modules;
      for (const auto& [path, file] : other.upstream_files()) {
        if (sort_of(path) != FileSort::extension) continue;
        const auto& manifest = other.known(file.manifest).manifest;
        if (const auto* row = manifest->binary(file.row->sha256))
          modules[module_of_extension(path)].push_back({manifest.get(), row});
      }
      std::erase_if(open, [&](const Unknown* binary) {
        const auto candidates = modules.find(module_of_extension(binary->path));
        const bool is_its =
            candidates != modules.end() && std::ranges::any_of(candidates->second, [&](const KnownBinary& known) {
              return interface_is_readable(known.row->machine) &&
                     compare_interfaces(*binary->facts, known).differences.empty();
            });
        if (is_its) result_.strays.push_back({std::string(binary->path), name, false});
        return is_its;
      });
    }
  }

  /// The known builds of a module for the same interpreter and platform, as its file name has them. Others say nothing:
  /// of one release's wheels for two Pythons, most modules have the same code and some don't.
  std::vector<KnownFile> namesakes_of(std::string_view path) const {
    std::vector<KnownFile> namesakes;
    const auto relatives = modules_.find(module_of_extension(path));
    if (relatives == modules_.end()) return namesakes;
    std::ranges::copy_if(relatives->second, std::back_inserter(namesakes), [&](const KnownFile& relative) {
      return comparable_path(relative.row->path, Layout::installed) == path;
    });
    return namesakes;
  }

  /// Whether one of these builds has the same parts under another build-id.
  bool is_built_as(const std::vector<KnownFile>& builds, const Unknown& binary) const {
    return std::ranges::any_of(builds, [&](const KnownFile& build) {
      const KnownBinary known = binary_of(build);
      return known.row != nullptr && has_equal_parts(*binary.facts, known);
    });
  }

  /// Who builds a NumPy builds all of its modules: with another compiler each has other code, with the same one most
  /// have the same. One or a few with other code among official ones weren't built, they were altered.
  void find_altered_among_unknown() {
    std::vector<const Unknown*> others;
    // Test modules say little of the rest: some builds leave them out, and take them from elsewhere.
    std::size_t equal = result_.rewritten + result_.altered;
    for (const auto& [module, paths] : official_modules_)
      for (const std::string_view path : paths) equal += is_test_extension(path) || namesakes_of(path).empty() ? 0 : 1;
    for (const Unknown& binary : unknown_) {
      if (is_test_extension(binary.path)) continue;
      const std::vector<KnownFile> namesakes = namesakes_of(binary.path);
      if (namesakes.empty()) return;  // no build for this interpreter and platform is known
      if (is_built_as(namesakes, binary)) {
        ++equal;
      } else {
        others.push_back(&binary);
      }
    }
    if (others.empty() || 2 * others.size() > equal) return;
    std::set<std::string_view> altered;
    for (const Unknown* binary : others) {
      ++result_.altered;
      altered.insert(binary->path);
      report(DifferenceClass::binary, binary->path,
             "its code is no official build's, while the modules beside it are official", dotted_name(binary->path));
    }
    std::erase_if(unknown_, [&](const Unknown& binary) { return altered.contains(binary.path); });
  }

  void judge_rebuilt(std::string_view path, const BinaryFacts& facts) {
    if (const auto hidden = differences_in_loading(facts, false); !hidden.empty()) {
      ++result_.altered;
      for (const BinaryDifference& difference : hidden) report(path, difference);
      return;
    }
    if (is_test_extension(path)) {
      ++result_.rebuilt;
      report_rebuilt(path, "the tables of test modules are not compared");
      return;
    }
    std::optional<BinaryRelation> best;
    bool shallow = true;
    bool other_machines = false;
    const auto better = [&](const BinaryRelation& relation) {
      if (!best) return true;
      const auto rank = [&](const BinaryRelation& of) {
        return std::tuple(of.differences.size(), of.known.row->machine != facts.machine,
                          !is_reference(path, std::string(of.known.row->sha256)));
      };
      return rank(relation) < rank(*best);
    };
    for (const KnownFile& relative : modules_.find(module_of_extension(path))->second) {
      const KnownBinary known = binary_of(relative);
      if (known.row == nullptr) continue;
      shallow = false;
      if (!interface_is_readable(facts.machine) || !interface_is_readable(known.row->machine)) continue;
      BinaryRelation relation = compare_interfaces(facts, known);
      // Another machine's code registers its ufuncs in its own way: names that were read on one side only prove
      // nothing.
      if (known.row->machine != facts.machine && relation.ufuncs_differ) {
        other_machines = true;
        continue;
      }
      if (better(relation)) best = std::move(relation);
    }
    if (!best) {
      leave_uncompared(path,
                       shallow ? "the database holds file hashes of this module only, not what is inside"
                       : other_machines
                           ? fmt::format("the database holds no {} build to compare the ufuncs with", facts.machine)
                           : fmt::format("the C interface of {} binaries is not read", facts.machine));
      return;
    }
    ++result_.rebuilt;
    for (const BinaryDifference& difference : best->differences) report(path, difference);
    if (best->differences.empty())
      report_rebuilt(path, best->known.row->machine == facts.machine
                               ? "its C interface is equal"
                               : fmt::format("its C interface equals the {} build's", best->known.row->machine));
    const auto known_ufuncs = best->known.manifest->name_list(best->known.row->ufuncs);
    for (const std::string& suspect : facts.ufunc_suspects) {
      if (!std::ranges::binary_search(known_ufuncs, std::string_view(suspect)))
        result_.suspects.push_back(fmt::format("{} ({})", suspect, path));
    }
  }

  const FileRow* library_of_reference(std::string_view path) const {
    for (const auto& [known, row] : reference_files_) {
      if (sort_of(known) == FileSort::library && library_stem(known) == library_stem(path)) return row;
    }
    return nullptr;
  }

  void judge_library(std::string_view path, const SubjectFile& file) {
    if (file.facts->lost && !release_.at(path).empty())
      return;  // reported once, with everything that could not be read
    if (const BinaryFacts* facts = facts_of(file)) {
      auto relation = original_of(path, file, *facts);
      if (!relation) relation = probable_original_of(path, file, *facts);
      if (relation) {
        if (relation->differences.empty()) report(DifferenceClass::build, path, how_rewritten(file, *relation));
        for (const BinaryDifference& difference : relation->differences) report(path, difference);
        return;
      }
    }
    if (const BinaryFacts* facts = facts_of(file))
      for (const BinaryDifference& difference : differences_in_loading(*facts, false)) report(path, difference);
    const bool replaces = library_of_reference(path) != nullptr;
    if (!result_.tree_is_official()) {
      // NEP 36: a distributor may link another BLAS.
      report(DifferenceClass::build, path,
             replaces ? "another build of a bundled library" : "a bundled library of its own");
    } else {
      report(DifferenceClass::binary, path,
             replaces ? "another library in place of the bundled one, beside official extension modules"
                      : "a library that the release doesn't have, beside official extension modules");
    }
  }

  void report_removed() {
    std::set<std::string_view> modules;
    std::set<std::string> stems;
    for (const auto& [path, file] : subject_.compared) {
      if (sort_of(path) == FileSort::extension) modules.insert(module_of_extension(path));
      if (sort_of(path) == FileSort::library) stems.insert(library_stem(path));
    }
    for (const auto& [path, row] : reference_files_) {
      const FileSort sort = sort_of(path);
      if (subject_.may_hold(path)) continue;
      if (sort == FileSort::extension && !modules.contains(module_of_extension(path))) {
        report_missing(is_test_extension(path) ? DifferenceClass::tests : DifferenceClass::binary, path,
                       "an extension module that is missing", dotted_name(path));
      } else if (sort == FileSort::library && !stems.contains(library_stem(path))) {
        report_missing(result_.tree_is_official() ? DifferenceClass::binary : DifferenceClass::build, path,
                       "a bundled library that is missing");
      }
    }
  }

  signatures::database::Database& database_;
  const OriginInput& input_;
  const SubjectFiles& subject_;
  const KnownRelease& release_;
  const KnownRelease::Match& reference_;
  const Surroundings& around_;
  const std::set<std::string>& beside_;
  std::map<std::string_view, const FileRow*> reference_files_;
  std::vector<std::pair<std::string_view, const SubjectFile*>> extensions_;
  std::vector<std::pair<std::string_view, const SubjectFile*>> libraries_;
  std::map<std::string_view, std::vector<std::string_view>> official_modules_;  ///< their paths
  std::map<std::string_view, std::vector<KnownFile>>
      modules_;  ///< upstream's extension modules, whatever interpreter they are for
  std::map<std::string, BinaryFacts> looked_into_;
  std::vector<Unknown> unknown_;
  std::vector<Unknown> foreign_;  ///< modules that the release doesn't have
  BinaryJudgement result_;
};

}  // namespace

BinaryJudgement judge_binaries(signatures::database::Database& database, const OriginInput& input,
                               const SubjectFiles& subject, const KnownRelease& release,
                               const KnownRelease::Match& reference, const Surroundings& around,
                               const std::set<std::string>& beside) {
  return BinaryJudge(database, input, subject, release, reference, around, beside).run();
}

}  // namespace fairplay::auditor::provenance
