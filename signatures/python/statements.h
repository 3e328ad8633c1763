#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/damage.h"

namespace fairplay::signatures::python {

enum class StatementKind : std::uint8_t {
  simple,
  decorator,
  function,
  class_,
  if_,
  elif,
  else_,
  try_,
  except,
  finally,
  for_,
  while_,
  with,
  match,
  case_
};

/// One statement of a source, or one clause of a compound statement, by its bytes. Statements are in a flat list,
/// each before what its suite holds.
struct Statement {
  StatementKind kind = StatementKind::simple;
  std::uint16_t depth = 0;       ///< how many suites it is in
  std::uint32_t begin = 0;       ///< first byte
  std::uint32_t header_end = 0;  ///< past the colon of a clause; `end` of a simple statement
  std::uint32_t end = 0;         ///< past the last token, its suite's included
  std::uint32_t line = 1;        ///< from 1
  std::uint32_t next = 0;        ///< index of the first statement after it and its suite
  bool docstring = false;        ///< a string alone (no f-string, no bytes), first in a module, class or function

  bool clause() const { return kind != StatementKind::simple && kind != StatementKind::decorator; }
};

/// A source's statements. Suites nested deeper than `deepest_suite` and what follows `most_statements` are reported as
/// damage and left inside their parent's bytes.
struct Statements {
  static constexpr std::uint16_t deepest_suite = 100;  ///< CPython's own tokenizer stops at 100 indentations
  static constexpr std::size_t most_statements = 2'000'000;

  std::vector<Statement> all;

  /// The indices of the direct children of `parent`'s suite: from parent + 1, each followed by its `next`, up to
  /// parent's `next`.
  template <class Visit>
  void each_child(std::uint32_t parent, Visit visit) const {
    for (std::uint32_t i = parent + 1; i < all[parent].next; i = all[i].next) visit(i);
  }
  template <class Visit>
  void each_top(Visit visit) const {
    for (std::uint32_t i = 0; i < all.size(); i = all[i].next) visit(i);
  }
};

/// Cuts a source into statements without parsing them: linear, and a broken statement costs itself alone.
Statements split(std::string_view source, std::string_view file, std::vector<Damage>& damage);

}  // namespace fairplay::signatures::python
