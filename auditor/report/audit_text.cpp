#include <fmt/format.h>

#include <algorithm>

#include "auditor/report/audit_phrases.h"
#include "auditor/report/audit_report.h"
#include "auditor/report/code_points.h"
#include "auditor/report/escape.h"
#include "auditor/report/original.h"
#include "auditor/report/probe_phrases.h"
#include "auditor/report/wrap.h"
#include "auditor/wording/listing.h"

// The report that people read first: the answer in one line, then a few lines for each build. -v adds evidence and
// what was not checked.
namespace fairplay::auditor::report {
namespace {

constexpr std::size_t columns = 100;
constexpr std::size_t most_evidence = 50;
constexpr std::size_t text_differences = 10;
constexpr std::size_t text_differences_verbose = 1000;

enum class Paint { bold, red, yellow, cyan, green, dim };

class Writer {
 public:
  explicit Writer(const RenderOptions& options) : options_(options) {}

  std::string paint(Paint paint, std::string_view text) const {
    if (!options_.color) return std::string(text);
    constexpr const char* codes[] = {"1", "31", "33", "36", "32", "2"};
    return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(paint)], text);
  }
  void line(std::string_view text) {
    // A subject's text may end in blanks, but lines must not.
    const auto end = text.find_last_not_of(' ');
    document_ += text.substr(0, end == std::string_view::npos ? 0 : end + 1);
    document_ += '\n';
  }
  bool verbose() const { return options_.verbosity > 0; }
  std::string take() { return std::move(document_); }

 private:
  const RenderOptions& options_;
  std::string document_;
};

Paint paint_of(Severity severity) {
  switch (severity) {
    case Severity::error: return Paint::red;
    case Severity::warning: return Paint::yellow;
    case Severity::note: return Paint::cyan;
  }
  return Paint::red;
}

Paint paint_of(Verdict verdict) {
  return verdict == Verdict::yes ? Paint::green : verdict == Verdict::no ? Paint::red : Paint::yellow;
}

Paint paint_of(OriginVerdict verdict) {
  switch (verdict) {
    case OriginVerdict::official:
    case OriginVerdict::rebuilt:
    case OriginVerdict::patched: return Paint::green;
    case OriginVerdict::damaged:
    case OriginVerdict::mixed:
    case OriginVerdict::modified_undisclosed: return Paint::red;
    case OriginVerdict::modified_disclosed:
    case OriginVerdict::unknown: return Paint::yellow;
  }
  return Paint::yellow;
}

/// Paints the first word of an already escaped text.
std::string paint_word(const Writer& out, Paint paint, const std::string& text) {
  const auto end = text.find_first_of(" :\n");
  return out.paint(paint, text.substr(0, end)) + (end == std::string::npos ? "" : text.substr(end));
}

void write_evidence(Writer& out, const Finding& finding) {
  std::size_t shown = 0;
  for (const Evidence& evidence : finding.evidence) {
    if (shown++ == most_evidence) {
      out.line(fmt::format("      and {} more; --format json lists all", finding.evidence.size() - most_evidence));
      break;
    }
    const std::string place = evidence.line > 0 ? fmt::format("{}:{}", evidence.path, evidence.line) : evidence.path;
    out.line("      " + escape_terminal(place.empty() || evidence.detail.empty() ? place + evidence.detail
                                                                                 : place + ": " + evidence.detail));
  }
}

void write_finding(Writer& out, const AuditResult& result, const Finding& finding) {
  const std::string label =
      fmt::format("{} {}", finding.waived ? "waived" : name(finding.severity), escape_terminal(finding.rule));
  const std::string text = label + ": " + escape_terminal(finding.message);
  const std::string lines = wrapped(text, "  ", "    ", columns);
  // The label stays on the first line however the rest wraps, unless the rule's id is absurdly long.
  const bool whole = lines.starts_with("  " + label);
  const Paint paint = finding.waived ? Paint::dim : paint_of(finding.severity);
  out.line(whole ? "  " + out.paint(paint, label) + lines.substr(2 + label.size()) : lines);
  if (finding.waived) {
    out.line(wrapped("reason: " + escape_terminal(finding.waiver_reason), "    ", "    ", columns));
  } else if (!finding.remedy.empty() && !remedy_repeats(result, finding)) {
    out.line(wrapped("remedy: " + escape_terminal(finding.remedy), "    ", "    ", columns));
  }
  if (out.verbose()) {
    write_evidence(out, finding);
    out.line("      fingerprint " + escape_terminal(finding.fingerprint));
  }
}

