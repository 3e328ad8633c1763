#pragma once
// Correctly rounded level 1: each result is the exact value of its formula, rounded once, to nearest and ties to even.
//
// Valid for any finite operands: intermediate overflow, underflow and cancellation don't exist; only the result itself
// overflows to infinity or rounds to a subnormal. An exact zero is +0. With NaN or infinity among the operands a result
// is what IEEE 754's rules give in any order of operations: NaN where an operand is NaN, where zero meets infinity or
// where opposite infinities are added, else the infinity. Complex operands follow the formulas with real operations, so
// that an infinite part can make both parts NaN.
//
// Increments may be negative or zero, as in Netlib's BLAS. Sizes n <= 0 give zero, or leave y as it is. The functions
// may be called from any thread under any floating-point environment, and leave it as they found it, flags included.
// `statistics`, where given, is added to. They throw std::bad_alloc. The element types are float, double,
// Complex<float> and Complex<double>.

#include "blas/oracle/statistics.h"
#include "blas/scalar.h"

namespace fairplay::blas::oracle {

// x[0] y[0] + ... + x[n-1] y[n-1]: dot and dotu.
template <class T>
T dot(Index n, const T* x, Index incx, const T* y, Index incy, Statistics* statistics = nullptr);
// The same with x conjugated: dotc. Of real types, dot.
template <class T>
T dotc(Index n, const T* x, Index incx, const T* y, Index incy, Statistics* statistics = nullptr);
// Of floats, the result rounded to double: dsdot.
double dsdot(Index n, const float* x, Index incx, const float* y, Index incy, Statistics* statistics = nullptr);
// alpha + x . y rounded to float: sdsdot.
float sdsdot(Index n, float alpha, const float* x, Index incx, const float* y, Index incy,
             Statistics* statistics = nullptr);

// y[i] = alpha x[i] + y[i]. alpha = 0 leaves y as it is, NaN or infinity in x notwithstanding.
template <class T>
void axpy(Index n, T alpha, const T* x, Index incx, T* y, Index incy, Statistics* statistics = nullptr);

// The square root of the sum of the squares of all (real and imaginary) parts.
template <class T>
Real<T> nrm2(Index n, const T* x, Index incx, Statistics* statistics = nullptr);
// The sum of the absolute values of all parts: |re| + |im| for complex types.
template <class T>
Real<T> asum(Index n, const T* x, Index incx, Statistics* statistics = nullptr);

}  // namespace fairplay::blas::oracle
