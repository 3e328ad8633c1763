#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// What numpy.linalg computes in: float32, float64 and their complex numbers as they are, integers and truth values as
/// float64. Error: float16, long double and what is no number, as in NumPy.
Expected<Kind> linalg_kind(std::initializer_list<DType> dtypes);
/// The real kind of the same precision.
Kind real_kind(Kind kind);

/// Matrices in the last two axes of an array, each by columns as LAPACK wants them, one after the other.
class MatrixStack {
 public:
  /// A copy of the view's elements. Error: fewer than two axes; no memory.
  static Expected<MatrixStack> of(const ConstDynamicView& view, Kind kind, Release release);
  /// The same broadcast to these loops (the axes before the last two). Error also: they don't broadcast.
  static Expected<MatrixStack> of(const ConstDynamicView& view, Kind kind, Release release, const Extents& loops);
  /// Zeros.
  static Expected<MatrixStack> zeros(Kind kind, const Extents& loops, std::int64_t rows, std::int64_t columns);

  const Extents& loops() const { return loops_; }
  std::int64_t count() const { return count_of(loops_); }
  std::int64_t rows() const { return rows_; }
  std::int64_t columns() const { return columns_; }
  /// At least 1.
  std::int64_t leading() const { return rows_ > 1 ? rows_ : 1; }
  Kind kind() const { return memory_.dtype().kind(); }
  template <class T>
  T* matrix(std::int64_t place) {
    return reinterpret_cast<T*>(memory_.view().data()) + place * rows_ * columns_;
  }
  /// The matrices as an array of shape (loops, rows, columns).
  Expected<Array> result() const;

 private:
  MatrixStack(Array memory, Extents loops, std::int64_t rows, std::int64_t columns)
      : memory_(std::move(memory)), loops_(std::move(loops)), rows_(rows), columns_(columns) {}

  Array memory_;
  Extents loops_;
  std::int64_t rows_;
  std::int64_t columns_;
};

/// The distance from 1 to the next number of a floating kind or of a complex kind's parts; float64's for other kinds.
double epsilon_of(Kind kind);
/// Error: fewer than two axes, or the last two aren't of one extent.
Expected<void> must_be_square(const ConstDynamicView& view);
/// numpy.linalg.LinAlgError.
inline std::unexpected<Error> linalg_error(std::string message) { return fail(ErrorKind::value, std::move(message)); }

}  // namespace fairplay::arraycore
