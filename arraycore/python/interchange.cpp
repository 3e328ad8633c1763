#include "arraycore/python/interchange.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/objects.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

constexpr char foreign_order = std::endian::native == std::endian::little ? '>' : '<';

/// A format of the struct module (PEP 3118) of one element, without its byte order.
std::optional<DType> dtype_of_format(std::string_view format, std::int64_t size) {
  if (format == "?") return DType(Kind::boolean);
  if (format == "Zf") return DType(Kind::complex64);
  if (format == "Zd") return DType(Kind::complex128);
  if (format == "Zg") return DType(Kind::complex_long_double);
  if (format.ends_with('s')) return value(DType::characters(Kind::bytes, size));
  if (format.ends_with('w')) return value(DType::characters(Kind::text, size / 4));
  if (format.size() != 1) return std::nullopt;
  // How long C's integers are depends on the format's byte order, so that their size decides.
  const std::string bits = std::to_string(size);
  if (std::string_view("bhilqn").find(format) != std::string_view::npos) return value(DType::parse("i" + bits));
  if (std::string_view("BHILQN").find(format) != std::string_view::npos) return value(DType::parse("u" + bits));
  if (std::string_view("efdg").find(format) != std::string_view::npos) return value(DType::parse("f" + bits));
  if (format == "c") return value(DType::characters(Kind::bytes, 1));
  return std::nullopt;
}

/// Type and byte order of "<f8", ">i4" and the like.
struct TypeString {
  DType dtype;
  bool swapped;
};

TypeString type_string(const std::string& text) {
  const bool swapped = !text.empty() && text.front() == foreign_order;
  return {dtype_of_object(py::str(swapped ? text.substr(1) : text)), swapped};
}

/// Where the bytes that belong together end: a part of a complex number, a character.
std::int64_t swapped_unit(DType dtype) {
  if (is_complex(dtype.kind())) return dtype.size() / 2;
  if (dtype.kind() == Kind::text) return 4;
  return dtype.kind() == Kind::bytes ? 1 : dtype.size();
}

/// A copy in the machine's byte order.
Ndarray in_native_order(const Ndarray& array) {
  Ndarray copy = Ndarray::owning(Array::copy_of(array.read()));
  const DType dtype = array.view.dtype();
  const std::int64_t unit = swapped_unit(dtype);
  std::byte* place = copy.view.data();
  std::byte* const end = place + copy.view.count() * dtype.size();
  for (; place != end; place += unit) std::reverse(place, place + unit);
  return copy;
}

std::optional<Ndarray> from_buffer(py::handle object) {
  if (!PyObject_CheckBuffer(object.ptr()) || PyBytes_Check(object.ptr())) return std::nullopt;
  auto buffer = std::make_unique<Py_buffer>();
  bool writable = true;
  if (PyObject_GetBuffer(object.ptr(), buffer.get(), PyBUF_RECORDS) != 0) {
    PyErr_Clear();
    writable = false;
    if (PyObject_GetBuffer(object.ptr(), buffer.get(), PyBUF_RECORDS_RO) != 0) {
      PyErr_Clear();  // NumPy's times have no format; they come by __array_interface__
      return std::nullopt;
    }
  }
  const std::shared_ptr<Py_buffer> memory(buffer.release(), [](Py_buffer* given) {
    const py::gil_scoped_acquire held;
    PyBuffer_Release(given);
    delete given;
  });
  std::string_view format = memory->format == nullptr ? "B" : memory->format;
  bool swapped = false;
  if (!format.empty() && std::string_view("@=<>!").find(format.front()) != std::string_view::npos) {
    swapped = format.front() == foreign_order || (format.front() == '!' && foreign_order == '>');
    format.remove_prefix(1);
  }
  const auto dtype = dtype_of_format(format, memory->itemsize);
  if (!dtype) raise({ErrorKind::dtype, "arraycore has no elements of the buffer format '" + std::string(format) + "'"});
  Layout layout;
  for (int i = 0; i < memory->ndim; ++i) {
    layout.shape.push_back(memory->shape[i]);
    layout.strides.push_back(memory->strides[i]);
  }
  const DynamicView view(static_cast<std::byte*>(memory->buf), *dtype, layout);
  Ndarray array{memory, view, writable && memory->readonly == 0};
  return swapped && swapped_unit(*dtype) > 1 ? in_native_order(array) : array;
}

std::optional<Ndarray> from_interface(py::handle object) {
  if (!py::hasattr(object, "__array_interface__")) return std::nullopt;
  const auto given = object.attr("__array_interface__").cast<py::dict>();
  const TypeString type = type_string(given["typestr"].cast<std::string>());
  Layout layout;
  layout.shape = given["shape"].cast<Extents>();
  const std::int64_t size = value(byte_count(layout.shape, type.dtype.size()));
  static_cast<void>(size);
  const bool strided = given.contains("strides") && !given["strides"].is_none();
  layout.strides = strided ? given["strides"].cast<Strides>() : contiguous_strides(layout.shape, type.dtype.size());
  if (layout.strides.size() != layout.shape.size()) {
    raise({ErrorKind::value, "__array_interface__ has " + std::to_string(layout.strides.size()) +
                                 " strides for a shape of " + describe(layout.shape)});
  }
  if (!given.contains("data") || !py::isinstance<py::tuple>(given["data"])) {
    raise({ErrorKind::dtype, "__array_interface__ without an address"});
  }
  const auto [address, read_only] = given["data"].cast<std::pair<std::uintptr_t, bool>>();
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the protocol hands addresses over as integers
  const DynamicView view(reinterpret_cast<std::byte*>(address), type.dtype, layout);
  Ndarray array{kept_alive(py::reinterpret_borrow<py::object>(object)), view, !read_only};
  return type.swapped && swapped_unit(type.dtype) > 1 ? in_native_order(array) : array;
}

