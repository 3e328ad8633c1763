#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auditor/workflow/private_folder.h"
#include "signatures/installers/requirement.h"

namespace fairplay::cli {

/// Fetches the one wheel of `requirement` that fits into `folder`, and returns its path. The user's pip does it, with
/// its index, certificates and proxies. Wheels only: nothing that is fetched is run. `options` go to pip as they are.
/// Nullopt and a message on stderr where pip fails.
std::optional<std::string> download_wheel(auditor::PrivateFolder& folder,
                                          const signatures::installers::Requirement& requirement,
                                          const std::vector<std::string>& options);

}  // namespace fairplay::cli
