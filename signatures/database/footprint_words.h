#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "signatures/footprint/c_api.h"
#include "signatures/footprint/footprint.h"
#include "signatures/footprint/outline.h"

/// The words that a footprint's writer and its parser share.
namespace fairplay::signatures::database {

inline constexpr std::string_view footprint_first_line = "fairplay-footprint 1";
inline constexpr std::size_t list_id_digits = 16;

template <class Value, std::size_t count>
using Letters = std::array<std::pair<Value, char>, count>;

inline constexpr Letters<footprint::NameKind, 5> name_kinds{{{footprint::NameKind::function, 'f'},
                                                             {footprint::NameKind::ufunc, 'u'},
                                                             {footprint::NameKind::class_, 'c'},
                                                             {footprint::NameKind::module, 'm'},
                                                             {footprint::NameKind::constant, 'k'}}};
inline constexpr Letters<footprint::From, 3> origins_of_names{
    {{footprint::From::python, 'p'}, {footprint::From::extension, 'e'}, {footprint::From::stub, 's'}}};
inline constexpr Letters<footprint::CKind, 5> c_kinds{{{footprint::CKind::function, 'f'},
                                                       {footprint::CKind::macro, 'm'},
                                                       {footprint::CKind::struct_, 's'},
                                                       {footprint::CKind::enum_, 'e'},
                                                       {footprint::CKind::typedef_, 't'}}};
inline constexpr Letters<footprint::OutlineKind, 3> item_kinds{{{footprint::OutlineKind::function, 'f'},
                                                                {footprint::OutlineKind::class_, 'c'},
                                                                {footprint::OutlineKind::statement, 's'}}};

template <class Value, std::size_t count>
char letter(const Letters<Value, count>& letters, Value value) {
  for (const auto& [known, c] : letters) {
    if (known == value) return c;
  }
  return letters.front().second;
}

template <class Value, std::size_t count>
std::optional<Value> value_of(const Letters<Value, count>& letters, char c) {
  for (const auto& [value, known] : letters) {
    if (known == c) return value;
  }
  return std::nullopt;
}

/// A list of names is known by its hash: of them as written, with one space between.
std::string list_id(std::string_view joined);

}  // namespace fairplay::signatures::database
