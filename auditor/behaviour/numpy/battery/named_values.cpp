#include "auditor/behaviour/numpy/battery/named_values.h"

namespace fairplay::auditor::behaviour::numpy {

std::vector<std::pair<std::string, Json>> named_values(const Json& answer) {
  std::vector<std::pair<std::string, Json>> values;
  if (!answer.is_array()) return values;
  for (const Json& one : answer)
    if (one.is_array() && one.size() == 2 && one[0].is_string()) values.emplace_back(one[0].get<std::string>(), one[1]);
  return values;
}

}  // namespace fairplay::auditor::behaviour::numpy
