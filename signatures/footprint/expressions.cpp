#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "signatures/footprint/builtin_values.h"
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/foreign.h"

namespace fairplay::signatures::footprint {

using python::Expression;
using python::ExpressionKind;

namespace {

Ref number(std::string text) {
  std::erase(text, '_');
  if (!text.empty() && (text.back() == 'L' || text.back() == 'l')) text.pop_back();
  const char* begin = text.data();
  const char* end = begin + text.size();
  int base = 10;
  if (text.size() > 2 && text[0] == '0') {
    const char form = static_cast<char>(text[1] | 0x20);
    base = form == 'x' ? 16 : form == 'o' ? 8 : form == 'b' ? 2 : 10;
    if (base != 10) begin += 2;
  }
  std::int64_t integer = 0;
  const auto [stop, error] = std::from_chars(begin, end, integer, base);
  if (error == std::errc() && stop == end) {
    if (base == 10 && text.size() > 1 && text[0] == '0') std::from_chars(begin, end, integer, 8);  // Python 2's octal
    return make_integer(integer);
  }
  double real = 0;
  const auto [real_stop, real_error] = std::from_chars(text.data(), end, real);
  if (base == 10 && real_stop == end && real_error == std::errc() && text.find_first_of(".eE") != std::string::npos)
    return make_real(real);
  return make_unknown();  // complex, or too large
}

/// None, Ellipsis, True or False.
Ref constant(std::string_view name) {
  if (name == "None") return make_none();
  if (name != "Ellipsis") return make_bool(name == "True");
  Ref value = make_unknown();
  value->kind = ValueKind::ellipsis;
  return value;
}

}  // namespace

Ref Evaluator::lookup(const std::string& name, Frame& frame) {
  if (!frame.globals.contains(name)) {
    if (const auto found = frame.names->find(name); found != frame.names->end()) return found->second;
    if (frame.closure) {
      if (const auto found = frame.closure->find(name); found != frame.closure->end()) return found->second;
    }
  }
  if (const auto found = frame.module->names->find(name); found != frame.module->names->end()) return found->second;
  if (Ref value = builtin_name(name)) return value;
  // A module whose namespace is incomplete may have it.
  if (!frame.module->value->partial) raise("NameError");
  return make_unknown();
}

Ref Evaluator::evaluate_in(Module& module, const Expression& expression) {
  Frame frame;
  frame.module = &module;
  frame.names = module.names;
  const std::string raised = raised_;
  Ref value = evaluate(expression, frame);
  raised_ = raised;
  return value;
}

Ref Evaluator::evaluate(const Expression& expression, Frame& frame, int depth) {
  const Nesting deeper(nesting_);
  if (++depth > deepest_expression || nesting_ > deepest_nesting || !step()) return make_unknown();
  const std::vector<Expression>& parts = expression.parts;
  switch (expression.kind) {
    case ExpressionKind::name: return lookup(expression.text, frame);
    case ExpressionKind::number: return number(expression.text);
    case ExpressionKind::string: return make_string(expression.text);
    case ExpressionKind::bytes: {
      Ref value = make_string(expression.text);
      value->kind = ValueKind::bytes;
      return value;
    }
    case ExpressionKind::format_string: return format_string(expression, frame);
    case ExpressionKind::constant: return constant(expression.text);
    case ExpressionKind::attribute: return attribute_expression(expression, frame, depth);
    case ExpressionKind::call: return call_expression(expression, frame, depth);
    case ExpressionKind::list:
    case ExpressionKind::tuple:
    case ExpressionKind::set: return sequence_display(expression, frame, depth);
    case ExpressionKind::dict: return dict_display(expression, frame, depth);
    case ExpressionKind::binary: {
      if (parts.size() < 2) return make_unknown();
      const Ref left = evaluate(parts[0], frame, depth);
      return binary(expression.text, left, evaluate(parts[1], frame, depth));
    }
    case ExpressionKind::unary: return unary(expression, frame, depth);
    case ExpressionKind::boolean: return boolean(expression, frame, depth);
    case ExpressionKind::compare: return compare(expression, frame, depth);
    case ExpressionKind::conditional: {
      if (parts.size() < 3) return make_unknown();
      const auto holds = truth(evaluate(parts[1], frame, depth));
      if (!holds) return make_unknown();
      return evaluate(parts[*holds ? 0 : 2], frame, depth);
    }
    case ExpressionKind::lambda: return lambda(expression, frame);
    case ExpressionKind::comprehension: return comprehension(expression, frame, depth);
    case ExpressionKind::subscript: {
      if (parts.size() < 2) return make_unknown();
      const Ref container = evaluate(parts[0], frame, depth);
      if (parts[1].is(ExpressionKind::slice)) return slice(container, parts[1], frame, depth);
      return subscript(container, evaluate(parts[1], frame, depth));
    }
    case ExpressionKind::assigned: {
      if (parts.empty()) return make_unknown();
      Ref value = evaluate(parts[0], frame, depth);
      bind(expression.text, value, frame);
      return value;
    }
    default: return make_unknown();
  }
}

Ref Evaluator::attribute_expression(const Expression& expression, Frame& frame, int depth) {
  if (expression.parts.empty()) return make_unknown();
  const Ref object = evaluate(expression.parts[0], frame, depth);
  Ref value = attribute(object, expression.text);
  if (value) return value;
  raise("AttributeError");
  return make_unknown();
}

Ref Evaluator::sequence_display(const Expression& expression, Frame& frame, int depth) {
  std::vector<Ref> items;
  bool partial = false;
  for (const Expression& part : expression.parts) {
    if (part.is(ExpressionKind::star) && !part.parts.empty()) {
      const auto more = iterate(evaluate(part.parts[0], frame, depth));
      if (more)
        items.insert(items.end(), more->begin(), more->end());
      else
        partial = true;
    } else {
      items.push_back(evaluate(part, frame, depth));
    }
  }
  Ref value = make_container(expression.kind == ExpressionKind::list  ? ValueKind::list
                             : expression.kind == ExpressionKind::set ? ValueKind::set
                                                                      : ValueKind::tuple,
                             std::move(items));
  value->partial = partial;
  return value;
}

Ref Evaluator::dict_display(const Expression& expression, Frame& frame, int depth) {
  Ref value = make_unknown();
  value->kind = ValueKind::dict;
  for (std::size_t i = 0; i + 1 < expression.parts.size(); i += 2) {
    const Expression& first = expression.parts[i];
    if (!first.is(ExpressionKind::star)) {
      const Ref key = evaluate(first, frame, depth);
      dict_set(*value, key, evaluate(expression.parts[i + 1], frame, depth));
      continue;
    }
    const Ref other = first.parts.empty() ? make_unknown() : evaluate(first.parts[0], frame, depth);
    if (other->kind == ValueKind::dict && !other->partial) {
      for (const auto& [key, held] : other->pairs) dict_set(*value, key, held);
    } else {
      value->partial = true;
    }
  }
  return value;
}

Ref Evaluator::unary(const Expression& expression, Frame& frame, int depth) {
  if (expression.parts.empty()) return make_unknown();
  const Ref value = evaluate(expression.parts[0], frame, depth);
  if (expression.text == "not") {
    const auto holds = truth(value);
    return holds ? make_bool(!*holds) : make_unknown();
  }
  if (expression.text == "-" && value->kind == ValueKind::integer && !value->partial)
    return make_integer(static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(value->integer)));
  if (expression.text == "-" && value->kind == ValueKind::real) return make_real(-value->real);
  if (expression.text == "+") return value;
  return make_unknown();
}

