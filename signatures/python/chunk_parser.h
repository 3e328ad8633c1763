#pragma once

#include <tree_sitter/api.h>

#include <memory>
#include <string>
#include <string_view>

#include "signatures/python/expression.h"

namespace fairplay::signatures::python {

/// Parses small pieces of Python by tree-sitter, one parser for many, within one budget of time a file. Private to this
/// folder.
class ChunkParser {
 public:
  ChunkParser();
  ~ChunkParser();
  ChunkParser(const ChunkParser&) = delete;
  ChunkParser& operator=(const ChunkParser&) = delete;

  /// The tree of `chunk` (and `tail` after it); null when it is too large or took too long. Both are copied.
  struct DeleteTree {
    void operator()(TSTree* tree) const { ts_tree_delete(tree); }
  };
  using Tree = std::unique_ptr<TSTree, DeleteTree>;
  Tree parse(std::string_view chunk, std::string_view tail = {});
  /// What was handed to the parser last: nodes' offsets refer to it.
  std::string_view text() const { return text_; }
  /// Gives it the whole budget again.
  void renew() { spent_microseconds_ = 0; }
  bool out_of_time() const { return spent_microseconds_ >= budget_microseconds; }

 private:
  static constexpr std::uint64_t budget_microseconds = 2'000'000;
  TSParser* parser_;
  std::string text_;
  std::uint64_t spent_microseconds_ = 0;
};

struct PlainNode;

/// Turns a node into plain data; `offset` is where the chunk begins in the source. Nested deeper than 200 (where
/// CPython stops as well) it is `nothing`.
class ExpressionReader {
 public:
  ExpressionReader(std::string_view chunk, std::uint32_t offset) : chunk_(chunk), offset_(offset) {}
  Expression read(TSNode node) { return read(node, 0); }
  std::vector<Parameter> parameters(TSNode node);
  std::string text(TSNode node) const;

 private:
  Expression read(TSNode node, int depth);
  Expression plain(TSNode node, int depth, const PlainNode& form);
  Expression special(TSNode node, int depth);  ///< nodes that are not plain
  Expression string(TSNode node, int depth);
  Expression comprehension(TSNode node, int depth, std::string form);
  Expression compare(TSNode node, int depth);
  Expression dotted_name(TSNode node);
  Expression dictionary(TSNode node, int depth);
  Expression subscript(TSNode node, int depth);
  Expression slice(TSNode node, int depth);
  Expression call(TSNode node, int depth);
  void arguments(TSNode node, int depth, Expression& into);
  std::string_view chunk_;
  std::uint32_t offset_;
};

}  // namespace fairplay::signatures::python
