#pragma once

#include <string>
#include <string_view>

#include "signatures/footprint/value.h"

/// What the evaluator has to know of Python itself: which modules and names there are, and what kind they are of.
namespace fairplay::signatures::footprint {

/// Whether a top-level module is in the standard library of Python 3.minor. Third-party packages are taken as absent:
/// what NumPy imports of them, it imports in a try statement.
bool in_standard_library(std::string_view module, int minor);

/// A module of the standard library.
Ref foreign_module(const std::string& name);
/// `module.name`; null where it is known not to be there in Python 3.minor.
Ref foreign_attribute(const std::string& module, const std::string& name, int minor);

/// A name of `builtins`; null where there is none.
Ref builtin_name(const std::string& name);

/// The public members of a built-in class ("Exception", "dict", "tuple" ...) beyond object's; empty for unknown ones.
std::vector<std::string_view> builtin_members(std::string_view type, int minor);

}  // namespace fairplay::signatures::footprint
