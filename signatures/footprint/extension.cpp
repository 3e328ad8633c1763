#include "signatures/footprint/extension.h"

#include <algorithm>

#include "signatures/elf/image.h"
#include "signatures/elf/method_tables.h"
#include "signatures/footprint/builtin_values.h"
#include "signatures/footprint/evaluator.h"
#include "signatures/footprint/foreign.h"
#include "signatures/footprint/module.h"
#include "signatures/footprint/scalar_types.h"
#include "signatures/name_parts.h"

namespace fairplay::signatures::footprint {

namespace {

constexpr std::string_view exported = "__all__";
constexpr std::string_view dtypes_prefix = "numpy.dtypes.";

Ref class_of(const elf::TypeObject& type, const elf::ModuleDict& dict, Module& module, std::map<std::string, Ref>& made,
             int depth) {
  if (const auto known = made.find(type.name); known != made.end()) return known->second;
  Ref value = make_unknown();
  value->kind = ValueKind::class_;
  value->origin = Origin::extension;
  const std::size_t dot = type.name.rfind('.');
  value->text = type.name.substr(dot == std::string::npos ? 0 : dot + 1);
  value->place = dot == std::string::npos ? "builtins" : type.name.substr(0, dot);
  value->module = &module;
  value->names = std::make_shared<Names>();
  made[type.name] = value;
  for (const std::string& method : type.methods) {
    Ref function = make_unknown();
    function->kind = ValueKind::builtin;
    function->origin = Origin::extension;
    function->text = method;
    function->of = value;
    (*value->names)[method] = function;
  }
  for (const std::string& property : type.properties) (*value->names)[property] = make_unknown();
  if (type.callable) {
    Ref call = make_unknown();
    call->kind = ValueKind::builtin;
    call->origin = Origin::extension;
    (*value->names)["__call__"] = call;
  }
  (*value->names)["__doc__"] = type.doc.empty() ? make_none() : as_beginning(make_string(type.doc));
  if (const std::string signature = documented_signature(type.doc, value->text, false); !signature.empty())
    value->signature = signature;
  else if (type.plain && !is_concrete_scalar(value->text))
    value->signature = "()";  // object's own
  if (const auto base = dict.types.find(type.base); base != dict.types.end() && depth < 16)
    value->items.push_back(class_of(base->second, dict, module, made, depth + 1));
  return value;
}

/// The mathematical constants that umath registers (npy_math.h).
std::optional<double> known_constant(std::string_view name) {
  if (name == "pi") return 3.141592653589793;
  if (name == "e") return 2.718281828459045;
  if (name == "euler_gamma") return 0.5772156649015329;
  if (name == "PINF") return __builtin_inf();
  if (name == "NINF") return -__builtin_inf();
  if (name == "NAN") return __builtin_nan("");
  return std::nullopt;
}

/// "(a, b)" of Argument Clinic's "($self, /, a, b)", "($module, a, b)" or "($type, a, b)".
std::string without_self(std::string_view signature) {
  const auto skip_blanks = [&](std::size_t at) {
    return std::min(signature.find_first_not_of(" \t\n", at), signature.size());
  };
  std::size_t at = skip_blanks(1);
  if (at >= signature.size() || signature[at] != '$') return std::string(signature);
  for (const bool slash : {false, true}) {
    const std::size_t end = std::min(signature.find_first_of(",)", at), signature.size());
    if (slash && signature.substr(at, 1) != "/") break;
    at = end < signature.size() && signature[end] == ',' ? skip_blanks(end + 1) : end;
  }
  return "(" + std::string(signature.substr(at));
}

}  // namespace

std::string documented_signature(std::string_view doc, std::string_view name, bool loose) {
  if (loose) doc.remove_prefix(std::min(doc.find_first_not_of(" \n\t"), doc.size()));
  if (!doc.starts_with(name) || doc.size() <= name.size() || doc[name.size()] != '(') {
    // Cython's embedsignature writes Class.method(...).
    const std::size_t open = doc.find('(');
    if (!loose || open == std::string_view::npos || open > 120 || !doc.substr(0, open).ends_with(name) ||
        open == name.size() || doc[open - name.size() - 1] != '.')
      return {};
    doc.remove_prefix(open - name.size());
  }
  const std::string_view rest = doc.substr(name.size());
  int depth = 0;
  char quote = 0;
  std::size_t end = 0;
  for (std::size_t i = 0; i < rest.size() && i < 2000; ++i) {
    const char c = rest[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if ((c == ')' || c == ']') && --depth == 0) {
      end = i + 1;
      break;
    }
  }
  if (end == 0) return {};
  if (!loose && !rest.substr(end).starts_with("\n--\n\n")) return {};
  return without_self(rest.substr(0, end));
}

ExtensionNames read_extension(std::span<const std::byte> bytes, const std::string& file, const std::string& module,
                              const Candidates& candidates, std::vector<Damage>& damage) {
  ExtensionNames names;
  const auto image = elf::Image::open(bytes, file);
  if (!image) {
    damage.push_back(image.error());
    return names;
  }
  const std::string leaf(leaf_of(module));
  names.dict = elf::module_dict(*image, leaf, damage);
  for (const elf::UfuncName& ufunc : elf::ufunc_names(*image, damage)) names.ufuncs.insert(ufunc.name);
  names.docs = elf::method_docs(*image, damage);
  if (leaf == "_multiarray_umath") {
    for (const std::string& found : elf::strings_beginning(*image, dtypes_prefix))
      names.dtype_classes.insert(found.substr(dtypes_prefix.size()));
  }
  // Only where the registrations can't be followed do strings have to do.
  if (names.dict.entries.size() < 4) {
    std::set<std::string, std::less<>> wanted;
    for (const auto& [name, from] : candidates) wanted.insert(name);
    wanted.insert("__all__");
    wanted.insert("__main__");
    bool compressed = true;  // Cython 3.2 and later pack their strings; then what is left of them must do
    bool star = false;
    for (const std::string& name : elf::strings_among(*image, wanted)) {
      const auto candidate = candidates.find(name);
      if (name == "__main__") compressed = false;  // all modules compare their name with it
      if (name == "__all__") names.proven.emplace(name, std::string());
      if (candidate == candidates.end()) continue;
      names.proven.emplace(name, candidate->second);
      if (candidate->second == exported) star = true;
      if (candidate->second == exported || candidate->second.empty()) names.exported.insert(name);
    }
    names.packed = compressed;
    if (!star)
      names.exported.clear();
    else if (compressed)
      names.proven.emplace("__all__", std::string());
    for (const std::string& name : names.exported) names.proven[name].clear();
  }
  return names;
}

void fill_from_extension(Module& module, int python_minor) {
  const ExtensionNames& extension = *module.extension;
  std::map<std::string, Ref> made;
  const auto type_named = [&](const std::string& name) {
    const std::string full = "numpy." + name;
    if (const auto known = made.find(full); known != made.end()) return known->second;
    for (const auto& [address, type] : extension.dict.types) {
      if (type.name == full) return class_of(type, extension.dict, module, made, 0);
    }
    elf::TypeObject type;
    type.name = full;
    Ref value = class_of(type, extension.dict, module, made, 0);
    // These inherit from Python's own, whose signatures inspect finds.
    if (name == "float64" && python_minor >= 7) value->signature = "(x=0, /)";
    if (name == "complex128" && python_minor >= 7) value->signature = "(real=0, imag=0)";
    return value;
  };
  const auto add = [&](const std::string& name, Ref value) { module.names->insert_or_assign(name, std::move(value)); };
  for (const elf::DictEntry& entry : extension.dict.entries) {
    Ref value = make_unknown();
    value->origin = Origin::extension;
    value->module = &module;
    value->text = entry.name;
    const bool ufunc = extension.ufuncs.contains(entry.name) ||
                       (entry.kind == elf::EntryKind::unknown && extension.ufuncs.contains(entry.alias));
    if (ufunc && entry.kind != elf::EntryKind::method) {
      value->kind = ValueKind::ufunc;
    } else if (entry.kind == elf::EntryKind::method) {
      value->kind = ValueKind::builtin;
      if (const std::string signature = documented_signature(entry.doc, entry.name, false); !signature.empty())
        value->signature = signature;
      value->names = std::make_shared<Names>();
      (*value->names)["__doc__"] = entry.doc.empty() ? make_none() : as_beginning(make_string(entry.doc));
    } else if (entry.kind == elf::EntryKind::type) {
      const auto type = extension.dict.types.find(entry.object);
      if (type != extension.dict.types.end()) {
        value = class_of(type->second, extension.dict, module, made, 0);
      } else {
        value->kind = ValueKind::class_;
        value->names = std::make_shared<Names>();
      }
    } else if (const auto known = known_constant(entry.name); known && entry.kind == elf::EntryKind::constant) {
      value = make_real(*known);
      value->origin = Origin::extension;
    } else if (entry.kind == elf::EntryKind::constant) {
      value->kind = ValueKind::integer;
      value->partial = true;
    } else if (entry.name == "typeinfo") {
      value = typeinfo(type_named, module.name.starts_with("numpy._core."));
    }
    add(entry.name, std::move(value));
  }
  // A Cython module's names come from strings; the documented functions show what they are.
  for (const auto& [name, from] : extension.proven) {
    if (module.names->contains(name) || name == "__all__") continue;
    if (!from.empty()) {
      const std::size_t dot = from.rfind('.');
      Ref value = dot == std::string::npos ? foreign_module(from)
                                           : foreign_attribute(from.substr(0, dot), from.substr(dot + 1), python_minor);
      if (value) add(name, std::move(value));
      continue;
    }
    Ref value = make_unknown();
    value->origin = Origin::extension;
    value->module = &module;
    value->text = name;
    const auto doc = extension.docs.find(name);
    if (name.find('_') != std::string::npos &&
        std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; })) {
      value->kind = ValueKind::integer;
      value->partial = true;
    } else if (name[0] >= 'A' && name[0] <= 'Z') {
      value->kind = ValueKind::class_;
      value->place = module.name;
      value->names = std::make_shared<Names>();
    } else {
      value->kind = ValueKind::builtin;
    }
    if (doc != extension.docs.end()) {
      if (const std::string signature = documented_signature(doc->second, name, true); !signature.empty())
        value->signature = signature;
    }
    add(name, std::move(value));
  }
  if (extension.proven.contains("__all__") && !extension.exported.empty()) {
    std::vector<Ref> names;
    for (const std::string& name : extension.exported) {
      if (module.names->contains(name)) names.push_back(make_string(name));
    }
    add("__all__", make_container(ValueKind::list, std::move(names)));
  }
  const bool unread = !extension.dict.found && extension.proven.empty();
  if (unread) module.value->partial = true;
  module.incomplete = unread || extension.packed;
}

}  // namespace fairplay::signatures::footprint
