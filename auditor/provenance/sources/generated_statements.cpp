#include "auditor/provenance/sources/generated_statements.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "signatures/python/code.h"

namespace fairplay::auditor::provenance {
namespace {

using signatures::footprint::Outline;
using signatures::footprint::OutlineItem;
using signatures::footprint::OutlineKind;
using signatures::python::Block;
using signatures::python::Clause;
using signatures::python::Code;
using signatures::python::CodeKind;
using signatures::python::Expression;
using signatures::python::ExpressionKind;
using signatures::python::ModuleSource;

constexpr std::size_t most_reported = 100;
constexpr int deepest = 200;

/// Modules of Python's library that such files use, and that do nothing to NumPy.
constexpr std::array<std::string_view, 14> harmless_modules = {
    "__future__", "ctypes",  "ctypes.util", "enum",   "glob", "json",      "os",
    "os.path",    "pathlib", "platform",    "struct", "sys",  "sysconfig", "warnings"};

/// Functions without side effects, and those that load libraries or give their place.
constexpr std::array<std::string_view, 52> harmless_calls = {"bool",
                                                             "int",
                                                             "float",
                                                             "str",
                                                             "dict",
                                                             "list",
                                                             "tuple",
                                                             "set",
                                                             "frozenset",
                                                             "len",
                                                             "sorted",
                                                             "isinstance",
                                                             "hasattr",
                                                             "repr",
                                                             "any",
                                                             "all",
                                                             "min",
                                                             "max",
                                                             "enumerate",
                                                             "range",
                                                             "zip",
                                                             "os.path.join",
                                                             "os.path.dirname",
                                                             "os.path.abspath",
                                                             "os.path.basename",
                                                             "os.path.exists",
                                                             "os.path.isdir",
                                                             "os.path.isfile",
                                                             "os.path.normpath",
                                                             "os.path.realpath",
                                                             "os.listdir",
                                                             "os.getenv",
                                                             "os.environ.get",
                                                             "os.add_dll_directory",
                                                             "glob.glob",
                                                             "glob.iglob",
                                                             "json.loads",
                                                             "pathlib.Path",
                                                             "platform.system",
                                                             "platform.machine",
                                                             "platform.architecture",
                                                             "sysconfig.get_platform",
                                                             "sysconfig.get_config_var",
                                                             "ctypes.CDLL",
                                                             "ctypes.WinDLL",
                                                             "ctypes.PyDLL",
                                                             "ctypes.OleDLL",
                                                             "ctypes.cdll.LoadLibrary",
                                                             "ctypes.windll.LoadLibrary",
                                                             "ctypes.util.find_library",
                                                             "ctypes.WinError",
                                                             "warnings.warn"};

/// Methods of strings, lists and dicts.
constexpr std::array<std::string_view, 16> harmless_methods = {
    "split",    "rsplit",  "lower", "upper",  "strip", "lstrip", "rstrip", "startswith",
    "endswith", "replace", "join",  "format", "get",   "items",  "keys",   "values"};

constexpr std::array<std::string_view, 4> path_variables = {"PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// The definitions and statements of `now` that are equal in upstream's file, by line.
std::set<std::uint32_t> known_lines(const Outline* release, const Outline& now) {
  std::set<std::uint32_t> known;
  if (release == nullptr) return known;
  const auto key = [](const OutlineItem& item) {
    return std::tuple(item.kind, std::string_view(item.name), std::string_view(item.conditions),
                      std::string_view(item.decorators), std::string_view(item.parameters),
                      std::string_view(item.hash));
  };
  std::set<decltype(key(now.items.front()))> there;
  for (const OutlineItem& item : release->items) there.insert(key(item));
  std::set<std::uint32_t> others;
  std::set<std::string_view> changed_classes;
  for (const OutlineItem& item : now.items) {
    if (there.contains(key(item))) continue;
    others.insert(item.line);
    if (const std::size_t dot = item.name.find('.'); dot != std::string::npos)
      changed_classes.insert(std::string_view(item.name).substr(0, dot));
  }
  for (const OutlineItem& item : now.items) {
    if (item.kind == OutlineKind::class_ && changed_classes.contains(item.name)) others.insert(item.line);
  }
  for (const OutlineItem& item : now.items) {
    if (!others.contains(item.line)) known.insert(item.line);
  }
  return known;
}

class StatementReader {
 public:
  StatementReader(const ModuleSource& source, std::set<std::uint32_t> known)
      : source_(source), known_(std::move(known)) {}

  void read(const Block& block, int depth = 0) {
    for (const Code& code : block) one(code, depth);
  }

  std::vector<UnexpectedStatement> take() { return std::move(reported_); }

 private:
  void report(const Code& code, std::string why, std::string binds = {}, bool replaces = false) {
    if (reported_.size() >= most_reported) return;
    std::string_view text = source_.of(source_.statements.all[code.statement]);
    text = text.substr(0, text.find_first_of("\r\n"));
    if (text.size() > 160) {
      std::size_t end = 160;
      while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
      text = text.substr(0, end);
    }
    reported_.push_back({static_cast<int>(code.line), std::string(text), std::move(binds), replaces, std::move(why)});
  }

  /// "ctypes.WinDLL" of what a name or attribute leads to by the imports; of a name that isn't imported, itself.
  std::string origin(const Expression& expression) const {
    const std::string written = dotted(expression);
    if (written.empty()) return written;
    const std::string root = written.substr(0, written.find('.'));
    const auto alias = aliases_.find(root);
    return alias == aliases_.end() ? written : alias->second + written.substr(root.size());
  }
  static bool is_numpys(std::string_view origin) { return origin == "numpy" || origin.starts_with("numpy."); }

  bool pure(const Expression& expression, int depth = 0) const {
    if (depth > deepest) return false;
    switch (expression.kind) {
      case ExpressionKind::nothing: return expression.end <= expression.begin;
      case ExpressionKind::name:
      case ExpressionKind::number:
      case ExpressionKind::string:
      case ExpressionKind::bytes:
      case ExpressionKind::constant: return true;
      case ExpressionKind::format_string: return source_.of(expression).find('(') == std::string_view::npos;
      case ExpressionKind::slice:
      case ExpressionKind::lambda: return expression.kind == ExpressionKind::slice;
      case ExpressionKind::call: return pure_call(expression, depth);
      default:
        return std::ranges::all_of(expression.parts, [&](const Expression& part) { return pure(part, depth + 1); });
    }
  }

  bool pure_call(const Expression& call, int depth) const {
    if (call.parts.empty()) return false;
    const Expression& callee = call.parts[0];
    if (!std::all_of(call.parts.begin() + 1, call.parts.end(),
                     [&](const Expression& argument) { return pure(argument, depth + 1); }))
      return false;
    const std::string name = origin(callee);
    if (name == "os.environ.setdefault")
      return call.parts.size() > 1 && call.parts[1].is(ExpressionKind::string) &&
             among(path_variables, call.parts[1].text);
    if (among(harmless_calls, name)) return !own_.contains(name);
    if (callee.is(ExpressionKind::name)) return known_functions_.contains(callee.text);
    if (!callee.is(ExpressionKind::attribute) || callee.parts.empty()) return false;
    if (callee.text == "append" || callee.text == "extend")
      return callee.parts[0].is(ExpressionKind::name) && own_.contains(callee.parts[0].text);
    return among(harmless_methods, callee.text) && pure(callee.parts[0], depth + 1) && !is_numpys(name);
  }

  void bind(const Expression& target) {
    if (target.is(ExpressionKind::name)) {
      own_.insert(target.text);
      aliases_.erase(target.text);
      known_functions_.erase(target.text);
    }
    if (target.is(ExpressionKind::tuple) || target.is(ExpressionKind::list) || target.is(ExpressionKind::star)) {
      for (const Expression& part : target.parts) bind(part);
    }
  }

  /// Whether a target binds only the module's own names, or changes where libraries are searched; anything else is
  /// reported.
  bool target(const Code& code, const Expression& written) {
    switch (written.kind) {
      case ExpressionKind::name: return true;
      case ExpressionKind::tuple:
      case ExpressionKind::list:
      case ExpressionKind::star:
        return std::ranges::all_of(written.parts, [&](const Expression& part) { return target(code, part); });
      case ExpressionKind::subscript: {
        const std::string what = written.parts.empty() ? std::string() : origin(written.parts[0]);
        const Expression* key = written.parts.size() > 1 ? &written.parts[1] : nullptr;
        const bool text = key != nullptr && key->is(ExpressionKind::string);
        if (what == "os.environ" && text && among(path_variables, key->text)) return true;
        if (written.parts.size() > 1 && written.parts[0].is(ExpressionKind::name) && own_.contains(what) && pure(*key))
          return true;
        const bool replaces = is_numpys(what) || (what == "sys.modules" && text && is_numpys(key->text));
        report(code, replaces ? "it replaces what is NumPy's" : "it changes something that isn't this file's",
               replaces && what == "sys.modules" ? key->text
               : replaces                        ? what
                                                 : std::string(),
               replaces);
        return false;
      }
      default: {
        const std::string what = origin(written);
        const bool replaces = is_numpys(what);
        report(code, replaces ? "it replaces what is NumPy's" : "it changes something that isn't this file's",
               replaces ? what : std::string(), replaces);
        return false;
      }
    }
  }

  void imported(const Code& code) {
    if (code.kind == CodeKind::import_) {
      for (const auto& [name, as] : code.names) {
        const std::string bound = as.empty() ? name.substr(0, name.find('.')) : as;
        own_.erase(bound);
        aliases_[bound] = as.empty() ? bound : name;
        if (!among(harmless_modules, name) && name != "numpy") report(code, "it imports a module");
      }
      return;
    }
    std::string module = code.text;
    if (code.level > 0) module = "numpy" + std::string(module.empty() ? "" : ".") + module;
    const bool harmless = code.level == 0 && among(harmless_modules, module);
    for (const auto& [name, as] : code.names) {
      const std::string& bound = as.empty() ? name : as;
      own_.erase(bound);
      aliases_[bound] = module + "." + name;
      // Upstream's template has what the extension knows of the CPU.
      if (name == "*" || (!harmless && !(name.starts_with("__cpu_") && module.ends_with("._multiarray_umath")))) {
        report(code, "it imports a module");
        return;
      }
    }
  }

  void expression(const Code& code) {
    const Expression& value = code.value;
    if (pure(value)) return;
    if (value.is(ExpressionKind::call) && !value.parts.empty() && value.parts.size() > 2 &&
        origin(value.parts[0]) == "setattr") {
      const std::string what = origin(value.parts[1]);
      if (is_numpys(what)) {
        report(code, "it replaces what is NumPy's",
               value.parts[2].is(ExpressionKind::string) ? what + "." + value.parts[2].text : what, true);
        return;
      }
    }
    report(code, "it calls what isn't known to do nothing else");
  }

  void clauses(const Code& code, int depth) {
    for (const Clause& clause : code.clauses) {
      if (!pure(clause.test)) report(code, "a condition that calls what isn't known to do nothing else");
      if (!clause.name.empty()) own_.insert(clause.name);
      read(clause.body, depth + 1);
    }
  }

  void one(const Code& code, int depth) {
    if (depth > deepest) return report(code, "it is nested too deep to be read");
    const bool known = known_.contains(code.line);
    switch (code.kind) {
      case CodeKind::expression:
        if (!known) expression(code);
        return;
      case CodeKind::assign:
      case CodeKind::annotated:
      case CodeKind::augmented: {
        bool good = true;
        if (!known) {
          for (const Expression& written : code.targets) good = good && target(code, written);
          if (good && !pure(code.value)) report(code, "its value isn't a constant");
        }
        for (const Expression& written : code.targets) bind(written);
        return;
      }
      case CodeKind::delete_:
        if (!known && !std::ranges::all_of(code.targets, [](const Expression& target) {
              return target.is(ExpressionKind::name) || target.is(ExpressionKind::tuple);
            }))
          report(code, "it deletes something that isn't this file's");
        return;
      case CodeKind::import_:
      case CodeKind::import_from: {
        const std::size_t before = reported_.size();
        imported(code);
        if (known) reported_.resize(before);
        return;
      }
      case CodeKind::function:
      case CodeKind::class_:
        own_.erase(code.text);
        if (known) {
          known_functions_.insert(code.text);
        } else {
          known_functions_.erase(code.text);
          report(code,
                 code.kind == CodeKind::function ? "a function that isn't upstream's" : "a class that isn't upstream's",
                 code.text);
        }
        return;
      case CodeKind::if_:
      case CodeKind::while_:
      case CodeKind::for_:
      case CodeKind::with:
      case CodeKind::try_:
        if (!pure(code.value)) report(code, "it calls what isn't known to do nothing else");
        for (const Expression& written : code.targets) {
          if (target(code, written)) bind(written);
        }
        read(code.body, depth + 1);
        clauses(code, depth);
        return;
      case CodeKind::break_:
      case CodeKind::continue_:
      case CodeKind::global: return;
      case CodeKind::return_:
      case CodeKind::raise:
        if (!known) report(code, "neither a constant, a preloaded library, a DLL folder nor a warning");
        return;
      case CodeKind::other:
        if (!known && source_.of(source_.statements.all[code.statement]) != "pass")
          report(code, "neither a constant, a preloaded library, a DLL folder nor a warning");
        return;
    }
  }

  const ModuleSource& source_;
  std::set<std::uint32_t> known_;
  std::map<std::string, std::string> aliases_;  ///< imported name -> what it is
  std::set<std::string, std::less<>> own_;      ///< names that the file assigns
  std::set<std::string, std::less<>> known_functions_;
  std::vector<UnexpectedStatement> reported_;
};

}  // namespace

std::vector<UnexpectedStatement> unexpected_statements(std::string_view path, std::string_view text,
                                                       const Outline* release, const Outline& now) {
  std::vector<signatures::Damage> damage;
  const ModuleSource source = signatures::python::module_source(std::string(text), std::string(path), damage);
  StatementReader reader(source, known_lines(release, now));
  reader.read(signatures::python::read_module(source, damage));
  std::vector<UnexpectedStatement> reported = reader.take();
  for (const signatures::Damage& one : damage)
    reported.push_back({0, {}, {}, false, "a part of it can't be read: " + one.reason});
  return reported;
}

}  // namespace fairplay::auditor::provenance
