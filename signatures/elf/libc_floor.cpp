#include "signatures/elf/libc_floor.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace fairplay::signatures::elf {

std::string glibc_in(std::string_view version) {
  if (version == "GLIBC_ABI_DT_RELR") return "2.36";
  constexpr std::string_view prefix = "GLIBC_";
  if (!version.starts_with(prefix)) return {};
  version.remove_prefix(prefix.size());
  const bool numbers = !version.empty() && version.size() < 16 && version.front() != '.' &&
                       std::ranges::all_of(version, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return numbers ? std::string(version) : std::string();
}

bool is_older(std::string_view a, std::string_view b) {
  const auto next = [](std::string_view& text) {
    const std::string_view part = text.substr(0, text.find('.'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    unsigned number = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
    if (read.ec == std::errc::result_out_of_range) number = std::numeric_limits<unsigned>::max();
    return number;
  };
  while (!a.empty() || !b.empty()) {
    const unsigned one = next(a);
    const unsigned other = next(b);
    if (one != other) return one < other;
  }
  return false;
}

std::string newest_glibc_in(std::span<const std::string> versions) {
  std::string newest;
  for (const std::string& definition : versions) {
    if (std::string version = glibc_in(definition); is_older(newest, version)) newest = std::move(version);
  }
  return newest;
}

std::string newest_glibc_of(std::span<const VersionNeed> needs) {
  std::string newest;
  for (const VersionNeed& need : needs) {
    if (need.weak) continue;
    if (std::string version = glibc_in(need.version); is_older(newest, version)) newest = std::move(version);
  }
  return newest;
}

}  // namespace fairplay::signatures::elf
