#include "auditor/provenance/monkeypatches/guard_verdict.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

namespace fairplay::auditor::provenance::monkeypatches {

using signatures::monkeypatches::Guard;

namespace {

/// The numbers that a version begins with: 1, 20, 3 of "1.20.3rc1".
std::vector<unsigned> numbers(std::string_view version) {
  std::vector<unsigned> found;
  while (!version.empty() && found.size() < 4) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), value);
    if (error != std::errc()) break;
    found.push_back(value);
    version.remove_prefix(static_cast<std::size_t>(end - version.data()));
    if (!version.starts_with('.')) break;
    version.remove_prefix(1);
  }
  return found;
}

GuardVerdict verdict(bool holds) { return holds ? GuardVerdict::holds : GuardVerdict::fails; }

/// `have op asked`. Code compares whole versions, their first two numbers, or the major alone; where that would matter,
/// nothing is reported.
GuardVerdict compared(std::string_view have, std::string_view op, std::string_view asked) {
  if (have.empty()) return GuardVerdict::unknown;
  if (op == "startswith") return verdict(have.starts_with(asked));
  if (op == "not startswith") return verdict(!have.starts_with(asked));
  const std::vector<unsigned> left = numbers(have);
  const std::vector<unsigned> right = numbers(asked);
  if (left.empty() || right.empty()) return GuardVerdict::unknown;
  const std::size_t common = std::min(left.size(), right.size());
  const auto order =
      std::lexicographical_compare_three_way(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(common),
                                             right.begin(), right.begin() + static_cast<std::ptrdiff_t>(common));
  if (order != 0) {
    if (op == "==") return GuardVerdict::fails;
    if (op == "!=") return GuardVerdict::holds;
    return verdict((op == "<" || op == "<=") == (order < 0));
  }
  if (op == ">=") return right.size() <= left.size() ? GuardVerdict::holds : GuardVerdict::unknown;
  if (op == "<") return right.size() <= left.size() ? GuardVerdict::fails : GuardVerdict::unknown;
  if (left.size() != right.size()) return GuardVerdict::unknown;
  return verdict(op == "==" || op == "<=");
}

}  // namespace

GuardVerdict verdict_of(const Guard& guard, const MetNumpy& numpy, bool ask_names) {
  switch (guard.kind) {
    case Guard::Kind::never: return GuardVerdict::fails;
    case Guard::Kind::version: return compared(numpy.version, guard.op, guard.version);
    case Guard::Kind::python:
      return numpy.python_minor == 0 ? compared("3", guard.op, guard.version)
                                     : compared("3." + std::to_string(numpy.python_minor), guard.op, guard.version);
    case Guard::Kind::present:
    case Guard::Kind::absent: {
      if (!ask_names || !numpy.has) return GuardVerdict::unknown;
      bool all = true;
      for (const std::string& path : guard.paths) {
        const auto has = numpy.has(path);
        if (has == false) return verdict(guard.kind == Guard::Kind::absent);
        all = all && has.has_value();
      }
      return all && !guard.paths.empty() ? verdict(guard.kind == Guard::Kind::present) : GuardVerdict::unknown;
    }
    case Guard::Kind::other: return GuardVerdict::unknown;
  }
  return GuardVerdict::unknown;
}

}  // namespace fairplay::auditor::provenance::monkeypatches
