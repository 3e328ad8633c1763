#include "arraycore/reduction/order.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <span>
#include <vector>

#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore {
namespace {

/// Elements in a buffer of NumPy's iterator.
constexpr std::int64_t buffer_size = 8192;

enum class Precedence { open, before, behind };

/// Whether an axis is faster than another one that stands before it.
Precedence compare_axes(std::span<const Strides> operands, std::size_t axis, std::size_t other) {
  Precedence result = Precedence::open;
  for (const Strides& strides : operands) {
    if (strides[axis] == 0 || strides[other] == 0) continue;
    if (std::llabs(strides[other]) <= std::llabs(strides[axis])) {
      result = Precedence::behind;
    } else if (result == Precedence::open) {
      result = Precedence::before;
    }
  }
  return result;
}

}  // namespace

std::vector<std::size_t> iteration_order(const Extents& shape, std::span<const Strides> operands) {
  std::vector<Strides> moving(operands.begin(), operands.end());
  for (Strides& strides : moving) {
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      if (shape[axis] == 1) strides[axis] = 0;
    }
  }
  // A stable insertion sort, which an undecided pair doesn't stop.
  std::vector<std::size_t> order;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    std::size_t place = order.size();
    for (std::size_t i = order.size(); i-- > 0;) {
      const Precedence precedence = compare_axes(moving, axis, order[i]);
      if (precedence == Precedence::behind) break;
      if (precedence == Precedence::before) place = i;
    }
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(place), axis);
  }
  return order;
}

ReductionOrder::ReductionOrder(const Extents& shape, std::span<const ReductionOperand> operands, Release release)
    : release_(release) {
  // The result's memory follows the order of the others.
  std::vector<Strides> others;
  for (const ReductionOperand& operand : operands.subspan(1)) others.push_back(operand.strides);
  for (const ReductionOperand& operand : operands) buffered_.push_back(operand.buffered);
  for (const std::size_t axis : iteration_order(shape, others)) {
    Axis added{shape[axis], {}, operands[0].strides[axis] == 0};
    for (const ReductionOperand& operand : operands) {
      added.strides.push_back(shape[axis] == 1 ? 0 : operand.strides[axis]);
    }
    axes_.push_back(added);
    count_ *= shape[axis];
  }
  join_axes();
}

void ReductionOrder::join_axes() {
  std::vector<Axis> joined;
  for (const Axis& axis : axes_) {
    if (axis.extent == 1) continue;
    if (!joined.empty() && joined.back().reduced == axis.reduced) {
      Axis& inner = joined.back();
      bool one = true;
      for (std::size_t i = 0; i < axis.strides.size(); ++i) {
        one = one && inner.strides[i] * inner.extent == axis.strides[i];
      }
      if (one) {
        inner.extent *= axis.extent;
        continue;
      }
    }
    joined.push_back(axis);
  }
  if (joined.empty()) joined.push_back({1, std::vector<std::int64_t>(buffered_.size(), 0), true});
  axes_ = std::move(joined);
}

std::int64_t ReductionOrder::offset(std::size_t operand, std::int64_t number) const {
  std::int64_t result = 0;
  for (const Axis& axis : axes_) {
    result += number % axis.extent * axis.strides[operand];
    number /= axis.extent;
  }
  return result;
}

bool ReductionOrder::is_first_visit(std::int64_t number) const {
  for (const Axis& axis : axes_) {
    if (axis.reduced && number % axis.extent != 0) return false;
    number /= axis.extent;
  }
  return true;
}

void ReductionOrder::for_each_piece(const std::function<bool(Piece)>& visit) const {
  if (count_ == 0) return;
  if (!folds()) {
    // Each result takes one element at a time, so that pieces make no difference.
    for (std::int64_t first = 0; first < count_; first += inner_extent()) {
      if (!visit({first, inner_extent()})) return;
    }
  } else if (release_ < Release{2, 3}) {
    for_each_old_piece(visit);
  } else {
    for_each_new_piece(visit);
  }
}

/// Up to 2.2: a buffer's worth of elements, until the result moves on.
void ReductionOrder::for_each_old_piece(const std::function<bool(Piece)>& visit) const {
  std::int64_t group = 1;
  for (const Axis& axis : axes_) {
    if (!axis.reduced) break;
    group *= axis.extent;
  }
  for (std::int64_t start = 0; start < count_; start += group) {
    for (std::int64_t done = 0; done < group; done += buffer_size) {
      if (!visit({start + done, std::min(buffer_size, group - done)})) return;
    }
  }
}

/// From 2.3 on: the iterator looks for the number of axes that it can take at once, counting what it must copy. It
/// prefers more elements at a time unless more operands must be buffered for it.
void ReductionOrder::for_each_new_piece(const std::function<bool(Piece)>& visit) const {
  const std::size_t operands = buffered_.size();
  std::vector<std::size_t> single_stride(operands, 1);  // axes that lie as one in an operand
  auto cost = static_cast<std::int64_t>(1 + std::count(buffered_.begin(), buffered_.end(), true));
  std::size_t result_flips = 0;  // the axis at which the result begins to move
  std::int64_t size = axes_.front().extent;
  std::size_t best = 0;
  std::int64_t best_cost = cost;
  std::int64_t best_size = size;
  std::int64_t core = 1;
  for (std::size_t i = 1; i < axes_.size() && result_flips == 0 && (size < buffer_size || cost == 1); ++i) {
    const Axis& before = axes_[i - 1];
    const Axis& axis = axes_[i];
    for (std::size_t operand = 0; operand < operands; ++operand) {
      if (single_stride[operand] == i) {
        if (before.strides[operand] * before.extent == axis.strides[operand]) {
          ++single_stride[operand];
          continue;
        }
        if (!buffered_[operand]) ++cost;
      }
      if (operand == 0 && (axis.strides[0] == 0 || before.strides[0] == 0)) result_flips = i;
    }
    const std::int64_t inner = size;
    size *= axis.extent;
    const std::int64_t reach = size > buffer_size && cost > 1 ? buffer_size : size;
    if (static_cast<double>(cost) * static_cast<double>(best_size) <=
        static_cast<double>(best_cost) * static_cast<double>(reach)) {
      best_cost = cost;
      core = inner;
      best_size = size;
      best = i;
    }
  }
  const bool outer_reduction = result_flips != 0 && best == result_flips;
  bool must_buffer = false;
  for (std::size_t operand = 0; operand < operands; ++operand) {
    const bool in_outer_loop =
        outer_reduction && (operand == 0 || (single_stride[operand] == best && !buffered_[operand]) ||
                            (axes_[best].strides[operand] == 0 && single_stride[operand] <= best));
    must_buffer = must_buffer || buffered_[operand] || single_stride[operand] + (in_outer_loop ? 1 : 0) <= best;
  }
  if (must_buffer && best_size > buffer_size) best_size = core * (buffer_size / core);
  const std::int64_t outer = axes_[best].extent;
  for (std::int64_t start = 0; start < count_;) {
    const std::int64_t left = core * (outer - start / core % outer);
    const std::int64_t taken = std::min({best_size, left, count_ - start});
    const std::int64_t piece = outer_reduction && taken > core ? core : taken;
    for (std::int64_t done = 0; done < taken; done += piece) {
      if (!visit({start + done, std::min(piece, taken - done)})) return;
    }
    start += taken;
  }
}

}  // namespace fairplay::arraycore
