#include "auditor/behaviour/numpy/run/plan.h"

#include <algorithm>
#include <charconv>

#include "auditor/behaviour/numpy/reproducer/python_call.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr std::size_t full_work = 10;  // times the quick profile's

std::uint64_t seed_of(std::uint64_t seed, std::string_view probe) {
  for (const char c : probe) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return seed;
}

}  // namespace

std::optional<Release> release_of(std::string_view version) {
  int major = 0, minor = 0;
  const char* const end = version.data() + version.size();
  const auto first = std::from_chars(version.data(), end, major);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return std::nullopt;
  if (std::from_chars(first.ptr + 1, end, minor).ec != std::errc()) return std::nullopt;
  return Release{major, minor};
}

std::string release_named_by(const NumpyTarget& target) {
  return target.release.empty() ? target.version : target.release;
}

bool is_wanted(const ArrayProbe& probe, const NumpyProbeRequest& request) {
  return request.probes.empty() || std::ranges::find(request.probes, probe.description.id) != request.probes.end();
}

std::vector<Operation> operations_of(const ArrayProbe& probe, const NumpyProbeRequest& request, Release release) {
  Maker maker(seed_of(request.seed, probe.description.id), release);
  std::vector<Operation> operations;
  probe.make(maker, probe.operations * (request.full ? full_work : 1), operations);
  if (!request.routine.empty())
    std::erase_if(operations, [&](const Operation& one) { return public_name(one) != request.routine; });
  return operations;
}

}  // namespace fairplay::auditor::behaviour::numpy
