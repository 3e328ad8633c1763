#pragma once
// Correctly rounded level 2 and 3: each real result (real and imaginary parts apart) is the exact value of its formula,
// rounded once, to nearest and ties to even.
//
// Formulas, shapes and what is referenced are those of the BLAS (blas/level2.h, blas/level3.h): matrices column-major,
// leading dimensions >= max(1, rows as stored); an unreferenced triangle, a unit diagonal, the imaginary parts of a
// Hermitian diagonal and ld gaps are neither read nor written; beta = 0 doesn't read C, alpha = 0 doesn't read A and B;
// sizes of zero leave at most C = beta C to do. The output may not overlap an input, except where it is one (trmm).
//
// Valid for any finite operands: intermediate overflow, underflow and cancellation don't exist; only the result itself
// overflows to infinity or rounds to a subnormal. An exact zero is +0. Where a term of an element isn't finite, the
// element is what IEEE 754's rules give in any order of operations: NaN where an operand is NaN, where zero meets
// infinity or opposite infinities meet, else the infinity; the structural zeros of a triangle meet nothing. Complex
// products are taken part by part, so that one infinite part may make both parts NaN; alpha = 1, beta = 1 and the real
// scalars of herk multiply nothing.
//
// The functions may be called from any thread under any floating-point environment, and leave it as they found it,
// flags included. They run on one thread, whatever FAIRPLAY_BLAS_THREADS says. `statistics`, where given, is added to.
// They throw std::bad_alloc: memory is some two copies of the operands as doubles. T is float, double, Complex<float>
// or Complex<double>.

#include <type_traits>

#include "blas/oracle/statistics.h"
#include "blas/scalar.h"

namespace fairplay::blas::oracle {

// y = alpha op(A) x + beta y, A m x n; x and y of any increments, as in Netlib's BLAS.
template <class T>
void gemv(Trans trans, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* x, Index incx,
          std::type_identity_t<T> beta, T* y, Index incy, Statistics* statistics = nullptr);

// A = alpha x y^T + A, or alpha x y^H + A where `conjugate`; A m x n: ger, geru, gerc.
template <class T>
void ger(bool conjugate, Index m, Index n, std::type_identity_t<T> alpha, const T* x, Index incx, const T* y,
         Index incy, T* a, Index lda, Statistics* statistics = nullptr);

// C = alpha op(A) op(B) + beta C.
template <class T>
void gemm(Trans transa, Trans transb, Index m, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda,
          const T* b, Index ldb, std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics = nullptr);

// One triangle of it.
template <class T>
void gemmt(Uplo uplo, Trans transa, Trans transb, Index n, Index k, std::type_identity_t<T> alpha, const T* a,
           Index lda, const T* b, Index ldb, std::type_identity_t<T> beta, T* c, Index ldc,
           Statistics* statistics = nullptr);

// One triangle of C = alpha A A^T + beta C (Trans::none) or alpha A^T A + beta C.
template <class T>
void syrk(Uplo uplo, Trans trans, Index n, Index k, std::type_identity_t<T> alpha, const T* a, Index lda,
          std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics = nullptr);

// One triangle of C = alpha A A^H + beta C (Trans::none) or alpha A^H A + beta C.
template <class T>
void herk(Uplo uplo, Trans trans, Index n, Index k, Real<T> alpha, const T* a, Index lda, Real<T> beta, T* c, Index ldc,
          Statistics* statistics = nullptr);

// C = alpha A B + beta C (Side::left) or alpha B A + beta C, A symmetric with triangle `uplo` stored; hemm: Hermitian.
template <class T>
void symm(Side side, Uplo uplo, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
          Index ldb, std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics = nullptr);
template <class T>
void hemm(Side side, Uplo uplo, Index m, Index n, std::type_identity_t<T> alpha, const T* a, Index lda, const T* b,
          Index ldb, std::type_identity_t<T> beta, T* c, Index ldc, Statistics* statistics = nullptr);

// B = alpha op(A) B (Side::left) or alpha B op(A), A triangular. alpha = 0 sets B to zero without reading it.
template <class T>
void trmm(Side side, Uplo uplo, Trans trans, Diag diag, Index m, Index n, std::type_identity_t<T> alpha, const T* a,
          Index lda, T* b, Index ldb, Statistics* statistics = nullptr);

}  // namespace fairplay::blas::oracle
