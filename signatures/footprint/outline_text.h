#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/python/lexer.h"

/// What an outline says in words, from tokens alone: nothing here needs a syntax tree, so that broken statements are
/// reported, too.
namespace fairplay::signatures::footprint {

/// A statement's tokens, and the text that they refer to.
struct Tokens {
  Tokens(std::string_view text, std::size_t most);
  std::string_view word(std::size_t i) const {
    return i < all.size() ? text.substr(all[i].begin, all[i].end - all[i].begin) : std::string_view();
  }
  bool is_name(std::size_t i) const { return i < all.size() && all[i].kind == python::TokenKind::name; }

  std::string_view text;
  std::vector<python::Token> all;  ///< without newlines and the end
  bool cut = false;                ///< there were more than `most`
};

/// Tokens from `begin` to before `end`, spaced in one way whatever their source's formatting is, without comments and a
/// trailing comma: "a, b=None, *, c: int=1".
std::string spaced_alike(const Tokens& tokens, std::size_t begin, std::size_t end);

/// `text` with its runs of blanks and line ends made one, comments left out, cut at `most` bytes of whole characters
/// (UTF-8).
std::string one_line(std::string_view text, std::size_t most);

/// The names that a simple statement binds or unbinds in its own scope, in its order, each once, at most 64: targets,
/// imported names ("*" of a star import), `del`, `:=`. Attributes and items of something else aren't names.
std::vector<std::string_view> bound_names(const Tokens& tokens);

/// Name and parameters in a header of `def` or `class`.
struct DefinitionHeader {
  std::string_view name;             ///< empty: could not be read
  std::string_view type_parameters;  ///< as written, with their brackets (PEP 695)
  std::string parameters;            ///< spaced_alike(), without their brackets, then " -> " and what is returned
  bool complete = false;             ///< brackets fit
};
DefinitionHeader definition_header(const Tokens& tokens, bool function);

}  // namespace fairplay::signatures::footprint
