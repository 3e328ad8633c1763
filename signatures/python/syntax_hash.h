#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/python/code.h"

namespace fairplay::signatures::python {

using StatementHash = std::array<std::uint8_t, 16>;  ///< a SHA-256's first half

/// Hashes of statements by their kind and text, so that what several sources have in common is parsed once.
/// Thread-safe; bounded to some 100 MB.
class StatementMemo {
 public:
  StatementMemo();
  ~StatementMemo();
  std::optional<StatementHash> find(const std::string& key) const;
  void keep(const std::string& key, const StatementHash& hash);

 private:
  struct Shard;
  Shard& shard_of(const std::string& key) const;
  std::unique_ptr<Shard[]> shards_;
};

/// Shows whether two pieces of Python mean the same to the compiler, as far as form goes: hashes of their syntax trees
/// that ignore comments, formatting, docstrings, brackets that only group, trailing commas, and how a string is quoted,
/// escaped and split. What can't be parsed is compared by its tokens. A SHA-256's first half, in lower-case hex: nobody
/// makes two statements with one hash.
class SyntaxHasher {
 public:
  /// `memo`, where hashers share one, is borrowed.
  explicit SyntaxHasher(StatementMemo* memo = nullptr);
  ~SyntaxHasher();

  /// Of one statement with its suite, without its decorators (they are statements before it).
  std::string of(const ModuleSource& source, std::uint32_t statement);
  /// Of a clause's header alone: a function's name and parameters, a class's bases.
  std::string of_header(const ModuleSource& source, std::uint32_t statement);
  /// Of a whole file.
  std::string of_module(const ModuleSource& source);

  /// One hash for each of the source's statements, of its header or itself without what its suite holds, each parsed
  /// once: callers that want hashes of many parts join them. A docstring's is all zero. Bounded: sources over 4 MB, and
  /// those that take seconds to parse, by their tokens.
  std::vector<StatementHash> of_statements(const ModuleSource& source);

 private:
  struct State;
  std::unique_ptr<State> state_;
  StatementMemo* memo_;
};

}  // namespace fairplay::signatures::python
