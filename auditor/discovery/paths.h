#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Path text, as seen from inside a root: absolute, '/'-separated. Nothing here touches a file system.
namespace fairplay::auditor::discovery::paths {

/// `folder` + "/" + `name`; an absolute `name` stands alone.
std::string join(std::string_view folder, std::string_view name);
/// The folder of a path: "/" for "/x" and for "/".
std::string_view parent(std::string_view path);
/// The last component: "x" for "/a/x", "" for "/".
std::string_view last(std::string_view path);
/// Without empty and "." components and a trailing '/'; ".." stays, since only the file system knows where it leads.
std::string tidy(std::string_view path);
/// True for `folder` itself and everything below it.
bool is_within(std::string_view path, std::string_view folder);
/// The non-empty parts between any of `separators`.
std::vector<std::string> split(std::string_view text, std::string_view separators);
/// Without blanks, tabs and line ends at both ends.
std::string_view trim(std::string_view text);

}  // namespace fairplay::auditor::discovery::paths
