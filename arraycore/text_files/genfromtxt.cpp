#include "arraycore/text_files/genfromtxt.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/numeric_casts.h"
#include "arraycore/strings/characters.h"
#include "arraycore/text_files/field_value.h"
#include "arraycore/text_files/fields.h"
#include "arraycore/text_files/loadtxt.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

using Fields = std::vector<std::u32string_view>;

/// What stands for a text that isn't Latin-1.
constexpr std::u32string_view unreadable_bytes = U"???";

std::vector<std::u32string_view> lines_of(std::u32string_view text) {
  std::vector<std::u32string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(U"\n\r"), text.size());
    lines.push_back(text.substr(0, end));
    const bool pair = text.substr(end).starts_with(U"\r\n");
    text.remove_prefix(std::min(text.size(), end + (pair ? 2 : 1)));
  }
  return lines;
}

Fields split_at_spaces(std::u32string_view line) {
  Fields fields;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i;
    while (end < line.size() && !is_of(CharacterClass::space, line[end])) ++end;
    if (end > i) fields.push_back(line.substr(i, end - i));
    i = end + 1;
  }
  return fields;
}

Fields split_at_text(std::u32string_view line, std::u32string_view delimiter) {
  Fields fields;
  while (true) {
    const std::size_t end = line.find(delimiter);
    fields.push_back(line.substr(0, end));
    if (end == std::u32string_view::npos) return fields;
    line.remove_prefix(end + delimiter.size());
  }
}

Fields split_by_widths(std::u32string_view line, const std::vector<std::int64_t>& widths) {
  Fields fields;
  for (const std::int64_t width : widths) {
    const auto part = std::min(line.size(), static_cast<std::size_t>(width));
    fields.push_back(line.substr(0, part));
    line.remove_prefix(part);
  }
  return fields;
}

Fields split_line(std::u32string_view line, const GenerateTextOptions& options) {
  if (options.comments) line = line.substr(0, line.find(*options.comments));
  const auto* text = std::get_if<std::u32string>(&options.delimiter);
  if (text != nullptr || std::holds_alternative<std::monostate>(options.delimiter)) {
    while (line.starts_with(U' ')) line.remove_prefix(1);
    while (line.ends_with(U' ')) line.remove_suffix(1);
  }
  if (line.empty()) return {};
  Fields fields;
  if (text != nullptr && !text->empty()) {
    fields = split_at_text(line, *text);
  } else if (const auto* widths = std::get_if<std::vector<std::int64_t>>(&options.delimiter)) {
    fields = split_by_widths(line, *widths);
  } else if (const auto* width = std::get_if<std::int64_t>(&options.delimiter)) {
    for (; !line.empty(); line.remove_prefix(std::min(line.size(), static_cast<std::size_t>(*width)))) {
      fields.push_back(line.substr(0, static_cast<std::size_t>(*width)));
    }
  } else {
    fields = split_at_spaces(line);
  }
  if (options.autostrip) {
    for (auto& field : fields) field = without_spaces(field);
  }
  return fields;
}

struct InvalidRow {
  std::size_t line;
  std::size_t fields;
};

struct GeneratedRows {
  std::vector<Fields> rows;
  std::vector<std::size_t> lines;
  std::size_t columns = 0;
};

std::unexpected<Error> invalid_rows(const std::vector<InvalidRow>& invalid, std::size_t columns) {
  std::string message = "Some errors were detected !";
  constexpr std::size_t shown = 10;
  for (std::size_t i = 0; i < std::min(shown, invalid.size()); ++i) {
    message += "\n    Line #" + std::to_string(invalid[i].line) + " (got " + std::to_string(invalid[i].fields) +
               " columns instead of " + std::to_string(columns) + ')';
  }
  return fail(ErrorKind::value, message);
}

/// The chosen fields of a row; nullopt where one isn't there.
std::optional<Fields> chosen_fields(const Fields& fields, const std::vector<std::int64_t>& columns) {
  Fields result;
  const auto count = static_cast<std::int64_t>(fields.size());
  for (const std::int64_t column : columns) {
    if (column < -count || column >= count) return std::nullopt;
    result.push_back(fields[static_cast<std::size_t>(column < 0 ? column + count : column)]);
  }
  return result;
}

Expected<GeneratedRows> generated_rows(const std::vector<std::u32string_view>& lines,
                                       const GenerateTextOptions& options) {
  GeneratedRows found;
  std::vector<InvalidRow> invalid;
  std::optional<std::vector<std::int64_t>> columns = options.columns;
  bool first = true;
  const auto header = static_cast<std::size_t>(std::max<std::int64_t>(options.skip_header, 0));
  for (std::size_t i = header; i < lines.size(); ++i) {
    Fields fields = split_line(lines[i], options);
    if (fields.empty()) continue;
    if (std::exchange(first, false)) {
      found.columns = columns ? columns->size() : fields.size();
      // Negative columns are those of the first row.
      for (std::size_t c = 0; columns && c < columns->size(); ++c) {
        if ((*columns)[c] < 0) (*columns)[c] += static_cast<std::int64_t>(fields.size());
      }
    }
    auto some = columns ? chosen_fields(fields, *columns) : std::optional<Fields>(fields);
    if (!some || some->size() != found.columns) {
      invalid.push_back({i + 1, fields.size()});
      continue;
    }
    found.rows.push_back(std::move(*some));
    found.lines.push_back(i + 1);
    if (options.max_rows && static_cast<std::int64_t>(found.rows.size()) == *options.max_rows) break;
  }
  // Rows of another length within the footer don't count as such.
  for (std::int64_t left = options.skip_footer; left > 0; --left) {
    const bool last_is_invalid = !invalid.empty() && (found.lines.empty() || invalid.back().line > found.lines.back());
    if (last_is_invalid) {
      invalid.pop_back();
    } else if (!found.rows.empty()) {
      found.rows.pop_back();
      found.lines.pop_back();
    }
  }
  if (!invalid.empty() && options.invalid_raise) return invalid_rows(invalid, found.columns);
  return found;
}

