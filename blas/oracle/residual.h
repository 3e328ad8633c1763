#pragma once
// Residuals of solves, correctly rounded: what a solution leaves, where a reference answer would need rational
// arithmetic. Compared with bounds::trsm.

#include <type_traits>

#include "blas/oracle/statistics.h"
#include "blas/scalar.h"

namespace fairplay::blas::oracle {

// R = alpha B - op(T) X (Side::left) or alpha B - X op(T): each part the exact value rounded once. T is triangular, m x
// m or n x n, only its triangle `uplo` is read, and of a unit diagonal nothing; B, X and R are m x n. R may not overlap
// an operand. Otherwise as blas/oracle/matrices.h says; trsv is n = 1. The residual of a general solve, B - A X, is
// gemm with alpha = -1 and beta = 1.
template <class T>
void residual(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, std::type_identity_t<T> alpha, const T* a,
              Index lda, const T* b, Index ldb, const T* x, Index ldx, T* r, Index ldr,
              Statistics* statistics = nullptr);

}  // namespace fairplay::blas::oracle
