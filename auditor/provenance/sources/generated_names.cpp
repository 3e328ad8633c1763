#include "auditor/provenance/sources/generated_names.h"

#include <algorithm>
#include <array>

#include "auditor/provenance/sources/folder_expression.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::python::Code;
using signatures::python::Expression;
using signatures::python::ExpressionKind;
using Kind = Sort::Kind;

constexpr int deepest_expression = 200;
constexpr std::size_t most_compared = 16;  ///< operands of one comparison; the syntax tree leaves out what is beyond 32

/// Values that nothing can be done with but read.
constexpr std::array<std::string_view, 19> plain_values = {
    "os.name",          "os.sep",       "os.altsep",    "os.pathsep",    "os.pardir",          "os.curdir",
    "os.RTLD_GLOBAL",   "os.RTLD_NOW",  "os.RTLD_LAZY", "os.RTLD_LOCAL", "ctypes.RTLD_GLOBAL", "ctypes.RTLD_LOCAL",
    "sys.version_info", "sys.platform", "sys.maxsize",  "sys.byteorder", "sys.version",        "__name__",
    "sys.hexversion"};

/// Functions that give a new value of their arguments' and do nothing else, whatever data they get.
constexpr std::array<std::string_view, 16> plain_functions = {"bool",
                                                              "int",
                                                              "float",
                                                              "str",
                                                              "len",
                                                              "list",
                                                              "tuple",
                                                              "os.getenv",
                                                              "os.environ.get",
                                                              "os.path.exists",
                                                              "os.path.isdir",
                                                              "os.path.isfile",
                                                              "platform.system",
                                                              "platform.machine",
                                                              "os.path.basename",
                                                              "os.listdir"};

/// Methods of strings and dicts.
constexpr std::array<std::string_view, 14> plain_methods = {"split",      "rsplit",   "lower",   "upper", "strip",
                                                            "lstrip",     "rstrip",   "replace", "join",  "get",
                                                            "startswith", "endswith", "items",   "keys"};

/// Operators of data that can't use up memory or time.
constexpr std::array<std::string_view, 6> plain_operators = {"+", "-", "%", "|", "&", "/"};

constexpr std::array<std::string_view, 6> loaders = {"ctypes.CDLL",  "ctypes.WinDLL", "ctypes.cdll.LoadLibrary",
                                                     "ctypes.PyDLL", "ctypes.OleDLL", "ctypes.windll.LoadLibrary"};

constexpr std::array<std::string_view, 5> warning_categories = {"UserWarning", "RuntimeWarning", "ImportWarning",
                                                                "DeprecationWarning", "FutureWarning"};

/// Dunder names that say what a module is; the others say how Python treats it.
constexpr std::array<std::string_view, 6> plain_dunders = {"__all__",         "__ALL__",    "__version__",
                                                           "__git_version__", "__author__", "__license__"};

