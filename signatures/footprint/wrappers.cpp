#include "signatures/footprint/wrappers.h"

#include <algorithm>
#include <array>

#include "signatures/footprint/evaluator.h"

namespace fairplay::signatures::footprint {

namespace {

constexpr int most_wrappers = 16;  // hostile code may let them refer to each other in a circle

/// Classes of Python's library whose instances can be called.
constexpr auto callable_classes =
    std::to_array<std::string_view>({"functools.partial", "functools.singledispatch", "operator.itemgetter",
                                     "operator.attrgetter", "operator.methodcaller", "types.FunctionType",
                                     "types.LambdaType", "types.MethodType", "types.BuiltinFunctionType"});

bool is_assigned(const Ref& assigned, std::string_view name) {
  if (!assigned) return true;
  const auto names = iterate(assigned);
  if (!names) return true;
  return std::ranges::any_of(*names,
                             [&](const Ref& one) { return one->kind == ValueKind::string && one->text == name; });
}

bool is_callable_itself(Evaluator& evaluator, const Ref& value) {
  switch (value->kind) {
    case ValueKind::function: return value->binding != Value::Binding::property;
    case ValueKind::builtin:
    case ValueKind::bound:
    case ValueKind::class_:
    case ValueKind::ufunc: return true;
    case ValueKind::instance: {
      if (!value->of) return false;
      if (evaluator.class_attribute(value->of, "__call__")) return true;
      const std::string full = value->of->place + "." + value->of->text;
      return value->of->origin == Origin::foreign &&
             std::ranges::find(callable_classes, full) != callable_classes.end();
    }
    default: return false;
  }
}

}  // namespace

void update_wrapper(const Ref& wrapper, const Ref& wrapped, const Ref& assigned) {
  switch (wrapper->kind) {
    case ValueKind::unknown:
      wrapper->kind = ValueKind::instance;
      wrapper->origin = Origin::python;
      break;
    case ValueKind::function:
    case ValueKind::builtin:
    case ValueKind::class_:
    case ValueKind::instance: break;
    default: return;  // has no attributes
  }
  if (wrapper == wrapped || wrapper->origin == Origin::foreign) return;
  if (is_assigned(assigned, "__module__") && !wrapped->place.empty()) wrapper->place = wrapped->place;
  if (is_assigned(assigned, "__name__") && !wrapped->text.empty()) wrapper->text = wrapped->text;
  if (!wrapper->names) wrapper->names = std::make_shared<Names>();
  Names& names = *wrapper->names;
  const bool has_attributes =
      wrapped->names && (wrapped->kind == ValueKind::function || wrapped->kind == ValueKind::instance);
  if (has_attributes) {
    for (const auto& [name, value] : Names(*wrapped->names)) {
      if (names.size() < Evaluator::most_items) names[name] = value;
    }
  }
  names["__wrapped__"] = wrapped;
}

Ref wrapped_by(const Ref& value) {
  if (!value->names || value->kind == ValueKind::module || value->kind == ValueKind::names) return nullptr;
  const auto found = value->names->find("__wrapped__");
  return found == value->names->end() ? nullptr : found->second;
}

Ref unwrapped(Ref value, bool stop) {
  for (int i = 0; i < most_wrappers; ++i) {
    if (stop && value->names && value->names->contains("__signature__")) break;
    Ref next = wrapped_by(value);
    if (!next) break;
    value = std::move(next);
  }
  return value;
}

bool is_callable(Evaluator& evaluator, const Ref& value) {
  return is_callable_itself(evaluator, value) || is_callable_itself(evaluator, unwrapped(value));
}

}  // namespace fairplay::signatures::footprint
