#pragma once
// Sums of squares that neither overflow nor underflow on the way (LAPACK's lassq), by which the Frobenius norms of all
// kinds of matrices are formed. Netlib 3.11's takes the sum so far apart wrongly where it is on the verge of its own
// thresholds (Reference-LAPACK/lapack#908: wrong by sqrt 2, and more).

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

// On return scale^2 * sum is what it was, plus the squares of the n elements' real and imaginary parts, `increment`
// apart; `x` points at the lowest address, an increment of 0 takes one element n times. scale >= 0 becomes a power of
// two such that no partial sum is far from 1; 1 and 0 where everything is zero. A NaN in gives a NaN sum, otherwise an
// infinity an infinite one. |error| <= (2 n + 4) u relative to the sum. No overflow or underflow is raised.
template <class T>
void add_squares(Index n, const T* x, Index increment, Real<T>& scale, Real<T>& sum);

}  // namespace fairplay::blas::lapack
