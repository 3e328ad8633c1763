// Operations that are texts: arrays, scalars and floating numbers.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/printing/array_text.h"
#include "arraycore/printing/float_text.h"
#include "arraycore/printing/print_options.h"
#include "arraycore/printing/scalar_text.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Answer text_answer(const Expected<std::string>& text) {
  if (!text) return std::unexpected(text.error());
  return *text;
}

PrintOptions options_of(const Request& request) {
  const Json& given = request.arguments.at("options");
  PrintOptions options;
  options.release = request.release;
  options.precision = given.at("precision");
  options.threshold = given.at("threshold");
  options.edgeitems = given.at("edgeitems");
  options.linewidth = given.at("linewidth");
  options.suppress = given.at("suppress");
  options.nanstr = given.at("nanstr");
  options.infstr = given.at("infstr");
  options.sign = given.at("sign").get<std::string>().at(0);
  options.floatmode = float_mode_of(given.at("floatmode").get<std::string>()).value();
  if (given.at("legacy").is_string())
    options.legacy = legacy_printing_of(given.at("legacy").get<std::string>()).value();
  if (given.contains("formatter")) {
    options.formatter = [size = request.first().dtype().size()](const std::byte* place) {
      constexpr std::string_view digits = "0123456789abcdef";
      std::string text;
      for (std::int64_t i = 0; i < size; ++i) {
        const auto byte = std::to_integer<unsigned>(place[i]);
        text += {digits[byte / 16], digits[byte % 16]};
      }
      return text;
    };
  }
  return options;
}

Answer print_array(const Request& request) {
  const PrintOptions options = options_of(request);
  const auto text = [&](const char* name) { return request.arguments.at(name).get<std::string>(); };
  const std::string separator = text("separator");
  const std::string prefix = text("prefix");
  const std::string suffix = text("suffix");
  if (text("function") == "array_str") return text_answer(array_str(request.first(), options));
  if (text("function") == "array_repr") return text_answer(array_repr(request.first(), options));
  return text_answer(array2string(request.first(), options, {separator, prefix, suffix}));
}

template <class T>
Answer laid_out_float(const Request& request, const FloatLayout& layout) {
  const T value = load<T>(request.first().data());
  return text_answer(request.is_set("scientific") ? format_scientific(value, layout)
                                                  : format_positional(value, layout));
}

Answer format_float(const Request& request) {
  const Json& given = request.arguments.at("layout");
  const auto count = [&](const char* name) {
    return given.contains(name) && !given.at(name).is_null() ? given.at(name).get<std::int64_t>() : -1;
  };
  FloatLayout layout;
  layout.precision = count("precision");
  layout.unique = given.at("unique");
  layout.fractional = given.value("fractional", true);
  layout.trim = trim_of(given.at("trim").get<std::string>()).value();
  layout.plus_sign = given.at("sign");
  layout.pad_left = count("pad_left");
  layout.pad_right = count("pad_right");
  layout.min_digits = count("min_digits");
  layout.exponent_digits = count("exp_digits");
  switch (request.first().dtype().kind()) {
    case Kind::float16: return laid_out_float<Float16>(request, layout);
    case Kind::float32: return laid_out_float<float>(request, layout);
    case Kind::float64: return laid_out_float<double>(request, layout);
    default: return laid_out_float<long double>(request, layout);
  }
}

Answer scalar_text(const Request& request) {
  const ConstDynamicView view = request.first();
  const auto function = request.is_set("repr") ? scalar_repr : scalar_str;
  return text_answer(function(view.data(), view.dtype(), request.release));
}

/// Python's format of a long double, with this many digits behind the point.
Answer python_format(const Request& request) {
  FloatLayout layout;
  layout.unique = false;
  layout.precision = request.number("digits");
  return text_answer(format_positional(load<long double>(request.first().data()), layout));
}

/// numpy.binary_repr: two's complement of at least `width` digits, without a width a sign and digits.
Answer binary_repr(const Request& request) {
  const auto number = load<std::int64_t>(request.first().data());
  const std::optional<std::int64_t> width = request.optional_number("width");
  const auto digits_of = [](std::uint64_t value) {
    std::string digits;
    for (; value != 0; value >>= 1) digits.insert(digits.begin(), static_cast<char>('0' + (value & 1)));
    return digits.empty() ? std::string("0") : digits;
  };
  const std::uint64_t magnitude =
      number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  std::string digits = digits_of(magnitude);
  if (number < 0 && !width) return "-" + digits;
  if (number < 0) {
    // As few digits as two's complement takes; the sign goes on to the left.
    const bool power = (magnitude & (magnitude - 1)) == 0;
    const std::size_t least = digits.size() + (power ? 0 : 1);
    std::string complement = digits_of(static_cast<std::uint64_t>(number));
    digits = complement.substr(complement.size() - least);
  }
  if (width && digits.size() < static_cast<std::size_t>(*width))
    digits.insert(0, static_cast<std::size_t>(*width) - digits.size(), number < 0 ? '1' : '0');
  return digits;
}

/// numpy.base_repr.
Answer base_repr(const Request& request) {
  const auto number = load<std::int64_t>(request.first().data());
  const auto base = static_cast<std::uint64_t>(request.number("base"));
  std::uint64_t rest = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  std::string digits;
  for (; rest != 0; rest /= base) digits.insert(digits.begin(), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest % base]);
  if (digits.empty()) digits = "0";
  return number < 0 ? "-" + digits : digits;
}

}  // namespace

const std::map<std::string, Evaluator>& printing_operations() {
  static const std::map<std::string, Evaluator> all{{"print", print_array},       {"format_float", format_float},
                                                    {"scalar_text", scalar_text}, {"format", python_format},
                                                    {"binary_repr", binary_repr}, {"base_repr", base_repr}};
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
