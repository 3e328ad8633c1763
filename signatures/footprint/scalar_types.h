#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/footprint/value.h"

/// NumPy's built-in scalar types: what its C code puts into `typeinfo` for the Python side to make names from.
namespace fairplay::signatures::footprint {

/// `multiarray.typeinfo` as the evaluator sees it. `type_named` gives the class object for a scalar type's name, so
/// that all modules share it. `new_style`: NumPy 2's keys ("int8", "NPY_BYTE"); else the C names ("BYTE") and the
/// abstract types.
Ref typeinfo(const std::function<Ref(const std::string&)>& type_named, bool new_style);

/// Whether it is the name of a type that has values, not of an abstract one.
bool is_concrete_scalar(std::string_view name);

/// On 64-bit Linux the DTypes of C's integers are those of a size: "ByteDType" is another name of "Int8DType". Empty
/// for others.
std::string alias_of_dtype(std::string_view name);
std::string dtype_of_alias(std::string_view alias);

/// Instances whose attributes name-making code reads: dtype(x) with itemsize, kind, type, name. Null for other types.
Ref scalar_instance(const Ref& type, const std::vector<Ref>& arguments);

}  // namespace fairplay::signatures::footprint
