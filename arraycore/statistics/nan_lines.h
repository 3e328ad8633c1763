#pragma once

#include <functional>

#include "arraycore/statistics/value.h"

namespace fairplay::arraycore {

/// The elements of an array with one axis where a mask is true.
Value where_true(const Value& line, const Value& mask);
/// Those that are no NaN (nor NaT).
Value without_nan(const Value& line);

/// What a function makes of each line along the first axis: (axes of one result, axes that stay ...). As in
/// numpy.apply_along_axis the first result decides the dtype. Error: no line.
Value over_lines(const Value& lines, const std::function<Value(const Value& line)>& function);
/// The same of the lines of two arrays of one shape.
Value over_lines(const Value& lines, const Value& others,
                 const std::function<Value(const Value& line, const Value& other)>& function);

}  // namespace fairplay::arraycore
