#include "auditor/rules/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "auditor/rules/rule_id.h"
#include "signatures/yaml/fields.h"

namespace fairplay::auditor::rules {
namespace {

using signatures::Damage;
using signatures::Expected;
using signatures::yaml::Fields;
using signatures::yaml::parse_yaml;
using signatures::yaml::Place;
using signatures::yaml::YamlNode;

Damage damage_at(const std::string& file, Place place, std::string reason) {
  return {file, text(place), std::move(reason), true};
}

/// Names of cases, lists and topics: words joined by "-". Lists named after a vendor ("Arm PL") may be anything.
bool is_slug(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Expected<std::map<std::string, Case>> read_cases(const YamlNode& node, const std::string& what,
                                                 const std::string& file) {
  std::map<std::string, Case> cases;
  if (node.entries.empty())
    return std::unexpected(damage_at(file, node.place, fmt::format("\"cases\" of {} is empty", what)));
  for (const auto& [key, value] : node.entries) {
    if (!is_slug(key.value))
      return std::unexpected(damage_at(
          file, key.place, fmt::format("\"{}\" is no name for a case: small letters, digits and \"-\"", key.value)));
    Fields fields(value, fmt::format("case \"{}\" of {}", key.value, what), file);
    Case one{key.value, Severity::error, ""};
    const std::string word = fields.required_text("severity");
    one.message = fields.required_text("message");
    if (const auto severity = severity_named(word)) {
      one.severity = *severity;
    } else {
      fields.refuse(fields.place_of("severity"), fmt::format("unknown severity \"{}\": error, warning or note", word));
    }
    if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));
    cases.emplace(key.value, std::move(one));
  }
  return cases;
}

Expected<Rule> read_rule(const YamlNode& key, const YamlNode& node, const std::string& file) {
  if (!is_rule_id(key.value)) {
    return std::unexpected(damage_at(
        file, key.place, fmt::format("\"{}\" is no rule id: capital letters and digits, \"-\", a number", key.value)));
  }
  const std::string what = "rule " + key.value;
  Fields fields(node, what, file);
  Rule rule;
  rule.id = key.value;
  rule.title = fields.required_text("title");
  rule.what = fields.required_text("what");
  rule.why = fields.required_text("why");
  rule.remedy = fields.required_text("remedy");
  rule.references = fields.text_list("references", true);
  const YamlNode* remedies = fields.mapping("remedies", false);
  const YamlNode* cases = fields.mapping("cases", true);
  const YamlNode* lists = fields.mapping("lists", false);
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));

  if (remedies != nullptr) {
    Fields texts(*remedies, "remedies of " + what, file);
    for (const auto& [name, value] : remedies->entries)
      rule.remedies.emplace(name.value, texts.required_text(name.value));
    if (auto damage = texts.damage()) return std::unexpected(std::move(*damage));
  }
  auto read = read_cases(*cases, what, file);
  if (!read) return std::unexpected(std::move(read.error()));
  rule.cases = std::move(*read);
  if (lists != nullptr) {
    Fields texts(*lists, "lists of " + what, file);
    for (const auto& [name, value] : lists->entries) rule.lists.emplace(name.value, texts.text_list(name.value, false));
    if (auto damage = texts.damage()) return std::unexpected(std::move(*damage));
  }
  return rule;
}

Expected<Topic> read_topic(const YamlNode& key, const YamlNode& node, const std::string& file) {
  if (!is_slug(key.value))
    return std::unexpected(damage_at(
        file, key.place, fmt::format("\"{}\" is no name for a topic: small letters, digits and \"-\"", key.value)));
  Fields fields(node, "topic " + key.value, file);
  Topic topic;
  topic.id = key.value;
  topic.title = fields.required_text("title");
  topic.what = fields.required_text("what");
  topic.references = fields.text_list("references", false);
  const auto severity = fields.optional_text("severity");
  const auto answer = fields.optional_text("answer");
  if (severity || answer) {
    topic.severity = severity_named(fields.required_text("severity"));
    topic.answer = fields.required_text("answer");
    if (severity && !topic.severity)
      fields.refuse(fields.place_of("severity"),
                    fmt::format("unknown severity \"{}\": error, warning or note", *severity));
  }
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));
  return topic;
}

