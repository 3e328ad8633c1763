// Fourier transforms and their frequencies.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/fft/fourier.h"
#include "arraycore/fft/frequencies.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/release.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

using OptionalList = std::optional<std::vector<std::int64_t>>;

FourierNorm norm_of(const std::optional<std::string>& name) {
  if (!name || *name == "backward") return FourierNorm::backward;
  if (*name == "ortho") return FourierNorm::ortho;
  if (*name == "forward") return FourierNorm::forward;
  raise({ErrorKind::value, "Invalid norm value " + *name + "; should be \"backward\", \"ortho\" or \"forward\"."});
}

template <Expected<Array> (*transform)(const ConstDynamicView&, const FourierOptions&)>
Ndarray along_one(const Ndarray& array, std::optional<std::int64_t> n, std::int64_t axis,
                  const std::optional<std::string>& norm) {
  return Ndarray::owning(transform(array.read(), {current_release(), n, axis, norm_of(norm)}));
}

template <Expected<Array> (*transform)(const ConstDynamicView&, const FourierAxesOptions&)>
Ndarray along_several(const Ndarray& array, const OptionalList& shape, const OptionalList& axes,
                      const std::optional<std::string>& norm) {
  return Ndarray::owning(transform(array.read(), {current_release(), shape, axes, norm_of(norm)}));
}

template <Expected<Array> (*shift)(const ConstDynamicView&, std::optional<std::span<const std::int64_t>>)>
Ndarray shifted_along(const Ndarray& array, const OptionalList& axes) {
  return Ndarray::owning(shift(array.read(), axes));
}

}  // namespace

void bind_fft(py::module_& module) {
  module.def("fft", along_one<fft>);
  module.def("ifft", along_one<ifft>);
  module.def("rfft", along_one<rfft>);
  module.def("irfft", along_one<irfft>);
  module.def("hfft", along_one<hfft>);
  module.def("ihfft", along_one<ihfft>);
  module.def("fftn", along_several<fftn>);
  module.def("ifftn", along_several<ifftn>);
  module.def("rfftn", along_several<rfftn>);
  module.def("irfftn", along_several<irfftn>);
  module.def("fftshift", shifted_along<fft_shift>);
  module.def("ifftshift", shifted_along<inverse_fft_shift>);
  module.def("fftfreq", [](std::int64_t n, double spacing) { return Ndarray::owning(fft_frequencies(n, spacing)); });
  module.def("rfftfreq", [](std::int64_t n, double spacing) { return Ndarray::owning(rfft_frequencies(n, spacing)); });
}

}  // namespace fairplay::arraycore::python
