#include "auditor/report/explanation.h"

#include <algorithm>
#include <type_traits>

#include "auditor/report/explain_parts.h"

namespace fairplay::auditor::report {
namespace {

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_id(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return small(x) == small(y); });
}

template <class Map>
const typename Map::mapped_type* find_id(const Map& map, std::string_view id) {
  for (const auto& [key, value] : map) {
    if (same_id(key, id)) return &value;
  }
  return nullptr;
}

/// Calls `use` with the rule, topic, advisory or probe itself.
template <class Use>
auto with_explained(const Explanation& explanation, Use use) {
  return std::visit(
      [&](const auto& one) {
        if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(one)>>)
          return use(*one);
        else
          return use(one);
      },
      explanation);
}

}  // namespace

std::optional<Explanation> find_explanation(const rules::RuleBook& book, std::string_view id) {
  if (const auto* rule = find_id(book.rules, id)) return rule;
  if (const auto* topic = find_id(book.topics, id)) return topic;
  return std::nullopt;
}

std::string render_text(const Explanation& explanation, const RenderOptions&) {
  return with_explained(explanation, [](const auto& one) { return explanation_text(one); });
}

std::string render_json(const Explanation& explanation, const RenderOptions&) {
  return dumped(with_explained(explanation, [](const auto& one) { return explanation_json(one); }));
}

}  // namespace fairplay::auditor::report
