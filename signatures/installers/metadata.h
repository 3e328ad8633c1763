#pragma once

#include <string>
#include <string_view>

namespace fairplay::signatures::installers {

/// The core-metadata fields an audit needs of METADATA, PKG-INFO or an egg-info file (PEP 241 ... PEP 643: RFC 822
/// headers up to the first empty line). Empty where the file doesn't say.
struct CoreMetadata {
  std::string name;
  std::string version;
  std::string requires_python{};
};
CoreMetadata parse_core_metadata(std::string_view text);

/// PEP 503: lower case, runs of "-", "_" and "." become one "-".
std::string normalised_name(std::string_view name);

/// "numpy-2.3.5.dist-info", "numpy-1.24.2-py3.11.egg-info", "numpy-1.15.4-py2.7-linux-x86_64.egg": name and version as
/// the folder's name gives them.
CoreMetadata metadata_of_folder_name(std::string_view folder);

}  // namespace fairplay::signatures::installers
