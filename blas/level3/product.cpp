#include "blas/level3/product.h"

#include "blas/instantiate.h"
#include "blas/isa.h"
#include "blas/level3/packing.h"
#include "blas/level3/partition.h"
#include "blas/threads/scratch.h"

namespace fairplay::blas::level3 {
namespace {

constexpr Index small_panel_bytes = 12 << 10;  // on the stack

Index smaller(Index a, Index b) { return a < b ? a : b; }
Index larger(Index a, Index b) { return a < b ? b : a; }
Index rounded_up(Index n, Index step) { return (n + step - 1) / step * step; }

// Length of the blocks that n is cut into: equal ones of at most `longest`, both multiples of `step`.
Index balanced(Index n, Index longest, Index step) {
  Index blocks = (n + longest - 1) / longest;
  return rounded_up((n + blocks - 1) / blocks, step);
}

// The rows of C that a product writes in columns [first, last).
struct Span {
  Index first;
  Index last;
};
template <class T>
Span rows_written(const Product<T>& p, Index first, Index last) {
  switch (p.region) {
    case Region::upper: return {0, smaller(p.rows, larger(0, last - p.below))};        // i + below <= j <= last - 1
    case Region::lower: return {smaller(p.rows, larger(0, first - p.below)), p.rows};  // i + below >= j >= first
    case Region::full: break;
  }
  return {0, p.rows};
}

template <class T>
void scale(const Product<T>& p) {
  if (is_one(p.update.beta)) return;
  for (Index j = 0; j < p.columns; ++j) {
    Span rows = rows_written(p, j, j + 1);
    if (rows.first < rows.last)
      kernels_for<T>().matrix->scale(rows.last - rows.first, p.update.beta, p.update.real_beta,
                                     p.c + rows.first + j * p.ldc);
  }
}

template <class T>
bool is_small(const Product<T>& p, const MatrixKernels<T>& kernels) {
  if (p.region != Region::full || p.a.stored != Stored::all || p.b.stored != Stored::all || p.b.view.conjugate)
    return false;
  if (p.k > longest_block<T> || kernels.tile_rows * p.k * static_cast<Index>(sizeof(T)) > small_panel_bytes)
    return false;
  if (p.columns <= kernels.tile_columns) return true;
  // B is read in place once for every panel of A: from the second cache, along its columns, or along its rows from the
  // first.
  Index b_bytes = p.k * p.columns * static_cast<Index>(sizeof(T));
  return b_bytes <= (p.b.view.row_stride == 1 ? 128 << 10 : 48 << 10) && p.rows <= 4 * kernels.block_rows;
}

template <class T>
void multiply_small(const Product<T>& p, const MatrixKernels<T>& kernels) {
  alignas(64) Real<T> panel[small_panel_bytes / sizeof(Real<T>)];
  View<T> a = p.a.plain(), b = p.b.plain();
  kernels.multiply_small(p.rows, p.columns, p.k, p.update, a.data, a.row_stride, a.column_stride, a.conjugate, b.data,
                         b.row_stride, b.column_stride, p.c, p.ldc, panel);
}

// Without working memory: each element by itself, its sums in the same order.
template <class T>
void multiply_by_element(const Product<T>& p, const MatrixKernels<T>& kernels) {
  Index block = product_block<T>(p.k);
  for (Index j = 0; j < p.columns; ++j) {
    Span rows = rows_written(p, j, j + 1);
    for (Index i = rows.first; i < rows.last; ++i) {
      Update<T> update = p.update;
      T& c = p.c[i + j * p.ldc];
      for (Index l = 0; l < p.k; l += block) {
        c = kernels.update(update, chain(p.a, p.b, i, j, l, smaller(block, p.k - l)), c);
        update.beta = make<T>(1);
      }
    }
  }
}

// The five loops (K. Goto, R. van de Geijn: "Anatomy of high-performance matrix multiplication", ACM TOMS 34, 2008):
// columns of C, k, and rows of C in blocks here, tiles within a block in the kernel.
template <class T>
void multiply_blocked(const Product<T>& p, const MatrixKernels<T>& kernels) {
  constexpr Index reals = reals_per<T>;
  Index k_block = product_block<T>(p.k);
  Index column_block = balanced(p.columns, kernels.block_columns, kernels.tile_columns);
  Index row_block = balanced(p.rows, kernels.block_rows, kernels.tile_rows);
  std::size_t b_reals = static_cast<std::size_t>(k_block * column_block * reals);
  std::size_t a_reals = static_cast<std::size_t>(k_block * row_block * reals);
  Scratch scratch((a_reals + b_reals) * sizeof(Real<T>));
  Real<T>* packed_a = scratch.as<Real<T>>();
  if (packed_a == nullptr) return multiply_by_element(p, kernels);
  Real<T>* packed_b = packed_a + a_reals;
  for (Index j = 0; j < p.columns; j += column_block) {
    Index columns = smaller(column_block, p.columns - j);
    Span rows = rows_written(p, j, j + columns);
    if (rows.first >= rows.last) continue;
    Index first_row = rows.first / kernels.tile_rows * kernels.tile_rows;
    Update<T> update = p.update;
    for (Index l = 0; l < p.k; l += k_block) {
      Index k = smaller(k_block, p.k - l);
      pack_columns(p.b.at(l, j), k, columns, packed_b);
      for (Index i = first_row; i < rows.last; i += row_block) {
        Index here = smaller(row_block, rows.last - i);
        pack_rows(p.a.at(i, l), here, k, packed_a);
        kernels.multiply_packed(p.region, p.below + i - j, here, columns, k, update, packed_a, packed_b,
                                p.c + i + j * p.ldc, p.ldc);
      }
      update.beta = make<T>(1);
    }
  }
}

// The columns [j, j + columns) of C, without the rows that lie outside of the region there.
template <class T>
Product<T> columns_of(const Product<T>& p, Index j, Index columns) {
  Span rows = rows_written(p, j, j + columns);
  Product<T> part = p;
  part.below = p.below + rows.first - j;
  part.rows = larger(0, rows.last - rows.first);
  part.columns = columns;
  part.a = p.a.at(rows.first, 0);
  part.b = p.b.at(0, j);
  part.c = p.c + rows.first + j * p.ldc;
  return part;
}
template <class T>
Product<T> rows_of(const Product<T>& p, Index i, Index rows) {
  Product<T> part = p;
  part.rows = rows;
  part.a = p.a.at(i, 0);
  part.c = p.c + i;
  return part;
}

}  // namespace

template <class T>
void multiply_alone(const Product<T>& p) {
  if (p.rows == 0 || p.columns == 0) return;
  if (p.k == 0 || is_zero(p.update.alpha)) return scale(p);
  const MatrixKernels<T>& kernels = *kernels_for<T>().matrix;
  if (is_small(p, kernels))
    multiply_small(p, kernels);
  else
    multiply_blocked(p, kernels);
}

template <class T>
static void multiply_in_parts(const Product<T>& p, int parts) {
  bool by_rows = p.region == Region::full && p.rows > p.columns;
  Index step = by_rows ? kernels_for<T>().matrix->tile_rows : kernels_for<T>().matrix->tile_columns;
  Growth growth = p.region == Region::full    ? Growth::even
                  : p.region == Region::upper ? Growth::rising
                                              : Growth::falling;
  in_parallel(by_rows ? p.rows : p.columns, step, parts, growth, [&](Index first, Index count) {
    multiply_alone(by_rows ? rows_of(p, first, count) : columns_of(p, first, count));
  });
}

template <class T>
void multiply(const Product<T>& product) {
  double work = static_cast<double>(product.rows) * static_cast<double>(product.columns) *
                static_cast<double>(product.k) * (product.region == Region::full ? 1 : 0.5) * (is_complex<T> ? 4 : 1);
  int parts = parts_for(work);
  if (parts > 1)
    multiply_in_parts(product, parts);
  else
    multiply_alone(product);
}

#define FAIRPLAY_ROUTINES(T)                 \
  template void multiply(const Product<T>&); \
  template void multiply_alone(const Product<T>&);
FAIRPLAY_INSTANTIATE(FAIRPLAY_ROUTINES)

}  // namespace fairplay::blas::level3
