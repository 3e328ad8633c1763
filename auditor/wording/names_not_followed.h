#pragma once

#include <string>
#include <vector>

#include "auditor/facts/subject.h"

/// What `not_checked` says of public names that a build's files don't tell.
namespace fairplay::auditor {

/// Modules whose names of C code weren't all found.
NotChecked names_of_c_code(const std::vector<std::string>& modules);

/// Names of which it isn't known what they are.
NotChecked kind_of_names(const std::vector<std::string>& names);

/// Names that have a signature on one side alone.
NotChecked signatures_of_names(const std::vector<std::string>& names);

/// Names that the build's own stubs call functions or classes, and that couldn't be followed in its code.
NotChecked contradicted_by_stubs(const std::vector<std::string>& names);

}  // namespace fairplay::auditor
