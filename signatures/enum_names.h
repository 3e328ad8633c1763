#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace fairplay::signatures {

/// One row of an enumeration's names.
template <class Enum>
struct EnumName {
  Enum value;
  std::string_view name;
};

/// Whether `value` has an enumerator. GCC and Clang print "(Enum)3" for a value without one, its qualified name for
/// others.
template <auto value>
consteval bool is_enumerator() {
  const std::string_view text = __PRETTY_FUNCTION__;
  const std::size_t at = text.rfind("value = ");
  return at != std::string_view::npos && text[at + std::string_view("value = ").size()] != '(';
}

/// The names of an enumeration: for printing, and for reading what was printed.
template <class Enum, std::size_t count>
class EnumNames {
 public:
  consteval explicit EnumNames(const EnumName<Enum> (&rows)[count]) {
    for (std::size_t i = 0; i < count; ++i) {
      if (rows[i].value != static_cast<Enum>(i)) throw "the rows must be in the order of the enumeration, without gaps";
      names_[i] = rows[i].name;
    }
    if (is_enumerator<static_cast<Enum>(count)>()) throw "the enumeration has a value without a row";
  }

  /// Empty for bits that are none of the enumeration's values.
  constexpr std::string_view name(Enum value) const {
    const auto at = static_cast<std::size_t>(value);
    return at < count ? names_[at] : std::string_view();
  }

  /// Nullopt for text that names no value.
  constexpr std::optional<Enum> named(std::string_view text) const {
    for (std::size_t i = 0; i < count; ++i) {
      if (names_[i] == text) return static_cast<Enum>(i);
    }
    return std::nullopt;
  }

  /// All names, in the enumeration's order.
  constexpr const std::array<std::string_view, count>& all() const { return names_; }

 private:
  std::array<std::string_view, count> names_{};
};

/// A table with one row for each value, in the enumeration's order. A missing row doesn't compile.
template <class Enum, std::size_t count>
consteval EnumNames<Enum, count> enum_names(const EnumName<Enum> (&rows)[count]) {
  return EnumNames<Enum, count>(rows);
}

}  // namespace fairplay::signatures
