// From statements to events: what a body of code does to names of other modules, in its order.
#include <algorithm>
#include <array>

#include "signatures/monkeypatches/conditions.h"
#include "signatures/monkeypatches/module_facts.h"
#include "signatures/monkeypatches/notices.h"
#include "signatures/monkeypatches/paths.h"
#include "signatures/monkeypatches/replacing_calls.h"

namespace fairplay::signatures::monkeypatches {

using python::Block;
using python::Clause;
using python::Code;
using python::CodeKind;
using python::Expression;
using python::ExpressionKind;
using python::StatementKind;

namespace {

constexpr int deepest_block = 60;
constexpr std::size_t most_functions = 20'000;

class BodyReader {
 public:
  BodyReader(const python::ModuleSource& source, ModuleFacts& facts, const Scope* outer, Scope& own,
             std::vector<Damage>& damage)
      : source_(source), facts_(facts), outer_(outer), own_(own), paths_(facts.module, outer, own), damage_(damage) {}

  /// `prefix`: what stands before names of functions defined here ("", "C.", "f.<locals>.").
  void run(const Block& block, std::string prefix, std::size_t body) {
    body_ = body;
    suite(block, prefix, 0);
  }

 private:
  bool module_level() const { return body_ == 0; }

  std::string_view header(const Code& code) const {
    const python::Statement& statement = source_.statements.all[code.statement];
    return std::string_view(source_.text).substr(statement.begin, statement.header_end - statement.begin);
  }

  Event event(Event::Kind kind, const Code& code, Path target) const {
    Event made;
    made.kind = kind;
    made.target = std::move(target);
    made.text = one_line(header(code));
    made.line = code.line;
    made.guards = guards_;
    return made;
  }

  void add(Event made) {
    std::vector<Event>& events = facts_.bodies[body_].events;
    if (events.size() < most_events) events.push_back(std::move(made));
  }

  // --- Statements
  // ----------------------------------------------------------------------------------------------------------------

  void suite(const Block& block, const std::string& prefix, int depth) {
    if (depth > deepest_block) return;
    const std::size_t guards = guards_.size();
    for (const Code& code : block) statement(code, prefix, depth);
    guards_.resize(guards);
  }

  void statement(const Code& code, const std::string& prefix, int depth) {
    switch (code.kind) {
      case CodeKind::import_:
      case CodeKind::import_from: import(code); break;
      case CodeKind::assign:
      case CodeKind::annotated:
        calls(code.value, code);
        for (const Expression& target : code.targets) assign(target, code.value, code);
        break;
      case CodeKind::augmented:
        calls(code.value, code);
        for (const Expression& target : code.targets) {
          if (!target.is(ExpressionKind::name)) assign(target, {}, code);
        }
        break;
      case CodeKind::delete_:
        for (const Expression& target : code.targets) {
          if (!target.is(ExpressionKind::name)) assign(target, {}, code);
        }
        break;
      case CodeKind::expression: calls(code.value, code); break;
      case CodeKind::return_:
        calls(code.value, code);
        if (Path path = paths_.of(code.value); !path.empty()) facts_.bodies[body_].returns.push_back(std::move(path));
        break;
      case CodeKind::function: function(code, prefix, depth); break;
      case CodeKind::class_: class_(code, prefix, depth); break;
      case CodeKind::if_: branch(code, prefix, depth); break;
      case CodeKind::try_: attempt(code, prefix, depth); break;
      case CodeKind::for_: loop(code, prefix, depth); break;
      case CodeKind::while_:
      case CodeKind::with:
        // What a context manager does at its entry, it undoes at its exit.
        if (code.kind == CodeKind::while_) calls(code.value, code);
        ++conditional_;
        suite(code.body, prefix, depth + 1);
        for (const Clause& clause : code.clauses) suite(clause.body, prefix, depth + 1);
        --conditional_;
        break;
      default: break;
    }
  }

