// numpy.linalg on well-conditioned matrices, where results must be near each other whoever computes them.
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

/// Elements between -1 and 1, and a large diagonal. `symmetric`: equal to its transpose.
OperandLayout matrix(Maker& maker, const std::string& dtype, std::int64_t n, bool symmetric) {
  std::vector<double> values(static_cast<std::size_t>(n * n));
  for (std::int64_t i = 0; i < n; ++i)
    for (std::int64_t j = 0; j < n; ++j) {
      double& value = values[static_cast<std::size_t>(i * n + j)];
      value = symmetric && j < i ? values[static_cast<std::size_t>(j * n + i)] : maker.chance.real() * 2 - 1;
      if (i == j) value += static_cast<double>(2 + n + i);
    }
  std::vector<std::string> elements;
  const std::int64_t part = dtype[1] == 'c' ? item_size(dtype) / 2 : item_size(dtype);
  for (const double value : values)
    elements.push_back(Maker::real_bytes(value, part) +
                       (dtype[1] == 'c' ? std::string(static_cast<std::size_t>(part), '\0') : ""));
  return maker.operand(dtype, {n, n}, Values::any, elements);
}

void make_linalg(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name =
        maker.chance.of({"solve", "inv", "det", "cholesky", "eigvalsh", "svdvals", "pinv", "matrix_rank"});
    const std::string dtype = dtype_of(maker.chance.of("fdddFD"));
    const std::int64_t n = maker.chance.of({1, 2, 3, 4, 5, 8, 13});
    Operation call;
    call.operands.push_back(matrix(maker, dtype, n, name == "cholesky" || name == "eigvalsh"));
    // The determinant is below the product of the rows' sums.
    double largest = static_cast<double>(3 * n + 3);
    if (name == "det") {
      largest = 1;
      for (std::int64_t row = 0; row < n; ++row) largest *= static_cast<double>(2 * n + 3 + row);
    }
    call.arguments = {{"op", "linalg"}, {"name", name}, {"which", 0},        {"n", n},
                      {"power", 0},     {"order", "2"}, {"largest", largest}};
    if (name == "solve") call.operands.push_back(maker.operand(dtype, {n, maker.chance.between(1, 3)}, Values::small));
    if (name == "solve") call.arguments["largest"] = 100.0;
    operations.push_back(std::move(call));
  }
}

}  // namespace

extern const ArrayProbe array_linalg;
const ArrayProbe array_linalg{
    {.id = "array/linalg",
     .shows =
         "Solutions, inverses, determinants, factors, eigenvalues and singular values of well-conditioned matrices are "
         "within the bounds of backward stable algorithms.",
     .source = "docs/arraycore.md, Linear algebra; LAPACK Users' Guide, 4",
     .seconds = 3},
    1500,
    make_linalg};

}  // namespace fairplay::auditor::behaviour::numpy
