#include "auditor/provenance/sources/generated_statements.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "auditor/provenance/sources/generated_names.h"
#include "signatures/name_parts.h"
#include "signatures/python/code.h"

// A grammar of what is allowed, not a list of what is forbidden: every name has a sort, every expression gets one from
// its parts, and what gets none is reported. A name keeps its sort, so that neither loops nor branches nor exceptions
// make the order matter in which statements run.

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
using signatures::python::Statement;
using signatures::python::StatementKind;

constexpr std::size_t most_reported = 100;
constexpr int deepest = 200;

/// Modules whose import runs nothing of NumPy's and nothing of the file's.
constexpr std::array<std::string_view, 9> plain_modules = {"__future__", "ctypes", "enum",     "glob",    "json",
                                                           "os",         "sys",    "platform", "warnings"};

/// What may be imported from them by name: what the grammar below knows.
constexpr std::array<std::string_view, 22> plain_names = {"ctypes.WinDLL",
                                                          "ctypes.CDLL",
                                                          "ctypes.RTLD_GLOBAL",
                                                          "ctypes.RTLD_LOCAL",
                                                          "enum.Enum",
                                                          "glob.glob",
                                                          "os.path",
                                                          "os.name",
                                                          "os.sep",
                                                          "os.pathsep",
                                                          "os.pardir",
                                                          "sys.platform",
                                                          "sys.version_info",
                                                          "os.path.join",
                                                          "os.path.dirname",
                                                          "os.path.abspath",
                                                          "warnings.warn",
                                                          "os.path.isdir",
                                                          "os.path.isfile",
                                                          "os.path.exists",
                                                          "os.path.normpath",
                                                          "os.add_dll_directory"};

