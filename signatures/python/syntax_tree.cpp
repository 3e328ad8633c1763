#include "signatures/python/syntax_tree.h"

#include <fmt/format.h>

#include <cctype>
#include <cstdint>

extern "C" const TSLanguage* tree_sitter_python(void);

namespace fairplay::signatures::python {

namespace {

/// tree-sitter explores ambiguous and broken input in several versions at once. All of NumPy (9 MB) takes some 1.5 s on
/// one core, so a single file that takes this long is hostile.
constexpr std::uint64_t parse_limit_microseconds = 2'000'000;

struct DeleteParser {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

}  // namespace

void replace_template_strings(std::string& copy) {
  for (std::size_t quote = copy.find_first_of("'\""); quote != std::string::npos;
       quote = copy.find_first_of("'\"", quote + 1)) {
    if (quote == 0) continue;
    std::size_t start = quote;  // of the prefix: t, rt or tr in either case
    std::size_t t = std::string::npos;
    while (start > 0 && quote - start < 2) {
      const char c = copy[start - 1];
      if ((c == 't' || c == 'T') && t == std::string::npos)
        t = start - 1;
      else if (c != 'r' && c != 'R')
        break;
      --start;
    }
    if (t != std::string::npos && (start == 0 || !in_name(copy[start - 1]))) copy[t] = 'f';
  }
}

Expected<SyntaxTree> SyntaxTree::parse(std::string_view source, std::string_view file) {
  if (source.size() > size_limit) {
    return std::unexpected(
        Damage{std::string(file), "",
               fmt::format("Python source of {} bytes; more than {} are not read", source.size(), size_limit)});
  }
  const std::unique_ptr<TSParser, DeleteParser> parser(ts_parser_new());
  if (!parser || !ts_parser_set_language(parser.get(), tree_sitter_python())) {
    return std::unexpected(
        Damage{std::string(file), "", "the tree-sitter library doesn't accept this program's Python grammar"});
  }
  ts_parser_set_timeout_micros(parser.get(), parse_limit_microseconds);
  std::string text(source);
  replace_template_strings(text);
  TSTree* tree = ts_parser_parse_string(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size()));
  if (tree == nullptr) {
    return std::unexpected(
        Damage{std::string(file), "",
               fmt::format("Python source that takes more than {} s to parse", parse_limit_microseconds / 1'000'000)});
  }
  return SyntaxTree(source, tree);
}

std::string_view SyntaxTree::text(TSNode node) const {
  const std::size_t start = ts_node_start_byte(node);
  const std::size_t end = ts_node_end_byte(node);
  if (start >= source_.size() || end <= start) return {};
  return source_.substr(start, end - start);
}

int SyntaxTree::line(TSNode node) { return static_cast<int>(ts_node_start_point(node).row) + 1; }

TSNode SyntaxTree::first_error(TSNode within) {
  const TSNode none{};
  if (!ts_node_has_error(within)) return none;
  TSTreeCursor cursor = ts_tree_cursor_new(within);
  TSNode found = within;  // where the culprit can't be determined, the node itself
  for (bool down = true; down;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    found = node;
    if (std::string_view(ts_node_type(node)) == "ERROR" || ts_node_is_missing(node)) break;
    down = ts_tree_cursor_goto_first_child(&cursor);
    while (down && !ts_node_has_error(ts_tree_cursor_current_node(&cursor)) &&
           !ts_node_is_missing(ts_tree_cursor_current_node(&cursor))) {
      down = ts_tree_cursor_goto_next_sibling(&cursor);
    }
  }
  ts_tree_cursor_delete(&cursor);
  return found;
}

}  // namespace fairplay::signatures::python
