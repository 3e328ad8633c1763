#include "auditor/judgement/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "auditor/paths/glob.h"
#include "signatures/digest.h"

namespace fairplay::auditor::judgement {
namespace {

using checks::Check;
using checks::Hit;
using rules::Rule;
using rules::Waiver;

/// Puts values in place of {names}, in one pass: a value that looks like a placeholder stays text.
std::string fill(std::string_view message, const std::vector<std::pair<std::string, std::string>>& values) {
  std::string filled;
  while (!message.empty()) {
    const auto open = message.find('{');
    filled += message.substr(0, open);
    if (open == std::string_view::npos) break;
    message.remove_prefix(open);
    const auto close = message.find('}');
    const auto value = close == std::string_view::npos
                           ? values.end()
                           : std::ranges::find(values, message.substr(1, close - 1),
                                               [](const auto& pair) { return std::string_view(pair.first); });
    if (value == values.end()) {
      filled += '{';
      message.remove_prefix(1);
    } else {
      filled += value->second;
      message.remove_prefix(close + 1);
    }
  }
  return filled;
}

std::string fingerprint_of(std::string_view rule, const Hit& hit, const Subject* subject) {
  std::string facts;
  for (const std::string_view part :
       {rule, std::string_view(hit.case_name), subject != nullptr ? name(subject->kind) : std::string_view(),
        subject != nullptr ? std::string_view(subject->name) : std::string_view(), std::string_view(hit.identity)}) {
    facts += part;
    facts += '\0';
  }
  return signatures::sha256_hex(std::as_bytes(std::span(facts))).substr(0, 16);
}

Finding finding_of(const Rule& rule, Hit hit, const Subject* subject) {
  Finding finding;
  finding.rule = rule.id;
  finding.subject = hit.subject;
  finding.leads = hit.leads;
  finding.about = std::move(hit.about);
  finding.fingerprint = fingerprint_of(rule.id, hit, subject);
  finding.evidence = std::move(hit.evidence);
  const auto remedy = rule.remedies.find(hit.remedy);
  finding.remedy = fill(remedy == rule.remedies.end() ? rule.remedy : remedy->second, hit.values);
  const auto found = rule.cases.find(hit.case_name);
  if (found == rule.cases.end()) {
    finding.severity = Severity::error;
    finding.message = fmt::format("{} fired with \"{}\", a case the rules file doesn't have", rule.id, hit.case_name);
  } else {
    finding.severity = found->second.severity;
    finding.message = fill(found->second.message, hit.values);
  }
  return finding;
}

bool covers(const Waiver& waiver, const Finding& finding, const Subject* subject) {
  if (waiver.rule != finding.rule) return false;
  if (waiver.fingerprint && *waiver.fingerprint != finding.fingerprint) return false;
  if (!waiver.subject) return true;
  if (subject == nullptr) return false;
  return glob_matches(*waiver.subject, subject->name) ||
         glob_matches(*waiver.subject, subject->name + "==" + subject->version) ||
         glob_matches(*waiver.subject, subject->path);
}

std::string called(const Waiver& waiver) {
  return fmt::format("the waiver for {} in line {}", waiver.rule, waiver.line);
}

using SubjectIndex = std::map<std::string_view, std::size_t>;

const Subject* subject_of(const AuditResult& result, const SubjectIndex& index, const std::string& id) {
  const auto at = index.find(id);
  return at == index.end() ? nullptr : &result.subjects[at->second];
}

void apply(std::span<const rules::Waiver> waivers, const std::string& today, const SubjectIndex& index,
           AuditResult& result) {
  for (const Waiver& waiver : waivers) {
    std::size_t covered = 0;
    // Dates are ISO 8601 and of one length, so text order is their order.
    const bool expired = waiver.expires && *waiver.expires < today;
    for (Finding& finding : result.findings) {
      if (!covers(waiver, finding, subject_of(result, index, finding.subject))) continue;
      ++covered;
      if (expired || finding.waived) continue;
      finding.waived = true;
      finding.waiver_reason = waiver.reason;
    }
    if (expired) {
      result.not_checked.push_back(
          {called(waiver), fmt::format("it expired on {} and waives nothing", *waiver.expires)});
    } else if (covered == 0) {
      result.not_checked.push_back({called(waiver), "no finding matches it; it can go"});
    }
  }
}

}  // namespace

std::vector<rules::Required> required_by_checks() {
  std::vector<rules::Required> required;
  for (const Check* check : checks::all_checks()) {
    required.push_back(
        {check->rule, {check->cases.begin(), check->cases.end()}, {check->lists.begin(), check->lists.end()}});
  }
  return required;
}

void judge(AuditResult& result, const rules::RuleBook& book, std::span<const rules::Waiver> waivers,
           const std::string& today) {
  SubjectIndex index;
  for (std::size_t i = 0; i < result.subjects.size(); ++i) index.emplace(result.subjects[i].id, i);

  for (const Check* check : checks::all_checks()) {
    const auto rule = book.rules.find(std::string(check->rule));
    if (rule == book.rules.end()) {
      result.not_checked.push_back({std::string(check->rule), "the rules file doesn't have this rule"});
      continue;
    }
    for (Hit& hit : check->run(
             {result.subjects, result.unreadable, result.known_defects, result.known_numpy_defects, rule->second})) {
      const Subject* subject = subject_of(result, index, hit.subject);
      const bool about_import = hit.about_import;
      result.findings.push_back(finding_of(rule->second, std::move(hit), subject));
      // What is wrong with a build that nobody imports here concerns nobody yet.
      if (subject != nullptr && !subject->loads.wins && !about_import) result.findings.back().severity = Severity::note;
    }
  }
  const auto rank = [&](const Finding& finding) {
    const auto at = index.find(finding.subject);
    return at == index.end() ? result.subjects.size() : at->second;
  };
  std::ranges::stable_sort(result.findings, [&](const Finding& a, const Finding& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    if (a.severity != b.severity) return a.severity > b.severity;
    if (a.leads != b.leads) return a.leads;
    return std::tie(a.rule, a.fingerprint) < std::tie(b.rule, b.fingerprint);
  });
  apply(waivers, today, index, result);
}

}  // namespace fairplay::auditor::judgement
