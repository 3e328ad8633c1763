#pragma once

#include <string_view>

namespace fairplay::signatures::installers {

/// Whether `path` is a file that installers write beside what they unpack into a dist-info: RECORD, INSTALLER,
/// REQUESTED, direct_url.json, provenance_url.json ("Recording installed projects"), and uv's own uv_*.json. They
/// identify no artifact.
bool is_written_by_installer(std::string_view path);

}  // namespace fairplay::signatures::installers