constexpr std::array<std::string_view, 9> exceptions = {"Exception",         "ImportError",    "ModuleNotFoundError",
                                                        "OSError",           "AttributeError", "NameError",
                                                        "FileNotFoundError", "WindowsError",   "RuntimeError"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// The lines of definitions and statements of `now` that aren't equal in upstream's file.
std::set<std::uint32_t> other_lines(const Outline* release, const Outline& now) {
  const auto key = [](const OutlineItem& item) {
    return std::tuple(item.kind, std::string_view(item.name), std::string_view(item.conditions),
                      std::string_view(item.decorators), std::string_view(item.parameters),
                      std::string_view(item.hash));
  };
  std::set<decltype(key(now.items.front()))> there;
  if (release != nullptr) {
    for (const OutlineItem& item : release->items) there.insert(key(item));
  }
  std::set<std::uint32_t> others;
  for (const OutlineItem& item : now.items) {
    if (!there.contains(key(item))) others.insert(item.line);
  }
  return others;
}

using Kind = Sort::Kind;

class StatementReader {
 public:
  StatementReader(std::string_view path, const ModuleSource& source, const Outline* release, const Outline& now)
      : names_(path, source), source_(source), others_(other_lines(release, now)) {
    for (const OutlineItem& item : now.items) lines_.insert(item.line);
    if (release == nullptr) return;
    for (const OutlineItem& item : release->items) {
      if (item.kind != OutlineKind::statement) names_.reserve(item.name);
    }
  }

  void read(const Block& block) {
    unparsed();
    suite(block, 0);
  }

  std::vector<UnexpectedStatement> take() { return std::move(reported_); }

 private:
  // --- Reporting

  void report(const Statement& statement, std::string why, std::string binds = {}, bool replaces = false) {
    if (reported_.size() >= most_reported) return;
    std::string_view text = source_.of(statement);
    text = text.substr(0, text.find_first_of("\r\n"));
    if (text.size() > 160) {
      std::size_t end = 160;
      while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
      text = text.substr(0, end);
    }
    reported_.push_back(
        {static_cast<int>(statement.line), std::string(text), std::move(binds), replaces, std::move(why)});
  }
  void report(const Code& code, std::string why, std::string binds = {}, bool replaces = false) {
    report(source_.statements.all[code.statement], std::move(why), std::move(binds), replaces);
  }

  bool is_known(const Code& code) const { return lines_.contains(code.line) && !others_.contains(code.line); }

  /// Nothing between a class's first line and what follows it is other than upstream's.
  bool is_known_class(const Code& code) const {
    if (!is_known(code)) return false;
    const auto& all = source_.statements.all;
    const std::uint32_t next = all[code.statement].next;
    const auto changed = others_.lower_bound(code.line);
    return changed == others_.end() || (next < all.size() && *changed >= all[next].line);
  }

  /// What the syntax tree leaves out: `match`, and the types of `except`.
  void unparsed() {
    const auto& all = source_.statements.all;
    for (std::uint32_t i = 0; i < all.size();) {
      const Statement& statement = all[i];
      if (statement.kind == StatementKind::match)
        report(statement, "neither a constant, a preloaded library, a DLL folder nor a warning");
      if (statement.kind == StatementKind::except && !is_plain_except(statement))
        report(statement, "an exception's type that isn't one of Python's by name");
      i = statement.kind == StatementKind::function ? statement.next : i + 1;
    }
  }

  /// `except:`, `except E:`, `except (E, F) as name:`.
  bool is_plain_except(const Statement& statement) const {
    std::string_view text =
        std::string_view(source_.text).substr(statement.begin, statement.header_end - statement.begin);
    text.remove_prefix(std::min<std::size_t>(text.size(), 6));
    if (text.find_first_of("#\\") != std::string_view::npos || !text.ends_with(':')) return false;
    text.remove_suffix(1);
    std::string word;
    bool as = false;
    bool named = false;
    const auto take = [&] {
      if (word.empty()) return true;
      const bool good = as ? !named && !is_dunder(word) : word == "as" || among(exceptions, word);
      named = named || as;
      as = as || word == "as";
      word.clear();
      return good;
    };
    for (const char c : text) {
      if (signatures::is_identifier_character(c)) {
        word += c;
      } else if (!take() || !std::string_view(" \t(),").contains(c) || (as && c != ' ' && c != '\t')) {
        return false;
      }
    }
    return take() && as == named;
  }

  static bool is_numpys(std::string_view origin) { return origin == "numpy" || origin.starts_with("numpy."); }

  // --- Statements

  void expression(const Code& code) {
    const Expression& value = code.value;
    if (const auto inside = names_.load(value)) {
      // Upstream's own statement, too, loads what the names before it say.
      if (!*inside) report(code, "it loads or searches what isn't known to lie inside NumPy's own folders");
      return;
    }
    if (is_known(code) || names_.warns(value) || names_.appends(value) || names_.makes_path(value) ||
        names_.sort(value).is_known())
      return;
    if (value.is(ExpressionKind::call) && value.parts.size() > 2 && names_.origin(value.parts[0]) == "setattr") {
      const std::string what = names_.origin(value.parts[1]);
      if (is_numpys(what)) {
        report(code, "it replaces what is NumPy's",
               value.parts[2].is(ExpressionKind::string) ? what + "." + value.parts[2].text : what, true);
        return;
      }
    }
    report(code, "it calls what isn't known to do nothing else");
  }

  void assignment(const Code& code) {
    const bool known = is_known(code);
    if (code.kind == CodeKind::augmented && names_.extends_path(code)) return;
    if (code.kind == CodeKind::annotated && !known) report(code, "its annotation is code");
    const auto inside = names_.load(code.value);
    if (inside && !*inside) report(code, "it loads or searches what isn't known to lie inside NumPy's own folders");
    Sort value = names_.sort(code.value);
    bool good = value.is_known();
    if (code.kind == CodeKind::augmented) {
      good = good && GeneratedNames::is_data(value) && is_plain_operator(std::string_view(code.text).substr(0, 1));
      value = {Kind::data, {}};
    }
    for (const Expression& target : code.targets) {
      if (!target.is(ExpressionKind::name)) {
        if (!known) foreign_target(code, target);
        return;
      }
      // What upstream's own statement gives a name that isn't read here has no sort, and can't be used.
      if (!names_.bind(target.text, value) && !known) {
        report(code, "it changes a name that isn't a constant of this file's");
        return;
      }
    }
    if (!good && !known && !inside) report(code, "its value isn't a constant");
  }

  void foreign_target(const Code& code, const Expression& target) {
    std::string what = names_.origin(target);
    if (target.is(ExpressionKind::subscript) && target.parts.size() == 2) {
      what = names_.origin(target.parts[0]);
      if (what == "sys.modules" && target.parts[1].is(ExpressionKind::string)) what = target.parts[1].text;
    }
    const bool replaces = is_numpys(what);
    report(code, replaces ? "it replaces what is NumPy's" : "it changes something that isn't a name of this file's",
           replaces ? what : std::string(), replaces);
  }

  void imported(const Code& code) {
    const bool known = is_known(code);
    for (const auto& [name, as] : code.names) {
      const bool plain = code.kind == CodeKind::import_;
      std::string origin = name;
      std::string bound = as.empty() ? name : as;
      if (plain && as.empty()) origin = bound = name.substr(0, name.find('.'));
      bool good = false;
      if (plain) {
        good = among(plain_modules, name) || name == "os.path" || name == "numpy";
      } else {
        std::string module = code.text;
        if (code.level > 0) module = "numpy" + std::string(module.empty() ? "" : ".") + module;
        origin = module + "." + name;
        good = code.level == 0 &&
               (module == "__future__" || among(plain_names, origin) || GeneratedNames::is_cpu_description(origin));
      }
      const bool renamed = !as.empty() && as != name && name != "numpy";
      if (names_.import_as(bound, origin) ? !known && (!good || renamed) : true) {
        report(code, "it imports a module");
        return;
      }
    }
  }

  void loop(const Code& code) {
    Sort over = names_.sort(code.value);
    if (over.kind == Kind::folders)
      over.kind = Kind::folder;
    else if (!GeneratedNames::is_data(over))
      over = {};
    const bool good = code.targets.size() == 1 && code.targets[0].is(ExpressionKind::name) && over.is_known() &&
                      names_.bind(code.targets[0].text, over);
    if (!good) report(code, "it isn't known to do nothing else");
  }

  void suite(const Block& block, int depth) {
    for (const Code& code : block) one(code, depth);
  }

  void clauses(const Code& code, int depth) {
    for (const Clause& clause : code.clauses) {
      using enum StatementKind;
      if (clause.kind == elif && !names_.sort(clause.test).is_known())
        report(code, "a condition that calls what isn't known to do nothing else");
      if (!clause.name.empty() && !names_.bind(clause.name, {Kind::unknown, {}}))
        report(code, "it changes a name that isn't a constant of this file's");
      suite(clause.body, depth + 1);
    }
  }

  void one(const Code& code, int depth) {
    if (depth > deepest) return report(code, "it is nested too deep to be read");
    const bool known = is_known(code);
    switch (code.kind) {
      case CodeKind::expression: return expression(code);
      case CodeKind::assign:
      case CodeKind::annotated:
      case CodeKind::augmented: return assignment(code);
      case CodeKind::delete_:
        if (!known && !std::ranges::all_of(code.targets, [&](const Expression& target) {
              return target.is(ExpressionKind::name) && names_.binds(target.text);
            }))
          report(code, "it deletes something that isn't this file's");
        return;
      case CodeKind::import_:
      case CodeKind::import_from: return imported(code);
      case CodeKind::function:
      case CodeKind::class_:
        if (code.kind == CodeKind::function ? known : is_known_class(code)) {
          if (code.kind == CodeKind::function) names_.know_function(code.text);
          return;
        }
        names_.forget_function(code.text);
        return report(
            code,
            code.kind == CodeKind::function ? "a function that isn't upstream's" : "a class that isn't upstream's",
            code.text);
      case CodeKind::if_:
      case CodeKind::for_:
      case CodeKind::try_:
        if (code.kind == CodeKind::for_) loop(code);
        if (code.kind == CodeKind::if_ && !names_.sort(code.value).is_known())
          report(code, "a condition that calls what isn't known to do nothing else");
        suite(code.body, depth + 1);
        return clauses(code, depth);
      case CodeKind::while_:
      case CodeKind::with:
        report(code, "neither a constant, a preloaded library, a DLL folder nor a warning");
        suite(code.body, depth + 1);
        return clauses(code, depth);
      case CodeKind::break_:
      case CodeKind::continue_: return;
      case CodeKind::global:
      case CodeKind::return_:
      case CodeKind::raise:
      case CodeKind::other:
        if (!known && source_.of(source_.statements.all[code.statement]) != "pass")
          report(code, "neither a constant, a preloaded library, a DLL folder nor a warning");
        return;
    }
  }

  GeneratedNames names_;
  const ModuleSource& source_;
  std::set<std::uint32_t> others_;  ///< lines with something that isn't upstream's
  std::set<std::uint32_t> lines_;   ///< lines that the outline speaks of
  std::vector<UnexpectedStatement> reported_;
};

}  // namespace

std::vector<UnexpectedStatement> unexpected_statements(std::string_view path, std::string_view text,
                                                       const Outline* release, const Outline& now) {
  std::vector<signatures::Damage> damage;
  const ModuleSource source = signatures::python::module_source(std::string(text), std::string(path), damage);
  StatementReader reader(path, source, release, now);
  reader.read(signatures::python::read_module(source, damage));
  std::vector<UnexpectedStatement> reported = reader.take();
  for (const signatures::Damage& one : damage)
    reported.push_back({0, {}, {}, false, "a part of it can't be read: " + one.reason});
  return reported;
}

}  // namespace fairplay::auditor::provenance
