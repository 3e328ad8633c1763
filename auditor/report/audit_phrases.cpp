#include "auditor/report/audit_phrases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "auditor/paths/portable_path.h"
#include "auditor/report/original.h"
#include "auditor/wording/listing.h"
#include "signatures/blas/scipy_openblas.h"
#include "signatures/name_parts.h"

namespace fairplay::auditor::report {
namespace {

/// " (3 changed, 1 missing)" of a broken build, where no sentence was given.
std::string deviations(const Intact& intact) {
  std::vector<std::string> parts;
  for (const auto why : {FileDeviation::Why::changed, FileDeviation::Why::missing, FileDeviation::Why::extra}) {
    const auto n = std::ranges::count(intact.failed, why, &FileDeviation::why);
    if (n != 0) parts.push_back(fmt::format("{} {}", n, name(why)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// "all intact", "8 intact, 1 not intact, 2 unknown"; empty without subjects.
std::string intact_summary(const AuditResult& result) {
  const auto of_verdict = [&](Verdict verdict) {
    return std::ranges::count_if(result.subjects,
                                 [=](const Subject& subject) { return subject.intact.verdict == verdict; });
  };
  const auto all = static_cast<std::ptrdiff_t>(result.subjects.size());
  if (all == 0) return "";
  std::vector<std::string> parts;
  struct Word {
    Verdict verdict;
    std::string_view text;
  };
  for (const Word& word :
       {Word{Verdict::yes, "intact"}, Word{Verdict::no, "not intact"}, Word{Verdict::unknown, "intact unknown"}}) {
    const auto n = of_verdict(word.verdict);
    if (n == all)
      return all == 1 || word.verdict == Verdict::no ? std::string(word.text) : fmt::format("all {}", word.text);
    if (n != 0) parts.push_back(fmt::format("{} {}", n, word.text));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// Whether something that an audit answers is left open in this build.
bool leaves_open(const Subject& subject) {
  return subject.intact.verdict == Verdict::unknown || subject.original.verdict == OriginVerdict::unknown ||
         blas_unknown(subject);
}

/// "scipy-openblas64 0.3.30.0.7/8" for "scipy-openblas64 0.3.30.0.7 or 0.3.30.0.8": only the last number differs.
std::string in_short(std::string build) {
  constexpr std::string_view between = " or ";
  for (std::size_t at = build.find(between); at != std::string::npos; at = build.find(between, at + 1)) {
    const std::size_t first = build.rfind(' ', at - 1) + 1;
    const std::size_t dot = build.rfind('.', at);
    const std::string prefix = build.substr(first, dot + 1 - first);
    if (build.compare(at + between.size(), prefix.size(), prefix) == 0)
      build.replace(at, between.size() + prefix.size(), "/");
  }
  return build;
}

/// "not looked at: other users' own NumPys (/home/ada/.local/...)"; empty where there are none.
std::string users_summary(const AuditResult& result) {
  std::vector<std::string> paths;
  for (const Subject& subject : result.subjects) {
    for (const std::string& path : subject.loads.other_users) {
      if (std::ranges::find(paths, path) == paths.end()) paths.push_back(path);
    }
  }
  return paths.empty() ? "" : fmt::format("not looked at: users' own {}, imported first by them", first_few(paths));
}

/// "python3 imports 2.2.6, 1.24.2 is hidden", "2 NumPys are hidden by others"; empty where none is.
std::string hidden_summary(const AuditResult& result) {
  std::vector<const Subject*> hidden;
  for (const Subject& subject : result.subjects) {
    if (!subject.loads.wins && !subject.loads.hidden.empty()) hidden.push_back(&subject);
  }
  if (hidden.empty()) return "";
  if (hidden.size() > 1) return fmt::format("{} are hidden by others", counted(hidden.size(), "NumPy", "NumPys"));
  const HiddenImport& import = hidden.front()->loads.hidden.front();
  return fmt::format("{} imports {}, {} is hidden", import.interpreters.front(),
                     import.winner.version.empty() ? import.winner.path : import.winner.version,
                     hidden.front()->version.empty() ? hidden.front()->path : hidden.front()->version);
}

/// What keeps `import numpy` from working, in a few words.
std::string cause_phrase(const Loads& loads) {
  using Kind = LoadProblem::Kind;
  const auto cause = std::ranges::find_if(loads.problems, &LoadProblem::on_import_chain);
  if (cause == loads.problems.end()) return "";
  const std::string_view by = signatures::base_name(cause->by);
  const std::string& here = cause->here;
  switch (cause->kind) {
    case Kind::other_python: return fmt::format("made for {}; the Python here is {}", cause->wanted, here);
    case Kind::other_machine: return fmt::format("made for {}; the Python here is for {}", cause->wanted, here);
    case Kind::other_system: return fmt::format("made for {}; the Python here runs on {}", cause->wanted, here);
    case Kind::other_libc: return fmt::format("made for {}; the C library here is {}", cause->wanted, here);
    case Kind::older_system: return fmt::format("needs {} or newer; here is {}", cause->wanted, here);
    case Kind::processor: return fmt::format("built for {}; this processor lacks {}", cause->wanted, here);
    case Kind::library_missing: return fmt::format("{} needs {}, which isn't found", by, cause->wanted);
    case Kind::unreadable: return fmt::format("{} can't be read", cause->wanted);
    case Kind::cut_off: return fmt::format("{} is cut off", cause->wanted);
    case Kind::version_missing:
      return fmt::format("{} needs {}; here is {}", by, cause->wanted, cause->newest.empty() ? here : cause->newest);
    case Kind::symbol_missing: return fmt::format("nothing defines {}, which {} needs", first_few(cause->symbols), by);
    case Kind::older_core:
      return fmt::format("{} of an older NumPy comes before {}, and NumPy's own check refuses it",
                         signatures::base_name(here), signatures::base_name(cause->wanted));
    case Kind::requires_python: break;
  }
  return "";
}

/// "can't be loaded here: CAUSE", "1 of 2 NumPys can't be loaded: CAUSE"; empty where all can, or nobody knows.
std::string loads_summary(const AuditResult& result, std::size_t numpys) {
  const auto fails = [](const Subject& subject) { return subject.loads.verdict == Verdict::no && subject.loads.wins; };
  const auto failing = static_cast<std::size_t>(std::ranges::count_if(result.subjects, fails));
  if (failing == 0) return "";
  const std::string count =
      failing == numpys ? "can't be loaded here" : fmt::format("{} of {} NumPys can't be loaded", failing, numpys);
  // Only a cause that they share can stand for them all.
  std::set<std::string> causes;
  for (const Subject& subject : result.subjects) {
    if (fails(subject)) causes.insert(subject.compiled ? cause_phrase(subject.loads) : "it was never compiled");
  }
  return causes.size() == 1 && !causes.begin()->empty() ? fmt::format("{}: {}", count, *causes.begin()) : count;
}

/// "for CPython 3.11, Linux AArch64, glibc 2.17 or newer": whom the only NumPy is made for, where no Python is known
/// that would import it. An archive's name says it.
std::string fits_summary(const AuditResult& result, std::size_t numpys) {
  if (numpys != 1) return "";
  const Subject& only = *std::ranges::find(result.subjects, SubjectKind::numpy, &Subject::kind);
  const bool open = only.loads.verdict == Verdict::unknown && only.loads.wins && only.loads.interpreter.empty();
  if (!open || only.loads.fits.empty() || only.environment.kind == Environment::Kind::file) return "";
  return fmt::format("for {}", fmt::join(only.loads.fits, "; "));
}

/// Sources that lie where packages are imported from. Nobody expects a source release to be compiled.
std::string uncompiled_summary(const AuditResult& result, std::size_t numpys) {
  const auto uncompiled = [](const Subject& subject) {
    return subject.kind == SubjectKind::numpy && !subject.compiled && subject.loads.verdict == Verdict::unknown &&
           (subject.packed || subject.environment.kind != Environment::Kind::file);
  };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(result.subjects, uncompiled));
  if (count == 0) return "";
  return count == numpys ? "never compiled, so that no Python can import it"
                         : fmt::format("{} of {} NumPys were never compiled", count, numpys);
}

/// "1.16.6 mixed with 1.15.4", "2.2.6 with metadata of 2.3.5": what INTACT-2 found; empty where it found nothing that
/// leads.
std::string mixture_summary(const AuditResult& result) {
  std::vector<std::string> mixtures;
  for (const Subject& subject : result.subjects) {
    const Finding* worst = nullptr;
    for (const Finding& finding : result.findings) {
      if (finding.rule != "INTACT-2" || finding.subject != subject.id || finding.waived || !finding.leads) continue;
      if (worst == nullptr || finding.severity > worst->severity) worst = &finding;
    }
    if (worst == nullptr) continue;
    const std::vector<std::string> others = other_releases_of(subject);
    if (others.empty()) continue;
    const std::string_view how = worst->severity == Severity::warning ? "with metadata of" : "mixed with";
    const std::string own = subject.version.empty() ? subject.path : subject.version;
    mixtures.push_back(fmt::format("{} {} {}", own, how, first_few(others)));
  }
  return mixtures.empty() ? "" : first_few(mixtures);
}

/// "pandas 2.1.4 compiled for another NumPy"; empty where nothing was.
std::string misfits_summary(const AuditResult& result) {
  std::vector<std::string> packages;
  for (const Finding& finding : result.findings) {
    if (finding.rule == "LOAD-3" && finding.leads && !finding.waived &&
        std::ranges::find(packages, finding.about) == packages.end())
      packages.push_back(finding.about);
  }
  return packages.empty() ? "" : first_few(packages) + " compiled for another NumPy";
}

}  // namespace

bool blas_unknown(const Subject& subject) {
  // In an archive it isn't known which of a machine's libraries will be taken, and nobody expects it.
  if (subject.kind != SubjectKind::numpy || !subject.compiled || subject.environment.kind == Environment::Kind::file)
    return false;
  if (subject.blas.empty()) return !subject.blas_complete;
  return std::ranges::any_of(subject.blas, [](const BlasUse& use) { return !use.identity; });
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string headline(const AuditResult& result) {
  const auto of_kind = [&](SubjectKind kind) {
    return static_cast<std::size_t>(std::ranges::count(result.subjects, kind, &Subject::kind));
  };
  const std::size_t numpys = of_kind(SubjectKind::numpy);
  const std::size_t blases = of_kind(SubjectKind::blas);
  std::vector<std::string> subjects;
  if (numpys != 0) subjects.push_back(counted(numpys, "NumPy", "NumPys"));
  if (blases != 0) subjects.push_back(counted(blases, "BLAS library", "BLAS libraries"));
  std::vector<std::string> found;
  if (const auto n = result.count(Severity::error)) found.push_back(counted(n, "error", "errors"));
  if (const auto n = result.count(Severity::warning)) found.push_back(counted(n, "warning", "warnings"));
  if (const auto n = result.count(Severity::note)) found.push_back(counted(n, "note", "notes"));
  const auto waived = static_cast<std::size_t>(std::ranges::count(result.findings, true, &Finding::waived));
  if (waived != 0) found.push_back(fmt::format("{} waived", waived));
  if (!result.refused.empty()) found.push_back(counted(result.refused.size(), "database refused", "databases refused"));
  if (subjects.empty()) subjects.emplace_back("no NumPy and no BLAS found");
  std::vector<std::string> answers;
  if (std::string loads = loads_summary(result, numpys); !loads.empty()) answers.push_back(std::move(loads));
  const std::string mixture = mixture_summary(result);
  for (std::string said :
       {uncompiled_summary(result, numpys), mixture, mixture.empty() ? fits_summary(result, numpys) : "",
        hidden_summary(result), users_summary(result), misfits_summary(result)}) {
    if (!said.empty()) answers.push_back(std::move(said));
  }
  if (result.subjects.size() == 1) {
    // The origin comes first, unless the files aren't what was installed; of a build whose origin is unknown, what is
    // known of it.
    const Subject& only = result.subjects.front();
    const bool known = only.original.verdict != OriginVerdict::unknown && only.intact.verdict != Verdict::no;
    answers.push_back(known ? origin_in_short(only) + ", " + intact_summary(result)
                            : intact_summary(result) + ", " + origin_in_short(only));
  } else if (!result.subjects.empty()) {
    answers.push_back(intact_summary(result));
    answers.push_back(origin_summary(result));
  }
  if (std::ranges::any_of(result.subjects, blas_unknown)) answers.emplace_back("BLAS unknown");
  if (result.without_built_in_database)
    answers.emplace_back("the signature database isn't beside the program, so releases are unknown");
  if (!found.empty()) {
    answers.push_back(fmt::format("{}", fmt::join(found, ", ")));
  } else if (result.unreadable.empty() && std::ranges::none_of(result.subjects, leaves_open)) {
    // Not beside an open question: it would read as an answer to it.
    answers.emplace_back("nothing to report");
  }
  const std::string start = fmt::format("{}", fmt::join(subjects, ", "));
  return answers.empty() ? start : fmt::format("{}: {}", start, fmt::join(answers, "; "));
}

std::string loads_phrase(const Loads& loads) {
  const std::string fits = loads.fits.empty() ? "" : fmt::format("it is for {}", fmt::join(loads.fits, "; "));
  switch (loads.verdict) {
    case Verdict::yes: return "yes: " + loads.why;
    case Verdict::no:
      if (const std::string cause = cause_phrase(loads); !cause.empty()) return "no: " + cause;
      return "no: " + (loads.why.empty() ? fits : loads.why);
    case Verdict::unknown: {
      const std::string why = loads.why.empty() ? "no Python was looked for" : loads.why;
      return "unknown: " + (fits.empty() ? why : fits + "; " + why);
    }
  }
  return "unknown";
}

std::string hidden_phrase(const HiddenImport& import) {
  return fmt::format("by {}, which {} imports", import.winner.path, import.interpreters.front());
}

std::string intact_phrase(const Intact& intact) {
  switch (intact.verdict) {
    case Verdict::yes:
      return fmt::format("yes: {} {} {}", grouped(intact.checked), intact.checked == 1 ? "file matches" : "files match",
                         intact.record.empty() ? "their record" : intact.record);
    case Verdict::no: return "no: " + (intact.why.empty() ? deviations(intact) : intact.why);
    case Verdict::unknown: return "unknown: " + (intact.why.empty() ? "no record that counts" : intact.why);
  }
  return "unknown";
}

std::string vendor_phrase(const BlasUse& use) {
  if (!use.identity) return "not identified";
  if (use.identity->vendor != signatures::blas::Vendor::unknown) return described(*use.identity);
  return use.identity->version.empty() ? "BLAS of unknown vendor" : "BLAS of unknown vendor " + use.identity->version;
}

std::string published_build(const BlasUse& use) {
  if (!use.identity) return "";
  return signatures::blas::scipy_openblas_build(signatures::base_name(use.path), use.identity->version);
}

std::string traits_phrase(const BlasUse& use) {
  std::vector<std::string> traits;
  if (!use.identity) return "";
  const auto& identity = *use.identity;
  if (identity.integers != signatures::blas::IntegerWidth::unknown) traits.emplace_back(name(identity.integers));
  if (identity.threading != signatures::blas::Threading::unknown) traits.emplace_back(name(identity.threading));
  if (identity.has_lapack && !identity.has_blas && !identity.has_cblas) traits.emplace_back("LAPACK only");
  if (const std::string build = published_build(use); !build.empty()) traits.push_back(in_short(build));
  return fmt::format("{}", fmt::join(traits, ", "));
}

std::string origin_phrase(const Subject& subject, const BlasUse& use) {
  const std::string path = path_beside(subject, use.path);
  const std::string asked = use.chain.empty() || use.chain.front() == use.path ? "" : use.chain.front();
  switch (use.how) {
    case BlasHow::bundled: return "bundled: " + path;
    case BlasHow::alternatives: return (asked.empty() ? "by alternatives: " : asked + " by alternatives: ") + path;
    case BlasHow::linked: return (asked.empty() ? "linked: " : asked + " links to ") + path;
  }
  return path;
}

std::string installer_phrase(const Subject& subject) {
  const std::string who =
      subject.installer_name.empty() ? std::string(name(subject.installer)) : subject.installer_name;
  if (subject.installer == Installer::none && subject.installer_name.empty()) return subject.package.value_or("");
  // pip's package is the subject itself: its name would only be repeated.
  const bool repeats = subject.installer == Installer::pip && subject.kind == SubjectKind::numpy;
  return subject.package && !repeats ? who + " " + *subject.package : who;
}

std::string environment_phrase(const Subject& subject) {
  const std::string& folder = subject.environment.name;
  const bool repeated = folder.starts_with('/') && subject.path.starts_with(folder);
  return repeated ? std::string(name(subject.environment.kind)) : text_of(subject.environment);
}

std::vector<const BlasUse*> distinct_libraries(const Subject& subject) {
  std::vector<const BlasUse*> libraries;
  std::set<std::string_view> seen;
  for (const BlasUse& use : subject.blas) {
    if (seen.insert(use.path).second) libraries.push_back(&use);
  }
  return libraries;
}

std::vector<const Finding*> findings_of(const AuditResult& result, std::string_view subject) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : result.findings) {
    if (finding.subject == subject) findings.push_back(&finding);
  }
  return findings;
}

bool remedy_repeats(const AuditResult& result, const Finding& finding) {
  for (const Finding& earlier : result.findings) {
    if (&earlier == &finding) return false;
    if (!earlier.waived && earlier.subject == finding.subject && earlier.rule == finding.rule &&
        earlier.remedy == finding.remedy)
      return true;
  }
  return false;
}

std::vector<NotChecked> not_checked_of(const Subject& subject) {
  std::vector<NotChecked> all = subject.not_checked;
  const bool unsaid = subject.original.verdict == OriginVerdict::unknown &&
                      std::ranges::find(all, NotChecked::About::original, &NotChecked::about) == all.end();
  if (unsaid) all.insert(all.begin(), {"original", origin_reason(subject.original), NotChecked::About::original});
  return all;
}

std::vector<signatures::Damage> nothing_audited(const AuditResult& result) {
  std::vector<signatures::Damage> empty;
  std::ranges::copy_if(result.unreadable, std::back_inserter(empty),
                       [](const signatures::Damage& damage) { return !damage.grave; });
  return empty;
}

}  // namespace fairplay::auditor::report
