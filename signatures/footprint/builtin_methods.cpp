// The methods of Python's built-in types, as far as code that makes names uses them.
#include <algorithm>

#include "signatures/footprint/builtin_values.h"
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/inspect_objects.h"
#include "signatures/footprint/string_methods.h"

namespace fairplay::signatures::footprint {

namespace {

/// Methods of a namespace that is used as a dict: globals(), vars(module).
Ref names_method(const Ref& names, std::string_view name, const std::vector<Ref>& in,
                 const std::vector<std::pair<std::string, Ref>>& keywords) {
  if (name == "keys") return names;
  if (name == "update" && !in.empty()) {
    if (in[0]->kind == ValueKind::dict) {
      for (const auto& [key, held] : in[0]->pairs) {
        if (key->kind == ValueKind::string && names->names->size() < Evaluator::most_items)
          (*names->names)[key->text] = held;
      }
    } else if (in[0]->kind == ValueKind::names) {
      for (const auto& [key, held] : Names(*in[0]->names)) (*names->names)[key] = held;
    }
    for (const auto& [key, held] : keywords) (*names->names)[key] = held;
    return make_none();
  }
  if ((name == "get" || name == "pop" || name == "setdefault") && !in.empty() && in[0]->kind == ValueKind::string) {
    const auto found = names->names->find(in[0]->text);
    if (found == names->names->end()) {
      Ref otherwise = in.size() > 1 ? in[1] : make_none();
      if (name == "setdefault") (*names->names)[in[0]->text] = otherwise;
      return names->partial ? make_unknown() : otherwise;
    }
    Ref value = found->second;
    if (name == "pop") names->names->erase(found);
    return value;
  }
  if (name == "items") {
    std::vector<Ref> pairs;
    for (const auto& [key, held] : *names->names)
      pairs.push_back(make_container(ValueKind::tuple, {make_string(key), held}));
    Ref value = make_container(ValueKind::list, std::move(pairs));
    value->partial = names->partial;
    return value;
  }
  if (name == "copy") return names_of(std::make_shared<Names>(*names->names), names->partial);
  return make_unknown();
}

}  // namespace

Ref Evaluator::method(const Ref& object, const std::string& name, Arguments& given) {
  // append() is cheap whatever the list's size, and makes nothing.
  if (name != "append")
    charge(object->items.size() + object->pairs.size() +
           (object->kind == ValueKind::names ? object->names->size() : 0));
  charge(object->text.size(), 16);
  for (const Ref& one : given.positional) charge(one->items.size() + one->pairs.size() + one->text.size());
  if (!step()) return make_unknown();
  switch (object->kind) {
    case ValueKind::string: return string_method(object->text, name, given.positional, given.keywords);
    case ValueKind::beginning:
      if (name != "strip" && name != "lstrip" && name != "replace") return make_unknown();
      return as_beginning(
          string_method(object->text, name == "replace" ? "replace" : "lstrip", given.positional, given.keywords));
    case ValueKind::instance:
      return is_signature_object(object) && name == "replace" ? replaced_signature_object(object, given.keywords)
                                                              : make_unknown();
    case ValueKind::list: return list_method(*object, name, given.positional);
    case ValueKind::set: return set_method(object, name, given.positional);
    case ValueKind::names: return names_method(object, name, given.positional, given.keywords);
    case ValueKind::dict: return dict_method(*object, name, given);
    default: return make_unknown();
  }
}

Ref Evaluator::list_method(Value& list, std::string_view name, const std::vector<Ref>& in) {
  if (name == "append" && !in.empty()) {
    if (list.items.size() < most_items) list.items.push_back(in[0]);
  } else if (name == "extend" && !in.empty()) {
    const auto more = iterate(in[0]);
    if (more && list.items.size() + more->size() < most_items)
      list.items.insert(list.items.end(), more->begin(), more->end());
    else
      list.partial = true;
  } else if (name == "insert" && in.size() > 1) {
    list.items.insert(list.items.begin(), in[1]);
  } else if (name == "remove" && !in.empty()) {
    const auto at = std::ranges::find_if(list.items, [&](const Ref& item) { return equal(item, in[0]) == true; });
    if (at != list.items.end())
      list.items.erase(at);
    else if (!list.partial)
      raise("ValueError");
  } else if (name == "copy") {
    return make_container(ValueKind::list, list.items);
  } else if (name == "pop" && in.empty() && !list.items.empty()) {
    Ref last = list.items.back();
    list.items.pop_back();
    return last;
  } else if (name == "index" || name == "count" || name == "pop") {
    return make_unknown();
  }
  return make_none();
}

Ref Evaluator::set_method(const Ref& set, std::string_view name, const std::vector<Ref>& in) {
  if (name == "add" && !in.empty()) {
    if (set->items.size() < 4096 &&
        std::ranges::none_of(set->items, [&](const Ref& item) { return equal(item, in[0]) == true; }))
      set->items.push_back(in[0]);
    return make_none();
  }
  if ((name == "discard" || name == "remove") && !in.empty()) {
    std::erase_if(set->items, [&](const Ref& item) { return equal(item, in[0]) == true; });
    return make_none();
  }
  if (name == "update" && !in.empty()) {
    set->items = binary("|", set, of_items(iterate(in[0]), ValueKind::set))->items;
    return make_none();
  }
  if (name == "copy") return make_container(ValueKind::set, set->items);
  if ((name == "union" || name == "difference" || name == "intersection") && !in.empty())
    return binary(name == "union" ? "|" : name == "difference" ? "-" : "&", set, in[0]);
  return make_unknown();
}

Ref Evaluator::dict_method(Value& dict, std::string_view name, const Arguments& given) {
  const auto& in = given.positional;
  Ref value = make_unknown();
  value->partial = dict.partial;
  if (name == "keys" || name == "values" || name == "items") {
    value->kind = ValueKind::list;
    for (const auto& [key, held] : dict.pairs)
      value->items.push_back(name == "keys"     ? key
                             : name == "values" ? held
                                                : make_container(ValueKind::tuple, {key, held}));
    if (name == "keys") value->kind = ValueKind::set;
    return value;
  }
  if ((name == "get" || name == "pop" || name == "setdefault") && !in.empty()) {
    bool uncertain = false;
    Ref found = dict_get(dict, in[0], uncertain);
    if (!found && uncertain) return make_unknown();
    if (name == "pop" && found)
      std::erase_if(dict.pairs, [&](const auto& pair) { return equal(pair.first, in[0]) == true; });
    if (found) return found;
    if (name == "pop" && in.size() < 2) raise("KeyError");
    Ref otherwise = in.size() > 1 ? in[1] : make_none();
    if (name == "setdefault") dict_set(dict, in[0], otherwise);
    return otherwise;
  }
  if (name == "update") {
    if (!in.empty()) {
      if (in[0]->kind == ValueKind::dict) {
        for (const auto& [key, held] : in[0]->pairs) dict_set(dict, key, held);
        dict.partial = dict.partial || in[0]->partial;
      } else {
        dict.partial = true;
      }
    }
    for (const auto& [key, held] : given.keywords) dict_set(dict, make_string(key), held);
    return make_none();
  }
  if (name == "copy") {
    value->kind = ValueKind::dict;
    value->pairs = dict.pairs;
    return value;
  }
  value->partial = false;
  return value;
}

}  // namespace fairplay::signatures::footprint
