// The methods of Python's built-in types, as far as code that makes names uses them.
#include <algorithm>

#include "signatures/footprint/builtin_values.h"
#include "signatures/footprint/evaluator.h"

namespace fairplay::signatures::footprint {

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  if (from.empty()) return text;
  std::string result;
  std::size_t at = 0;
  for (std::size_t hit = text.find(from); hit != std::string::npos && result.size() < (1U << 20);
       hit = text.find(from, at)) {
    result += text.substr(at, hit - at) + to;
    at = hit + from.size();
  }
  return result + text.substr(at);
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
  const auto& in = given.positional;
  if (object->kind == ValueKind::string) return string_method(object->text, name, given);
  if (object->kind == ValueKind::list) {
    if (name == "append" && !in.empty()) {
      if (object->items.size() < most_items) object->items.push_back(in[0]);
    } else if (name == "extend" && !in.empty()) {
      const auto more = iterate(in[0]);
      if (more && object->items.size() + more->size() < most_items)
        object->items.insert(object->items.end(), more->begin(), more->end());
      else
        object->partial = true;
    } else if (name == "insert" && in.size() > 1) {
      object->items.insert(object->items.begin(), in[1]);
    } else if (name == "remove" && !in.empty()) {
      const auto at = std::ranges::find_if(object->items, [&](const Ref& item) { return equal(item, in[0]) == true; });
      if (at != object->items.end())
        object->items.erase(at);
      else if (!object->partial)
        raise("ValueError");
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
      if (object->items.size() < 4096 &&
          std::ranges::none_of(object->items, [&](const Ref& item) { return equal(item, in[0]) == true; }))
        object->items.push_back(in[0]);
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
    if ((name == "union" || name == "difference" || name == "intersection") && !in.empty())
      return binary(name == "union" ? "|" : name == "difference" ? "-" : "&", object, in[0]);
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
      for (const auto& [key, held] : *object->names)
        pairs.push_back(make_container(ValueKind::tuple, {make_string(key), held}));
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
      for (const auto& [key, held] : object->pairs)
        value->items.push_back(name == "keys"     ? key
                               : name == "values" ? held
                                                  : make_container(ValueKind::tuple, {key, held}));
      if (name == "keys") value->kind = ValueKind::set;
      return value;
    }
    if ((name == "get" || name == "pop" || name == "setdefault") && !in.empty()) {
      bool uncertain = false;
      Ref found = dict_get(*object, in[0], uncertain);
      if (!found && uncertain) return make_unknown();
      if (name == "pop" && found)
        std::erase_if(object->pairs, [&](const auto& pair) { return equal(pair.first, in[0]) == true; });
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
  if (name == "removeprefix" && text != nullptr)
    return make_string(self.starts_with(*text) ? self.substr(text->size()) : self);
  if (name == "removesuffix" && text != nullptr)
    return make_string(self.ends_with(*text) ? self.substr(0, self.size() - text->size()) : self);
  if (name == "replace" && text != nullptr && in.size() > 1 && in[1]->kind == ValueKind::string)
    return make_string(replaced(self, *text, in[1]->text));
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
      if (field.empty() && next < in.size())
        value = in[next++];
      else if (!field.empty() && field.size() < 3 && field.find_first_not_of("0123456789") == std::string::npos &&
               std::stoul(field) < in.size())
        value = in[std::stoul(field)];
      for (const auto& [key, held] : given.keywords) {
        if (key == field) value = held;
      }
      if (value && value->kind == ValueKind::string)
        result += value->text;
      else if (value && value->kind == ValueKind::integer && !value->partial)
        result += std::to_string(value->integer);
      else
        return make_unknown();
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
  if (values->kind == ValueKind::tuple && !values->partial)
    arguments = values->items;
  else
    arguments.push_back(values);
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
    if (format[i] == 's' && value->kind == ValueKind::string)
      result += value->text;
    else if ((format[i] == 's' || format[i] == 'd') && whole(value))
      result += std::to_string(*whole(value));
    else
      return make_unknown();
  }
  return make_string(std::move(result));
}

}  // namespace fairplay::signatures::footprint
