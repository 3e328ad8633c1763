#pragma once

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

}  // namespace fairplay::signatures
