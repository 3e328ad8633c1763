#include "signatures/installers/version_specifiers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <tuple>

namespace fairplay::signatures::installers {
namespace {

constexpr std::size_t most_clauses = 64;

struct Numbers {
  std::array<unsigned, 3> part{};  ///< major, minor, patch
  std::size_t given = 0;
  bool any_rest = false;  ///< ".*"
};

std::optional<Numbers> numbers_of(std::string_view text) {
  Numbers numbers;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find('.'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (part == "*" && text.empty() && numbers.given > 0) {
      numbers.any_rest = true;
      return numbers;
    }
    unsigned value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    // "3.9rc1", "3.9.post0": what comes behind the number decides between patch versions at most.
    if (error != std::errc() || end == part.data()) return std::nullopt;
    if (numbers.given < numbers.part.size()) numbers.part[numbers.given++] = value;
    if (end != part.data() + part.size()) break;
  }
  return numbers.given == 0 ? std::nullopt : std::optional(numbers);
}

bool is_met(std::string_view clause, const Numbers& python) {
  while (clause.starts_with(' ')) clause.remove_prefix(1);
  const std::size_t length = std::min(clause.find_first_not_of("<>=!~"), clause.size());
  const std::string_view sign = clause.substr(0, length);
  clause.remove_prefix(length);
  while (clause.starts_with(' ')) clause.remove_prefix(1);
  while (clause.ends_with(' ')) clause.remove_suffix(1);
  const auto wanted = numbers_of(clause);
  if (!wanted) return true;
  const auto minor_of = [](const Numbers& numbers) { return std::tie(numbers.part[0], numbers.part[1]); };
  const auto here = minor_of(python);
  const auto there = minor_of(*wanted);
  const bool same_series = wanted->given == 1 ? python.part[0] == wanted->part[0] : here == there;
  if (sign == ">=" || sign == ">") return here >= there;
  if (sign == "<=") return here <= there;
  if (sign == "<") return here < there || (here == there && wanted->part[2] > 0);
  if (sign == "==" || sign == "===") return wanted->any_rest ? same_series : here == there;
  if (sign == "!=") return !(wanted->any_rest && same_series);
  if (sign == "~=") return here >= there && (wanted->given < 3 ? python.part[0] == wanted->part[0] : here == there);
  return true;
}

}  // namespace

bool meets_requires_python(std::string_view specifiers, std::string_view minor) {
  const auto python = numbers_of(minor);
  if (!python || python->given < 2) return true;
  for (std::size_t i = 0; i < most_clauses && !specifiers.empty(); ++i) {
    const std::string_view clause = specifiers.substr(0, specifiers.find(','));
    specifiers.remove_prefix(std::min(clause.size() + 1, specifiers.size()));
    if (!is_met(clause, *python)) return false;
  }
  return true;
}

}  // namespace fairplay::signatures::installers
