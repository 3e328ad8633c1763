#pragma once

#include "arraycore/random/random_source.h"

namespace fairplay::arraycore {

/// One number of each distribution. The parameters are NumPy's and within its limits (distribution.cpp).
double standard_gamma(RandomSource& source, double shape);
/// The same in float32: Generator's alone.
float standard_gamma_float(RandomSource& source, float shape);
double beta(RandomSource& source, double a, double b);
double chisquare(RandomSource& source, double df);
double noncentral_chisquare(RandomSource& source, double df, double nonc);
double f_ratio(RandomSource& source, double dfnum, double dfden);
double noncentral_f(RandomSource& source, double dfnum, double dfden, double nonc);
double standard_cauchy(RandomSource& source);
double standard_t(RandomSource& source, double df);
double pareto(RandomSource& source, double a);
double weibull(RandomSource& source, double a);
double power(RandomSource& source, double a);
double laplace(RandomSource& source, double loc, double scale);
double gumbel(RandomSource& source, double loc, double scale);
double logistic(RandomSource& source, double loc, double scale);
double rayleigh(RandomSource& source, double scale);
double wald(RandomSource& source, double mean, double scale);
double vonmises(RandomSource& source, double mu, double kappa);
double triangular(RandomSource& source, double left, double mode, double right);

}  // namespace fairplay::arraycore
