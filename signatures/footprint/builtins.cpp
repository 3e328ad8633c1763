// Python's built-in functions, as far as code that makes names uses them.
#include <algorithm>

#include "signatures/footprint/builtin_values.h"
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/extension.h"
#include "signatures/footprint/foreign.h"
#include "signatures/footprint/inspect_objects.h"
#include "signatures/footprint/string_methods.h"
#include "signatures/footprint/wrappers.h"

namespace fairplay::signatures::footprint {

namespace {

std::optional<bool> is_instance(const Ref& value, const Ref& type) {
  if (type->kind == ValueKind::tuple && !type->partial) {
    bool unknown = false;
    for (const Ref& one : type->items) {
      const auto is = is_instance(value, one);
      if (is == true) return true;
      unknown = unknown || !is;
    }
    return unknown ? std::nullopt : std::optional(false);
  }
  if (type->kind != ValueKind::class_ || type->origin != Origin::foreign || value->kind == ValueKind::unknown)
    return std::nullopt;
  const std::string& name = type->text;
  switch (value->kind) {
    case ValueKind::beginning:
    case ValueKind::string: return name == "str" || name == "basestring" || name == "object";
    case ValueKind::class_: return name == "type" || name == "object";
    case ValueKind::list: return name == "list" || name == "object";
    case ValueKind::tuple: return name == "tuple" || name == "object";
    case ValueKind::dict: return name == "dict" || name == "object";
    case ValueKind::set: return name == "set" || name == "object";
    case ValueKind::boolean: return name == "bool" || name == "int" || name == "object";
    case ValueKind::integer: return name == "int" || name == "object";
    case ValueKind::real: return name == "float" || name == "object";
    case ValueKind::none: return name == "NoneType" || name == "object";
    case ValueKind::function:
      if (name == "FunctionType" || name == "LambdaType") return true;
      if (name == "str" || name == "type" || name == "property" || name == "tuple" || name == "list" || name == "dict")
        return false;
      return std::nullopt;
    case ValueKind::instance:
      if (name == "type" || name == "str" || name == "int")
        return value->of == nullptr ? std::optional(false) : std::nullopt;
      return std::nullopt;
    case ValueKind::module: return name == "ModuleType" || name == "object";
    default: return std::nullopt;
  }
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

/// A call of something outside the package and outside `builtins`: an instance, a class, or unknown.
Ref call_foreign(const Ref& function, const std::vector<Ref>& in, std::string_view module) {
  const std::string& name = function->text;
  Ref value = make_unknown();
  if (function->kind == ValueKind::class_) {
    value->kind = ValueKind::instance;
    value->origin = Origin::python;
    value->of = function;
  } else if (name == "namedtuple" || name == "NewType") {
    value->kind = ValueKind::class_;
    value->origin = Origin::foreign;
    if (!in.empty() && in[0]->kind == ValueKind::string) value->text = in[0]->text;
    value->place = std::string(module);
  } else if (function->place == "operator" || name.starts_with("getLogger")) {
    value->kind = ValueKind::unknown;
  }
  return value;
}

/// list(), tuple(), set(), frozenset(), sorted() and reversed().
Ref make_sequence(std::string_view name, const std::vector<Ref>& in) {
  const auto items = in.empty() ? std::optional(std::vector<Ref>{}) : iterate(in[0]);
  Ref value = of_items(items, name == "tuple"         ? ValueKind::tuple
                              : name.ends_with("set") ? ValueKind::set
                                                      : ValueKind::list);
  if (!items && (in[0]->kind == ValueKind::list || in[0]->kind == ValueKind::tuple || in[0]->kind == ValueKind::set))
    value->items = in[0]->items;
  if (name == "reversed") std::ranges::reverse(value->items);
  if (name == "sorted" &&
      std::ranges::all_of(value->items, [](const Ref& item) { return item->kind == ValueKind::string; })) {
    std::ranges::sort(value->items, {}, [](const Ref& item) { return item->text; });
  }
  return value;
}

/// dict().
Ref make_dict(const std::vector<Ref>& in, const std::vector<std::pair<std::string, Ref>>& keywords) {
  Ref value = make_unknown();
  value->kind = ValueKind::dict;
  if (!in.empty()) {
    if (in[0]->kind == ValueKind::dict) {
      value->pairs = in[0]->pairs;
      value->partial = in[0]->partial;
    } else if (const auto items = iterate(in[0])) {
      for (const Ref& pair : *items) {
        const auto two = iterate(pair);
        if (two && two->size() == 2)
          dict_set(*value, (*two)[0], (*two)[1]);
        else
          value->partial = true;
      }
    } else {
      value->partial = true;
    }
  }
  for (const auto& [key, held] : keywords) dict_set(*value, make_string(key), held);
  return value;
}

/// dir(object) and vars(object).
Ref namespace_of(std::string_view name, const Ref& object) {
  if (object->kind == ValueKind::module && object->origin != Origin::foreign) {
    const Ref all = names_of(object->module->names, object->partial);
    return name == "vars" ? all : of_items(iterate(all), ValueKind::list);
  }
  if (name == "vars" && object->names) return names_of(object->names, false);
  return make_unknown();
}

/// setattr() and delattr().
void change_attribute(std::string_view name, const std::vector<Ref>& in) {
  const Ref& object = in[0];
  if (object->origin == Origin::foreign || object->kind == ValueKind::unknown) return;
  if (object->kind == ValueKind::module && name == "delattr")
    object->module->names->erase(in[1]->text);
  else if (object->kind == ValueKind::module && in.size() > 2)
    (*object->module->names)[in[1]->text] = in[2];
  else if (in.size() > 2) {
    if (!object->names && object->kind == ValueKind::function) object->names = std::make_shared<Names>();
    if (object->names && object->names->size() < Evaluator::most_items) (*object->names)[in[1]->text] = in[2];
  }
}

/// str(), chr(), ord(), bool() and float(); unknown where the result isn't.
Ref convert(std::string_view name, const Ref& value) {
  const auto number = whole(value);
  if (name == "str") {
    if (value->kind == ValueKind::string) return value;
    if (number) return make_string(std::to_string(*number));
  } else if (name == "chr" && number && *number >= 0 && *number < 0x800) {
    const auto c = static_cast<unsigned>(*number);
    if (c < 128) return make_string(std::string(1, static_cast<char>(c)));
    return make_string({static_cast<char>(0xc0U | (c >> 6U)), static_cast<char>(0x80U | (c & 0x3fU))});
  } else if (name == "ord" && value->kind == ValueKind::string && value->text.size() == 1) {
    return make_integer(static_cast<unsigned char>(value->text[0]));
  } else if (name == "bool") {
    if (const auto holds = truth(value)) return make_bool(*holds);
  } else if (name == "float" && value->kind == ValueKind::string) {
    if (value->text == "inf" || value->text == "infinity") return make_real(__builtin_inf());
    if (value->text == "nan") return make_real(__builtin_nan(""));
  }
  return make_unknown();
}

/// type(object), and type(name, bases, names) that makes a class of `module`.
Ref type_of(const std::vector<Ref>& in, std::string_view module) {
  Ref type = make_unknown();
  type->kind = ValueKind::class_;
  type->place = std::string(module);
  if (in.size() >= 3 && in[0]->kind == ValueKind::string) {
    type->text = in[0]->text;
    type->names = std::make_shared<Names>();
    if (in[1]->kind == ValueKind::tuple) type->items = in[1]->items;
    return type;
  }
  if (in[0]->kind == ValueKind::instance && in[0]->of) return in[0]->of;
  if (in[0]->kind == ValueKind::none) type->text = "NoneType";
  type->origin = Origin::foreign;
  type->place = "builtins";
  return type;
}

/// What a call of another built-in class makes: property(), object(), an exception.
Ref instance_of(const Ref& type, const Ref& argument) {
  const std::string& name = type->text;
  Ref value = make_unknown();
  if (name == "property") {
    value->kind = ValueKind::function;
    value->binding = Value::Binding::property;
  } else if (name == "staticmethod" || name == "classmethod") {
    return argument;
  } else if (name == "object" || name.ends_with("Error") || name == "Exception") {
    value->kind = ValueKind::instance;
    value->of = type;
  }
  return value;
}

/// Null where it isn't one of the functions that decorate or wrap others.
Ref wrap_function(const Ref& function, const std::vector<Ref>& in,
                  const std::vector<std::pair<std::string, Ref>>& keywords) {
  const std::string& name = function->text;
  if (name == "wraps" || name == "update_wrapper") {
    const std::size_t first = name == "wraps" ? 0 : 1;  // update_wrapper's own first argument is the wrapper
    const auto argument = [&](std::size_t position, std::string_view keyword) {
      for (const auto& [key, held] : keywords) {
        if (key == keyword) return held;
      }
      return position < in.size() ? in[position] : nullptr;
    };
    const Ref wrapper = first == 0 ? nullptr : argument(0, "wrapper");
    const Ref wrapped = argument(first, "wrapped");
    const Ref assigned = argument(first + 1, "assigned");
    if (!wrapped || (first == 1 && !wrapper)) return make_unknown();
    if (wrapper) {
      update_wrapper(wrapper, wrapped, assigned);
      return wrapper;
    }
    Ref wraps = make_unknown();
    wraps->kind = ValueKind::instance;
    wraps->of = std::make_shared<Value>();
    wraps->of->text = "functools.wraps";
    wraps->items.push_back(wrapped);
    if (assigned) wraps->items.push_back(assigned);
    return wraps;
  }
  const bool given_function = !in.empty() && in[0]->kind != ValueKind::integer && in[0]->kind != ValueKind::none;
  if (name == "lru_cache" && !given_function) {
    Ref decorator = make_unknown();
    decorator->kind = ValueKind::instance;
    decorator->of = std::make_shared<Value>();
    decorator->of->text = "functools.lru_cache";
    return decorator;
  }
  if (is_one_of(name,
                {"contextmanager", "asynccontextmanager", "lru_cache", "cache", "singledispatch", "total_ordering"}) &&
      given_function)
    return in[0];
  if (name == "partial") {
    Ref value = make_unknown();
    value->kind = ValueKind::builtin;
    value->text = "partial";
    value->items = in;
    for (const auto& [key, held] : keywords) value->pairs.emplace_back(make_string(key), held);
    value->of = function;
    return value;
  }
  if (name == "reduce") return make_unknown();
  return nullptr;
}

}  // namespace

Ref Evaluator::builtin(const Ref& function, Arguments& given, Frame& frame) {
  for (const Ref& one : given.positional)
    charge(one->items.size() + one->pairs.size() + one->text.size() +
           (one->kind == ValueKind::names && one->names ? one->names->size() : 0));
  const std::string& name = function->text;
  const auto& in = given.positional;
  if (given.partial) return make_unknown();
  if (function->origin == Origin::extension) {
    if (name == "add_docstring") add_documentation(in);
    return make_unknown();
  }
  if (function->place == "functools" || function->place == "contextlib") {
    if (Ref wrapped = wrap_function(function, in, given.keywords)) return wrapped;
  }
  if (function->place == "inspect" || function->place == "textwrap") return inspect_function(function, given);
  if (name == "partial" && function->of) return call_partial(function, given, frame);
  const std::string_view module = frame.module != nullptr ? frame.module->name : std::string_view();
  if (function->place != "builtins") return call_foreign(function, in, module);
  if (name == "globals") return names_of(frame.module->names, frame.module->value->partial);
  if (name == "locals" || (name == "vars" && in.empty())) return names_of(frame.names, false);
  if (name == "dir" && in.empty()) return of_items(iterate(names_of(frame.names, false)), ValueKind::list);
  if (is_one_of(name, {"set", "frozenset", "list", "tuple", "sorted", "reversed"})) return make_sequence(name, in);
  if (name == "dict") return make_dict(in, given.keywords);
  if (name == "zip" || name == "enumerate") return zip(name, in);
  if (in.empty()) return make_unknown();
  if (name == "range" || name == "xrange") return range(in);
  if ((name == "map" || name == "filter") && in.size() == 2) return map_or_filter(name, in, frame);
  if (name == "dir" || name == "vars") return namespace_of(name, in[0]);
  if (is_one_of(name, {"getattr", "hasattr", "setattr", "delattr"})) return attribute_function(name, in);
  if (name == "isinstance" && in.size() > 1) {
    const auto is = is_instance(in[0], in[1]);
    return is ? make_bool(*is) : make_unknown();
  }
  if (name == "callable") {
    return is_callable(*this, in[0]) ? make_bool(true) : make_unknown();
  }
  if (name == "len") {
    const auto items = iterate(in[0]);
    return items ? make_integer(static_cast<std::int64_t>(items->size())) : make_unknown();
  }
  if (name == "next") return next_item(in);
  if (name == "iter") return in[0];
  if (is_one_of(name, {"str", "chr", "ord", "bool", "float"})) return convert(name, in[0]);
  if (name == "int") return make_int(in[0]);
  if (name == "type") return type_of(in, module);
  if (name == "__import__" && in[0]->kind == ValueKind::string) {
    Module* imported = import(in[0]->text);
    return imported != nullptr ? imported->value : make_unknown();
  }
  if (function->kind == ValueKind::class_) return instance_of(function, in[0]);
  return make_unknown();
}

Ref Evaluator::inspect_function(const Ref& function, const Arguments& given) {
  const std::string& name = function->text;
  const auto& in = given.positional;
  if (name == "Signature" || name == "Parameter") return make_signature_object(function, in, given.keywords);
  if (in.empty()) return call_foreign(function, in, {});
  if (name == "signature") {
    if (const auto signature = signature_of(*this, in[0])) return signature_object(*signature);
    const Ref last = unwrapped(in[0], true);
    const bool has_none = last->origin == Origin::extension && !last->signature &&
                          (last->kind == ValueKind::builtin || last->kind == ValueKind::class_);
    if (has_none) raise("ValueError");
    return make_unknown();
  }
  if (name == "cleandoc" || name == "dedent") {
    if (in[0]->kind != ValueKind::string && in[0]->kind != ValueKind::beginning) return make_unknown();
    const bool whole = in[0]->kind == ValueKind::string;
    Ref text = make_string(name == "dedent" ? dedented(in[0]->text) : cleaned_documentation(in[0]->text, whole));
    return whole ? text : as_beginning(text);
  }
  return call_foreign(function, in, {});
}

/// It gives a documentation to what C code made without one, and that is where inspect finds a signature.
void Evaluator::add_documentation(const std::vector<Ref>& in) {
  if (in.size() < 2 || (in[1]->kind != ValueKind::string && in[1]->kind != ValueKind::beginning)) return;
  const Ref& object = in[0];
  const bool of_c =
      object->origin == Origin::extension && (object->kind == ValueKind::builtin || object->kind == ValueKind::class_);
  if (!of_c) return;
  if (!object->names) object->names = std::make_shared<Names>();
  const auto own = object->names->find("__doc__");
  const bool documented =
      own == object->names->end() ? object->signature.has_value() : own->second->kind != ValueKind::none;
  if (documented) return;  // C code refuses to replace a documentation
  (*object->names)["__doc__"] = as_beginning(make_string(in[1]->text));
  if (std::string signature = documented_signature(in[1]->text, object->text, false); !signature.empty())
    object->signature = std::move(signature);
}

Ref Evaluator::call_partial(const Ref& function, const Arguments& given, Frame& frame) {
  const auto& in = given.positional;
  Arguments all;
  all.positional = function->items;
  if (all.positional.empty()) return make_unknown();
  const Ref target = all.positional[0];
  all.positional.erase(all.positional.begin());
  all.positional.insert(all.positional.end(), in.begin(), in.end());
  for (const auto& [key, held] : function->pairs) {
    if (std::ranges::none_of(given.keywords, [&](const auto& other) { return other.first == key->text; }))
      all.keywords.emplace_back(key->text, held);
  }
  all.keywords.insert(all.keywords.end(), given.keywords.begin(), given.keywords.end());
  Ref result = ++calls_ < deepest_call ? invoke(target, all, frame) : make_unknown();
  --calls_;
  return result;
}

Ref Evaluator::range(const std::vector<Ref>& in) {
  for (const Ref& bound : in) {
    if (!whole(bound)) return make_unknown();
  }
  const std::int64_t from = in.size() == 1 ? 0 : *whole(in[0]);
  const std::int64_t to = in.size() == 1 ? *whole(in[0]) : *whole(in[1]);
  const std::int64_t by = in.size() > 2 ? *whole(in[2]) : 1;
  if (by <= 0 || from < -100'000 || to > 100'000) return make_unknown();
  std::vector<Ref> items;
  for (std::int64_t i = from; i < to && step(); i += by) items.push_back(make_integer(i));
  return make_container(ValueKind::list, std::move(items));
}

Ref Evaluator::zip(std::string_view name, const std::vector<Ref>& in) {
  std::vector<std::vector<Ref>> columns;
  for (const Ref& column : in) {
    const auto items = iterate(column);
    if (!items) return make_unknown();
    columns.push_back(*items);
  }
  if (columns.empty()) return make_container(ValueKind::list, {});
  std::size_t rows = columns[0].size();
  for (const auto& column : columns) rows = std::min(rows, column.size());
  std::vector<Ref> items;
  for (std::size_t row = 0; row < rows && step(); ++row) {
    std::vector<Ref> cells;
    if (name == "enumerate") cells.push_back(make_integer(static_cast<std::int64_t>(row)));
    for (const auto& column : columns) cells.push_back(column[row]);
    items.push_back(make_container(ValueKind::tuple, std::move(cells)));
  }
  return make_container(ValueKind::list, std::move(items));
}

Ref Evaluator::map_or_filter(std::string_view name, const std::vector<Ref>& in, Frame& frame) {
  const auto items = iterate(in[1]);
  if (!items) return make_unknown();
  std::vector<Ref> results;
  bool partial = false;
  for (const Ref& item : *items) {
    if (!step() || ++calls_ >= deepest_call) {
      partial = true;
      --calls_;
      break;
    }
    Arguments one;
    one.positional.push_back(item);
    Ref result = invoke(in[0], one, frame);
    --calls_;
    if (name == "map") {
      results.push_back(std::move(result));
    } else {
      const auto holds = in[0]->kind == ValueKind::none ? truth(item) : truth(result);
      partial = partial || !holds;
      if (holds == true) results.push_back(item);
    }
  }
  Ref value = make_container(ValueKind::list, std::move(results));
  value->partial = partial;
  return value;
}

Ref Evaluator::attribute_function(std::string_view name, const std::vector<Ref>& in) {
  if (in.size() < 2 || in[1]->kind != ValueKind::string) return make_unknown();
  if (name == "setattr" || name == "delattr") {
    change_attribute(name, in);
    return make_none();
  }
  const std::string raised = std::exchange(raised_, {});
  Ref value = attribute(in[0], in[1]->text);
  raised_ = raised;
  if (name == "hasattr") {
    if (!value) return make_bool(false);
    return value->kind == ValueKind::unknown ? make_unknown() : make_bool(true);
  }
  if (value) return value;
  if (in.size() > 2) return in[2];
  raise("AttributeError");
  return make_unknown();
}

Ref Evaluator::next_item(const std::vector<Ref>& in) {
  const auto items = iterate(in[0]);
  if (!items) return make_unknown();
  if (!items->empty()) return (*items)[0];
  if (in.size() > 1) return in[1];
  raise("StopIteration");
  return make_unknown();
}

Ref Evaluator::make_int(const Ref& value) {
  if (const auto number = whole(value)) return make_integer(*number);
  if (value->kind == ValueKind::string) {
    const std::string& text = value->text;
    if (!text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos)
      return make_integer(std::stol(text));
    if (text.find_first_not_of("0123456789+-_ \t") != std::string::npos || text.empty()) raise("ValueError");
  }
  return make_unknown();
}

}  // namespace fairplay::signatures::footprint
