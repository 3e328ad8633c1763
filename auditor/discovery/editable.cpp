#include "auditor/discovery/editable.h"

#include <nlohmann/json.hpp>

#include "auditor/discovery/paths.h"

namespace fairplay::auditor::discovery::editable {
namespace {

using Json = nlohmann::json;
using signatures::Damage;

/// Nesting that no tool writes; nlohmann's parser recurses only on destruction, its depth is bounded by the text's
/// size.
constexpr std::size_t longest_json = 1 << 20;

std::optional<Json> parse(std::string_view text) {
  if (text.size() > longest_json) return std::nullopt;
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return std::nullopt;
  return json;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The Python string literal that begins at `at`, as repr() writes it: one pair of quotes, backslash escapes.
std::optional<std::string> literal_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '\'' && text[at] != '"')) return std::nullopt;
  const char quote = text[at];
  std::string value;
  for (std::size_t i = at + 1; i < text.size() && value.size() < 4096; ++i) {
    if (text[i] == quote) return value;
    if (text[i] == '\n') return std::nullopt;
    if (text[i] != '\\') {
      value += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    switch (text[i]) {
      case '\\':
      case '\'':
      case '"': value += text[i]; break;
      case 'x': {
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        value += static_cast<char>(high * 16 + low);
        i += 2;
        break;
      }
      default: return std::nullopt;  // nothing else occurs in paths
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> path_of_file_url(std::string_view url) {
  if (!url.starts_with("file://")) return std::nullopt;
  url.remove_prefix(7);
  if (url.starts_with("localhost/")) url.remove_prefix(9);
  if (!url.starts_with('/')) return std::nullopt;
  std::string path;
  for (std::size_t i = 0; i < url.size() && path.size() < 4096; ++i) {
    if (url[i] == '%' && i + 2 < url.size() && hex_digit(url[i + 1]) >= 0 && hex_digit(url[i + 2]) >= 0) {
      path += static_cast<char>(hex_digit(url[i + 1]) * 16 + hex_digit(url[i + 2]));
      i += 2;
    } else {
      path += url[i];
    }
  }
  if (path.find('\0') != std::string::npos) return std::nullopt;
  return paths::tidy(path);
}

signatures::Expected<DirectUrl> read_direct_url(std::string_view text, const std::string& file) {
  const auto json = parse(text);
  if (!json)
    return std::unexpected(Damage{
        file, "", "is no JSON object, as PEP 610 asks: whether this is an editable install can't be told", false});
  DirectUrl result;
  if (const auto info = json->find("dir_info"); info != json->end() && info->is_object()) {
    if (const auto flag = info->find("editable"); flag != info->end() && flag->is_boolean())
      result.editable = flag->get<bool>();
  }
  const auto url = json->find("url");
  if (url == json->end() || !url->is_string())
    return std::unexpected(Damage{file, "url", "has no URL, as PEP 610 asks", false});
  result.folder = path_of_file_url(url->get_ref<const std::string&>()).value_or("");
  return result;
}

std::optional<std::string> source_of_setuptools_finder(std::string_view text) {
  const std::size_t mapping = text.find("\nMAPPING");
  if (mapping == std::string_view::npos) return std::nullopt;
  const std::size_t end = text.find('\n', mapping + 1);
  std::string_view line = text.substr(mapping, end == std::string_view::npos ? end : end - mapping);
  for (const std::string_view key : {"'numpy':", "\"numpy\":"}) {
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos) continue;
    const std::size_t value = line.find_first_not_of(' ', at + key.size());
    if (value == std::string_view::npos) continue;
    const auto path = literal_at(line, value);
    if (path && path->starts_with('/')) return std::string(paths::parent(*path));
  }
  return std::nullopt;
}

std::optional<std::string> build_folder_of_meson_loader(std::string_view text) {
  // The call at the file's end: name, set of modules, build folder, command, verbosity; the folder is the only absolute
  // path before the command.
  std::size_t call = text.rfind("MesonpyMetaFinder(");
  if (call == std::string_view::npos) call = text.rfind("install(");
  if (call == std::string_view::npos) return std::nullopt;
  for (std::size_t at = call; (at = text.find_first_of("'\"", at)) != std::string_view::npos;) {
    const auto value = literal_at(text, at);
    if (!value) return std::nullopt;
    if (value->starts_with('/')) return paths::tidy(*value);
    // Behind this literal; escapes make the text longer than the value, never shorter.
    at = text.find(text[at], at + 1 + value->size());
    if (at == std::string_view::npos) return std::nullopt;
    ++at;
  }
  return std::nullopt;
}

std::optional<std::string> source_of_meson_info(std::string_view text) {
  const auto json = parse(text);
  if (!json) return std::nullopt;
  const auto directories = json->find("directories");
  if (directories == json->end() || !directories->is_object()) return std::nullopt;
  const auto source = directories->find("source");
  if (source == directories->end() || !source->is_string()) return std::nullopt;
  const std::string path = source->get<std::string>();
  if (!path.starts_with('/') || path.find('\0') != std::string::npos) return std::nullopt;
  return paths::tidy(path);
}

}  // namespace fairplay::auditor::discovery::editable
