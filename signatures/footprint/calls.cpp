// Attributes and calls.
#include <algorithm>

#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/foreign.h"
#include "signatures/footprint/inspect_objects.h"
#include "signatures/footprint/scalar_types.h"
#include "signatures/footprint/wrappers.h"

namespace fairplay::signatures::footprint {

using python::Expression;
using python::ExpressionKind;
using python::ParameterKind;

namespace {

Ref bound_method(const Ref& object, const std::string& name) {
  Ref bound = make_unknown();
  bound->kind = ValueKind::bound;
  bound->text = name;
  bound->of = object;
  return bound;
}

/// What a function of the subject says of itself where nobody has assigned it: nothing where it isn't known, null where
/// it doesn't have it.
std::optional<Ref> special_attribute(const Value& object, std::string_view name) {
  const bool function = object.kind == ValueKind::function && object.code != nullptr;
  const bool builtin = object.kind == ValueKind::builtin && object.origin == Origin::extension;
  if (!function && !builtin) return std::nullopt;
  if (name == "__signature__" || name == "__wrapped__") return Ref();
  if (name == "__text_signature__") {
    if (function) return Ref();
    return object.signature ? make_string(*object.signature) : make_none();
  }
  if (name == "__doc__" && function && object.module != nullptr && object.module->source != nullptr) {
    constexpr std::size_t enough = 2000;  // for what is looked for in one: a signature at its beginning
    const std::string_view text = python::docstring(*object.module->source, object.code->statement);
    if (text.empty()) return make_none();
    Ref value = make_string(std::string(text.substr(0, enough)));
    value->kind = ValueKind::beginning;
    return value;
  }
  if (name == "__doc__" && builtin) return make_unknown();
  return std::nullopt;
}

}  // namespace

Ref Evaluator::class_attribute(const Ref& type, std::string_view name, int depth) {
  if (depth > 40 || !step()) return nullptr;  // bases may form any graph
  if (type->names) {
    if (const auto found = type->names->find(name); found != type->names->end()) return found->second;
  }
  for (const Ref& base : type->items) {
    if (!base || base->kind != ValueKind::class_) continue;
    if (Ref value = class_attribute(base, name, depth + 1)) return value;
  }
  return nullptr;
}

Ref Evaluator::attribute(const Ref& object, const std::string& name) {
  if (name == "__dict__" && object->names) {
    Ref value = make_unknown();
    value->kind = ValueKind::names;
    value->names = object->names;
    value->partial = object->partial;
    return value;
  }
  if (object->kind == ValueKind::module) {
    if (object->origin == Origin::foreign) {
      Ref value = foreign_attribute(object->text, name, modules_.python_minor());
      return value;
    }
    if (const auto found = object->module->names->find(name); found != object->module->names->end())
      return found->second;
    if (name == "__class__") return make_unknown();
    if (object->partial) return make_unknown();
    return lazy_attribute(*object->module, name);
  }
  if (name == "__name__" || name == "__qualname__") {
    if (object->kind == ValueKind::class_ || object->kind == ValueKind::function ||
        object->kind == ValueKind::builtin || object->kind == ValueKind::ufunc ||
        (object->kind == ValueKind::instance && !object->text.empty()))
      return make_string(object->text);
  }
  if (name == "__module__" && !object->place.empty()) return make_string(object->place);
  if (object->kind == ValueKind::class_) {
    if (Ref value = class_attribute(object, name)) return value;
    return make_unknown();
  }
  if (object->names) {
    if (const auto found = object->names->find(name); found != object->names->end()) return found->second;
  }
  if (name.starts_with("__")) {
    if (auto known = special_attribute(*object, name)) return *known;
  }
  if (is_signature_object(object) && name == "replace") return bound_method(object, name);
  if (object->kind == ValueKind::instance && object->of) {
    if (Ref value = class_attribute(object->of, name)) {
      const bool method_of_c = value->kind == ValueKind::builtin && value->of && value->of->kind == ValueKind::class_;
      if ((value->kind != ValueKind::function && !method_of_c) || value->binding == Value::Binding::static_method)
        return value->binding == Value::Binding::property ? make_unknown() : value;
      Ref bound = make_unknown();
      bound->kind = ValueKind::bound;
      bound->text = name;
      bound->of = object;
      bound->origin = value->origin;
      bound->items.push_back(value);
      return bound;
    }
    return make_unknown();
  }
  if (object->kind == ValueKind::unknown || object->kind == ValueKind::instance) return make_unknown();
  return bound_method(object, name);
}

/// A module's own __getattr__ (PEP 562).
Ref Evaluator::lazy_attribute(Module& module, const std::string& name) {
  const auto own = module.names->find("__getattr__");
  if (own == module.names->end() || name.starts_with("__")) return nullptr;
  if (own->second->kind != ValueKind::function) return make_unknown();
  const std::string raised = std::exchange(raised_, {});
  ++tries_;
  Ref value = call(own->second, {make_string(name)});
  --tries_;
  const bool missing = raised_ == "AttributeError";
  raised_ = raised;
  if (missing) return nullptr;
  if (value->kind != ValueKind::none) return value;
  // It ended without saying so: an `import` in it may have made the attribute.
  const auto found = module.names->find(name);
  return found == module.names->end() ? make_unknown() : found->second;
}

Evaluator::Arguments Evaluator::arguments(const Expression& call, Frame& frame, int depth) {
  Arguments result;
  for (std::size_t i = 1; i < call.parts.size(); ++i) {
    const Expression& part = call.parts[i];
    if (part.is(ExpressionKind::keyword)) {
      result.keywords.emplace_back(part.text,
                                   part.parts.empty() ? make_unknown() : evaluate(part.parts[0], frame, depth));
    } else if (part.is(ExpressionKind::star)) {
      const Ref value = part.parts.empty() ? make_unknown() : evaluate(part.parts[0], frame, depth);
      if (part.text == "*") {
        const auto items = iterate(value);
        if (items)
          result.positional.insert(result.positional.end(), items->begin(), items->end());
        else
          result.partial = true;
      } else if (value->kind == ValueKind::dict && !value->partial) {
        for (const auto& [key, held] : value->pairs) {
          if (key->kind == ValueKind::string) result.keywords.emplace_back(key->text, held);
        }
      } else {
        result.partial = true;
      }
    } else {
      result.positional.push_back(evaluate(part, frame, depth));
    }
  }
  return result;
}

Ref Evaluator::call_expression(const Expression& expression, Frame& frame, int depth) {
  if (expression.parts.empty()) return make_unknown();
  const Expression& callee = expression.parts[0];
  // Methods of values are called on the value itself.
  if (callee.is(ExpressionKind::attribute) && !callee.parts.empty()) {
    const Ref object = evaluate(callee.parts[0], frame, depth);
    const bool own = object->kind == ValueKind::string || object->kind == ValueKind::list ||
                     object->kind == ValueKind::tuple || object->kind == ValueKind::set ||
                     object->kind == ValueKind::dict || object->kind == ValueKind::names ||
                     object->kind == ValueKind::beginning;
    if (own) {
      Arguments given = arguments(expression, frame, depth);
      return method(object, callee.text, given);
    }
    Ref function = attribute(object, callee.text);
    Arguments given = arguments(expression, frame, depth);
    if (!function) {
      raise("AttributeError");
      return make_unknown();
    }
    return invoke(function, given, frame);
  }
  const Ref function = evaluate(callee, frame, depth);
  if (!raised_.empty() && tries_ > 0) return make_unknown();
  Arguments given = arguments(expression, frame, depth);
  return invoke(function, given, frame);
}

Ref Evaluator::call(const Ref& function, std::vector<Ref> positional,
                    std::vector<std::pair<std::string, Ref>> keywords) {
  Arguments given;
  given.positional = std::move(positional);
  given.keywords = std::move(keywords);
  Frame frame;
  frame.names = std::make_shared<Names>();
  frame.module = function->module;
  return invoke(function, given, frame);
}

Ref Evaluator::invoke(const Ref& function, Arguments& given, Frame& frame) {
  switch (function->kind) {
    case ValueKind::function: return call_function(function, given);
    case ValueKind::builtin: return builtin(function, given, frame);
    case ValueKind::class_:
      return function->origin == Origin::foreign ? builtin(function, given, frame) : instantiate(function, given);
    case ValueKind::bound:
      if (!function->items.empty()) {
        if (function->items[0]->binding != Value::Binding::class_method)
          given.positional.insert(given.positional.begin(), function->of);
        else
          given.positional.insert(given.positional.begin(), function->of->of);
        return call_function(function->items[0], given);
      }
      return method(function->of, function->text, given);
    case ValueKind::instance: {
      if (function->of && function->of->text == "functools.wraps" && !given.positional.empty() &&
          !function->items.empty()) {
        update_wrapper(given.positional[0], function->items[0],
                       function->items.size() > 1 ? function->items[1] : nullptr);
        return given.positional[0];
      }
      if (function->of && function->of->text == "functools.lru_cache" && !given.positional.empty())
        return given.positional[0];
      const Ref call = function->of ? class_attribute(function->of, "__call__") : nullptr;
      if (call && call->kind == ValueKind::function) {
        given.positional.insert(given.positional.begin(), function);
        return call_function(call, given);
      }
      // What can't be followed hands its arguments on to what it wraps.
      const Ref wrapped = unwrapped(function);
      return wrapped->kind == ValueKind::function ? call_function(wrapped, given) : make_unknown();
    }
    default: return make_unknown();
  }
}

Ref Evaluator::instantiate(const Ref& type, Arguments& given) {
  if (Ref model = scalar_instance(type, given.positional)) return model;
  Ref value = make_unknown();
  value->kind = ValueKind::instance;
  value->of = type;
  value->place = type->place;
  value->module = type->module;
  value->names = std::make_shared<Names>();
  if (type->origin == Origin::extension) value->items = given.positional;
  // __init__ sets attributes that names may be read from.
  const Ref init = class_attribute(type, "__init__");
  if (init && init->kind == ValueKind::function && type->origin == Origin::python) {
    given.positional.insert(given.positional.begin(), value);
    const std::string raised = raised_;
    const int tries = std::exchange(tries_, 0);
    call_function(init, given);
    tries_ = tries;
    raised_ = raised;
  }
  return value;
}

Ref Evaluator::call_function(const Ref& function, Arguments& given) {
  if (function->code == nullptr || function->module == nullptr || function->module->source == nullptr ||
      function->code->async)
    return make_unknown();
  if (calls_ >= deepest_call || !step()) return make_unknown();
  Module& module = *function->module;
  auto& body = module.suites[function->code->statement];
  if (!body) body = std::make_unique<python::Block>(read_suite(*module.source, function->code->statement, damage_));
  Frame frame;
  frame.module = &module;
  frame.names = std::make_shared<Names>();
  frame.closure = function->closure;
  // Parameters (language reference, section 6.3.4).
  const auto& parameters = function->code->parameters;
  std::size_t next = 0;
  Ref keywords;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const python::Parameter& parameter = parameters[i];
    Ref value;
    if (parameter.kind == ParameterKind::var_positional) {
      std::vector<Ref> rest(
          given.positional.begin() + static_cast<std::ptrdiff_t>(std::min(next, given.positional.size())),
          given.positional.end());
      next = given.positional.size();
      value = make_container(ValueKind::tuple, std::move(rest));
      value->partial = given.partial;
    } else if (parameter.kind == ParameterKind::var_keyword) {
      value = make_unknown();
      value->kind = ValueKind::dict;
      value->partial = given.partial;
      for (const auto& [name, held] : given.keywords) {
        if (std::ranges::none_of(parameters, [&](const auto& other) { return other.name == name; }))
          dict_set(*value, make_string(name), held);
      }
    } else {
      if (parameter.kind != ParameterKind::keyword_only && next < given.positional.size())
        value = given.positional[next++];
      for (const auto& [name, held] : given.keywords) {
        if (!value && name == parameter.name) value = held;
      }
      if (!value && i < function->items.size() && function->items[i] && !given.partial) value = function->items[i];
      if (!value) value = make_unknown();
    }
    (*frame.names)[parameter.name] = std::move(value);
  }
  ++calls_;
  const Flow flow = run(*body, frame);
  --calls_;
  if (flow == Flow::raise) return make_unknown();
  if (frame.returned) return frame.returned;
  return out_of_steps() ? make_unknown() : make_none();
}

