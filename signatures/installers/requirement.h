#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairplay::signatures::installers {

/// One release of one project: "numpy==2.3.5".
struct Requirement {
  std::string name;
  std::string version;
  std::string text() const { return name + "==" + version; }
};

/// Reads "NAME==VERSION" as pip does, without extras, markers, ranges or blanks. Nullopt for any other text.
std::optional<Requirement> parse_requirement(std::string_view text);

}  // namespace fairplay::signatures::installers
