#include "blas/oracle/product.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "blas/isa.h"
#include "blas/oracle/element.h"
#include "blas/oracle/slices.h"
#include "blas/oracle/tiles.h"

namespace fairplay::blas::oracle {
namespace {

// 2^exponent where the kernels may multiply by it, else NaN, which settles nothing.
double factor_of(int exponent) {
  return exponent >= -500 && exponent <= 500 ? std::ldexp(1.0, exponent) : std::nan("");
}

struct Place {
  Index i, j;
};

// Rows and columns that were decided beforehand.
struct Decided {
  std::vector<char> row, column;  // empty: none

  bool any() const { return !row.empty(); }
  bool operator()(Index i, Index j) const {
    return any() && (row[static_cast<std::size_t>(i)] != 0 || column[static_cast<std::size_t>(j)] != 0);
  }
};

// Writes the element from its exact sums, or by the rules for what isn't finite; `finite`: all operands are.
// `special_sums` as Element::special wants them.
template <class T>
void write_sums(Element<T>& element, bool finite, Accumulator* sums, const double* special_sums,
                Statistics& statistics) {
  std::uint64_t results = static_cast<std::uint64_t>(element.wanted_parts());
  if (finite) {
    element.write_exact(sums);
    statistics.exact += results;
    return;
  }
  typename Element<T>::Special special = element.special(special_sums);
  bool all = special.decided[0] && (results == 1 || special.decided[1]);
  // A part that is finite beside one that isn't depends on finite operands alone.
  if (!all) element.write_exact(sums);
  element.override(special);
  statistics.not_finite += results;
}

// An element whose estimate didn't settle it: all terms exactly, or the rules for what isn't finite.
template <class T>
void compute_exactly(Product<T>& product, Place at, ProductSums& products, Statistics& statistics) {
  constexpr int parts = Element<T>::parts;
  Element<T> element(product, at.i, at.j);
  // Where the factor's structure has zeros, those terms don't exist.
  Index first = 0, count = product.a.length;
  if (product.support == Support::from_diagonal) {
    first = parts * at.i;
    count -= first;
  } else if (product.support == Support::up_to_diagonal) {
    count = parts * (at.i + 1);
  }
  double special_sums[2] = {};
  bool finite = element.scalars_finite();
  Accumulator sums[parts];
  for (int part = 0; part < parts; ++part) {
    const double *x = product.a[at.i] + first, *y = product.b[parts * at.j + part] + first;
    if (not_finite_dot(count, x, y, &special_sums[part])) {
      finite = false;
    } else {
      products.add_to(sums[part], count, x, y);
      special_sums[part] = sums[part].sign();
    }
  }
  write_sums(element, finite, sums, special_sums, statistics);
}

// C = beta C.
template <class T>
void scale_only(Product<T>& product, Statistics& statistics) {
  if (is_one(product.beta)) return;
  Accumulator zero[2];
  for (Index j = 0; j < product.n; ++j)
    for (Index i = 0; i < product.m; ++i) {
      if (!product.wants(i, j)) continue;
      Element<T> element(product, i, j);
      Estimate nothing[2] = {{0, 0, 0}, {0, 0, 0}};
      if (element.settle(nothing, statistics)) continue;
      const double zeros[2] = {};
      write_sums(element, element.scalars_finite(), zero, zeros, statistics);
    }
}

// Element by element, each a dot product: small matrices, and matrices by vectors.
template <class T>
void compute_by_dots(Product<T>& product, ProductSums& products, Statistics& statistics) {
  constexpr int parts = Element<T>::parts;
  for (Index j = 0; j < product.n; ++j)
    for (Index i = 0; i < product.m; ++i) {
      if (!product.wants(i, j)) continue;
      Estimate sums[2];
      for (int part = 0; part < parts; ++part)
        sums[part] = estimate_dot(product.a.length, product.a[i], product.b[parts * j + part]);
      if (!Element<T>(product, i, j).settle(sums, statistics)) compute_exactly(product, {i, j}, products, statistics);
    }
}

// The common case, alpha = 1 and beta = 0, column by column: NaN stands for what isn't settled.
template <class R>
Index certify_column(Index n, const double* high, const double* low, double error, const double* row_factors,
                     int exponent, std::vector<R>& values) {
  const OracleKernels& kernel = *kernels().oracle;
  values.resize(static_cast<std::size_t>(n));
  double factor = factor_of(exponent);
  if constexpr (sizeof(R) == 8)
    return kernel.certify_double(n, high, low, error, row_factors, factor, values.data());
  else
    return kernel.certify_float(n, high, low, error, row_factors, factor, values.data());
}

// Settles what the block's estimates settle; the rest is left in `open`.
template <class T>
void settle_block(Product<T>& product, const Block& block, Index first_row, Index first_column, const Scaling& scaling,
                  const std::vector<double>& row_factors, const Decided& decided, std::vector<Place>& open,
                  Statistics& statistics) {
  constexpr int parts = Element<T>::parts;
  std::vector<Real<T>> values[parts];
  bool plain = is_one(product.alpha) && is_zero(product.beta) && !product.hermitian;
  bool everywhere = product.region == Region::all && !decided.any();
  for (Index column = 0; column < block.columns / parts; ++column) {
    Index j = first_column + column;
    const double *high = block.high.data() + parts * column * block.ld,
                 *low = block.low.data() + parts * column * block.ld;
    Index unsettled = 0;
    for (int part = 0; plain && part < parts; ++part)
      unsettled += certify_column(block.rows, high + part * block.ld, low + part * block.ld, block.error,
                                  row_factors.data() + first_row,
                                  scaling.right[static_cast<std::size_t>(parts * j + part)], values[part]);
    T* to = product.c + first_row * product.row_stride + j * product.column_stride;
    if (plain && unsettled == 0 && everywhere) {
      for (std::size_t row = 0; row < values[0].size(); ++row)
        to[static_cast<Index>(row) * product.row_stride] = make<T>(values[0][row], values[parts - 1][row]);
      statistics.certified += static_cast<std::uint64_t>(parts * block.rows);
      continue;
    }
    for (Index row = 0; row < block.rows; ++row) {
      Index i = first_row + row;
      if (!product.wants(i, j) || decided(i, j)) continue;
      if (plain) {
        Real<T> re = values[0][static_cast<std::size_t>(row)], im = values[parts - 1][static_cast<std::size_t>(row)];
        if (!std::isnan(re) && !std::isnan(im)) {
          to[row * product.row_stride] = make<T>(re, im);
          statistics.certified += parts;
          continue;
        }
      }
      Estimate sums[2];
      for (int part = 0; part < parts; ++part) {
        int exponent =
            scaling.left[static_cast<std::size_t>(i)] + scaling.right[static_cast<std::size_t>(parts * j + part)];
        // Where a scaled value leaves the normal range it loses at most 2^-1074; an overflow certifies nothing.
        if (exponent >= -900 && exponent <= 900) {
          double factor = std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
          sums[part] = {high[row + part * block.ld] * factor, low[row + part * block.ld] * factor,
                        block.error * factor + 0x1p-1070};
        } else {
          sums[part] = {std::ldexp(high[row + part * block.ld], exponent),
                        std::ldexp(low[row + part * block.ld], exponent),
                        std::ldexp(block.error, exponent) + 0x1p-1070};
        }
      }
      if (!Element<T>(product, i, j).settle(sums, statistics)) open.push_back({i, j});
    }
  }
}

// Where a good part of a block is open, all of it is summed exactly from slices; a few elements are cheaper one by one.
template <class T>
void close_block(Product<T>& product, Index first_row, Index rows, Index first_column, Index columns,
                 const Scaling& scaling, const std::vector<Place>& open, ProductSums& products,
                 Statistics& statistics) {
  constexpr int parts = Element<T>::parts;
  if (static_cast<Index>(open.size()) * 16 > rows * columns) {
    SlicedBlock sliced(product.a.view(), first_row, rows, product.b.view(), parts * first_column, parts * columns,
                       scaling);
    // A term costs an accumulator some 128 times what it costs gemm.
    if (sliced.fits() && static_cast<Index>(open.size()) * 128 > rows * columns * sliced.products()) {
      sliced.multiply();
      Accumulator sums[parts];
      for (Place at : open) {
        Element<T> element(product, at.i, at.j);
        if (!element.scalars_finite()) {
          compute_exactly(product, at, products, statistics);
          continue;
        }
        for (int part = 0; part < parts; ++part) {
          Index row = at.i - first_row, column = parts * (at.j - first_column) + part;
          sums[part].clear();
          for (int d = 0; d < sliced.diagonals(); ++d)
            sums[part].add_integer(sliced.integer(d, row, column), sliced.exponent(d, row, column));
        }
        element.write_exact(sums);
        statistics.sliced += static_cast<std::uint64_t>(element.wanted_parts());
      }
      return;
    }
  }
  for (Place at : open) compute_exactly(product, at, products, statistics);
}

// Whether a block has anything in the wanted region.
template <class T>
bool touches(const Product<T>& product, Index i, Index rows, Index j, Index columns) {
  if (product.region == Region::upper) return i <= j + columns - 1;
  if (product.region == Region::lower) return i + rows - 1 >= j;
  return true;
}

template <class T>
void compute_by_tiles(Product<T>& product, const Decided& decided, ProductSums& products, Statistics& statistics) {
  constexpr int parts = Element<T>::parts;
  const OracleKernels& kernel = *kernels().oracle;
  Vectors a = product.a.view(), b = product.b.view();
  Scaling scaling = scaling_of(a, b);
  // Floats' exponents, and so all of their scales, are far from the ends of double's range.
  bool plainly = sizeof(Real<T>) == 4 && a.length <= longest_plain;
  std::vector<double> row_factors;
  for (int exponent : scaling.left) row_factors.push_back(factor_of(exponent));
  // 256 rows' panels stay in the second-level cache chunk by chunk; the right factor's, whole length, are limited to 32
  // MB.
  Index block_rows = 256, block_columns = 510 / parts;
  while (block_columns > 32 && block_columns * parts * a.length > (Index{1} << 22)) block_columns /= 2;
  Block block(block_rows, parts * block_columns);
  std::vector<Place> open;
  for (Index j = 0; j < product.n; j += block_columns) {
    Index columns = product.n - j < block_columns ? product.n - j : block_columns;
    std::optional<Panels> panels;
    Buffer copies;
    if (plainly)
      copies = scaled(b, parts * j, parts * columns, scaling, scaling.right, 1);
    else
      panels.emplace(b, parts * j, parts * columns, kernel.tile_columns, scaling, scaling.right, 1);
    for (Index i = 0; i < product.m; i += block_rows) {
      Index rows = product.m - i < block_rows ? product.m - i : block_rows;
      if (!touches(product, i, rows, j, columns)) continue;
      if (plainly)
        multiply_plainly(scaled(a, i, rows, scaling, scaling.left, -1), rows, copies, parts * columns, a.length, block);
      else
        multiply(Panels(a, i, rows, kernel.tile_rows, scaling, scaling.left, -1), rows, *panels, parts * columns,
                 a.length, block);
      open.clear();
      settle_block(product, block, i, j, scaling, row_factors, decided, open, statistics);
      if (!open.empty()) close_block(product, i, rows, j, columns, scaling, open, products, statistics);
    }
  }
}

}  // namespace

template <class T>
void compute(Product<T>& product, Statistics& statistics) {
  if (product.m <= 0 || product.n <= 0) return;
  if (product.a.length == 0 || is_zero(product.alpha)) return scale_only(product, statistics);
  ProductSums products;
  // A row or column with NaN or infinity decides its elements alone; the tiles then see zeros in its place.
  constexpr int parts = Element<T>::parts;
  const OracleKernels& kernel = *kernels().oracle;
  bool small = product.n < 4 || product.m < 4 || product.m * product.n * product.a.length < 4096;
  if (small) return compute_by_dots(product, products, statistics);
  if (kernel.all_finite(product.a.data.size(), product.a.data.data()) &&
      kernel.all_finite(product.b.data.size(), product.b.data.data()))
    return compute_by_tiles(product, {}, products, statistics);
  Decided decided;
  for (Index i = 0; i < product.m; ++i) decided.row.push_back(!kernel.all_finite(product.a.length, product.a[i]));
  for (Index j = 0; j < product.n; ++j)
    decided.column.push_back(!kernel.all_finite(parts * product.b.length, product.b[parts * j]));
  for (Index j = 0; j < product.n; ++j)
    for (Index i = 0; i < product.m; ++i)
      if (product.wants(i, j) && decided(i, j)) compute_exactly(product, {i, j}, products, statistics);
  for (Index i = 0; i < product.m; ++i)
    if (decided.row[static_cast<std::size_t>(i)] != 0) std::fill_n(product.a[i], product.a.length, 0.0);
  for (Index j = 0; j < product.n; ++j)
    if (decided.column[static_cast<std::size_t>(j)] != 0)
      std::fill_n(product.b[parts * j], parts * product.b.length, 0.0);
  compute_by_tiles(product, decided, products, statistics);
}

template void compute(Product<float>&, Statistics&);
template void compute(Product<double>&, Statistics&);
template void compute(Product<Complex<float>>&, Statistics&);
template void compute(Product<Complex<double>>&, Statistics&);

}  // namespace fairplay::blas::oracle