  void import(const Code& code) {
    if (code.kind == CodeKind::import_) {
      for (const python::ImportedName& name : code.names) {
        if (!is_module_name(name.name)) continue;
        add(event(Event::Kind::import_, code, name.name));
        if (name.as.empty())
          bind(std::string(root_of(name.name)), std::string(root_of(name.name)));
        else
          bind(name.as, name.name);
      }
      return;
    }
    const std::string module = python::absolute_module(code, facts_.module, facts_.package);
    if (!is_module_name(module)) return;
    Event made = event(Event::Kind::import_, code, module);
    for (const python::ImportedName& name : code.names) {
      made.names.push_back(name.name);
      if (name.name == "*") {
        if (module_level()) {
          facts_.stars.push_back(module);
          own_.insert_or_assign(std::string(star_name), facts_.module);
        }
      } else {
        bind(name.as.empty() ? name.name : name.as, member(module, name.name));
      }
    }
    add(std::move(made));
  }

  void bind(const std::string& name, Path path) {
    if (global_.contains(name)) return;
    const auto found = own_.find(name);
    // One branch's binding doesn't take NumPy from another's: `except ImportError: np = None`.
    if (found != own_.end() && conditional_ > 0 && is_numpy(found->second) && !is_numpy(path)) return;
    own_.insert_or_assign(name, std::move(path));
  }

  void assign(const Expression& target, const Expression& value, const Code& code, int depth = 0) {
    if (depth > deepest_block) return;
    switch (target.kind) {
      case ExpressionKind::name: {
        Path path = paths_.of(value);
        if (path.empty() && value && measures_numpy_version(paths_, value)) path = version_path;
        // A name bound to what isn't known hides what it was.
        bind(target.text, std::move(path));
        return;
      }
      case ExpressionKind::tuple:
      case ExpressionKind::list: {
        const bool pairs = (value.is(ExpressionKind::tuple) || value.is(ExpressionKind::list)) &&
                           value.parts.size() == target.parts.size();
        for (std::size_t i = 0; i < target.parts.size(); ++i)
          assign(target.parts[i], pairs ? value.parts[i] : Expression{}, code, depth + 1);
        return;
      }
      case ExpressionKind::star:
        if (!target.parts.empty()) assign(target.parts[0], {}, code, depth + 1);
        return;
      case ExpressionKind::attribute:
      case ExpressionKind::subscript: {
        Path path = paths_.of(target);
        if (target.is(ExpressionKind::subscript) && !is_entry(target)) return;
        patch(std::move(path), paths_.of(value), code);
        return;
      }
      default: return;
    }
  }

  /// Whether a subscript stands for an attribute or a module: `np.__dict__["x"]`, `sys.modules["numpy"]`. Others are
  /// NumPy's data, not its names.
  bool is_entry(const Expression& target) const {
    if (target.parts.empty()) return false;
    const Path base = paths_.of(target.parts[0]);
    return base == "sys.modules" || base == "__dict__" || base.ends_with(".__dict__") || base.ends_with(".referents");
  }

  void patch(Path target, Path value, const Code& code) {
    if (target.empty() || target.starts_with('@') || is_string(target)) return;
    const bool restores = target == value;
    Event made = event(restores ? Event::Kind::restore : Event::Kind::patch, code, std::move(target));
    made.value = std::move(value);
    add(std::move(made));
  }

  void function(const Code& code, const std::string& prefix, int depth) {
    decorators(code);
    const std::string name = prefix + code.text;
    if (facts_.bodies.size() >= most_functions) return;
    Body body;
    body.name = name;
    body.statement = code.statement;
    body.line = code.line;
    body.method = prefix.ends_with('.') && !prefix.ends_with(">.");
    body.context_manager =
        code.text == "__enter__" || code.text == "__exit__" || code.text == "__aenter__" || code.text == "__aexit__";
    for (const Expression& decorator : code.decorators) {
      const std::string written = dotted(decorator);
      if (written.ends_with("contextmanager")) body.context_manager = true;
      if (written == "staticmethod") body.method = false;
    }
    for (const python::Parameter& parameter : code.parameters) {
      body.parameters.push_back(parameter.name);
      body.defaults.push_back(parameter.value ? paths_.of(parameter.value) : Path());
    }
    const std::size_t index = facts_.bodies.size();
    facts_.bodies.push_back(std::move(body));
    facts_.functions.insert_or_assign(name, index);
    if (!prefix.ends_with('.') || prefix.ends_with(">.")) bind(code.text, facts_.module + "." + name);
    // What is defined inside a function sees its names: read along with it.
    if (!module_level() && depth < 8) nested_.push_back(index);
  }

