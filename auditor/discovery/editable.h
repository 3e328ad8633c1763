#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "auditor/discovery/discovery.h"

namespace fairplay::auditor::discovery {

/// Where an editable install says its sources are: a folder that Python would import from, or something above it.
/// All take the text of one small file; none trusts it further than that.
namespace editable {

struct DirectUrl {
  bool editable = false;  ///< dir_info.editable
  std::string folder;     ///< of a file: URL, percent-decoded; empty for anything else
};
/// direct_url.json (PEP 610). Damage: no JSON, or not of that shape.
signatures::Expected<DirectUrl> read_direct_url(std::string_view text, const std::string& file);

/// The path of a "file:///..." or "file://localhost/..." URL, percent-decoded; nothing for other URLs.
std::optional<std::string> path_of_file_url(std::string_view url);

/// The folder that holds the `numpy` package, from the MAPPING of setuptools' __editable___numpy_*_finder.py
/// ({'numpy': '/src/numpy/numpy'}).
std::optional<std::string> source_of_setuptools_finder(std::string_view text);

/// meson-python's _numpy_editable_loader.py names the build folder only; the source folder is in Meson's
/// meson-info/meson-info.json there.
std::optional<std::string> build_folder_of_meson_loader(std::string_view text);
std::optional<std::string> source_of_meson_info(std::string_view text);

}  // namespace editable
}  // namespace fairplay::auditor::discovery
