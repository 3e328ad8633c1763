#pragma once

#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// numpy.linalg.qr's modes: Q of as many columns as `a` has rows or columns, of as many as it has rows, R alone, or
/// LAPACK's own form.
enum class QrMode { reduced, complete, r, raw };

/// A = Q R. Of mode `r` there is no q; of `raw` q is the transpose of LAPACK's matrix of reflectors and r their
/// factors.
struct QrFactors {
  std::optional<Array> q;
  Array r;
};

/// By the reference LAPACK's Householder reflectors (blas/lapack/qr.h), for matrices in the last two axes: a diagonal
/// element of R has the sign that LAPACK gives it. Errors: fewer than two axes, float16, long double and what is no
/// number, no memory.
Expected<QrFactors> qr(const ConstDynamicView& a, QrMode mode = QrMode::reduced, Release release = newest_release);

}  // namespace fairplay::arraycore
