#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "signatures/database/manifest.h"
#include "signatures/footprint/release_footprint.h"

/// What the renderers of `signatures show` count in a release.
namespace fairplay::auditor::report {

/// A wheel's compatibility tags (PEP 425): the last three words of its name. Nullopt for what isn't a wheel.
struct WheelTags {
  std::string_view python, abi, platform;
};
std::optional<WheelTags> wheel_tags(std::string_view file_name);

/// Of each artifact of a manifest, in its order.
struct ArtifactContents {
  std::size_t files = 0;
  std::size_t binaries = 0;  ///< whose inside the database describes
};
std::vector<ArtifactContents> artifact_contents(const signatures::database::Manifest& manifest);

std::size_t public_names(const signatures::footprint::Footprint& footprint);

}  // namespace fairplay::auditor::report