/// Writes what stands for a field that can't be read. Error: an unsigned type doesn't hold -1.
Expected<void> write_default(DType dtype, std::byte* target) {
  if (dtype.kind() == Kind::bytes) return read_element(unreadable_bytes, dtype, target, newest_release);
  if (is_unsigned_integer(dtype.kind())) return fail(ErrorKind::range, "-1 out of bounds for " + dtype.name());
  if (is_signed_integer(dtype.kind())) {
    const std::int64_t minus_one = -1;
    numeric_cast(Kind::int64, dtype.kind())(reinterpret_cast<const std::byte*>(&minus_one), 0, target, 0, 1);
  } else if (is_numeric(dtype.kind()) && dtype.kind() != Kind::boolean) {
    const std::complex<double> nan(std::numeric_limits<double>::quiet_NaN(), 0);
    numeric_cast(Kind::complex128, dtype.kind())(reinterpret_cast<const std::byte*>(&nan), 0, target, 0, 1);
  }
  return {};
}

std::u32string in_upper_case(std::u32string_view text) {
  std::u32string result;
  for (const char32_t code : text) append_upper(code, result);
  return result;
}

bool is_latin1(std::u32string_view text) {
  return std::ranges::all_of(text, [](char32_t code) { return code <= 0xff; });
}

Expected<void> read_truth(std::u32string_view field, std::byte* target) {
  const std::u32string word = in_upper_case(field);
  if (word != U"TRUE" && word != U"FALSE") {
    return fail(ErrorKind::value, quoted_field(field) + " is no truth value");
  }
  store<bool>(target, word == U"TRUE");
  return {};
}

Expected<void> read_cut_off(std::u32string_view field, DType dtype, std::byte* target, Release release) {
  double number = 0;
  if (auto done = read_element(field, Kind::float64, reinterpret_cast<std::byte*>(&number), release); !done)
    return done;
  if (std::isnan(number)) return fail(ErrorKind::value, "cannot convert float NaN to integer");
  if (numeric_cast(Kind::float64, dtype.kind())(reinterpret_cast<const std::byte*>(&number), 0, target, 0, 1) == 0) {
    return {};
  }
  return fail(ErrorKind::range, "integer " + quoted_field(field) + " out of bounds for " + dtype.name());
}

Expected<void> read_generated(std::u32string_view field, DType dtype, std::byte* target,
                              const GenerateTextOptions& options) {
  if (dtype.kind() == Kind::boolean) return read_truth(field, target);
  if (is_integer(dtype.kind()) && dtype.size() < 8) return read_cut_off(field, dtype, target, options.release);
  return read_element(field, dtype, target, options.release);
}

Expected<void> check_generation(const GenerateTextOptions& options) {
  if (options.max_rows) {
    if (options.skip_footer > 0) {
      return fail(ErrorKind::value, "The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.");
    }
    if (*options.max_rows < 1) return fail(ErrorKind::value, "'max_rows' must be at least 1.");
  }
  const auto* width = std::get_if<std::int64_t>(&options.delimiter);
  const auto* widths = std::get_if<std::vector<std::int64_t>>(&options.delimiter);
  const bool narrow = (width != nullptr && *width < 1) ||
                      (widths != nullptr && std::ranges::any_of(*widths, [](std::int64_t one) { return one < 1; }));
  if (narrow) return fail(ErrorKind::value, "a field needs a width of at least 1");
  if (options.comments && options.comments->empty()) return fail(ErrorKind::value, "empty comments");
  return {};
}

}  // namespace

Expected<Array> genfromtxt(std::string_view file, const GenerateTextOptions& options) {
  if (const auto fits = check_generation(options); !fits) return std::unexpected(fits.error());
  const auto text = decoded(file);
  if (!text) return std::unexpected(text.error());
  const auto found = generated_rows(lines_of(*text), options);
  if (!found) return std::unexpected(found.error());
  TextLength length(options.dtype);
  for (const Fields& row : found->rows) {
    for (const std::u32string_view field : row) {
      length.add(options.dtype.kind() == Kind::bytes && !is_latin1(field) ? unreadable_bytes : field);
    }
  }
  const auto dtype = length.dtype();
  if (!dtype) return std::unexpected(dtype.error());
  const auto rows = static_cast<std::int64_t>(found->rows.size());
  // Without a row there is one axis.
  const Extents shape = rows == 0 ? Extents{0} : Extents{rows, static_cast<std::int64_t>(found->columns)};
  auto table = Array::zeros(*dtype, shape);
  if (!table) return table;
  std::byte* place = table->view().data();
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    for (const std::u32string_view field : found->rows[i]) {
      auto done = read_generated(field, *dtype, place, options);
      const bool missing = without_spaces(field).empty();
      if (!done && done.error().kind != ErrorKind::range && (options.loose || missing)) {
        done = write_default(*dtype, place);
      }
      if (!done) {
        return fail(done.error().kind,
                    "line " + std::to_string(found->lines[i]) + ": cannot convert: " + done.error().message);
      }
      place += dtype->size();
    }
  }
  return with_min_dimensions(std::move(*table), options.min_dimensions, options.unpack);
}

}  // namespace fairplay::arraycore
