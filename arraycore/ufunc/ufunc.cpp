#include "arraycore/ufunc/ufunc.h"

#include <algorithm>
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/array/strided_loop.h"
#include "arraycore/casting/cast.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/kernel.h"
#include "arraycore/ufunc/loop_table.h"
#include "arraycore/ufunc/resolve.h"
#include "arraycore/ufunc/text_loops.h"

namespace fairplay::arraycore {
namespace {

constexpr std::size_t most_operands = 5;  // three inputs and one output, or two and two
constexpr std::int64_t block = 512;       // elements that are cast at a time

/// An array without axes as the value that counts up to 1.26.
std::optional<PythonScalar> value_of(const ConstDynamicView& view, Release release) {
  if (view.dimensions() != 0 || release >= Release{2, 0} || !is_numeric(view.dtype().kind())) return std::nullopt;
  const Kind kind = view.dtype().kind();
  const auto as = [&](Kind wide) { return astype(view, wide, release); };
  if (kind == Kind::boolean) return PythonScalar::of(load<bool>(view.data()));
  if (kind == Kind::uint64) return PythonScalar::of(load<std::uint64_t>(view.data()));
  if (is_integer(kind)) {
    const auto wide = as(Kind::int64);
    if (!wide) return std::nullopt;
    return PythonScalar::of(load<std::int64_t>(wide->view().data()));
  }
  if (kind == Kind::long_double) return PythonScalar::of(load<long double>(view.data()));
  if (kind == Kind::complex_long_double) return PythonScalar::of(load<std::complex<long double>>(view.data()));
  const auto wide = as(is_complex(kind) ? Kind::complex128 : Kind::float64);
  if (!wide) return std::nullopt;
  // A value never needs more than its own type, whatever bounds numpy.min_scalar_type has.
  if (is_complex(kind)) {
    const auto value = load<std::complex<double>>(wide->view().data());
    return PythonScalar::of(kind == Kind::complex64 ? std::complex<double>(0) : value);
  }
  const auto value = load<double>(wide->view().data());
  if (kind == Kind::float16) return PythonScalar::of(0.0);
  return PythonScalar::of(kind == Kind::float32 ? std::clamp(value, -3e38, 3e38) : value);
}

std::vector<OperandType> types_of(std::span<const ConstDynamicView> inputs, Release release) {
  std::vector<OperandType> types;
  for (const ConstDynamicView& input : inputs) types.push_back({input.dtype(), value_of(input, release)});
  return types;
}

Expected<ResolvedLoop> resolve(std::string_view name, std::span<const ConstDynamicView> inputs,
                               const UfuncOptions& options, std::span<const DynamicView> outputs = {}) {
  const LoopRow* row = find_ufunc(name, options.release);
  if (row == nullptr) {
    return fail(ErrorKind::value, "NumPy " + std::to_string(options.release.major) + '.' +
                                      std::to_string(options.release.minor) + " has no ufunc '" + std::string(name) +
                                      "'");
  }
  std::vector<DType> output_types;
  for (const DynamicView& output : outputs) output_types.push_back(output.dtype());
  return resolve_loop(*row, types_of(inputs, options.release), options.release, options.casting, options.signature,
                      output_types);
}

/// The shape of the results.
Expected<Extents> common_shape(std::span<const ConstDynamicView> inputs, const UfuncOptions& options,
                               std::span<const DynamicView> outputs = {}) {
  std::vector<Extents> shapes;
  for (const ConstDynamicView& input : inputs) shapes.push_back(input.shape());
  for (const DynamicView& output : outputs) shapes.push_back(output.shape());
  if (options.where) {
    if (options.where->dtype().kind() != Kind::boolean) {
      return fail(ErrorKind::dtype, "a mask must be boolean, not " + options.where->dtype().name());
    }
    shapes.push_back(options.where->shape());
  }
  return broadcast_shapes(shapes);
}

/// Runs a loop over elements that are cast on the way where they have another dtype.
class Runner {
 public:
  static Expected<Runner> of(const ResolvedLoop& loop, std::span<const DType> dtypes, std::size_t inputs,
                             Release release) {
    Runner runner(loop, inputs);
    for (std::size_t i = 0; i < dtypes.size(); ++i) {
      runner.sizes_[i] = loop.dtypes[i].size();
      runner.lengths_[i] = loop.dtypes[i].length();
      runner.room_ = std::max(runner.room_, runner.sizes_[i]);
    }
    for (std::size_t i = 0; i < dtypes.size(); ++i) {
      if (dtypes[i] == loop.dtypes[i]) continue;
      const DType from = i < inputs ? dtypes[i] : loop.dtypes[i];
      const DType to = i < inputs ? loop.dtypes[i] : dtypes[i];
      auto cast = ElementCast::between(from, to, release);
      if (!cast) return std::unexpected(cast.error());
      runner.casts_[i] = *cast;
      runner.buffers_.resize(static_cast<std::size_t>(most_operands * block * runner.room_));
    }
    return runner;
  }

