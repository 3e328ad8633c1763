#pragma once
// Single vectors against a matrix with orthonormal columns, as the CS decomposition needs them (LAPACK's orbdb5, orbdb6
// and larfgp).
// J. Daniel, W. Gragg, L. Kaufman, G. Stewart: "Reorthogonalization and stable algorithms for updating the Gram-Schmidt
// QR factorization", Math. Comp. 30 (1976).
//
// Netlib 3.11's take any vector for one of norm 1 and accept a projection that has lost up to two digits of
// orthogonality, so that decompositions became inaccurate (Reference-LAPACK/lapack#917, #928, #930); they also fill a
// vector whose elements aren't adjacent as if they were.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

// [x1; x2] of m1 + m2 elements, step1 and step2 > 0 apart. Q = [q1; q2] has n orthonormal columns.
template <class T>
struct SplitVector {
  Index m1, m2;
  T* x1;
  Index step1;
  T* x2;
  Index step2;
};
template <class T>
struct SplitBasis {
  Index n;
  const T* q1;
  Index ldq1;
  const T* q2;
  Index ldq2;
};

// x - Q Qᴴ x, orthogonal to Q to working precision; zero where x lies in the range of Q as far as can be told.
// `work` has n elements.
template <class T>
void project_out(const SplitVector<T>& x, const SplitBasis<T>& q, T* work);

// The same, with x scaled to norm 1 first. Where nothing is left of it, the first unit vector of which something is
// left takes its place; zero if there is none.
template <class T>
void vector_of_complement(const SplitVector<T>& x, const SplitBasis<T>& q, T* work);

// H = I - tau [1; v] [1; v]ᴴ with Hᴴ [alpha; x] = [beta; 0], beta >= 0: beta takes the place of alpha, v that of x,
// which has n - 1 elements, step > 0 apart. tau = 0 is the identity, and then x is as it was. An x that is negligible
// beside a real alpha counts as zero. No intermediate result overflows or underflows (Reference-LAPACK/lapack#938,
// #980).
template <class T>
void positive_reflector(Index n, T& alpha, T* x, Index step, T& tau);

}  // namespace fairplay::blas::lapack