Ref Evaluator::boolean(const Expression& expression, Frame& frame, int depth) {
  if (expression.parts.size() < 2) return make_unknown();
  const Ref left = evaluate(expression.parts[0], frame, depth);
  const auto holds = truth(left);
  const bool conjunction = expression.text == "and";
  if (holds) return *holds == conjunction ? evaluate(expression.parts[1], frame, depth) : left;
  const Ref right = evaluate(expression.parts[1], frame, depth);
  // `unknown and False` is false, `unknown or True` is true.
  if (truth(right) == !conjunction && right->kind == ValueKind::boolean) return right;
  return make_unknown();
}

Ref Evaluator::lambda(const Expression& expression, const Frame& frame) {
  Ref value = make_unknown();
  value->kind = ValueKind::function;
  value->text = frame.class_name.empty() ? "<lambda>" : frame.class_name + ".<lambda>";
  if (frame.module->source != nullptr) {  // its parameters as written: `lambda a, b: ...`
    const std::string_view source = frame.module->source->of(expression);
    const std::size_t colon = source.find(':');
    if (source.starts_with("lambda") && colon != std::string_view::npos &&
        source.substr(0, colon).find_first_of("='\"\n") == std::string_view::npos) {
      std::string_view parameters = source.substr(6, colon - 6);
      parameters.remove_prefix(std::min(parameters.find_first_not_of(' '), parameters.size()));
      value->signature = "(" + std::string(parameters) + ")";
    }
  }
  value->module = frame.module;
  value->place = frame.module->name;
  return value;
}

