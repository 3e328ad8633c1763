#include "arraycore/python/dtype.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <bit>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/casting_names.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/casting/time_text.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/objects.h"
#include "arraycore/python/release.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

const std::map<std::string, Kind, std::less<>>& other_names() {
  static const std::map<std::string, Kind, std::less<>> all{{"bool_", Kind::boolean},
                                                            {"byte", Kind::int8},
                                                            {"ubyte", Kind::uint8},
                                                            {"short", Kind::int16},
                                                            {"ushort", Kind::uint16},
                                                            {"intc", Kind::int32},
                                                            {"uintc", Kind::uint32},
                                                            {"int", Kind::int64},
                                                            {"int_", Kind::int64},
                                                            {"intp", Kind::int64},
                                                            {"long", Kind::int64},
                                                            {"longlong", Kind::int64},
                                                            {"uint", Kind::uint64},
                                                            {"uintp", Kind::uint64},
                                                            {"ulong", Kind::uint64},
                                                            {"ulonglong", Kind::uint64},
                                                            {"half", Kind::float16},
                                                            {"single", Kind::float32},
                                                            {"float", Kind::float64},
                                                            {"double", Kind::float64},
                                                            {"longdouble", Kind::long_double},
                                                            {"csingle", Kind::complex64},
                                                            {"complex", Kind::complex128},
                                                            {"cdouble", Kind::complex128},
                                                            {"str_", Kind::text},
                                                            {"clongdouble", Kind::complex_long_double},
                                                            {"bytes_", Kind::bytes}};
  return all;
}

std::optional<DType> named(std::string_view text) {
  for (std::size_t i = 0; i < kind_count; ++i) {
    if (text == kind_names[i]) return DType(static_cast<Kind>(i));
  }
  if (const auto found = other_names().find(text); found != other_names().end()) return DType(found->second);
  // The long names of times: their unit stands in brackets.
  for (const auto& [name, letter] : {std::pair("datetime64[", "M8["), std::pair("timedelta64[", "m8[")}) {
    const std::string_view start = name;
    if (text.starts_with(start)) return value(DType::parse(letter + std::string(text.substr(start.size()))));
  }
  return std::nullopt;
}

std::optional<DType> of_python_type(py::handle object) {
  const std::array<std::pair<PyTypeObject*, Kind>, 6> all{{{&PyBool_Type, Kind::boolean},
                                                           {&PyLong_Type, Kind::int64},
                                                           {&PyFloat_Type, Kind::float64},
                                                           {&PyComplex_Type, Kind::complex128},
                                                           {&PyBytes_Type, Kind::bytes},
                                                           {&PyUnicode_Type, Kind::text}}};
  for (const auto& [type, kind] : all) {
    if (object.ptr() == reinterpret_cast<PyObject*>(type)) return DType(kind);
  }
  return std::nullopt;
}

char kind_letter(DType dtype) {
  const Kind kind = dtype.kind();
  if (kind == Kind::boolean) return 'b';
  if (is_signed_integer(kind)) return 'i';
  if (is_unsigned_integer(kind)) return 'u';
  if (is_real_floating(kind)) return 'f';
  return is_complex(kind) ? 'c' : letter_of(dtype);
}

bool equals(DType self, py::handle other) {
  if (other.is_none()) return false;
  try {
    return self == dtype_of_object(other);
  } catch (py::error_already_set& error) {
    if (error.matches(PyExc_TypeError) || error.matches(PyExc_NotImplementedError)) return false;
    throw;
  }
}

}  // namespace

DType dtype_of_object(py::handle object) {
  if (object.is_none()) return Kind::float64;
  if (py::isinstance<DType>(object)) return object.cast<DType>();
  if (const auto type = of_python_type(object)) return *type;
  if (object.ptr() == reinterpret_cast<PyObject*>(&PyBaseObject_Type)) raise_missing("arrays of objects");
  if (py::isinstance<py::str>(object)) {
    const auto text = object.cast<std::string>();
    if (text == "O" || text == "object") raise_missing("arrays of objects");
    if (text.starts_with('V') || text.find(',') != std::string::npos) raise_missing("structured types");
    if (const auto known = named(text)) return *known;
    const char foreign_order = std::endian::native == std::endian::little ? '>' : '<';
    if (text.starts_with(foreign_order)) raise_missing("byte orders other than the machine's");
    return value(DType::parse(text));
  }
  if (py::isinstance<py::list>(object) || py::isinstance<py::dict>(object)) raise_missing("structured types");
  if (py::hasattr(object, "str") && py::isinstance<py::str>(object.attr("str"))) {
    return dtype_of_object(object.attr("str"));
  }
  raise({ErrorKind::dtype, "Cannot interpret '" + py::str(object).cast<std::string>() + "' as a data type"});
}

std::optional<DType> optional_dtype(py::handle object) {
  if (object.is_none()) return std::nullopt;
  return dtype_of_object(object);
}

std::string long_name(DType dtype) {
  std::string name(name_of(dtype.kind()));
  if (is_character(dtype.kind()) && dtype.length() > 0) name += std::to_string(8 * dtype.size());
  if (is_time(dtype.kind())) {
    const std::string code = dtype.name();
    if (const auto bracket = code.find('['); bracket != std::string::npos) name += code.substr(bracket);
  }
  return name;
}

char letter_of(DType dtype) { return kind_codes[static_cast<std::size_t>(dtype.kind())]; }

Casting casting_of(const std::string& name) {
  const auto found = casting_named(name);
  if (!found) {
    raise({ErrorKind::value, "casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe'"});
  }
  return *found;
}

void bind_dtype(py::module_& module) {
  py::class_<DType>(module, "dtype", "The type of an array's elements.")
      .def(py::init([](const py::object& object) { return dtype_of_object(object); }), py::arg("dtype"))
      .def_property_readonly("name", long_name)
      .def_property_readonly("str", &DType::name)
      .def_property_readonly("kind", kind_letter)
      .def_property_readonly("char", letter_of)
      .def_property_readonly("itemsize", &DType::size)
      .def_property_readonly("alignment", &DType::alignment)
      .def_property_readonly("type", [](DType self) { return DType(self.kind()); })
      .def("__eq__", equals)
      .def("__ne__", [](DType self, py::handle other) { return !equals(self, other); })
      .def("__hash__", [](DType self) { return py::hash(py::str(self.name())); })
      .def("__str__", long_name)
      .def("__repr__", [](DType self) {
        const bool plain = !is_character(self.kind()) && !is_time(self.kind());
        return "dtype('" + (plain ? long_name(self) : self.name()) + "')";
      });
  module.def("time_text_length", time_text_length);
  module.def("unit_of_text",
             [](const std::string& text) { return std::string(abbreviation(value(unit_of_text(text)))); });
  module.def("can_cast", [](DType from, DType to, const std::string& casting) {
    return can_cast(from, to, casting_of(casting), current_release());
  });
  module.def("promote_types", [](DType a, DType b) { return value(promote_types(a, b, current_release())); });
  module.def("result_type",
             [](const std::vector<DType>& dtypes) { return value(result_type(dtypes, current_release())); });
  module.def("result_type_with_number", [](DType array, py::handle number) {
    return value(result_type(array, python_scalar(number), current_release()));
  });
}

}  // namespace fairplay::arraycore::python
