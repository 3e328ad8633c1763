#include "arraycore/text_files/loadtxt.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/text_files/field_value.h"
#include "arraycore/text_files/fields.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

struct LoadedRow {
  std::vector<std::u32string> fields;
  std::int64_t line = 0;
};

std::string of_line(std::int64_t line) { return " (line " + std::to_string(line) + ')'; }

Expected<std::vector<std::u32string>> chosen(std::vector<std::u32string> fields,
                                             const std::vector<std::int64_t>& columns, std::size_t row,
                                             std::int64_t line) {
  std::vector<std::u32string> result;
  const auto count = static_cast<std::int64_t>(fields.size());
  for (const std::int64_t column : columns) {
    if (column < -count || column >= count) {
      return fail(ErrorKind::value, "invalid column index " + std::to_string(column) + " at row " +
                                        std::to_string(row + 1) + " with " + std::to_string(count) + " columns" +
                                        of_line(line));
    }
    result.push_back(fields[static_cast<std::size_t>(column < 0 ? column + count : column)]);
  }
  return result;
}

Expected<std::vector<LoadedRow>> rows_of(std::u32string_view text, const LoadTextOptions& options) {
  FieldReader reader(text, options.syntax);
  for (std::int64_t i = 0; i < options.skip_rows && !reader.at_end(); ++i) reader.skip_line();
  std::vector<LoadedRow> rows;
  const std::int64_t limit = options.max_rows.value_or(-1);
  std::size_t width = 0;
  while (!reader.at_end() && (limit < 0 || static_cast<std::int64_t>(rows.size()) < limit)) {
    auto fields = reader.next();
    if (fields.empty()) continue;
    if (rows.empty()) width = fields.size();
    if (options.columns) {
      auto some = chosen(std::move(fields), *options.columns, rows.size(), reader.line());
      if (!some) return std::unexpected(some.error());
      fields = std::move(*some);
    } else if (fields.size() != width) {
      return fail(ErrorKind::value, "the number of columns changed from " + std::to_string(width) + " to " +
                                        std::to_string(fields.size()) + " at row " + std::to_string(rows.size() + 1) +
                                        of_line(reader.line()) + "; use `usecols` to select a subset");
    }
    rows.push_back({std::move(fields), reader.line()});
  }
  return rows;
}

}  // namespace

Expected<Array> with_min_dimensions(Array table, std::int64_t min_dimensions, bool transposed_too) {
  if (min_dimensions < 0 || min_dimensions > 2) {
    return fail(ErrorKind::value, "Illegal value of ndmin keyword: " + std::to_string(min_dimensions));
  }
  Layout layout = table.view().layout();
  const auto given = static_cast<std::int64_t>(layout.dimensions());
  if (given > min_dimensions) layout = *squeezed(layout, std::nullopt);
  const auto left = static_cast<std::int64_t>(layout.dimensions());
  if (left < min_dimensions) {
    // One axis is a column where two are wanted.
    const std::int64_t rows = layout.count();
    layout = **reshaped(layout, min_dimensions == 1 ? Extents{rows} : Extents{rows, 1}, table.dtype().size());
  }
  if (transposed_too) layout = transposed(layout);
  return Array::copy_of(table.view().with(layout));
}

Expected<Array> loadtxt(std::string_view file, const LoadTextOptions& options) {
  if (const auto fits = check_syntax(options.syntax); !fits) return std::unexpected(fits.error());
  if (options.skip_rows < 0) return fail(ErrorKind::value, "skiprows must be nonnegative");
  const auto text = decoded(file);
  if (!text) return std::unexpected(text.error());
  const auto rows = rows_of(*text, options);
  if (!rows) return std::unexpected(rows.error());
  TextLength length(options.dtype);
  for (const LoadedRow& row : *rows) {
    for (const std::u32string& field : row.fields) length.add(field);
  }
  const auto dtype = length.dtype();
  if (!dtype) return std::unexpected(dtype.error());
  const std::size_t columns = !rows->empty()    ? rows->front().fields.size()
                              : options.columns ? options.columns->size()
                                                : 1;
  auto table =
      Array::zeros(*dtype, Extents{static_cast<std::int64_t>(rows->size()), static_cast<std::int64_t>(columns)});
  if (!table) return table;
  std::byte* place = table->view().data();
  for (std::size_t i = 0; i < rows->size(); ++i) {
    for (std::size_t column = 0; column < columns; ++column, place += dtype->size()) {
      const std::u32string& field = (*rows)[i].fields[column];
      if (const auto done = read_strict_element(field, *dtype, place, options.release); !done) {
        // NumPy counts rows from 0 and columns from 1 here.
        return fail(ErrorKind::value, "could not convert string " + quoted_field(field) + " to " + dtype->name() +
                                          " at row " + std::to_string(i) + ", column " + std::to_string(column + 1) +
                                          of_line((*rows)[i].line) + ": " + done.error().message);
      }
    }
  }
  return with_min_dimensions(std::move(*table), options.min_dimensions, options.unpack);
}

}  // namespace fairplay::arraycore
