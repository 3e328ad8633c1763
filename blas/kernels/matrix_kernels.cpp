#include "blas/kernels/matrix_kernels.h"

#include "blas/kernels/matrix_tile.h"
#include "blas/kernels/parts.h"

namespace fairplay::blas::FAIRPLAY_ISA {

FAIRPLAY_ALWAYS_INLINE Index smaller(Index a, Index b) { return a < b ? a : b; }

template <class T>
[[gnu::noinline]] static void scale(Index n, T beta, bool real_beta, T* x) {
  using G = Group<T>;
  constexpr int lanes = TileShape<T>::group_rows;
  if (is_zero(beta)) {
    for (Index i = 0; i < n; ++i) x[i] = T{};
    return;
  }
  Index vectored = n / lanes * lanes;
  for (Index i = 0; i < vectored; i += lanes) {
    G v = G::load(x + i), factor = G::broadcast(beta);
    if constexpr (is_complex<T>) {
      if (real_beta)
        v.v = {factor.v.re * v.v.re, factor.v.re * v.v.im};
      else
        v.v = {fnma(factor.v.im, v.v.im, factor.v.re * v.v.re), fma(factor.v.im, v.v.re, factor.v.re * v.v.im)};
    } else {
      v.v = factor.v * v.v;
    }
    v.store(x + i);
  }
  for (Index i = vectored; i < n; ++i) x[i] = scaled(beta, real_beta, x[i]);
}

// --- packing ---

template <class T>
static void pack_columns(Index columns, Index k, const T* b, Index row_stride, Index column_stride, bool conjugate,
                         Real<T>* reals) {
  constexpr int width = TileShape<T>::columns;
  T* to = reinterpret_cast<T*>(reals);
  for (Index first = 0; first < columns; first += width, to += width * k) {
    const T* from = b + first * column_stride;
    Index here = smaller(width, columns - first);
    if (here == width && column_stride == 1) {
      for (Index l = 0; l < k; ++l) std::memcpy(to + l * width, from + l * row_stride, sizeof(T) * width);
    } else if (here == width) {
      for (Index l = 0; l < k; ++l) FAIRPLAY_UNROLL(16)
      for (int j = 0; j < width; ++j) to[l * width + j] = from[l * row_stride + j * column_stride];
    } else {
      for (Index l = 0; l < k; ++l)
        for (Index j = 0; j < width; ++j)
          to[l * width + j] = from[l * row_stride + smaller(j, here - 1) * column_stride];
    }
    if (is_complex<T> && conjugate)
      for (Index i = 0; i < width * k; ++i) to[i] = conj(to[i]);
  }
}

// Element i of a packed group.
template <class T>
FAIRPLAY_ALWAYS_INLINE void put(Real<T>* group, int i, T value) {
  if constexpr (is_complex<T>) {
    constexpr auto places = lane_of_element<Real<T>>();
    group[places.of[i]] = value.re;
    group[places.of[i] + TileShape<T>::group_rows] = value.im;
  } else {
    group[i] = value;
  }
}

// The first `count` of a register's lanes from memory, the others repeating the last of them.
template <class R>
FAIRPLAY_ALWAYS_INLINE Vector<R> load_repeated(const R* from, Index count) {
  using V = Vector<R>;
  V loaded = V::load_first(from, count), last = V::broadcast(from[count - 1]);
  typename V::Raw lane;
  FAIRPLAY_UNROLL(16)
  for (int i = 0; i < V::lanes; ++i) lane[i] = static_cast<R>(i);
  return {lane < V::broadcast(static_cast<R>(count)).raw ? loaded.raw : last.raw};
}

// One group of a panel: `rows` rows, the last one repeated where that is less than a register holds. Columns of the
// panel are panel_reals apart.
template <class T>
FAIRPLAY_ALWAYS_INLINE void pack_group(Index rows, Index k, const T* a, Index row_stride, Index column_stride,
                                       bool conjugate, Real<T>* to) {
  using Shape = TileShape<T>;
  using V = Vector<Real<T>>;
  constexpr Index panel_reals = Shape::rows * Shape::reals;
  Index l = 0;
  if (rows == Shape::group_rows && row_stride == 1) {
    for (; l < k; ++l) {
      Group<T> group = Group<T>::load(a + l * column_stride);
      (conjugate ? group.conjugated() : group).store_packed(to + l * panel_reals);
    }
  } else if (rows == Shape::group_rows && column_stride == 1) {
    constexpr Index steps = V::lanes / Shape::reals;  // a square of reals at a time, turned in registers
    for (; l + steps <= k; l += steps) {
      V square[V::lanes];
      FAIRPLAY_UNROLL(16)
      for (int i = 0; i < V::lanes; ++i) {
        int place = i;
        if constexpr (is_complex<T>) place = lane_of_element<Real<T>>().of[i];
        square[place] = V::load(reinterpret_cast<const Real<T>*>(a + i * row_stride + l));
      }
      transpose(square);
      FAIRPLAY_UNROLL(16)
      for (int i = 0; i < V::lanes; ++i) {
        V v = is_complex<T> && conjugate && i % 2 == 1 ? -square[i] : square[i];
        v.store(to + (l + i / Shape::reals) * panel_reals + i % Shape::reals * V::lanes);
      }
    }
  } else if constexpr (!is_complex<T>) {
    if (row_stride == 1)
      for (; l < k; ++l) load_repeated(a + l * column_stride, rows).store(to + l * panel_reals);
  }
  for (; l < k; ++l)
    for (int i = 0; i < Shape::group_rows; ++i) {
      T value = a[smaller(i, rows - 1) * row_stride + l * column_stride];
      put(to + l * panel_reals, i, conjugate ? conj(value) : value);
    }
}

// Groups that a short panel doesn't need are left as they are: nothing reads them.
template <class T>
static void pack_rows(Index rows, Index k, const T* a, Index row_stride, Index column_stride, bool conjugate,
                      Real<T>* to) {
  using Shape = TileShape<T>;
  for (Index first = 0; first < rows; first += Shape::rows, to += Shape::rows * Shape::reals * k) {
    Index here = smaller(Shape::rows, rows - first);
    for (Index i = 0; i < here; i += Shape::group_rows)
      pack_group(smaller(Shape::group_rows, here - i), k, a + (first + i) * row_stride, row_stride, column_stride,
                 conjugate, to + i * Shape::reals);
  }
}

// --- one tile ---

// Which of a tile's elements may be written, and where they are.
template <class T>
struct Place {
  Index rows;
  Index columns;
  Region region;
  Index below;  // i - j of the tile's first element
  T* c;
  Index ldc;

