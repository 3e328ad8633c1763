#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/text_files/fields.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// The keyword arguments of numpy.loadtxt.
struct LoadTextOptions {
  Release release = newest_release;
  /// Of all elements. Bytes and text of length 0 become as long as the longest field.
  DType dtype = Kind::float64;
  FieldSyntax syntax = {};
  /// Lines at the beginning that aren't read, comments, empty ones and parts of quotations included.
  std::int64_t skip_rows = 0;
  /// Which fields of each row, in this order; negative ones count from its end.
  std::optional<std::vector<std::int64_t>> columns = std::nullopt;
  /// Columns become rows.
  bool unpack = false;
  /// Axes that stay although their extent is 1: 0, 1 or 2.
  std::int64_t min_dimensions = 0;
  /// Rows of fields that are read at most; negative ones are none.
  std::optional<std::int64_t> max_rows = std::nullopt;
};

/// numpy.loadtxt of a file in UTF-8, as NumPy has it since 1.23 and documents it since: (rows, columns) without axes of
/// extent 1. Errors: those of check_syntax and decoded; rows of another length than the first one; a column that isn't
/// there; a field that read_strict_element can't read. They name the line, and the row and column as NumPy counts them.
Expected<Array> loadtxt(std::string_view file, const LoadTextOptions& options = {});

/// An array of at most two axes without those of extent 1 (numpy.loadtxt's `ndmin`). Error: `min_dimensions` isn't 0, 1
/// or 2; no memory.
Expected<Array> with_min_dimensions(Array table, std::int64_t min_dimensions, bool transposed);

}  // namespace fairplay::arraycore
