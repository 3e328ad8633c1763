#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auditor/facts/origin.h"
#include "auditor/facts/subject.h"
#include "auditor/report/report.h"
#include "signatures/damage.h"

/// What the documents in JSON have in common: docs/output.md describes these objects once.
namespace fairplay::auditor::report {

using Json = nlohmann::ordered_json;

inline Json text(std::string_view raw) { return escape_utf8(raw); }
inline Json text_or_null(const std::optional<std::string>& raw) { return raw ? text(*raw) : Json(nullptr); }
/// Empty where there is none: a reader need not tell "" from a name.
inline Json or_null(const std::string& raw) { return raw.empty() ? Json(nullptr) : text(raw); }
/// A word of a closed list; what the reader couldn't tell is "unknown", never empty.
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

/// The document's text: two blanks of indentation, everything beyond ASCII escaped, a line end.
std::string dumped(const Json& document);

}  // namespace fairplay::auditor::report
