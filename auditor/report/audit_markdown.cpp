#include <fmt/format.h>

#include "auditor/report/audit_phrases.h"
#include "auditor/report/audit_report.h"
#include "auditor/report/escape.h"
#include "auditor/report/markdown_code.h"
#include "auditor/report/original.h"

// A block to paste into an issue (GitHub Flavored Markdown): the answer, a table, the findings; the evidence is folded.
namespace fairplay::auditor::report {
namespace {

constexpr std::size_t markdown_evidence = 20;
constexpr std::size_t markdown_differences = 50;

/// Adds a line to a cell.
void add_line(std::string& cell, const std::string& line) {
  if (!cell.empty() && !line.empty()) cell += "<br>";
  cell += line;
}

std::string code_cell(std::string_view raw) { return markdown_code(raw, true); }

std::string build_cell(const Subject& subject) {
  const bool blas = subject.kind == SubjectKind::blas && !subject.blas.empty();
  std::string cell = code_cell(blas ? vendor_phrase(subject.blas.front()) : subject.name + " " + subject.version);
  add_line(cell, code_cell(subject.path));
  return cell;
}

std::string source_cell(const Subject& subject) {
  std::string cell = escape_markdown(installer_phrase(subject));
  add_line(cell, escape_markdown(environment_phrase(subject)));
  add_line(cell, escape_markdown(text_of(subject.found_as)));
  return cell;
}

std::string blas_cell(const Subject& subject) {
  std::string cell;
  if (subject.kind == SubjectKind::blas)
    return subject.blas.empty() ? "" : escape_markdown(traits_phrase(subject.blas.front()));
  for (const BlasUse* use : distinct_libraries(subject)) {
    const std::string traits = traits_phrase(*use);
    add_line(cell, escape_markdown(vendor_phrase(*use) + (traits.empty() ? "" : ", " + traits)) + ", " +
                       code_cell(origin_phrase(subject, *use)));
  }
  if (!cell.empty()) return cell;
  return !subject.compiled ? "none: never compiled" : subject.blas_complete ? "none" : "unknown";
}

std::string called(const Subject& subject) { return markdown_code(subject.name + " " + subject.version); }

std::string finding_item(const AuditResult& result, const Finding& finding) {
  std::string about;
  for (const Subject& subject : result.subjects) {
    if (subject.id == finding.subject) about = called(subject) + ": ";
  }
  const std::string label =
      finding.waived ? "waived " + std::string(name(finding.severity)) : std::string(name(finding.severity));
  std::string item =
      fmt::format("- **{}** {} {}{}\n", label, escape_markdown(finding.rule), about, escape_markdown(finding.message));
  if (finding.waived) {
    item += "  <br>Waived: " + escape_markdown(finding.waiver_reason) + "\n";
  } else if (!finding.remedy.empty() && !remedy_repeats(result, finding)) {
    item += "  <br>Remedy: " + escape_markdown(finding.remedy) + "\n";
  }
  return item;
}

void add_evidence(std::string& document, const AuditResult& result, int verbosity) {
  if (result.findings.empty()) return;
  document += "\n<details><summary>Evidence</summary>\n\n";
  for (const Finding& finding : result.findings) {
    document += fmt::format("- {} ({})\n", escape_markdown(finding.rule), markdown_code(finding.fingerprint));
    std::size_t shown = 0;
    for (const Evidence& evidence : finding.evidence) {
      if (verbosity <= 0 && shown++ == markdown_evidence) {
        document += fmt::format("  - and {} more\n", finding.evidence.size() - markdown_evidence);
        break;
      }
      const std::string line = evidence.line > 0 ? fmt::format(":{}", evidence.line) : "";
      const std::string detail = evidence.detail.empty() ? "" : ": " + escape_markdown(evidence.detail);
      document += fmt::format("  - {}{}\n", markdown_code(evidence.path + line), detail);
    }
  }
  document += "\n</details>\n";
}

/// What differs from the releases, folded; the verdict's line in the table counts it.
void add_differences(std::string& document, const AuditResult& result, int verbosity) {
  std::string items;
  for (const Subject& subject : result.subjects) {
    const Original& original = subject.original;
    const std::string nearest = nearest_phrase(subject);
    const auto [shown, rest] =
        shown_differences(original, true, verbosity > 0 ? original.differences.size() : markdown_differences);
    if (shown.empty() && nearest.empty()) continue;
    items += fmt::format("- {}{}\n", called(subject),
                         nearest.empty() ? "" : ", nearest known build " + markdown_code(nearest));
    for (const Difference* difference : shown)
      items += fmt::format("  - {}: {}\n", name(difference->kind), markdown_code(difference_phrase(*difference)));
    if (!rest.empty()) items += fmt::format("  - and {} more: {}\n", original.differences.size() - shown.size(), rest);
  }
  if (!items.empty())
    document += "\n<details><summary>Differences from the releases</summary>\n\n" + items + "\n</details>\n";
}

void add_not_checked(std::string& document, const AuditResult& result) {
  std::string items;
  const auto add = [&](const std::string& about, const NotChecked& item) {
    items += fmt::format("- {}{}: {}\n", about, escape_markdown(item.what), escape_markdown(item.why));
  };
  for (const Subject& subject : result.subjects) {
    for (const NotChecked& item : not_checked_of(subject)) add(called(subject) + ": ", item);
  }
  for (const NotChecked& item : result.not_checked) add("", item);
  if (!items.empty()) document += "\n<details><summary>Not checked</summary>\n\n" + items + "\n</details>\n";
}

}  // namespace

std::string render_markdown(const AuditResult& result, const RenderOptions& options) {
  const int verbosity = options.verbosity;
  std::string document = fmt::format("### {}\n\nfairplay {}; nothing of the builds was run.\n",
                                     escape_markdown(headline(result)), escape_markdown(result.tool_version));
  if (!result.subjects.empty()) {
    document += "\n| build | from | intact | original | BLAS |\n|---|---|---|---|---|\n";
    for (const Subject& subject : result.subjects) {
      document += fmt::format("| {} | {} | {} | {} | {} |\n", build_cell(subject), source_cell(subject),
                              escape_markdown(intact_phrase(subject.intact)), escape_markdown(origin_sentence(subject)),
                              blas_cell(subject));
    }
  }
  if (!result.findings.empty()) {
    document += "\n";
    for (const Finding& finding : result.findings) document += finding_item(result, finding);
  }
  if (!result.refused.empty()) document += "\n";
  for (const signatures::Damage& refused : result.refused) {
    const std::string place = refused.place.empty() ? "" : ", " + refused.place;
    document += fmt::format("- database refused: {}: {}\n", markdown_code(refused.file + place),
                            escape_markdown(refused.reason));
  }
  if (const auto empty = nothing_audited(result); !empty.empty()) {
    document += "\n";
    for (const signatures::Damage& damage : empty)
      document +=
          fmt::format("- nothing audited in {}: {}\n", markdown_code(damage.file), escape_markdown(damage.reason));
  }
  if (verbosity >= 0) {
    add_evidence(document, result, verbosity);
    add_differences(document, result, verbosity);
    add_not_checked(document, result);
  }
  return document;
}

}  // namespace fairplay::auditor::report
