#include "signatures/python/code.h"

#include <fmt/format.h>

#include <algorithm>

#include "signatures/python/chunk_parser.h"
#include "signatures/python/lexer.h"
#include "signatures/python/syntax_tree.h"

namespace fairplay::signatures::python {

namespace {

/// The names that `a = b.c, d = ...` binds, by tokens alone: for statements that can't be parsed.
std::vector<Expression> bound_names(std::string_view text, std::uint32_t offset) {
  std::vector<Expression> names;
  std::vector<Damage> ignored;
  Lexer lexer(text, {}, ignored);
  std::vector<Expression> pending;
  bool plain = true;
  for (Token token = lexer.next(); token.kind != TokenKind::end && token.kind != TokenKind::newline;
       token = lexer.next()) {
    const std::string_view word = text.substr(token.begin, token.end - token.begin);
    if (token.depth > 0) continue;
    if (word == "=") {
      if (plain && !pending.empty()) names.insert(names.end(), pending.begin(), pending.end());
      pending.clear();
      plain = true;
    } else if (token.kind == TokenKind::name) {
      pending.push_back({ExpressionKind::name, offset + token.begin, offset + token.end, std::string(word), {}});
    } else if (word != ",") {
      plain = false;
    }
    if (names.size() > 64) break;
  }
  return names;
}

class Reader {
 public:
  Reader(const ModuleSource& source, std::vector<Damage>& damage) : source_(source), damage_(damage) {}

  Block top() {
    Block block;
    std::vector<Expression> decorators;
    source_.statements.each_top([&](std::uint32_t i) { add(i, block, decorators); });
    return block;
  }

  Block suite(std::uint32_t parent) {
    Block block;
    std::vector<Expression> decorators;
    source_.statements.each_child(parent, [&](std::uint32_t i) { add(i, block, decorators); });
    return block;
  }

 private:
  std::string_view header(const Statement& statement) const {
    return std::string_view(source_.text).substr(statement.begin, statement.header_end - statement.begin);
  }

  void tell(const Statement& statement, std::string_view reason) {
    if (told_ >= 20) return;  // more tell nobody more
    ++told_;
    std::string_view text = header(statement);
    text = text.substr(0, std::min<std::size_t>(text.find('\n'), 60));
    damage_.push_back({source_.file, fmt::format("line {}", statement.line), fmt::format("{}: {}", reason, text)});
  }

  /// Parses a clause's header or a simple statement. A null tree has been told.
  ChunkParser::Tree parse(const Statement& statement, std::string_view chunk, std::string_view tail) {
    ChunkParser::Tree tree = parser_.parse(chunk, tail);
    if (tree == nullptr) {
      tell(statement, chunk.size() > chunk_limit
                          ? fmt::format("a statement of {} bytes; more than {} are not read", chunk.size(), chunk_limit)
                          : std::string("takes too long to parse"));
    }
    return tree;
  }

  void add(std::uint32_t index, Block& block, std::vector<Expression>& decorators) {
    const Statement& statement = source_.statements.all[index];
    if (statement.docstring) return;
    switch (statement.kind) {
      case StatementKind::decorator: decorators.push_back(decorator(statement)); return;
      case StatementKind::elif:
      case StatementKind::else_:
      case StatementKind::except:
      case StatementKind::finally:
        if (!block.empty()) clause(index, block.back());
        return;
      case StatementKind::match:
      case StatementKind::case_: return;  // no NumPy decides its names so
      default: break;
    }
    Code code = statement.kind == StatementKind::simple ? simple(statement) : compound(index);
    code.statement = index;
    code.line = statement.line;
    code.decorators = std::move(decorators);
    decorators.clear();
    block.push_back(std::move(code));
  }

  Expression decorator(const Statement& statement) {
    std::string_view text = header(statement).substr(1);
    const auto tree = parse(statement, text, {});
    if (!tree) return {};
    ExpressionReader reader(std::string_view(source_.text).substr(statement.begin + 1, text.size()),
                            statement.begin + 1);
    return reader.read(ts_node_named_child(ts_tree_root_node(tree.get()), 0));
  }

  void clause(std::uint32_t index, Code& owner) {
    const Statement& statement = source_.statements.all[index];
    Clause clause;
    clause.kind = statement.kind;
    if (statement.kind == StatementKind::elif) {
      // Read as `if`, by leaving out two letters.
      Statement without = statement;
      without.begin += 2;
      const auto tree = parse(statement, header(without), " pass\n");
      if (tree)
        clause.test = reader(without).read(field(ts_node_named_child(ts_tree_root_node(tree.get()), 0), "condition"));
    } else if (statement.kind == StatementKind::except) {
      except(statement, clause);
    }
    clause.body = inner(index);
    owner.clauses.push_back(std::move(clause));
  }

