#pragma once

namespace fairplay::arraycore {

/// sqrt(x^2 + y^2), correctly rounded; infinite where one of them is, also beside a NaN.
float rounded_hypot(float x, float y);
double rounded_hypot(double x, double y);
long double rounded_hypot(long double x, long double y);

}  // namespace fairplay::arraycore