  void class_(const Code& code, const std::string& prefix, int depth) {
    decorators(code);
    const std::string name = prefix + code.text;
    std::vector<Path> bases;
    for (const Expression& base : code.targets) {
      calls(base, code);
      if (Path path = paths_.of(base); !path.empty()) bases.push_back(std::move(path));
    }
    facts_.classes.insert_or_assign(name, std::move(bases));
    bind(code.text, facts_.module + "." + name);
    // A class's names are its own; what it does happens here.
    Scope members;
    BodyReader inner(source_, facts_, outer_ == nullptr ? &own_ : outer_, members, damage_);
    if (outer_ != nullptr) members = own_;
    inner.guards_ = guards_;
    inner.conditional_ = 0;
    inner.body_ = body_;
    inner.suite(code.body, name + ".", depth + 1);
    nested_.insert(nested_.end(), inner.nested_.begin(), inner.nested_.end());
  }

  void decorators(const Code& code) {
    for (const Expression& decorator : code.decorators) {
      calls(decorator, code);
      Path path = paths_.of(decorator);
      if (!path.empty() && !path.ends_with(")")) add(event(Event::Kind::call, code, std::move(path)));
    }
  }

  // --- Conditions
  // ----------------------------------------------------------------------------------------------------------------

  void guard(std::vector<Guard> holding) {
    for (Guard& one : holding) {
      guards_.push_back(static_cast<std::uint32_t>(facts_.guards.size()));
      facts_.guards.push_back(std::move(one));
    }
  }

  static bool leaves(const Block& block) {
    if (block.empty()) return false;
    const CodeKind last = block.back().kind;
    return last == CodeKind::return_ || last == CodeKind::raise || last == CodeKind::continue_ ||
           last == CodeKind::break_;
  }

  void branch(const Code& code, const std::string& prefix, int depth) {
    calls(code.value, code);
    const std::size_t before = guards_.size();
    const std::vector<Guard> first = conditions(source_, paths_, code.value, false, code.line);
    ++conditional_;
    guard(first);
    const bool never = std::ranges::any_of(first, [](const Guard& one) { return one.kind == Guard::Kind::never; });
    if (!never) suite(code.body, prefix, depth + 1);
    guards_.resize(before);
    std::vector<Guard> otherwise = conditions(source_, paths_, code.value, true, code.line);
    for (const Clause& clause : code.clauses) {
      guard(std::move(otherwise));
      otherwise.clear();
      if (clause.kind == StatementKind::elif) {
        calls(clause.test, code);
        const std::size_t here = guards_.size();
        guard(conditions(source_, paths_, clause.test, false, code.line));
        suite(clause.body, prefix, depth + 1);
        guards_.resize(here);
        otherwise = conditions(source_, paths_, clause.test, true, code.line);
      } else {
        suite(clause.body, prefix, depth + 1);
      }
    }
    --conditional_;
    guards_.resize(before);
    // `if hasattr(np, "x"): return` guards all that follows in its suite.
    if (code.clauses.empty() && leaves(code.body)) guard(conditions(source_, paths_, code.value, true, code.line));
  }

  /// What a try's own statements ask NumPy for: where all of it is there, a clause for its absence never runs.
  std::vector<Path> asked_of_numpy(const Block& block) const {
    std::vector<Path> asked;
    for (const Code& code : block) {
      if (code.kind == CodeKind::import_from && code.level == 0 && root_of(code.text) == "numpy") {
        for (const python::ImportedName& name : code.names) {
          if (name.name != "*") asked.push_back(member(code.text, name.name));
        }
      } else if (code.kind == CodeKind::import_) {
        for (const python::ImportedName& name : code.names) {
          if (name.name.starts_with("numpy.")) asked.push_back(name.name);
        }
      }
      numpy_names(paths_, code.value, asked);
      if (asked.size() > 32) break;
    }
    return asked;
  }

