#include "auditor/provenance/sources/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "signatures/python/expression.h"
#include "signatures/python/lexer.h"
#include "signatures/python/string_value.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::python::Lexer;
using signatures::python::ParameterKind;
using signatures::python::Token;
using signatures::python::TokenKind;

constexpr std::size_t most_parameters = 2000;

struct Written {
  std::string name;
  ParameterKind kind = ParameterKind::positional_or_keyword;
  std::string annotation;  ///< canonical
  std::string value;       ///< canonical
  bool has_value = false;
  std::string text;  ///< as written: "x: int = 3"
};

struct Signature {
  std::vector<Written> parameters;
  std::string returns;  ///< canonical
  std::string returns_text;
  bool good = true;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',')) text.remove_suffix(1);
  return text;
}

/// Canonical text of the tokens [from, to).
std::string canonical(std::string_view source, const std::vector<Token>& tokens, std::size_t from, std::size_t to) {
  std::string text;
  bool word_before = false;
  for (std::size_t i = from; i < to; ++i) {
    const std::string_view token = source.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    bool word = tokens[i].kind == TokenKind::name || tokens[i].kind == TokenKind::number;
    if (word && word_before) text += ' ';
    if (tokens[i].kind == TokenKind::string) {
      const auto parts = signatures::python::string_parts(token);
      std::string prefix(parts.prefix);
      std::ranges::transform(prefix, prefix.begin(),
                             [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      const bool formatted = prefix.find_first_of("ft") != std::string::npos;
      text += prefix.find('b') != std::string::npos ? "b\"" : formatted ? "f\"" : "\"";
      const std::string value =
          formatted ? std::string(parts.content) : signatures::python::string_value(prefix, parts.content);
      text += fmt::format("{}:{}\"", value.size(), value);
      word = true;
    } else {
      text += token;
    }
    word_before = word;
  }
  return text;
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<signatures::Damage> ignored;
  Lexer lexer(text, {}, ignored);
  std::vector<Token> tokens;
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind != TokenKind::newline) tokens.push_back(token);
  }
  return tokens;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), tokens_(tokens_of(text)) {}

  Signature read() {
    std::size_t from = 0;
    std::size_t i = 0;
    for (; i < tokens_.size(); ++i) {
      if (is(i, "->") && tokens_[i].depth == 0) break;
      if (!is(i, ",") || tokens_[i].depth != 0) continue;
      one(from, i);
      from = i + 1;
    }
    std::size_t last = i;
    if (last > from && is(last - 1, ")") && unopened(from, last)) --last;
    if (last > from) one(from, last);
    if (i < tokens_.size()) {
      result_.returns = canonical(text_, tokens_, i + 1, tokens_.size());
      result_.returns_text = trimmed(text_.substr(tokens_[i].begin));
    }
    return std::move(result_);
  }

 private:
  bool is(std::size_t i, std::string_view word) const {
    return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin) == word;
  }
  bool unopened(std::size_t from, std::size_t to) const {
    int open = 0;
    for (std::size_t i = from; i < to; ++i) open += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
    return open < 0;
  }

  void one(std::size_t from, std::size_t to) {
    if (from == to) return;
    if (result_.parameters.size() >= most_parameters) {
      result_.good = false;
      return;
    }
    if (to - from == 1 && is(from, "*")) {
      keyword_only_ = true;
      return;
    }
    if (to - from == 1 && is(from, "/")) {
      for (Written& before : result_.parameters) {
        if (before.kind == ParameterKind::positional_or_keyword) before.kind = ParameterKind::positional_only;
      }
      return;
    }
    Written written;
    written.text = trimmed(text_.substr(tokens_[from].begin, tokens_[to - 1].end - tokens_[from].begin));
    if (keyword_only_) written.kind = ParameterKind::keyword_only;
    if (is(from, "*")) {
      written.kind = ParameterKind::var_positional;
      keyword_only_ = true;
      ++from;
    } else if (is(from, "**")) {
      written.kind = ParameterKind::var_keyword;
      ++from;
    }
    const std::uint32_t depth = from < to ? tokens_[from].depth : 0;
    const auto find = [&](std::string_view word, std::size_t begin) {
      while (begin < to && !(is(begin, word) && tokens_[begin].depth == depth)) ++begin;
      return begin;
    };
    const std::size_t equals = find("=", from);
    const std::size_t colon = std::min(find(":", from), equals);
    written.name = canonical(text_, tokens_, from, colon);
    if (colon < equals) written.annotation = canonical(text_, tokens_, colon + 1, equals);
    if (equals < to) {
      written.has_value = true;
      written.value = canonical(text_, tokens_, equals + 1, to);
    }
    if (written.name.empty()) result_.good = false;
    result_.parameters.push_back(std::move(written));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  Signature result_;
  bool keyword_only_ = false;
};

std::string_view words(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::positional_only: return "positional-only";
    case ParameterKind::positional_or_keyword: return "positional or keyword";
    case ParameterKind::var_positional: return "*";
    case ParameterKind::keyword_only: return "keyword-only";
    case ParameterKind::var_keyword: return "**";
  }
  return "";
}

