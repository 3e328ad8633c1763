// Statements. Expressions, calls and built-in functions are in files of their own.
#include "signatures/footprint/evaluator.h"

#include <algorithm>

#include "signatures/footprint/foreign.h"
#include "signatures/footprint/scalar_types.h"
#include "signatures/footprint/wrappers.h"
#include "signatures/name_parts.h"

namespace fairplay::signatures::footprint {

using python::Clause;
using python::Code;
using python::CodeKind;
using python::Expression;
using python::ExpressionKind;
using python::StatementKind;

Module* Evaluator::import(const std::string& name) {
  Module* module = modules_.find(name);
  if (module == nullptr || module->begun) return module;
  const std::size_t dot = name.rfind('.');
  if (dot != std::string::npos) import(name.substr(0, dot));
  if (module->begun) return module;  // its package imported it
  module->begun = true;
  if (calls_ >= deepest_call * 8) return module;
  Names& names = *module->names;
  names["__name__"] = make_string(name);
  names["__file__"] = make_string(module->file);
  names["__package__"] = make_string(module->package            ? name
                                     : dot == std::string::npos ? std::string()
                                                                : name.substr(0, dot));
  names["__doc__"] = make_unknown();
  if (module->package) names["__path__"] = make_unknown();
  if (module->extension != nullptr) {
    fill_from_extension(*module, modules_.python_minor());
    add_dtype_classes(*module);
  } else if (module->code != nullptr) {
    Frame frame;
    frame.module = module;
    frame.names = module->names;
    frame.at_module = true;
    const int tries = std::exchange(tries_, 0);  // an error inside is the module's own affair
    const std::string raised = std::exchange(raised_, {});
    ++calls_;
    run(*module->code, frame);
    --calls_;
    tries_ = tries;
    raised_ = raised;
  }
  if (dot != std::string::npos) {
    if (Module* parent = modules_.find(name.substr(0, dot))) (*parent->names)[name.substr(dot + 1)] = module->value;
  }
  return module;
}

/// From NumPy 1.25 on C code hands each DType class to numpy.dtypes' _add_dtype_helper while it starts; their names are
/// in its strings.
void Evaluator::add_dtype_classes(const Module& extension) {
  const auto& written = extension.extension->dtype_classes;
  Module* dtypes = written.empty() ? nullptr : import("numpy.dtypes");
  if (dtypes == nullptr) return;
  const auto helper = dtypes->names->find("_add_dtype_helper");
  if (helper == dtypes->names->end()) return;
  const Ref add = helper->second;
  for (const std::string& name : written) {
    if (written.contains(dtype_of_alias(name))) continue;
    Ref type = make_unknown();
    if (const auto own = extension.names->find(name); own != extension.names->end()) {
      type = own->second;
    } else {
      type->kind = ValueKind::class_;
      type->origin = Origin::extension;
      type->text = name;
      type->place = "numpy.dtypes";
      type->names = std::make_shared<Names>();
      (*type->names)["__doc__"] = make_none();
    }
    const std::string alias = alias_of_dtype(name);
    call(add, {type, written.contains(alias) ? make_string("numpy.dtypes." + alias) : make_none()});
  }
}

void Evaluator::raise(std::string exception) {
  if (raised_.empty()) raised_ = std::move(exception);
}

Evaluator::Flow Evaluator::run(const python::Block& block, Frame& frame) {
  const Nesting deeper(nesting_);
  if (nesting_ > deepest_nesting) return Flow::normal;
  for (const Code& code : block) {
    if (!step()) return Flow::normal;
    const Flow flow = statement(code, frame);
    if (flow != Flow::normal) return flow;
    if (!raised_.empty()) {
      if (tries_ > 0) return Flow::raise;
      raised_.clear();  // nobody would catch it, and the module does import: it was our mistake
    }
  }
  return Flow::normal;
}

Evaluator::Flow Evaluator::statement(const Code& code, Frame& frame) {
  switch (code.kind) {
    case CodeKind::expression: evaluate(code.value, frame); break;
    case CodeKind::assign:
    case CodeKind::annotated: {
      if (code.kind == CodeKind::annotated && !code.value) break;
      const Ref value = evaluate(code.value, frame);
      if (!raised_.empty() && tries_ > 0) return Flow::raise;
      for (const Expression& target : code.targets) assign(target, value, frame);
      break;
    }
    case CodeKind::augmented: augment(code, frame); break;
    case CodeKind::delete_:
      for (const Expression& target : code.targets) remove(target, frame);
      break;
    case CodeKind::import_: import_statement(code, frame); break;
    case CodeKind::import_from: import_from(code, frame); break;
    case CodeKind::function: define_function(code, frame); break;
    case CodeKind::class_: define_class(code, frame); break;
    case CodeKind::if_: return if_statement(code, frame);
    case CodeKind::while_: return while_statement(code, frame);
    case CodeKind::for_: return for_statement(code, frame);
    case CodeKind::try_: return try_statement(code, frame);
    case CodeKind::with: {
      const Ref context = evaluate(code.value, frame);
      for (const Expression& target : code.targets) assign(target, make_unknown(), frame);
      return run(code.body, frame);
    }
    case CodeKind::return_:
      frame.returned = code.value ? evaluate(code.value, frame) : make_none();
      return Flow::return_;
    case CodeKind::raise: {
      std::string exception =
          code.value ? dotted(code.value.is(ExpressionKind::call) && !code.value.parts.empty() ? code.value.parts[0]
                                                                                               : code.value)
                     : std::string();
      raise(exception.empty() ? "Exception" : exception);
      return tries_ > 0 ? Flow::raise : Flow::normal;
    }
    case CodeKind::global:
      for (const Expression& target : code.targets) frame.globals.insert(target.text);
      break;
    case CodeKind::break_: return Flow::break_;
    case CodeKind::continue_: return Flow::continue_;
    case CodeKind::other: break;
  }
  return Flow::normal;
}

Evaluator::Flow Evaluator::if_statement(const Code& code, Frame& frame) {
  // The branches: the test and body of `if`, each `elif`, `else`.
  bool uncertain = false;
  Flow result = Flow::normal;
  const auto branch = [&](const Expression* test, const python::Block& body) {
    const std::optional<bool> holds = test == nullptr ? std::optional(true) : truth(evaluate(*test, frame));
    if (!raised_.empty() && tries_ > 0) {
      result = Flow::raise;
      return true;
    }
    raised_.clear();
    if (holds == false) return false;
    if (holds == true && !uncertain) {
      result = run(body, frame);
      return true;
    }
    // Whether it runs isn't known: what it binds may be there, but it ends nothing.
    uncertain = true;
    const Ref returned = frame.returned;
    const int tries = std::exchange(tries_, 0);
    run(body, frame);
    tries_ = tries;
    raised_.clear();
    if (returned) frame.returned = returned;
    return holds == true;
  };
  if (branch(&code.value, code.body)) return result;
  for (const Clause& clause : code.clauses) {
    if (branch(clause.kind == StatementKind::elif ? &clause.test : nullptr, clause.body)) return result;
  }
  return result;
}

Evaluator::Flow Evaluator::for_statement(const Code& code, Frame& frame) {
  if (code.targets.empty()) return Flow::normal;
  const auto items = iterate(evaluate(code.value, frame));
  if (items) charge(items->size());
  if (!raised_.empty() && tries_ > 0) return Flow::raise;
  raised_.clear();
  bool broken = false;
  if (!items) {
    assign(code.targets[0], make_unknown(), frame);
    const int tries = std::exchange(tries_, 0);
    run(code.body, frame);
    tries_ = tries;
    raised_.clear();
  } else {
    for (const Ref& item : *items) {
      if (!step()) return Flow::normal;
      assign(code.targets[0], item, frame);
      const Flow flow = run(code.body, frame);
      if (flow == Flow::break_) {
        broken = true;
        break;
      }
      if (flow == Flow::return_ || flow == Flow::raise) return flow;
    }
  }
  for (const Clause& clause : code.clauses) {
    if (clause.kind == StatementKind::else_ && !broken) return run(clause.body, frame);
  }
  return Flow::normal;
}

Evaluator::Flow Evaluator::while_statement(const Code& code, Frame& frame) {
  constexpr int most_rounds = 1000;
  for (int round = 0; round < most_rounds && step(); ++round) {
    const auto holds = truth(evaluate(code.value, frame));
    if (holds == false) break;
    const Flow flow = run(code.body, frame);
    if (flow == Flow::break_) return Flow::normal;
    if (flow == Flow::return_ || flow == Flow::raise) return flow;
    if (!holds) break;  // once is enough to see what it binds
  }
  for (const Clause& clause : code.clauses) {
    if (clause.kind == StatementKind::else_) return run(clause.body, frame);
  }
  return Flow::normal;
}

bool Evaluator::catches(const Clause& clause, Frame& frame) {
  if (!clause.test) return true;
  const std::string_view raised = leaf_of(raised_);
  const auto one = [&](const Expression& type) {
    const std::string path = dotted(type);
    const std::string_view name = leaf_of(path);
    if (name == raised || name == "Exception" || name == "BaseException") return true;
    if (name == "ImportError" && raised == "ModuleNotFoundError") return true;
    if (name == "LookupError" && (raised == "KeyError" || raised == "IndexError")) return true;
    return false;
  };
  (void)frame;
  if (clause.test.is(ExpressionKind::tuple)) return std::ranges::any_of(clause.test.parts, one);
  return one(clause.test);
}

Evaluator::Flow Evaluator::try_statement(const Code& code, Frame& frame) {
  ++tries_;
  Flow flow = run(code.body, frame);
  --tries_;
  if (flow == Flow::raise) {
    bool caught = false;
    for (const Clause& clause : code.clauses) {
      if (clause.kind != StatementKind::except || !catches(clause, frame)) continue;
      caught = true;
      const std::string raised = std::exchange(raised_, {});
      if (!clause.name.empty()) bind(clause.name, make_unknown(), frame);
      flow = run(clause.body, frame);
      if (!clause.name.empty()) frame.names->erase(clause.name);
      break;
    }
    if (!caught && tries_ == 0) {
      raised_.clear();
      flow = Flow::normal;
    }
  } else if (flow == Flow::normal) {
    for (const Clause& clause : code.clauses) {
      if (clause.kind == StatementKind::else_) flow = run(clause.body, frame);
    }
  }
  for (const Clause& clause : code.clauses) {
    if (clause.kind != StatementKind::finally) continue;
    const std::string raised = std::exchange(raised_, {});
    const Flow last = run(clause.body, frame);
    if (raised_.empty()) raised_ = raised;
    if (last != Flow::normal) flow = last;
  }
  return flow;
}

void Evaluator::import_statement(const Code& code, Frame& frame) {
  for (const python::ImportedName& imported : code.names) {
    const std::string top = imported.name.substr(0, imported.name.find('.'));
    if (Module* root = import(top)) {
      Module* whole = imported.name == top ? root : import(imported.name);
      if (whole == nullptr) {
        raise("ImportError");
        continue;
      }
      bind(imported.as.empty() ? top : imported.as, (imported.as.empty() ? root : whole)->value, frame);
    } else if (in_standard_library(top, modules_.python_minor())) {
      bind(imported.as.empty() ? top : imported.as, foreign_module(imported.as.empty() ? top : imported.name), frame);
    } else {
      raise("ImportError");
      if (tries_ == 0)
        bind(imported.as.empty() ? top : imported.as, foreign_module(imported.as.empty() ? top : imported.name), frame);
    }
  }
}

void Evaluator::import_from(const Code& code, Frame& frame) {
  const std::string name = python::absolute_module(code, frame.module->name, frame.module->package);
  if (name == "__future__") {
    for (const python::ImportedName& imported : code.names) {
      if (imported.name == "annotations") frame.module->future_annotations = true;
      bind(imported.as.empty() ? imported.name : imported.as, make_unknown(), frame);
    }
    return;
  }
  Module* module = import(name);
  if (module == nullptr) {
    const std::string top = name.substr(0, name.find('.'));
    const bool known = modules_.find(top) == nullptr && in_standard_library(top, modules_.python_minor());
    if (!known) raise("ImportError");
    for (const python::ImportedName& imported : code.names) {
      if (imported.name == "*" || (!known && tries_ > 0)) continue;
      Ref value = foreign_attribute(name, imported.name, modules_.python_minor());
      if (!value) {
        raise("ImportError");
        if (tries_ > 0) return;
        value = make_unknown();
      }
      bind(imported.as.empty() ? imported.name : imported.as, value, frame);
    }
    return;
  }
  for (const python::ImportedName& imported : code.names) {
    if (imported.name == "*") {
      star_import(*module, frame);
      continue;
    }
    Ref value = attribute(module->value, imported.name);
    if (!value && module->package) {
      if (Module* submodule = import(name + "." + imported.name)) value = submodule->value;
    }
    if (!value) {
      if (!module->value->partial) raise("ImportError");
      if (tries_ > 0 && !raised_.empty()) return;
      raised_.clear();
      value = make_unknown();
      value->text = imported.name;
    }
    bind(imported.as.empty() ? imported.name : imported.as, value, frame);
  }
}

void Evaluator::star_import(Module& from, Frame& frame) {
  const auto all = from.names->find("__all__");
  if (all != from.names->end() && (all->second->kind == ValueKind::list || all->second->kind == ValueKind::tuple)) {
    for (const Ref& item : std::vector<Ref>(all->second->items)) {
      if (item->kind != ValueKind::string) continue;
      Ref value = attribute(from.value, item->text);
      if (!value && from.package) {
        if (Module* submodule = import(from.name + "." + item->text)) value = submodule->value;
      }
      if (value) bind(item->text, value, frame);
    }
    if (all->second->partial && frame.at_module) frame.module->incomplete = true;
    return;
  }
  for (const auto& [name, value] : Names(*from.names)) {
    if (!name.starts_with('_')) bind(name, value, frame);
  }
  if (!frame.at_module) return;
  if (from.value->partial) frame.module->value->partial = true;
  if (from.incomplete) frame.module->incomplete = true;
}

void Evaluator::bind(const std::string& name, Ref value, Frame& frame) {
  if (frame.globals.contains(name) && frame.module != nullptr) {
    (*frame.module->names)[name] = std::move(value);
    return;
  }
  if (frame.names->size() < most_items) (*frame.names)[name] = std::move(value);
}

void Evaluator::assign(const Expression& target, const Ref& value, Frame& frame, int depth) {
  if (depth > deepest_expression) return;
  switch (target.kind) {
    case ExpressionKind::name: bind(target.text, value, frame); break;
    case ExpressionKind::tuple:
    case ExpressionKind::list: {
      const auto items = iterate(value);
      const bool fits = items && items->size() == target.parts.size();
      for (std::size_t i = 0; i < target.parts.size(); ++i)
        assign(target.parts[i], fits ? (*items)[i] : make_unknown(), frame, depth + 1);
      break;
    }
    case ExpressionKind::star:
      if (!target.parts.empty()) assign(target.parts[0], make_unknown(), frame, depth + 1);
      break;
    case ExpressionKind::attribute: {
      const Ref object = evaluate(target.parts[0], frame);
      if (object->kind == ValueKind::unknown && target.text == "__wrapped__") update_wrapper(object, value, nullptr);
      if (object->kind == ValueKind::unknown || object->origin == Origin::foreign) break;
      if (target.text == "__module__" && value->kind == ValueKind::string) {
        object->place = value->text;
      } else if (target.text == "__name__" && value->kind == ValueKind::string && object->kind != ValueKind::module) {
        object->text = value->text;
      } else {
        if (!object->names) object->names = std::make_shared<Names>();
        if (object->names->size() < most_items) (*object->names)[target.text] = value;
      }
      break;
    }
    case ExpressionKind::subscript: {
      if (target.parts.size() < 2) break;
      const Ref container = evaluate(target.parts[0], frame);
      const Ref key = evaluate(target.parts[1], frame);
      if (container->kind == ValueKind::names) {
        if (key->kind == ValueKind::string && container->names->size() < most_items)
          (*container->names)[key->text] = value;
      } else if (container->kind == ValueKind::dict) {
        charge(container->pairs.size());
        dict_set(*container, key, value);
      } else if (container->kind == ValueKind::list && key->kind == ValueKind::integer && !key->partial) {
        const auto size = static_cast<std::int64_t>(container->items.size());
        const std::int64_t at = key->integer < 0 ? key->integer + size : key->integer;
        if (at >= 0 && at < size) container->items[static_cast<std::size_t>(at)] = value;
      }
      break;
    }
    default: break;
  }
}

void Evaluator::augment(const Code& code, Frame& frame) {
  if (code.targets.empty() || code.text.size() < 2) return;
  const Expression& target = code.targets[0];
  const Ref left = evaluate(target, frame);
  const Ref right = evaluate(code.value, frame);
  charge(right->items.size());
  if (!raised_.empty() && tries_ > 0) return;
  if (code.text == "+=" && left->kind == ValueKind::list) {  // in place: other names of the list see it
    if (const auto items = iterate(right); items && left->items.size() + items->size() < most_items)
      left->items.insert(left->items.end(), items->begin(), items->end());
    else
      left->partial = true;
    assign(target, left, frame);
    return;
  }
  assign(target, binary(std::string_view(code.text).substr(0, code.text.size() - 1), left, right), frame);
}

void Evaluator::remove(const Expression& target, Frame& frame) {
  if (target.is(ExpressionKind::tuple) || target.is(ExpressionKind::list)) {
    for (const Expression& part : target.parts) {
      if (part.is(ExpressionKind::name) || part.is(ExpressionKind::attribute) || part.is(ExpressionKind::subscript))
        remove(part, frame);
    }
  } else if (target.is(ExpressionKind::name)) {
    if (frame.names->erase(target.text) == 0) raise("NameError");
  } else if (target.is(ExpressionKind::attribute)) {
    const Ref object = evaluate(target.parts[0], frame);
    if (object->names && object->origin != Origin::foreign) object->names->erase(target.text);
  } else if (target.is(ExpressionKind::subscript) && target.parts.size() == 2) {
    const Ref container = evaluate(target.parts[0], frame);
    const Ref key = evaluate(target.parts[1], frame);
    if (container->kind == ValueKind::names && key->kind == ValueKind::string) {
      container->names->erase(key->text);
    } else if (container->kind == ValueKind::dict) {
      const auto at =
          std::ranges::find_if(container->pairs, [&](const auto& pair) { return equal(pair.first, key) == true; });
      if (at != container->pairs.end())
        container->pairs.erase(at);
      else if (!container->partial && key->kind != ValueKind::unknown)
        raise("KeyError");
    }
  }
}

}  // namespace fairplay::signatures::footprint
