#include "signatures/footprint/scalar_types.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "signatures/footprint/evaluator.h"

namespace fairplay::signatures::footprint {

namespace {

/// ndarraytypes.h's NPY_TYPES with the names of their scalars, in the order in which NumPy's C code registers them.
struct ScalarType {
  std::string_view key;       ///< up to NumPy 1: typeinfo's key; with NPY_ before it from NumPy 2 on
  std::string_view alias;     ///< NumPy 2's own name for the C type, beside its sized name; empty without one
  std::string_view old_name;  ///< __name__ up to NumPy 1
  std::string_view new_name;  ///< __name__ from NumPy 2 on
  char character;
  int number;
  int bits;       ///< on 64-bit Linux
  int alignment;  ///< bytes
  char kind;
};

constexpr std::array scalar_types = {
    ScalarType{"BOOL", "", "bool_", "bool", '?', 0, 8, 1, 'b'},
    ScalarType{"BYTE", "byte", "int8", "int8", 'b', 1, 8, 1, 'i'},
    ScalarType{"UBYTE", "ubyte", "uint8", "uint8", 'B', 2, 8, 1, 'u'},
    ScalarType{"SHORT", "short", "int16", "int16", 'h', 3, 16, 2, 'i'},
    ScalarType{"USHORT", "ushort", "uint16", "uint16", 'H', 4, 16, 2, 'u'},
    ScalarType{"INT", "intc", "int32", "int32", 'i', 5, 32, 4, 'i'},
    ScalarType{"UINT", "uintc", "uint32", "uint32", 'I', 6, 32, 4, 'u'},
    ScalarType{"INTP", "intp", "int64", "int64", 'p', 7, 64, 8, 'i'},
    ScalarType{"UINTP", "uintp", "uint64", "uint64", 'P', 8, 64, 8, 'u'},
    ScalarType{"LONG", "long", "int64", "int64", 'l', 7, 64, 8, 'i'},
    ScalarType{"ULONG", "ulong", "uint64", "uint64", 'L', 8, 64, 8, 'u'},
    ScalarType{"LONGLONG", "", "longlong", "longlong", 'q', 9, 64, 8, 'i'},
    ScalarType{"ULONGLONG", "", "ulonglong", "ulonglong", 'Q', 10, 64, 8, 'u'},
    ScalarType{"HALF", "", "float16", "float16", 'e', 23, 16, 2, 'f'},
    ScalarType{"FLOAT", "", "float32", "float32", 'f', 11, 32, 4, 'f'},
    ScalarType{"DOUBLE", "", "float64", "float64", 'd', 12, 64, 8, 'f'},
    ScalarType{"LONGDOUBLE", "", "float128", "longdouble", 'g', 13, 128, 16, 'f'},
    ScalarType{"CFLOAT", "", "complex64", "complex64", 'F', 14, 64, 4, 'c'},
    ScalarType{"CDOUBLE", "", "complex128", "complex128", 'D', 15, 128, 8, 'c'},
    ScalarType{"CLONGDOUBLE", "", "complex256", "clongdouble", 'G', 16, 256, 16, 'c'},
    ScalarType{"OBJECT", "", "object_", "object_", 'O', 17, 64, 8, 'O'},
    ScalarType{"STRING", "", "bytes_", "bytes_", 'S', 18, 0, 1, 'S'},
    ScalarType{"UNICODE", "", "str_", "str_", 'U', 19, 0, 4, 'U'},
    ScalarType{"VOID", "", "void", "void", 'V', 20, 0, 1, 'V'},
    ScalarType{"DATETIME", "", "datetime64", "datetime64", 'M', 21, 64, 8, 'M'},
    ScalarType{"TIMEDELTA", "", "timedelta64", "timedelta64", 'm', 22, 64, 8, 'm'},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> abstract_types = {{
    {"Generic", "generic"},
    {"Number", "number"},
    {"Integer", "integer"},
    {"Inexact", "inexact"},
    {"SignedInteger", "signedinteger"},
    {"UnsignedInteger", "unsignedinteger"},
    {"Floating", "floating"},
    {"ComplexFloating", "complexfloating"},
    {"Flexible", "flexible"},
    {"Character", "character"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> dtype_aliases = {{
    {"Int8DType", "ByteDType"},
    {"UInt8DType", "UByteDType"},
    {"Int16DType", "ShortDType"},
    {"UInt16DType", "UShortDType"},
    {"Int32DType", "IntDType"},
    {"UInt32DType", "UIntDType"},
    {"Int64DType", "LongDType"},
    {"UInt64DType", "ULongDType"},
}};

/// A stand-in for a typeinfo entry, and for a dtype instance.
Ref described(const ScalarType& type, const Ref& scalar) {
  Ref value = make_unknown();
  value->kind = ValueKind::instance;
  value->origin = Origin::extension;
  value->names = std::make_shared<Names>();
  Names& names = *value->names;
  names["type"] = scalar;
  names["char"] = make_string(std::string(1, type.character));
  names["kind"] = make_string(std::string(1, type.kind));
  names["num"] = make_integer(type.number);
  names["bits"] = make_integer(type.bits);
  names["itemsize"] = make_integer(type.bits / 8);
  names["alignment"] = make_integer(type.alignment);
  return value;
}

}  // namespace

Ref typeinfo(const std::function<Ref(const std::string&)>& type_named, bool new_style) {
  Ref dict = make_unknown();
  dict->kind = ValueKind::dict;
  for (const ScalarType& type : scalar_types) {
    const std::string name(new_style ? type.new_name : type.old_name);
    const Ref entry = described(type, type_named(name));
    const bool pointer = type.character == 'p' || type.character == 'P';
    if (!new_style) {
      dict_set(*dict, make_string(std::string(type.key)), entry);
      continue;
    }
    if (!pointer) {
      dict_set(*dict, make_string(name), entry);
      dict_set(*dict, make_string("NPY_" + std::string(type.key)), entry);
    }
    if (!type.alias.empty()) dict_set(*dict, make_string(std::string(type.alias)), entry);
  }
  if (!new_style) {
    for (const auto& [key, name] : abstract_types)
      dict_set(*dict, make_string(std::string(key)), type_named(std::string(name)));
  }
  return dict;
}

bool is_concrete_scalar(std::string_view name) {
  return std::ranges::any_of(scalar_types,
                             [&](const ScalarType& type) { return name == type.old_name || name == type.new_name; });
}

std::string alias_of_dtype(std::string_view name) {
  const auto found = std::ranges::find(dtype_aliases, name, &std::pair<std::string_view, std::string_view>::first);
  return found == dtype_aliases.end() ? std::string() : std::string(found->second);
}

std::string dtype_of_alias(std::string_view alias) {
  const auto found = std::ranges::find(dtype_aliases, alias, &std::pair<std::string_view, std::string_view>::second);
  return found == dtype_aliases.end() ? std::string() : std::string(found->first);
}

Ref scalar_instance(const Ref& type, const std::vector<Ref>& arguments) {
  if (type->text != "dtype" || type->origin != Origin::extension || arguments.empty()) return nullptr;
  const Ref& of = arguments[0];
  for (const ScalarType& scalar : scalar_types) {
    const bool by_type = of->kind == ValueKind::class_ && of->origin == Origin::extension &&
                         (of->text == scalar.old_name || of->text == scalar.new_name);
    const bool by_character = of->kind == ValueKind::string && of->text == std::string_view(&scalar.character, 1);
    if (!by_type && !by_character) continue;
    Ref value = described(scalar, by_type ? of : make_unknown());
    value->of = type;
    return value;
  }
  return nullptr;
}

}  // namespace fairplay::signatures::footprint
