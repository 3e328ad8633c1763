#include "signatures/footprint/footprint.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <set>
#include <span>

#include "signatures/digest.h"
#include "signatures/enum_names.h"
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/foreign.h"
#include "signatures/footprint/plausibility.h"
#include "signatures/footprint/release_footprint.h"
#include "signatures/footprint/signature.h"
#include "signatures/footprint/subject.h"
#include "signatures/footprint/wrappers.h"
#include "signatures/name_parts.h"
#include "signatures/python/numpy_build.h"
#include "signatures/worker_threads.h"

namespace fairplay::signatures::footprint {

namespace {

constexpr auto from_names =
    enum_names<From>({{From::python, "python"}, {From::extension, "extension"}, {From::stub, "stub"}});
constexpr auto name_kinds = enum_names<NameKind>({{NameKind::function, "function"},
                                                  {NameKind::ufunc, "ufunc"},
                                                  {NameKind::class_, "class"},
                                                  {NameKind::module, "module"},
                                                  {NameKind::constant, "constant"}});

bool is_public(std::string_view name) { return !name.starts_with('_'); }

class Assembler {
 public:
  Assembler(Subject& subject, Footprint& into) : subject_(subject), into_(into), evaluator_(subject, into.damage) {}

  void run() {
    Module* root = evaluator_.import("numpy");
    if (root == nullptr) return;
    std::deque<Module*> open{root};
    std::set<const Module*> seen{root};
    while (!open.empty()) {
      Module* module = open.front();
      open.pop_front();
      for (Module* submodule : describe(*module)) {
        if (seen.insert(submodule).second) open.push_back(submodule);
      }
    }
    // What a user can import beyond that.
    for (const std::string& name : subject_.module_names()) {
      if (!importable(name)) continue;
      Module* module = evaluator_.import(name);
      if (module != nullptr && seen.insert(module).second) describe(*module);
    }
    hold_against_stubs();
    if (evaluator_.out_of_steps())
      into_.damage.push_back({root->file, "", "making the namespace takes too many steps; the rest is not followed"});
  }

 private:
  static bool importable(const std::string& name) {
    if (name.starts_with("numpy.distutils.") || name.starts_with("numpy.f2py.") || name.starts_with("numpy.core.") ||
        name == "numpy.distutils" || name == "numpy.f2py")
      return false;
    for (std::size_t at = 0; at != std::string::npos; at = name.find('.', at + 1)) {
      const std::string_view part = std::string_view(name).substr(at == 0 ? 0 : at + 1);
      if (part.starts_with('_')) return false;
    }
    const std::string leaf(leaf_of(name));
    return leaf != "setup" && leaf != "conftest" && leaf != "tests";
  }

  void hold_against_stubs() {
    for (const std::string& full : subject_.module_names()) {
      const Module* module = subject_.find(full);
      const std::string* stub = subject_.stub(*module);
      if (!module->begun || stub == nullptr) continue;
      for (const auto& [name, value] : *module->names) {
        if (value->kind == ValueKind::module || evaluator_.is_followed(value) || !is_public(name)) continue;
        if (stub_defines(*stub, name)) into_.contradicted.push_back(full + "." + name);
      }
    }
  }

  /// Adds the module's public names; gives the submodules among them.
  std::vector<Module*> describe(Module& module) {
    std::vector<Module*> submodules;
    auto& names = into_.modules[module.name];
    if (module.incomplete) into_.incomplete.insert(module.name);
    for (const std::string& name : evaluator_.dir(module)) {
      if (!is_public(name)) continue;
      Ref value;
      if (const auto found = module.names->find(name); found != module.names->end()) value = found->second;
      if (!value && module.package) {
        if (Module* submodule = evaluator_.import(module.name + "." + name)) value = submodule->value;
      }
      if (!value) value = evaluator_.attribute(module.value, name);
      if (!value) continue;  // dir() may promise what getattr() doesn't give
      PublicName what = described(value);
      if (what.kind == NameKind::constant && !evaluator_.is_followed(value))
        into_.unfollowed.insert(module.name + "." + name);
      names.emplace(name, std::move(what));
      if (value->kind == ValueKind::module && value->origin != Origin::foreign &&
          value->module->name == module.name + "." + name && name != "tests")
        submodules.push_back(value->module);
    }
    return submodules;
  }

  PublicName described(const Ref& value) {
    PublicName result;
    result.from = unwrapped(value)->origin == Origin::extension ? From::extension : From::python;
    switch (value->kind) {
      case ValueKind::module: result.kind = NameKind::module; return result;
      case ValueKind::ufunc: result.kind = NameKind::ufunc; return result;
      case ValueKind::class_: result.kind = NameKind::class_; break;
      default:
        if (is_callable(evaluator_, value)) result.kind = NameKind::function;
        break;
    }
    if (result.kind == NameKind::function || result.kind == NameKind::class_) {
      result.signature = signature_text(evaluator_, value);
      Ref source = unwrapped(value);
      if (source->code == nullptr) source = value;  // C code: what is decorated gives it its name
      if (source->code != nullptr && source->module != nullptr) {
        result.file = source->module->file;
        result.line = source->code->line;
        result.deprecated = deprecated(*source);
      }
    }
    if (result.kind == NameKind::class_) {
      std::set<std::string> members;
      std::set<const Value*> seen;
      collect(value, members, seen, 0);
      result.members.assign(members.begin(), members.end());
      for (const Ref& base : value->items) {
        if (base && base->kind == ValueKind::class_) result.bases.push_back(base->text);
      }
    }
    return result;
  }

