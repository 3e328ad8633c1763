#include "auditor/provenance/sources/folder_expression.h"

#include <algorithm>

#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {

std::optional<std::string> folder_inside(std::string_view folder, const std::vector<std::string>& steps) {
  std::string place(folder);
  bool down = false;
  for (const std::string& step : steps) {
    if (step.find_first_of(std::string_view("\\:\0", 3)) != std::string::npos || step.starts_with('/'))
      return std::nullopt;
    std::string_view rest = step;
    while (!rest.empty()) {
      const std::string_view part = rest.substr(0, rest.find('/'));
      rest.remove_prefix(std::min(rest.size(), part.size() + 1));
      if (part.empty() || part == ".") continue;
      if (part == "..") {
        if (down || place.empty()) return std::nullopt;
        place = signatures::folder_of(place);
      } else {
        down = true;
        place += (place.empty() ? "" : "/") + std::string(part);
      }
    }
  }
  const std::string_view top = std::string_view(place).substr(0, place.find('/'));
  if (top != "numpy" && top != "numpy.libs" && top != "numpy.dylibs") return std::nullopt;
  return place;
}

}  // namespace fairplay::auditor::provenance
