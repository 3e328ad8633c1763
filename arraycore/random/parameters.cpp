#include "arraycore/random/parameters.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/strided_loop.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

ConstDynamicView Parameter::under(const Extents& shape) const {
  const ConstDynamicView elements = converted ? converted->view() : view;
  return elements.with(*broadcast(elements.layout(), shape));
}

Expected<Parameter> parameter_of(const ConstDynamicView& view, DType dtype, Casting casting, Release release) {
  if (view.dtype() == dtype) return Parameter{view, std::nullopt};
  auto converted = astype(view, dtype, casting, release);
  if (!converted) return std::unexpected(converted.error());
  return Parameter{view, std::move(*converted)};
}

namespace {

template <class T>
std::vector<T> elements_of(const Parameter& parameter) {
  const ConstDynamicView view = parameter.under(parameter.view.shape());
  std::vector<T> elements;
  const StridedLoop<1> loop(view.shape(), {&view.strides()}, Visit::indexed);
  loop.run({view.data()}, [&](auto places, const auto& strides, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i, places[0] += strides[0]) elements.push_back(load<T>(places[0]));
  });
  return elements;
}

}  // namespace

std::vector<double> doubles_of(const Parameter& parameter) { return elements_of<double>(parameter); }
std::vector<std::int64_t> integers_of(const Parameter& parameter) { return elements_of<std::int64_t>(parameter); }

Expected<Extents> drawn_shape(std::span<const Parameter> parameters, const DrawnSize& size) {
  std::vector<Extents> shapes;
  for (const Parameter& parameter : parameters) shapes.push_back(parameter.view.shape());
  if (size) {
    if (const auto count = element_count(*size); !count) return std::unexpected(count.error());
    shapes.push_back(*size);
  }
  auto together = broadcast_shapes(shapes);
  if (!together) return together;
  if (size && *together != *size) {
    return fail(ErrorKind::value,
                "size " + describe(*size) + " is not compatible with parameters of shape " + describe(*together));
  }
  return together;
}

}  // namespace fairplay::arraycore
