#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "auditor/rules/rule_id.h"
#include "auditor/rules/rules.h"
#include "signatures/yaml/fields.h"

// A waivers file says which findings somebody has looked at and accepts, why, and until when. It never hides anything:
// waived findings are still reported, as waived.
namespace fairplay::auditor::rules {
namespace {

using signatures::yaml::Fields;
using signatures::yaml::parse_yaml;
using signatures::yaml::YamlNode;

/// "2027-01-31" and nothing else; a day the calendar has.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = 0;
    for (const char c : text.substr(at, length))
      value = c >= '0' && c <= '9' && value >= 0 ? value * 10 + (c - '0') : -1;
    return value;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

bool is_fingerprint(std::string_view text) {
  return text.size() == 16 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

signatures::Expected<std::vector<Waiver>> parse_waivers(std::string_view yaml, const std::string& file) {
  const auto root = parse_yaml(yaml, file);
  if (!root) return std::unexpected(root.error());
  Fields top(*root, "the waivers file", file);
  const YamlNode* list = top.list("waivers", true);
  if (auto damage = top.damage()) return std::unexpected(std::move(*damage));

  std::vector<Waiver> waivers;
  for (const YamlNode& item : list->items) {
    Fields fields(item, fmt::format("waiver {}", waivers.size() + 1), file);
    Waiver waiver;
    waiver.line = item.place.line;
    waiver.rule = fields.required_text("rule");
    waiver.reason = fields.required_text("reason");
    waiver.expires = fields.optional_text("expires");
    waiver.fingerprint = fields.optional_text("fingerprint");
    waiver.subject = fields.optional_text("subject");
    if (!is_rule_id(waiver.rule))
      fields.refuse(fields.place_of("rule"), fmt::format("\"{}\" is no rule id such as INTACT-1", waiver.rule));
    if (waiver.expires && !is_date(*waiver.expires)) {
      fields.refuse(fields.place_of("expires"),
                    fmt::format("\"{}\" is no day of the calendar; write it as 2027-01-31", *waiver.expires));
    }
    if (waiver.fingerprint && !is_fingerprint(*waiver.fingerprint)) {
      fields.refuse(fields.place_of("fingerprint"),
                    fmt::format("\"{}\" is no finding's fingerprint: 16 hexadecimal digits, as the report prints it",
                                *waiver.fingerprint));
    }
    if (auto damage = fields.damage()) return std::unexpected(std::move(*damage));
    waivers.push_back(std::move(waiver));
  }
  return waivers;
}

}  // namespace fairplay::auditor::rules
