#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace fairplay::signatures::artifact {

enum class PathRules : unsigned char {
  zip,  ///< APPNOTE 4.4.17.1: '/' only, no drive letter; a NUL ends the name for C programs and not for Python
  tar,  ///< any byte but NUL, as the file system
};

/// An archive member's name as the stream gives it: without "." and empty components (tar's leading "./"). Error: why
/// the name must not be used (absolute, "..", empty, ...), to be reported with the name.
std::expected<std::string, std::string> member_path(std::string_view name, PathRules rules);

/// Whether a link at `path` (normalised, relative) that points to `target` leads outside the tree, by its text alone.
/// Absolute targets lead outside unless the tree is a whole file system (`absolute_is_inside`, as in a .deb).
bool link_leaves_tree(std::string_view path, std::string_view target, bool absolute_is_inside);

}  // namespace fairplay::signatures::artifact
