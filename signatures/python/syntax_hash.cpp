#include "signatures/python/syntax_hash.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <span>
#include <unordered_map>

#include "signatures/digest.h"
#include "signatures/python/chunk_parser.h"
#include "signatures/python/lexer.h"
#include "signatures/python/string_value.h"
#include "signatures/python/syntax_tree.h"

namespace fairplay::signatures::python {

namespace {

constexpr int deepest_node = 400;

/// Names of node kinds that differ by brackets alone have one name here.
std::string_view kind_name(std::string_view kind) {
  if (kind == "pattern_list" || kind == "tuple_pattern" || kind == "expression_list") return "tuple";
  if (kind == "list_pattern") return "list";
  if (kind == "list_splat_pattern") return "list_splat";
  return kind;
}

/// Brackets and commas say nothing that the kinds of nodes don't; but a comma makes a tuple of an index, and keeps
/// Python 2's print from ending the line.
bool punctuation(std::string_view token, std::string_view parent) {
  if (token == ",") return parent != "subscript" && parent != "print_statement";
  return token.size() == 1 && std::string_view("()[]{}").find(token[0]) != std::string_view::npos;
}

/// Writes a tree so that equal text means equal trees: every part has its kind, and leaves their length.
class Writer {
 public:
  Writer(std::string_view chunk, std::string& into) : chunk_(chunk), into_(into) {}

  /// False where it is nested too deep to be compared so.
  bool write(TSNode node, int depth = 0, std::string_view parent = {}) {
    if (depth > deepest_node) return false;
    const std::string_view kind = type(node);
    if (kind == "comment" || kind == "line_continuation") return true;
    if (kind == "string" || kind == "concatenated_string") return string(node, depth);
    const std::uint32_t count = ts_node_child_count(node);
    if (kind == "parenthesized_expression") {
      for (std::uint32_t i = 0; i < count; ++i) {
        const TSNode child = ts_node_child(node, i);
        if (ts_node_is_named(child) && type(child) != "comment") return write(child, depth + 1, parent);
      }
    }
    if (count == 0) {
      if (!ts_node_is_named(node) && punctuation(kind, parent)) return true;
      leaf(kind_name(kind), text(node));
      return true;
    }
    into_ += '(';
    into_ += kind_name(kind);
    into_ += ' ';
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    bool good = ts_tree_cursor_goto_first_child(&cursor);
    while (good) {
      if (!write(ts_tree_cursor_current_node(&cursor), depth + 1, kind)) {
        ts_tree_cursor_delete(&cursor);
        return false;
      }
      if (!ts_tree_cursor_goto_next_sibling(&cursor)) break;
    }
    ts_tree_cursor_delete(&cursor);
    into_ += ')';
    return true;
  }

 private:
  std::string_view text(TSNode node) const {
    const std::size_t begin = std::min<std::size_t>(ts_node_start_byte(node), chunk_.size());
    const std::size_t end = std::min<std::size_t>(ts_node_end_byte(node), chunk_.size());
    return chunk_.substr(begin, end - begin);
  }
  void leaf(std::string_view kind, std::string_view value) {
    into_ += kind;
    into_ += std::to_string(value.size());
    into_ += ':';
    into_ += value;
    into_ += ' ';
  }
  /// By value; f-strings, whose parts are code, as written.
  bool string(TSNode node, int depth) {
    ExpressionReader reader(chunk_, 0);
    const Expression value = reader.read(node);
    // string_value() leaves names of characters as they are, and gives all surrogates one value.
    const bool by_value =
        value.text.find("\\N{") == std::string::npos && value.text.find("\xEF\xBF\xBD") == std::string::npos;
    if (by_value && (value.kind == ExpressionKind::string || value.kind == ExpressionKind::bytes)) {
      leaf(value.kind == ExpressionKind::bytes ? "bytes" : "string", value.text);
      return true;
    }
    if (type(node) == "string") {
      leaf("f", text(node));
      return true;
    }
    bool good = true;
    into_ += "(joined ";
    each_child(node, [&](TSNode part) { good = good && write(part, depth + 1); });
    into_ += ')';
    return good;
  }

  std::string_view chunk_;
  std::string& into_;
};

}  // namespace

struct SyntaxHasher::State {
  std::unique_ptr<ChunkParser> parser = std::make_unique<ChunkParser>();
  unsigned renewals = std::numeric_limits<unsigned>::max();  ///< how many more budgets of time there are

  void tokens(std::string_view text, std::string& into) {
    std::vector<Damage> ignored;
    Lexer lexer(text, {}, ignored);
    into += "tokens ";
    for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
      if (token.kind == TokenKind::newline) continue;
      const std::string_view word = text.substr(token.begin, token.end - token.begin);
      into += std::to_string(word.size());
      into += ':';
      into += word;
    }
  }

  /// A header or simple statement.
  void header(const ModuleSource& source, const Statement& statement, std::string& into) {
    std::string_view text =
        std::string_view(source.text).substr(statement.begin, statement.header_end - statement.begin);
    into += static_cast<char>('a' + static_cast<int>(statement.kind));
    switch (statement.kind) {
      case StatementKind::else_:
      case StatementKind::try_:
      case StatementKind::finally: return;
      case StatementKind::except:
      case StatementKind::match:
      case StatementKind::case_: return tokens(text, into);
      case StatementKind::elif: text.remove_prefix(2); break;
      case StatementKind::decorator: text.remove_prefix(1); break;
      default: break;
    }
    if (parser == nullptr) return tokens(text, into);
    const std::string_view tail = statement.clause() ? " pass\n" : "\n";
    auto tree = parser->parse(text, tail);
    if (!tree && parser->out_of_time()) {
      // What came before used the time up: a statement's hash mustn't depend on its neighbours.
      if (renewals == 0) return tokens(text, into);
      --renewals;
      parser->renew();
      tree = parser->parse(text, tail);
    }
    if (!tree || ts_node_has_error(ts_tree_root_node(tree.get()))) return tokens(text, into);
    const std::size_t before = into.size();
    if (Writer(text, into).write(ts_tree_root_node(tree.get()))) return;
    into.resize(before);
    tokens(text, into);
  }