/// Policy by path. Every place must be there: a file that forgot one would make honest builds modified ones.
Expected<Places> read_places(const YamlNode& node, const std::string& file) {
  Fields fields(node, "places", file);
  Places places;
  for (const std::string_view place : required_places) places.globs.emplace(place, fields.text_list(place, true));
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));
  return places;
}

/// A probe's thresholds: positive numbers in decimal, their units in their names.
Expected<std::map<std::string, double>> read_thresholds(const YamlNode& key, const YamlNode& node,
                                                        const std::string& file) {
  const std::string what = "probe " + key.value;
  Fields fields(node, what, file);
  std::map<std::string, double> thresholds;
  for (const auto& [name, value] : node.entries) {
    const std::string digits = fields.required_text(name.value);
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(number) || number <= 0)
      fields.refuse(value.place,
                    fmt::format("\"{}\" of {} must be a positive number, not \"{}\"", name.value, what, digits));
    thresholds.emplace(name.value, number);
  }
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));
  return thresholds;
}

/// What the checks in this program need and the file doesn't have.
std::optional<Damage> missing(const RuleBook& book, const YamlNode& rules, const std::string& file,
                              const std::vector<Required>& required) {
  for (const Required& need : required) {
    const auto rule = book.rules.find(std::string(need.id));
    if (rule == book.rules.end())
      return damage_at(file, rules.place,
                       fmt::format("the rule {} is missing: a check in this program needs it", need.id));
    Place place = rules.place;
    for (const auto& [key, value] : rules.entries) {
      if (key.value == need.id) place = key.place;
    }
    for (const std::string_view name : need.cases) {
      if (!rule->second.cases.contains(std::string(name)))
        return damage_at(file, place, fmt::format("rule {} has no case \"{}\": its check needs it", need.id, name));
    }
    for (const std::string_view name : need.lists) {
      if (!rule->second.lists.contains(std::string(name)))
        return damage_at(file, place, fmt::format("rule {} has no list \"{}\": its check needs it", need.id, name));
    }
  }
  return std::nullopt;
}

}  // namespace

bool is_rule_id(std::string_view id) {
  const auto dash = id.find('-');
  if (dash == std::string_view::npos || dash == 0 || id.size() > 32) return false;
  const std::string_view family = id.substr(0, dash);
  const std::string_view number = id.substr(dash + 1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !number.empty() && std::ranges::all_of(number, digit) &&
         std::ranges::all_of(family, [&](char c) { return (c >= 'A' && c <= 'Z') || digit(c); });
}

Expected<RuleBook> parse_rules(std::string_view yaml, const std::string& file, const std::vector<Required>& required) {
  const auto root = parse_yaml(yaml, file);
  if (!root) return std::unexpected(root.error());
  return read_rules(*root, file, required);
}

Expected<RuleBook> read_rules(const YamlNode& root, const std::string& file, const std::vector<Required>& required) {
  Fields fields(root, "the rules file", file);
  const YamlNode* rules = fields.mapping("rules", true);
  const YamlNode* topics = fields.mapping("topics", false);
  const YamlNode* places = fields.mapping("places", true);
  const YamlNode* probes = fields.mapping("probes", false);
  if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));

  RuleBook book;
  for (const auto& [key, value] : rules->entries) {
    auto rule = read_rule(key, value, file);
    if (!rule) return std::unexpected(std::move(rule.error()));
    book.rules.emplace(key.value, std::move(*rule));
  }
  if (topics != nullptr) {
    for (const auto& [key, value] : topics->entries) {
      auto topic = read_topic(key, value, file);
      if (!topic) return std::unexpected(std::move(topic.error()));
      book.topics.emplace(key.value, std::move(*topic));
    }
  }
  if (probes != nullptr) {
    for (const auto& [key, value] : probes->entries) {
      auto thresholds = read_thresholds(key, value, file);
      if (!thresholds) return std::unexpected(std::move(thresholds.error()));
      book.thresholds.emplace(key.value, std::move(*thresholds));
    }
  }
  auto read = read_places(*places, file);
  if (!read) return std::unexpected(std::move(read.error()));
  book.places = std::move(*read);
  if (auto damage = missing(book, *rules, file, required)) return std::unexpected(std::move(*damage));
  return book;
}

}  // namespace fairplay::auditor::rules
