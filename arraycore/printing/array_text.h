#pragma once

#include <string>
#include <string_view>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/printing/print_options.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// What is written between and around elements (numpy.array2string).
struct ArrayTextLayout {
  std::string_view separator = " ";
  std::string_view prefix = "";  ///< its length is the indent of the following lines
  std::string_view suffix = "";  ///< its length is left free at the end of lines
};

/// numpy.array2string: "[[1 2]\n [3 4]]", UTF-8. Errors: an option out of its range, a time without a unit, a time or
/// a long double without axes as 1.13 wrote it.
Expected<std::string> array2string(const ConstDynamicView& view, const PrintOptions& options = {},
                                   const ArrayTextLayout& layout = {});

/// numpy.array_str; an array without axes as its element. Errors: the same.
Expected<std::string> array_str(const ConstDynamicView& view, const PrintOptions& options = {});

/// numpy.array_repr: "array([1., 2.], dtype=float32)". Errors: the same.
Expected<std::string> array_repr(const ConstDynamicView& view, const PrintOptions& options = {});

}  // namespace fairplay::arraycore