void write_not_checked(Writer& out, const std::vector<NotChecked>& all, std::string_view indent) {
  for (const NotChecked& item : all)
    out.line(fmt::format("{}not checked  {}", indent, escape_terminal(item.what + ": " + item.why)));
}

/// "dpkg python3-numpy 1:1.24.2-1, system".
std::string provenance(const Subject& subject) {
  const std::string installer = installer_phrase(subject);
  const std::string environment = environment_phrase(subject);
  return installer.empty() || environment.empty() ? installer + environment : installer + ", " + environment;
}

/// Heading and path on one line where they fit.
void write_heading(Writer& out, const std::string& title, const std::string& about, const std::string& path) {
  const std::string rest = about.empty() ? "" : "  " + about;
  const bool fits = width(title) + width(rest) + 2 + width(path) <= columns;
  out.line(out.paint(Paint::bold, title) + rest + (fits ? "  " + path : ""));
  if (!fits) out.line("  " + path);
}

bool same(const NotChecked& a, const NotChecked& b) { return a.what == b.what && a.why == b.why; }

bool holds(const std::vector<NotChecked>& all, const NotChecked& wanted) {
  return std::ranges::any_of(all, [&](const NotChecked& item) { return same(item, wanted); });
}

/// What was not checked in any of several builds: printed once, at the end.
std::vector<NotChecked> unchecked_everywhere(const AuditResult& result) {
  std::vector<NotChecked> everywhere;
  if (result.subjects.size() < 2) return everywhere;
  for (const NotChecked& item : not_checked_of(result.subjects.front())) {
    const bool all = std::ranges::all_of(result.subjects,
                                         [&](const Subject& subject) { return holds(not_checked_of(subject), item); });
    if (all) everywhere.push_back(item);
  }
  return everywhere;
}

void write_details(Writer& out, const AuditResult& result, const Subject& subject) {
  for (const Finding* finding : findings_of(result, subject.id)) write_finding(out, result, *finding);
  if (!out.verbose()) return;
  const std::vector<NotChecked> everywhere = unchecked_everywhere(result);
  std::vector<NotChecked> own = not_checked_of(subject);
  std::erase_if(own, [&](const NotChecked& item) { return holds(everywhere, item); });
  write_not_checked(out, own, "  ");
}

void write_blas_details(Writer& out, const BlasUse& use) {
  if (!out.verbose()) return;
  std::string chain;
  for (const std::string& link : use.chain) chain += (chain.empty() ? "" : " -> ") + link;
  if (use.chain.size() > 1) out.line("            found by " + escape_terminal(chain));
  if (use.identity && !use.identity->configuration.empty())
    out.line("            calls itself " + escape_terminal(use.identity->configuration));
}

/// The differences, gravest first, under the verdict's line; then the nearest known build.
void write_differences(Writer& out, const Subject& subject) {
  const Original& original = subject.original;
  const auto [shown, rest] =
      shown_differences(original, out.verbose(), out.verbose() ? text_differences_verbose : text_differences);
  std::size_t longest = 0;
  for (const Difference* difference : shown) longest = std::max(longest, name(difference->kind).size());
  for (const Difference* difference : shown) {
    out.line(fmt::format("            {:<{}}  {}", name(difference->kind), longest,
                         escape_terminal(difference_phrase(*difference))));
  }
  // For a patched or rebuilt NumPy the verdict's line counts all of them.
  const bool counted_above = original.verdict == OriginVerdict::patched || original.verdict == OriginVerdict::rebuilt;
  if (out.verbose() && !rest.empty()) {
    out.line(fmt::format("            and {} more differences; --format json lists all",
                         original.differences.size() - shown.size()));
  } else if (!rest.empty() && !counted_above) {
    out.line(fmt::format("            and {}; -v lists them", rest));
  }
}

void write_nearest(Writer& out, const Subject& subject) {
  if (const std::string nearest = nearest_phrase(subject); !nearest.empty())
    out.line("  nearest   " + escape_terminal(nearest));
}

void write_trust(Writer& out, const Original& original) {
  if (!out.verbose() || original.database.empty()) return;
  out.line("            going by " +
           escape_terminal(original.database +
                           (original.signed_by.empty() ? "" : ", vouched for by " + original.signed_by)));
}

/// The verdict's line behind `label`, which is as wide as the indent of what follows.
void write_verdict(Writer& out, const Subject& subject, std::string_view label) {
  const std::string lines =
      wrapped(escape_terminal(origin_sentence(subject)), label, std::string(label.size(), ' '), columns);
  out.line(lines.substr(0, label.size()) +
           paint_word(out, paint_of(subject.original.verdict), lines.substr(label.size())));
}

