#include "signatures/footprint/string_methods.h"

#include <algorithm>

#include "signatures/footprint/builtin_values.h"
#include "signatures/footprint/evaluator.h"

namespace fairplay::signatures::footprint {

namespace {

constexpr std::string_view blanks = " \t\r\n\f\v";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  if (from.empty()) return text;
  std::string result;
  std::size_t at = 0;
  for (std::size_t hit = text.find(from); hit != std::string::npos && result.size() < (1U << 20);
       hit = text.find(from, at)) {
    result += text.substr(at, hit - at) + to;
    at = hit + from.size();
  }
  return result + text.substr(at);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

/// lower(), upper() and capitalize(), of ASCII letters.
Ref change_case(std::string text, std::string_view name) {
  std::ranges::transform(text, text.begin(), name == "upper" ? upper : lower);
  if (name == "capitalize") text[0] = upper(text[0]);
  return make_string(std::move(text));
}

/// strip(), lstrip() and rstrip().
Ref strip(const std::string& self, std::string_view name, std::string_view what) {
  const std::size_t from = name == "rstrip" ? 0 : self.find_first_not_of(what);
  if (from == std::string::npos) return make_string({});
  const std::size_t to = name == "lstrip" ? self.size() : self.find_last_not_of(what) + 1;
  return make_string(from >= to ? std::string() : self.substr(from, to - from));
}

/// split(), rsplit() and splitlines() without a limit; `separator` may be null.
Ref split(const std::string& self, std::string_view name, const std::string* separator) {
  std::vector<Ref> parts;
  if (separator != nullptr && !separator->empty() && name != "splitlines") {
    std::size_t at = 0;
    for (std::size_t hit = self.find(*separator); hit != std::string::npos; hit = self.find(*separator, at)) {
      parts.push_back(make_string(self.substr(at, hit - at)));
      at = hit + separator->size();
    }
    parts.push_back(make_string(self.substr(at)));
    return make_container(ValueKind::list, std::move(parts));
  }
  const std::string_view between = name == "splitlines" ? "\n" : blanks;
  for (std::size_t at = self.find_first_not_of(between); at != std::string::npos;) {
    const std::size_t end = std::min(self.find_first_of(between, at), self.size());
    parts.push_back(make_string(self.substr(at, end - at)));
    at = self.find_first_not_of(between, end);
  }
  return make_container(ValueKind::list, std::move(parts));
}

Ref join(const std::string& self, const Ref& parts) {
  const auto items = iterate(parts);
  if (!items) return make_unknown();
  std::string joined;
  for (std::size_t i = 0; i < items->size(); ++i) {
    if ((*items)[i]->kind != ValueKind::string || joined.size() > (1U << 20)) return make_unknown();
    if (i > 0) joined += self;
    joined += (*items)[i]->text;
  }
  return make_string(std::move(joined));
}

/// `table` is a string of characters, by position (numerictypes makes one of 256).
Ref translate(const std::string& self, const Ref& table) {
  const auto characters = iterate(table);
  std::string result;
  for (const char c : self) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 128 || code >= characters->size()) return make_unknown();
    result += (*characters)[code]->text;
  }
  return make_string(std::move(result));
}

/// format() with plain fields: {}, {0}, {name}.
Ref format(const std::string& self, const std::vector<Ref>& in,
           const std::vector<std::pair<std::string, Ref>>& keywords) {
  std::string result;
  std::size_t next = 0;
  for (std::size_t i = 0; i < self.size(); ++i) {
    if (self[i] != '{') {
      result += self[i];
      continue;
    }
    const std::size_t end = self.find('}', i);
    if (end == std::string::npos) return make_unknown();
    const std::string field = self.substr(i + 1, end - i - 1);
    Ref value;
    if (field.empty() && next < in.size())
      value = in[next++];
    else if (!field.empty() && field.size() < 3 && field.find_first_not_of("0123456789") == std::string::npos &&
             std::stoul(field) < in.size())
      value = in[std::stoul(field)];
    for (const auto& [key, held] : keywords) {
      if (key == field) value = held;
    }
    if (value && value->kind == ValueKind::string)
      result += value->text;
    else if (value && value->kind == ValueKind::integer && !value->partial)
      result += std::to_string(value->integer);
    else
      return as_beginning(make_string(std::move(result)));
    i = end;
  }
  return make_string(std::move(result));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at != std::string_view::npos;) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    at = end == std::string_view::npos ? end : end + 1;
  }
  return lines;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(blanks) == std::string_view::npos; }

