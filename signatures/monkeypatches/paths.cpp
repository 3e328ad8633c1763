// Which object an expression stands for, by the ways that Python code comes to a module or its namespace: names,
// attributes, getattr, vars(), globals(), sys.modules, importlib.
#include "signatures/monkeypatches/paths.h"

#include <algorithm>

namespace fairplay::signatures::monkeypatches {

using python::Expression;
using python::ExpressionKind;

namespace {

constexpr int deepest_path = 60;
constexpr std::size_t longest_path = 400;

const Expression* argument(const Expression& call, std::size_t position) {
  std::size_t i = 0;
  for (std::size_t part = 1; part < call.parts.size(); ++part) {
    const Expression& one = call.parts[part];
    if (one.is(ExpressionKind::keyword) || one.is(ExpressionKind::star)) continue;
    if (i++ == position) return &one;
  }
  return nullptr;
}

bool ends_with_component(std::string_view path, std::string_view component) {
  return path == component || (path.size() > component.size() && path.ends_with(component) &&
                               path[path.size() - component.size() - 1] == '.');
}

}  // namespace

bool is_string(const Path& path) { return path.starts_with('\''); }
std::string_view text_of(const Path& path) {
  return is_string(path) ? std::string_view(path).substr(1) : std::string_view();
}
Path string_path(std::string_view text) { return text.size() > longest_path ? Path() : "'" + std::string(text); }

Path member(const Path& base, std::string_view name) {
  if (base.empty() || is_string(base) || base.size() + name.size() > longest_path) return {};
  return base + "." + std::string(name);
}

bool is_module_name(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  return std::ranges::all_of(text, [](char c) {
    return c == '.' || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

bool is_numpy(const Path& path) { return path == "numpy" || path.starts_with("numpy."); }

std::string_view root_of(std::string_view path) { return path.substr(0, path.find('.')); }

Path PathFinder::named(std::string_view name) const {
  if (const auto found = own_.find(name); found != own_.end()) return found->second;
  if (outer_ != nullptr) {
    if (const auto found = outer_->find(name); found != outer_->end()) return found->second;
  }
  return {};
}

bool PathFinder::constant(const Expression& expression, std::string& text, int depth) const {
  if (depth > deepest_path || text.size() > longest_path) return false;
  if (expression.is(ExpressionKind::string)) {
    text += expression.text;
    return true;
  }
  if (expression.is(ExpressionKind::binary) && expression.text == "+" && expression.parts.size() == 2)
    return constant(expression.parts[0], text, depth + 1) && constant(expression.parts[1], text, depth + 1);
  if (expression.is(ExpressionKind::name)) {
    const Path path = named(expression.text);
    if (!is_string(path)) return false;
    text += text_of(path);
    return true;
  }
  return false;
}

Path PathFinder::of(const Expression& expression, int depth) const {
  if (depth > deepest_path) return {};
  switch (expression.kind) {
    case ExpressionKind::name: {
      if (expression.text == "__name__") return string_path(module_);
      const Path path = named(expression.text);
      if (!path.empty()) return path;
      // What nobody in this file binds is Python's own, where it matters here.
      for (const std::string_view own : {"setattr", "delattr", "exec", "eval", "print", "object", "type", "execfile"}) {
        if (expression.text == own) return "builtins." + expression.text;
      }
      // Nor this file: a star import may have brought it.
      if (const Path star = named(star_name); !star.empty() && !expression.text.empty())
        return member(star, expression.text);
      return {};
    }
    case ExpressionKind::attribute: {
      if (expression.parts.empty()) return {};
      const Path base = of(expression.parts[0], depth + 1);
      if (expression.text == "f_globals" &&
          (base.starts_with("sys._getframe.") || base.starts_with("inspect.currentframe.")))
        return module_ + ".__dict__";
      return member(base, expression.text);
    }
    case ExpressionKind::string:
    case ExpressionKind::binary: {
      std::string text;
      return constant(expression, text) ? string_path(text) : Path();
    }
    case ExpressionKind::call: return call(expression, depth);
    case ExpressionKind::subscript: return subscript(expression, depth);
    case ExpressionKind::conditional:
    case ExpressionKind::boolean: {
      Path known;
      for (const Expression& part : expression.parts) {
        if (expression.is(ExpressionKind::conditional) && &part == &expression.parts[1]) continue;  // the condition
        Path path = of(part, depth + 1);
        if (is_numpy(path)) return path;
        if (known.empty()) known = std::move(path);
      }
      return known;
    }
    case ExpressionKind::assigned: return expression.parts.empty() ? Path() : of(expression.parts[0], depth + 1);
    default: return {};
  }
}

Path PathFinder::call(const Expression& expression, int depth) const {
  if (expression.parts.empty()) return {};
  const Expression& callee = expression.parts[0];
  const Expression* first = argument(expression, 0);
  if (callee.is(ExpressionKind::name) && named(callee.text).empty()) {
    if (callee.text == "globals" || ((callee.text == "vars" || callee.text == "locals") && first == nullptr))
      return module_ + ".__dict__";
    if (callee.text == "vars") return member(of(*first, depth + 1), "__dict__");
    if (callee.text == "getattr" && first != nullptr) {
      const Expression* name = argument(expression, 1);
      std::string text;
      const bool known = name != nullptr && constant(*name, text) && is_module_name(text);
      return member(of(*first, depth + 1), known ? std::string_view(text) : std::string_view("?"));
    }
    if (callee.text == "__import__" && first != nullptr) {
      std::string text;
      if (!constant(*first, text) || !is_module_name(text)) return {};
      return expression.parts.size() > 2 ? text : std::string(root_of(text));
    }
  }
  const Path path = of(callee, depth + 1);
  if (path.empty() || is_string(path)) return {};
  if (first != nullptr && (path == "importlib.import_module" || path == "sys.modules.get" ||
                           path == "importlib.reload" || path == "sys.modules.__getitem__")) {
    const Path named_module = of(*first, depth + 1);
    if (path == "importlib.reload") return named_module;
    if (!is_string(named_module)) return {};
    std::string text(text_of(named_module));
    if (text.starts_with('.') && expression.parts.size() > 2) {
      const Expression* package = argument(expression, 1);
      const Path base = package == nullptr ? string_path(module_) : of(*package, depth + 1);
      text = std::string(text_of(base)) + text;
    }
    return is_module_name(text) ? text : Path();
  }
  // The dict behind a type's read-only __dict__.
  if (path == "gc.get_referents" && first != nullptr) return member(of(*first, depth + 1), "referents");
  return member(path, "()");
}

Path PathFinder::subscript(const Expression& expression, int depth) const {
  if (expression.parts.size() < 2) return {};
  const Path base = of(expression.parts[0], depth + 1);
  if (base.empty()) return {};
  if (ends_with_component(base, "referents"))
    return base.substr(0, base.size() - std::string_view(".referents").size());
  const Path key = of(expression.parts[1], depth + 1);
  if (base == "sys.modules") return is_string(key) && is_module_name(text_of(key)) ? Path(text_of(key)) : Path();
  if (ends_with_component(base, "__dict__")) {
    const Path owner = base.substr(0, base.size() - std::string_view(".__dict__").size());
    return member(owner, is_string(key) && is_module_name(text_of(key)) ? text_of(key) : std::string_view("?"));
  }
  return {};
}

}  // namespace fairplay::signatures::monkeypatches