/// What would make an unknown origin known; -v lists it under what was not checked.
void write_advice(Writer& out, const Subject& subject) {
  const auto item = std::ranges::find(subject.not_checked, NotChecked::About::original, &NotChecked::about);
  if (out.verbose() || subject.original.verdict != OriginVerdict::unknown || item == subject.not_checked.end()) return;
  if (item->why != origin_reason(subject.original))
    out.line(wrapped(escape_terminal(item->why), "            ", "            ", columns));
}

void write_original(Writer& out, const Subject& subject) {
  write_verdict(out, subject, "  original  ");
  write_advice(out, subject);
  write_differences(out, subject);
  write_trust(out, subject.original);
}

/// A build that nobody imports here, in a line or two; -v has it in full. False where it is none.
bool write_hidden(Writer& out, const AuditResult& result, const Subject& subject) {
  if (subject.loads.wins || subject.loads.hidden.empty()) return false;
  out.line("  hidden    " + escape_terminal(hidden_phrase(subject.loads.hidden.front())));
  if (out.verbose()) return false;
  std::size_t folded = 0;
  for (const Finding* finding : findings_of(result, subject.id)) {
    if (finding->severity == Severity::note || finding->waived) {
      ++folded;
    } else {
      write_finding(out, result, *finding);
    }
  }
  if (folded != 0)
    out.line(fmt::format("            {} about it; -v shows {}", counted(folded, "note", "notes"),
                         folded == 1 ? "it" : "them"));
  return true;
}

void write_numpy(Writer& out, const AuditResult& result, const Subject& subject) {
  write_heading(out, escape_terminal(subject.name + " " + subject.version), escape_terminal(provenance(subject)),
                escape_terminal(subject.path));
  if (write_hidden(out, result, subject)) return;
  if (subject.loads.verdict != Verdict::unknown || !subject.loads.fits.empty() || !subject.compiled || out.verbose()) {
    const std::string lines =
        wrapped(escape_terminal(loads_phrase(subject.loads)), "  loads     ", "            ", columns);
    out.line(lines.substr(0, 12) + paint_word(out, paint_of(subject.loads.verdict), lines.substr(12)));
  }
  out.line("  intact    " +
           paint_word(out, paint_of(subject.intact.verdict), escape_terminal(intact_phrase(subject.intact))));
  write_original(out, subject);
  const auto libraries = distinct_libraries(subject);
  if (libraries.empty()) {
    out.line(!subject.compiled       ? "  blas      none: it was never compiled, so it can't be imported"
             : subject.blas_complete ? "  blas      none: no extension module needs one"
                                     : "  blas      " + out.paint(Paint::yellow, "unknown") + ": none was found");
  }
  for (const BlasUse* use : libraries) {
    const std::string traits = traits_phrase(*use);
    out.line("  blas      " + escape_terminal(vendor_phrase(*use) + (traits.empty() ? "" : ", " + traits) + ", " +
                                              origin_phrase(subject, *use)));
    write_blas_details(out, *use);
  }
  if (out.verbose()) {
    for (const auto& claim : subject.claims) {
      const std::string version = claim.version.empty() ? "" : " " + claim.version;
      out.line("  claims    " + escape_terminal(claim.what + ": " + claim.name + version));
    }
  }
  // For a modified build the nearest known one is part of the answer; for others it is a detail.
  const bool modified = subject.original.verdict == OriginVerdict::modified_disclosed ||
                        subject.original.verdict == OriginVerdict::modified_undisclosed;
  if (modified || out.verbose()) write_nearest(out, subject);
  write_details(out, result, subject);
}

std::string_view intact_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::yes: return "intact";
    case Verdict::no: return "not intact";
    case Verdict::unknown: return "intact unknown";
  }
  return "intact unknown";
}

/// The archive that holds a library, which is then listed by its name in the archive; empty for files on disk.
std::string_view archive_of(const Subject& subject) {
  if (subject.environment.kind != Environment::Kind::file || subject.blas.empty() || subject.blas.front().chain.empty())
    return {};
  const std::string& member = subject.blas.front().chain.front();
  const std::string_view path = subject.path;
  return path.ends_with("/" + member) ? path.substr(0, path.size() - member.size() - 1) : std::string_view();
}

/// A library's verdicts, where its group's line doesn't have them.
std::string standing(const Writer& out, const Subject& subject, bool intact, bool origin, std::string_view between) {
  std::string words = intact ? out.paint(paint_of(subject.intact.verdict), intact_word(subject.intact.verdict)) : "";
  if (origin)
    words += (words.empty() ? "" : std::string(between)) +
             out.paint(paint_of(subject.original.verdict), origin_word(subject.original.verdict));
  return words;
}

