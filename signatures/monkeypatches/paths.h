#pragma once

#include <map>
#include <string>
#include <string_view>

#include "signatures/monkeypatches/module_facts.h"
#include "signatures/python/code.h"

namespace fairplay::signatures::monkeypatches {

/// Names of one scope by what they stand for.
using Scope = std::map<std::string, Path, std::less<>>;

/// The key under which a scope holds its own module's name where star imports may bind more names than are seen.
inline constexpr std::string_view star_name = "*";

/// Finds which objects expressions stand for.
class PathFinder {
 public:
  /// `module`: the full name of the module that the code is of. Borrowed, as are the scopes.
  PathFinder(const std::string& module, const Scope* outer, Scope& own) : module_(module), outer_(outer), own_(own) {}

  Path of(const python::Expression& expression, int depth = 0) const;
  /// What a bare name stands for; empty where this file doesn't bind it.
  Path named(std::string_view name) const;
  /// The value of a constant string, or of several put together.
  bool constant(const python::Expression& expression, std::string& text, int depth = 0) const;

 private:
  Path call(const python::Expression& expression, int depth) const;
  Path subscript(const python::Expression& expression, int depth) const;
  const std::string& module_;
  const Scope* outer_;
  Scope& own_;
};

bool is_string(const Path& path);            ///< a constant string
std::string_view text_of(const Path& path);  ///< its value
Path string_path(std::string_view text);
/// `base`.`name`; empty where base is.
Path member(const Path& base, std::string_view name);
bool is_module_name(std::string_view text);  ///< dotted identifiers
/// Whether a path begins at numpy itself.
bool is_numpy(const Path& path);

}  // namespace fairplay::signatures::monkeypatches
