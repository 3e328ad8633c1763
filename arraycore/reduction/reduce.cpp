#include "arraycore/reduction/reduce.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/assign.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/cast.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/reduction/fold_loop.h"
#include "arraycore/reduction/order.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/float_flags.h"
#include "arraycore/ufunc/loop_table.h"

namespace fairplay::arraycore {
namespace {

/// Ufuncs without an identity that several axes may be reduced with at once.
constexpr std::array<std::string_view, 4> orderless{"maximum", "minimum", "fmax", "fmin"};

bool reorderable(const LoopRow& ufunc) {
  return ufunc.identity || std::find(orderless.begin(), orderless.end(), ufunc.name) != orderless.end();
}

/// The identity as one element.
Expected<Array> identity_element(std::string_view text, DType dtype, Release release) {
  const std::int64_t whole = text == "1" ? 1 : text == "-1" ? -1 : 0;
  const std::int64_t one[]{whole};
  auto integer = Array::from<std::int64_t>(one);
  if (!integer) return integer;
  const double infinite[]{-std::numeric_limits<double>::infinity()};
  auto floating = Array::from<double>(infinite);
  if (!floating) return floating;
  auto result = Array::zeros(dtype, Extents{});
  if (!result) return result;
  const ConstDynamicView source = text == "-inf" ? floating->view() : integer->view();
  // A generic timedelta's 0 is 0 in every unit.
  const auto plain = is_time(dtype.kind()) ? result->view().as(Kind::int64) : result->view();
  if (const auto done = assign_cast(*plain, source, release); !done) return std::unexpected(done.error());
  return result;
}

bool aligned(const ConstDynamicView& view) {
  const std::int64_t alignment = view.dtype().alignment();
  if (view.count() == 0) return true;
  std::uintptr_t all = reinterpret_cast<std::uintptr_t>(view.data());
  for (std::size_t axis = 0; axis < view.dimensions(); ++axis) {
    if (view.shape()[axis] > 1) all |= static_cast<std::uintptr_t>(view.strides()[axis]);
  }
  return all % static_cast<std::uintptr_t>(alignment) == 0;
}

/// A reduction under way: the result lies in memory in the order of the iteration, as NumPy allocates it.
class Reduction {
 public:
  Reduction(const FoldLoop& loop, const ConstDynamicView& input, std::vector<bool> reduced,
            const ReduceOptions& options)
      : loop_(loop), input_(input), reduced_(std::move(reduced)), options_(options) {}

  Expected<Array> run() {
    if (const auto done = prepare_mask(); !done) return std::unexpected(done.error());
    if (const auto done = allocate(); !done) return std::unexpected(done.error());
    if (const auto done = initialise(); !done) return std::unexpected(done.error());
    if (const auto done = fold(); !done) return std::unexpected(done.error());
    return finished();
  }

 private:
  Expected<void> prepare_mask() {
    if (!options_.where) return {};
    if (options_.where->dtype().kind() != Kind::boolean) {
      return fail(ErrorKind::dtype, "a mask must be boolean, not " + options_.where->dtype().name());
    }
    auto wide = options_.where->with(broadcast(options_.where->layout(), input_.shape()));
    if (!wide) return std::unexpected(wide.error());
    mask_ = std::move(*wide);
    return {};
  }

  std::vector<Strides> moving_operands() const {
    std::vector<Strides> strides{input_.strides()};
    if (mask_) strides.push_back(mask_->strides());
    return strides;
  }

  Expected<void> allocate() {
    const std::vector<Strides> operands = moving_operands();
    Extents shape;
    std::vector<std::size_t> kept;
    for (const std::size_t axis : iteration_order(input_.shape(), operands)) {
      if (reduced_[axis]) continue;
      kept.insert(kept.begin(), axis);
      shape.insert(shape.begin(), input_.shape()[axis]);
    }
    auto memory = Array::zeros(loop_.dtype, shape);
    if (!memory) return std::unexpected(memory.error());
    result_.emplace(std::move(*memory));
    strides_.assign(input_.dimensions(), 0);
    for (std::size_t i = 0; i < kept.size(); ++i) strides_[kept[i]] = result_->view().strides()[i];
    return {};
  }