/// Whose libraries these are: "pip scipy 1.14.1, venv". Where no installer answers for them, by their own names:
/// "libopenblas.so.0, folder".
std::string heading_of(const std::vector<const Subject*>& group) {
  const std::string about = provenance(*group.front());
  if (about.empty()) return "BLAS";
  if (!installer_phrase(*group.front()).empty()) return escape_terminal(about);
  std::vector<std::string> names;
  for (const Subject* subject : group) {
    if (std::ranges::find(names, subject->name) == names.end()) names.push_back(subject->name);
  }
  return escape_terminal(first_few(names) + ", " + about);
}

/// The libraries of one package or place: one line with their owner and verdicts, then a line for each.
void write_blas_group(Writer& out, const AuditResult& result, const std::vector<const Subject*>& group) {
  const Verdict first = group.front()->intact.verdict;
  const OriginVerdict origin = group.front()->original.verdict;
  const bool agree =
      std::ranges::all_of(group, [=](const Subject* subject) { return subject->intact.verdict == first; });
  const bool origins_agree =
      std::ranges::all_of(group, [=](const Subject* subject) { return subject->original.verdict == origin; });
  const std::string verdict = standing(out, *group.front(), agree, origins_agree, "; ");
  const std::string archive = escape_terminal(archive_of(*group.front()));
  out.line(out.paint(Paint::bold, heading_of(group)) + (verdict.empty() ? "" : ": " + verdict) +
           (archive.empty() ? "" : "  " + archive));
  for (const Subject* subject : group) {
    const BlasUse none;
    const BlasUse& use = subject->blas.empty() ? none : subject->blas.front();
    const bool member = !archive.empty();
    std::string text = vendor_phrase(use);
    for (const std::string& phrase : {traits_phrase(use), member ? std::string() : text_of(subject->found_as)})
      text += phrase.empty() ? "" : ", " + phrase;
    const std::string words = standing(out, *subject, !agree, !origins_agree, ", ");
    const std::string own = words.empty() ? "" : fmt::format(" ({})", words);
    out.line(fmt::format("  {}{}: {}", escape_terminal(text), own,
                         escape_terminal(member ? use.chain.front() : subject->path)));
    if (out.verbose()) out.line("            intact    " + escape_terminal(intact_phrase(subject->intact)));
    const bool shown_above =
        subject->original.verdict == OriginVerdict::official || subject->original.verdict == OriginVerdict::unknown;
    if (out.verbose() || !shown_above) {
      write_verdict(out, *subject, "            original  ");
      write_differences(out, *subject);
      write_trust(out, subject->original);
    }
    write_blas_details(out, use);
    write_details(out, result, *subject);
  }
}

/// BLAS subjects grouped by owner, in order of appearance.
std::vector<std::vector<const Subject*>> blas_groups(const AuditResult& result) {
  std::vector<std::vector<const Subject*>> groups;
  for (const Subject& subject : result.subjects) {
    if (subject.kind != SubjectKind::blas) continue;
    const auto group = std::ranges::find_if(groups, [&](const auto& known) {
      return provenance(*known.front()) == provenance(subject) && archive_of(*known.front()) == archive_of(subject);
    });
    if (group == groups.end()) {
      groups.push_back({&subject});
    } else {
      group->push_back(&subject);
    }
  }
  return groups;
}

void write_refused(Writer& out, const AuditResult& result) {
  for (const signatures::Damage& refused : result.refused) {
    const std::string place = refused.place.empty() ? "" : ", " + refused.place;
    out.line(fmt::format("{}  {}", out.paint(Paint::red, "database refused"),
                         escape_terminal(fmt::format("{}{}: {}", refused.file, place, refused.reason))));
  }
}

void write_nothing_audited(Writer& out, const AuditResult& result) {
  for (const signatures::Damage& empty : nothing_audited(result))
    out.line(fmt::format("nothing audited  {}: {}", escape_terminal(empty.file), escape_terminal(empty.reason)));
}

std::string quiet(const AuditResult& result, Writer& out) {
  for (const Finding& finding : result.findings) {
    if (finding.waived || finding.severity != Severity::error) continue;
    const auto subject = std::ranges::find(result.subjects, finding.subject, &Subject::id);
    const std::string about = subject == result.subjects.end() ? "" : escape_terminal(subject->path) + ": ";
    out.line(fmt::format("{} {}: {}{}", out.paint(Paint::red, "error"), escape_terminal(finding.rule), about,
                         escape_terminal(finding.message)));
  }
  write_refused(out, result);
  write_nothing_audited(out, result);
  return out.take();
}

