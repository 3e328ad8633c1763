#include "signatures/installers/installer_files.h"

#include <algorithm>
#include <array>

namespace fairplay::signatures::installers {

bool is_written_by_installer(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || !path.substr(0, slash).ends_with(".dist-info")) return false;
  const std::string_view name = path.substr(slash + 1);
  constexpr std::array<std::string_view, 7> names{"RECORD",    "RECORD.jws",      "RECORD.p7s",         "INSTALLER",
                                                  "REQUESTED", "direct_url.json", "provenance_url.json"};
  if (std::ranges::find(names, name) != names.end()) return true;
  return name.starts_with("uv_") && name.ends_with(".json");
}

}  // namespace fairplay::signatures::installers
