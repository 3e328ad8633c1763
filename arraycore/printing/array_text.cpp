#include "arraycore/printing/array_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/printing/array_lines.h"
#include "arraycore/printing/element_format.h"
#include "arraycore/printing/print_options.h"
#include "arraycore/printing/scalar_text.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

constexpr std::string_view repr_prefix = "array(";

Expected<void> check_options(const PrintOptions& options) {
  constexpr std::int64_t widest = std::int64_t{1} << 40;
  if (options.edgeitems < 0 || options.edgeitems > widest) {
    return fail(ErrorKind::value, std::to_string(options.edgeitems) + " items at each end of an axis");
  }
  if (options.linewidth < -widest || options.linewidth > widest) {
    return fail(ErrorKind::value, "lines of " + std::to_string(options.linewidth) + " characters");
  }
  if (options.precision < 0) return fail(ErrorKind::value, "precision must be >= 0");
  if (options.sign != '-' && options.sign != '+' && options.sign != ' ') {
    return fail(ErrorKind::value, "sign option must be one of ' ', '+', or '-'");
  }
  return {};
}

/// NumPy's dtype.name, or a text in quotes where that is no name of Python's.
std::string dtype_text(DType dtype) {
  switch (dtype.kind()) {
    case Kind::datetime:
    case Kind::timedelta: {
      const std::string name = dtype.name();
      const std::size_t bracket = name.find('[');
      const std::string base(name_of(dtype.kind()));
      return bracket == std::string::npos ? base : '\'' + base + name.substr(bracket) + '\'';
    }
    case Kind::bytes:
    case Kind::text: return '\'' + dtype.name() + '\'';
    default: return std::string(name_of(dtype.kind()));
  }
}

bool is_implied(DType dtype, const PrintOptions& options) {
  if (dtype.kind() == Kind::boolean) return !options.as_in(LegacyPrinting::v1_13);
  return dtype == Kind::int64 || dtype == Kind::float64 || dtype == Kind::complex128;
}

/// The release whose scalars are written as those of legacy printing are.
Release scalars_release(const PrintOptions& options) {
  Release last = options.release;
  if (options.as_in(LegacyPrinting::v2_2)) last = {2, 2};
  if (options.as_in(LegacyPrinting::v1_25)) last = {1, 26};
  return std::min(options.release, last);
}

/// The element of an array without axes as Python's own number: a float is a double. Errors: a time, which is a date of
/// Python's; a long double, which is no number of Python's.
Expected<std::string> python_text(const ConstDynamicView& view, bool repr, const PrintOptions& options) {
  const Kind kind = view.dtype().kind();
  const Release release = scalars_release(options);
  if (is_time(kind) || kind == Kind::long_double || kind == Kind::complex_long_double) {
    return fail(ErrorKind::dtype, "an element of " + view.dtype().name() + " without axes as 1.13 wrote it");
  }
  const bool is_float = kind == Kind::float16 || kind == Kind::float32;
  if (is_float || kind == Kind::complex64) {
    const auto wide = astype(view, is_float ? Kind::float64 : Kind::complex128, release);
    if (!wide) return std::unexpected(wide.error());
    return scalar_str(wide->view().data(), wide->dtype(), release);
  }
  if (is_character(kind))
    return repr ? characters_repr(view.data(), view.dtype()) : scalar_str(view.data(), view.dtype());
  return scalar_str(view.data(), view.dtype(), release);
}

/// 1.13 wrote those as Python does.
bool is_pythons(const ConstDynamicView& view, const PrintOptions& options) {
  return options.as_in(LegacyPrinting::v1_13) && view.dimensions() == 0;
}

/// Python's text of a shape.
std::string shape_text(const Extents& shape) {
  std::string text;
  for (const std::int64_t extent : shape) text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return '(' + text + (shape.size() == 1 ? ",)" : ")");
}

}  // namespace

Expected<std::string> array2string(const ConstDynamicView& view, const PrintOptions& options,
                                   const ArrayTextLayout& layout) {
  if (const auto valid = check_options(options); !valid) return std::unexpected(valid.error());
  if (is_pythons(view, options)) return python_text(view, true, options);
  if (view.count() == 0) return "[]";
  PrintOptions inner = options;
  if (!options.as_in(LegacyPrinting::v1_13)) {
    inner.linewidth -= static_cast<std::int64_t>(character_count(layout.suffix));
  }
  std::vector<const std::byte*> shown;
  for (const std::int64_t offset : shown_offsets(view.layout(), options)) shown.push_back(view.data() + offset);
  const auto format = element_format(view.dtype(), shown, view.dimensions() == 0, inner);
  if (!format) return std::unexpected(format.error());
  return array_lines(view.data(), view.layout(), *format, layout.separator, character_count(layout.prefix), inner);
}

Expected<std::string> array_str(const ConstDynamicView& view, const PrintOptions& options) {
  if (is_pythons(view, options)) return python_text(view, false, options);
  if (view.dimensions() == 0) {
    const auto function = view.dtype().kind() == Kind::bytes ? scalar_repr : scalar_str;
    return function(view.data(), view.dtype(), scalars_release(options));
  }
  return array2string(view, options);
}

Expected<std::string> array_repr(const ConstDynamicView& view, const PrintOptions& options) {
  const bool empty = view.count() == 0;
  const bool old = options.as_in(LegacyPrinting::v1_13);
  const bool skips_dtype = is_implied(view.dtype(), options) && !empty;
  // From 2.2 on a shape is an argument, also of what is summarised.
  const bool shape_argument = options.release >= Release{2, 2};
  const auto elements =
      array2string(view, options,
                   {", ", repr_prefix, skips_dtype || shape_argument ? std::string_view(")") : std::string_view(",")});
  if (!elements) return elements;
  std::string text = std::string(repr_prefix) + *elements;
  std::string extras;
  const bool summarised = shape_argument && !options.as_in(LegacyPrinting::v2_2) && view.count() > options.threshold;
  if ((empty && view.shape() != Extents{0}) || summarised) {
    // Before, it stood behind the brackets in any case.
    if (shape_argument) {
      extras = "shape=" + shape_text(view.shape());
    } else {
      text += ", shape=" + shape_text(view.shape());
    }
  }
  if (!skips_dtype) extras += (extras.empty() ? "" : ", ") + ("dtype=" + dtype_text(view.dtype()));
  if (extras.empty()) return text + ')';
  text += ',';
  extras += ')';
  const std::size_t line = text.rfind('\n');
  const auto last_line = static_cast<std::int64_t>(
      character_count(line == std::string::npos ? std::string_view(text) : std::string_view(text).substr(line + 1)));
  const bool wraps = old ? is_character(view.dtype().kind())
                         : last_line + static_cast<std::int64_t>(extras.size()) + 1 > options.linewidth;
  return text + (wraps ? '\n' + std::string(repr_prefix.size(), ' ') : " ") + extras;
}

}  // namespace fairplay::arraycore
