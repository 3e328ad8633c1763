#pragma once

#include <array>

#include "auditor/behaviour/calls/call.h"

/// The four types' instances of a template, in the order of `Family`; further template arguments follow the element
/// type.
#define FAIRPLAY_ALL_TYPES(function, ...)                                                  \
  function<float __VA_OPT__(, ) __VA_ARGS__>, function<double __VA_OPT__(, ) __VA_ARGS__>, \
      FAIRPLAY_COMPLEX(function __VA_OPT__(, ) __VA_ARGS__)
#define FAIRPLAY_COMPLEX(function, ...) function<CF __VA_OPT__(, ) __VA_ARGS__>, function<CD __VA_OPT__(, ) __VA_ARGS__>

namespace fairplay::blas::oracle {}  // namespace fairplay::blas::oracle

namespace fairplay::auditor::behaviour {

namespace bounds = blas::bounds;
namespace oracle = blas::oracle;
using CF = blas::Complex<float>;
using CD = blas::Complex<double>;

/// `Mismatch::bound_ratio` where something is wrong that no bound is for.
inline constexpr double infinitely = std::numeric_limits<double>::infinity();

/// What a leading dimension must be at least, BLAS's own rule.
constexpr Index at_least_one(Index n) { return std::max<Index>(n, 1); }

/// A routine without its type letter, and how a call of it is put together for each element type; null where BLAS has
/// no such routine.
struct Family {
  std::string_view stem;     ///< "gemm"
  std::string_view options;  ///< a letter each: t trans, u uplo, s side, d diag, v NV (vectors), a ASN (all, thin,
                             ///< none); T trans without C for complex types, H without T
  std::string_view sizes;    ///< "mnk", u: diagonals above the main one
  std::string_view varies;   ///< a alpha, b beta, i increments, l leading dimensions
  int level;
  void (*s)(Call<float>&);
  void (*d)(Call<double>&);
  void (*c)(Call<blas::Complex<float>>&);
  void (*z)(Call<blas::Complex<double>>&);
  std::array<std::string_view, 4> letters = {"s", "d", "c",
                                             "z"};  ///< what the stem gets before it: complex asum is "sc"
};

std::span<const Family> level1_families();
std::span<const Family> rotation_families();  ///< of level 1
std::span<const Family> level2_families();
std::span<const Family> level3_families();
std::span<const Family> extension_families();  ///< of levels 1 and 3, in no standard
/// LAPACK counts as level 4, what iterates (eigenvalues, singular values) as level 5.
std::span<const Family> lapack_linear_families();
std::span<const Family> lapack_spectral_families();

}  // namespace fairplay::auditor::behaviour
