#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace fairplay::signatures::advisories {

/// A BLAS library's version as it calls itself: "0.3.21", "3.11.0", "0.3.23.dev", "2023.1". Numbers compare as numbers,
/// and missing ones are 0.
struct Version {
  std::vector<unsigned> numbers;
  /// Built between releases. OpenBLAS's own habit changed: "0.3.0.dev" came before 0.3.0, "0.3.23.dev" after 0.3.23.
  bool development = false;
};

/// Nullopt for anything but one to six numbers of at most six digits joined by dots, ".dev" behind them or not.
std::optional<Version> parse_version(std::string_view text);

/// The order of the numbers alone: negative, 0 or positive.
int compare_numbers(const Version& a, const Version& b);

}  // namespace fairplay::signatures::advisories
