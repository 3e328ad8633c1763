#include "auditor/places.h"

#include <algorithm>

#include "auditor/glob.h"

namespace auditor {

bool Places::contains(std::string_view place, std::string_view path) const {
  const auto found = globs.find(place);
  return found != globs.end() && std::ranges::any_of(found->second, [&](const std::string& glob) { return glob_matches(glob, path); });
}

}  // namespace auditor
