#include <fmt/format.h>

#include <algorithm>

#include "auditor/report/explain_parts.h"
#include "auditor/report/json_values.h"
#include "auditor/report/report.h"
#include "auditor/report/wrap.h"

// The words of a rule or topic as rules.yaml has them. A user's own rules file is input like any other: it is escaped
// too.
namespace fairplay::auditor::report {
namespace {

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_id(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return small(x) == small(y); });
}

/// Rules before topics; capitals don't count.
template <class Map>
const typename Map::mapped_type* find(const Map& map, std::string_view id) {
  for (const auto& [key, value] : map) {
    if (same_id(key, id)) return &value;
  }
  return nullptr;
}

std::string text_of(const rules::Rule& rule) {
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

std::string text_of(const rules::Topic& topic) {
  return fmt::format("{}: {}\n", escape_terminal(topic.id), escape_terminal(topic.title)) +
         paragraph("What it means", topic.what) + reference_lines(topic.references);
}

Json json_of(const rules::Rule& rule) {
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

Json json_of(const rules::Topic& topic) {
  return {
      {"schema", "fairplay-explain/1"},    {"id", escape_utf8(topic.id)},     {"kind", "topic"},
      {"title", escape_utf8(topic.title)}, {"what", escape_utf8(topic.what)}, {"references", texts(topic.references)}};
}

}  // namespace

std::optional<std::string> explain_text(const rules::RuleBook& book, std::string_view id) {
  if (const auto* rule = find(book.rules, id)) return text_of(*rule);
  if (const auto* topic = find(book.topics, id)) return text_of(*topic);
  return std::nullopt;
}

std::optional<std::string> explain_json(const rules::RuleBook& book, std::string_view id) {
  if (const auto* rule = find(book.rules, id)) return dumped(json_of(*rule));
  if (const auto* topic = find(book.topics, id)) return dumped(json_of(*topic));
  return std::nullopt;
}

}  // namespace fairplay::auditor::report
