#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/index.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/fold_loop.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/ufunc.h"

namespace fairplay::arraycore {
namespace {

/// A copy in the dtype of the loop if the input has another one.
Expected<std::optional<Array>> in_dtype(const ConstDynamicView& input, DType dtype, Release release) {
  if (input.dtype() == dtype) return std::optional<Array>();
  auto copy = astype(input, dtype, release);
  if (!copy) return std::unexpected(copy.error());
  return std::optional<Array>(std::move(*copy));
}

/// The offsets of the first elements along an axis.
std::vector<std::int64_t> line_offsets(const Extents& shape, const Strides& strides, std::size_t axis) {
  Extents others = shape;
  others[axis] = others[axis] == 0 ? 0 : 1;
  return offsets_of(others, strides);
}

}  // namespace

Expected<Array> accumulate(std::string_view ufunc, const ConstDynamicView& input, std::int64_t axis,
                           std::optional<DType> dtype, Release release) {
  const auto loop = fold_loop(ufunc, input.dtype(), dtype, release);
  if (!loop) return std::unexpected(loop.error());
  if (input.dimensions() == 0) return fail(ErrorKind::dtype, "cannot accumulate on a scalar");
  const auto place = normal_axis(axis, input.dimensions());
  if (!place) return std::unexpected(place.error());
  auto result = astype(input, loop->dtype, release);
  if (!result) return result;
  const std::int64_t extent = input.shape()[*place];
  if (extent < 2) return result;
  const DynamicView view = *result;
  const std::int64_t stride = view.strides()[*place];
  for (const std::int64_t offset : line_offsets(view.shape(), view.strides(), *place)) {
    // result[i] = result[i - 1] o input[i], which lies at result[i].
    std::byte* first = view.data() + offset;
    std::byte* const operands[]{first, first + stride, first + stride};
    const std::int64_t strides[]{stride, stride, stride};
    const auto done = checked(loop->kernel(operands, strides, extent - 1));
    if (!done) return std::unexpected(done.error());
  }
  return result;
}

Expected<Array> reduce_at(std::string_view ufunc, const ConstDynamicView& input, std::span<const std::int64_t> indices,
                          std::int64_t axis, std::optional<DType> dtype, Release release) {
  const auto loop = fold_loop(ufunc, input.dtype(), dtype, release);
  if (!loop) return std::unexpected(loop.error());
  const auto place = normal_axis(axis, input.dimensions());
  if (!place) return std::unexpected(place.error());
  const std::int64_t extent = input.shape()[*place];
  for (const std::int64_t index : indices) {
    if (index < 0 || index >= extent) {
      return fail(ErrorKind::index, "index " + std::to_string(index) + " out-of-bounds in " + std::string(ufunc) +
                                        ".reduceat [0, " + std::to_string(extent) + ")");
    }
  }
  const auto copy = in_dtype(input, loop->dtype, release);
  if (!copy) return std::unexpected(copy.error());
  const ConstDynamicView source = *copy ? (*copy)->view() : input;
  Extents shape = input.shape();
  shape[*place] = static_cast<std::int64_t>(indices.size());
  auto result = Array::zeros(loop->dtype, shape);
  if (!result) return result;
  const std::int64_t stride = source.strides()[*place];
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const std::int64_t next = i + 1 < indices.size() ? indices[i + 1] : extent;
    const auto first = selected(source.layout(), axis, indices[i]);
    const auto target = selected(result->view().layout(), axis, static_cast<std::int64_t>(i));
    if (!first || !target) return std::unexpected((!first ? first : target).error());
    const DynamicView line = result->view().with(*target);
    const ConstDynamicView begin = source.with(*first);
    if (const auto done = assign(line, begin); !done) return std::unexpected(done.error());
    if (next <= indices[i] + 1) continue;
    const auto from = offsets_of(begin.shape(), begin.strides());
    const auto to = offsets_of(line.shape(), line.strides());
    for (std::size_t k = 0; k < from.size(); ++k) {
      const auto done =
          checked(loop->run(line.data() + to[k], 0, begin.data() + from[k] + stride, stride, next - indices[i] - 1));
      if (!done) return std::unexpected(done.error());
    }
  }
  return result;
}

Expected<void> apply_at(std::string_view ufunc, const DynamicView& target, std::span<const Index> indices,
                        std::optional<ConstDynamicView> values, Release release) {
  // Where each index leads: the same indices into an array of places.
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(target.count()));
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
  auto flat = Array::from<std::int64_t>(numbers);
  if (!flat) return std::unexpected(flat.error());
  const auto all = std::move(*flat).reshaped(target.shape());
  if (!all) return std::unexpected(all.error());
  const auto named = get_index(*all, indices);
  if (!named) return std::unexpected(named.error());
  const auto places = integers_of(*named);
  if (!places) return std::unexpected(places.error());
  const std::vector<std::int64_t> offsets = offsets_of(target.shape(), target.strides());
  std::vector<std::int64_t> value_offsets;
  if (values) {
    const auto wide = fit_value(named->shape(), *values);
    if (!wide) return std::unexpected(wide.error());
    value_offsets = offsets_of(wide->shape(), wide->strides());
  }
  const UfuncOptions options{release, Casting::unsafe, std::nullopt, std::nullopt, nullptr};
  if (places->empty()) {
    // Whether there is such a loop shows without elements, too.
    const Layout none{{0}, {0}, 0};
    std::vector<ConstDynamicView> operands{ConstDynamicView(target.data(), target.dtype(), none)};
    if (values) operands.emplace_back(values->data(), values->dtype(), none);
    const DynamicView outputs[]{DynamicView(target.data(), target.dtype(), none)};
    return call_ufunc_into(ufunc, operands, outputs, options);
  }
  for (std::size_t i = 0; i < places->size(); ++i) {
    const Layout one{{1}, {0}, 0};
    const DynamicView element(target.data() + offsets[static_cast<std::size_t>((*places)[i])], target.dtype(), one);
    std::vector<ConstDynamicView> operands{element};
    if (values) operands.emplace_back(values->data() + value_offsets[i], values->dtype(), one);
    const DynamicView outputs[]{element};
    const auto done = call_ufunc_into(ufunc, operands, outputs, options);
    if (!done) return done;
  }
  return {};
}

}  // namespace fairplay::arraycore