Ref Evaluator::subscript(const Ref& container, const Ref& index) {
  charge(container->pairs.size() + container->items.size() + container->text.size());
  // List[int], ndarray[Any]: a generic alias, which is callable but no class.
  if (container->kind == ValueKind::class_ || (container->kind == ValueKind::builtin && container->place == "typing"))
    return generic_alias();
  if (container->kind == ValueKind::dict) {
    bool uncertain = false;
    if (Ref value = dict_get(*container, index, uncertain)) return value;
    if (!uncertain) raise("KeyError");
  } else if (container->kind == ValueKind::names && index->kind == ValueKind::string) {
    if (const auto found = container->names->find(index->text); found != container->names->end()) return found->second;
    if (!container->partial) raise("KeyError");
  } else if (index->kind == ValueKind::integer && !index->partial) {
    const auto items = iterate(container);
    if (items && container->kind != ValueKind::dict && container->kind != ValueKind::set &&
        container->kind != ValueKind::names) {
      const auto size = static_cast<std::int64_t>(items->size());
      const std::int64_t at = index->integer < 0 ? index->integer + size : index->integer;
      if (at >= 0 && at < size) return (*items)[static_cast<std::size_t>(at)];
      raise("IndexError");
    }
  }
  return make_unknown();
}

Ref Evaluator::slice(const Ref& container, const Expression& slice, Frame& frame, int depth) {
  const auto items = iterate(container);
  if (items) charge(items->size());
  if (!items ||
      (container->kind != ValueKind::string && container->kind != ValueKind::list &&
       container->kind != ValueKind::tuple) ||
      slice.parts.size() < 3 || slice.parts[2])
    return make_unknown();
  const auto size = static_cast<std::int64_t>(items->size());
  const auto bound = [&](const Expression& part, std::int64_t otherwise) -> std::optional<std::int64_t> {
    if (!part) return otherwise;
    const Ref value = evaluate(part, frame, depth);
    if (value->kind == ValueKind::none) return otherwise;
    if (value->kind != ValueKind::integer || value->partial) return std::nullopt;
    return std::clamp(value->integer < 0 ? value->integer + size : value->integer, std::int64_t{0}, size);
  };
  const auto from = bound(slice.parts[0], 0);
  const auto to = bound(slice.parts[1], size);
  if (!from || !to) return make_unknown();
  std::vector<Ref> cut;
  for (std::int64_t i = *from; i < *to; ++i) cut.push_back((*items)[static_cast<std::size_t>(i)]);
  if (container->kind != ValueKind::string) return make_container(container->kind, std::move(cut));
  std::string text;
  for (const Ref& item : cut) text += item->text;
  return make_string(std::move(text));
}

bool Evaluator::comprehend(const Expression& expression, std::size_t clause, Frame& frame, int depth, Value& into) {
  if (!step() || into.items.size() >= most_items) return false;
  if (clause == expression.parts.size()) {
    const Ref item = evaluate(expression.parts[0], frame, depth);
    if (into.kind == ValueKind::dict) {
      if (item->items.size() == 2) dict_set(into, item->items[0], item->items[1]);
    } else {
      into.items.push_back(item);
    }
    return true;
  }
  const Expression& one = expression.parts[clause];
  if (one.is(ExpressionKind::if_) && !one.parts.empty()) {
    const auto holds = truth(evaluate(one.parts[0], frame, depth));
    if (!holds) return false;
    return *holds ? comprehend(expression, clause + 1, frame, depth, into) : true;
  }
  if (!one.is(ExpressionKind::for_in) || one.parts.size() < 2) return false;
  const auto items = iterate(evaluate(one.parts[1], frame, depth));
  if (!items) return false;
  charge(items->size());
  for (const Ref& item : *items) {
    assign(one.parts[0], item, frame);
    if (!comprehend(expression, clause + 1, frame, depth, into)) return false;
  }
  return true;
}

Ref Evaluator::comprehension(const Expression& expression, Frame& frame, int depth) {
  Ref value = make_unknown();
  value->kind = expression.text == "dict"  ? ValueKind::dict
                : expression.text == "set" ? ValueKind::set
                                           : ValueKind::list;
  if (expression.parts.size() < 2) return make_unknown();
  Frame inner;  // its variables stay its own
  inner.module = frame.module;
  inner.names = std::make_shared<Names>();
  inner.closure = frame.at_module ? nullptr : std::make_shared<Names>(frame.closure ? *frame.closure : Names{});
  if (inner.closure) {
    for (const auto& [name, held] : *frame.names) (*inner.closure)[name] = held;
  }
  if (!comprehend(expression, 1, inner, depth, *value)) value->partial = true;
  if (value->kind == ValueKind::set) value->items = make_container(ValueKind::set, std::move(value->items))->items;
  return value;
}

}  // namespace fairplay::signatures::footprint
