// Python's repr(), for the default values that a signature shows.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "signatures/footprint/evaluator.h"

namespace fairplay::signatures::footprint {

namespace {

std::string real_repr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char shortest[32];
  const auto end = std::to_chars(shortest, shortest + sizeof shortest, value, std::chars_format::scientific).ptr;
  const std::string text(shortest, end);  // d.ddde+XX
  const std::size_t e = text.find('e');
  const int exponent = std::stoi(text.substr(e + 1));
  if (exponent >= -4 && exponent < 16) {  // float_repr_style "short": as %r does
    char plain[64];
    const auto stop = std::to_chars(plain, plain + sizeof plain, value, std::chars_format::fixed).ptr;
    std::string fixed(plain, stop);
    if (fixed.find('.') == std::string::npos) fixed += ".0";
    return fixed;
  }
  return fmt::format("{}e{}{:02}", text.substr(0, e), exponent < 0 ? '-' : '+', std::abs(exponent));
}

std::string string_repr(const std::string& text, bool bytes) {
  const char quote = text.find('\'') != std::string::npos && text.find('"') == std::string::npos ? '"' : '\'';
  std::string result(1, quote);
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == quote || c == '\\')
      (result += '\\') += c;
    else if (c == '\n')
      result += "\\n";
    else if (c == '\t')
      result += "\\t";
    else if (c == '\r')
      result += "\\r";
    else if (code < 0x20 || code == 0x7f || (bytes && code >= 0x80))
      result += fmt::format("\\x{:02x}", code);
    else
      result += c;
  }
  return result + quote;
}

}  // namespace

std::optional<std::string> Evaluator::repr(const Ref& value, int depth) {
  if (depth > 8) return std::nullopt;
  switch (value->kind) {
    case ValueKind::none: return "None";
    case ValueKind::ellipsis: return "Ellipsis";
    case ValueKind::boolean: return value->integer != 0 ? "True" : "False";
    case ValueKind::integer:
      if (value->partial) return std::nullopt;
      return std::to_string(value->integer);
    case ValueKind::real: return real_repr(value->real);
    case ValueKind::string: return string_repr(value->text, false);
    case ValueKind::bytes: return "b" + string_repr(value->text, true);
    case ValueKind::list:
    case ValueKind::tuple:
    case ValueKind::set: {
      if (value->partial || value->items.size() > 64) return std::nullopt;
      if (value->kind == ValueKind::set && value->items.empty()) return "set()";
      std::string inner;
      for (const Ref& item : value->items) {
        const auto text = repr(item, depth + 1);
        if (!text) return std::nullopt;
        if (!inner.empty()) inner += ", ";
        inner += *text;
      }
      if (value->kind == ValueKind::list) return "[" + inner + "]";
      if (value->kind == ValueKind::set) return "{" + inner + "}";
      return "(" + inner + (value->items.size() == 1 ? ",)" : ")");
    }
    case ValueKind::dict: {
      if (value->partial || value->pairs.size() > 64) return std::nullopt;
      std::string inner;
      for (const auto& [key, held] : value->pairs) {
        const auto left = repr(key, depth + 1);
        const auto right = repr(held, depth + 1);
        if (!left || !right) return std::nullopt;
        if (!inner.empty()) inner += ", ";
        inner += *left + ": " + *right;
      }
      return "{" + inner + "}";
    }
    case ValueKind::class_: {
      if (value->text.empty()) return std::nullopt;
      const bool builtin = value->place.empty() || value->place == "builtins";
      return builtin ? fmt::format("<class '{}'>", value->text)
                     : fmt::format("<class '{}.{}'>", value->place, value->text);
    }
    case ValueKind::function:
      return fmt::format("<function {}>", value->text);  // without the address that Python shows
    case ValueKind::builtin: return fmt::format("<built-in function {}>", value->text);
    case ValueKind::ufunc: return fmt::format("<ufunc '{}'>", value->text);
    case ValueKind::instance: {
      if (!value->of) return std::nullopt;
      if (value->of->origin == Origin::extension && (value->of->text == "bool_" || value->of->text == "bool") &&
          value->items.size() == 1) {
        const auto holds = truth(value->items[0]);
        if (!holds) return std::nullopt;
        return std::string(value->of->text == "bool" ? "np." : "") + (*holds ? "True" : "False") +
               (value->of->text == "bool" ? "_" : "");
      }
      const Ref own = class_attribute(value->of, "__repr__");
      if (!own && value->of->origin == Origin::python && value->of->kind == ValueKind::class_)
        return fmt::format("<{}.{} object>", value->of->place, value->of->text);
      if (!own || own->kind != ValueKind::function) return std::nullopt;
      // One that formats an array's content is not worth following.
      constexpr std::uint64_t enough = 200;
      const std::uint64_t limit = std::exchange(limit_, std::min(limit_, steps_ + enough));
      const Ref text = call(own, {value});
      if (steps_ > limit_) steps_ = limit_;
      limit_ = limit;
      raised_.clear();
      return text->kind == ValueKind::string ? std::optional(text->text) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

}  // namespace fairplay::signatures::footprint
