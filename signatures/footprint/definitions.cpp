// Definitions of functions and classes, and their decorators.
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/wrappers.h"

namespace fairplay::signatures::footprint {

using python::Code;
using python::Expression;
using python::ExpressionKind;

namespace {

Ref definition(ValueKind kind, const Code& code, Module& module) {
  Ref value = std::make_shared<Value>();
  value->kind = kind;
  value->text = code.text;
  value->module = &module;
  value->place = module.name;
  value->code = &code;
  return value;
}

}  // namespace

bool Evaluator::is_followed(const Ref& result) {
  if (result->kind == ValueKind::unknown || result->kind == ValueKind::none) return false;
  if (result->kind != ValueKind::instance || is_callable(*this, result)) return true;
  std::vector<Ref> open{result->of};
  for (std::size_t i = 0; i < open.size() && open.size() < 100; ++i) {
    if (!open[i] || open[i]->kind != ValueKind::class_) return false;
    if (open[i]->origin != Origin::python) {  // of C code or Python's library: it may do anything
      if (open[i]->text != "object" && open[i]->text != "ABC" && open[i]->text != "Generic") return false;
      continue;
    }
    open.insert(open.end(), open[i]->items.begin(), open[i]->items.end());
  }
  return true;
}

Ref Evaluator::decorated(const Code& code, Ref value, Frame& frame) {
  for (auto decorator = code.decorators.rbegin(); decorator != code.decorators.rend(); ++decorator) {
    const std::string name = dotted(*decorator);
    if (name == "staticmethod") {
      value->binding = Value::Binding::static_method;
    } else if (name == "classmethod") {
      value->binding = Value::Binding::class_method;
    } else if (name == "property" || name.ends_with(".setter") || name.ends_with(".getter") ||
               name.ends_with(".deleter") || name.ends_with("cached_property")) {
      value->binding = Value::Binding::property;
    } else {
      const Ref function = evaluate(*decorator, frame);
      raised_.clear();
      Arguments arguments;
      arguments.positional.push_back(value);
      const Ref result = invoke(function, arguments, frame);
      raised_.clear();
      // What can't be followed is taken to return what it was given, as most decorators do: it doesn't make a constant
      // of a function.
      if (is_followed(result)) value = result;
    }
  }
  return value;
}

/// What a function or class defined here sees around it: the names of enclosing functions, not of classes (language
/// reference, section 4.2.2).
std::shared_ptr<Names> Evaluator::enclosed(const Frame& frame) {
  if (frame.at_module || frame.in_class) return frame.closure;
  auto names = std::make_shared<Names>(frame.closure ? *frame.closure : Names{});
  for (const auto& [name, value] : *frame.names) (*names)[name] = value;
  return names;
}

void Evaluator::define_function(const Code& code, Frame& frame) {
  Ref value = definition(ValueKind::function, code, *frame.module);
  value->closure = enclosed(frame);
  for (const python::Parameter& parameter : code.parameters)
    value->items.push_back(parameter.value ? evaluate(parameter.value, frame) : nullptr);
  raised_.clear();
  Ref result = decorated(code, value, frame);
  if (result->kind == ValueKind::instance && result->code == nullptr) {
    result->code = value->code;
    result->module = value->module;
  }
  bind(code.text, std::move(result), frame);
}

void Evaluator::define_class(const Code& code, Frame& frame) {
  Ref value = definition(ValueKind::class_, code, *frame.module);
  value->names = std::make_shared<Names>();
  for (const Expression& base : code.targets) {
    if (base.is(ExpressionKind::keyword) || base.is(ExpressionKind::star)) continue;
    Ref type = evaluate(base, frame);
    value->items.push_back(std::move(type));
  }
  raised_.clear();
  Frame inner;
  inner.module = frame.module;
  inner.names = value->names;
  inner.in_class = true;
  inner.class_name = code.text;
  inner.closure = enclosed(frame);
  if (++calls_ < deepest_call) run(code.body, inner);
  --calls_;
  raised_.clear();
  bind(code.text, decorated(code, value, frame), frame);
}

}  // namespace fairplay::signatures::footprint
