#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// A value of those that headers of `.npy` files are written in: Python's literals without numbers that aren't whole,
/// bytes and sets. Nothing is evaluated.
struct Literal {
  enum class Sort { none, boolean, integer, text, tuple, list, dictionary };

  Sort sort = Sort::none;
  bool truth = false;
  std::int64_t number = 0;
  std::string text;            ///< UTF-8
  std::vector<Literal> items;  ///< of a dictionary keys and values in turn

  /// The value under a key that is this text; null if there is none.
  const Literal* find(std::string_view key) const;
};

/// How many brackets may lie within each other.
inline constexpr std::size_t max_literal_depth = 64;

/// Reads a text, well-formed UTF-8, that holds one literal and spaces. `python2` allows integers like `3L`. Errors,
/// with the place in bytes: another grammar, brackets too deep, an integer beyond 64 bits, a key twice.
Expected<Literal> parse_literal(std::string_view text, bool python2);

}  // namespace fairplay::arraycore
