#include "arraycore/array/flat_index.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

Expected<std::vector<Array>> unravel_index(const ConstDynamicView& places, std::span<const std::int64_t> shape,
                                           Order order) {
  const auto count = element_count(shape);
  if (!count) return fail(ErrorKind::value, "dimensions are too large: " + describe(shape));
  const auto numbers = integers_of(places);
  if (!numbers) return fail(ErrorKind::dtype, "indices must be integers, not " + places.dtype().name());
  std::vector<Array> result;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    auto array = Array::unset(Kind::int64, places.shape());
    if (!array) return std::unexpected(array.error());
    result.push_back(std::move(*array));
  }
  for (std::size_t i = 0; i < numbers->size(); ++i) {
    std::int64_t rest = (*numbers)[i];
    if (rest < 0 || rest >= *count) {
      return fail(ErrorKind::value,
                  "index " + std::to_string(rest) + " is out of bounds for array with size " + std::to_string(*count));
    }
    for (std::size_t step = 0; step < shape.size(); ++step) {
      const std::size_t axis = order == Order::c ? shape.size() - 1 - step : step;
      store<std::int64_t>(result[axis].view().data() + i * sizeof(std::int64_t), rest % shape[axis]);
      rest /= shape[axis];
    }
  }
  return result;
}

Expected<Array> ravel_multi_index(std::span<const ConstDynamicView> indices, std::span<const std::int64_t> shape,
                                  std::span<const OutOfBounds> modes, Order order) {
  if (indices.size() != shape.size() || modes.size() != shape.size()) {
    return fail(ErrorKind::value, "parameter multi_index must be a sequence of length " + std::to_string(shape.size()));
  }
  if (!element_count(shape)) return fail(ErrorKind::value, "invalid dims: " + describe(shape) + " is too large");
  std::vector<Extents> shapes;
  for (const ConstDynamicView& index : indices) shapes.push_back(index.shape());
  const auto common = broadcast_shapes(shapes);
  if (!common) return std::unexpected(common.error());
  auto result = Array::zeros(Kind::int64, *common);
  if (!result) return result;
  std::int64_t step = 1;
  for (std::size_t turn = 0; turn < shape.size(); ++turn) {
    const std::size_t axis = order == Order::c ? shape.size() - 1 - turn : turn;
    const auto wide = indices[axis].with(broadcast(indices[axis].layout(), *common));
    if (!wide) return std::unexpected(wide.error());
    const auto numbers = integers_of(*wide);
    if (!numbers) {
      return fail(ErrorKind::dtype, "only int indices permitted, not " + indices[axis].dtype().name());
    }
    for (std::size_t i = 0; i < numbers->size(); ++i) {
      std::int64_t number = (*numbers)[i];
      if (modes[axis] != OutOfBounds::error && shape[axis] > 0) {
        number = modes[axis] == OutOfBounds::clip ? std::clamp<std::int64_t>(number, 0, shape[axis] - 1)
                                                  : (number % shape[axis] + shape[axis]) % shape[axis];
      }
      if (number < 0 || number >= shape[axis]) {
        return fail(ErrorKind::value, "invalid entry in coordinates array: " + std::to_string(number) + " on axis " +
                                          std::to_string(axis) + " with size " + std::to_string(shape[axis]));
      }
      std::byte* place = result->view().data() + i * sizeof(std::int64_t);
      store<std::int64_t>(place, load<std::int64_t>(place) + number * step);
    }
    step *= std::max<std::int64_t>(shape[axis], 1);
  }
  return result;
}

}  // namespace fairplay::arraycore
