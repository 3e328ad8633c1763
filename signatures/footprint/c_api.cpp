// Function declarations, macros and structs of C headers, by their form alone: no preprocessing, no types.
#include "signatures/footprint/c_api.h"

#include <algorithm>

namespace fairplay::signatures::footprint {

namespace {

constexpr std::size_t most_entries = 1U << 16;
constexpr std::size_t longest_declaration = 200;

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool word(char c) { return letter(c) || (c >= '0' && c <= '9'); }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

/// Comments become blanks, newlines stay, so that lines keep their numbers; strings are left alone.
std::string without_comments(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (result[i] == '"' || result[i] == '\'') {
      const char quote = result[i];
      for (++i; i < result.size() && result[i] != quote && result[i] != '\n'; ++i) {
        if (result[i] == '\\') ++i;
      }
    } else if (result[i] == '/' && i + 1 < result.size() && result[i + 1] == '/') {
      while (i < result.size() && result[i] != '\n') result[i++] = ' ';
    } else if (result[i] == '/' && i + 1 < result.size() && result[i + 1] == '*') {
      const std::size_t end = std::min(result.find("*/", i + 2), result.size() - 2) + 2;
      for (; i < end; ++i) {
        if (result[i] != '\n') result[i] = ' ';
      }
      --i;
    }
  }
  return result;
}

std::string declaration_on_one_line(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (!blank(c) && c != '\\')
      result += c;
    else if (!result.empty() && result.back() != ' ')
      result += ' ';
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  if (result.size() > longest_declaration) result = result.substr(0, longest_declaration) + "...";
  return result;
}

class Header {
 public:
  Header(std::string_view text, const std::string& file, CApi& into)
      : text_(without_comments(text)), file_(file), into_(into) {}

  void read() {
    while (here_ < text_.size()) {
      skip_blanks();
      if (here_ >= text_.size()) break;
      if (text_[here_] == '#')
        directive();
      else
        declaration();
    }
  }

 private:
  void skip_blanks() {
    for (; here_ < text_.size() && (blank(text_[here_]) || text_[here_] == ';' || text_[here_] == '}'); ++here_) {
      if (text_[here_] == '\n') ++line_;
    }
  }

  void add(std::string name, CEntry entry) {
    if (name.empty() || into_.entries.size() >= most_entries) return;
    entry.file = file_;
    const auto [known, fresh] = into_.entries.try_emplace(std::move(name), entry);
    if (fresh || known->second.kind != entry.kind) return;
    CEntry& first = known->second;
    if (first.declaration != entry.declaration && first.declaration.size() < 4 * longest_declaration &&
        first.declaration.find(entry.declaration) == std::string::npos)
      first.declaration += " | " + entry.declaration;
    if (first.members.empty()) first.members = entry.members;
  }

  std::string name_at(std::size_t at) const {
    std::size_t end = at;
    while (end < text_.size() && word(text_[end])) ++end;
    return text_.substr(at, end - at);
  }

  void directive() {
    const std::size_t begin = here_;
    const std::uint32_t line = line_;
    while (here_ < text_.size() && text_[here_] != '\n') {
      if (text_[here_] == '\\' && here_ + 1 < text_.size() && (text_[here_ + 1] == '\n' || text_[here_ + 1] == '\r')) {
        here_ = text_.find('\n', here_);
        ++line_;
      }
      ++here_;
    }
    std::size_t at = begin + 1;
    while (at < here_ && (text_[at] == ' ' || text_[at] == '\t')) ++at;
    if (name_at(at) != "define") return;
    at += 6;
    while (at < here_ && blank(text_[at])) ++at;
    std::string name = name_at(at);
    CEntry entry{CKind::macro, declaration_on_one_line(std::string_view(text_).substr(at, here_ - at)), {}, {}, line};
    if (!name.starts_with("_") || name.starts_with("_Py")) add(std::move(name), std::move(entry));
  }

  /// From here to the `;` or the end of the body at no depth of brackets.
  void declaration() {
    const std::size_t begin = here_;
    const std::uint32_t line = line_;
    int depth = 0;
    std::size_t body = std::string::npos;
    std::size_t body_end = std::string::npos;
    bool parameters_done = false;
    while (here_ < text_.size()) {
      const char c = text_[here_];
      if (c == '\n') {
        ++line_;
      } else if (c == '#' && at_line_start()) {
        if (depth == 0) return finish(begin, here_, line, body, body_end);
        // Conditions inside of a struct or parameter list: the directive itself is blanked.
        while (here_ < text_.size() && text_[here_] != '\n') text_[here_++] = ' ';
        continue;
      } else if (c == '"' || c == '\'') {
        for (++here_; here_ < text_.size() && text_[here_] != c && text_[here_] != '\n'; ++here_) {
          if (text_[here_] == '\\') ++here_;
        }
      } else if (c == '(' || c == '[' || c == '{') {
        if (c == '{' && depth == 0) {
          const std::string_view head = std::string_view(text_).substr(begin, here_ - begin);
          if (head.find("extern") != std::string_view::npos &&
              head.find('"') != std::string_view::npos) {  // extern "C" {
            ++here_;
            return;
          }
          body = here_;
        }
        ++depth;
      } else if ((c == ')' || c == ']' || c == '}') && depth > 0) {
        --depth;
        if (c == ')' && depth == 0) parameters_done = true;
        if (c == '}' && depth == 0) {
          body_end = here_;
          // A function's body ends its definition; a struct's goes on to the `;`.
          if (parameters_done &&
              std::string_view(text_).substr(begin, body - begin).find(')') != std::string_view::npos) {
            ++here_;
            return finish(begin, body, line, std::string::npos, std::string::npos);
          }
        }
      } else if (c == ';' && depth == 0) {
        return finish(begin, here_++, line, body, body_end);
      }
      ++here_;
    }
    finish(begin, text_.size(), line, body, body_end);
  }

