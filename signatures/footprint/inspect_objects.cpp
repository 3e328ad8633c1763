#include "signatures/footprint/inspect_objects.h"

#include <array>

#include "signatures/footprint/evaluator.h"

namespace fairplay::signatures::footprint {

using python::ParameterKind;

namespace {

constexpr auto parameter_kinds = std::to_array<std::pair<std::string_view, ParameterKind>>(
    {{"POSITIONAL_ONLY", ParameterKind::positional_only},
     {"POSITIONAL_OR_KEYWORD", ParameterKind::positional_or_keyword},
     {"VAR_POSITIONAL", ParameterKind::var_positional},
     {"KEYWORD_ONLY", ParameterKind::keyword_only},
     {"VAR_KEYWORD", ParameterKind::var_keyword}});  // in the order of inspect's numbers

bool is_inspect_class(const Ref& type, std::string_view name) {
  return type && type->kind == ValueKind::class_ && type->origin == Origin::foreign && type->place == "inspect" &&
         type->text == name;
}

Ref instance_of_inspect(const char* name) {
  Ref value = make_unknown();
  value->kind = ValueKind::instance;
  value->of = inspect_class(name);
  value->names = std::make_shared<Names>();
  return value;
}

/// Text that stands for a value that isn't known: what its repr() is, or how an annotation is shown.
Ref shown_as(const std::string& text) {
  Ref value = make_unknown();
  value->text = text;
  return value;
}

Ref parameter_object(const SignatureParameter& parameter) {
  Ref value = instance_of_inspect("Parameter");
  Names& names = *value->names;
  names["name"] = make_string(parameter.name);
  names["kind"] = make_integer(static_cast<int>(parameter.kind));
  names["default"] = parameter.value ? shown_as(*parameter.value) : inspect_class("_empty");
  names["annotation"] = parameter.annotation.empty() ? inspect_class("_empty") : shown_as(parameter.annotation);
  return value;
}

/// inspect._empty stands for "without one".
Ref given(const Ref& object, const char* name) {
  const auto found = object->names->find(name);
  if (found == object->names->end() || is_inspect_class(found->second, "_empty")) return nullptr;
  return found->second;
}

std::optional<SignatureParameter> held_parameter(Evaluator& evaluator, const Ref& object) {
  if (object->kind != ValueKind::instance || !is_inspect_class(object->of, "Parameter")) return std::nullopt;
  const Ref name = given(object, "name");
  const Ref kind = given(object, "kind");
  if (!name || name->kind != ValueKind::string || !kind || kind->kind != ValueKind::integer || kind->partial ||
      kind->integer < 0 || kind->integer > static_cast<int>(ParameterKind::var_keyword))
    return std::nullopt;
  SignatureParameter parameter;
  parameter.name = name->text;
  parameter.kind = static_cast<ParameterKind>(kind->integer);
  if (const Ref value = given(object, "default")) {
    parameter.value = evaluator.repr(value).value_or(value->text);
    if (parameter.value->empty()) return std::nullopt;
  }
  if (const Ref annotation = given(object, "annotation"))
    parameter.annotation = annotation->kind == ValueKind::string ? "'" + annotation->text + "'" : annotation->text;
  return parameter;
}

/// Parameters as a dict by name; nothing where they aren't all known.
Ref parameters_by_name(const Ref& parameters) {
  Ref by_name = make_unknown();
  const auto items = iterate(parameters);
  if (!items) return by_name;
  by_name->kind = ValueKind::dict;
  for (const Ref& one : *items) {
    const Ref name =
        one->kind == ValueKind::instance && is_inspect_class(one->of, "Parameter") ? given(one, "name") : nullptr;
    if (!name || name->kind != ValueKind::string) return make_unknown();
    dict_set(*by_name, name, one);
  }
  return by_name;
}

}  // namespace

bool is_signature_object(const Ref& value) {
  return value->kind == ValueKind::instance &&
         (is_inspect_class(value->of, "Signature") || is_inspect_class(value->of, "Parameter"));
}

Ref inspect_class(const std::string& name) {
  Ref type = make_unknown();
  type->kind = ValueKind::class_;
  type->origin = Origin::foreign;
  type->place = "inspect";
  type->text = name;
  if (name != "Parameter" && name != "Signature") return type;
  type->names = std::make_shared<Names>();
  (*type->names)["empty"] = inspect_class("_empty");
  if (name == "Parameter") {
    for (const auto& [constant, kind] : parameter_kinds)
      (*type->names)[std::string(constant)] = make_integer(static_cast<int>(kind));
  }
  return type;
}

Ref signature_object(const Signature& signature) {
  std::vector<Ref> parameters;
  for (const SignatureParameter& one : signature.parameters) parameters.push_back(parameter_object(one));
  Ref value = instance_of_inspect("Signature");
  (*value->names)["parameters"] = parameters_by_name(make_container(ValueKind::list, std::move(parameters)));
  if (!signature.returns.empty()) (*value->names)["return_annotation"] = shown_as(signature.returns);
  return value;
}

std::optional<Signature> held_signature(Evaluator& evaluator, const Ref& value) {
  if (value->kind != ValueKind::instance || !is_inspect_class(value->of, "Signature")) return std::nullopt;
  const Ref parameters = given(value, "parameters");
  if (!parameters || parameters->kind != ValueKind::dict || parameters->partial) return std::nullopt;
  Signature signature;
  for (const auto& [name, object] : parameters->pairs) {
    auto parameter = held_parameter(evaluator, object);
    if (!parameter) return std::nullopt;
    signature.parameters.push_back(std::move(*parameter));
  }
  if (const Ref returns = given(value, "return_annotation")) signature.returns = returns->text;
  return signature;
}

Ref make_signature_object(const Ref& type, const std::vector<Ref>& in,
                          const std::vector<std::pair<std::string, Ref>>& keywords) {
  if (is_inspect_class(type, "Parameter")) {
    Ref value = instance_of_inspect("Parameter");
    (*value->names)["default"] = (*value->names)["annotation"] = inspect_class("_empty");
    for (std::size_t i = 0; i < in.size() && i < 2; ++i) (*value->names)[i == 0 ? "name" : "kind"] = in[i];
    for (const auto& [name, held] : keywords) (*value->names)[name] = held;
    return value;
  }
  Ref value = instance_of_inspect("Signature");
  Ref parameters = in.empty() ? make_container(ValueKind::list, {}) : in[0];
  for (const auto& [name, held] : keywords) {
    if (name == "parameters")
      parameters = held;
    else
      (*value->names)[name] = held;
  }
  (*value->names)["parameters"] =
      parameters_by_name(parameters->kind == ValueKind::none ? make_container(ValueKind::list, {}) : parameters);
  return value;
}

Ref replaced_signature_object(const Ref& object, const std::vector<std::pair<std::string, Ref>>& keywords) {
  Ref value = std::make_shared<Value>(*object);
  value->names = std::make_shared<Names>(*object->names);
  for (const auto& [name, held] : keywords)
    (*value->names)[name] = name == "parameters" ? parameters_by_name(held) : held;
  return value;
}

}  // namespace fairplay::signatures::footprint
