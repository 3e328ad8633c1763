// DLPack: the C structures in which array libraries hand each other their arrays. Source: DLPack 1.0's dlpack.h and
// "Python Specification for DLPack".
#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/interchange.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/types/dtype.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

struct Device {
  std::int32_t type;  // 1: the CPU
  std::int32_t id;
};

struct DataType {
  std::uint8_t code;
  std::uint8_t bits;
  std::uint16_t lanes;
};

struct Tensor {
  void* data;
  Device device;
  std::int32_t dimensions;
  DataType dtype;
  std::int64_t* shape;
  std::int64_t* strides;  // in elements
  std::uint64_t byte_offset;
};

struct Managed {
  Tensor tensor;
  void* context;
  void (*deleter)(Managed*);
};

struct ManagedVersioned {
  std::uint32_t major;
  std::uint32_t minor;
  void* context;
  void (*deleter)(ManagedVersioned*);
  std::uint64_t flags;
  Tensor tensor;
};

constexpr std::uint64_t read_only = 1;
constexpr std::uint64_t is_copied = 2;

// In the order of DLDataTypeCode.
enum Code : std::uint8_t { code_int = 0, code_uint = 1, code_float = 2, code_complex = 5, code_bool = 6 };

DataType data_type(DType dtype) {
  const Kind kind = dtype.kind();
  const auto bits = static_cast<std::uint8_t>(8 * dtype.size());
  if (kind == Kind::boolean) return {code_bool, bits, 1};
  if (is_signed_integer(kind)) return {code_int, bits, 1};
  if (is_unsigned_integer(kind)) return {code_uint, bits, 1};
  if (kind == Kind::float16 || kind == Kind::float32 || kind == Kind::float64) return {code_float, bits, 1};
  if (kind == Kind::complex64 || kind == Kind::complex128) return {code_complex, bits, 1};
  PyErr_SetString(PyExc_BufferError, ("DLPack has no " + long_name(dtype)).c_str());
  throw py::error_already_set();
}

DType dtype_of(const DataType& type) {
  static constexpr char letters[] = "iuf??c?";
  const bool known = type.lanes == 1 && type.bits % 8 == 0 && type.code <= code_bool && letters[type.code] != '?';
  if (type.lanes == 1 && type.code == code_bool && type.bits == 8) return Kind::boolean;
  const auto dtype =
      known ? DType::parse(letters[type.code] + std::to_string(type.bits / 8)) : fail(ErrorKind::dtype, "");
  if (!dtype) {
    raise({ErrorKind::dtype, "arraycore has no elements of DLPack's type code " + std::to_string(type.code) + " with " +
                                 std::to_string(type.bits) + " bits"});
  }
  return *dtype;
}

/// An array that was handed out.
template <class Header>
struct HandedOut {
  Header header{};
  std::shared_ptr<void> memory;
  Extents shape;
  Strides strides;
};

template <class Header>
Header* hand_out(const Ndarray& array) {
  const DType dtype = array.view.dtype();
  auto result = std::make_unique<HandedOut<Header>>();
  result->memory = array.memory;
  result->shape = array.view.shape();
  for (std::size_t i = 0; i < result->shape.size(); ++i) {
    const std::int64_t stride = array.view.strides()[i];
    if (stride % dtype.size() != 0 && result->shape[i] > 1) {
      PyErr_SetString(PyExc_BufferError, "DLPack can't say strides that are no whole number of elements");
      throw py::error_already_set();
    }
    result->strides.push_back(stride / dtype.size());
  }
  Header& header = result->header;
  header.tensor = Tensor{array.view.data(),
                         {1, 0},
                         static_cast<std::int32_t>(result->shape.size()),
                         data_type(dtype),
                         result->shape.data(),
                         result->strides.data(),
                         0};
  header.context = result.get();
  header.deleter = [](Header* self) { delete static_cast<HandedOut<Header>*>(self->context); };
  return &result.release()->header;
}

