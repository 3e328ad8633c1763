#include "auditor/discovery/venv_configuration.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>

#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery {
namespace {

constexpr std::size_t longest_version = 11;

std::string in_lower_case(std::string_view word) {
  std::string lower(word);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

/// The first two numbers; empty where there are none.
std::string minor_version_in(std::string_view value) {
  const std::size_t dot = value.find('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  const std::size_t end = std::min(value.find_first_not_of("0123456789", dot + 1), value.size());
  const std::string_view version = value.substr(0, end);
  const bool numbers = end > dot + 1 && version.find_first_not_of("0123456789.") == std::string_view::npos;
  return numbers && version.size() <= longest_version ? std::string(version) : std::string();
}

}  // namespace

VenvConfiguration read_venv_configuration(std::string_view text) {
  VenvConfiguration configuration;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string key = in_lower_case(paths::trim(line.substr(0, equals)));
    const std::string_view value = paths::trim(line.substr(equals + 1));
    if (key == "home") {
      if (!configuration.home) configuration.home = value;  // getpath stops at the first
    } else if (key == "include-system-site-packages") {
      configuration.system_site = in_lower_case(value) == "true";
    } else if (key == "version" || key == "version_info") {
      if (std::string version = minor_version_in(value); !version.empty()) configuration.version = std::move(version);
    }
  }
  return configuration;
}

}  // namespace fairplay::auditor::discovery
