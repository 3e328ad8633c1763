#include "auditor/rules/places.h"

#include <algorithm>

#include "auditor/paths/glob.h"

namespace fairplay::auditor {
namespace {

constexpr std::string_view between = "::";

std::string_view file_part(std::string_view glob) { return glob.substr(0, glob.find(between)); }

template <class Matches>
bool any(const Places& places, std::string_view place, Matches matches) {
  const auto found = places.globs.find(place);
  return found != places.globs.end() && std::ranges::any_of(found->second, matches);
}

}  // namespace

bool Places::contains(std::string_view place, std::string_view path) const {
  return any(*this, place, [&](std::string_view glob) { return glob_matches(file_part(glob), path); });
}

bool Places::contains_file(std::string_view place, std::string_view path) const {
  return any(*this, place, [&](std::string_view glob) {
    return glob.find(between) == std::string_view::npos && glob_matches(glob, path);
  });
}

bool Places::contains_part(std::string_view place, std::string_view path, std::string_view name, bool body) const {
  return any(*this, place, [&](std::string_view glob) {
    const std::size_t at = glob.find(between);
    if (at == std::string_view::npos || !glob_matches(glob.substr(0, at), path)) return false;
    std::string_view part = glob.substr(at + between.size());
    if (part.ends_with("()")) {
      if (!body) return false;
      part.remove_suffix(2);
    }
    return glob_matches(part, name);
  });
}

}  // namespace fairplay::auditor
