#pragma once

#include <optional>
#include <vector>

#include "signatures/monkeypatches/paths.h"

namespace fairplay::signatures::monkeypatches {

/// What a call is given, in its order; unpacked sequences are left out.
std::vector<Argument> arguments_of(const PathFinder& paths, const python::Expression& call);
/// The argument at a position, counted without keywords; empty without one.
Path positional(const std::vector<Argument>& given, std::size_t index);

/// A name, and what it gets; an empty value isn't known.
struct Replacement {
  Path target;
  Path value;
};

/// What a call replaces whose business that is: setattr and its kin, methods of a `__dict__` and of sys.modules,
/// `mock.patch(...).start()`, forbiddenfruit, fishhook. `callee` is the path of what is called, `given` what
/// arguments_of() says. nullopt: it is another call.
std::optional<std::vector<Replacement>> replaced_by(const PathFinder& paths, const python::Expression& call,
                                                    const Path& callee, const std::vector<Argument>& given);

}  // namespace fairplay::signatures::monkeypatches
