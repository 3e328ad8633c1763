#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace fairplay::signatures::advisories {

/// A version as a library calls itself: "0.3.21", "3.11.0", "0.3.23.dev", "2023.1"; of a NumPy "2.5.0rc1". Numbers
/// compare as numbers, and missing ones are 0.
struct Version {
  std::vector<unsigned> numbers;
  /// Built between releases. OpenBLAS's own habit changed: "0.3.0.dev" came before 0.3.0, "0.3.23.dev" after 0.3.23.
  bool development = false;
  /// Made before the release of these numbers: "2.5.0rc1", "1.26.4.dev0+git20231113".
  bool before_release = false;
};

/// Nullopt for anything but one to six numbers of at most six digits joined by dots, ".dev" behind them or not.
std::optional<Version> parse_version(std::string_view text);

/// A Python package's version (PEP 440): "1.24.2", "2.5.0rc1", "1.26.4.post1", "1.21.4+mkl". What is behind "+" or
/// ".post" doesn't change which release it was made from. Nullopt for what is no such version, and for one with an
/// epoch.
std::optional<Version> parse_package_version(std::string_view text);

/// The order of the numbers alone: negative, 0 or positive.
int compare_numbers(const Version& a, const Version& b);

}  // namespace fairplay::signatures::advisories
