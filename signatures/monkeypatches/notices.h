#pragma once

#include <optional>
#include <string>

#include "signatures/monkeypatches/paths.h"

namespace fairplay::signatures::monkeypatches {

/// The words of a call that shows the user something: print(...), warnings.warn(...), sys.stderr.write(...). None where
/// the warning is of a category that Python hides by default. nullopt: it is another call.
std::optional<std::string> notice_of(const python::ModuleSource& source, const PathFinder& paths,
                                     const python::Expression& call);

}  // namespace fairplay::signatures::monkeypatches
