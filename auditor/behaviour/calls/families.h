#pragma once

#include <array>

#include "auditor/behaviour/calls/call.h"

namespace auditor::behaviour {

/// A routine without its type letter, and how a call of it is put together for each element type; null where BLAS has no such routine.
struct Family {
  std::string_view stem;                           ///< "gemm"
  std::string_view options;                        ///< a letter each: t trans, u uplo, s side, d diag, v NV (vectors), a ASN (all, thin, none); T trans without C for complex types, H without T
  std::string_view sizes;                          ///< "mnk", u: diagonals above the main one
  std::string_view varies;                         ///< a alpha, b beta, i increments, l leading dimensions
  int level;
  void (*s)(Call<float>&);
  void (*d)(Call<double>&);
  void (*c)(Call<blas::Complex<float>>&);
  void (*z)(Call<blas::Complex<double>>&);
  std::array<std::string_view, 4> letters = {"s", "d", "c", "z"};  ///< what the stem gets before it: complex asum is "sc"
};

std::span<const Family> level1_families();
std::span<const Family> rotation_families();  ///< of level 1
std::span<const Family> level2_families();
std::span<const Family> level3_families();
/// LAPACK counts as level 4, what iterates (eigenvalues, singular values) as level 5.
std::span<const Family> lapack_linear_families();
std::span<const Family> lapack_spectral_families();

}  // namespace auditor::behaviour
