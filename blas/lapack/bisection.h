#pragma once
// Eigenvalues of symmetric tridiagonal matrices by bisection (LAPACK's stebz).
// W. Kahan: "Accurate eigenvalues of a symmetric tri-diagonal matrix", report CS41, Stanford (1966); J. Demmel,
// I. Dhillon, H. Ren: "On the correctness of some bisection-like parallel eigenvalue algorithms in floating point
// arithmetic", ETNA 3 (1995).
//
// Netlib 3.11's takes the ends of an interval of indices from one count over the whole matrix and the eigenvalues from
// counts over its blocks; where these disagree it finds too few (Reference-LAPACK/lapack#466: none, info = 2) and
// writes in front of an array (#1039). Here all is counted by blocks, and indices are told apart by comparing what was
// found.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

enum class Wanted { all, values, indices };

template <class R>
struct Spectrum {
  Wanted wanted = Wanted::all;
  R lower = 0, upper = 0;     // of `values`: those in (lower, upper]
  Index first = 1, last = 0;  // of `indices`: 1-based, by size
  R tolerance = 0;            // an interval so wide is an eigenvalue; u |T| if it isn't positive
  bool whole_matrix = false;  // the results' order: by size over the whole matrix, otherwise block by block
};

// The eigenvalues of the n x n matrix with diagonal d[n] and off-diagonal e[n - 1], n >= 1, in ascending order. e[i] is
// neglected, and the matrix splits there, where e[i]^2 <= u^2 |d[i] d[i + 1]| + tiny; e[i]^2 mustn't overflow.
// (Where it does, none may be found.)
// `split` gets the blocks' last rows (1-based), `blocks` their number; `block` the block of each of the `count`
// eigenvalues in w. w, block and split have n elements, `squares` n of workspace. Integer: what Fortran's INTEGER is.
template <class R, class Integer>
void tridiagonal_eigenvalues(Index n, const R* d, const R* e, const Spectrum<R>& spectrum, Integer& count,
                             Integer& blocks, R* w, Integer* block, Integer* split, R* squares);

}  // namespace fairplay::blas::lapack
