#include "blas/level3/packing.h"

#include "blas/instantiate.h"
#include "blas/isa.h"

namespace fairplay::blas::level3 {
namespace {

constexpr Index widest_panel = 64;  // elements, of any instruction set

template <class T>
bool is_hermitian(const Operand<T>& x) {
  return x.stored == Stored::hermitian_upper || x.stored == Stored::hermitian_lower;
}
template <class T>
bool upper_is_stored(const Operand<T>& x) {
  return x.stored == Stored::upper || x.stored == Stored::hermitian_upper;
}

// Where the elements on the far side of the diagonal stand.
template <class T>
View<T> mirrored(const Operand<T>& x) {
  return {x.view.data, x.view.column_stride, x.view.row_stride, x.view.conjugate != is_hermitian(x)};
}

template <class T>
T element(const Operand<T>& x, Index i, Index j) {
  Index row = x.row + i, column = x.column + j;
  bool stored = x.stored == Stored::all || row == column || (row < column) == upper_is_stored(x);
  View<T> at = (stored ? x.view : mirrored(x)).at(row, column);
  T value = at.conjugate ? conj(*at.data) : *at.data;
  if (row == column && is_hermitian(x)) value = make<T>(real(value));
  return value;
}

enum class Side { rows, columns };

template <Side side, class T>
void pack_view(const View<T>& from, Index across, Index k, Real<T>* to) {
  const MatrixKernels<T>& kernels = *kernels_for<T>().matrix;
  if constexpr (side == Side::rows)
    kernels.pack_rows(across, k, from.data, from.row_stride, from.column_stride, from.conjugate, to);
  else
    kernels.pack_columns(across, k, from.data, from.row_stride, from.column_stride, from.conjugate, to);
}

// One panel of a symmetric or Hermitian operand: what is stored, the square on the diagonal, what is mirrored (or the
// other way round).
template <Side side, class T>
void pack_panel(const Operand<T>& x, Index first, Index across, Index width, Index k, Real<T>* to) {
  constexpr Index reals = reals_per<T>;
  auto operand_at = [&](Index l) { return side == Side::rows ? x.at(first, l) : x.at(l, first); };
  // Where the diagonal enters and leaves the panel, along k.
  Index start = side == Side::rows ? x.row + first - x.column : x.column + first - x.row;
  Index enters = start < 0 ? 0 : start > k ? k : start;
  Index leaves = start + across < 0 ? 0 : start + across > k ? k : start + across;
  bool stored_first = upper_is_stored(x) == (side == Side::columns);  // rows: before the diagonal is below it
  auto piece = [&](Index l, Index length, bool stored) {
    if (length <= 0) return;
    Operand<T> at = operand_at(l);
    pack_view<side>((stored ? x.view : mirrored(x)).at(at.row, at.column), across, length, to + l * width * reals);
  };
  piece(0, enters, stored_first);
  for (Index l = enters; l < leaves; ++l) {
    T column[widest_panel];
    for (Index i = 0; i < across; ++i)
      column[i] = side == Side::rows ? element(x, first + i, l) : element(x, l, first + i);
    View<T> view = {column, side == Side::rows ? 1 : across, side == Side::rows ? across : 1};
    pack_view<side>(view, across, 1, to + l * width * reals);
  }
  piece(leaves, k - leaves, !stored_first);
}

template <Side side, class T>
void pack(const Operand<T>& x, Index across, Index k, Index width, Real<T>* to) {
  if (x.stored == Stored::all) return pack_view<side>(x.plain(), across, k, to);
  constexpr Index reals = reals_per<T>;
  for (Index first = 0; first < across; first += width, to += width * k * reals)
    pack_panel<side>(x, first, across - first < width ? across - first : width, width, k, to);
}

}  // namespace

template <class T>
void pack_rows(const Operand<T>& a, Index rows, Index k, Real<T>* to) {
  pack<Side::rows>(a, rows, k, kernels_for<T>().matrix->tile_rows, to);
}
template <class T>
void pack_columns(const Operand<T>& b, Index k, Index columns, Real<T>* to) {
  pack<Side::columns>(b, columns, k, kernels_for<T>().matrix->tile_columns, to);
}

template <class T>
T chain(const Operand<T>& a, const Operand<T>& b, Index i, Index j, Index first, Index k) {
  const MatrixKernels<T>& kernels = *kernels_for<T>().matrix;
  T sum{};
  if (a.stored == Stored::all && b.stored == Stored::all) {
    View<T> x = a.plain().at(i, first), y = b.plain().at(first, j);
    return kernels.chain(sum, k, x.data, x.column_stride, x.conjugate, y.data, y.row_stride, y.conjugate);
  }
  for (Index l = first; l < first + k; ++l) {
    T x = element(a, i, l), y = element(b, l, j);
    sum = kernels.chain(sum, 1, &x, 1, false, &y, 1, false);
  }
  return sum;
}

#define FAIRPLAY_ROUTINES(T)                                             \
  template void pack_rows(const Operand<T>&, Index, Index, Real<T>*);    \
  template void pack_columns(const Operand<T>&, Index, Index, Real<T>*); \
  template T chain(const Operand<T>&, const Operand<T>&, Index, Index, Index, Index);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas::level3
