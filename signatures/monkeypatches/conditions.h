#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signatures/monkeypatches/paths.h"

namespace fairplay::signatures::monkeypatches {

/// What must hold for a test to be true (or, `negated`, false): all of these. A test that can't be determined is one
/// guard of kind other.
std::vector<Guard> conditions(const python::ModuleSource& source, const PathFinder& paths,
                              const python::Expression& test, bool negated, std::uint32_t line);

/// Whether an expression is made of NumPy's version, or of a name bound to it (whose path is `version_path`).
bool measures_numpy_version(const PathFinder& paths, const python::Expression& expression);
inline constexpr std::string_view version_path = "numpy version";

/// Every numpy attribute that an expression reads.
void numpy_names(const PathFinder& paths, const python::Expression& expression, std::vector<Path>& found,
                 int depth = 0);

/// Source bytes as one line: blanks made one, cut at `longest` bytes of whole characters.
std::string one_line(std::string_view text, std::size_t longest = 160);

}  // namespace fairplay::signatures::monkeypatches
