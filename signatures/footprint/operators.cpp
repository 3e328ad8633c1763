// Python's binary operators and comparisons, as far as code that makes names uses them.
#include <algorithm>
#include <set>

#include "signatures/footprint/builtin_values.h"
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/string_methods.h"

namespace fairplay::signatures::footprint {

using python::Expression;

namespace {

constexpr std::size_t longest_set = 20'000;

/// Lists and tuples.
bool is_sequence(const Ref& value) { return value->kind == ValueKind::list || value->kind == ValueKind::tuple; }

/// A set, or a view of a dict's keys.
bool is_set_like(const Ref& value) {
  return value->kind == ValueKind::set || value->kind == ValueKind::names || value->kind == ValueKind::dict;
}

bool is_typing_construct(const Ref& value) { return value->kind == ValueKind::builtin && value->place == "typing"; }

/// A number's value as a double; nothing where it isn't known.
std::optional<double> real_value(const Value& value) {
  if (value.kind == ValueKind::real) return value.real;
  if (value.kind == ValueKind::integer && !value.partial) return static_cast<double>(value.integer);
  return std::nullopt;
}

Ref real_arithmetic(std::string_view op, double a, double b) {
  if (op == "+") return make_real(a + b);
  if (op == "-") return make_real(a - b);
  if (op == "*") return make_real(a * b);
  if (op == "/" && b != 0) return make_real(a / b);
  return make_unknown();
}

/// Wraps at 64 bits, where Python would not: no name depends on that.
Ref integer_arithmetic(std::string_view op, std::int64_t left, std::int64_t right) {
  const auto a = static_cast<std::uint64_t>(left);
  const auto b = static_cast<std::uint64_t>(right);
  if (op == "+") return make_integer(static_cast<std::int64_t>(a + b));
  if (op == "-") return make_integer(static_cast<std::int64_t>(a - b));
  if (op == "*") return make_integer(static_cast<std::int64_t>(a * b));
  if (op == "|") return make_integer(static_cast<std::int64_t>(a | b));
  if (op == "&") return make_integer(static_cast<std::int64_t>(a & b));
  if (op == "<<" && right >= 0 && right < 31 && left >= 0 && left < (1LL << 31)) return make_integer(left << right);
  if (op == "**" && left == 2 && right >= 0 && right < 62) return make_integer(std::int64_t{1} << right);
  if (op == "//" && right > 0 && left >= 0) return make_integer(left / right);
  if (op == "%" && right > 0 && left >= 0) return make_integer(left % right);
  return make_unknown();
}

Ref concatenated(const Ref& left, const Ref& right) {
  Ref value = make_container(left->kind, left->items);
  value->partial = left->partial;
  const auto more = iterate(right);
  if (more && value->items.size() + more->size() < Evaluator::most_items)
    value->items.insert(value->items.end(), more->begin(), more->end());
  else
    value->partial = true;
  return value;
}

Ref make_set(std::vector<Ref> items, bool partial) {
  Ref value = make_unknown();
  value->kind = ValueKind::set;
  value->items = std::move(items);
  value->partial = partial;
  return value;
}

/// Membership by text: namespaces have thousands of names.
std::set<std::string_view> texts_of(const std::vector<Ref>& items) {
  std::set<std::string_view> texts;
  for (const Ref& item : items) {
    if (item->kind == ValueKind::string) texts.insert(item->text);
  }
  return texts;
}

/// Adds what `right` has and `left` lacks.
Ref set_union(std::vector<Ref> left, bool partial, const std::optional<std::vector<Ref>>& right) {
  if (!right) return make_set(std::move(left), true);
  const std::set<std::string_view> known = texts_of(left);
  for (const Ref& item : *right) {
    if (item->kind != ValueKind::string || !known.contains(item->text)) left.push_back(item);
  }
  return make_set(std::move(left), partial);
}

std::optional<bool> negated(std::optional<bool> value) {
  if (!value) return std::nullopt;
  return !*value;
}

/// left is right
std::optional<bool> identical(const Ref& left, const Ref& right) {
  if (left->kind == ValueKind::instance || right->kind == ValueKind::instance) {
    if (left == right) return true;
    if (left->kind == ValueKind::none || right->kind == ValueKind::none) return false;
  }
  return equal(left, right);
}

/// left in right
std::optional<bool> contained(const Ref& left, const Ref& right) {
  if (right->kind == ValueKind::string && left->kind == ValueKind::string)
    return right->text.find(left->text) != std::string::npos;
  if (right->kind == ValueKind::names && left->kind == ValueKind::string) {
    if (right->names->contains(left->text)) return true;
    return right->partial ? std::nullopt : std::optional(false);
  }
  bool uncertain = false;
  if (right->kind == ValueKind::dict) {
    if (dict_get(*right, left, uncertain)) return true;
    return uncertain ? std::nullopt : std::optional(false);
  }
  if (!is_sequence(right) && right->kind != ValueKind::set) return std::nullopt;
  uncertain = right->partial;
  for (const Ref& item : right->items) {
    const auto same = equal(left, item);
    if (same == true) return true;
    uncertain = uncertain || !same;
  }
  return uncertain ? std::nullopt : std::optional(false);
}

/// -1, 0 or 1 as `a` is less than, equal to or greater than `b`: numbers, strings, and tuples of these
/// (sys.version_info).
std::optional<int> three_way(const Value& a, const Value& b, int level = 0) {
  const auto number = [](const Value& value) -> std::optional<double> {
    if (value.partial) return std::nullopt;
    return value.kind == ValueKind::boolean ? static_cast<double>(value.integer) : real_value(value);
  };
  const std::optional<double> x = number(a);
  const std::optional<double> y = number(b);
  if (x && y) return *x < *y ? -1 : *x > *y ? 1 : 0;
  if (a.kind == ValueKind::string && b.kind == ValueKind::string) return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
  if (a.kind != b.kind || (a.kind != ValueKind::tuple && a.kind != ValueKind::list) || level >= 4 || a.partial ||
      b.partial)
    return std::nullopt;
  for (std::size_t i = 0; i < a.items.size() && i < b.items.size(); ++i) {
    const auto order = three_way(*a.items[i], *b.items[i], level + 1);
    if (!order || *order != 0) return order;
  }
  return a.items.size() < b.items.size() ? -1 : a.items.size() > b.items.size() ? 1 : 0;
}

}  // namespace

Ref Evaluator::binary(std::string_view op, const Ref& left, const Ref& right) {
  charge(left->items.size() + right->items.size());
  charge(left->text.size() + right->text.size(), 16);
  if (op == "+" && is_sequence(left)) return concatenated(left, right);
  if ((op == "|" || op == "-" || op == "&") && is_set_like(left)) return set_operation(op, left, right);
  if (op == "|" && (is_typing_construct(left) || is_typing_construct(right))) return generic_alias();
  if (left->kind == ValueKind::string && op == "%") return format_percent(left->text, right);
  if (left->kind == ValueKind::string && right->kind == ValueKind::string && op == "+" &&
      left->text.size() + right->text.size() < (1U << 20))
    return make_string(left->text + right->text);
  if (left->kind == ValueKind::real || right->kind == ValueKind::real) {
    const auto a = real_value(*left);
    const auto b = real_value(*right);
    return a && b ? real_arithmetic(op, *a, *b) : make_unknown();
  }
  const auto a = whole(left);
  const auto b = whole(right);
  return a && b ? integer_arithmetic(op, *a, *b) : make_unknown();
}

Ref Evaluator::set_operation(std::string_view op, const Ref& left, const Ref& right) {
  if (left->kind == ValueKind::dict && right->kind == ValueKind::dict) return make_unknown();
  const auto items = iterate(left);
  const auto other = iterate(right);
  std::vector<Ref> result = items ? *items : left->items;
  const bool partial = !items;
  if (!step() || result.size() > longest_set || (other && other->size() > longest_set)) return make_unknown();
  if (op == "|") return set_union(std::move(result), partial, other);
  if (!other) return make_unknown();
  const std::set<std::string_view> texts = texts_of(*other);
  const bool only_texts = std::ranges::all_of(*other, [](const Ref& one) { return one->kind == ValueKind::string; });
  const auto in_other = [&](const Ref& item) {
    if (item->kind == ValueKind::string) return texts.contains(item->text);
    return !only_texts && std::ranges::any_of(*other, [&](const Ref& one) { return equal(item, one) == true; });
  };
  std::erase_if(result, [&](const Ref& item) { return in_other(item) == (op == "-"); });
  return make_set(std::move(result), partial);
}

Ref Evaluator::compare(const Expression& expression, Frame& frame, int depth) {
  // Chains (a < b < c) are rare in what decides names.
  if (expression.parts.size() != 2) {
    for (const Expression& part : expression.parts) evaluate(part, frame, depth);
    return make_unknown();
  }
  const Ref left = evaluate(expression.parts[0], frame, depth);
  const Ref right = evaluate(expression.parts[1], frame, depth);
  const std::string_view op = expression.text;
  charge(left->items.size() + right->items.size() + left->pairs.size() + right->pairs.size());
  charge(left->text.size() + right->text.size(), 16);
  const auto answer = [](std::optional<bool> value) { return value ? make_bool(*value) : make_unknown(); };
  if (op == "==") return answer(equal(left, right));
  if (op == "!=" || op == "<>") return answer(negated(equal(left, right)));
  if (op == "is") return answer(identical(left, right));
  if (op == "is not") return answer(negated(identical(left, right)));
  if (op == "in") return answer(contained(left, right));
  if (op == "not in") return answer(negated(contained(left, right)));
  const auto order = three_way(*left, *right);
  if (!order) return make_unknown();
  if (op == "<") return make_bool(*order < 0);
  if (op == "<=") return make_bool(*order <= 0);
  if (op == ">") return make_bool(*order > 0);
  if (op == ">=") return make_bool(*order >= 0);
  return make_unknown();
}

}  // namespace fairplay::signatures::footprint
