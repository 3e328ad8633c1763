#pragma once
// The secular equation of a symmetric rank-one update (LAPACK's laed4), by bisection: slower than LAPACK's rational
// interpolation, but it always ends. Netlib 3.11's interpolation gives up on some equations
// (Reference-LAPACK/lapack#1166), and ?syevd, ?stedc with it.
// J. Bunch, C. Nielsen, D. Sorensen: "Rank-one modification of the symmetric eigenproblem", Numer. Math. 31 (1978).

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

// Eigenvalue i (0-based, by size) of diag(d) + rho z zᵀ: n >= 1, d ascending without equal ones, no z zero, rho > 0.
// difference[j] = d[j] - the eigenvalue, accurate in itself: it is found as its distance from the nearer d.
template <class R>
R updated_eigenvalue(Index n, Index i, const R* d, const R* z, R rho, R* difference);

}  // namespace fairplay::blas::lapack
