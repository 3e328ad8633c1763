#include "signatures/footprint/outline.h"

#include <fmt/format.h>

#include <array>
#include <span>

#include "signatures/digest.h"
#include "signatures/footprint/outline_text.h"

namespace fairplay::signatures::footprint {

namespace {

using python::Statement;
using python::StatementHash;
using python::StatementKind;

constexpr std::size_t most_items = 100'000;
constexpr std::size_t most_header_tokens = 20'000;
constexpr std::size_t most_statement_tokens = 2'000;  ///< names are bound at a statement's beginning
constexpr std::size_t longest_header = 8'000;
constexpr std::size_t longest_text = 160;
constexpr std::size_t longest_stub = 60;
constexpr std::size_t longest_name = 1'000;
constexpr std::size_t most_text = std::size_t{64} << 20U;  ///< of all items together

/// RFC 4648, section 5, of the first 12 bytes: 16 characters, no padding.
std::string base64url(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  for (std::size_t i = 0; i + 3 <= bytes.size() && i < 12; i += 3) {
    const auto three = static_cast<std::uint32_t>(bytes[i] << 16U | bytes[i + 1] << 8U | bytes[i + 2]);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) out += letters[three >> shift & 63U];
  }
  return out;
}

/// Parts to be hashed as one; each with its length, so that none runs into the next.
class Joined {
 public:
  void add(const StatementHash& hash) { text_.append(reinterpret_cast<const char*>(hash.data()), hash.size()); }
  void add(std::string_view text) {
    text_ += fmt::format("{}:", text.size());
    text_ += text;
  }
  void add(std::size_t number) { text_ += fmt::format("{} ", number); }
  std::string hash() const {
    Hasher hasher({Algorithm::sha256});
    hasher.update(std::as_bytes(std::span(text_)));
    const Digests digests = hasher.finish();
    const Digest* whole = find(digests, Algorithm::sha256);
    return whole == nullptr ? std::string() : base64url(whole->bytes);
  }

 private:
  std::string text_;
};

std::string_view header_of(const python::ModuleSource& source, const Statement& statement) {
  return std::string_view(source.text).substr(statement.begin, statement.header_end - statement.begin);
}

std::string shown_text(const python::ModuleSource& source, const Statement& statement) {
  return one_line(header_of(source, statement), longest_text);
}

class Outliner {
 public:
  Outliner(const python::ModuleSource& source, python::SyntaxHasher& hasher, std::vector<Damage>& damage)
      : source_(source), damage_(damage), all_(source.statements.all), hashes_(hasher.of_statements(source)) {}

  Outline run() {
    outline_.complete = source_.complete;
    Joined whole;
    whole.add(source_.encoding);
    add_suite(0, static_cast<std::uint32_t>(all_.size()), 0, whole);
    outline_.syntax = whole.hash();
    suite(0, static_cast<std::uint32_t>(all_.size()), {}, {});
    if (source_.file.ends_with(".pyi")) join_in_stub();
    return std::move(outline_);
  }

 private:
  /// Statements with what they hold, by their depth, without docstrings.
  void add_suite(std::uint32_t begin, std::uint32_t end, std::uint16_t depth, Joined& into) const {
    for (std::uint32_t i = begin; i < end; ++i) {
      if (all_[i].docstring) continue;
      into.add(std::size_t{all_[i].depth} - depth);
      into.add(hashes_[i]);
    }
  }

  std::string_view header(const Statement& statement) const { return header_of(source_, statement); }

  void incomplete(const Statement& statement, std::string_view reason) {
    if (outline_.complete)
      damage_.push_back({source_.file, fmt::format("line {}", statement.line), std::string(reason)});
    outline_.complete = false;
  }

