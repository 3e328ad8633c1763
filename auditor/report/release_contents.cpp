#include "auditor/report/release_contents.h"

#include <array>

namespace fairplay::auditor::report {

std::optional<WheelTags> wheel_tags(std::string_view file_name) {
  if (!file_name.ends_with(".whl")) return std::nullopt;
  file_name.remove_suffix(4);
  std::array<std::string_view, 3> words;
  for (std::size_t i = words.size(); i-- > 0;) {
    const std::size_t dash = file_name.rfind('-');
    if (dash == std::string_view::npos) return std::nullopt;
    words[i] = file_name.substr(dash + 1);
    file_name = file_name.substr(0, dash);
  }
  return WheelTags{words[0], words[1], words[2]};
}

std::vector<ArtifactContents> artifact_contents(const signatures::database::Manifest& manifest) {
  std::vector<ArtifactContents> contents(manifest.artifacts().size());
  for (const auto& row : manifest.files()) {
    const bool binary = manifest.binary(row.sha256) != nullptr;
    for (std::size_t i = 0; i < contents.size(); ++i) {
      if (!manifest.set(row).contains(i)) continue;
      ++contents[i].files;
      contents[i].binaries += binary ? 1 : 0;
    }
  }
  return contents;
}

std::size_t public_names(const signatures::footprint::Footprint& footprint) {
  std::size_t count = 0;
  for (const auto& [module, names] : footprint.modules) count += names.size();
  return count;
}

}  // namespace fairplay::auditor::report