/// The answers to the fourth question.
void write_soundness(Writer& out, const AuditResult& result) {
  out.line("");
  for (const behaviour::ProbedLibrary& library : result.probed->libraries)
    out.line("sound?  " + escape_terminal(probe_headline(library)));
  if (result.probed->libraries.empty()) out.line("sound?  nothing could be probed");
}

/// How to answer the fourth question, which an audit leaves open, if there is a BLAS to run. A library inside an
/// archive is probed by naming the archive.
void write_how_to_probe(Writer& out, const AuditResult& result) {
  if (result.probed) return write_soundness(out, result);
  const auto with_blas = std::ranges::find_if(result.subjects, [](const Subject& subject) {
    return !subject.blas.empty() && !subject.gone &&
           (subject.kind == SubjectKind::numpy || subject.environment.kind != Environment::Kind::file);
  });
  if (with_blas == result.subjects.end()) return;
  out.line("");
  out.line(out.paint(Paint::dim, fmt::format("sound?  not probed; this runs it, in child processes: fairplay probe {}",
                                             escape_terminal(with_blas->path))));
}

/// Where an audit of the machine looked: "nothing found" is worth no more than that.
void write_places(Writer& out, const AuditResult& result) {
  if (result.places.empty()) return;
  out.line("");
  if (out.verbose()) {
    for (const SearchedPlace& place : result.places)
      out.line(fmt::format("{:<11}  {}", place.state == SearchedPlace::State::skipped ? "not looked" : "looked in",
                           escape_terminal(place.path + ": " + place.what)));
    return;
  }
  std::vector<std::string> skipped;
  for (const SearchedPlace& place : result.places) {
    if (place.state == SearchedPlace::State::skipped) skipped.push_back(place.path);
  }
  const std::size_t searched = result.places.size() - skipped.size();
  out.line(out.paint(Paint::dim,
                     fmt::format("looked in {}; {}-v lists them", counted(searched, "place", "places"),
                                 skipped.empty() ? "" : "not in " + escape_terminal(first_few(skipped)) + "; ")));
}

/// On a machine without a NumPy: how to audit one that is elsewhere.
void write_what_to_try(Writer& out, const AuditResult& result) {
  const bool any = std::ranges::any_of(result.subjects, [](const Subject& s) { return s.kind == SubjectKind::numpy; });
  if (!result.whole_machine || any) return;
  out.line("");
  out.line("no NumPy was found on this machine; to audit one elsewhere, name it:");
  out.line("  fairplay audit PATH               a folder: a venv, site-packages, conda prefix or unpacked root");
  out.line("  fairplay audit numpy-2.3.5-*.whl  a wheel, for example from `pip download --no-deps numpy==2.3.5`");
}

}  // namespace

std::string render_text(const AuditResult& result, const RenderOptions& options) {
  Writer out(options);
  out.line(out.paint(Paint::bold, escape_terminal(headline(result))));
  if (options.verbosity < 0) return quiet(result, out);

  const std::vector<NotChecked> everywhere = unchecked_everywhere(result);
  std::size_t unchecked = result.not_checked.size() + everywhere.size();
  for (const Subject& subject : result.subjects) {
    unchecked += not_checked_of(subject).size() - everywhere.size();
    if (subject.kind != SubjectKind::numpy) continue;
    out.line("");
    write_numpy(out, result, subject);
  }
  const auto groups = blas_groups(result);
  if (!groups.empty()) out.line("");
  for (const auto& group : groups) write_blas_group(out, result, group);
  if (const auto run = findings_of(result, ""); !run.empty()) {
    out.line("");
    for (const Finding* finding : run) write_finding(out, result, *finding);
  }
  if (!result.refused.empty()) out.line("");
  write_refused(out, result);
  if (!nothing_audited(result).empty()) out.line("");
  write_nothing_audited(out, result);
  if (out.verbose() && unchecked != 0) {
    out.line("");
    for (const NotChecked& item : everywhere)
      out.line("not checked of any build  " + escape_terminal(item.what + ": " + item.why));
    write_not_checked(out, result.not_checked, "");
  } else if (!out.verbose() && unchecked != 0) {
    out.line("");
    out.line(out.paint(Paint::dim, fmt::format("not checked: {} {}; -v lists them, with the evidence", unchecked,
                                               unchecked == 1 ? "thing" : "things")));
  }
  write_places(out, result);
  write_how_to_probe(out, result);
  write_what_to_try(out, result);
  return out.take();
}

}  // namespace fairplay::auditor::report
