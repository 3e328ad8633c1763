#pragma once

#include <cmath>
#include <complex>

namespace fairplay::arraycore {

template <class T>
bool complex_nan(std::complex<T> a) {
  return std::isnan(a.real()) || std::isnan(a.imag());
}

/// NumPy's order of complex numbers: by the real parts, then by the imaginary parts. Where a part is a NaN, no number
/// is less than another.
template <class T>
bool complex_less(std::complex<T> a, std::complex<T> b) {
  return (std::isless(a.real(), b.real()) && !std::isnan(a.imag()) && !std::isnan(b.imag())) ||
         (a.real() == b.real() && std::isless(a.imag(), b.imag()));
}

template <class T>
bool complex_less_equal(std::complex<T> a, std::complex<T> b) {
  return (std::isless(a.real(), b.real()) && !std::isnan(a.imag()) && !std::isnan(b.imag())) ||
         (a.real() == b.real() && std::islessequal(a.imag(), b.imag()));
}

}  // namespace fairplay::arraycore