  /// `except* (A, b.C) as name:`, `except A, name:` of Python 2: the types as an expression.
  void except(const Statement& statement, Clause& clause) {
    std::string_view text = header(statement);
    if (text.size() < 7) return;
    std::size_t begin = 6;
    while (begin < text.size() && (text[begin] == ' ' || text[begin] == '*' || text[begin] == '\t')) ++begin;
    text = text.substr(0, text.size() - 1);
    if (begin >= text.size()) return;
    std::string_view types = text.substr(begin);
    if (const std::size_t as = types.rfind(" as "); as != std::string_view::npos) {
      clause.name = std::string(types.substr(as + 4));
      types = types.substr(0, as);
    } else if (const std::size_t comma = types.rfind(',');
               comma != std::string_view::npos && types.find_last_of(")]") == std::string_view::npos) {
      clause.name = std::string(types.substr(comma + 1));
      types = types.substr(0, comma);
    }
    const auto trimmed = clause.name.find_first_not_of(" \t");
    clause.name = trimmed == std::string::npos
                      ? std::string()
                      : clause.name.substr(trimmed, clause.name.find_last_not_of(" \t") + 1 - trimmed);
    const auto tree = parse(statement, types, {});
    if (!tree) return;
    const auto offset = static_cast<std::uint32_t>(statement.begin + begin);
    ExpressionReader read(std::string_view(source_.text).substr(offset, types.size()), offset);
    clause.test = read.read(ts_node_named_child(ts_tree_root_node(tree.get()), 0));
  }

  ExpressionReader reader(const Statement& statement) const { return {header(statement), statement.begin}; }

  Block inner(std::uint32_t index) { return suite(index); }

  Code compound(std::uint32_t index) {
    const Statement& statement = source_.statements.all[index];
    Code code;
    const auto tree = statement.kind == StatementKind::try_ ? nullptr : parse(statement, header(statement), " pass\n");
    TSNode node{};
    if (tree) {
      node = ts_node_named_child(ts_tree_root_node(tree.get()), 0);
      if (ts_node_has_error(ts_tree_root_node(tree.get()))) tell(statement, "Python syntax error");
    }
    const bool parsed = tree && !ts_node_is_null(node);
    ExpressionReader read = reader(statement);
    switch (statement.kind) {
      case StatementKind::function:
        code.kind = CodeKind::function;
        code.async = header(statement).starts_with("async");
        if (parsed && type(node) == "function_definition") {
          code.text = read.text(field(node, "name"));
          code.parameters = read.parameters(field(node, "parameters"));
          if (const TSNode returns = field(node, "return_type"); !ts_node_is_null(returns))
            code.value = read.read(returns);
        }
        if (code.text.empty()) code.text = name_after(statement, "def");
        return code;
      case StatementKind::class_:
        code.kind = CodeKind::class_;
        if (parsed && type(node) == "class_definition") {
          code.text = read.text(field(node, "name"));
          if (const TSNode bases = field(node, "superclasses"); !ts_node_is_null(bases))
            each_child(bases, [&](TSNode base) { code.targets.push_back(read.read(base)); });
        }
        if (code.text.empty()) code.text = name_after(statement, "class");
        break;
      case StatementKind::if_:
      case StatementKind::while_:
        code.kind = statement.kind == StatementKind::if_ ? CodeKind::if_ : CodeKind::while_;
        if (parsed) code.value = read.read(field(node, "condition"));
        break;
      case StatementKind::for_:
        code.kind = CodeKind::for_;
        if (parsed && type(node) == "for_statement") {
          code.targets.push_back(read.read(field(node, "left")));
          code.value = read.read(field(node, "right"));
        }
        break;
      case StatementKind::with:
        code.kind = CodeKind::with;
        if (parsed) with(node, read, code);
        break;
      default: code.kind = CodeKind::try_; break;
    }
    code.body = inner(index);
    return code;
  }

  std::string name_after(const Statement& statement, std::string_view keyword) const {
    const std::string_view text = header(statement);
    std::size_t at = text.find(keyword);
    if (at == std::string_view::npos) return {};
    at = text.find_first_not_of(" \t", at + keyword.size());
    if (at == std::string_view::npos) return {};
    return std::string(text.substr(at, std::min(text.find_first_of(" \t(:[", at), text.size()) - at));
  }

