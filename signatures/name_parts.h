#pragma once

#include <algorithm>
#include <string_view>

/// The parts of paths and of dotted names. All results are views into the argument.
namespace fairplay::signatures {

/// The last component of a path: "c.so" of "a/b/c.so" and of "c.so", "" of "a/".
inline std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// What is before the last '/': "a/b" of "a/b/c.so", "" of "/x" and of a name without a folder.
inline std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

/// The last part of a dotted name: "svd" of "numpy.linalg.svd" and of "svd".
inline std::string_view leaf_of(std::string_view name) { return name.substr(name.rfind('.') + 1); }

/// Whether a character belongs into an identifier of Python 3, behind its first. Of non-ASCII ones all count.
inline bool is_identifier_character(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

/// Whether `import` could spell the name.
inline bool is_python_identifier(std::string_view name) {
  return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
         std::ranges::all_of(name, is_identifier_character);
}

}  // namespace fairplay::signatures
