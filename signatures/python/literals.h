#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "signatures/damage.h"

/// Python source, read through tree-sitter; never run.
namespace fairplay::signatures::python {

/// A literal as written in source: a string (concatenations and prefixes resolved), a list/tuple, a dict with
/// string keys, or anything else as its source text.
struct Literal {
  struct Source {
    std::string text;
  };
  using List = std::vector<Literal>;
  using Dict = std::map<std::string, Literal>;
  std::variant<Source, std::string, List, Dict> value;

  const std::string* string() const { return std::get_if<std::string>(&value); }
  const List* list() const { return std::get_if<List>(&value); }
  const Dict* dict() const { return std::get_if<Dict>(&value); }
};

/// Module-level assignments `NAME = literal` (also inside a single call, as in `CONFIG = _cleanup({...})`, and
/// annotated ones), last one wins. `file` is for messages; a broken file gives what can be read plus damage. Sources
/// over 60,000 bytes are refused, literals nested deeper than 200 stay source text: both are damage.
std::map<std::string, Literal> module_literals(std::string_view source, std::string_view file,
                                               std::vector<Damage>& damage);

}  // namespace fairplay::signatures::python
