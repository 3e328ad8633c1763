#pragma once
// Powers of two that bring the rows of A and the columns of B below 1 without changing any product's place in its sum.

#include <vector>

#include "blas/scalar.h"

namespace fairplay::blas::oracle {

// Vectors of `length` doubles, one after the other: the rows of the left factor or the columns of the right one.
struct Vectors {
  Index count;
  Index length;
  const double* data;

  const double* operator[](Index i) const { return data + i * length; }
};

// a[i][p] 2^(-inner[p] - left[i]) and b[j][p] 2^(inner[p] - right[j]) are less than 1 in magnitude. The exponents
// `inner` share a difference of scale between the columns of A and the rows of B out to both, so that graded factors
// don't look as if they cancelled.
struct Scaling {
  std::vector<int> inner, left, right;
};

// All entries finite.
Scaling scaling_of(const Vectors& a, const Vectors& b);

// The least e with |x| < 2^e; 0 for zero.
int exponent_above(double x);

}  // namespace fairplay::blas::oracle