  void whole(const ModuleSource& source, std::uint32_t index, std::string& into) {
    const auto& all = source.statements.all;
    const std::uint16_t depth = all[index].depth;
    for (std::uint32_t i = index; i < all[index].next; ++i) {
      if (all[i].docstring) continue;
      into += '\n';
      into += std::to_string(all[i].depth - depth);
      header(source, all[i], into);
      unsplit(source, i, into);
    }
  }

  /// What lies too deep to be split stands in its parent's bytes alone.
  static bool is_unsplit(const ModuleSource& source, std::uint32_t index) {
    const Statement& statement = source.statements.all[index];
    return statement.clause() && statement.next == index + 1 && statement.end > statement.header_end;
  }
  void unsplit(const ModuleSource& source, std::uint32_t index, std::string& into) {
    if (!is_unsplit(source, index)) return;
    const Statement& statement = source.statements.all[index];
    tokens(std::string_view(source.text).substr(statement.header_end, statement.end - statement.header_end), into);
  }

  static std::string hash(const std::string& text) { return sha256_hex(std::as_bytes(std::span(text))).substr(0, 32); }
};

struct StatementMemo::Shard {
  static constexpr std::size_t most_bytes = 6U << 20;  ///< of texts
  mutable std::mutex mutex;                            ///< guards the rest
  std::unordered_map<std::string, StatementHash> hashes;
  std::size_t bytes = 0;
};

namespace {
constexpr std::size_t memo_shards = 16;
}

StatementMemo::StatementMemo() : shards_(std::make_unique<Shard[]>(memo_shards)) {}
StatementMemo::~StatementMemo() = default;

StatementMemo::Shard& StatementMemo::shard_of(const std::string& key) const {
  return shards_[std::hash<std::string>()(key) / 64 % memo_shards];
}

std::optional<StatementHash> StatementMemo::find(const std::string& key) const {
  const Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.hashes.find(key);
  return found == shard.hashes.end() ? std::nullopt : std::optional(found->second);
}

void StatementMemo::keep(const std::string& key, const StatementHash& hash) {
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (shard.bytes + key.size() > Shard::most_bytes) return;
  if (shard.hashes.emplace(key, hash).second) shard.bytes += key.size();
}

SyntaxHasher::SyntaxHasher(StatementMemo* memo) : state_(std::make_unique<State>()), memo_(memo) {}
SyntaxHasher::~SyntaxHasher() = default;

std::string SyntaxHasher::of(const ModuleSource& source, std::uint32_t statement) {
  std::string text;
  if (statement < source.statements.all.size()) state_->whole(source, statement, text);
  return State::hash(text);
}

std::string SyntaxHasher::of_header(const ModuleSource& source, std::uint32_t statement) {
  std::string text;
  if (statement < source.statements.all.size()) state_->header(source, source.statements.all[statement], text);
  return State::hash(text);
}

std::string SyntaxHasher::of_module(const ModuleSource& source) {
  std::string text;
  source.statements.each_top([&](std::uint32_t i) {
    text += of(source, i);
    if (source.statements.all[i].docstring) text.resize(text.size() - 32);
  });
  return State::hash(text);
}

std::vector<StatementHash> SyntaxHasher::of_statements(const ModuleSource& source) {
  constexpr std::size_t largest_parsed = 4'000'000;
  constexpr unsigned most_renewals = 2;
  const auto& all = source.statements.all;
  std::vector<StatementHash> hashes(all.size());
  state_->renewals = most_renewals;
  if (source.text.size() > largest_parsed)
    state_->parser.reset();
  else
    state_->parser->renew();
  std::string text;
  std::string key;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].docstring) continue;
    // What stands unsplit isn't remembered, nor what was compared by its tokens for want of time.
    const bool remembered = memo_ != nullptr && !State::is_unsplit(source, i) && source.text.size() <= largest_parsed;
    if (remembered) {
      key.assign(1, static_cast<char>('a' + static_cast<int>(all[i].kind)));
      key.append(source.text, all[i].begin, all[i].header_end - all[i].begin);
      if (const auto known = memo_->find(key)) {
        hashes[i] = *known;
        continue;
      }
    }
    text.clear();
    state_->header(source, all[i], text);
    state_->unsplit(source, i, text);
    Hasher hasher({Algorithm::sha256});
    hasher.update(std::as_bytes(std::span(text)));
    const Digests digests = hasher.finish();
    if (const Digest* whole = find(digests, Algorithm::sha256))
      std::copy_n(whole->bytes.begin(), hashes[i].size(), hashes[i].begin());
    if (remembered && state_->renewals == most_renewals) memo_->keep(key, hashes[i]);
  }
  if (state_->parser == nullptr) state_->parser = std::make_unique<ChunkParser>();
  state_->renewals = std::numeric_limits<unsigned>::max();
  return hashes;
}

}  // namespace fairplay::signatures::python