  /// By a decorator, by a warning that its body always gives, or by the directive in its docstring (before its
  /// sections).
  static bool deprecated(const Value& value) {
    if (value.module->source == nullptr) return false;
    const python::ModuleSource& source = *value.module->source;
    for (const python::Expression& decorator : value.code->decorators) {
      const std::string name = dotted(
          decorator.is(python::ExpressionKind::call) && !decorator.parts.empty() ? decorator.parts[0] : decorator);
      if (leaf_of(name).starts_with("deprecate")) return true;
    }
    const std::string_view documentation = python::docstring(source, value.code->statement);
    const std::size_t directive = documentation.find(".. deprecated::");
    if (directive != std::string_view::npos && directive < std::min(documentation.find("----"), documentation.size()))
      return true;
    if (value.code->kind != python::CodeKind::function) return false;
    bool warns = false;
    source.statements.each_child(value.code->statement, [&](std::uint32_t i) {
      const python::Statement& statement = source.statements.all[i];
      if (statement.kind != python::StatementKind::simple) return;
      const std::string_view text = source.of(statement);
      warns =
          warns || (text.starts_with("warnings.warn(") && text.find("DeprecationWarning") != std::string_view::npos);
    });
    return warns;
  }

  void collect(const Ref& type, std::set<std::string>& members, std::set<const Value*>& seen, int depth) {
    if (depth > 40 || !seen.insert(type.get()).second) return;
    if (type->names) {
      for (const auto& [name, value] : *type->names) {
        if (is_public(name)) members.insert(name);
      }
    }
    if (type->origin == Origin::foreign) {
      for (const std::string_view name : builtin_members(type->text, subject_.python_minor())) members.emplace(name);
    }
    for (const Ref& base : type->items) {
      if (base && base->kind == ValueKind::class_) collect(base, members, seen, depth + 1);
    }
  }

  Subject& subject_;
  Footprint& into_;
  Evaluator evaluator_;
};

}  // namespace

std::string_view name(NameKind kind) { return name_kinds.name(kind); }

std::string_view name(From from) { return from_names.name(from); }

namespace {

Expected<Footprint> footprint_of(Subject& subject, std::vector<Damage> damage, unsigned jobs) {
  Footprint footprint;
  footprint.damage = std::move(damage);
  subject.prepare(jobs, footprint.damage);
  footprint.python_minor = subject.python_minor();
  for (const char* file : {"version.py", "_version.py"}) {
    const std::string* text = subject.content(file);
    if (text != nullptr && footprint.release.empty())
      footprint.release = python::numpy_version(*text, file, footprint.damage);
  }
  for (const auto& [path, text] : subject.contents()) {
    if (path.ends_with(".h") && (path.starts_with("core/include/") || path.starts_with("_core/include/")))
      add_header(text, path, footprint.c_api);
  }
  Assembler(subject, footprint).run();
  std::ranges::sort(footprint.damage, {},
                    [](const Damage& item) { return std::tie(item.file, item.place, item.reason); });
  return footprint;
}

SourceOutlines outlines_of(const Subject& subject, unsigned jobs) {
  SourceOutlines outlines;
  std::vector<std::pair<const std::string*, SourceOutline*>> work;
  for (const auto& [path, text] : subject.contents()) {
    if (path.ends_with(".py") || path.ends_with(".pyi")) work.emplace_back(&text, &outlines["numpy/" + path]);
  }
  std::vector<const std::string*> paths;
  for (const auto& [path, outline] : outlines) paths.push_back(&path);  // both in the paths' order
  std::atomic<std::size_t> next = 0;
  run_on_threads(jobs, [&] {
    python::SyntaxHasher hasher;
    for (std::size_t i = next++; i < work.size(); i = next++) {
      std::vector<Damage> reported;  // `complete` says as much; the reader of the file itself reports it
      work[i].second->sha256 = sha256_hex(std::as_bytes(std::span(*work[i].first)));
      work[i].second->outline =
          outline_of(python::module_source(*work[i].first, *paths[i], reported), hasher, reported);
    }
  });
  return outlines;
}

}  // namespace

Expected<Footprint> read_footprint(artifact::FileStream& stream, bool package_root, unsigned jobs) {
  std::vector<Damage> damage;
  auto subject = Subject::read(stream, package_root, jobs, damage);
  if (!subject) return std::unexpected(subject.error());
  return footprint_of(**subject, std::move(damage), jobs);
}

Expected<ReleaseFootprint> read_release_footprint(artifact::FileStream& stream, bool package_root, unsigned jobs) {
  std::vector<Damage> damage;
  auto subject = Subject::read(stream, package_root, jobs, damage);
  if (!subject) return std::unexpected(subject.error());
  auto footprint = footprint_of(**subject, std::move(damage), jobs);
  if (!footprint) return std::unexpected(footprint.error());
  return ReleaseFootprint{std::move(*footprint), outlines_of(**subject, jobs), {}};
}

}  // namespace fairplay::signatures::footprint