  void with(TSNode node, ExpressionReader& read, Code& code) {
    each_child(node, [&](TSNode clause) {
      if (type(clause) != "with_clause") return;
      each_child(clause, [&](TSNode item) {
        const TSNode value = field(item, "value");
        if (ts_node_is_null(value)) return;
        if (type(value) == "as_pattern") {
          code.value = read.read(ts_node_named_child(value, 0));
          if (const TSNode alias = field(value, "alias"); !ts_node_is_null(alias))
            code.targets.push_back(read.read(alias));
        } else {
          code.value = read.read(value);
        }
      });
    });
  }

  Code simple(const Statement& statement) {
    Code code;
    const std::string_view text = header(statement);
    const auto tree = parse(statement, text, "\n");
    const TSNode root = tree ? ts_tree_root_node(tree.get()) : TSNode{};
    if (!tree || ts_node_has_error(root)) {
      if (tree) tell(statement, "Python syntax error");
      code.targets = bound_names(text, statement.begin);
      if (!code.targets.empty()) code.kind = CodeKind::assign;
      return code;
    }
    const TSNode node = ts_node_named_child(root, 0);
    if (ts_node_is_null(node)) return code;
    ExpressionReader read = reader(statement);
    const std::string_view kind = type(node);
    if (kind == "expression_statement") {
      expression(node, read, code);
    } else if (kind == "import_statement" || kind == "import_from_statement" || kind == "future_import_statement") {
      import(node, read, code);
    } else if (kind == "delete_statement") {
      code.kind = CodeKind::delete_;
      each_child(node, [&](TSNode child) { code.targets.push_back(read.read(child)); });
    } else if (kind == "return_statement" || kind == "raise_statement") {
      code.kind = kind == "return_statement" ? CodeKind::return_ : CodeKind::raise;
      code.value = read.read(ts_node_named_child(node, 0));
    } else if (kind == "global_statement") {
      code.kind = CodeKind::global;
      each_child(node, [&](TSNode child) { code.targets.push_back(read.read(child)); });
    } else if (kind == "break_statement") {
      code.kind = CodeKind::break_;
    } else if (kind == "continue_statement") {
      code.kind = CodeKind::continue_;
    }
    return code;
  }

  void expression(TSNode statement, ExpressionReader& read, Code& code) {
    TSNode node = ts_node_named_child(statement, 0);
    if (ts_node_is_null(node)) return;
    if (type(node) == "augmented_assignment") {
      code.kind = CodeKind::augmented;
      code.targets.push_back(read.read(field(node, "left")));
      code.text = read.text(field(node, "operator"));
      code.value = read.read(field(node, "right"));
      return;
    }
    if (type(node) != "assignment") {
      code.kind = CodeKind::expression;
      code.value = ts_node_named_child_count(statement) == 1 ? read.read(node) : Expression{};
      return;
    }
    code.kind = CodeKind::assign;
    while (type(node) == "assignment") {  // a = b = value nests to the right
      code.targets.push_back(read.read(field(node, "left")));
      if (!ts_node_is_null(field(node, "type"))) code.kind = CodeKind::annotated;
      const TSNode right = field(node, "right");
      if (ts_node_is_null(right)) return;
      node = right;
    }
    code.value = read.read(node);
  }

  void import(TSNode node, ExpressionReader& read, Code& code) {
    const std::string_view kind = type(node);
    code.kind = kind == "import_statement" ? CodeKind::import_ : CodeKind::import_from;
    if (kind == "future_import_statement") code.text = "__future__";
    bool module = kind == "import_from_statement";
    each_child(node, [&](TSNode child) {
      const std::string_view what = type(child);
      if (module) {
        module = false;
        const std::string written = read.text(child);
        for (const char c : written) {
          if (c == '.' && code.text.empty())
            ++code.level;
          else if (c != ' ' && c != '\t' && c != '\\' && c != '\n' && c != '\r')
            code.text += c;
        }
      } else if (what == "wildcard_import") {
        code.names.push_back({"*", {}});
      } else if (what == "aliased_import") {
        code.names.push_back({without_blanks(read.text(field(child, "name"))), read.text(field(child, "alias"))});
      } else if (what == "dotted_name") {
        code.names.push_back({without_blanks(read.text(child)), {}});
      }
    });
  }

