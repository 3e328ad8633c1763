#include "signatures/installers/metadata.h"

#include <cctype>

namespace fairplay::signatures::installers {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

bool is_field(std::string_view line, std::string_view field) {
  if (line.size() <= field.size() || line[field.size()] != ':') return false;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(line[i])) != field[i]) return false;
  }
  return true;
}

}  // namespace

CoreMetadata parse_core_metadata(std::string_view text) {
  CoreMetadata result;
  const auto take = [](std::string& value, std::string_view line, std::string_view field) {
    if (value.empty() && is_field(line, field)) value = trimmed(line.substr(field.size() + 1));
  };
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    // A line that begins with a space continues the field above: a blank one in a licence's text ends nothing.
    if (!line.starts_with(' ') && !line.starts_with('\t')) {
      if (trimmed(line).empty()) break;
      take(result.name, line, "name");
      take(result.version, line, "version");
      take(result.requires_python, line, "requires-python");
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return result;
}

std::string normalised_name(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == '.') {
      if (!result.empty() && result.back() != '-') result += '-';
    } else {
      result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return result;
}

CoreMetadata metadata_of_folder_name(std::string_view folder) {
  for (const std::string_view ending : {".dist-info", ".egg-info", ".egg"}) {
    if (!folder.ends_with(ending)) continue;
    folder.remove_suffix(ending.size());
    const std::size_t name_end = folder.find('-');
    if (name_end == std::string_view::npos) return {std::string(folder), {}};
    const std::string_view rest = folder.substr(name_end + 1);
    return {std::string(folder.substr(0, name_end)), std::string(rest.substr(0, rest.find('-')))};
  }
  return {};
}

}  // namespace fairplay::signatures::installers
