#pragma once

#include <cstdint>
#include <optional>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// NumPy's `cov`: whether the covariance of the coefficients is wanted, and whether it is scaled by the mean square of
/// the residuals.
enum class FitCovariance { none, scaled, unscaled };

/// The keyword arguments of numpy.polyfit.
struct FitOptions {
  Release release = newest_release;
  /// Singular values up to this part of the largest count as zero; without one, the number of points times x's eps.
  std::optional<double> rcond = std::nullopt;
  /// What each point's difference is multiplied by: one axis, as many as points.
  std::optional<ConstDynamicView> weights = std::nullopt;
  FitCovariance covariance = FitCovariance::none;
};

/// What numpy.polyfit gives with `full` and with `cov`.
struct PolynomialFit {
  Array coefficients;     ///< of shape (degree + 1) or, for y of two axes, (degree + 1, columns); highest power first
  Array residuals;        ///< sums of squares, as of least_squares (linalg/spectral.h)
  std::int64_t rank;      ///< below degree + 1 the fit is badly conditioned
  Array singular_values;  ///< of the matrix of powers, whose columns are scaled to length 1
  double rcond;
  std::optional<Array> covariance;  ///< (degree + 1, degree + 1), with a third axis for the columns of y
};

/// numpy.polyfit: the polynomial of a degree that comes nearest to y at x in the sense of least squares. x has one
/// axis, y one or two, of as many points. Errors: a negative degree (ValueError); no point, other shapes, weights that
/// don't fit (TypeError); a scaled covariance of as few points as coefficients (ValueError; up to 1.15 two more are
/// needed, and what the squares are divided by is 2 less); those of least_squares and inverse.
Expected<PolynomialFit> fit_polynomial(const ConstDynamicView& x, const ConstDynamicView& y, std::int64_t degree,
                                       const FitOptions& options = {});

}  // namespace fairplay::arraycore