  OutlineItem* item(OutlineKind kind, const Statement& statement, const std::string& conditions) {
    if (!outline_.items.empty()) {
      const OutlineItem& last = outline_.items.back();
      held_ += last.name.size() + last.decorators.size() + last.parameters.size() + last.text.size();
    }
    if (outline_.items.size() >= most_items || held_ > most_text) {
      incomplete(
          statement,
          fmt::format("more than {} definitions and statements, or too long ones; the rest is not told", most_items));
      return nullptr;
    }
    OutlineItem& made = outline_.items.emplace_back();
    made.kind = kind;
    made.line = statement.line;
    made.conditions = conditions;
    return &made;
  }

  /// The direct statements from `begin` to before `end`, all of one suite. `prefix`: "Class."
  void suite(std::uint32_t begin, std::uint32_t end, const std::string& prefix, const std::string& conditions) {
    std::string decorators;
    std::string chain;  // the conditions of the clauses so far: `else` means that none of them held
    for (std::uint32_t i = begin; i < end; i = all_[i].next) {
      const Statement& statement = all_[i];
      if (statement.docstring) continue;
      switch (statement.kind) {
        case StatementKind::decorator: {
          const Tokens tokens(header(statement).substr(1), most_header_tokens);
          decorators += (decorators.empty() ? "" : "; ") + bounded(spaced_alike(tokens, 0, tokens.all.size()));
          continue;
        }
        case StatementKind::function: function(i, prefix, conditions, decorators); break;
        case StatementKind::class_: class_(i, prefix, conditions, decorators); break;
        case StatementKind::simple: simple(statement, hashes_[i], prefix, conditions); break;
        default: {
          const bool follows = statement.kind == StatementKind::elif || statement.kind == StatementKind::else_ ||
                               statement.kind == StatementKind::except || statement.kind == StatementKind::finally ||
                               statement.kind == StatementKind::case_;
          Joined around;
          around.add(follows && !chain.empty() ? chain : conditions);
          around.add(hashes_[i]);
          chain = around.hash();
          suite(i + 1, statement.next, prefix, chain);
        }
      }
      decorators.clear();
    }
  }

  static std::string bounded(std::string text, std::size_t most = longest_header) {
    if (text.size() <= most) return text;
    Joined whole;
    whole.add(text);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    return text + " ... " + whole.hash();
  }

  void function(std::uint32_t index, const std::string& prefix, const std::string& conditions,
                const std::string& decorators) {
    const Statement& statement = all_[index];
    const Tokens tokens(header(statement), most_header_tokens);
    const DefinitionHeader read = definition_header(tokens, true);
    OutlineItem* made = item(OutlineKind::function, statement, conditions);
    if (made == nullptr) return;
    if (read.name.empty() || !read.complete) incomplete(statement, "the header of this function can't be read");
    made->name = bounded(prefix + std::string(read.name.empty() ? "?" : read.name), longest_name);
    made->decorators = decorators;
    made->parameters = bounded(read.parameters);
    Joined body;
    body.add(tokens.word(0) == "async" ? "async" : "");
    body.add(read.type_parameters);
    if (!read.complete) body.add(hashes_[index]);
    add_suite(index + 1, statement.next, statement.depth, body);
    if (statement.next == index + 1) body.add(hashes_[index]);  // too deep to be split: its bytes are in its own hash
    made->hash = body.hash();
  }

  void class_(std::uint32_t index, const std::string& prefix, const std::string& conditions,
              const std::string& decorators) {
    const Statement& statement = all_[index];
    const Tokens tokens(header(statement), most_header_tokens);
    const DefinitionHeader read = definition_header(tokens, false);
    OutlineItem* made = item(OutlineKind::class_, statement, conditions);
    if (made == nullptr) return;
    if (read.name.empty() || !read.complete) incomplete(statement, "the header of this class can't be read");
    made->name = bounded(prefix + std::string(read.name.empty() ? "?" : read.name), longest_name);
    made->decorators = decorators;
    made->parameters = bounded(read.parameters);
    if (!read.complete || !read.type_parameters.empty() || statement.next == index + 1) {
      Joined only;
      only.add(hashes_[index]);
      made->hash = only.hash();
    }
    suite(index + 1, statement.next, made->name + ".", conditions);
  }