std::string_view article(ParameterKind kind) {
  if (kind == ParameterKind::keyword_only) return "a keyword-only parameter";
  if (kind == ParameterKind::positional_only) return "a positional-only parameter";
  return "a parameter";
}

bool positional(const Written& one) {
  return one.kind == ParameterKind::positional_only || one.kind == ParameterKind::positional_or_keyword;
}

class Comparison {
 public:
  Comparison(const Signature& old, const Signature& now)
      : old_(old.parameters), now_(now.parameters), partner_(old.parameters.size()), taken_(now.parameters.size()) {
    by_name();
    renamed();
    for (std::size_t i = 0; i < old_.size(); ++i) {
      if (!partner_[i]) {
        report(DifferenceClass::api_signature, old_[i].text, {}, fmt::format("{} was removed", article(old_[i].kind)));
      } else {
        compare(old_[i], now_[*partner_[i]]);
      }
    }
    for (std::size_t i = 0; i < now_.size(); ++i) {
      if (!taken_[i])
        report(DifferenceClass::api_signature, {}, now_[i].text, fmt::format("{} was added", article(now_[i].kind)));
    }
    moved();
    if (old.returns != now.returns)
      report(DifferenceClass::api_signature, old.returns_text, now.returns_text,
             old.returns.empty() || now.returns.empty() ? "the annotation of what it returns" : "");
  }

  std::vector<ParameterChange> take() { return std::move(changes_); }

 private:
  void report(DifferenceClass kind, std::string old_text, std::string new_text, std::string detail) {
    changes_.push_back({kind, std::move(old_text), std::move(new_text), std::move(detail)});
  }

  void by_name() {
    for (std::size_t i = 0; i < old_.size(); ++i) {
      for (std::size_t k = 0; k < now_.size(); ++k) {
        if (taken_[k] || now_[k].name != old_[i].name) continue;
        partner_[i] = k;
        taken_[k] = true;
        break;
      }
    }
  }

  /// A renamed parameter: unmatched on both sides, in the same place, of the same kind and with the same default.
  void renamed() {
    for (std::size_t i = 0; i < old_.size(); ++i) {
      if (partner_[i]) continue;
      for (std::size_t k = 0; k < now_.size(); ++k) {
        const bool in_place =
            k == i || (old_[i].kind == now_[k].kind &&
                       (old_[i].kind == ParameterKind::var_positional || old_[i].kind == ParameterKind::var_keyword));
        if (taken_[k] || !in_place || now_[k].kind != old_[i].kind || now_[k].value != old_[i].value ||
            now_[k].has_value != old_[i].has_value)
          continue;
        partner_[i] = k;
        taken_[k] = true;
        report(DifferenceClass::api_signature, old_[i].text, now_[k].text, "a parameter was renamed");
        break;
      }
    }
  }

  /// A stub's "..." stands for whatever default the source has.
  static bool unsaid(const Written& one) { return one.value == "..."; }

  void compare(const Written& a, const Written& b) {
    if (a.kind != b.kind)
      report(DifferenceClass::api_signature, a.text, b.text,
             fmt::format("{} was {}, and is {}", a.name, words(a.kind), words(b.kind)));
    const bool same_default = a.has_value && b.has_value && (unsaid(a) || unsaid(b));
    if ((a.value != b.value && !same_default) || a.has_value != b.has_value) {
      report(DifferenceClass::api_default, a.text, b.text, {});
    } else if (a.annotation != b.annotation && a.name == b.name) {
      report(DifferenceClass::api_signature, a.text, b.text, {});
    }
  }

  /// Positional parameters in another order: each one that overtook another is reported once.
  void moved() {
    std::vector<std::pair<std::size_t, std::size_t>> both;
    for (std::size_t i = 0; i < old_.size(); ++i) {
      if (partner_[i] && positional(old_[i]) && positional(now_[*partner_[i]])) both.emplace_back(i, *partner_[i]);
    }
    std::size_t highest = 0;
    for (std::size_t i = 0; i < both.size(); ++i) {
      if (i != 0 && both[i].second < highest) {
        report(DifferenceClass::api_signature, old_[both[i].first].text, now_[both[i].second].text,
               fmt::format("parameter {} moved from place {} to place {}", old_[both[i].first].name, both[i].first + 1,
                           both[i].second + 1));
      }
      highest = std::max(highest, both[i].second);
    }
  }

  const std::vector<Written>& old_;
  const std::vector<Written>& now_;
  std::vector<std::optional<std::size_t>> partner_;
  std::vector<bool> taken_;
  std::vector<ParameterChange> changes_;
};

}  // namespace

std::string canonical_code(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  return canonical(text, tokens, 0, tokens.size());
}

std::vector<ParameterChange> compare_parameters(std::string_view old_text, std::string_view new_text) {
  if (old_text == new_text) return {};
  const Signature old = Reader(old_text).read();
  const Signature now = Reader(new_text).read();
  if (old.good && now.good) return Comparison(old, now).take();
  if (canonical_code(old_text) == canonical_code(new_text)) return {};
  return {{DifferenceClass::api_signature, std::string(old_text), std::string(new_text), {}}};
}

}  // namespace fairplay::auditor::provenance
