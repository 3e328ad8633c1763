// Arrays as files in memory.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/files/npy.h"
#include "arraycore/files/npz.h"
#include "arraycore/files/stored_array.h"
#include "arraycore/files/stored_type.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/release.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

std::span<const std::byte> content_of(const py::bytes& file) {
  const auto text = file.cast<std::string_view>();
  return std::as_bytes(std::span(text.data(), text.size()));
}

py::bytes bytes_of_file(const std::vector<std::byte>& file) {
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

Ndarray array_of_file(NpyArray read) {
  if (read.elements.type().form() == StoredType::Form::record) raise_missing("arrays of records");
  return Ndarray::owning(std::move(read.elements).array());
}

NpyLimits limits_of(std::int64_t header) { return {.header = header}; }

}  // namespace

void bind_files(py::module_& module) {
  module.def("npy_bytes", [](const Ndarray& array) {
    return bytes_of_file(value(write_npy(array.read(), {.release = current_release()})));
  });
  module.def("npy_array", [](const py::bytes& file, std::int64_t max_header_size) {
    return array_of_file(value(read_npy(content_of(file), limits_of(max_header_size))));
  });
  module.def("npz_bytes", [](const std::vector<std::pair<std::string, Ndarray>>& arrays, bool compressed,
                             bool since_3_11_4) {
    std::vector<NpzEntry> entries;
    for (const auto& [name, array] : arrays) entries.push_back({name, array.read()});
    return bytes_of_file(value(write_npz(
        entries, {current_release(), compressed, since_3_11_4 ? PythonZip::since_3_11_4 : PythonZip::before_3_11_4})));
  });
  module.def("npz_names", [](const py::bytes& file) { return value(NpzReader::of(content_of(file))).names(); });
  module.def("npz_array", [](const py::bytes& file, const std::string& name, std::int64_t max_header_size) {
    const auto reader = value(NpzReader::of(content_of(file), {.npy = limits_of(max_header_size)}));
    return array_of_file(value(reader.read(name)));
  });
}

}  // namespace fairplay::arraycore::python