std::vector<std::string> Evaluator::dir(Module& module) {
  const auto own = module.names->find("__dir__");
  if (own != module.names->end() && own->second->kind == ValueKind::function) {
    Arguments none;
    const Ref listed = call_function(own->second, none);
    raised_.clear();
    if ((listed->kind == ValueKind::list || listed->kind == ValueKind::set || listed->kind == ValueKind::tuple) &&
        !listed->partial) {
      std::vector<std::string> names;
      for (const Ref& item : listed->items) {
        if (item->kind == ValueKind::string) names.push_back(item->text);
      }
      std::ranges::sort(names);
      names.erase(std::ranges::unique(names).begin(), names.end());
      return names;
    }
  }
  std::vector<std::string> names;
  for (const auto& [name, value] : *module.names) names.push_back(name);
  return names;
}

Ref Evaluator::format_string(const Expression& expression, Frame& frame) {
  if (frame.module->source == nullptr) return make_unknown();
  std::string_view text = frame.module->source->of(expression);
  const std::size_t quote = text.find_first_of("'\"");
  if (quote == std::string_view::npos || text.size() < quote + 2 || text.find('\\') != std::string_view::npos)
    return make_unknown();
  const std::size_t marks = text.substr(quote).starts_with(std::string(3, text[quote])) ? 3 : 1;
  if (text.size() < quote + 2 * marks) return make_unknown();
  const std::string_view mark = text.substr(quote, marks);
  text = text.substr(quote + marks, text.size() - quote - 2 * marks);
  if (text.find(mark) != std::string_view::npos) return make_unknown();  // several strings side by side
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '}' && (++i >= text.size() || text[i] != '}')) return make_unknown();
    if (text[i] != '{') {
      result += text[i];
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == '{') {
      result += '{';
      ++i;
      continue;
    }
    const std::size_t end = text.find('}', i);
    if (end == std::string_view::npos) return make_unknown();
    std::string name(text.substr(i + 1, end - i - 1));
    const bool shown = name.ends_with("!r");
    if (shown) name.resize(name.size() - 2);
    const auto beginning = [&] {  // what follows isn't known
      Ref value = make_string(result);
      value->kind = ValueKind::beginning;
      return value;
    };
    if (name.empty() ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") != std::string::npos)
      return beginning();
    const std::size_t dot = name.find('.');
    Ref value = lookup(name.substr(0, dot), frame);
    for (std::size_t at = dot; value && at != std::string::npos;) {
      const std::size_t next = name.find('.', at + 1);
      value = attribute(value, name.substr(at + 1, next == std::string::npos ? next : next - at - 1));
      at = next;
    }
    if (!value) return beginning();
    const auto text_of = shown ? repr(value) : std::nullopt;
    if (text_of)
      result += *text_of;
    else if (shown)
      return beginning();
    else if (value->kind == ValueKind::string)
      result += value->text;
    else if (value->kind == ValueKind::integer && !value->partial)
      result += std::to_string(value->integer);
    else
      return beginning();
    i = end;
  }
  return make_string(std::move(result));
}

}  // namespace fairplay::signatures::footprint
