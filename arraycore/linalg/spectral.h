#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

// Singular values and Hermitian eigenvalues. Matrices of m n min(m, n) <= 50^3 are decomposed by Jacobi's rotations in
// long double (jacobi.h), larger ones by Netlib's LAPACK in double (lapack_factors.h), if the build has it; results are
// rounded at the end. Errors of all: fewer than two axes, float16, long double and what is no number (TypeError),
// elements that aren't finite or iterations that don't converge (LinAlgError), no memory.

/// `lapack`: LAPACK for matrices of any size, if the build has it. Its vectors have the signs of other LAPACKs'.
enum class SpectralMethod { by_size, lapack };

/// NumPy's `hermitian`: whether only the lower triangle counts, and the singular values are the magnitudes of the
/// eigenvalues of that Hermitian matrix. Error then also: not square.
enum class MatrixForm { general, hermitian };

/// numpy.linalg.svd: A = U diag(s) V^H for matrices in the last two axes.
struct SvdFactors {
  Array u;
  Array s;   ///< falling, of the real dtype
  Array vh;  ///< V^H
};
Expected<SvdFactors> svd(const ConstDynamicView& a, bool full_matrices = true, Release release = newest_release,
                         MatrixForm form = MatrixForm::general, SpectralMethod method = SpectralMethod::by_size);
/// numpy.linalg.svdvals
Expected<Array> svd_values(const ConstDynamicView& a, Release release = newest_release,
                           MatrixForm form = MatrixForm::general);

/// numpy.linalg.eigh of the lower triangle, or of the upper one: the other isn't read, nor are imaginary parts of the
/// diagonal. Error also: not square.
struct EighFactors {
  Array values;  ///< rising, of the real dtype
  Array vectors;
};
Expected<EighFactors> eigh(const ConstDynamicView& a, bool upper = false, Release release = newest_release,
                           SpectralMethod method = SpectralMethod::by_size);

/// numpy.linalg.lstsq: X of least length for which |A X - B| is least. Singular values up to `rcond` times the largest
/// count as zero; without one that is eps times the larger extent from 2.0 on, eps before.
struct LeastSquares {
  Array x;
  Array residuals;  ///< the sums of squares, if the rank is A's columns and A has more rows; else empty
  std::int64_t rank;
  Array s;
};
Expected<LeastSquares> least_squares(const ConstDynamicView& a, const ConstDynamicView& b, std::optional<double> rcond,
                                     Release release = newest_release);

/// numpy.linalg.pinv: Moore's and Penrose's inverse; singular values up to `rcond` times the largest count as zero.
Expected<Array> pseudo_inverse(const ConstDynamicView& a, double rcond = 1e-15, Release release = newest_release,
                               MatrixForm form = MatrixForm::general);
/// numpy.linalg.matrix_rank: how many singular values are above `tolerance`, or above the largest times eps times the
/// larger extent. An array of fewer axes has rank 1, or 0 if all its elements are zero.
Expected<Array> matrix_rank(const ConstDynamicView& a, std::optional<double> tolerance = std::nullopt,
                            Release release = newest_release, MatrixForm form = MatrixForm::general);

}  // namespace fairplay::arraycore