  /// The result seen with the input's axes; reduced ones have extent 1.
  DynamicView kept_view() {
    Layout layout{input_.shape(), strides_, 0};
    for (std::size_t axis = 0; axis < reduced_.size(); ++axis) {
      if (reduced_[axis]) layout.shape[axis] = 1;
    }
    return DynamicView(result_->view().data(), loop_.dtype, layout);
  }

  Expected<void> initialise() {
    if (options_.initial) {
      const auto done = assign_cast(*result_, *options_.initial, options_.release);
      if (!done) return std::unexpected(done.error());
      return {};
    }
    if (loop_.ufunc->identity) {
      const auto element = identity_element(*loop_.ufunc->identity, loop_.dtype, options_.release);
      if (!element) return std::unexpected(element.error());
      return assign(*result_, *element);
    }
    if (mask_) {
      return fail(ErrorKind::value, "reduction operation '" + std::string(loop_.ufunc->name) +
                                        "' does not have an identity, so to use a where mask one has to specify "
                                        "'initial'");
    }
    if (result_->count() == 0) return {};
    if (input_.count() == 0) {
      return fail(ErrorKind::value, "zero-size array to reduction operation " + std::string(loop_.ufunc->name) +
                                        " which has no identity");
    }
    Layout first = input_.layout();
    Layout rest = input_.layout();
    for (std::size_t axis = 0; axis < reduced_.size(); ++axis) {
      if (!reduced_[axis]) continue;
      first.shape[axis] = 1;
      rest.shape[axis] -= 1;
      rest.offset += rest.strides[axis];
    }
    const auto done = assign_cast(kept_view(), input_.with(first), options_.release);
    if (!done) return std::unexpected(done.error());
    if (options_.release < Release{1, 20} && std::count(reduced_.begin(), reduced_.end(), true) == 1) {
      // Up to 1.19 the iteration goes over the others alone, where one axis is reduced.
      input_ = input_.with(rest);
      return {};
    }
    // The first element of each group is visited first.
    from_first_ = true;
    return {};
  }

  Expected<void> fold() {
    if (input_.count() == 0 || result_->count() == 0) return {};
    if (input_.dtype() != loop_.dtype) {
      auto cast = ElementCast::between(input_.dtype(), loop_.dtype, options_.release);
      if (!cast) return std::unexpected(cast.error());
      cast_ = *cast;
    }
    std::vector<ReductionOperand> operands{{strides_, false},
                                           {input_.strides(), cast_.has_value() || !aligned(input_)}};
    if (mask_) operands.push_back({mask_->strides(), false});
    const ReductionOrder order(input_.shape(), operands, options_.release);
    order_ = &order;
    Expected<void> done;
    order.for_each_piece([&](ReductionOrder::Piece piece) {
      done = fold_piece(piece);
      return done.has_value();
    });
    return done;
  }

  Expected<void> fold_piece(ReductionOrder::Piece piece) {
    std::byte* result = result_->view().data() + order_->offset(0, piece.first);
    const std::int64_t result_stride = order_->folds() ? 0 : order_->inner_stride(0);
    if (from_first_ && order_->is_first_visit(piece.first)) {
      // That element is there already: one of a fold, all of a run of results.
      if (!order_->folds()) return {};
      ++piece.first;
      --piece.length;
      if (piece.length == 0) return {};
    }
    std::int64_t stride = 0;
    const auto elements = gather(1, input_, cast_, loop_.dtype.size(), piece, elements_, stride);
    if (!elements) return std::unexpected(elements.error());
    if (!mask_) return checked(loop_.run(result, result_stride, *elements, stride, piece.length));
    std::int64_t mask_stride = 0;
    const auto mask = gather(2, *mask_, std::nullopt, 1, piece, mask_bytes_, mask_stride);
    if (!mask) return std::unexpected(mask.error());
    for (std::int64_t i = 0; i < piece.length;) {
      std::int64_t n = 1;
      const bool takes_part = load<bool>(*mask + i * mask_stride);
      while (i + n < piece.length && load<bool>(*mask + (i + n) * mask_stride) == takes_part) ++n;
      if (takes_part) {
        const auto done =
            checked(loop_.run(result + i * result_stride, result_stride, *elements + i * stride, stride, n));
        if (!done) return done;
      }
      i += n;
    }
    return {};
  }

