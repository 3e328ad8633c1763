#pragma once

#include <tree_sitter/api.h>

#include <memory>
#include <string>
#include <string_view>

#include "signatures/damage.h"

namespace fairplay::signatures::python {

/// The kind of a node in the grammar's words: "function_definition".
inline std::string_view type(TSNode node) { return ts_node_type(node); }
/// The child that the grammar calls `name`; a null node where there is none.
inline TSNode field(TSNode node, std::string_view name) {
  return ts_node_child_by_field_name(node, name.data(), static_cast<std::uint32_t>(name.size()));
}

/// Template strings (PEP 750, Python 3.14) are younger than the grammar; for its purposes they are f-strings. Where a
/// `t` is a string's prefix it becomes an `f`. Inside strings and comments the same may happen: it moves no token's
/// ends, and text is taken from the original.
void replace_template_strings(std::string& copy);

/// One source file's concrete syntax tree, by tree-sitter and its Python grammar (Python 2.7 to 3.14; see t-strings in
/// parse()). Private to this folder: others see plain facts.
class SyntaxTree {
 public:
  /// Sources beyond this are refused. tree-sitter 0.20 keeps an error node's number of children in 16 bits: on some
  /// broken sources with more tokens than that (65,536 opening brackets will do) it frees a wrong pointer. A token has
  /// at least one byte. NumPy's __config__.py and version.py have less than 10 kB.
  static constexpr std::size_t size_limit = 60'000;

  /// The source is borrowed and must outlive the tree. Fails when the source is too large or costs too much to read;
  /// syntax errors don't fail: they stand in the tree (see first_error()).
  static Expected<SyntaxTree> parse(std::string_view source, std::string_view file);

  TSNode root() const { return ts_tree_root_node(tree_.get()); }
  std::string_view text(TSNode node) const;  ///< the node's source bytes
  static int line(TSNode node);              ///< from 1

  /// The first node that is an error, holds text that was skipped, or was made up to go on; a null node without one.
  static TSNode first_error(TSNode within);

 private:
  struct Delete {
    void operator()(TSTree* tree) const { ts_tree_delete(tree); }
  };
  SyntaxTree(std::string_view source, TSTree* tree) : source_(source), tree_(tree) {}

  std::string_view source_;
  std::unique_ptr<TSTree, Delete> tree_;
};

/// Calls visit(child) for each named child, in order; comments are left out. Linear in the number of children, which
/// ts_node_child(node, i) in a loop is not.
template <class Visit>
void each_child(TSNode node, Visit visit) {
  struct Cursor {
    TSTreeCursor cursor;
    explicit Cursor(TSNode at) : cursor(ts_tree_cursor_new(at)) {}
    ~Cursor() { ts_tree_cursor_delete(&cursor); }
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
  } at(node);
  if (!ts_tree_cursor_goto_first_child(&at.cursor)) return;
  do {
    const TSNode child = ts_tree_cursor_current_node(&at.cursor);
    if (!ts_node_is_named(child)) continue;
    if (std::string_view(ts_node_type(child)) == "comment") continue;
    visit(child);
  } while (ts_tree_cursor_goto_next_sibling(&at.cursor));
}

}  // namespace fairplay::signatures::python