  void simple(const Statement& statement, const StatementHash& hash, const std::string& prefix,
              const std::string& conditions) {
    const Tokens tokens(header(statement), most_statement_tokens);
    if (tokens.all.empty()) return;
    OutlineItem* made = item(OutlineKind::statement, statement, conditions);
    if (made == nullptr) return;
    for (const std::string_view name : bound_names(tokens))
      made->name += (made->name.empty() ? "" : ", ") + prefix + std::string(name);
    made->name = bounded(std::move(made->name), 4 * longest_name);
    Joined whole;
    whole.add(hash);
    if (made->name.empty()) whole.add(prefix);  // what binds nothing has its class in its hash
    made->hash = whole.hash();
    made->text = shown_text(source_, statement);
  }

  /// A stub may have dozens of overloads of one function, and lists of imports whose names mean nothing to its users:
  /// all together they say what it declares.
  void join_in_stub() {
    const auto overload = [](const OutlineItem& item) {
      return item.kind == OutlineKind::function &&
             (item.decorators == "overload" || item.decorators.ends_with(".overload"));
    };
    const auto import = [](const OutlineItem& item) {
      return item.kind == OutlineKind::statement &&
             (item.text.starts_with("import ") || item.text.starts_with("from "));
    };
    std::vector<OutlineItem> joined;
    for (std::size_t i = 0; i < outline_.items.size();) {
      OutlineItem& first = outline_.items[i];
      const bool overloads = overload(first);
      const bool imports = import(first);
      std::size_t end = i;
      Joined all;
      for (; end < outline_.items.size() && (overloads || imports || end == i); ++end) {
        const OutlineItem& next = outline_.items[end];
        if (end > i && (overloads ? !overload(next) || next.name != first.name : !import(next))) break;
        if (next.conditions != first.conditions) break;
        for (const std::string* part : {&next.decorators, &next.parameters, &next.hash}) all.add(*part);
      }
      if (overloads) {
        first.parameters = "overloads #" + all.hash();
        first.decorators.clear();
      } else if (imports) {
        first.hash = all.hash();
        first.name.clear();
      } else if (first.kind == OutlineKind::function && first.parameters.size() > longest_stub) {
        first.parameters = "#" + all.hash();
      }
      joined.push_back(std::move(first));
      i = end;
    }
    outline_.items = std::move(joined);
  }

  const python::ModuleSource& source_;
  std::vector<Damage>& damage_;
  const std::vector<Statement>& all_;
  std::vector<StatementHash> hashes_;
  Outline outline_;
  std::size_t held_ = 0;
};

}  // namespace

std::string_view name(OutlineKind kind) {
  constexpr std::array<std::string_view, 3> names = {"function", "class", "statement"};
  return names[static_cast<std::size_t>(kind)];
}

Outline outline_of(const python::ModuleSource& source, python::SyntaxHasher& hasher, std::vector<Damage>& damage) {
  return Outliner(source, hasher, damage).run();
}

void add_texts(const python::ModuleSource& source, Outline& outline) {
  const std::vector<Statement>& all = source.statements.all;
  auto item = outline.items.begin();
  for (std::uint32_t i = 0; i < all.size();) {
    const Statement& statement = all[i];
    // A function's suite isn't listed.
    i = statement.kind == StatementKind::function ? statement.next : i + 1;
    if (statement.kind != StatementKind::simple || statement.docstring) continue;
    while (item != outline.items.end() && (item->kind != OutlineKind::statement || item->line < statement.line)) ++item;
    // In a stub several imports are one item, the first one's.
    if (item == outline.items.end() || item->line != statement.line) continue;
    item->text = shown_text(source, statement);
    ++item;
  }
}

}  // namespace fairplay::signatures::footprint
