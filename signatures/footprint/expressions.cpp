#include <algorithm>
#include <charconv>
#include <cstdlib>

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
  Ref unknown = make_unknown();  // complex, or too large
  return unknown;
}

/// What typing's constructs make.
Ref generic_alias() {
  Ref alias = make_unknown();
  alias->kind = ValueKind::builtin;
  alias->origin = Origin::foreign;
  alias->place = "typing";
  alias->text = "alias";
  return alias;
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

Ref Evaluator::evaluate(const Expression& expression, Frame& frame, int depth) {
  const Nesting deeper(nesting_);
  if (++depth > deepest_expression || nesting_ > deepest_nesting || !step()) return make_unknown();
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
    case ExpressionKind::constant:
      if (expression.text == "None") return make_none();
      if (expression.text == "Ellipsis") {
        Ref value = make_unknown();
        value->kind = ValueKind::ellipsis;
        return value;
      }
      return make_bool(expression.text == "True");
    case ExpressionKind::attribute: {
      if (expression.parts.empty()) return make_unknown();
      const Ref object = evaluate(expression.parts[0], frame, depth);
      Ref value = attribute(object, expression.text);
      if (!value) {
        raise("AttributeError");
        return make_unknown();
      }
      return value;
    }
    case ExpressionKind::call: return call_expression(expression, frame, depth);
    case ExpressionKind::list:
    case ExpressionKind::tuple:
    case ExpressionKind::set: {
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
    case ExpressionKind::dict: {
      Ref value = make_unknown();
      value->kind = ValueKind::dict;
      for (std::size_t i = 0; i + 1 < expression.parts.size(); i += 2) {
        if (expression.parts[i].is(ExpressionKind::star)) {
          const Ref other =
              expression.parts[i].parts.empty() ? make_unknown() : evaluate(expression.parts[i].parts[0], frame, depth);
          if (other->kind == ValueKind::dict && !other->partial) {
            for (const auto& [key, held] : other->pairs) dict_set(*value, key, held);
          } else {
            value->partial = true;
          }
          continue;
        }
        const Ref key = evaluate(expression.parts[i], frame, depth);
        dict_set(*value, key, evaluate(expression.parts[i + 1], frame, depth));
      }
      return value;
    }
    case ExpressionKind::binary:
      if (expression.parts.size() < 2) return make_unknown();
      {
        const Ref left = evaluate(expression.parts[0], frame, depth);
        return binary(expression.text, left, evaluate(expression.parts[1], frame, depth));
      }
    case ExpressionKind::unary: {
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
    case ExpressionKind::boolean: {
      if (expression.parts.size() < 2) return make_unknown();
      const Ref left = evaluate(expression.parts[0], frame, depth);
      const auto holds = truth(left);
      const bool conjunction = expression.text == "and";
      if (holds) return *holds == conjunction ? evaluate(expression.parts[1], frame, depth) : left;
      const Ref right = evaluate(expression.parts[1], frame, depth);
      // What decides alone decides.
      if (truth(right) == !conjunction && right->kind == ValueKind::boolean) return right;
      return make_unknown();
    }
    case ExpressionKind::compare: return compare(expression, frame, depth);
    case ExpressionKind::conditional: {
      if (expression.parts.size() < 3) return make_unknown();
      const auto holds = truth(evaluate(expression.parts[1], frame, depth));
      if (!holds) return make_unknown();
      return evaluate(expression.parts[*holds ? 0 : 2], frame, depth);
    }
    case ExpressionKind::lambda: {
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
    case ExpressionKind::comprehension: return comprehension(expression, frame, depth);
    case ExpressionKind::subscript: {
      if (expression.parts.size() < 2) return make_unknown();
      const Ref container = evaluate(expression.parts[0], frame, depth);
      if (expression.parts[1].is(ExpressionKind::slice)) return slice(container, expression.parts[1], frame, depth);
      return subscript(container, evaluate(expression.parts[1], frame, depth));
    }
    case ExpressionKind::assigned: {
      if (expression.parts.empty()) return make_unknown();
      Ref value = evaluate(expression.parts[0], frame, depth);
      bind(expression.text, value, frame);
      return value;
    }
    default: return make_unknown();
  }
}

Ref Evaluator::binary(std::string_view op, const Ref& left, const Ref& right) {
  charge(left->items.size() + right->items.size());
  charge(left->text.size() + right->text.size(), 16);
  const auto sequence = [](const Ref& value) {
    return value->kind == ValueKind::list || value->kind == ValueKind::tuple;
  };
  // A set, or a view of a dict's keys.
  const auto set_like = [](const Ref& value) {
    return value->kind == ValueKind::set || value->kind == ValueKind::names || value->kind == ValueKind::dict;
  };
  if (op == "+" && sequence(left)) {
    Ref value = make_container(left->kind, left->items);
    value->partial = left->partial;
    const auto more = iterate(right);
    if (more && value->items.size() + more->size() < most_items)
      value->items.insert(value->items.end(), more->begin(), more->end());
    else
      value->partial = true;
    return value;
  }
  if ((op == "|" || op == "-" || op == "&") && set_like(left)) {
    if (left->kind == ValueKind::dict && right->kind == ValueKind::dict) return make_unknown();
    const auto items = iterate(left);
    const auto other = iterate(right);
    std::vector<Ref> result = items ? *items : left->items;
    bool partial = !items;
    if (!step() || result.size() > 20'000 || (other && other->size() > 20'000)) return make_unknown();
    if (op == "|") {
      // Membership by text: namespaces have thousands of names.
      std::set<std::string_view> known;
      for (const Ref& item : result) {
        if (item->kind == ValueKind::string) known.insert(item->text);
      }
      if (other) {
        for (const Ref& item : *other) {
          if (item->kind != ValueKind::string || !known.contains(item->text)) result.push_back(item);
        }
      } else {
        partial = true;
      }
      Ref value = make_unknown();
      value->kind = ValueKind::set;
      value->items = std::move(result);
      value->partial = partial;
      return value;
    }
    if (!other) return make_unknown();
    std::set<std::string_view> texts;
    bool others = false;
    for (const Ref& item : *other) {
      if (item->kind == ValueKind::string)
        texts.insert(item->text);
      else
        others = true;
    }
    const auto in_other = [&](const Ref& item) {
      if (item->kind == ValueKind::string) return texts.contains(item->text);
      return others && std::ranges::any_of(*other, [&](const Ref& one) { return equal(item, one) == true; });
    };
    std::erase_if(result, [&](const Ref& item) { return in_other(item) == (op == "-"); });
    Ref value = make_unknown();
    value->kind = ValueKind::set;
    value->items = std::move(result);
    value->partial = partial;
    return value;
  }
  if (op == "|" && ((left->kind == ValueKind::builtin && left->place == "typing") ||
                    (right->kind == ValueKind::builtin && right->place == "typing")))
    return generic_alias();
  if (left->kind == ValueKind::string && op == "%") return format_percent(left->text, right);
  if (left->kind == ValueKind::string && right->kind == ValueKind::string && op == "+" &&
      left->text.size() + right->text.size() < (1U << 20))
    return make_string(left->text + right->text);
  const auto scalar = [](const Ref& value) {
    return (value->kind == ValueKind::integer && !value->partial) || value->kind == ValueKind::real;
  };
  if ((left->kind == ValueKind::real || right->kind == ValueKind::real) && scalar(left) && scalar(right)) {
    const double a = left->kind == ValueKind::real ? left->real : static_cast<double>(left->integer);
    const double b = right->kind == ValueKind::real ? right->real : static_cast<double>(right->integer);
    if (op == "+") return make_real(a + b);
    if (op == "-") return make_real(a - b);
    if (op == "*") return make_real(a * b);
    if (op == "/" && b != 0) return make_real(a / b);
  }
  const auto whole = [](const Ref& value) {
    return (value->kind == ValueKind::integer || value->kind == ValueKind::boolean) && !value->partial;
  };
  if (whole(left) && whole(right)) {
    const auto a = static_cast<std::uint64_t>(left->integer);  // wraps; Python would go on, no name depends on that
    const auto b = static_cast<std::uint64_t>(right->integer);
    if (op == "+") return make_integer(static_cast<std::int64_t>(a + b));
    if (op == "-") return make_integer(static_cast<std::int64_t>(a - b));
    if (op == "*") return make_integer(static_cast<std::int64_t>(a * b));
    if (op == "|") return make_integer(static_cast<std::int64_t>(a | b));
    if (op == "&") return make_integer(static_cast<std::int64_t>(a & b));
    if (op == "<<" && right->integer >= 0 && right->integer < 62 && left->integer >= 0 && left->integer < (1LL << 31))
      return right->integer < 31 ? make_integer(left->integer << right->integer) : make_unknown();
    if (op == "**" && left->integer == 2 && right->integer >= 0 && right->integer < 62)
      return make_integer(std::int64_t{1} << right->integer);
    if (right->integer > 0 && left->integer >= 0) {
      if (op == "//") return make_integer(left->integer / right->integer);
      if (op == "%") return make_integer(left->integer % right->integer);
    }
  }
  return make_unknown();
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
  const auto negated = [](std::optional<bool> value) -> std::optional<bool> {
    if (!value) return std::nullopt;
    return !*value;
  };
  if (op == "==") return answer(equal(left, right));
  if (op == "!=" || op == "<>") return answer(negated(equal(left, right)));
  if (op == "is" || op == "is not") {
    std::optional<bool> same = equal(left, right);
    if (left->kind == ValueKind::instance || right->kind == ValueKind::instance) {
      if (left == right)
        same = true;
      else if (left->kind == ValueKind::none || right->kind == ValueKind::none)
        same = false;
    }
    return answer(op == "is" ? same : negated(same));
  }
  if (op == "in" || op == "not in") {
    std::optional<bool> inside;
    if (right->kind == ValueKind::string && left->kind == ValueKind::string) {
      inside = right->text.find(left->text) != std::string::npos;
    } else if (right->kind == ValueKind::names && left->kind == ValueKind::string) {
      inside = right->names->contains(left->text);
      if (*inside == false && right->partial) inside.reset();
    } else if (right->kind == ValueKind::dict) {
      bool uncertain = false;
      if (dict_get(*right, left, uncertain))
        inside = true;
      else if (!uncertain)
        inside = false;
    } else if (right->kind == ValueKind::list || right->kind == ValueKind::tuple || right->kind == ValueKind::set) {
      bool uncertain = right->partial;
      for (const Ref& item : right->items) {
        const auto same = equal(left, item);
        if (same == true) {
          inside = true;
          break;
        }
        uncertain = uncertain || !same;
      }
      if (!inside && !uncertain) inside = false;
    }
    return answer(op == "in" ? inside : negated(inside));
  }
  // Order: of numbers, strings and tuples of these (sys.version_info).
  const auto less = [](auto&& self, const Value& a, const Value& b, int level) -> std::optional<int> {
    const auto scalar = [](const Value& value) {
      return (value.kind == ValueKind::integer || value.kind == ValueKind::boolean || value.kind == ValueKind::real) &&
             !value.partial;
    };
    if (scalar(a) && scalar(b)) {
      const double x = a.kind == ValueKind::real ? a.real : static_cast<double>(a.integer);
      const double y = b.kind == ValueKind::real ? b.real : static_cast<double>(b.integer);
      return x < y ? -1 : x > y ? 1 : 0;
    }
    if (a.kind == ValueKind::string && b.kind == ValueKind::string)
      return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
    if (a.kind == b.kind && (a.kind == ValueKind::tuple || a.kind == ValueKind::list) && level < 4 && !a.partial &&
        !b.partial) {
      for (std::size_t i = 0; i < a.items.size() && i < b.items.size(); ++i) {
        const auto order = self(self, *a.items[i], *b.items[i], level + 1);
        if (!order || *order != 0) return order;
      }
      return a.items.size() < b.items.size() ? -1 : a.items.size() > b.items.size() ? 1 : 0;
    }
    return std::nullopt;
  };
  const auto order = less(less, *left, *right, 0);
  if (!order) return make_unknown();
  if (op == "<") return make_bool(*order < 0);
  if (op == "<=") return make_bool(*order <= 0);
  if (op == ">") return make_bool(*order > 0);
  if (op == ">=") return make_bool(*order >= 0);
  return make_unknown();
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
