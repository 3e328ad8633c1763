#include "arraycore/text_files/savetxt.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/text_files/number_format.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// `times` of them with delimiters between.
std::string repeated(const std::string& format, std::int64_t times, const std::string& delimiter) {
  std::string result;
  for (std::int64_t i = 0; i < times; ++i) result += (i > 0 ? delimiter : "") + format;
  return result;
}

Expected<std::string> row_format(const SaveTextOptions& options, std::int64_t columns, bool complex) {
  if (!options.single_format) {
    if (static_cast<std::int64_t>(options.formats.size()) != columns) {
      return fail(ErrorKind::value, "fmt has wrong shape: " + std::to_string(options.formats.size()) + " formats for " +
                                        std::to_string(columns) + " columns");
    }
    std::string result;
    for (std::size_t i = 0; i < options.formats.size(); ++i) {
      result += (i > 0 ? options.delimiter : "") + options.formats[i];
    }
    return result;
  }
  const std::string& format = options.formats.at(0);
  const auto percents = std::ranges::count(format, '%');
  if (percents == 1) {
    const std::string one = complex ? " (" + format + '+' + format + "j)" : format;
    return repeated(one, columns, options.delimiter);
  }
  if (percents != (complex ? 2 * columns : columns)) {
    return fail(ErrorKind::value, "fmt has wrong number of % formats:  " + format);
  }
  return format;
}

std::string commented(const std::string& text, const SaveTextOptions& options) {
  if (text.empty()) return {};
  return options.comments + replaced(text, "\n", '\n' + options.comments) + options.newline;
}

/// The real part of the first column, its imaginary part, and so on.
Expected<std::string> formatted_row(const NumberFormat& format, const std::byte* place, std::int64_t stride,
                                    DType dtype, Release release) {
  const Kind kind = dtype.kind();
  DType part = dtype;
  if (is_complex(kind)) {
    part = kind == Kind::complex64 ? Kind::float32 : kind == Kind::complex128 ? Kind::float64 : Kind::long_double;
  }
  const auto parts = static_cast<std::size_t>(is_complex(kind) ? 2 : 1);
  std::string line = format.texts.front();
  for (std::size_t i = 0; i < format.conversions.size(); ++i) {
    const std::byte* element =
        place + static_cast<std::int64_t>(i / parts) * stride + static_cast<std::int64_t>(i % parts) * part.size();
    auto text = formatted(format.conversions[i], element, part, release);
    if (!text) return text;
    line += *text + format.texts[i + 1];
  }
  return is_complex(kind) ? replaced(std::move(line), "+-", "-") : line;
}

}  // namespace

Expected<std::string> savetxt(const ConstDynamicView& array, const SaveTextOptions& options) {
  if (array.dimensions() != 1 && array.dimensions() != 2) {
    return fail(ErrorKind::value,
                "Expected 1D or 2D array, got " + std::to_string(array.dimensions()) + "D array instead");
  }
  const bool column = array.dimensions() == 1;
  const std::int64_t columns = column ? 1 : array.shape()[1];
  const bool complex = is_complex(array.dtype().kind());
  const auto text = row_format(options, columns, complex);
  if (!text) return text;
  std::string file = commented(options.header, options);
  if (array.shape()[0] > 0) {
    const auto format = NumberFormat::parse(*text);
    if (!format) return std::unexpected(format.error());
    if (static_cast<std::int64_t>(format->conversions.size()) != (complex ? 2 * columns : columns)) {
      return fail(ErrorKind::dtype, "Mismatch between array dtype ('" + array.dtype().name() +
                                        "') and format specifier ('" + *text + "')");
    }
    for (std::int64_t row = 0; row < array.shape()[0]; ++row) {
      const std::byte* place = array.data() + row * array.strides()[0];
      const auto line = formatted_row(*format, place, column ? 0 : array.strides()[1], array.dtype(), options.release);
      if (!line) return line;
      file += *line + options.newline;
    }
  }
  return file + commented(options.footer, options);
}

}  // namespace fairplay::arraycore
