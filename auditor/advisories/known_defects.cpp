#include "auditor/advisories/known_defects.h"

#include <fmt/format.h>

#include "auditor/paths/portable_path.h"
#include "auditor/wording/listing.h"
#include "signatures/advisories/this_cpu.h"
#include "signatures/python/platform_tag.h"

namespace fairplay::auditor {
namespace {

using signatures::advisories::Advisory;

std::vector<std::string> ids_of(const std::vector<Advisory>& advisories) {
  std::vector<std::string> ids;
  for (const Advisory& advisory : advisories) ids.push_back(advisory.id);
  return ids;
}

void say_what_depends(Subject& subject, const std::string& what, const std::vector<Advisory>& open,
                      std::string_view on) {
  if (open.empty()) return;
  subject.not_checked.push_back(
      {what, fmt::format("{} ({}) {} on the {} it will run on", counted(open.size(), "advisory", "advisories"),
                         first_few(ids_of(open)), open.size() == 1 ? "depends" : "depend", on)});
}

std::string_view system_word(signatures::python::OperatingSystem system) {
  using enum signatures::python::OperatingSystem;
  switch (system) {
    case linux: return "linux";
    case macos: return "macos";
    case windows: return "windows";
    default: return "";
  }
}

/// What a wheel says it was built for, in the words of advisories; nullopt: it doesn't say.
std::optional<std::vector<std::string>> platform_of(const Subject& subject) {
  std::vector<std::string> words;
  for (const DistributionMetadata& distribution : subject.distributions) {
    if (!distribution.installs_numpy) continue;
    for (const auto& tag : signatures::python::platforms_of_tags(distribution.wheel_tags)) {
      words.emplace_back(system_word(tag.system));
      if (tag.libc == signatures::python::Libc::musl) words.emplace_back("musl");
      // Windows and macOS have other names for the same processors.
      words.push_back(tag.machine == "i386" ? "i686" : tag.machine == "arm64" ? "aarch64" : tag.machine);
      if (tag.machine == "universal2") words.insert(words.end(), {"x86_64", "aarch64"});
    }
  }
  if (words.empty()) return std::nullopt;
  return words;
}

enum class Basis : std::uint8_t { none, release, derived };

/// What the verdict says of whose code this is.
Basis basis_of(const Subject& subject) {
  switch (subject.original.verdict) {
    case OriginVerdict::official:
    case OriginVerdict::rebuilt:
    case OriginVerdict::damaged: return Basis::release;
    case OriginVerdict::patched:
    case OriginVerdict::modified_disclosed: return Basis::derived;
    case OriginVerdict::mixed:
    case OriginVerdict::modified_undisclosed:
    case OriginVerdict::unknown: break;
  }
  return Basis::none;
}

}  // namespace

std::vector<KnownDefects> known_defects(std::span<Subject> subjects, const std::set<std::string, std::less<>>& run_here,
                                        const signatures::advisories::Book& book) {
  const std::vector<std::string> here = signatures::advisories::kernels_of_this_cpu();
  std::vector<KnownDefects> known;
  for (Subject& subject : subjects) {
    const auto kernels = run_here.contains(subject.id) ? std::optional(here) : std::nullopt;
    std::set<std::string> seen;  // a NumPy has several extension modules, and they need one BLAS
    for (const BlasUse& use : subject.blas) {
      if (!use.identity || !seen.insert(use.path).second) continue;
      auto matches = match(book, *use.identity, kernels);
      const std::string what = fmt::format("known defects of {}", path_beside(subject, use.path));
      if (!matches.unknown.empty()) subject.not_checked.push_back({what, matches.unknown});
      say_what_depends(subject, what, matches.depends_on_machine, "CPU");
      if (!matches.affected.empty())
        known.push_back({subject.id, use.path, *use.identity, std::move(matches.affected)});
    }
  }
  return known;
}

std::vector<KnownNumpyDefects> known_numpy_defects(std::span<Subject> subjects,
                                                   const std::set<std::string, std::less<>>& run_here,
                                                   const signatures::advisories::Book& book) {
  std::vector<KnownNumpyDefects> known;
  for (Subject& subject : subjects) {
    if (subject.kind != SubjectKind::numpy) continue;
    signatures::advisories::NumpyRelease release;
    release.version = subject.release.value_or(subject.version);
    release.platform = platform_of(subject);
    if (run_here.contains(subject.id)) {
      release.platform = signatures::advisories::this_platform();
      release.features = signatures::advisories::features_of_this_cpu();
    }
    auto matches = match(book, release);
    const std::string what = "known defects of NumPy";
    if (!matches.unknown.empty()) subject.not_checked.push_back({what, matches.unknown});
    const Basis basis = basis_of(subject);
    if (basis == Basis::none) {
      if (!matches.affected.empty())
        subject.not_checked.push_back(
            {what, fmt::format("NumPy {} has {} ({}); whether this build has them isn't known, because it {}",
                               release.version, counted(matches.affected.size(), "known defect", "known defects"),
                               first_few(ids_of(matches.affected)),
                               subject.original.verdict == OriginVerdict::unknown ? "isn't known to be that release"
                                                                                  : "isn't that release's code")});
      continue;
    }
    say_what_depends(subject, what, matches.depends_on_machine, "machine");
    if (!matches.affected.empty())
      known.push_back(
          {subject.id, subject.path, release.version, basis == Basis::derived, std::move(matches.affected)});
  }
  return known;
}

}  // namespace fairplay::auditor
