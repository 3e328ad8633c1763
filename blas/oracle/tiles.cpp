#include "blas/oracle/tiles.h"

#include <algorithm>
#include <cmath>

#include "blas/isa.h"
#include "blas/level3.h"

namespace fairplay::blas::oracle {
namespace {
constexpr Index widest_tile = 64;  // more than any instruction set's rows or columns
}

Panels::Panels(const Vectors& x, Index first, Index count, int width, const Scaling& scaling,
               const std::vector<int>& own, int sign)
    : width_(width), padded_((count + width - 1) / width * width), data_(padded_ * x.length) {
  const OracleKernels& kernel = *kernels().oracle;
  std::vector<double> inner(static_cast<std::size_t>(x.length)),
      ones(static_cast<std::size_t>(std::max<Index>(x.length, width)), 1.0),
      row_factors(static_cast<std::size_t>(padded_), 1.0);
  bool inner_plain = true;
  for (std::size_t p = 0; p < inner.size(); ++p) {
    inner_plain = inner_plain && scaling.inner[p] >= -400 && scaling.inner[p] <= 400;
    inner[p] = std::ldexp(1.0, sign * scaling.inner[p]);
  }
  for (Index i = 0; i < count; ++i)
    row_factors[static_cast<std::size_t>(i)] = std::ldexp(1.0, -own[static_cast<std::size_t>(first + i)]);
  std::vector<double> scaled;
  for (Index panel = 0; panel * width < count; ++panel) {
    Index row = panel * width;
    int used = static_cast<int>(count - row < width ? count - row : width);
    bool plain = inner_plain;  // the factors' products are normal
    for (int r = 0; r < used; ++r) {
      int exponent = own[static_cast<std::size_t>(first + row + r)];
      plain = plain && exponent >= -600 && exponent <= 600;
    }
    for (Index start = 0; start < x.length; start += tile_chunk) {
      Index chunk = x.length - start < tile_chunk ? x.length - start : tile_chunk;
      double* to = data_.data() + start * padded_ + row * chunk;
      if (plain) {
        kernel.pack(chunk, used, width, x[first + row] + start, x.length, row_factors.data() + row,
                    inner.data() + start, to);
        continue;
      }
      scaled.assign(static_cast<std::size_t>(used * chunk), 0.0);
      for (int r = 0; r < used; ++r)
        for (Index p = 0; p < chunk; ++p)
          scaled[static_cast<std::size_t>(r * chunk + p)] =
              std::ldexp(x[first + row + r][start + p], sign * scaling.inner[static_cast<std::size_t>(start + p)] -
                                                            own[static_cast<std::size_t>(first + row + r)]);
      kernel.pack(chunk, used, width, scaled.data(), chunk, ones.data(), ones.data(), to);
    }
  }
}

Block::Block(Index most_rows, Index most_columns)
    : rows(0),
      columns(0),
      ld(0),
      high((most_rows + widest_tile) * (most_columns + widest_tile)),
      low(high.size()),
      error(0) {}

Buffer scaled(const Vectors& x, Index first, Index count, const Scaling& scaling, const std::vector<int>& own,
              int sign) {
  Buffer result(count * x.length);
  std::vector<double> inner;
  for (int exponent : scaling.inner) inner.push_back(std::ldexp(1.0, sign * exponent));
  for (Index i = 0; i < count; ++i) {
    double factor = std::ldexp(1.0, -own[static_cast<std::size_t>(first + i)]);
    double* to = result.data() + i * x.length;
    for (Index p = 0; p < x.length; ++p) to[p] = x[first + i][p] * (factor * inner[static_cast<std::size_t>(p)]);
  }
  return result;
}

void multiply_plainly(const Buffer& left, Index rows, const Buffer& right, Index columns, Index length, Block& block) {
  block.rows = block.ld = rows;
  block.columns = columns;
  gemm<double>(Trans::transpose, Trans::none, rows, columns, length, 1.0, left.data(), length, right.data(), length,
               0.0, block.high.data(), block.ld);
  std::fill_n(block.low.data(), rows * columns, 0.0);
  double k = static_cast<double>(length);
  block.error = (k + 4) * k * 0x1p-53 * (1 + 0x1p-6);
}

void multiply(const Panels& left, Index rows, const Panels& right, Index columns, Index length, Block& block) {
  const OracleKernels& kernel = *kernels().oracle;
  block.rows = rows;
  block.columns = columns;
  block.ld = left.padded();
  std::fill_n(block.high.data(), block.ld * right.padded(), 0.0);
  std::fill_n(block.low.data(), block.ld * right.padded(), 0.0);
  Index longest = length < tile_chunk ? length : tile_chunk;
  int bits = 1;  // M
  while (std::ldexp(1.0, bits - 1) < static_cast<double>(longest + 1) ||
         std::ldexp(1.0, bits + 1) < static_cast<double>(length))
    ++bits;
  double sigma = std::ldexp(1.5, bits);
  for (Index start = 0; start < length; start += tile_chunk) {
    Index chunk = length - start < tile_chunk ? length - start : tile_chunk;
    for (Index j = 0; j < columns; j += kernel.tile_columns)
      for (Index i = 0; i < rows; i += kernel.tile_rows)
        kernel.tile(chunk, left.at(start, chunk, i / kernel.tile_rows), right.at(start, chunk, j / kernel.tile_columns),
                    sigma, block.high.data() + i + j * block.ld, block.low.data() + i + j * block.ld, block.ld);
  }
  double c = static_cast<double>(longest), chunks = static_cast<double>((length + tile_chunk - 1) / tile_chunk);
  double units = chunks * (c * (c + 1) / 2 + c) + c * chunks * (chunks + 1) / 2 + 8;
  block.error = std::ldexp(units * (1 + 0x1p-6), bits - 106);
}

}  // namespace fairplay::blas::oracle