  void attempt(const Code& code, const std::string& prefix, int depth) {
    const std::vector<Path> asked = asked_of_numpy(code.body);
    ++conditional_;
    suite(code.body, prefix, depth + 1);
    for (const Clause& clause : code.clauses) {
      const std::size_t before = guards_.size();
      if (clause.kind == StatementKind::except) {
        const std::string types(one_line(source_.of(clause.test)));
        const bool absence = types.contains("AttributeError") || types.contains("ImportError") ||
                             types.contains("ModuleNotFoundError") || types.contains("NameError");
        Guard one;
        one.kind = absence && !asked.empty() ? Guard::Kind::absent : Guard::Kind::other;
        if (one.kind == Guard::Kind::absent) one.paths = asked;
        one.text = "except " + types;
        one.line = code.line;
        guard({std::move(one)});
      }
      suite(clause.body, prefix, depth + 1);
      guards_.resize(before);
    }
    --conditional_;
  }

  void loop(const Code& code, const std::string& prefix, int depth) {
    calls(code.value, code);
    // `for module in (np, np.fft)`: one of them stands for all; what NumPy is among them counts.
    Expression element;
    if (code.value.is(ExpressionKind::tuple) || code.value.is(ExpressionKind::list)) {
      for (const Expression& part : code.value.parts) {
        if (element.kind == ExpressionKind::nothing || is_numpy(paths_.of(part))) element = part;
      }
    }
    for (const Expression& target : code.targets)
      assign(target, element.is(ExpressionKind::string) ? Expression{} : element, code);
    ++conditional_;
    suite(code.body, prefix, depth + 1);
    for (const Clause& clause : code.clauses) suite(clause.body, prefix, depth + 1);
    --conditional_;
  }

  // --- Calls
  // ---------------------------------------------------------------------------------------------------------------------

  void calls(const Expression& expression, const Code& code, int depth = 0) {
    if (depth > deepest_block || expression.is(ExpressionKind::lambda)) return;
    if (expression.is(ExpressionKind::assigned) && !expression.parts.empty())
      bind(expression.text, paths_.of(expression.parts[0]));
    for (const Expression& part : expression.parts) calls(part, code, depth + 1);
    if (expression.is(ExpressionKind::call) && !expression.parts.empty()) call(expression, code);
  }

  void call(const Expression& expression, const Code& code) {
    const Expression& callee = expression.parts[0];
    if (notice(expression, code)) return;
    const Path path = paths_.of(callee);
    if (path.empty() || is_string(path)) return;
    const std::vector<Argument> given = arguments_of(paths_, expression);
    if (path == "builtins.exec") return executed(given, code);
    if (auto replaced = replaced_by(paths_, expression, path, given)) {
      for (Replacement& one : *replaced) patch(std::move(one.target), std::move(one.value), code);
      return;
    }
    Event made = event(Event::Kind::call, code, path);
    made.arguments = given;
    add(std::move(made));
    if (path == "importlib.import_module" || callee.is_name("__import__")) import_by_call(expression, code);
  }

  void import_by_call(const Expression& expression, const Code& code) {
    std::string text;
    if (expression.parts.size() > 1 && paths_.constant(expression.parts[1], text) && is_module_name(text)) {
      add(event(Event::Kind::import_, code, text));
    } else if (Path path = paths_.of(expression); is_module_name(path) && !path.contains("()")) {
      add(event(Event::Kind::import_, code, std::move(path)));
    }
  }

  /// exec("np.load = ...") of a constant: its statements run here.
  void executed(const std::vector<Argument>& given, const Code& code) {
    const Path text = positional(given, 0);
    if (!is_string(text) || executed_ > 4) return;
    ++executed_;
    const python::ModuleSource inner = python::module_source(std::string(text_of(text)), source_.file, damage_);
    std::vector<Damage> ignored;
    const Block block = python::read_module(inner, ignored);
    BodyReader reader(inner, facts_, outer_, own_, ignored);
    reader.executed_ = executed_;
    reader.guards_ = guards_;
    const std::size_t from = facts_.bodies[body_].events.size();
    const std::size_t functions = facts_.bodies.size();
    reader.run(block, "", body_);
    // Functions defined there lie in no statement of this file.
    for (std::size_t i = functions; i < facts_.bodies.size(); ++i) facts_.bodies[i].read = true;
    for (std::size_t i = from; i < facts_.bodies[body_].events.size(); ++i)
      facts_.bodies[body_].events[i].line = code.line;
  }

