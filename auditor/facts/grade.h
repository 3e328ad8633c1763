#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace fairplay::auditor::behaviour {

/// How far from everyday use a call is that shows a divergence.
enum class Grade : std::uint8_t {
  ordinary,
  extreme,            ///< numbers near the ends of their type, parameters near the ends of their range
  non_finite,         ///< NaN, infinities and NaT among the operands
  illegal_arguments,  ///< what must be refused
  concurrency,        ///< several threads or callers
  resources,          ///< memory, stack, the floating-point environment
};

std::string_view name(Grade grade);  ///< "non-finite"
std::optional<Grade> grade_named(std::string_view name);
std::span<const std::string_view> grade_names();  ///< all, in the enumeration's order

}  // namespace fairplay::auditor::behaviour