  /// `n` elements of a run; false after an error.
  bool run(std::array<std::byte*, most_operands> operands, const std::int64_t* strides, std::int64_t n) {
    if (buffers_.empty()) return compute(operands.data(), strides, n);
    while (n > 0) {
      const std::int64_t part = std::min(n, block);
      if (!run_block(operands, strides, part)) return false;
      for (std::size_t i = 0; i < count_; ++i) operands[i] += part * strides[i];
      n -= part;
    }
    return true;
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  Runner(const ResolvedLoop& loop, std::size_t inputs)
      : kernel_(loop.kernel), text_kernel_(loop.text_kernel), inputs_(inputs), count_(loop.dtypes.size()) {}

  bool compute(std::byte* const* operands, const std::int64_t* strides, std::int64_t n) {
    if (text_kernel_ != nullptr) {
      text_kernel_(operands, strides, n, lengths_.data());
      return true;
    }
    switch (kernel_(operands, strides, n)) {
      case KernelResult::ok: return true;
      case KernelResult::negative_power:
        error_ = Error{ErrorKind::value, "Integers to negative integer powers are not allowed."};
        return false;
      case KernelResult::time_overflow: error_ = Error{ErrorKind::range, "a time doesn't fit 64 bits"}; return false;
    }
    return false;
  }

  bool run_block(const std::array<std::byte*, most_operands>& operands, const std::int64_t* strides, std::int64_t n) {
    std::array<std::byte*, most_operands> at = operands;
    std::array<std::int64_t, most_operands> steps{};
    for (std::size_t i = 0; i < count_; ++i) {
      steps[i] = strides[i];
      if (!casts_[i]) continue;
      at[i] = buffers_.data() + static_cast<std::int64_t>(i) * block * room_;
      steps[i] = sizes_[i];
      if (i < inputs_ && !cast(*casts_[i], operands[i], strides[i], at[i], steps[i], n)) return false;
    }
    if (!compute(at.data(), steps.data(), n)) return false;
    for (std::size_t i = inputs_; i < count_; ++i) {
      if (casts_[i] && !cast(*casts_[i], at[i], steps[i], operands[i], strides[i], n)) return false;
    }
    return true;
  }

  bool cast(const ElementCast& how, const std::byte* from, std::int64_t from_stride, std::byte* to,
            std::int64_t to_stride, std::int64_t n) {
    const auto done = how.run(from, from_stride, to, to_stride, n);
    if (!done) error_ = done.error();
    return done.has_value();
  }

  Kernel kernel_;
  TextKernel text_kernel_;
  std::size_t inputs_;
  std::size_t count_;
  std::array<std::int64_t, most_operands> sizes_{};
  std::array<std::int64_t, most_operands> lengths_{};
  std::int64_t room_ = 0;  // for an element in a buffer
  std::array<std::optional<ElementCast>, most_operands> casts_;
  std::vector<std::byte> buffers_;
  std::optional<Error> error_;
};

/// Calls run for each stretch of true elements of the mask.
template <class Run>
void run_where(const std::byte* mask, std::int64_t stride, std::int64_t n, Run&& run) {
  std::int64_t i = 0;
  while (i < n) {
    while (i < n && !load<bool>(mask + i * stride)) ++i;
    const std::int64_t first = i;
    while (i < n && load<bool>(mask + i * stride)) ++i;
    if (i > first) run(first, i - first);
  }
}

/// Inputs (and the mask, last) that an output would overwrite before they are read, as copies.
class Copies {
 public:
  Expected<ConstDynamicView> safe(const ConstDynamicView& input, std::span<const DynamicView> outputs) {
    for (const DynamicView& output : outputs) {
      const bool same =
          output.data() == input.data() && output.layout() == input.layout() && output.dtype() == input.dtype();
      if (same || !may_overlap(output, input)) continue;
      auto copy = Array::copy_of(input);
      if (!copy) return std::unexpected(copy.error());
      arrays_.push_back(std::move(*copy));
      return arrays_.back().view();
    }
    return input;
  }

