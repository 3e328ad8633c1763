// Python's built-in functions, as far as code that makes names uses them.
#include <algorithm>

#include "signatures/footprint/builtin_values.h"
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/foreign.h"

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

}  // namespace

Ref Evaluator::builtin(const Ref& function, Arguments& given, Frame& frame) {
  for (const Ref& one : given.positional)
    charge(one->items.size() + one->pairs.size() + one->text.size() +
           (one->kind == ValueKind::names && one->names ? one->names->size() : 0));
  const std::string& name = function->text;
  const auto& in = given.positional;
  if (given.partial) return make_unknown();
  if (function->origin == Origin::extension) return make_unknown();
  if (function->place == "functools" || function->place == "contextlib") {
    if (name == "wraps" && !in.empty()) {
      Ref wraps = make_unknown();
      wraps->kind = ValueKind::instance;
      wraps->of = std::make_shared<Value>();
      wraps->of->text = "functools.wraps";
      wraps->items.push_back(in[0]);
      return wraps;
    }
    if ((name == "update_wrapper" || name == "contextmanager" || name == "lru_cache" || name == "cache") &&
        !in.empty()) {
      if (name == "update_wrapper" && in.size() > 1 && in[0]->kind == ValueKind::function) {
        Ref copy = in[0];
        copy->of = in[1];
        return copy;
      }
      return in[0];
    }
    if (name == "partial") {
      Ref value = make_unknown();
      value->kind = ValueKind::builtin;
      value->text = "partial";
      value->items = in;
      for (const auto& [key, held] : given.keywords) value->pairs.emplace_back(make_string(key), held);
      value->of = function;
      return value;
    }
    if (name == "reduce") return make_unknown();
  }
  if (name == "partial" && function->of) {  // a call of functools.partial's result
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
    if (++calls_ < deepest_call) {
      Ref result = invoke(target, all, frame);
      --calls_;
      return result;
    }
    --calls_;
    return make_unknown();
  }
  if (function->place != "builtins") {
    Ref value = make_unknown();
    if (function->kind == ValueKind::class_) {
      value->kind = ValueKind::instance;
      value->origin = Origin::python;
      value->of = function;
    } else if (name == "namedtuple" || name == "NewType") {
      value->kind = ValueKind::class_;
      value->origin = Origin::foreign;
      if (!in.empty() && in[0]->kind == ValueKind::string) value->text = in[0]->text;
      value->place = frame.module != nullptr ? frame.module->name : "";
    } else if (function->place == "operator" || name.starts_with("getLogger")) {
      value->kind = ValueKind::unknown;
    }
    return value;
  }
  if (name == "globals") return names_of(frame.module->names, frame.module->value->partial);
  if (name == "locals" || (name == "vars" && in.empty())) return names_of(frame.names, false);
  if (name == "dir" && in.empty()) return of_items(iterate(names_of(frame.names, false)), ValueKind::list);
  if (name == "set" || name == "frozenset" || name == "list" || name == "tuple" || name == "sorted" ||
      name == "reversed") {
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
  if (name == "dict") {
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
    for (const auto& [key, held] : given.keywords) dict_set(*value, make_string(key), held);
    return value;
  }
  if (name == "range" || name == "xrange") {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t by = 1;
    if (in.empty()) return make_unknown();
    for (const Ref& bound : in) {
      if (!whole(bound)) return make_unknown();
    }
    if (in.size() == 1)
      to = *whole(in[0]);
    else
      from = *whole(in[0]), to = *whole(in[1]);
    if (in.size() > 2) by = *whole(in[2]);
    if (by <= 0 || from < -100'000 || to > 100'000) return make_unknown();
    std::vector<Ref> items;
    for (std::int64_t i = from; i < to && step(); i += by) items.push_back(make_integer(i));
    return make_container(ValueKind::list, std::move(items));
  }
  if (name == "zip" || name == "enumerate") {
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
  if ((name == "map" || name == "filter") && in.size() == 2) {
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
  if (in.empty()) return make_unknown();
  if (name == "dir" || name == "vars") {
    if (in[0]->kind == ValueKind::module && in[0]->origin != Origin::foreign) {
      const Ref all = names_of(in[0]->module->names, in[0]->partial);
      return name == "vars" ? all : of_items(iterate(all), ValueKind::list);
    }
    if (name == "vars" && in[0]->names) return names_of(in[0]->names, false);
    return make_unknown();
  }
  if (name == "getattr" || name == "hasattr" || name == "setattr" || name == "delattr") {
    if (in.size() < 2 || in[1]->kind != ValueKind::string) return make_unknown();
    if (name == "setattr" || name == "delattr") {
      const Ref& object = in[0];
      if (object->origin == Origin::foreign || object->kind == ValueKind::unknown) return make_none();
      if (object->kind == ValueKind::module && name == "delattr")
        object->module->names->erase(in[1]->text);
      else if (object->kind == ValueKind::module && in.size() > 2)
        (*object->module->names)[in[1]->text] = in[2];
      else if (in.size() > 2 && object->names && object->names->size() < most_items)
        (*object->names)[in[1]->text] = in[2];
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
  if (name == "isinstance" && in.size() > 1) {
    const auto is = is_instance(in[0], in[1]);
    return is ? make_bool(*is) : make_unknown();
  }
  if (name == "callable") {
    if (in[0]->kind == ValueKind::function || in[0]->kind == ValueKind::builtin || in[0]->kind == ValueKind::class_ ||
        in[0]->kind == ValueKind::ufunc)
      return make_bool(true);
    return make_unknown();
  }
  if (name == "len") {
    const auto items = iterate(in[0]);
    return items ? make_integer(static_cast<std::int64_t>(items->size())) : make_unknown();
  }
  if (name == "next") {
    const auto items = iterate(in[0]);
    if (!items) return make_unknown();
    if (!items->empty()) return (*items)[0];
    if (in.size() > 1) return in[1];
    raise("StopIteration");
    return make_unknown();
  }
  if (name == "iter") return in[0];
  if (name == "str" && in[0]->kind == ValueKind::string) return in[0];
  if (name == "str" && whole(in[0])) return make_string(std::to_string(*whole(in[0])));
  if (name == "chr" && whole(in[0]) && *whole(in[0]) >= 0 && *whole(in[0]) < 128)
    return make_string(std::string(1, static_cast<char>(*whole(in[0]))));
  if (name == "chr" && whole(in[0]) && *whole(in[0]) < 0x800 && *whole(in[0]) >= 128) {
    const auto c = static_cast<unsigned>(*whole(in[0]));
    return make_string({static_cast<char>(0xc0U | (c >> 6U)), static_cast<char>(0x80U | (c & 0x3fU))});
  }
  if (name == "ord" && in[0]->kind == ValueKind::string && in[0]->text.size() == 1)
    return make_integer(static_cast<unsigned char>(in[0]->text[0]));
  if (name == "int") {
    if (whole(in[0])) return make_integer(*whole(in[0]));
    if (in[0]->kind == ValueKind::string) {
      if (!in[0]->text.empty() && in[0]->text.size() < 10 &&
          in[0]->text.find_first_not_of("0123456789") == std::string::npos)
        return make_integer(std::stol(in[0]->text));
      if (in[0]->text.find_first_not_of("0123456789+-_ \t") != std::string::npos || in[0]->text.empty())
        raise("ValueError");
    }
    return make_unknown();
  }
  if (name == "bool") {
    const auto holds = truth(in[0]);
    return holds ? make_bool(*holds) : make_unknown();
  }
  if (name == "float" && in[0]->kind == ValueKind::string) {
    if (in[0]->text == "inf" || in[0]->text == "infinity") return make_real(__builtin_inf());
    if (in[0]->text == "nan") return make_real(__builtin_nan(""));
  }
  if (name == "type") {
    Ref type = make_unknown();
    type->kind = ValueKind::class_;
    type->place = frame.module != nullptr ? frame.module->name : "";
    if (in.size() >= 3 && in[0]->kind == ValueKind::string) {
      type->text = in[0]->text;
      type->names = std::make_shared<Names>();
      if (in[1]->kind == ValueKind::tuple) type->items = in[1]->items;
    } else {
      if (in[0]->kind == ValueKind::instance && in[0]->of) return in[0]->of;
      if (in[0]->kind == ValueKind::none) type->text = "NoneType";
      type->origin = Origin::foreign;
      type->place = "builtins";
    }
    return type;
  }
  if (name == "__import__" && in[0]->kind == ValueKind::string) {
    Module* module = import(in[0]->text);
    if (module != nullptr) return module->value;
    return make_unknown();
  }
  if (function->kind == ValueKind::class_) {
    Ref value = make_unknown();
    if (name == "property") {
      value->kind = ValueKind::function;
      value->binding = Value::Binding::property;
    } else if (name == "staticmethod" || name == "classmethod") {
      return in[0];
    } else if (name == "object" || name.ends_with("Error") || name == "Exception") {
      value->kind = ValueKind::instance;
      value->of = function;
    }
    return value;
  }
  return make_unknown();
}

}  // namespace fairplay::signatures::footprint
