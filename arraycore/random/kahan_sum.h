#pragma once

#include <cstddef>

namespace fairplay::arraycore {

/// A sum whose rounding errors are carried along, as NumPy checks probabilities. Source: W. Kahan, "Further Remarks on
/// Reducing Truncation Errors", Comm. ACM 8 (1965).
inline double kahan_sum(const double* numbers, std::size_t count) {
  if (count == 0) return 0.0;
  double sum = numbers[0];
  double error = 0.0;
  for (std::size_t i = 1; i < count; ++i) {
    const double term = numbers[i] - error;
    const double next = sum + term;
    error = (next - sum) - term;
    sum = next;
  }
  return sum;
}

}  // namespace fairplay::arraycore
