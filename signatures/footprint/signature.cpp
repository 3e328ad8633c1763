// inspect.signature() without importing anything (CPython's Lib/inspect.py, _signature_from_callable).
#include "signatures/footprint/signature.h"

#include <algorithm>

#include "signatures/footprint/inspect_objects.h"
#include "signatures/footprint/wrappers.h"

namespace fairplay::signatures::footprint {

using python::Expression;
using python::ExpressionKind;
using python::Parameter;
using python::ParameterKind;

namespace {

std::string annotation_on_one_line(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\';
    if (!blank)
      result += c;
    else if (!result.empty() && result.back() != ' ')
      result += ' ';
  }
  return result;
}

/// How inspect shows an annotation: with postponed evaluation (PEP 563) the source as a string; else built-in classes
/// by name, other objects by their repr.
std::string annotation_text(const Module& module, const Expression& annotation) {
  if (!annotation) return {};
  const std::string source = annotation_on_one_line(module.source->of(annotation));
  if (module.future_annotations) {
    const char quote = source.find('\'') != std::string::npos ? '"' : '\'';
    std::string text = source;
    std::ranges::replace(text, quote == '"' ? '\'' : '\'', '\'');
    return quote + text + quote;
  }
  if (annotation.is(ExpressionKind::string)) return "'" + annotation.text + "'";
  return source;
}

Signature of_function(Evaluator& evaluator, const Ref& function) {
  Signature signature;
  const Module& module = *function->module;
  const auto& parameters = function->code->parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    SignatureParameter one{
        parameter.name, parameter.kind, annotation_text(module, parameter.annotation), std::nullopt, {}};
    if (parameter.value) {
      one.source = annotation_on_one_line(module.source->of(parameter.value));
      one.value = i < function->items.size() && function->items[i]
                      ? evaluator.repr(function->items[i]).value_or(one.source)
                      : one.source;
    }
    signature.parameters.push_back(std::move(one));
  }
  signature.returns = annotation_text(module, function->code->value);
  return signature;
}

/// functools.partial: what it binds by position goes, what it binds by keyword becomes a default, and from there on all
/// is by keyword.
std::optional<Signature> of_partial(Evaluator& evaluator, const Ref& partial) {
  if (partial->items.empty() || (partial->items[0]->kind == ValueKind::builtin && partial->items[0]->of))
    return std::nullopt;  // of a partial: rare, and endless in hostile code
  auto signature = signature_of(evaluator, partial->items[0]);
  if (!signature) return std::nullopt;
  auto& parameters = signature->parameters;
  for (std::size_t bound = partial->items.size() - 1;
       bound > 0 && !parameters.empty() && parameters[0].kind <= ParameterKind::positional_or_keyword; --bound)
    parameters.erase(parameters.begin());
  bool by_keyword = false;
  for (SignatureParameter& parameter : parameters) {
    for (const auto& [key, value] : partial->pairs) {
      if (key->text != parameter.name) continue;
      parameter.value = evaluator.repr(value);
      by_keyword = true;
    }
    if (by_keyword && parameter.kind == ParameterKind::positional_or_keyword)
      parameter.kind = ParameterKind::keyword_only;
  }
  return signature;
}

/// What inspect accepts as a default in a C function's documentation (ast.literal_eval).
bool is_literal(const Expression& expression, int depth) {
  if (depth > 16) return false;
  switch (expression.kind) {
    case ExpressionKind::number:
    case ExpressionKind::string:
    case ExpressionKind::bytes:
    case ExpressionKind::constant: return true;
    case ExpressionKind::unary:
    case ExpressionKind::binary:
    case ExpressionKind::tuple:
    case ExpressionKind::list:
    case ExpressionKind::set:
    case ExpressionKind::dict:
      return std::ranges::all_of(expression.parts, [&](const Expression& part) { return is_literal(part, depth + 1); });
    default: return false;
  }
}

std::optional<Signature> without_first(std::optional<Signature> signature) {
  if (!signature || signature->parameters.empty()) return signature;
  const ParameterKind first = signature->parameters[0].kind;
  if (first == ParameterKind::positional_only || first == ParameterKind::positional_or_keyword)
    signature->parameters.erase(signature->parameters.begin());
  return signature;
}

std::optional<Signature> of_class(Evaluator& evaluator, const Ref& type) {
  for (const char* maker : {"__new__", "__init__"}) {
    const Ref method = evaluator.class_attribute(type, maker);
    if (method && method->kind == ValueKind::function && method->code != nullptr)
      return without_first(signature_of(evaluator, method));
  }
  // Neither is overridden: object's own, which takes nothing. A class of C or of Python's library has its own __init__.
  std::vector<Ref> open{type};
  for (std::size_t i = 0; i < open.size() && open.size() < 100; ++i) {
    if (open[i]->kind != ValueKind::class_) return std::nullopt;
    const bool plain = open[i]->origin == Origin::foreign &&
                       (open[i]->text == "object" || open[i]->text == "ABC" || open[i]->text == "Generic");
    if (open[i]->origin != Origin::python && open[i]->signature)
      return signature_in_text(evaluator, *open[i]->signature);
    if (open[i]->origin != Origin::python && !plain) return std::nullopt;
    for (const Ref& base : open[i]->items) open.push_back(base);
  }
  return Signature{};
}

}  // namespace