  FAIRPLAY_ALWAYS_INLINE bool crosses_diagonal() const {
    if (region == Region::full) return false;
    return region == Region::upper ? rows - 1 + below > 0 : below < columns - 1;
  }
  FAIRPLAY_ALWAYS_INLINE bool outside() const {
    if (region == Region::full) return false;
    return region == Region::upper ? below > columns - 1 : rows - 1 + below < 0;
  }
  FAIRPLAY_ALWAYS_INLINE bool has(Index i, Index j) const {
    return region == Region::full || (region == Region::upper ? i + below <= j : i + below >= j);
  }
};

// Tiles at an edge of C or across its diagonal, from sums in memory.
template <class T>
[[gnu::noinline]] static void write_some(const T* sums, Index sums_stride, const Update<T>& update,
                                         const Place<T>& place) {
  constexpr int lanes = TileShape<T>::group_rows;
  bool fresh = is_zero(update.beta);
  bool by_groups = !place.crosses_diagonal() && (fresh || is_one(update.beta));
  Index grouped = by_groups ? place.rows / lanes * lanes : 0;
  Group<T> factor = Group<T>::broadcast(update.alpha);
  for (Index j = 0; j < place.columns; ++j) {
    T* column = place.c + j * place.ldc;
    for (Index i = 0; i < grouped; i += lanes) {
      Group<T> sum = Group<T>::load(sums + i + j * sums_stride),
               before = fresh ? Group<T>::zero() : Group<T>::load(column + i);
      (update.real_alpha ? fma_real(factor, sum, before) : fma(factor, sum, before)).store(column + i);
    }
    if constexpr (!is_complex<T>) {
      if (by_groups && grouped < place.rows) {  // lanes past the last row compute what it computes
        Index left = place.rows - grouped;
        Vector<T> before = fresh ? Vector<T>::zero() : load_repeated(column + grouped, left);
        fma(factor.v, Vector<T>::load(sums + grouped + j * sums_stride), before).store_first(column + grouped, left);
        continue;
      }
    }
    for (Index i = grouped; i < place.rows; ++i)
      if (place.has(i, j)) column[i] = updated(update, sums[i + j * sums_stride], column[i]);
  }
}

template <class T, int groups, int columns, class A, class B>
FAIRPLAY_ALWAYS_INLINE void multiply_tile(Index k, A a, B b, const Update<T>& update, const Place<T>& place) {
  constexpr int tile_rows = groups * TileShape<T>::group_rows;
  FAIRPLAY_UNROLL(16)
  for (int j = 0; j < columns; ++j) __builtin_prefetch(place.c + smaller(j, place.columns - 1) * place.ldc, 1);
  Tile<T, groups, columns> tile;
  tile.accumulate(k, a, b);
  if (place.rows == tile_rows && place.columns == columns && !place.crosses_diagonal()) {
    bool fresh = is_zero(update.beta);
    if (!fresh && !is_one(update.beta))
      for (Index j = 0; j < columns; ++j)
        scale(Index{tile_rows}, update.beta, update.real_beta, place.c + j * place.ldc);
    if (fresh) {
      if (is_complex<T> && update.real_alpha)
        tile.template write_all<true, true>(update.alpha, place.c, place.ldc);
      else
        tile.template write_all<true, false>(update.alpha, place.c, place.ldc);
    } else {
      if (is_complex<T> && update.real_alpha)
        tile.template write_all<false, true>(update.alpha, place.c, place.ldc);
      else
        tile.template write_all<false, false>(update.alpha, place.c, place.ldc);
    }
    return;
  }
  alignas(64) T sums[tile_rows * columns];
  tile.spill(sums);
  write_some<T>(sums, tile_rows, update, place);
}

// --- a block of packed operands ---

// As many groups as the panel's rows need.
template <class T, int groups>
FAIRPLAY_ALWAYS_INLINE void multiply_packed_tile(Index needed, Index k, PackedRows<T> a, PackedColumns<T> b,
                                                 const Update<T>& update, const Place<T>& place) {
  if (needed == groups)
    multiply_tile<T, groups, TileShape<T>::columns>(k, a, b, update, place);
  else if constexpr (groups > 1)
    multiply_packed_tile<T, groups - 1>(needed, k, a, b, update, place);
}

template <class T>
static void multiply_packed(Region region, Index below, Index rows, Index columns, Index k, const Update<T>& update,
                            const Real<T>* a, const Real<T>* b, T* c, Index ldc) {
  using Shape = TileShape<T>;
  for (Index j = 0; j < columns; j += Shape::columns)
    for (Index i = 0; i < rows; i += Shape::rows) {
      Place<T> place = {smaller(Shape::rows, rows - i),
                        smaller(Shape::columns, columns - j),
                        region,
                        below + i - j,
                        c + i + j * ldc,
                        ldc};
      if (place.outside()) continue;
      Index needed = (place.rows + Shape::group_rows - 1) / Shape::group_rows;
      multiply_packed_tile<T, Shape::groups>(needed, k, PackedRows<T>{a + i * k * Shape::reals},
                                             PackedColumns<T>{b + j * k * Shape::reals}, update, place);
    }
}

// --- small products ---

template <class T>
struct SmallProduct {
  Index rows;  // of this panel
  Index k;
  const Update<T>& update;
  const T* a;  // null where `panel` is to be read
  Index a_column_stride;
  const Real<T>* panel;
  const T* b;
  Index b_row_stride;
  Index b_column_stride;
  T* c;
  Index ldc;
};

template <class T, int groups, int columns>
[[gnu::noinline]] static void multiply_narrow(const SmallProduct<T>& p, Index j) {
  ColumnsInPlace<T> b = {p.b + j * p.b_column_stride, p.b_row_stride, p.b_column_stride};
  Place<T> place = {p.rows, columns, Region::full, 0, p.c + j * p.ldc, p.ldc};
  if (p.a != nullptr)
    multiply_tile<T, groups, columns>(p.k, RowsInPlace<T>{p.a, p.a_column_stride}, b, p.update, place);
  else
    multiply_tile<T, groups, columns>(p.k, PackedRows<T>{p.panel}, b, p.update, place);
}

// The widest tiles first, then halves of them: no column is computed twice.
template <class T, int groups, int columns>
FAIRPLAY_ALWAYS_INLINE void multiply_columns(const SmallProduct<T>& p, Index from, Index to) {
  for (; from + columns <= to; from += columns) multiply_narrow<T, groups, columns>(p, from);
  constexpr int narrower = columns > 8 ? 8 : columns > 4 ? 4 : columns / 2;
  if constexpr (narrower > 0) multiply_columns<T, groups, narrower>(p, from, to);
}

template <class T, int groups>
FAIRPLAY_ALWAYS_INLINE void multiply_panel(Index needed, Index columns, const SmallProduct<T>& p) {
  if (needed == groups)
    multiply_columns<T, groups, TileShape<T>::columns>(p, 0, columns);
  else if constexpr (groups > 1)
    multiply_panel<T, groups - 1>(needed, columns, p);
}

template <class T>
static void multiply_small(Index rows, Index columns, Index k, const Update<T>& update, const T* a, Index a_row_stride,
                           Index a_column_stride, bool conjugate_a, const T* b, Index b_row_stride,
                           Index b_column_stride, T* c, Index ldc, Real<T>* panel) {
  using Shape = TileShape<T>;
  // Columns a multiple of half a page apart fall into the same few places of the first cache.
  bool crowded = a_column_stride * static_cast<Index>(sizeof(T)) % 2048 == 0 && k > 16 && columns > Shape::columns;
  bool in_place = a_row_stride == 1 && !conjugate_a && !crowded;
  for (Index i = 0; i < rows;) {
    Index here = smaller(Shape::rows, rows - i), whole = here / Shape::group_rows * Shape::group_rows;
    bool reads_in_place = in_place && whole > 0;
    if (reads_in_place)
      here = whole;
    else
      pack_rows(here, k, a + i * a_row_stride, a_row_stride, a_column_stride, conjugate_a, panel);
    SmallProduct<T> p = {
        here,  k,  update, reads_in_place ? a + i : nullptr, a_column_stride, panel, b, b_row_stride, b_column_stride,
        c + i, ldc};
    multiply_panel<T, Shape::groups>((here + Shape::group_rows - 1) / Shape::group_rows, columns, p);
    i += here;
  }
}

template <class T>
static T chain(T sum, Index k, const T* a, Index a_stride, bool conjugate_a, const T* b, Index b_stride,
               bool conjugate_b) {
  for (Index l = 0; l < k; ++l) {
    T x = a[l * a_stride], y = b[l * b_stride];
    sum = fma(conjugate_a ? conj(x) : x, conjugate_b ? conj(y) : y, sum);
  }
  return sum;
}

template <class T>
static T update_one(const Update<T>& update, T sum, T c) {
  return updated(update, sum, c);
}

template <class T>
constinit const MatrixKernels<T> MatrixPart<T>::kernels = {.tile_rows = TileShape<T>::rows,
                                                           .tile_columns = TileShape<T>::columns,
                                                           .block_rows = CacheBlocks<T>::rows,
                                                           .block_columns = CacheBlocks<T>::columns,
                                                           .pack_rows = &pack_rows<T>,
                                                           .pack_columns = &pack_columns<T>,
                                                           .multiply_packed = &multiply_packed<T>,
                                                           .multiply_small = &multiply_small<T>,
                                                           .chain = &chain<T>,
                                                           .update = &update_one<T>,
                                                           .scale = &scale<T>};

FAIRPLAY_FOR_ALL_TYPES(MatrixPart)

}  // namespace fairplay::blas::FAIRPLAY_ISA
