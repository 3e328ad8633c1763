#include "signatures/installers/conda.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

namespace fairplay::signatures::installers {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Expected<CondaPackage> parse_conda_package(std::string_view text, const std::string& file,
                                           std::vector<Damage>& damage) {
  // Without exceptions; nlohmann's parser keeps its own stack, so deep nesting costs memory only, bounded by the file.
  const json root = json::parse(text, nullptr, false);
  if (root.is_discarded()) return std::unexpected(Damage{file, "", "not valid JSON", true});
  if (!root.is_object()) return std::unexpected(Damage{file, "", "the JSON is not an object", true});

  CondaPackage package{text_of(root, "name"), text_of(root, "version"), text_of(root, "build"), {}};
  std::set<std::string> reported;
  if (const auto data = root.find("paths_data"); data != root.end() && data->is_object()) {
    if (const auto paths = data->find("paths"); paths != data->end() && paths->is_array()) {
      std::size_t index = 0;
      for (const json& item : *paths) {
        const std::string place = fmt::format("paths_data.paths[{}]", index++);
        std::string path = item.is_object() ? text_of(item, "_path") : std::string();
        if (path.empty()) {
          damage.push_back({file, place, "no \"_path\"", true});
          continue;
        }
        const std::string type = text_of(item, "path_type");
        std::string hex = text_of(item, "sha256_in_prefix");
        if (hex.empty()) hex = text_of(item, "sha256");
        CondaFile entry{path, digest_from_hex(Algorithm::sha256, hex), type == "softlink" || type == "directory"};
        if (!entry.sha256 && !hex.empty())
          damage.push_back({file, place, fmt::format("'{}' is not a SHA-256 in hex (for {})", hex, path), true});
        reported.insert(path);
        package.files.push_back(std::move(entry));
      }
    }
  }
  if (const auto files = root.find("files"); files != root.end() && files->is_array()) {
    for (const json& item : *files) {
      if (item.is_string() && !reported.contains(item.get<std::string>()))
        package.files.push_back({item.get<std::string>(), std::nullopt, false});
    }
  }
  return package;
}

}  // namespace fairplay::signatures::installers