/// The format of PEP 3118; empty for times, which it has none for.
std::string format_of(DType dtype) {
  switch (dtype.kind()) {
    case Kind::complex64: return "Zf";
    case Kind::complex128: return "Zd";
    case Kind::complex_long_double: return "Zg";
    case Kind::bytes: return std::to_string(dtype.length()) + 's';
    case Kind::text: return std::to_string(dtype.length()) + 'w';
    case Kind::datetime:
    case Kind::timedelta: return {};
    default: return {letter_of(dtype)};
  }
}

/// What a Py_buffer's pointers point to.
struct Exported {
  std::shared_ptr<void> memory;
  std::string format;
  std::vector<Py_ssize_t> shape;
  std::vector<Py_ssize_t> strides;
};

int get_buffer(PyObject* self, Py_buffer* buffer, int flags) {
  try {
    const auto& array = py::handle(self).cast<const Ndarray&>();
    const auto refuse = [](const char* why) {
      PyErr_SetString(PyExc_BufferError, why);
      return -1;
    };
    buffer->obj = nullptr;
    const DType dtype = array.view.dtype();
    if ((flags & PyBUF_WRITABLE) == PyBUF_WRITABLE && !array.writable) return refuse("the array is read-only");
    const bool c = is_contiguous(array.view.layout(), dtype.size());
    const bool fortran = is_contiguous(array.view.layout(), dtype.size(), Order::fortran);
    if ((flags & PyBUF_C_CONTIGUOUS) == PyBUF_C_CONTIGUOUS && !c) return refuse("the array isn't C-contiguous");
    if ((flags & PyBUF_F_CONTIGUOUS) == PyBUF_F_CONTIGUOUS && !fortran)
      return refuse("the array isn't Fortran-contiguous");
    if ((flags & PyBUF_STRIDES) != PyBUF_STRIDES && !c) return refuse("the array isn't contiguous");
    auto exported = std::make_unique<Exported>();
    exported->memory = array.memory;
    exported->format = format_of(dtype);
    if (exported->format.empty()) return refuse("times have no buffer format");
    exported->shape.assign(array.view.shape().begin(), array.view.shape().end());
    exported->strides.assign(array.view.strides().begin(), array.view.strides().end());
    buffer->buf = array.view.data();
    buffer->len = array.view.count() * dtype.size();
    buffer->itemsize = dtype.size();
    buffer->readonly = array.writable ? 0 : 1;
    buffer->ndim = static_cast<int>(array.view.dimensions());
    buffer->format = (flags & PyBUF_FORMAT) != 0 ? exported->format.data() : nullptr;
    buffer->shape = (flags & PyBUF_ND) != 0 ? exported->shape.data() : nullptr;
    buffer->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? exported->strides.data() : nullptr;
    buffer->suboffsets = nullptr;
    buffer->internal = exported.release();
    Py_INCREF(self);
    buffer->obj = self;
    return 0;
  } catch (py::error_already_set& error) {
    error.restore();
    return -1;
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_BufferError, error.what());
    return -1;
  }
}

void release_buffer(PyObject* /*self*/, Py_buffer* buffer) { delete static_cast<Exported*>(buffer->internal); }

py::dict interface_of(const Ndarray& array) {
  py::dict result;
  result["version"] = 3;
  result["shape"] = py::tuple(py::cast(array.view.shape()));
  result["typestr"] = array.view.dtype().name();
  result["descr"] = py::make_tuple(py::make_tuple("", array.view.dtype().name()));
  result["strides"] = py::tuple(py::cast(array.view.strides()));
  result["data"] = py::make_tuple(reinterpret_cast<std::uintptr_t>(array.view.data()), !array.writable);
  return result;
}

}  // namespace

std::shared_ptr<void> kept_alive(py::object object) {
  return {object.release().ptr(), [](void* kept) {
            const py::gil_scoped_acquire held;
            Py_DECREF(static_cast<PyObject*>(kept));
          }};
}

std::optional<Ndarray> foreign_array(py::handle object) {
  if (py::isinstance<Ndarray>(object)) return object.cast<Ndarray>();
  if (PyList_CheckExact(object.ptr()) || PyTuple_CheckExact(object.ptr()) || is_python_number(object))
    return std::nullopt;
  if (PyUnicode_Check(object.ptr()) || PyBytes_Check(object.ptr())) return std::nullopt;
  if (auto array = from_buffer(object)) return array;
  if (auto array = from_interface(object)) return array;
  if (py::hasattr(object, "__dlpack__")) return array_of_dlpack(object);
  return std::nullopt;
}

Ndarray as_array(py::handle object) {
  if (auto array = foreign_array(object)) return *array;
  return array_of_elements(object, std::nullopt);
}

void bind_interchange(py::module_& module) {
  const auto type = py::type::of<Ndarray>();
  type.attr("__array_interface__") =
      py::module_::import("builtins").attr("property")(py::cpp_function(interface_of, py::is_method(type)));
  // pybind11's own buffers neither weigh the flags nor know who keeps the memory, so that the slots are filled here.
  auto* const buffers = reinterpret_cast<PyTypeObject*>(type.ptr())->tp_as_buffer;
  buffers->bf_getbuffer = get_buffer;
  buffers->bf_releasebuffer = release_buffer;
  module.def("foreign_array", foreign_array);
  module.def("array_of_elements",
             [](py::handle object, py::handle dtype) { return array_of_elements(object, optional_dtype(dtype)); });
  module.def("from_dlpack", array_of_dlpack);
  module.def("dlpack", dlpack_of);
}

}  // namespace fairplay::arraycore::python
