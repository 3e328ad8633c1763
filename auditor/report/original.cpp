#include "auditor/report/original.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "auditor/report/audit_phrases.h"
#include "auditor/wording/damage_words.h"
#include "auditor/wording/difference_text.h"
#include "auditor/wording/listing.h"
#include "signatures/installers/metadata.h"

namespace fairplay::auditor::report {
namespace {

using signatures::database::Origin;

std::string_view suffix_of(std::string_view path) {
  const auto dot = path.rfind('.');
  return dot == std::string_view::npos || path.find('/', dot) != std::string_view::npos ? std::string_view()
                                                                                        : path.substr(dot);
}

bool is_source(std::string_view path) {
  const std::string_view suffix = suffix_of(path);
  return suffix == ".py" || suffix == ".pyi";
}

/// Paths that differ, each once; counts are of files, except where a class is about names.
struct Tally {
  std::set<std::string_view> binaries;   ///< of class build: rebuilt
  std::set<std::string_view> searching;  ///< library-search
  std::set<std::string_view> sources;    ///< .py of class build: generated, edit points, build scripts
  std::set<std::string_view> other_build;
  std::map<DifferenceClass, std::set<std::string_view>> others;
};

Tally tally_of(const Original& original) {
  Tally tally;
  for (const Difference& difference : original.differences) {
    const std::string_view path = difference.path;
    if (difference.kind == DifferenceClass::library_search) {
      tally.searching.insert(path);
    } else if (difference.kind != DifferenceClass::build) {
      tally.others[difference.kind].insert(path);
    } else {
      (difference.reason == DifferenceReason::compiled_again ? tally.binaries
       : is_source(path)                                     ? tally.sources
                                                             : tally.other_build)
          .insert(path);
    }
  }
  return tally;
}

void add(std::vector<std::string>& parts, std::size_t n, std::string_view one, std::string_view many) {
  if (n != 0) parts.push_back(counted(n, one, many));
}

void add_class(std::vector<std::string>& parts, std::size_t n, DifferenceClass kind) {
  if (n != 0) parts.push_back(fmt::format("{} {}", n, name(kind)));
}

std::size_t files_of(const Tally& tally, DifferenceClass kind) {
  const auto found = tally.others.find(kind);
  return found == tally.others.end() ? 0 : found->second.size();
}

/// What is harmless, in the order in which anyone would ask.
std::string harmless(const Original& original) {
  const Tally tally = tally_of(original);
  std::vector<std::string> parts;
  if (const std::size_t runtime = tally.searching.size() + tally.sources.size(); runtime != 0) {
    std::vector<std::string> kinds;
    add_class(kinds, tally.searching.size(), DifferenceClass::library_search);
    add_class(kinds, tally.sources.size(), DifferenceClass::build);
    parts.push_back(fmt::format("{} ({})", counted(runtime, "runtime file differs", "runtime files differ"),
                                fmt::join(kinds, ", ")));
  }
  for (const DifferenceClass kind : {DifferenceClass::cosmetic, DifferenceClass::tests, DifferenceClass::docs})
    add_class(parts, files_of(tally, kind), kind);
  add(parts, tally.binaries.size(), "rebuilt binary", "rebuilt binaries");
  add(parts, tally.other_build.size(), "other build file", "other build files");
  return fmt::format("{}", fmt::join(parts, ", "));
}

using Counts = std::map<DifferenceClass, std::size_t, std::greater<>>;  // gravest first

std::string class_counts(const Counts& counts) {
  std::vector<std::string> parts;
  for (const auto& [kind, n] : counts) add_class(parts, n, kind);
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string grave(const Original& original) {
  Counts counts;
  for (const Difference& difference : original.differences) {
    if (difference.kind >= DifferenceClass::private_code && difference.explained_by == ExplainedBy::nothing)
      ++counts[difference.kind];
  }
  return class_counts(counts);
}

std::string release_of(const Subject& subject) { return subject.release.value_or(subject.version); }

std::string_view kind_of_artifact(std::string_view artifact) {
  if (artifact.ends_with(".whl")) return "wheel";
  if (artifact.ends_with(".tar.gz") || artifact.ends_with(".zip")) return "sdist";
  if (artifact.ends_with(".deb") || artifact.ends_with(".rpm") || artifact.ends_with(".conda")) return "package";
  return "artifact";
}

/// "; the same as numpy-...whl, added locally": an artifact that somebody other than upstream published.
std::string same_as(const Original& original) {
  if (original.artifact.empty()) return "";
  if (original.publisher == Origin::upstream) return "; the same as " + original.artifact;
  return fmt::format("; the same as {}, {}", original.artifact,
                     original.publisher == Origin::distribution ? "a distribution's" : "which isn't upstream's");
}

std::string with_clause(const std::string& start, const std::string& clause) {
  return clause.empty() ? start : start + ": " + clause;
}

std::string of_official(const Subject& subject) {
  const Original& original = subject.original;
  const std::string sentence = fmt::format("official {} {}", kind_of_artifact(original.artifact), original.artifact);
  if (subject.kind == SubjectKind::blas)
    return fmt::format("official: as in {}{}", original.artifact,
                       original.publisher == Origin::distribution ? ", a distribution's" : "");
  return sentence;
}

std::string of_rebuilt(const Subject& subject) {
  const Original& original = subject.original;
  const std::size_t binaries = tally_of(original).binaries.size();
  if (binaries == 0) return with_clause("rebuilt " + release_of(subject), original.why);
  return fmt::format("rebuilt {} (or a wheel the database doesn't list): {}, sources and C interface equal",
                     release_of(subject), counted(binaries, "binary differs", "binaries differ"));
}

/// Another project's NumPy, by a name of its own or by what it offers to programs, rather than a release in which
/// something was changed.
bool is_fork(const Subject& subject) {
  const auto other = [](const std::string& name) {
    return !name.empty() && signatures::installers::normalised_name(name) != "numpy";
  };
  const bool packaged = subject.installer != Installer::none && subject.installer != Installer::pip;
  if (!packaged && other(subject.name)) return true;
  if (std::ranges::any_of(subject.distributions, [&](const DistributionMetadata& metadata) {
        return metadata.installs_numpy && other(metadata.name);
      }))
    return true;
  return std::ranges::any_of(subject.original.differences, [](const Difference& difference) {
    return difference.kind == DifferenceClass::api_added && difference.explained_by == ExplainedBy::nothing;
  });
}

std::string of_undisclosed(const Subject& subject) {
  const std::string start =
      is_fork(subject) ? fmt::format("modified-undisclosed: a fork of {} that doesn't say so", release_of(subject))
                       : fmt::format("modified-undisclosed: {}, changed without saying so", release_of(subject));
  return with_clause(start, grave(subject.original));
}

/// "2 empty, 1 cut off": what happened to a damaged build's files.
std::string damage_counts(const Original& original) {
  std::vector<std::string> parts;
  for (const FileDamage how : {FileDamage::missing, FileDamage::empty, FileDamage::cut_off, FileDamage::nul_bytes}) {
    const auto n = std::ranges::count(original.damaged, how, &DamagedFile::how);
    if (n != 0) parts.push_back(fmt::format("{} {}", n, words_of(how)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string of_damaged(const Subject& subject) {
  std::vector<std::string> names;
  for (const DamagedFile& file : subject.original.damaged) names.push_back(file.path);
  return fmt::format("damaged: {} but for {} ({}): {}", release_of(subject),
                     counted(names.size(), "damaged file", "damaged files"), damage_counts(subject.original),
                     first_few(names));
}

/// "12 files of 1.26.4, 2 of 1.25.0": the release with most of them first.
std::string stray_counts(const Original& original) {
  std::map<std::string, std::size_t> counts;
  for (const Stray& stray : original.strays) {
    if (!stray.recorded) ++counts[stray.release];
  }
  std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::ranges::greater{}, &std::pair<std::string, std::size_t>::second);
  std::vector<std::string> parts;
  for (const auto& [release, n] : sorted)
    parts.push_back(parts.empty() ? fmt::format("{} of {}", counted(n, "file", "files"), release)
                                  : fmt::format("{} of {}", n, release));
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// "22 binaries of its wheel for Windows x86-64".
std::string wheel_counts(const Original& original) {
  std::vector<std::string> parts;
  for (const OtherWheel& wheel : original.other_wheels)
    parts.push_back(
        fmt::format("{} of its wheel for {}", counted(wheel.modules.size(), "binary", "binaries"), wheel.made_for));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string of_mixed(const Subject& subject) {
  std::vector<std::string> parts;
  for (std::string part : {stray_counts(subject.original), wheel_counts(subject.original)}) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return fmt::format("mixed: {}, which Python would import, with {}", release_of(subject), fmt::join(parts, ", "));
}

/// What is damaged, or another release's, beside what the verdict is about.
std::string besides(const Original& original) {
  std::string text;
  if (original.verdict != OriginVerdict::mixed) {
    if (const std::string strays = stray_counts(original); !strays.empty()) text += "; besides, " + strays;
    if (const std::string wheels = wheel_counts(original); !wheels.empty()) text += "; besides, " + wheels;
  }
  if (original.verdict != OriginVerdict::damaged && !original.damaged.empty())
    text += fmt::format("; besides, {} ({})", counted(original.damaged.size(), "damaged file", "damaged files"),
                        damage_counts(original));
  return text;
}

}  // namespace

std::string_view origin_word(OriginVerdict verdict) {
  return verdict == OriginVerdict::unknown ? "original unknown" : name(verdict);
}

std::string origin_in_short(const Subject& subject) {
  const Original& original = subject.original;
  if (original.verdict == OriginVerdict::unknown) return "original unknown";
  if (subject.kind == SubjectKind::blas) return std::string(origin_word(original.verdict));
  if (original.verdict == OriginVerdict::official)
    return fmt::format("official {} of {}", kind_of_artifact(original.artifact), release_of(subject));
  return fmt::format("{} {}", origin_word(original.verdict), release_of(subject));
}

std::string origin_reason(const Original& original) {
  return original.why.empty() ? std::string(no_database) : original.why;
}

std::string origin_sentence(const Subject& subject) {
  const Original& original = subject.original;
  if (original.verdict == OriginVerdict::unknown) return "unknown: " + origin_reason(original);
  if (original.verdict == OriginVerdict::official) return of_official(subject);
  if (subject.kind == SubjectKind::blas) {
    const std::string clause = original.why.empty() ? class_counts([&] {
      Counts counts;
      for (const Difference& difference : original.differences) ++counts[difference.kind];
      return counts;
    }())
                                                    : original.why;
    return (original.why_has_verdict ? clause : with_clause(std::string(name(original.verdict)), clause)) +
           same_as(original);
  }
  switch (original.verdict) {
    case OriginVerdict::rebuilt: return of_rebuilt(subject) + same_as(original);
    case OriginVerdict::patched:
      return with_clause("patched " + release_of(subject), harmless(original)) + same_as(original);
    case OriginVerdict::damaged: return of_damaged(subject);
    case OriginVerdict::mixed: return of_mixed(subject) + besides(original);
    case OriginVerdict::modified_disclosed:
      return with_clause(fmt::format("modified-disclosed: {} changed, as its version {} says", release_of(subject),
                                     subject.version),
                         grave(original)) +
             same_as(original) + besides(original);
    case OriginVerdict::modified_undisclosed: return of_undisclosed(subject) + same_as(original) + besides(original);
    case OriginVerdict::official:
    case OriginVerdict::unknown: break;
  }
  return "unknown";
}

std::string difference_phrase(const Difference& difference) {
  const std::string text = difference_text(difference);
  return difference.path.empty() || text.empty() ? difference.path + text : difference.path + ": " + text;
}

ShownDifferences shown_differences(const Original& original, bool all, std::size_t most) {
  const auto worth_a_line = [&](const Difference& difference) {
    if (all || difference.kind >= DifferenceClass::library_search) return true;
    // The release's own code where it differs harmlessly is what a maintainer asks for; of a fork only what is grave.
    return original.verdict == OriginVerdict::patched && difference.kind == DifferenceClass::build &&
           is_source(difference.path);
  };
  ShownDifferences result;
  Counts rest;
  std::vector<const Difference*> sorted;
  for (const Difference& difference : original.differences) sorted.push_back(&difference);
  std::ranges::stable_sort(sorted, [](const Difference* a, const Difference* b) { return a->kind > b->kind; });
  for (const Difference* difference : sorted) {
    if (result.shown.size() < most && worth_a_line(*difference)) {
      result.shown.push_back(difference);
    } else {
      ++rest[difference->kind];
    }
  }
  result.rest = class_counts(rest);
  return result;
}

std::vector<std::string> other_releases_of(const Subject& subject) {
  std::map<std::string, std::size_t> files;  // those that are there by metadata alone: 0
  for (const DistributionMetadata& metadata : subject.distributions) {
    if (metadata.installs_numpy && !metadata.version.empty()) files.try_emplace(metadata.version, 0);
  }
  if (!subject.intact.record_version.empty()) files.try_emplace(subject.intact.record_version, 0);
  for (const Stray& stray : subject.original.strays) {
    if (!stray.recorded) ++files[stray.release];
  }
  files.erase(subject.version);
  std::vector<std::pair<std::string, std::size_t>> sorted(files.begin(), files.end());
  std::ranges::stable_sort(sorted, std::ranges::greater{}, &std::pair<std::string, std::size_t>::second);
  std::vector<std::string> others;
  for (auto& [release, count] : sorted) others.push_back(release);
  for (const OtherWheel& wheel : subject.original.other_wheels)
    others.push_back(fmt::format("its wheel for {}", wheel.made_for));
  return others;
}

std::string nearest_phrase(const Subject& subject) {
  const Original& original = subject.original;
  if (!original.nearest || original.nearest->artifact.empty() || original.nearest->artifact == original.artifact)
    return "";
  const double similarity =
      std::isfinite(original.nearest->similarity) ? std::clamp(original.nearest->similarity, 0.0, 1.0) : 0.0;
  // Rounded down: 100% is said of nothing that differs.
  return fmt::format("{}: {}% of the {} equal", original.nearest->artifact, static_cast<int>(similarity * 100),
                     subject.kind == SubjectKind::blas ? "library's parts" : "files");
}

std::string origin_summary(const AuditResult& result) {
  using enum OriginVerdict;
  const std::size_t all = result.subjects.size();
  if (all == 0) return "";
  std::vector<std::string> parts;
  for (const OriginVerdict verdict :
       {official, rebuilt, patched, damaged, mixed, modified_disclosed, modified_undisclosed, unknown}) {
    const auto n = static_cast<std::size_t>(std::ranges::count_if(
        result.subjects, [&](const Subject& subject) { return subject.original.verdict == verdict; }));
    if (n == all) return verdict == unknown ? "original unknown" : fmt::format("all {}", origin_word(verdict));
    if (n != 0) parts.push_back(fmt::format("{} {}", n, origin_word(verdict)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace fairplay::auditor::report