std::string Signature::text() const {
  std::string result = "(";
  bool star_shown = false;
  bool slash_due = false;
  bool first = true;
  const auto separate = [&] {
    if (!first) result += ", ";
    first = false;
  };
  for (const SignatureParameter& parameter : parameters) {
    if (parameter.kind == ParameterKind::positional_only) {
      slash_due = true;
    } else if (slash_due) {
      separate();
      result += '/';
      slash_due = false;
    }
    if (parameter.kind == ParameterKind::var_positional) star_shown = true;
    if (parameter.kind == ParameterKind::keyword_only && !star_shown) {
      separate();
      result += '*';
      star_shown = true;
    }
    separate();
    if (parameter.kind == ParameterKind::var_positional) result += '*';
    if (parameter.kind == ParameterKind::var_keyword) result += "**";
    result += parameter.name;
    if (!parameter.annotation.empty()) result += ": " + parameter.annotation;
    if (parameter.value) result += (parameter.annotation.empty() ? "=" : " = ") + *parameter.value;
  }
  if (slash_due) {
    separate();
    result += '/';
  }
  result += ')';
  if (!returns.empty()) result += " -> " + returns;
  return result;
}

std::optional<Signature> signature_in_text(Evaluator& evaluator, const std::string& text) {
  constexpr std::size_t longest = 4000;
  if (text.size() > longest) return std::nullopt;
  std::vector<Damage> damage;
  Module module;
  module.value = make_unknown();
  module.source =
      std::make_unique<python::ModuleSource>(python::module_source("def f" + text + ": pass\n", "", damage));
  module.code = std::make_unique<python::Block>(python::read_module(*module.source, damage));
  if (!damage.empty() || module.code->size() != 1 || module.code->front().kind != python::CodeKind::function)
    return std::nullopt;
  Ref function = make_unknown();
  function->kind = ValueKind::function;
  function->module = &module;
  function->code = &module.code->front();
  for (const Parameter& parameter : function->code->parameters) {
    if (parameter.value && !is_literal(parameter.value, 0)) return std::nullopt;
    function->items.push_back(parameter.value ? evaluator.evaluate_in(module, parameter.value) : nullptr);
  }
  return of_function(evaluator, function);
}

std::optional<Signature> signature_of(Evaluator& evaluator, const Ref& value) {
  const Ref function = unwrapped(value, true);
  if (function->names) {
    const auto own = function->names->find("__signature__");
    if (own != function->names->end() && own->second->kind != ValueKind::none)
      return held_signature(evaluator, own->second);
  }
  if (function->signature) {
    auto signature = signature_in_text(evaluator, *function->signature);
    const bool unbound =
        function->kind == ValueKind::builtin && function->of && function->of->kind == ValueKind::class_;
    if (signature && unbound)
      signature->parameters.insert(signature->parameters.begin(),
                                   SignatureParameter{"self", ParameterKind::positional_only, {}, std::nullopt, {}});
    return signature;
  }
  switch (function->kind) {
    case ValueKind::function:
      if (function->code == nullptr || function->module == nullptr || function->module->source == nullptr)
        return std::nullopt;
      return of_function(evaluator, function);
    case ValueKind::bound: {
      if (function->items.empty()) return std::nullopt;
      return without_first(signature_of(evaluator, function->items[0]));
    }
    case ValueKind::class_: return of_class(evaluator, function);
    case ValueKind::builtin:
      if (function->text == "partial" && function->of) return of_partial(evaluator, function);
      return std::nullopt;
    case ValueKind::instance: {
      if (!function->of || function->of->kind != ValueKind::class_) return std::nullopt;
      const Ref call = evaluator.class_attribute(function->of, "__call__");
      if (!call || call->kind != ValueKind::function) return std::nullopt;
      return without_first(signature_of(evaluator, call));
    }
    default: return std::nullopt;
  }
}

std::string signature_text(Evaluator& evaluator, const Ref& value) {
  if (const auto signature = signature_of(evaluator, value)) return signature->text();
  // What isn't written as Python would: "(d0, d1, ..., dn)".
  const Ref function = unwrapped(value, true);
  const Ref& written = function->kind == ValueKind::bound && !function->items.empty() ? function->items[0] : function;
  return written->signature ? annotation_on_one_line(*written->signature) : std::string();
}

}  // namespace fairplay::signatures::footprint
