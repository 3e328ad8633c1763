#include "signatures/installers/requirement.h"

#include <algorithm>

namespace fairplay::signatures::installers {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Starts with a letter or a digit, and has only those and `more`.
bool is_word(std::string_view word, std::string_view more) {
  return !word.empty() && is_letter_or_digit(word.front()) && std::ranges::all_of(word, [&](char c) {
    return is_letter_or_digit(c) || more.find(c) != std::string_view::npos;
  });
}

}  // namespace

std::optional<Requirement> parse_requirement(std::string_view text) {
  const std::size_t equals = text.find("==");
  if (equals == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(0, equals);
  const std::string_view version = text.substr(equals + 2);
  if (!is_word(name, "._-") || !is_word(version, ".+!_-")) return std::nullopt;
  return Requirement{std::string(name), std::string(version)};
}

}  // namespace fairplay::signatures::installers
