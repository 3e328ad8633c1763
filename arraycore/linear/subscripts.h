#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// einsum's subscripts: a label for each axis of each operand, and of the result. Labels are letters; axes that an
/// ellipsis stands for have the labels -1 (the last one), -2 ...
struct Subscripts {
  std::vector<std::vector<int>> operands;
  std::vector<int> output;
};

/// Reads "ij,j->i". `dimensions`: the axes of each operand. Without "->" the result has the axes of ellipses and then,
/// in the order of their letters, the labels that come once. Errors are NumPy's: another number of operands or axes,
/// what is no letter, an output label that is no input's or comes twice, an ellipsis that the output lacks.
Expected<Subscripts> parse_subscripts(std::string_view text, std::span<const std::size_t> dimensions);

}  // namespace fairplay::arraycore
