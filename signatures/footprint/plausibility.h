#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/footprint/footprint.h"

/// Signs that a footprint shows less than the build offers: that its code does something that isn't followed yet.
namespace fairplay::signatures::footprint {

/// What a footprint no longer knows of names that both have.
struct Lost {
  std::vector<std::string> kinds;       ///< functions and classes that became constants, sorted
  std::vector<std::string> signatures;  ///< Python's functions and classes that have no signature any longer, sorted
  std::size_t compared = 0;             ///< functions and classes of the neighbour that both have
};
Lost lost_since(const Footprint& made, const Footprint& neighbour);

/// Whether so many of the names that both have are in it that the footprint was hardly read well.
bool are_too_many(const std::vector<std::string>& lost, std::size_t compared);

/// Whether a stub defines `name` at its top as a function or class.
bool stub_defines(std::string_view stub, std::string_view name);

/// A sentence on why a footprint can't be right; nothing for a plausible one.
std::optional<std::string> implausible(const Footprint& made);
/// The same beside the footprint of the release before or after it. Some names change from release to release; many at
/// once do not. Signatures may be new in a later release: `later` looks at kinds alone.
std::optional<std::string> implausible_beside(const Footprint& made, const Footprint& neighbour, bool later);

}  // namespace fairplay::signatures::footprint
