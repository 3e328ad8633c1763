#pragma once
// Householder reflectors H = I - tau v v^H with v[0] = 1, one by one and in blocks (LAPACK's larfg, larft, larfb).
// R. Schreiber, C. Van Loan: "A storage-efficient WY representation for products of Householder transformations", SIAM
// J. Sci. Stat. Comput. 10 (1989).
//
// A block of k reflectors is V, m x k unit lower trapezoidal as geqrf leaves it (its diagonal and what stands above it
// belong to R and aren't read), and an upper triangular T, k x k, with H_1 H_2 ... H_k = I - V T V^H.

#include "blas/options.h"
#include "blas/scalar.h"

namespace fairplay::blas::lapack {

// The reflector with H^H (alpha; x) = (beta; 0), beta real; x is n - 1 elements, contiguous. alpha becomes beta, x
// becomes v[1:]; returns tau, zero where H = I. Vectors of subnormal length are scaled first, exactly, so that H stays
// unitary to the last bits.
template <class T>
T make_reflector(Index n, T& alpha, T* x);

// T of the block (V, tau); V is m x k.
template <class T>
void form_block(Index m, Index k, const T* v, Index ldv, const T* tau, T* t, Index ldt);

// C = op(I - V T V^H) C; C is m x n, V m x k, k <= m; `work` holds k x n, ldwork >= k. op is none or conjugate.
template <class T>
void apply_block_from_left(Trans trans, Index m, Index n, Index k, const T* v, Index ldv, const T* t, Index ldt, T* c,
                           Index ldc, T* work, Index ldwork);

// C = C op(I - V T V^H); C is m x n, V n x k, k <= n; `work` holds m x k, ldwork >= m.
template <class T>
void apply_block_from_right(Trans trans, Index m, Index n, Index k, const T* v, Index ldv, const T* t, Index ldt, T* c,
                            Index ldc, T* work, Index ldwork);

}  // namespace fairplay::blas::lapack
