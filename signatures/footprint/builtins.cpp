// Python's built-in functions and the methods of its built-in types, as far as code that makes names uses them.
#include <fmt/format.h>

#include <algorithm>

#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/foreign.h"

namespace signatures::footprint {

namespace {

std::optional<std::int64_t> whole(const Ref& value) {
  if ((value->kind != ValueKind::integer && value->kind != ValueKind::boolean) || value->partial) return std::nullopt;
  return value->integer;
}

Ref of_items(const std::optional<std::vector<Ref>>& items, ValueKind kind) {
  Ref value = make_container(kind, items.value_or(std::vector<Ref>{}));
  value->partial = !items;
  return value;
}

Ref names_of(const std::shared_ptr<Names>& names, bool partial) {
  Ref value = make_unknown();
  value->kind = ValueKind::names;
  value->names = names;
  value->partial = partial;
  return value;
}

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
  if (type->kind != ValueKind::class_ || type->origin != Origin::foreign || value->kind == ValueKind::unknown) return std::nullopt;
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
      if (name == "str" || name == "type" || name == "property" || name == "tuple" || name == "list" || name == "dict") return false;
      return std::nullopt;
    case ValueKind::instance:
      if (name == "type" || name == "str" || name == "int") return value->of == nullptr ? std::optional(false) : std::nullopt;
      return std::nullopt;
    case ValueKind::module: return name == "ModuleType" || name == "object";
    default: return std::nullopt;
  }
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  if (from.empty()) return text;
  std::string result;
  std::size_t at = 0;
  for (std::size_t hit = text.find(from); hit != std::string::npos && result.size() < (1U << 20); hit = text.find(from, at)) {
    result += text.substr(at, hit - at) + to;
    at = hit + from.size();
  }
  return result + text.substr(at);
}

}  // namespace

