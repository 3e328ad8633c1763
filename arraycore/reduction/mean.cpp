#include <algorithm>
#include <cmath>
#include <cstddef>
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
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/order.h"
#include "arraycore/reduction/reduce.h"
#include "arraycore/reduction/statistics.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/ufunc.h"

namespace fairplay::arraycore {
namespace {

ReduceOptions sum_options(const MeanOptions& options, std::optional<DType> dtype, bool keepdims) {
  return {options.release, options.axes, keepdims, dtype, std::nullopt, options.where, nullptr};
}

/// The dtype that elements are added up in, if it isn't their own.
std::optional<DType> sum_dtype(DType dtype, const MeanOptions& options) {
  if (options.dtype) return options.dtype;
  if (is_integer(dtype.kind()) || dtype.kind() == Kind::boolean) return DType(Kind::float64);
  return std::nullopt;
}

/// Counts, each less some, but not below 0: integers, unless the difference is none.
Expected<Array> counts_less(Array counts, double less) {
  if (less == std::trunc(less)) {
    for (std::int64_t i = 0; i < counts.count(); ++i) {
      std::byte* place = counts.view().data() + i * std::int64_t{sizeof(std::int64_t)};
      store<std::int64_t>(place,
                          std::max<std::int64_t>(load<std::int64_t>(place) - static_cast<std::int64_t>(less), 0));
    }
    return counts;
  }
  auto numbers = astype(counts, Kind::float64);
  for (std::int64_t i = 0; numbers && i < numbers->count(); ++i) {
    std::byte* place = numbers->view().data() + i * std::int64_t{sizeof(double)};
    store<double>(place, std::max(load<double>(place) - less, 0.0));
  }
  return numbers;
}

/// How many elements go into each sum, less some: one number, or with a mask an array.
Expected<Array> element_count_less(const ConstDynamicView& input, const MeanOptions& options, double less,
                                   bool keepdims) {
  if (options.where) {
    const auto wide = options.where->with(broadcast(options.where->layout(), input.shape()));
    if (!wide) return std::unexpected(wide.error());
    auto counts =
        reduce("add", *wide,
               {options.release, options.axes, keepdims, DType(Kind::int64), std::nullopt, std::nullopt, nullptr});
    if (!counts) return counts;
    return counts_less(std::move(*counts), less);
  }
  std::int64_t count = 1;
  if (options.axes) {
    const auto axes = normal_axes(*options.axes, input.dimensions());
    if (!axes) return std::unexpected(axes.error());
    for (const std::size_t axis : *axes) count *= input.shape()[axis];
  } else {
    count = input.count();
  }
  const std::int64_t one[]{count};
  auto counts = Array::from<std::int64_t>(one);
  if (!counts) return counts;
  auto result = std::move(*counts).reshaped(Extents{});
  if (!result) return result;
  return counts_less(std::move(*result), less);
}

/// `sums /= counts`, by the loop that a release takes for the two, cast back to the sums' dtype.
Expected<void> divide_by(Array& sums, const Array& counts, Release release) {
  const ConstDynamicView inputs[]{sums.view(), counts.view()};
  const DynamicView outputs[]{sums.view()};
  return call_ufunc_into("divide", inputs, outputs, {release, Casting::unsafe, std::nullopt, std::nullopt, nullptr});
}

/// The distances from the mean, in memory in the order of the input.
Expected<std::pair<Array, Layout>> distances(const ConstDynamicView& input, const Array& mean, Release release) {
  const ConstDynamicView inputs[]{input, mean.view()};
  const Strides operands[]{input.strides()};
  std::vector<std::size_t> order = iteration_order(input.shape(), operands);
  std::reverse(order.begin(), order.end());
  Extents shape;
  for (const std::size_t axis : order) shape.push_back(input.shape()[axis]);
  const DType types[]{input.dtype(), mean.dtype()};
  const auto dtype = result_type(types, release);
  if (!dtype) return std::unexpected(dtype.error());
  auto memory = Array::zeros(*dtype, shape);
  if (!memory) return std::unexpected(memory.error());
  Layout layout{input.shape(), Strides(order.size(), 0), 0};
  for (std::size_t i = 0; i < order.size(); ++i) layout.strides[order[i]] = memory->view().strides()[i];
  const DynamicView outputs[]{DynamicView(memory->view().data(), *dtype, layout)};
  const auto done =
      call_ufunc_into("subtract", inputs, outputs, {release, Casting::same_kind, std::nullopt, std::nullopt, nullptr});
  if (!done) return std::unexpected(done.error());
  return std::pair(std::move(*memory), std::move(layout));
}

}  // namespace

Expected<DynamicView> square_in_place(const DynamicView& view, Release release) {
  const UfuncOptions options{release, Casting::same_kind, std::nullopt, std::nullopt, nullptr};
  const auto square = [&](const DynamicView& part) {
    const ConstDynamicView inputs[]{part, part};
    const DynamicView outputs[]{part};
    return call_ufunc_into("multiply", inputs, outputs, options);
  };
  if (!is_complex(view.dtype().kind())) {
    const auto done = square(view);
    if (!done) return std::unexpected(done.error());
    return view;
  }
  const Kind part = view.dtype().kind() == Kind::complex64    ? Kind::float32
                    : view.dtype().kind() == Kind::complex128 ? Kind::float64
                                                              : Kind::long_double;
  const DynamicView real(view.data(), part, view.layout());
  const DynamicView imaginary(view.data() + DType(part).size(), part, view.layout());
  for (const DynamicView& one : {real, imaginary}) {
    if (const auto done = square(one); !done) return std::unexpected(done.error());
  }
  const ConstDynamicView inputs[]{real, imaginary};
  const DynamicView outputs[]{real};
  const auto done = call_ufunc_into("add", inputs, outputs, options);
  if (!done) return std::unexpected(done.error());
  return real;
}

Expected<Array> mean(const ConstDynamicView& input, const MeanOptions& options) {
  std::optional<DType> dtype = sum_dtype(input.dtype(), options);
  const bool through_float = !dtype && input.dtype().kind() == Kind::float16;
  if (through_float) dtype = Kind::float32;
  auto sums = reduce("add", input, sum_options(options, dtype, options.keepdims));
  if (!sums) return sums;
  const auto counts = element_count_less(input, options, 0, options.keepdims);
  if (!counts) return std::unexpected(counts.error());
  if (const auto done = divide_by(*sums, *counts, options.release); !done) return std::unexpected(done.error());
  if (through_float) return astype(*sums, Kind::float16, options.release);
  return sums;
}

Expected<Array> variance(const ConstDynamicView& input, const MeanOptions& options) {
  const std::optional<DType> dtype = sum_dtype(input.dtype(), options);
  auto center = reduce("add", input, sum_options(options, dtype, true));
  if (!center) return center;
  const auto all = element_count_less(input, options, 0, true);
  if (!all) return std::unexpected(all.error());
  if (const auto done = divide_by(*center, *all, options.release); !done) return std::unexpected(done.error());
  auto away = distances(input, *center, options.release);
  if (!away) return std::unexpected(away.error());
  const auto squares =
      square_in_place(DynamicView(away->first.view().data(), away->first.dtype(), away->second), options.release);
  if (!squares) return std::unexpected(squares.error());
  auto sums = reduce("add", *squares, sum_options(options, dtype, options.keepdims));
  if (!sums) return sums;
  const auto counts = element_count_less(input, options, options.ddof, options.keepdims);
  if (!counts) return std::unexpected(counts.error());
  if (const auto done = divide_by(*sums, *counts, options.release); !done) return std::unexpected(done.error());
  return sums;
}

Expected<Array> standard_deviation(const ConstDynamicView& input, const MeanOptions& options) {
  auto result = variance(input, options);
  if (!result) return result;
  const ConstDynamicView inputs[]{result->view()};
  const DynamicView outputs[]{result->view()};
  const auto done = call_ufunc_into("sqrt", inputs, outputs,
                                    {options.release, Casting::same_kind, std::nullopt, std::nullopt, nullptr});
  if (!done) return std::unexpected(done.error());
  return result;
}

}  // namespace fairplay::arraycore
