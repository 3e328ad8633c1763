#include "auditor/report/json_values.h"

#include <algorithm>

namespace fairplay::auditor::report {

Json json_of(const Difference& difference) {
  return {{"class", name(difference.kind)},      {"path", text(difference.path)},
          {"name", or_null(difference.name)},    {"old", or_null(difference.old_text)},
          {"new", or_null(difference.new_text)}, {"line", std::max(0, difference.line)},
          {"detail", text(difference.detail)}};
}

Json json_of(const std::vector<NotChecked>& list) {
  Json all = Json::array();
  for (const NotChecked& item : list) all.push_back({{"what", text(item.what)}, {"why", text(item.why)}});
  return all;
}

Json json_of(const std::vector<signatures::Damage>& list) {
  Json all = Json::array();
  for (const auto& item : list) {
    all.push_back(
        {{"file", text(item.file)}, {"place", text(item.place)}, {"reason", text(item.reason)}, {"grave", item.grave}});
  }
  return all;
}

std::string dumped(const Json& document) {
  // Two of these in a row begin a command to a CI's agent, anywhere in a line ("##vso[task...", "::error::"). JSON has
  // them in texts only, where the second may as well be an escape.
  std::string safe;
  for (const char one : document.dump(2, ' ', true, Json::error_handler_t::replace)) {
    const bool second = !safe.empty() && safe.back() == one;
    if (second && one == '#') {
      safe += "\\u0023";
    } else if (second && one == ':') {
      safe += "\\u003a";
    } else {
      safe += one;
    }
  }
  return safe + "\n";
}

}  // namespace fairplay::auditor::report
