#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"

namespace fairplay::arraycore {

/// Axes from the fastest to the slowest, as NumPy's iterator takes them: the last axis is the fastest, unless strides
/// say otherwise. Each of `operands` has the shape's number of axes; axes that an operand doesn't move along (extent 1,
/// stride 0) have no say, and where operands contradict each other the order of the indices stays.
std::vector<std::size_t> iteration_order(const Extents& shape, std::span<const Strides> operands);

/// An operand of a reduction. Of the result the stride along each reduced axis is 0.
struct ReductionOperand {
  Strides strides;
  bool buffered = false;  ///< it is cast or misaligned, so that NumPy copies it into a buffer
};

/// The pieces in which a release of NumPy hands the elements of a reduction to its loop. Where the result stays in
/// place along the fastest axis, each piece is added up in pairs, then added to the result: the bits of a sum depend on
/// the pieces. They are at most 8192 elements long up to 2.2; from 2.3 on as long as the memory's layout allows.
class ReductionOrder {
 public:
  /// `operands`: the result, the input, and where there is one the mask.
  ReductionOrder(const Extents& shape, std::span<const ReductionOperand> operands, Release release);

  /// So many elements from this one on. Elements are numbered in the order of the iteration.
  struct Piece {
    std::int64_t first;
    std::int64_t length;
  };
  /// Calls `visit` for each piece, in order, until it returns false. Where the result moves along the fastest axis,
  /// pieces are runs along that axis.
  void for_each_piece(const std::function<bool(Piece)>& visit) const;

  /// The result stays in place along the fastest axis.
  bool folds() const { return axes_.front().strides[0] == 0 && axes_.front().reduced; }
  /// The extent of the fastest axis, after axes that lie as one were joined.
  std::int64_t inner_extent() const { return axes_.front().extent; }
  std::int64_t inner_stride(std::size_t operand) const { return axes_.front().strides[operand]; }
  std::int64_t count() const { return count_; }
  /// Where an operand's element with this number lies.
  std::int64_t offset(std::size_t operand, std::int64_t number) const;
  /// No element before it goes to the same result.
  bool is_first_visit(std::int64_t number) const;

 private:
  struct Axis {
    std::int64_t extent;
    std::vector<std::int64_t> strides;
    bool reduced;  ///< the result stays in place along it
  };

  void join_axes();
  void for_each_old_piece(const std::function<bool(Piece)>& visit) const;
  void for_each_new_piece(const std::function<bool(Piece)>& visit) const;

  std::vector<Axis> axes_;  // the fastest first
  std::vector<bool> buffered_;
  std::int64_t count_ = 1;
  Release release_;
};

}  // namespace fairplay::arraycore