/// What upstream's functions in these files call: another value there changes what they do.
constexpr std::array<std::string_view, 15> called_by_upstream = {
    "print", "str",     "type",       "globals",        "isinstance",         "dict", "len", "list", "bool", "int",
    "set",   "getattr", "ValueError", "AttributeError", "ModuleNotFoundError"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

bool is_dunder(std::string_view name) { return name.starts_with("__"); }
bool is_plain_operator(std::string_view text) { return holds(plain_operators, text); }

std::string GeneratedNames::origin(const Expression& expression) const {
  const std::string written = signatures::python::dotted(expression);
  if (written.empty()) return written;
  const std::string root = written.substr(0, written.find('.'));
  const auto alias = aliases_.find(root);
  if (alias != aliases_.end()) return alias->second + written.substr(root.size());
  // A name of the file's own is no function of Python's, and an attribute of what isn't imported is nobody's.
  if (sorts_.contains(root) || (root.size() != written.size() && root != "numpy")) return {};
  return written;
}

Sort GeneratedNames::sort_of_name(const Expression& expression) const {
  if (expression.is(ExpressionKind::name)) {
    if (const auto found = sorts_.find(expression.text); found != sorts_.end()) return found->second;
    if (expression.text == "__file__") return {Kind::file, {}};
  }
  const std::string name = origin(expression);
  if (holds(plain_values, name)) return {Kind::data, {}};
  if (is_cpu_description(name)) return {Kind::foreign, {}};
  return {};
}

bool GeneratedNames::is_cpu_description(std::string_view origin) {
  for (const std::string_view module : {"numpy.core._multiarray_umath.", "numpy._core._multiarray_umath."}) {
    if (origin.starts_with(module)) {
      origin.remove_prefix(module.size());
      return origin == "__cpu_features__" || origin == "__cpu_baseline__" || origin == "__cpu_dispatch__" ||
             origin == "__cpu_targets_info__";
    }
  }
  return false;
}

bool GeneratedNames::bind(const std::string& name, Sort sort) {
  if (aliases_.contains(name) || upstreams_definitions_.contains(name) || known_functions_.contains(name) ||
      holds(called_by_upstream, name) || (is_dunder(name) && !holds(plain_dunders, name)))
    return false;
  const auto [place, made] = sorts_.try_emplace(name, sort);
  return made || place->second == sort;
}

Sort GeneratedNames::joined(const std::vector<Expression>& parts, int depth, std::size_t from) {
  Sort whole{Kind::data, {}};
  for (std::size_t i = from; i < parts.size(); ++i) {
    const Sort part = sort(parts[i], depth + 1);
    if (!part.is_known()) return {};
    if (part.kind == Kind::foreign) whole.kind = Kind::foreign;
  }
  return whole;
}

Sort GeneratedNames::sort(const Expression& expression, int depth) {
  if (depth > deepest_expression) return {};
  switch (expression.kind) {
    case ExpressionKind::number:
    case ExpressionKind::string:
    case ExpressionKind::bytes:
    case ExpressionKind::constant: return {Kind::data, {}};
    case ExpressionKind::name:
    case ExpressionKind::attribute: return sort_of_name(expression);
    case ExpressionKind::call: return call(expression, depth);
    case ExpressionKind::list:
    case ExpressionKind::tuple:
    case ExpressionKind::set:
    case ExpressionKind::unary:
    case ExpressionKind::boolean:
    case ExpressionKind::conditional: return joined(expression.parts, depth);
    case ExpressionKind::compare:
      return expression.parts.size() > most_compared ? Sort() : joined(expression.parts, depth);
    case ExpressionKind::dict:
      return std::ranges::any_of(expression.parts, [](const Expression& part) { return part.is(ExpressionKind::star); })
                 ? Sort()
                 : joined(expression.parts, depth);
    case ExpressionKind::binary:
      return holds(plain_operators, expression.text) ? joined(expression.parts, depth) : Sort();
    case ExpressionKind::subscript: return subscript(expression, depth);
    case ExpressionKind::comprehension: return comprehension(expression, depth);
    default: return {};
  }
}

Sort GeneratedNames::subscript(const Expression& expression, int depth) {
  if (expression.parts.size() != 2) return {};
  const Sort whole = sort(expression.parts[0], depth + 1);
  if (!whole.is_known()) return {};
  const Expression& key = expression.parts[1];
  if (key.is(ExpressionKind::slice)) {
    const bool plain = source_.of(key).find_first_not_of("0123456789-: ") == std::string_view::npos;
    return plain ? Sort{whole.kind == Kind::foreign ? Kind::foreign : Kind::data, {}} : Sort();
  }
  Sort chosen = joined(expression.parts, depth, 1);
  if (chosen.is_known() && whole.kind == Kind::foreign) chosen.kind = Kind::foreign;
  return chosen;
}

Sort GeneratedNames::comprehension(const Expression& expression, int depth) {
  const auto& parts = expression.parts;
  if (parts.size() < 2 || !parts[1].is(ExpressionKind::for_in) || parts[1].parts.size() != 2 ||
      !parts[1].parts[0].is(ExpressionKind::name))
    return {};
  const std::string& name = parts[1].parts[0].text;
  if (is_dunder(name) || sorts_.contains(name) || aliases_.contains(name)) return {};
  const Sort over = sort(parts[1].parts[1], depth + 1);
  if (over.kind != Kind::data && over.kind != Kind::foreign) return {};
  sorts_[name] = over;
  bool known = true;
  for (std::size_t i = 2; i < parts.size(); ++i)
    known = known && parts[i].is(ExpressionKind::if_) && joined(parts[i].parts, depth + 1).is_known();
  Sort element = known ? sort(parts[0], depth + 1) : Sort();
  sorts_.erase(name);
  if (element.is_known() && over.kind == Kind::foreign) element.kind = Kind::foreign;
  return is_data(element) ? element : Sort();
}

Sort GeneratedNames::call(const Expression& expression, int depth) {
  const auto& parts = expression.parts;
  if (parts.empty()) return {};
  if (const auto folder = folder_call(expression, depth)) return *folder;
  const Expression& callee = parts[0];
  const std::string name = origin(callee);
  Sort receiver{Kind::data, {}};
  if (callee.is(ExpressionKind::attribute) && callee.parts.size() == 1 && !holds(plain_functions, name)) {
    if (!holds(plain_methods, callee.text)) return {};
    receiver = sort(callee.parts[0], depth + 1);
    if (!is_data(receiver)) return {};
  } else if (!holds(plain_functions, name) &&
             !(callee.is(ExpressionKind::name) && known_functions_.contains(callee.text))) {
    return {};
  }
  const Sort arguments = joined(parts, depth, 1);  // keywords and stars have no sort
  return arguments.is_known() && receiver.kind == Kind::foreign ? receiver : arguments;
}

bool GeneratedNames::is_data(const Sort& sort) { return sort.kind == Kind::data || sort.kind == Kind::foreign; }

std::optional<Sort> GeneratedNames::folder_call(const Expression& expression, int depth) {
  const auto& parts = expression.parts;
  if (parts.size() < 2) return std::nullopt;
  const std::string name = origin(parts[0]);
  if (name == "os.path.dirname" && parts.size() == 2) {
    const Sort of = sort(parts[1], depth + 1);
    if (of.kind == Kind::file) return Sort{Kind::folder, own_folder_};
    if (of.kind == Kind::folder) return Sort();
  }
  if ((name == "os.path.abspath" || name == "os.path.normpath") && parts.size() == 2) {
    const Sort of = sort(parts[1], depth + 1);
    return of.kind == Kind::folder || of.kind == Kind::file ? of : Sort();
  }
  if (name == "glob.glob" && parts.size() == 2) {
    const Sort of = sort(parts[1], depth + 1);
    return of.kind == Kind::folder ? Sort{Kind::folders, of.folder} : Sort();
  }
  if (name != "os.path.join") return std::nullopt;
  const Sort start = sort(parts[1], depth + 1);
  if (start.kind != Kind::folder) return Sort();
  std::vector<std::string> steps;
  for (std::size_t i = 2; i < parts.size(); ++i) {
    if (parts[i].is(ExpressionKind::string)) {
      steps.push_back(parts[i].text);
    } else if (origin(parts[i]) == "os.pardir") {
      steps.emplace_back("..");
    } else {
      return Sort();
    }
  }
  const auto place = folder_inside(start.folder, steps);
  return place ? Sort{Kind::folder, *place} : Sort();
}

std::optional<bool> GeneratedNames::load(const Expression& value) {
  if (!value.is(ExpressionKind::call) || value.parts.empty()) return std::nullopt;
  const std::string name = origin(value.parts[0]);
  if (name != "os.add_dll_directory" && !holds(loaders, name)) return std::nullopt;
  if (value.parts.size() < 2 || value.parts.size() > 3 || sort(value.parts[1]).kind != Kind::folder) return false;
  if (value.parts.size() == 2) return true;
  const Expression& mode = value.parts[2].is(ExpressionKind::keyword) ? value.parts[2].parts[0] : value.parts[2];
  return holds(loaders, name) && (!value.parts[2].is(ExpressionKind::keyword) || value.parts[2].text == "mode") &&
         sort(mode).kind == Kind::data;
}

bool GeneratedNames::warns(const Expression& value) {
  if (!value.is(ExpressionKind::call) || value.parts.size() < 2 || origin(value.parts[0]) != "warnings.warn")
    return false;
  if (!sort(value.parts[1]).is_known()) return false;
  return std::all_of(value.parts.begin() + 2, value.parts.end(), [&](const Expression& argument) {
    if (argument.is(ExpressionKind::keyword))
      return argument.text == "stacklevel" && argument.parts[0].is(ExpressionKind::number);
    return argument.is(ExpressionKind::name) && holds(warning_categories, argument.text) &&
           origin(argument) == argument.text;
  });
}

bool GeneratedNames::appends(const Expression& value) {
  if (!value.is(ExpressionKind::call) || value.parts.size() != 2) return false;
  const Expression& callee = value.parts[0];
  return callee.is(ExpressionKind::attribute) && callee.text == "append" && !callee.parts.empty() &&
         callee.parts[0].is(ExpressionKind::name) && sort(callee.parts[0]).kind == Kind::data &&
         sort(value.parts[1]).is_known();
}

bool GeneratedNames::makes_path(const Expression& value) {
  return value.is(ExpressionKind::call) && value.parts.size() == 3 &&
         origin(value.parts[0]) == "os.environ.setdefault" && value.parts[1].is(ExpressionKind::string) &&
         value.parts[1].text == "PATH" && value.parts[2].is(ExpressionKind::string) && value.parts[2].text.empty();
}

bool GeneratedNames::extends_path(const Code& code) {
  if (code.text != "+=" || code.targets.size() != 1) return false;
  const Expression& target = code.targets[0];
  const Expression& value = code.value;
  return target.is(ExpressionKind::subscript) && target.parts.size() == 2 && origin(target.parts[0]) == "os.environ" &&
         target.parts[1].is(ExpressionKind::string) && target.parts[1].text == "PATH" &&
         value.is(ExpressionKind::binary) && value.text == "+" && value.parts.size() == 2 &&
         origin(value.parts[0]) == "os.pathsep" && sort(value.parts[1]).kind == Kind::folder;
}

bool GeneratedNames::import_as(const std::string& bound, std::string origin) {
  if (sorts_.contains(bound) || known_functions_.contains(bound) || holds(called_by_upstream, bound)) return false;
  const auto [place, made] = aliases_.try_emplace(bound, origin);
  return made || place->second == origin;
}

}  // namespace fairplay::auditor::provenance
