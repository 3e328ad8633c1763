#include "signatures/artifact/member_path.h"

#include <cstddef>

namespace fairplay::signatures::artifact {
namespace {

/// Calls `each` with every '/'-separated component, empty ones included.
template <class Each>
void for_each_component(std::string_view path, Each each) {
  for (std::size_t begin = 0; begin <= path.size();) {
    std::size_t end = path.find('/', begin);
    if (end == std::string_view::npos) end = path.size();
    each(path.substr(begin, end - begin));
    begin = end + 1;
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::expected<std::string, std::string> member_path(std::string_view name, PathRules rules) {
  if (name.empty()) return std::unexpected("its name is empty");
  if (name.find('\0') != std::string_view::npos)
    return std::unexpected("its name holds a NUL byte, where C programs see another name than Python");
  if (name.front() == '/') return std::unexpected("its path is absolute");
  if (rules == PathRules::zip) {
    if (name.find('\\') != std::string_view::npos)
      return std::unexpected("its name holds a backslash, a folder separator on Windows only");
    if (name.size() >= 2 && is_letter(name[0]) && name[1] == ':')
      return std::unexpected("its name starts with a drive letter");
  }
  std::string path;
  path.reserve(name.size());
  bool upwards = false;
  for_each_component(name, [&](std::string_view component) {
    if (component == "..") upwards = true;
    if (component.empty() || component == ".") return;
    if (!path.empty()) path += '/';
    path += component;
  });
  if (upwards) return std::unexpected("its path holds \"..\"");
  return path;  // empty for "./", the root itself
}

bool link_leaves_tree(std::string_view path, std::string_view target, bool absolute_is_inside) {
  std::ptrdiff_t depth = 0;
  if (target.starts_with('/')) {
    if (!absolute_is_inside) return true;
  } else {
    for_each_component(path, [&](std::string_view) { ++depth; });
    --depth;  // the link's own name
  }
  bool leaves = false;
  for_each_component(target, [&](std::string_view component) {
    if (component.empty() || component == ".") return;
    depth += component == ".." ? -1 : 1;
    if (depth < 0) leaves = true;
  });
  return leaves;
}

}  // namespace fairplay::signatures::artifact
