#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "signatures/footprint/evaluator.h"

/// Values that operators, built-in functions and built-in types' methods take and make.
namespace fairplay::signatures::footprint {

/// A number whose value is known.
inline std::optional<std::int64_t> whole(const Ref& value) {
  if ((value->kind != ValueKind::integer && value->kind != ValueKind::boolean) || value->partial) return std::nullopt;
  return value->integer;
}

/// A container; of unknown content without `items`.
inline Ref of_items(const std::optional<std::vector<Ref>>& items, ValueKind kind) {
  Ref value = make_container(kind, items.value_or(std::vector<Ref>{}));
  value->partial = !items;
  return value;
}

/// A namespace as a dict.
inline Ref names_of(const std::shared_ptr<Names>& names, bool partial) {
  Ref value = make_unknown();
  value->kind = ValueKind::names;
  value->names = names;
  value->partial = partial;
  return value;
}

/// A string that goes on in a way that isn't known.
inline Ref as_beginning(Ref string) {
  if (string->kind == ValueKind::string) string->kind = ValueKind::beginning;
  return string;
}

/// What typing's constructs make: it can be called, but it is no class.
inline Ref generic_alias() {
  Ref alias = make_unknown();
  alias->kind = ValueKind::builtin;
  alias->origin = Origin::foreign;
  alias->place = "typing";
  alias->text = "alias";
  return alias;
}

}  // namespace fairplay::signatures::footprint
