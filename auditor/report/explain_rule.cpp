#include <fmt/format.h>

#include "auditor/report/escape.h"
#include "auditor/report/explain_parts.h"
#include "auditor/report/wrap.h"

// The words of a rule or topic as rules.yaml has them. A user's rules file is input like any other: it is escaped too.
namespace fairplay::auditor::report {

std::string explanation_text(const rules::Rule& rule) {
  std::string text = fmt::format("{}: {}\n", escape_terminal(rule.id), escape_terminal(rule.title));
  text += paragraph("What it does", rule.what);
  text += paragraph("Why it is bad", rule.why);
  text += "\nCases\n";
  for (const auto& [name, one] : rule.cases) {
    text += wrapped(fmt::format("{} ({}): {}", name, auditor::name(one.severity), escape_terminal(one.message)), "  ",
                    "    ") +
            "\n";
  }
  text += paragraph("Remedy", rule.remedy);
  for (const auto& [name, remedy] : rule.remedies)
    text += wrapped(escape_terminal(name + ": " + remedy), "  ", "    ") + "\n";
  if (!rule.lists.empty()) text += "\nLists\n";
  for (const auto& [name, list] : rule.lists) {
    std::string line = name + ":";
    for (std::size_t i = 0; i < list.size(); ++i) line += (i == 0 ? " " : ", ") + list[i];
    text += wrapped(escape_terminal(line), "  ", "    ") + "\n";
  }
  return text + reference_lines(rule.references);
}

std::string explanation_text(const rules::Topic& topic) {
  return fmt::format("{}: {}\n", escape_terminal(topic.id), escape_terminal(topic.title)) +
         paragraph("What it means", topic.what) + reference_lines(topic.references);
}

Json explanation_json(const rules::Rule& rule) {
  Json cases = Json::object();
  for (const auto& [name, one] : rule.cases)
    cases[name] = {{"severity", auditor::name(one.severity)}, {"message", escape_utf8(one.message)}};
  Json remedies = Json::object();
  for (const auto& [name, remedy] : rule.remedies) remedies[escape_utf8(name)] = escape_utf8(remedy);
  Json lists = Json::object();
  for (const auto& [name, list] : rule.lists) lists[escape_utf8(name)] = texts(list);
  return {{"schema", "fairplay-explain/1"},     {"id", escape_utf8(rule.id)},          {"kind", "rule"},
          {"title", escape_utf8(rule.title)},   {"what", escape_utf8(rule.what)},      {"why", escape_utf8(rule.why)},
          {"remedy", escape_utf8(rule.remedy)}, {"remedies", std::move(remedies)},     {"cases", std::move(cases)},
          {"lists", std::move(lists)},          {"references", texts(rule.references)}};
}

Json explanation_json(const rules::Topic& topic) {
  return {
      {"schema", "fairplay-explain/1"},    {"id", escape_utf8(topic.id)},     {"kind", "topic"},
      {"title", escape_utf8(topic.title)}, {"what", escape_utf8(topic.what)}, {"references", texts(topic.references)}};
}

}  // namespace fairplay::auditor::report