 private:
  std::vector<Array> arrays_;
};

Expected<void> execute(const ResolvedLoop& loop, std::span<const ConstDynamicView> inputs,
                       std::span<const DynamicView> outputs, const Extents& shape, const UfuncOptions& options) {
  Copies copies;
  std::vector<ConstDynamicView> operands;
  std::vector<DType> dtypes;
  for (const ConstDynamicView& input : inputs) {
    const auto wide = input.with(broadcast(input.layout(), shape));
    if (!wide) return std::unexpected(wide.error());
    const auto safe = copies.safe(*wide, outputs);
    if (!safe) return std::unexpected(safe.error());
    operands.push_back(*safe);
    dtypes.push_back(input.dtype());
  }
  for (const DynamicView& output : outputs) {
    operands.push_back(output);
    dtypes.push_back(output.dtype());
  }
  auto runner = Runner::of(loop, dtypes, inputs.size(), options.release);
  if (!runner) return std::unexpected(runner.error());
  const std::size_t count = operands.size();
  if (options.where) {
    const auto wide = options.where->with(broadcast(options.where->layout(), shape));
    if (!wide) return std::unexpected(wide.error());
    const auto safe = copies.safe(*wide, outputs);
    if (!safe) return std::unexpected(safe.error());
    operands.push_back(*safe);
  }
  const Strides none(shape.size(), 0);
  std::array<const Strides*, most_operands + 1> strides{};
  std::array<const std::byte*, most_operands + 1> data{};
  // The last output comes first: its memory decides the order.
  std::array<std::size_t, most_operands + 1> place{};
  for (std::size_t i = 0; i <= most_operands; ++i) {
    place[i] = i == 0 ? count - 1 : i == count - 1 ? 0 : i;
    strides[place[i]] = i < operands.size() ? &operands[i].strides() : &none;
    data[place[i]] = i < operands.size() ? operands[i].data() : nullptr;
  }
  const StridedLoop<most_operands + 1> walk(shape, strides, Visit::any);
  walk.run(data, [&](const auto& pointers, const auto& steps, std::int64_t n) {
    if (runner->error()) return;
    std::array<std::byte*, most_operands> at{};
    std::array<std::int64_t, most_operands> by{};
    for (std::size_t i = 0; i < count; ++i) {
      at[i] = const_cast<std::byte*>(pointers[place[i]]);
      by[i] = steps[place[i]];
    }
    if (!options.where) {
      runner->run(at, by.data(), n);
      return;
    }
    run_where(pointers[place[count]], steps[place[count]], n, [&](std::int64_t first, std::int64_t length) {
      if (runner->error()) return;
      std::array<std::byte*, most_operands> part = at;
      for (std::size_t i = 0; i < count; ++i) part[i] += first * by[i];
      runner->run(part, by.data(), length);
    });
  });
  if (runner->error()) return std::unexpected(*runner->error());
  return {};
}

Expected<void> execute_with_flags(const ResolvedLoop& loop, std::span<const ConstDynamicView> inputs,
                                  std::span<const DynamicView> outputs, const Extents& shape,
                                  const UfuncOptions& options) {
  const FlagScope scope;
  const auto done = execute(loop, inputs, outputs, shape, options);
  if (options.flags != nullptr) *options.flags = scope.raised();
  return done;
}

}  // namespace

Expected<std::vector<Array>> call_ufunc(std::string_view name, std::span<const ConstDynamicView> inputs,
                                        const UfuncOptions& options) {
  const auto loop = resolve(name, inputs, options);
  if (!loop) return std::unexpected(loop.error());
  const auto shape = common_shape(inputs, options);
  if (!shape) return std::unexpected(shape.error());
  std::vector<Array> results;
  for (std::size_t i = inputs.size(); i < loop->dtypes.size(); ++i) {
    // What a mask leaves out is zero.
    auto result = options.where ? Array::zeros(loop->dtypes[i], *shape) : Array::unset(loop->dtypes[i], *shape);
    if (!result) return std::unexpected(result.error());
    results.push_back(std::move(*result));
  }
  const std::vector<DynamicView> outputs(results.begin(), results.end());
  const auto done = execute_with_flags(*loop, inputs, outputs, *shape, options);
  if (!done) return std::unexpected(done.error());
  return results;
}

Expected<void> call_ufunc_into(std::string_view name, std::span<const ConstDynamicView> inputs,
                               std::span<const DynamicView> outputs, const UfuncOptions& options) {
  const auto loop = resolve(name, inputs, options, outputs);
  if (!loop) return std::unexpected(loop.error());
  if (outputs.size() != loop->dtypes.size() - inputs.size()) {
    return fail(ErrorKind::value, std::string(name) + " has " + std::to_string(loop->dtypes.size() - inputs.size()) +
                                      " outputs, not " + std::to_string(outputs.size()));
  }
  const auto shape = common_shape(inputs, options, outputs);
  if (!shape) return std::unexpected(shape.error());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].shape() != *shape) {
      return fail(ErrorKind::shape, "non-broadcastable output operand with shape " + describe(outputs[i].shape()) +
                                        " doesn't match the broadcast shape " + describe(*shape));
    }
    const DType made = loop->dtypes[inputs.size() + i];
    if (!can_cast(made, outputs[i].dtype(), options.casting, options.release)) {
      return fail(ErrorKind::dtype, "cannot cast ufunc '" + std::string(name) + "' output from " + made.name() +
                                        " to " + outputs[i].dtype().name());
    }
  }
  return execute_with_flags(*loop, inputs, outputs, *shape, options);
}

Expected<std::vector<Array>> call_ufunc_outer(std::string_view name, const ConstDynamicView& a,
                                              const ConstDynamicView& b, const UfuncOptions& options) {
  std::vector<std::int64_t> added;
  for (std::size_t i = 0; i < b.dimensions(); ++i) added.push_back(static_cast<std::int64_t>(a.dimensions() + i));
  const auto wide = a.with(expanded(a.layout(), added));
  if (!wide) return std::unexpected(wide.error());
  const ConstDynamicView both[]{*wide, b};
  return call_ufunc(name, both, options);
}

}  // namespace fairplay::arraycore