Ref Evaluator::builtin(const Ref& function, Arguments& given, Frame& frame) {
  for (const Ref& one : given.positional) charge(one->items.size() + one->pairs.size() + one->text.size() + (one->kind == ValueKind::names && one->names ? one->names->size() : 0));
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
    if ((name == "update_wrapper" || name == "contextmanager" || name == "lru_cache" || name == "cache") && !in.empty()) {
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
      if (std::ranges::none_of(given.keywords, [&](const auto& other) { return other.first == key->text; })) all.keywords.emplace_back(key->text, held);
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
  if (name == "set" || name == "frozenset" || name == "list" || name == "tuple" || name == "sorted" || name == "reversed") {
    const auto items = in.empty() ? std::optional(std::vector<Ref>{}) : iterate(in[0]);
    Ref value = of_items(items, name == "tuple" ? ValueKind::tuple : name.ends_with("set") ? ValueKind::set : ValueKind::list);
    if (!items && (in[0]->kind == ValueKind::list || in[0]->kind == ValueKind::tuple || in[0]->kind == ValueKind::set)) value->items = in[0]->items;
    if (name == "reversed") std::ranges::reverse(value->items);
    if (name == "sorted" && std::ranges::all_of(value->items, [](const Ref& item) { return item->kind == ValueKind::string; })) {
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
          if (two && two->size() == 2) dict_set(*value, (*two)[0], (*two)[1]);
          else value->partial = true;
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
    if (in.size() == 1) to = *whole(in[0]);
    else from = *whole(in[0]), to = *whole(in[1]);
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
      if (object->kind == ValueKind::module && name == "delattr") object->module->names->erase(in[1]->text);
      else if (object->kind == ValueKind::module && in.size() > 2) (*object->module->names)[in[1]->text] = in[2];
      else if (in.size() > 2 && object->names && object->names->size() < most_items) (*object->names)[in[1]->text] = in[2];
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
    if (in[0]->kind == ValueKind::function || in[0]->kind == ValueKind::builtin || in[0]->kind == ValueKind::class_ || in[0]->kind == ValueKind::ufunc) return make_bool(true);
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
  if (name == "chr" && whole(in[0]) && *whole(in[0]) >= 0 && *whole(in[0]) < 128) return make_string(std::string(1, static_cast<char>(*whole(in[0]))));
  if (name == "chr" && whole(in[0]) && *whole(in[0]) < 0x800 && *whole(in[0]) >= 128) {
    const auto c = static_cast<unsigned>(*whole(in[0]));
    return make_string({static_cast<char>(0xc0U | (c >> 6U)), static_cast<char>(0x80U | (c & 0x3fU))});
  }
  if (name == "ord" && in[0]->kind == ValueKind::string && in[0]->text.size() == 1) return make_integer(static_cast<unsigned char>(in[0]->text[0]));
  if (name == "int") {
    if (whole(in[0])) return make_integer(*whole(in[0]));
    if (in[0]->kind == ValueKind::string) {
      if (!in[0]->text.empty() && in[0]->text.size() < 10 && in[0]->text.find_first_not_of("0123456789") == std::string::npos) return make_integer(std::stol(in[0]->text));
      if (in[0]->text.find_first_not_of("0123456789+-_ \t") != std::string::npos || in[0]->text.empty()) raise("ValueError");
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

Ref Evaluator::method(const Ref& object, const std::string& name, Arguments& given) {
  // append() is cheap whatever the list's size, and makes nothing.
  if (name != "append") charge(object->items.size() + object->pairs.size() + (object->kind == ValueKind::names ? object->names->size() : 0));
  charge(object->text.size(), 16);
  for (const Ref& one : given.positional) charge(one->items.size() + one->pairs.size() + one->text.size());
  if (!step()) return make_unknown();
  const auto& in = given.positional;
  if (object->kind == ValueKind::string) return string_method(object->text, name, given);
  if (object->kind == ValueKind::list) {
    if (name == "append" && !in.empty()) {
      if (object->items.size() < most_items) object->items.push_back(in[0]);
    } else if (name == "extend" && !in.empty()) {
      const auto more = iterate(in[0]);
      if (more && object->items.size() + more->size() < most_items) object->items.insert(object->items.end(), more->begin(), more->end());
      else object->partial = true;
    } else if (name == "insert" && in.size() > 1) {
      object->items.insert(object->items.begin(), in[1]);
    } else if (name == "remove" && !in.empty()) {
      const auto at = std::ranges::find_if(object->items, [&](const Ref& item) { return equal(item, in[0]) == true; });
      if (at != object->items.end()) object->items.erase(at);
      else if (!object->partial) raise("ValueError");
    } else if (name == "copy") {
      return make_container(ValueKind::list, object->items);
    } else if (name == "pop" && in.empty() && !object->items.empty()) {
      Ref last = object->items.back();
      object->items.pop_back();
      return last;
    } else if (name == "index" || name == "count" || name == "pop") {
      return make_unknown();
    }
    return make_none();
  }
  if (object->kind == ValueKind::set) {
    if (name == "add" && !in.empty()) {
      if (object->items.size() < 4096 && std::ranges::none_of(object->items, [&](const Ref& item) { return equal(item, in[0]) == true; })) object->items.push_back(in[0]);
      return make_none();
    }
    if ((name == "discard" || name == "remove") && !in.empty()) {
      std::erase_if(object->items, [&](const Ref& item) { return equal(item, in[0]) == true; });
      return make_none();
    }
    if (name == "update" && !in.empty()) {
      object->items = binary("|", object, of_items(iterate(in[0]), ValueKind::set))->items;
      return make_none();
    }
    if (name == "copy") return make_container(ValueKind::set, object->items);
    if ((name == "union" || name == "difference" || name == "intersection") && !in.empty()) return binary(name == "union" ? "|" : name == "difference" ? "-" : "&", object, in[0]);
    return make_unknown();
  }
  if (object->kind == ValueKind::names) {
    if (name == "keys") return object;
    if (name == "update" && !in.empty()) {
      if (in[0]->kind == ValueKind::dict) {
        for (const auto& [key, held] : in[0]->pairs) {
          if (key->kind == ValueKind::string && object->names->size() < most_items) (*object->names)[key->text] = held;
        }
      } else if (in[0]->kind == ValueKind::names) {
        for (const auto& [key, held] : Names(*in[0]->names)) (*object->names)[key] = held;
      }
      for (const auto& [key, held] : given.keywords) (*object->names)[key] = held;
      return make_none();
    }
    if ((name == "get" || name == "pop" || name == "setdefault") && !in.empty() && in[0]->kind == ValueKind::string) {
      const auto found = object->names->find(in[0]->text);
      if (found == object->names->end()) {
        Ref otherwise = in.size() > 1 ? in[1] : make_none();
        if (name == "setdefault") (*object->names)[in[0]->text] = otherwise;
        return object->partial ? make_unknown() : otherwise;
      }
      Ref value = found->second;
      if (name == "pop") object->names->erase(found);
      return value;
    }
    if (name == "items") {
      std::vector<Ref> pairs;
      for (const auto& [key, held] : *object->names) pairs.push_back(make_container(ValueKind::tuple, {make_string(key), held}));
      Ref value = make_container(ValueKind::list, std::move(pairs));
      value->partial = object->partial;
      return value;
    }
    if (name == "copy") return names_of(std::make_shared<Names>(*object->names), object->partial);
    return make_unknown();
  }
  if (object->kind == ValueKind::dict) {
    Ref value = make_unknown();
    value->partial = object->partial;
    if (name == "keys" || name == "values" || name == "items") {
      value->kind = ValueKind::list;
      for (const auto& [key, held] : object->pairs) value->items.push_back(name == "keys" ? key : name == "values" ? held : make_container(ValueKind::tuple, {key, held}));
      if (name == "keys") value->kind = ValueKind::set;
      return value;
    }
    if ((name == "get" || name == "pop" || name == "setdefault") && !in.empty()) {
      bool uncertain = false;
      Ref found = dict_get(*object, in[0], uncertain);
      if (!found && uncertain) return make_unknown();
      if (name == "pop" && found) std::erase_if(object->pairs, [&](const auto& pair) { return equal(pair.first, in[0]) == true; });
      if (found) return found;
      if (name == "pop" && in.size() < 2) raise("KeyError");
      Ref otherwise = in.size() > 1 ? in[1] : make_none();
      if (name == "setdefault") dict_set(*object, in[0], otherwise);
      return otherwise;
    }
    if (name == "update") {
      if (!in.empty()) {
        if (in[0]->kind == ValueKind::dict) {
          for (const auto& [key, held] : in[0]->pairs) dict_set(*object, key, held);
          object->partial = object->partial || in[0]->partial;
        } else {
          object->partial = true;
        }
      }
      for (const auto& [key, held] : given.keywords) dict_set(*object, make_string(key), held);
      return make_none();
    }
    if (name == "copy") {
      value->kind = ValueKind::dict;
      value->pairs = object->pairs;
      return value;
    }
    value->partial = false;
    return value;
  }
  return make_unknown();
}

Ref Evaluator::string_method(const std::string& self, const std::string& name, Arguments& given) {
  const auto& in = given.positional;
  const std::string* text = !in.empty() && in[0]->kind == ValueKind::string ? &in[0]->text : nullptr;
  const auto ascii = [&](auto change) {
    std::string result = self;
    for (char& c : result) c = change(c);
    return make_string(std::move(result));
  };
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
  if (name == "lower") return ascii(lower);
  if (name == "upper") return ascii(upper);
  if (name == "capitalize" && !self.empty()) {
    Ref value = ascii(lower);
    value->text[0] = upper(value->text[0]);
    return value;
  }
  if (name == "startswith" && text != nullptr) return make_bool(self.starts_with(*text));
  if (name == "endswith" && text != nullptr) return make_bool(self.ends_with(*text));
  if (name == "removeprefix" && text != nullptr) return make_string(self.starts_with(*text) ? self.substr(text->size()) : self);
  if (name == "removesuffix" && text != nullptr) return make_string(self.ends_with(*text) ? self.substr(0, self.size() - text->size()) : self);
  if (name == "replace" && text != nullptr && in.size() > 1 && in[1]->kind == ValueKind::string) return make_string(replaced(self, *text, in[1]->text));
  if (name == "strip" || name == "rstrip" || name == "lstrip") {
    const std::string what = text != nullptr ? *text : " \t\r\n\f\v";
    std::size_t from = name == "rstrip" ? 0 : self.find_first_not_of(what);
    if (from == std::string::npos) return make_string({});
    const std::size_t to = name == "lstrip" ? self.size() : self.find_last_not_of(what) + 1;
    return make_string(from >= to ? std::string() : self.substr(from, to - from));
  }
  if (name == "split" || name == "rsplit" || name == "splitlines") {
    std::vector<Ref> parts;
    if (in.size() > 1) return make_unknown();
    if (text != nullptr && !text->empty() && name != "splitlines") {
      std::size_t at = 0;
      for (std::size_t hit = self.find(*text); hit != std::string::npos; hit = self.find(*text, at)) {
        parts.push_back(make_string(self.substr(at, hit - at)));
        at = hit + text->size();
      }
      parts.push_back(make_string(self.substr(at)));
      return make_container(ValueKind::list, std::move(parts));
    }
    const std::string_view blanks = name == "splitlines" ? "\n" : " \t\r\n\f\v";
    for (std::size_t at = self.find_first_not_of(blanks); at != std::string::npos;) {
      const std::size_t end = std::min(self.find_first_of(blanks, at), self.size());
      parts.push_back(make_string(self.substr(at, end - at)));
      at = self.find_first_not_of(blanks, end);
    }
    return make_container(ValueKind::list, std::move(parts));
  }
  if (name == "join" && !in.empty()) {
    const auto items = iterate(in[0]);
    if (!items) return make_unknown();
    std::string joined;
    for (std::size_t i = 0; i < items->size(); ++i) {
      if ((*items)[i]->kind != ValueKind::string || joined.size() > (1U << 20)) return make_unknown();
      if (i > 0) joined += self;
      joined += (*items)[i]->text;
    }
    return make_string(std::move(joined));
  }
  if (name == "translate" && text != nullptr) {
    // A table as a string of characters, by position (numerictypes makes one of 256).
    const auto table = iterate(in[0]);
    std::string result;
    for (const char c : self) {
      const auto code = static_cast<unsigned char>(c);
      if (code >= 128 || code >= table->size()) return make_unknown();
      result += (*table)[code]->text;
    }
    return make_string(std::move(result));
  }
  if (name == "format") {
    std::string result;
    std::size_t next = 0;
    for (std::size_t i = 0; i < self.size(); ++i) {
      if (self[i] != '{') {
        result += self[i];
        continue;
      }
      const std::size_t end = self.find('}', i);
      if (end == std::string::npos) return make_unknown();
      const std::string field = self.substr(i + 1, end - i - 1);
      Ref value;
      if (field.empty() && next < in.size()) value = in[next++];
      else if (!field.empty() && field.size() < 3 && field.find_first_not_of("0123456789") == std::string::npos && std::stoul(field) < in.size()) value = in[std::stoul(field)];
      for (const auto& [key, held] : given.keywords) {
        if (key == field) value = held;
      }
      if (value && value->kind == ValueKind::string) result += value->text;
      else if (value && value->kind == ValueKind::integer && !value->partial) result += std::to_string(value->integer);
      else return make_unknown();
      i = end;
    }
    return make_string(std::move(result));
  }
  if (name == "find" && text != nullptr && in.size() == 1) {
    const std::size_t at = self.find(*text);
    return make_integer(at == std::string::npos ? -1 : static_cast<std::int64_t>(at));
  }
  if (name == "isidentifier" || name == "isdigit") return make_unknown();
  return make_unknown();
}

Ref Evaluator::format_percent(const std::string& format, const Ref& values) {
  std::vector<Ref> arguments;
  if (values->kind == ValueKind::tuple && !values->partial) arguments = values->items;
  else arguments.push_back(values);
  std::string result;
  std::size_t next = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      result += format[i];
      continue;
    }
    if (++i >= format.size()) return make_unknown();
    if (format[i] == '%') {
      result += '%';
      continue;
    }
    if (next >= arguments.size()) return make_unknown();
    const Ref& value = arguments[next++];
    if (format[i] == 's' && value->kind == ValueKind::string) result += value->text;
    else if ((format[i] == 's' || format[i] == 'd') && whole(value)) result += std::to_string(*whole(value));
    else return make_unknown();
  }
  return make_string(std::move(result));
}

}  // namespace signatures::footprint
