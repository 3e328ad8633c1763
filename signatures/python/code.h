#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"
#include "signatures/python/expression.h"
#include "signatures/python/statements.h"

namespace fairplay::signatures::python {

enum class CodeKind : std::uint8_t {
  expression,
  assign,
  annotated,
  augmented,
  delete_,
  import_,
  import_from,
  function,
  class_,
  if_,
  while_,
  for_,
  with,
  try_,
  return_,
  raise,
  break_,
  continue_,
  global,
  other
};

struct ImportedName {
  std::string name;  ///< "a.b", or "*"
  std::string as;    ///< empty without one
};

struct Code;
using Block = std::vector<Code>;

/// `elif`, `else`, `except`, `finally` of a compound statement.
struct Clause {
  StatementKind kind = StatementKind::else_;
  Expression test;   ///< of elif; the exception's types of except
  std::string name;  ///< `except E as name`
  Block body;
};

/// A statement that has been parsed. Bodies of functions are not: read_suite() reads one on demand.
struct Code {
  CodeKind kind = CodeKind::other;
  std::uint32_t statement = 0;  ///< index into ModuleSource::statements
  std::uint32_t line = 0;
  std::string text;    ///< name of a function or class; operator of an augmented assignment; module of import_from
  unsigned level = 0;  ///< dots of a relative import
  std::vector<ImportedName> names;  ///< of an import
  std::vector<Expression> targets;  ///< of an assignment, del, for; base classes (and `keyword`s) of a class
  Expression value;  ///< of an assignment, return, expression; a test; what is iterated; the context of with
  std::vector<Parameter> parameters;  ///< of a function
  std::vector<Expression> decorators;
  Block body;
  std::vector<Clause> clauses;
  bool async = false;
};

/// A source file with its statements. Owns the text that all offsets refer to.
struct ModuleSource {
  std::string file;  ///< for messages and facts
  std::string text;
  Statements statements;
  std::string encoding;  ///< as declared (PEP 263), in lower case, where it isn't UTF-8 or ASCII; empty otherwise
  bool complete = true;  ///< false: damage was reported; the statements may not be all that Python would run

  std::string_view of(const Statement& statement) const {
    return std::string_view(text).substr(statement.begin, statement.end - statement.begin);
  }
  std::string_view of(const Expression& expression) const {
    return std::string_view(text).substr(expression.begin, expression.end - expression.begin);
  }
};

/// Takes a file's bytes and splits them. A declared encoding (PEP 263) in which ASCII bytes may stand for something
/// else is reported: there a comment can hold code.
ModuleSource module_source(std::string text, std::string file, std::vector<Damage>& damage);

/// A chunk that tree-sitter parses has at most this many bytes; larger statements are reported as damage, and of an
/// assignment the names that it binds are still known. Bounds memory (some 200 bytes a byte) and keeps away from what
/// tree-sitter 0.20 breaks at.
inline constexpr std::size_t chunk_limit = 48'000;

/// The module's own statements, parsed, down into classes, conditions and loops but not into functions. A statement
/// with an error is reported, and the others are read.
Block read_module(const ModuleSource& source, std::vector<Damage>& damage);

/// The statements of one suite: a function's body, by its statement's index.
Block read_suite(const ModuleSource& source, std::uint32_t statement, std::vector<Damage>& damage);

/// The full name of the module that `from ..a import b` names, in a module (or a package's __init__) of the name
/// `module`; more dots than it has parents leave the name as written.
std::string absolute_module(const Code& code, std::string_view module, bool package);

/// The docstring's content as written between its quotes, of a module (no statement), class or function; empty without
/// one.
std::string_view docstring(const ModuleSource& source);
std::string_view docstring(const ModuleSource& source, std::uint32_t statement);

}  // namespace fairplay::signatures::python
