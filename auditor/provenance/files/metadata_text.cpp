// https://packaging.python.org/en/latest/specifications/core-metadata/ and .../entry-points/
#include "auditor/provenance/files/metadata_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "signatures/name_parts.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::base_name;

/// Group and object of every entry point that a release of NumPy had. Names of scripts follow the Python ("f2py3.9").
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> upstreams_entry_points = {{
    {"console_scripts", "numpy.f2py.f2py2e:main"},
    {"console_scripts", "numpy._configtool:main"},
    {"console_scripts", "numpy.distutils.conv_template:main"},
    {"console_scripts", "numpy.distutils.from_template:main"},
    {"array_api", "numpy"},
    {"array_api", "numpy.array_api"},
    {"pyinstaller40", "numpy:_pyinstaller_hooks_dir"},
    {"pkg_config", "numpy._core.lib.pkgconfig"},
}};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\f\v");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\f\v") + 1 - first);
}

/// Calls `line` with each until it gives false.
template <class Line>
void each_line(std::string_view text, Line line) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    if (!line(text.substr(0, end))) return;
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
}

std::string shown(std::string_view line) {
  line = trimmed(line);
  std::size_t end = std::min<std::size_t>(line.size(), 100);
  while (end > 0 && end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return std::string(line.substr(0, end));
}

std::string requirement_of_metadata(std::string_view text) {
  std::string found;
  each_line(text, [&](std::string_view line) {
    if (line.empty()) return false;  // what follows is the description
    std::string name(line.substr(0, std::min(line.find(':'), line.size())));
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (name == "requires-dist" || name == "requires" || name == "requires-external")
      found = fmt::format("it makes installers want another package ({})", shown(line));
    return found.empty();
  });
  return found;
}

/// setuptools' requires.txt: requirements, under headings for extras.
std::string requirement_of_list(std::string_view text) {
  std::string found;
  each_line(text, [&](std::string_view line) {
    line = trimmed(line);
    if (!line.empty() && !line.starts_with('#') && !line.starts_with('['))
      found = fmt::format("it makes installers want another package ({})", shown(line));
    return found.empty();
  });
  return found;
}

std::string added_entry_point(std::string_view text) {
  std::string found;
  std::string group;
  each_line(text, [&](std::string_view line) {
    line = trimmed(line);
    if (line.empty() || line.starts_with('#') || line.starts_with(';')) return true;
    if (line.starts_with('[') && line.ends_with(']')) {
      group = std::string(trimmed(line.substr(1, line.size() - 2)));
      return true;
    }
    const std::size_t equals = line.find('=');
    const std::string_view object = equals == std::string_view::npos ? line : trimmed(line.substr(equals + 1));
    const bool known = equals != std::string_view::npos &&
                       std::ranges::find(upstreams_entry_points, std::pair(std::string_view(group), object)) !=
                           upstreams_entry_points.end();
    if (!known) found = fmt::format("an entry point that no release of NumPy has ([{}] {})", group, shown(line));
    return found.empty();
  });
  return found;
}

bool in_metadata(std::string_view path) {
  const std::string_view top = path.substr(0, path.find('/'));
  return top.ends_with(".dist-info") || top.ends_with(".egg-info") || top == "EGG-INFO";
}

}  // namespace

bool is_acting_metadata(std::string_view path) {
  const std::string_view name = base_name(path);
  return in_metadata(path) && (name == "METADATA" || name == "PKG-INFO" || name == "requires.txt" ||
                               name == "entry_points.txt" || name.ends_with(".egg-info"));
}

std::string what_metadata_adds(std::string_view path, std::string_view text) {
  const std::string_view name = base_name(path);
  if (name == "entry_points.txt") return added_entry_point(text);
  return name == "requires.txt" ? requirement_of_list(text) : requirement_of_metadata(text);
}

}  // namespace fairplay::auditor::provenance