  bool at_line_start() const {
    std::size_t at = here_;
    while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
    return at == 0 || text_[at - 1] == '\n';
  }

  void finish(std::size_t begin, std::size_t end, std::uint32_t line, std::size_t body, std::size_t body_end) {
    const std::string_view all = std::string_view(text_).substr(begin, end - begin);
    if (body != std::string::npos && body_end != std::string::npos && body_end < end + 1) {
      const std::string_view head = std::string_view(text_).substr(begin, body - begin);
      const std::string_view inside = std::string_view(text_).substr(body + 1, body_end - body - 1);
      const bool constants = head.find("enum") != std::string_view::npos;
      if (!constants && head.find("struct") == std::string_view::npos && head.find("union") == std::string_view::npos)
        return;
      CEntry entry{constants ? CKind::enum_ : CKind::struct_, declaration_on_one_line(head), {}, {}, line};
      for (std::size_t at = 0; at < inside.size();) {
        int depth = 0;
        std::size_t stop = at;
        for (; stop < inside.size() && (depth > 0 || inside[stop] != (constants ? ',' : ';')); ++stop) {
          if (inside[stop] == '(' || inside[stop] == '{') ++depth;
          if ((inside[stop] == ')' || inside[stop] == '}') && depth > 0) --depth;
        }
        std::string member = declaration_on_one_line(inside.substr(at, stop - at));
        if (!member.empty() && entry.members.size() < 4096) entry.members.push_back(std::move(member));
        at = stop + 1;
      }
      if (constants) {
        for (const std::string& member : entry.members) {
          std::size_t stop = 0;
          while (stop < member.size() && word(member[stop])) ++stop;
          if (stop > 0) add(member.substr(0, stop), {CKind::enum_, member, {}, {}, line});
        }
      }
      // `struct tag {...} name, *pointer;`
      std::string_view names = std::string_view(text_).substr(body_end + 1, end > body_end ? end - body_end - 1 : 0);
      bool named = false;
      while (!names.empty()) {
        const std::size_t comma = std::min(names.find(','), names.size());
        std::string name = last_word(names.substr(0, comma));
        named = named || !name.empty();
        add(std::move(name), entry);
        names.remove_prefix(std::min(comma + 1, names.size()));
      }
      if (named) return;
      std::string tag = last_word(head);
      if (tag != "struct" && tag != "enum" && tag != "union" && tag != "typedef") add(std::move(tag), std::move(entry));
      return;
    }
    const std::string declared = declaration_on_one_line(all);
    if (declared.starts_with("typedef")) {
      // `typedef type (name)(parameters)`, `typedef type (*name)(...)` and `typedef type name`.
      const std::size_t open = all.find('(');
      std::string_view named = all.substr(0, open);
      if (open != std::string_view::npos) {
        const std::size_t close = all.find(')', open);
        const std::string_view inner = all.substr(open + 1, close == std::string_view::npos ? 0 : close - open - 1);
        if (inner.find(',') == std::string_view::npos && close != std::string_view::npos &&
            all.find('(', close) != std::string_view::npos)
          named = inner;
      }
      add(last_word(named), {CKind::typedef_, declared, {}, {}, line});
      return;
    }
    const std::size_t open = parameters_at(all);
    if (open == std::string_view::npos || all.substr(0, open).find('=') != std::string_view::npos) return;
    std::string name = last_word(all.substr(0, open));
    // One word before the bracket is a macro's use, not a declaration.
    std::string head = declaration_on_one_line(all.substr(0, open));
    if (name.empty() || head == name || name.starts_with("__")) return;
    add(std::move(name), {CKind::function, declared, {}, {}, line});
  }

  /// Where the parameters of `type name(...)` open: past attributes that are macros with arguments, as in
  /// `NPY_STEALS_REF_TO_ARG(2) PyObject * name(...)`.
  static std::size_t parameters_at(std::string_view declared) {
    std::size_t open = declared.find('(');
    for (std::size_t next = open; next != std::string_view::npos;) {
      const std::string name = last_word(declared.substr(0, open));
      const bool attribute = !name.empty() && std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
      const std::size_t close = declared.find(')', open);
      if (!attribute || close == std::string_view::npos) break;
      const std::size_t after = declared.find_first_not_of(" \t\r\n*", close + 1);
      next = declared.find('(', close);
      if (after == std::string_view::npos || !letter(declared[after]) || next == std::string_view::npos ||
          last_word(declared.substr(0, next)).starts_with("__"))
        break;
      open = next;
    }
    return open;
  }

  static std::string last_word(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0 && !word(text[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && word(text[begin - 1])) --begin;
    return begin < end && letter(text[begin]) ? std::string(text.substr(begin, end - begin)) : std::string();
  }

  std::string text_;
  const std::string& file_;
  CApi& into_;
  std::size_t here_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace

std::string_view name(CKind kind) {
  switch (kind) {
    case CKind::function: return "function";
    case CKind::struct_: return "struct";
    case CKind::enum_: return "enum";
    case CKind::typedef_: return "typedef";
    case CKind::macro: break;
  }
  return "macro";
}

void add_header(std::string_view text, const std::string& file, CApi& into) { Header(text, file, into).read(); }

}  // namespace fairplay::signatures::footprint
