#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/facts/subject.h"
#include "auditor/report/escape.h"
#include "signatures/damage.h"

/// What all JSON documents have in common: docs/output.md describes these objects once.
namespace fairplay::auditor::report {

using Json = nlohmann::ordered_json;

inline Json text(std::string_view raw) { return escape_utf8(raw); }
inline Json text_or_null(const std::optional<std::string>& raw) { return raw ? text(*raw) : Json(nullptr); }
/// Null for an empty text, so that a reader need not distinguish "" from a name.
inline Json or_null(const std::string& raw) { return raw.empty() ? Json(nullptr) : text(raw); }
/// A word of a closed list: "unknown" where nothing was read, never empty.
inline Json word(const std::string& raw) { return raw.empty() ? Json("unknown") : text(raw); }

template <class List>
Json texts(const List& list) {
  Json all = Json::array();
  for (const std::string& item : list) all.push_back(text(item));
  return all;
}

Json json_of(const Difference& difference);
Json json_of(const std::vector<NotChecked>& list);
Json json_of(const std::vector<signatures::Damage>& list);

/// The document's text: indented by two blanks, everything beyond ASCII escaped, with a newline at the end.
std::string dumped(const Json& document);

}  // namespace fairplay::auditor::report