template <class Header>
py::capsule capsule_of(Header* header, const char* name) {
  // A consumer renames the capsule; who finds the old name owns the array still.
  PyObject* capsule = PyCapsule_New(header, name, [](PyObject* self) {
    const char* const now = PyCapsule_GetName(self);
    if (now == nullptr || std::strncmp(now, "used", 4) == 0) return;
    auto* const kept = static_cast<Header*>(PyCapsule_GetPointer(self, now));
    if (kept != nullptr && kept->deleter != nullptr) kept->deleter(kept);
  });
  if (capsule == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::capsule>(capsule);
}

/// Takes the array over from a capsule of this name.
template <class Header>
Ndarray take_over(py::handle capsule, const char* name, const char* used_name) {
  auto* const header = static_cast<Header*>(PyCapsule_GetPointer(capsule.ptr(), name));
  if (header == nullptr) throw py::error_already_set();
  const Tensor& tensor = header->tensor;
  if (tensor.device.type != 1) raise({ErrorKind::value, "a DLPack array that isn't in the CPU's memory"});
  const DType dtype = dtype_of(tensor.dtype);
  Layout layout;
  layout.shape.assign(tensor.shape, tensor.shape + tensor.dimensions);
  if (tensor.strides == nullptr) {
    value(byte_count(layout.shape, dtype.size()));
    layout.strides = contiguous_strides(layout.shape, dtype.size());
  } else {
    for (std::int32_t i = 0; i < tensor.dimensions; ++i) layout.strides.push_back(tensor.strides[i] * dtype.size());
  }
  PyCapsule_SetName(capsule.ptr(), used_name);
  const std::shared_ptr<Header> memory(header, [](Header* kept) {
    const py::gil_scoped_acquire held;
    if (kept->deleter != nullptr) kept->deleter(kept);
  });
  return Ndarray{memory, DynamicView(static_cast<std::byte*>(tensor.data) + tensor.byte_offset, dtype, layout), true};
}

constexpr const char* plain_name = "dltensor";
constexpr const char* versioned_name = "dltensor_versioned";

}  // namespace

py::capsule dlpack_of(const Ndarray& array, bool versioned, bool copied) {
  if (!versioned) {
    if (!array.writable) {
      PyErr_SetString(PyExc_BufferError, "DLPack before 1.0 can't say that an array is read-only");
      throw py::error_already_set();
    }
    return capsule_of(hand_out<Managed>(array), plain_name);
  }
  auto* const header = hand_out<ManagedVersioned>(array);
  header->major = 1;
  header->minor = 0;
  header->flags = (array.writable ? 0 : read_only) | (copied ? is_copied : 0);
  return capsule_of(header, versioned_name);
}

Ndarray array_of_dlpack(py::handle object) {
  py::object capsule;
  try {
    capsule = object.attr("__dlpack__")(py::arg("max_version") = py::make_tuple(1, 0));
  } catch (py::error_already_set& error) {
    if (!error.matches(PyExc_TypeError)) throw;  // a library from before DLPack 1.0
    capsule = object.attr("__dlpack__")();
  }
  if (PyCapsule_IsValid(capsule.ptr(), versioned_name) == 0) {
    return take_over<Managed>(capsule, plain_name, "used_dltensor");
  }
  const auto* const header = static_cast<ManagedVersioned*>(PyCapsule_GetPointer(capsule.ptr(), versioned_name));
  if (header->major != 1) {
    PyErr_SetString(PyExc_BufferError, ("DLPack " + std::to_string(header->major) + " isn't known").c_str());
    throw py::error_already_set();
  }
  const bool writable = (header->flags & read_only) == 0;
  Ndarray array = take_over<ManagedVersioned>(capsule, versioned_name, "used_dltensor_versioned");
  array.writable = writable;
  return array;
}

}  // namespace fairplay::arraycore::python