  /// Whether a call tells somebody something; what names NumPy is a notice.
  bool notice(const Expression& expression, const Code& code) {
    const auto words = told_by(source_, paths_, expression);
    if (!words) return false;
    const auto same_letter = [](char a, char b) { return (a | 0x20) == b; };
    if (std::ranges::search(*words, std::string_view("numpy"), same_letter).empty()) return true;
    Event made = event(Event::Kind::notice, code, {});
    made.text = one_line(*words, 200);
    add(std::move(made));
    return true;
  }

 public:
  const std::vector<std::size_t>& nested() const { return nested_; }
  void set_globals(const Block& block) {
    for (const Code& code : block) {
      if (code.kind != CodeKind::global) continue;
      for (const Expression& name : code.targets) global_.emplace(name.text, true);
    }
  }

 private:
  const python::ModuleSource& source_;
  ModuleFacts& facts_;
  const Scope* outer_;
  Scope& own_;
  PathFinder paths_;
  std::vector<Damage>& damage_;
  std::size_t body_ = 0;
  std::vector<std::uint32_t> guards_;
  std::vector<std::size_t> nested_;
  std::map<std::string, bool, std::less<>> global_;
  int conditional_ = 0;
  int executed_ = 0;
};

void read_function(const python::ModuleSource& source, ModuleFacts& facts, std::size_t index, const Scope& outer,
                   std::vector<Damage>& damage, int depth) {
  if (depth > 8) return;
  Body& body = facts.bodies[index];
  body.read = true;
  const std::size_t limit = source.statements.all.size();
  if (body.statement >= limit || source.statements.all[body.statement].kind != StatementKind::function) return;
  Scope own;
  for (std::size_t i = 0; i < body.parameters.size(); ++i)
    own.insert_or_assign(body.parameters[i], "$" + std::to_string(i));
  if (body.method && !body.parameters.empty()) {
    const std::string& name = body.name;
    own.insert_or_assign(body.parameters[0], "@" + facts.module + "." + name.substr(0, name.rfind('.')));
  }
  const std::string prefix = body.name + ".<locals>.";
  const Block block = python::read_suite(source, body.statement, damage);
  BodyReader reader(source, facts, &outer, own, damage);
  reader.set_globals(block);
  reader.run(block, prefix, index);
  if (reader.nested().empty()) return;
  Scope seen = outer;
  for (const auto& [name, path] : own) {
    if (!path.starts_with('$')) seen.insert_or_assign(name, path);
  }
  for (const std::size_t inner : reader.nested()) read_function(source, facts, inner, seen, damage, depth + 1);
}

}  // namespace

ModuleFacts read_facts(const python::ModuleSource& source, std::string module, bool package,
                       std::vector<Damage>& damage) {
  ModuleFacts facts;
  facts.module = std::move(module);
  facts.file = source.file;
  facts.package = package;
  facts.names_numpy = source.text.contains("numpy");
  facts.bodies.emplace_back();
  facts.bodies[0].read = true;
  if (source.text.size() > largest_module) {
    damage.push_back(
        {source.file, "", "larger than any module that anybody wrote by hand; not read for what it changes of NumPy"});
    return facts;
  }
  const Block block = python::read_module(source, damage);
  Scope own;
  BodyReader(source, facts, nullptr, own, damage).run(block, "", 0);
  facts.names = std::move(own);
  return facts;
}

void read_body(const python::ModuleSource& source, ModuleFacts& facts, std::size_t body, std::vector<Damage>& damage) {
  if (body >= facts.bodies.size() || facts.bodies[body].read) return;
  const Scope outer = facts.names;
  read_function(source, facts, body, outer, damage, 0);
}

}  // namespace fairplay::signatures::monkeypatches