/// The indentation that all lines but blank ones share, from line `first` on.
std::size_t margin_of(const std::vector<std::string_view>& lines, std::size_t first) {
  std::size_t margin = std::string_view::npos;
  for (std::size_t i = first; i < lines.size(); ++i) {
    if (!is_blank(lines[i])) margin = std::min(margin, lines[i].find_first_not_of(" \t"));
  }
  return margin == std::string_view::npos ? 0 : margin;
}

}  // namespace

std::string cleaned_documentation(std::string_view text, bool whole) {
  std::vector<std::string_view> lines = lines_of(text);
  const std::size_t margin = margin_of(lines, 1);
  lines[0].remove_prefix(std::min(lines[0].find_first_not_of(blanks), lines[0].size()));
  for (std::size_t i = 1; i < lines.size(); ++i) lines[i].remove_prefix(std::min(margin, lines[i].size()));
  while (whole && !lines.empty() && is_blank(lines.back())) lines.pop_back();
  std::string result;
  for (const std::string_view line : lines) {
    if (result.empty() && is_blank(line)) continue;
    if (!result.empty()) result += '\n';
    result += line;
  }
  return result;
}

std::string dedented(std::string_view text) {
  const std::vector<std::string_view> lines = lines_of(text);
  const std::size_t margin = margin_of(lines, 0);
  std::string result;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) result += '\n';
    if (!is_blank(lines[i])) result += lines[i].substr(margin);
  }
  return result;
}

Ref string_method(const std::string& self, std::string_view name, const std::vector<Ref>& in,
                  const std::vector<std::pair<std::string, Ref>>& keywords) {
  const std::string* text = !in.empty() && in[0]->kind == ValueKind::string ? &in[0]->text : nullptr;
  if (name == "lower" || name == "upper" || (name == "capitalize" && !self.empty())) return change_case(self, name);
  if (name == "strip" || name == "rstrip" || name == "lstrip")
    return strip(self, name, text != nullptr ? std::string_view(*text) : blanks);
  if (name == "split" || name == "rsplit" || name == "splitlines")
    return in.size() > 1 ? make_unknown() : split(self, name, text);
  if (name == "join" && !in.empty()) return join(self, in[0]);
  if (name == "format") return format(self, in, keywords);
  if (text == nullptr) return make_unknown();
  if (name == "startswith") return make_bool(self.starts_with(*text));
  if (name == "endswith") return make_bool(self.ends_with(*text));
  if (name == "removeprefix") return make_string(self.starts_with(*text) ? self.substr(text->size()) : self);
  if (name == "removesuffix")
    return make_string(self.ends_with(*text) ? self.substr(0, self.size() - text->size()) : self);
  if (name == "replace" && in.size() > 1 && in[1]->kind == ValueKind::string)
    return make_string(replaced(self, *text, in[1]->text));
  if (name == "translate") return translate(self, in[0]);
  if (name == "find" && in.size() == 1) {
    const std::size_t at = self.find(*text);
    return make_integer(at == std::string::npos ? -1 : static_cast<std::int64_t>(at));
  }
  return make_unknown();
}

Ref format_percent(const std::string& format, const Ref& values) {
  std::vector<Ref> arguments;
  if (values->kind == ValueKind::tuple && !values->partial)
    arguments = values->items;
  else
    arguments.push_back(values);
  std::string result;
  std::size_t next = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      result += format[i];
      continue;
    }
    if (++i >= format.size()) return make_unknown();
    if (format[i] == '%') {
      result += '%';
      continue;
    }
    if (next >= arguments.size()) return make_unknown();
    const Ref& value = arguments[next++];
    if (format[i] == 's' && value->kind == ValueKind::string)
      result += value->text;
    else if ((format[i] == 's' || format[i] == 'd') && whole(value))
      result += std::to_string(*whole(value));
    else
      return make_unknown();
  }
  return make_string(std::move(result));
}

}  // namespace fairplay::signatures::footprint
