#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"
#include "signatures/python/code.h"
#include "signatures/python/syntax_hash.h"

namespace fairplay::signatures::footprint {

enum class OutlineKind : std::uint8_t { function, class_, statement };
std::string_view name(OutlineKind kind);  ///< "function", "class", "statement"

/// One thing that a module's code does outside of functions: it defines a function or a class, or it runs a statement.
/// A method's and a nested class's name is qualified by its class; what is in `if`, `try`, `with` ... of the module
/// counts as the module's own.
struct OutlineItem {
  OutlineKind kind = OutlineKind::statement;
  std::string name;  ///< "ndarray.sum", "?" where it can't be read; over 1000 bytes cut, with a hash; of a statement:
                     ///< the names it binds, joined by ", ", qualified by its class; empty where it binds none
  std::uint32_t line = 0;  ///< from 1, of `def`, `class` or the statement itself
  std::string conditions;  ///< hash of the headers of the compound statements around it and around its class; empty
                           ///< where there is none
  std::string decorators;  ///< spaced alike whatever the formatting, joined by "; "; empty without one
  /// A function's parameters and " -> returns", a class's bases and keywords; without the outer brackets, comments and
  /// a last comma, spaced alike whatever the formatting ("a, b=None, *, c: int=1 -> str"); cut at 8000 bytes, then with
  /// a hash behind it. In a stub (.pyi) overloads that follow each other are one item, of the first one's line, without
  /// decorators and with "overloads #<hash>"; parameters over 60 bytes there are "#<hash>", and imports that follow
  /// each other are one statement without names.
  std::string parameters;
  std::string hash;  ///< of a function: `async` and its body without docstring; of a statement: the statement; empty
                     ///< for a class, whose content is listed
  std::string text;  ///< of a statement: as written, blanks made one, cut at 160 bytes of whole characters
};

/// What a source file means, part by part, as hashes of syntax trees (python/syntax_hash.h) in base64url, 96 bits:
/// equal means equal to the compiler but for comments, formatting and docstrings. Items are in the file's order.
struct Outline {
  std::string syntax;  ///< hash of the whole file
  std::vector<OutlineItem> items;
  bool complete = true;  ///< false: parts could not be read; equal outlines then prove nothing
};

/// Never fails; what can't be determined is damage, and then `complete` is false. At most 100,000 items are reported.
Outline outline_of(const python::ModuleSource& source, python::SyntaxHasher& hasher, std::vector<Damage>& damage);

/// Gives the statements of a known outline of just this source their texts, of which a database keeps a few: what
/// outline_of() would give, without parsing.
void add_texts(const python::ModuleSource& source, Outline& outline);

/// One source file and what it means.
struct SourceOutline {
  std::string sha256;  ///< of the file
  Outline outline;
};
using SourceOutlines =
    std::map<std::string, SourceOutline, std::less<>>;  ///< by path from the import folder: "numpy/lib/npyio.py"

}  // namespace fairplay::signatures::footprint
