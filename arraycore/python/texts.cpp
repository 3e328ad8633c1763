// Arrays and floating numbers as text.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "arraycore/printing/array_text.h"
#include "arraycore/printing/float_text.h"
#include "arraycore/printing/print_options.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/objects.h"
#include "arraycore/python/release.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/float16.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

template <class T>
T known(const std::optional<T>& found, const std::string& name, const char* what) {
  if (!found) raise({ErrorKind::value, "no such " + std::string(what) + ": '" + name + "'"});
  return *found;
}

/// The function of NumPy's formatters that writes elements of this dtype; None if there is none. One for a kind of
/// dtypes, "float_kind", stands for each of them.
py::object formatter_of(const py::dict& formatters, DType dtype) {
  const auto named = [&]() -> std::array<const char*, 2> {
    switch (dtype.kind()) {
      case Kind::boolean: return {"bool", "bool"};
      case Kind::timedelta: return {"timedelta", "timedelta"};
      case Kind::datetime: return {"datetime", "datetime"};
      case Kind::bytes:
      case Kind::text: return {"numpystr", "str_kind"};
      case Kind::long_double: return {"longfloat", "float_kind"};
      case Kind::complex_long_double: return {"longcomplexfloat", "complex_kind"};
      default: break;
    }
    if (is_integer(dtype.kind())) return {"int", "int_kind"};
    return is_complex(dtype.kind()) ? std::array{"complexfloat", "complex_kind"} : std::array{"float", "float_kind"};
  }();
  for (const char* name : {named[0], named[1], "all"}) {
    if (formatters.contains(name) && !formatters[name].is_none()) return formatters[name];
  }
  return py::none();
}

/// NumPy's printoptions, all of them, for an array of this dtype.
PrintOptions print_options_of(const py::dict& given, DType dtype) {
  PrintOptions options;
  options.release = current_release();
  options.precision = given["precision"].cast<std::int64_t>();
  options.threshold = given["threshold"].cast<std::int64_t>();
  options.edgeitems = given["edgeitems"].cast<std::int64_t>();
  options.linewidth = given["linewidth"].cast<std::int64_t>();
  options.suppress = given["suppress"].cast<bool>();
  options.nanstr = given["nanstr"].cast<std::string>();
  options.infstr = given["infstr"].cast<std::string>();
  const auto sign = given["sign"].cast<std::string>();
  options.sign = sign.size() == 1 ? sign.front() : '\0';
  const auto mode = given["floatmode"].cast<std::string>();
  options.floatmode = known(float_mode_of(mode), mode, "floatmode");
  if (py::isinstance<py::str>(given["legacy"])) {
    const auto version = given["legacy"].cast<std::string>();
    options.legacy = known(legacy_printing_of(version), version, "legacy mode");
  }
  if (py::isinstance<py::dict>(given["formatter"])) {
    const py::object function = formatter_of(given["formatter"], dtype);
    if (!function.is_none()) {
      options.formatter = [function, dtype](const std::byte* place) {
        return py::str(function(item_of(place, dtype))).cast<std::string>();
      };
    }
  }
  return options;
}

Expected<std::string> laid_out(const Ndarray& number, bool scientific, const FloatLayout& layout) {
  const auto text = [&](auto value) {
    return scientific ? format_scientific(value, layout) : format_positional(value, layout);
  };
  const std::byte* place = number.view.data();
  switch (number.view.dtype().kind()) {
    case Kind::float16: return text(load<Float16>(place));
    case Kind::float32: return text(load<float>(place));
    case Kind::float64: return text(load<double>(place));
    case Kind::long_double: return text(load<long double>(place));
    default: return fail(ErrorKind::dtype, number.view.dtype().name() + " isn't a type of real floating numbers");
  }
}

}  // namespace

void bind_texts(py::module_& module) {
  module.def("array2string", [](const Ndarray& array, const py::dict& options, const std::string& separator,
                                const std::string& prefix, const std::string& suffix) {
    return value(
        array2string(array.read(), print_options_of(options, array.view.dtype()), {separator, prefix, suffix}));
  });
  module.def("array_str", [](const Ndarray& array, const py::dict& options) {
    return value(array_str(array.read(), print_options_of(options, array.view.dtype())));
  });
  module.def("array_repr", [](const Ndarray& array, const py::dict& options) {
    return value(array_repr(array.read(), print_options_of(options, array.view.dtype())));
  });
  module.def("format_float",
             [](const Ndarray& number, bool scientific, bool unique, bool fractional, const std::string& trim,
                bool sign, const std::map<std::string, std::optional<std::int64_t>>& counts) {
               if (number.view.dimensions() != 0) raise({ErrorKind::dtype, "only numbers can be formatted"});
               const auto count = [&](const char* name) -> std::int64_t {
                 const auto found = counts.find(name);
                 if (found == counts.end() || !found->second) return -1;
                 if (*found->second < 0) raise({ErrorKind::value, std::string(name) + " must be >= 0"});
                 return *found->second;
               };
               FloatLayout layout;
               layout.precision = count("precision");
               layout.unique = unique;
               layout.fractional = fractional;
               layout.trim = known(trim_of(trim), trim, "trim");
               layout.plus_sign = sign;
               layout.pad_left = count("pad_left");
               layout.pad_right = count("pad_right");
               layout.min_digits = count("min_digits");
               layout.exponent_digits = count("exp_digits");
               return value(laid_out(number, scientific, layout));
             });
}

}  // namespace fairplay::arraycore::python