  static std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\\' || c == '\n' || c == '\r'; });
    return text;
  }

  const ModuleSource& source_;
  std::vector<Damage>& damage_;
  ChunkParser parser_;
  int told_ = 0;
};

}  // namespace

namespace {

/// The encoding that one of the first two lines declares, as `coding: x` or `coding=x` in a comment (language
/// reference, section 2.1.4).
std::string declared_encoding(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (int line = 0; line < 2 && !text.empty(); ++line) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view now = text.substr(0, end);
    const std::size_t first = now.find_first_not_of(" \t\f");
    if (first != std::string_view::npos && now[first] != '#')
      return {};  // a statement: the second line declares nothing
    for (std::size_t at = now.find("coding", first); at != std::string_view::npos; at = now.find("coding", at + 1)) {
      std::size_t value = at + 6;
      if (value >= now.size() || (now[value] != ':' && now[value] != '=')) continue;
      value = now.find_first_not_of(" \t", value + 1);
      if (value == std::string_view::npos) break;
      std::string found;
      for (std::size_t i = value; i < now.size() && found.size() < 40; ++i) {
        const char c = now[i];
        const bool upper = c >= 'A' && c <= 'Z';
        if (!upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') break;
        found += c == '_' ? '-' : upper ? static_cast<char>(c - 'A' + 'a') : c;
      }
      if (!found.empty()) return found;
    }
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return {};
}

bool is_one_of(std::string_view encoding, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, encoding) != names.end();
}

/// Whether every ASCII byte means itself there.
bool keeps_ascii(std::string_view encoding) {
  return is_one_of(encoding, {"latin-1", "latin1", "l1", "cp1250", "cp1251", "cp1252", "windows-1250", "windows-1251",
                              "windows-1252", "koi8-r", "euc-jp"}) ||
         encoding.starts_with("iso-8859-") || encoding.starts_with("iso8859-");
}

}  // namespace

ModuleSource module_source(std::string text, std::string file, std::vector<Damage>& damage) {
  ModuleSource source{
      .file = std::move(file), .text = std::move(text), .statements = {}, .encoding = {}, .complete = true};
  if (source.text.starts_with("\xFF\xFE") || source.text.starts_with("\xFE\xFF")) {
    damage.push_back({source.file, "line 1", "encoded in UTF-16, which Python does not read as source"});
    source.text.clear();
    source.complete = false;
    return source;
  }
  const std::size_t before = damage.size();
  source.encoding = declared_encoding(source.text);
  if (is_one_of(source.encoding, {"utf-8", "utf8", "u8", "utf", "utf-8-sig", "ascii", "us-ascii"}) ||
      source.encoding.starts_with("utf-8-")) {
    source.encoding.clear();
  } else if (!source.encoding.empty() && !keeps_ascii(source.encoding)) {
    damage.push_back({source.file, "line 1",
                      fmt::format("declares the encoding {}, in which a comment may hold code; it is read as UTF-8",
                                  source.encoding)});
  }
  source.statements = split(source.text, source.file, damage);
  source.complete = damage.size() == before;
  return source;
}

Block read_module(const ModuleSource& source, std::vector<Damage>& damage) { return Reader(source, damage).top(); }

Block read_suite(const ModuleSource& source, std::uint32_t statement, std::vector<Damage>& damage) {
  if (statement >= source.statements.all.size()) return {};
  return Reader(source, damage).suite(statement);
}

namespace {
std::string_view docstring_at(const ModuleSource& source, std::uint32_t index) {
  if (index >= source.statements.all.size() || !source.statements.all[index].docstring) return {};
  return string_parts(source.of(source.statements.all[index])).content;
}
}  // namespace

std::string_view docstring(const ModuleSource& source) { return docstring_at(source, 0); }
std::string_view docstring(const ModuleSource& source, std::uint32_t statement) {
  if (statement >= source.statements.all.size() || source.statements.all[statement].next == statement + 1) return {};
  return docstring_at(source, statement + 1);
}

std::string absolute_module(const Code& code, std::string_view module, bool package) {
  if (code.level == 0) return code.text;
  // One dot is the module's own package.
  for (unsigned up = package ? 1 : 0; up < code.level; ++up) {
    const std::size_t dot = module.rfind('.');
    if (dot == std::string_view::npos) return code.text;
    module = module.substr(0, dot);
  }
  return code.text.empty() ? std::string(module) : std::string(module) + "." + code.text;
}

}  // namespace fairplay::signatures::python
