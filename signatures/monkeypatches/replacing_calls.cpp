#include "signatures/monkeypatches/replacing_calls.h"

#include <algorithm>

namespace fairplay::signatures::monkeypatches {

using python::Expression;
using python::ExpressionKind;
using Replacements = std::optional<std::vector<Replacement>>;

namespace {

Replacements single(Path target, Path value) { return std::vector<Replacement>{{std::move(target), std::move(value)}}; }

/// `key`'s own text where it is a name.
std::string_view name_in(const Path& key) {
  return is_string(key) && is_module_name(text_of(key)) ? text_of(key) : std::string_view("?");
}

/// The attribute that functions like setattr(owner, name, value) set: a parameter's value may become known where the
/// function is called.
Path attribute_of(const std::vector<Argument>& given) {
  const Path key = positional(given, 1);
  return member(positional(given, 0), key.starts_with('$') ? std::string_view(key) : name_in(key));
}

/// That of a method: `np.random.__setattr__("x", f)`.
Path attribute_of_owner(const Path& callee, std::string_view method, const Path& key) {
  return member(callee.substr(0, callee.size() - method.size() - 1), name_in(key));
}

Replacements updated(const Path& callee, const std::vector<Argument>& given) {
  const Path owner = callee.substr(0, callee.rfind(".__dict__"));
  std::vector<Replacement> all;
  for (const Argument& argument : given) {
    if (!argument.keyword.empty() && argument.keyword != "**")
      all.push_back({member(owner, argument.keyword), argument.path});
  }
  if (all.empty()) all.push_back({member(owner, "?"), given.empty() ? Path() : given.front().path});
  return all;
}

Replacements modules_updated(const PathFinder& paths, const Expression& call) {
  std::vector<Replacement> all;
  for (std::size_t i = 1; i < call.parts.size(); ++i) {
    const Expression& part = call.parts[i];
    for (std::size_t k = 0; part.is(ExpressionKind::dict) && k + 1 < part.parts.size(); k += 2) {
      std::string key;
      if (paths.constant(part.parts[k], key) && is_module_name(key)) all.push_back({key, paths.of(part.parts[k + 1])});
    }
  }
  return all;
}

/// `mock.patch("numpy.load", f).start()`, `mock.patch.object(np, "load", f).start()`: what starts one stays until
/// somebody stops it.
Replacements started_mock(const PathFinder& paths, const Expression& call) {
  const Expression& callee = call.parts[0];
  if (!callee.is(ExpressionKind::attribute) || callee.text != "start" || callee.parts.empty() ||
      !callee.parts[0].is(ExpressionKind::call))
    return std::nullopt;
  const Expression& made = callee.parts[0];
  const Path path = paths.of(made.parts[0]);
  if (!path.starts_with("unittest.mock.") && !path.starts_with("mock.")) return std::nullopt;
  const std::vector<Argument> given = arguments_of(paths, made);
  if (path.ends_with(".patch") && is_string(positional(given, 0)))
    return single(Path(text_of(positional(given, 0))), positional(given, 1));
  if (!path.ends_with(".patch.object")) return std::vector<Replacement>{};
  const Path key = positional(given, 1);
  return single(member(positional(given, 0), is_string(key) ? text_of(key) : std::string_view("?")),
                positional(given, 2));
}

}  // namespace

Path positional(const std::vector<Argument>& given, std::size_t index) {
  for (const Argument& one : given) {
    if (!one.keyword.empty()) continue;
    if (index == 0) return one.path;
    --index;
  }
  return {};
}

std::vector<Argument> arguments_of(const PathFinder& paths, const Expression& call) {
  std::vector<Argument> found;
  for (std::size_t i = 1; i < call.parts.size() && i < 32; ++i) {
    const Expression& part = call.parts[i];
    if (part.is(ExpressionKind::keyword) && !part.parts.empty())
      found.push_back({part.text, paths.of(part.parts[0])});
    else if (!part.is(ExpressionKind::star))
      found.push_back({{}, paths.of(part)});
  }
  return found;
}

Replacements replaced_by(const PathFinder& paths, const Expression& call, const Path& callee,
                         const std::vector<Argument>& given) {
  const auto ends = [&](std::string_view name) { return callee.ends_with(name); };
  if (callee == "builtins.setattr" || callee == "builtins.object.__setattr__" || callee == "builtins.type.__setattr__")
    return single(attribute_of(given), positional(given, 2));
  if (callee == "builtins.delattr" || callee == "builtins.type.__delattr__") return single(attribute_of(given), {});
  if (callee == "forbiddenfruit.curse" || callee == "forbiddenfruit.reverse" || callee == "fishhook.hook")
    return single(attribute_of(given), positional(given, 2));
  // `np.void.__setattr__(self, name, value)` is a method of the class: it sets the attribute of its first argument.
  if (ends(".__setattr__") && !positional(given, 2).empty()) return single(attribute_of(given), positional(given, 2));
  if (ends(".__setattr__") && std::ranges::count(given, std::string(), &Argument::keyword) > 2)
    return std::vector<Replacement>{};
  if (ends(".__setattr__"))
    return single(attribute_of_owner(callee, "__setattr__", positional(given, 0)), positional(given, 1));
  if (ends(".__delattr__")) return single(attribute_of_owner(callee, "__delattr__", positional(given, 0)), {});
  if (ends(".__dict__.__setitem__") || ends(".__dict__.setdefault") || ends(".__dict__.pop"))
    return single(member(callee.substr(0, callee.rfind(".__dict__")), name_in(positional(given, 0))),
                  positional(given, 1));
  if (ends(".__dict__.update")) return updated(callee, given);
  if (callee == "sys.modules.__setitem__" || callee == "sys.modules.setdefault") {
    const Path key = positional(given, 0);
    return is_string(key) ? single(Path(text_of(key)), positional(given, 1)) : std::vector<Replacement>{};
  }
  if (callee == "sys.modules.update") return modules_updated(paths, call);
  return started_mock(paths, call);
}

}  // namespace fairplay::signatures::monkeypatches
