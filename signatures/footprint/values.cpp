#include <algorithm>

#include "signatures/footprint/evaluator.h"

namespace fairplay::signatures::footprint {

namespace {
thread_local ValueScope* current_scope = nullptr;
}

ValueScope::ValueScope() : outer_(current_scope) {
  first_.previous_ = first_.next_ = &first_;
  current_scope = this;
}

ValueScope::~ValueScope() {
  current_scope = outer_;
  std::vector<Ref> alive;
  for (Link* link = first_.next_; link != &first_; link = link->next_)
    alive.push_back(static_cast<Value*>(link)->shared_from_this());
  for (const Ref& value : alive) {
    value->unlink();
    value->items.clear();
    value->pairs.clear();
    value->names.reset();
    value->closure.reset();
    value->of.reset();
  }
  first_.previous_ = first_.next_ = nullptr;
}

Value::~Value() {
  thread_local std::vector<Ref> waiting;
  thread_local bool emptying = false;
  const auto take = [](Ref& held) {
    if (held) waiting.push_back(std::move(held));
  };
  const auto take_all = [&](std::shared_ptr<Names>& held) {
    if (held && held.use_count() == 1) {
      for (auto& [name, value] : *held) take(value);
    }
  };
  for (Ref& item : items) take(item);
  for (auto& [key, value] : pairs) {
    take(key);
    take(value);
  }
  take(of);
  take_all(names);
  take_all(closure);
  if (emptying) return;
  emptying = true;
  while (!waiting.empty()) {
    const Ref next = std::move(waiting.back());
    waiting.pop_back();
  }
  emptying = false;
}

ValueScope::Link::Link() {
  if (current_scope == nullptr) return;
  Link& first = current_scope->first_;
  previous_ = first.previous_;
  next_ = &first;
  previous_->next_ = this;
  first.previous_ = this;
}

ValueScope::Link::~Link() { unlink(); }

void ValueScope::Link::unlink() {
  if (next_ == nullptr) return;
  previous_->next_ = next_;
  next_->previous_ = previous_;
  previous_ = next_ = nullptr;
}

namespace {

Ref make(ValueKind kind) {
  Ref value = std::make_shared<Value>();
  value->kind = kind;
  return value;
}

bool is_number(const Value& value) {
  return value.kind == ValueKind::integer || value.kind == ValueKind::boolean || value.kind == ValueKind::real;
}
double number(const Value& value) {
  return value.kind == ValueKind::real ? value.real : static_cast<double>(value.integer);
}

std::optional<bool> equal_to(const Value& left, const Value& right, int depth) {
  if (&left == &right) return true;
  if (left.kind == ValueKind::unknown || right.kind == ValueKind::unknown || depth > 8) return std::nullopt;
  if (is_number(left) && is_number(right)) {
    if (left.partial || right.partial) return std::nullopt;
    return number(left) == number(right);
  }
  if (left.kind == ValueKind::beginning || right.kind == ValueKind::beginning) {
    const Value& other = left.kind == ValueKind::beginning ? right : left;
    const bool string = other.kind == ValueKind::string || other.kind == ValueKind::beginning;
    return string ? std::nullopt : std::optional(false);
  }
  if (left.kind == ValueKind::instance || right.kind == ValueKind::instance) {
    const Value& instance = left.kind == ValueKind::instance ? left : right;
    // Entries of typeinfo equal themselves alone; what other instances say of themselves isn't followed.
    return instance.origin == Origin::extension ? std::optional(false) : std::nullopt;
  }
  if (left.kind != right.kind) return false;
  switch (left.kind) {
    case ValueKind::none:
    case ValueKind::ellipsis: return true;
    case ValueKind::string:
    case ValueKind::bytes: return left.text == right.text;
    case ValueKind::list:
    case ValueKind::tuple: {
      if (left.partial || right.partial) return std::nullopt;
      if (left.items.size() != right.items.size()) return false;
      bool unknown = false;
      for (std::size_t i = 0; i < left.items.size(); ++i) {
        const auto same = equal_to(*left.items[i], *right.items[i], depth + 1);
        if (same == false) return false;
        unknown = unknown || !same;
      }
      if (unknown) return std::nullopt;
      return true;
    }
    case ValueKind::class_:
    case ValueKind::ufunc:
    case ValueKind::builtin:
    case ValueKind::module:
      // Python's own objects are made again for each use.
      if (left.origin == Origin::foreign && right.origin == Origin::foreign)
        return left.text == right.text && left.place == right.place;
      return false;
    case ValueKind::function: return false;
    default: return std::nullopt;
  }
}

}  // namespace

Ref make_unknown() { return make(ValueKind::unknown); }
Ref make_none() { return make(ValueKind::none); }
Ref make_bool(bool value) {
  Ref result = make(ValueKind::boolean);
  result->integer = value ? 1 : 0;
  return result;
}
Ref make_integer(std::int64_t value) {
  Ref result = make(ValueKind::integer);
  result->integer = value;
  return result;
}
Ref make_real(double value) {
  Ref result = make(ValueKind::real);
  result->real = value;
  return result;
}
Ref make_string(std::string text) {
  Ref result = make(ValueKind::string);
  result->text = std::move(text);
  return result;
}
Ref make_container(ValueKind kind, std::vector<Ref> items) {
  Ref result = make(kind);
  if (kind == ValueKind::set) {
    std::set<std::string, std::less<>> texts;
    std::vector<Ref> others;  // few, in what NumPy's modules do
    for (Ref& item : items) {
      if (item->kind == ValueKind::string) {
        if (!texts.insert(item->text).second) continue;
      } else {
        if (others.size() < 256 &&
            std::ranges::any_of(others, [&](const Ref& other) { return equal(item, other) == true; }))
          continue;
        others.push_back(item);
      }
      result->items.push_back(std::move(item));
    }
  } else {
    result->items = std::move(items);
  }
  return result;
}

std::optional<bool> truth(const Ref& value) {
  switch (value->kind) {
    case ValueKind::none: return false;
    case ValueKind::boolean:
    case ValueKind::integer:
      if (value->partial) return std::nullopt;
      return value->integer != 0;
    case ValueKind::real: return value->real != 0;
    case ValueKind::string:
    case ValueKind::bytes: return !value->text.empty();
    case ValueKind::beginning: return value->text.empty() ? std::nullopt : std::optional(true);
    case ValueKind::list:
    case ValueKind::tuple:
    case ValueKind::set:
      if (!value->items.empty()) return true;
      return value->partial ? std::nullopt : std::optional(false);
    case ValueKind::dict:
      if (!value->pairs.empty()) return true;
      return value->partial ? std::nullopt : std::optional(false);
    case ValueKind::module:
    case ValueKind::function:
    case ValueKind::builtin:
    case ValueKind::class_:
    case ValueKind::ufunc:
    case ValueKind::bound: return true;
    default: return std::nullopt;
  }
}

std::optional<bool> equal(const Ref& left, const Ref& right) { return equal_to(*left, *right, 0); }

std::optional<std::vector<Ref>> iterate(const Ref& value) {
  std::vector<Ref> items;
  switch (value->kind) {
    case ValueKind::list:
    case ValueKind::tuple:
    case ValueKind::set:
      if (value->partial) return std::nullopt;
      return value->items;
    case ValueKind::dict:
      if (value->partial) return std::nullopt;
      for (const auto& [key, held] : value->pairs) items.push_back(key);
      return items;
    case ValueKind::names:
      if (value->partial) return std::nullopt;
      for (const auto& [name, held] : *value->names) items.push_back(make_string(name));
      return items;
    case ValueKind::string:
      for (std::size_t i = 0; i < value->text.size();) {  // by characters of UTF-8
        std::size_t end = i + 1;
        while (end < value->text.size() && (static_cast<unsigned char>(value->text[end]) & 0xc0U) == 0x80U) ++end;
        items.push_back(make_string(value->text.substr(i, end - i)));
        i = end;
      }
      return items;
    default: return std::nullopt;
  }
}

Ref dict_get(const Value& dict, const Ref& key, bool& uncertain) {
  for (const auto& [known, value] : dict.pairs) {
    const auto same = equal(known, key);
    if (same == true) return value;
    uncertain = uncertain || !same;
  }
  uncertain = uncertain || dict.partial || key->kind == ValueKind::unknown;
  return nullptr;
}

void dict_set(Value& dict, const Ref& key, Ref value) {
  for (auto& [known, held] : dict.pairs) {
    if (equal(known, key) == true) {
      held = std::move(value);
      return;
    }
  }
  if (dict.pairs.size() < 4096)
    dict.pairs.emplace_back(key, std::move(value));
  else
    dict.partial = true;
}

}  // namespace fairplay::signatures::footprint