  /// A piece of an operand as one run: in place where it is one, otherwise copied (and cast) into a buffer.
  Expected<const std::byte*> gather(std::size_t operand, const ConstDynamicView& view,
                                    const std::optional<ElementCast>& cast, std::int64_t size,
                                    ReductionOrder::Piece piece, std::vector<std::byte>& buffer, std::int64_t& stride) {
    const std::int64_t inner = order_->inner_extent();
    const std::int64_t in_row = piece.first % inner;
    const std::byte* first = view.data() + order_->offset(operand, piece.first);
    if (!cast && in_row + piece.length <= inner) {
      stride = order_->inner_stride(operand);
      return first;
    }
    stride = size;
    buffer.resize(static_cast<std::size_t>(piece.length * size));
    for (std::int64_t done = 0; done < piece.length;) {
      const std::int64_t number = piece.first + done;
      const std::int64_t n = std::min(piece.length - done, inner - number % inner);
      const std::byte* from = view.data() + order_->offset(operand, number);
      std::byte* to = buffer.data() + done * size;
      if (cast) {
        const auto converted = cast->run(from, order_->inner_stride(operand), to, size, n);
        if (!converted) return std::unexpected(converted.error());
      } else {
        for (std::int64_t i = 0; i < n; ++i) {
          std::copy_n(from + i * order_->inner_stride(operand), size, to + i * size);
        }
      }
      done += n;
    }
    return buffer.data();
  }

  /// The result in row-major order of its axes.
  Expected<Array> finished() {
    Extents shape;
    for (std::size_t axis = 0; axis < reduced_.size(); ++axis) {
      if (!reduced_[axis]) {
        shape.push_back(input_.shape()[axis]);
      } else if (options_.keepdims) {
        shape.push_back(1);
      }
    }
    auto copy = Array::copy_of(kept_view());
    if (!copy) return copy;
    return std::move(*copy).reshaped(shape);
  }

  const FoldLoop& loop_;
  ConstDynamicView input_;
  std::vector<bool> reduced_;
  const ReduceOptions& options_;
  std::optional<ConstDynamicView> mask_;
  std::optional<Array> result_;
  Strides strides_;  // of the result, along the input's axes
  std::optional<ElementCast> cast_;
  const ReductionOrder* order_ = nullptr;
  bool from_first_ = false;
  std::vector<std::byte> elements_;
  std::vector<std::byte> mask_bytes_;
};

}  // namespace

Expected<Array> reduce(std::string_view ufunc, const ConstDynamicView& input, const ReduceOptions& options) {
  const auto loop = fold_loop(ufunc, input.dtype(), options.dtype, options.release);
  if (!loop) return std::unexpected(loop.error());
  std::vector<bool> reduced(input.dimensions(), !options.axes);
  if (options.axes) {
    const auto axes = normal_axes(*options.axes, input.dimensions());
    if (!axes) return std::unexpected(axes.error());
    for (const std::size_t axis : *axes) reduced[axis] = true;
  }
  if (std::count(reduced.begin(), reduced.end(), true) > 1 && !reorderable(*loop->ufunc)) {
    return fail(ErrorKind::value, "reduction operation '" + std::string(loop->ufunc->name) +
                                      "' is not reorderable, so at most one axis may be specified");
  }
  if (options.initial && options.initial->count() != 1) {
    return fail(ErrorKind::value, "'initial' must be one element, not " + describe(options.initial->shape()));
  }
  const FlagScope scope;
  auto result = Reduction(*loop, input, std::move(reduced), options).run();
  if (options.flags != nullptr) *options.flags = scope.raised();
  return result;
}

}  // namespace fairplay::arraycore
