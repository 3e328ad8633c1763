#include "signatures/database/neighbours.h"

#include <tuple>
#include <vector>

namespace fairplay::signatures::database {

namespace {

/// The numbers at a version's beginning, and the rest: "rc1", "+local", ".post1".
struct Parts {
  std::vector<std::uint64_t> numbers;
  int stage = 0;  ///< -1: before the release of these numbers
  std::string_view rest;

  auto order() const { return std::tie(numbers, stage, rest); }
};

Parts parts_of(std::string_view version) {
  Parts parts;
  std::size_t at = 0;
  while (at < version.size() && version[at] >= '0' && version[at] <= '9') {
    std::uint64_t number = 0;
    for (; at < version.size() && version[at] >= '0' && version[at] <= '9'; ++at)
      number = number * 10 + static_cast<std::uint64_t>(version[at] - '0');
    parts.numbers.push_back(number);
    if (at + 1 >= version.size() || version[at] != '.' || version[at + 1] < '0' || version[at + 1] > '9') break;
    ++at;
  }
  parts.rest = version.substr(at);
  for (const std::string_view before : {"a", "b", "rc", ".dev", "dev"}) {
    if (parts.rest.starts_with(before)) parts.stage = -1;
  }
  return parts;
}

}  // namespace

bool is_older(std::string_view release, std::string_view than) {
  return parts_of(release).order() < parts_of(than).order();
}

Neighbours neighbours_of(const Index& index, std::string_view project, std::string_view release) {
  Neighbours found;
  for (const Index::FootprintEntry& entry : index.footprints) {
    if (entry.project != project || entry.release == release) continue;
    const Index::FootprintEntry*& place = is_older(entry.release, release) ? found.before : found.after;
    const bool closer = place == nullptr || (&place == &found.before ? is_older(place->release, entry.release)
                                                                     : is_older(entry.release, place->release));
    if (closer) place = &entry;
  }
  return found;
}

}  // namespace fairplay::signatures::database
