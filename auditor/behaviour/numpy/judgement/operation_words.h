#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "auditor/behaviour/numpy/process/operation.h"

/// Questions about an operation, in which the rows say where they apply.
namespace fairplay::auditor::behaviour::numpy::known {

bool of(const Operation& operation, std::initializer_list<std::string_view> names);  ///< add, median, beta, ...
bool is(const Operation& operation, std::initializer_list<std::string_view> ops);    ///< ufunc, astype, stream, ...
/// "f8" of "<f8", "M8" of "<M8[s]"; empty: there is no such operand.
std::string kind(const Operation& operation, std::size_t place);
char letter(const Operation& operation, std::size_t place);  ///< 'f' of "<f8"; '?': there is no such operand
/// Whether an operand's dtype has one of these letters.
bool has(const Operation& operation, std::string_view letters);
int times(const Operation& operation);  ///< how many operands are datetimes or timedeltas
/// Whether two times are of different units, so that one is converted.
bool of_two_units(const Operation& operation);
bool has_extent(const Operation& operation, std::size_t place, std::int64_t extent);
bool without_axes(const Operation& operation);  ///< some operand
bool years_or_months(const Operation& operation);
bool reduces(const Operation& operation);
bool is_cast(const Operation& operation, std::string_view from, std::string_view to);
/// Whether one of the two dtypes that are asked about is a time.
bool asks_about_times(const Operation& operation);
/// A 64-bit integer beside another type: together they are float64.
bool has_integers_without_common_type(const Operation& operation);

}  // namespace fairplay::auditor::behaviour::numpy::known
