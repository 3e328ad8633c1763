#pragma once

#include <complex>
#include <cstdint>
#include <utility>

#include "arraycore/array/array.h"
#include "arraycore/fft/complex_transform.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Transforms of n real numbers into the first n / 2 + 1 of their n frequencies (the others are their conjugates), and
/// back. An even length is half as many complex numbers (Sorensen, Jones, Heideman, Burrus: "Real-valued fast Fourier
/// transform algorithms", 1987).
template <class R>
class RealTransform {
 public:
  /// n from 1 on; `exact_roots` as in roots_of_unity.h. Error: no memory.
  static Expected<RealTransform> of_length(std::int64_t n, bool exact_roots = true);

  /// `data` holds n complex numbers, of which the real parts count; its first n / 2 + 1 become the frequencies.
  void forward(std::complex<R>* data, std::complex<R>* work) const;
  /// The same of an even n, whose real numbers lie in pairs: `data` holds n / 2 + 1 complex numbers, and two elements
  /// are the parts of one.
  void forward_pairs(std::complex<R>* data, std::complex<R>* work) const;
  /// `data` begins with n / 2 + 1 frequencies; the real parts of its n numbers become the result, without a factor. The
  /// imaginary parts of what must be real don't count.
  void inverse(std::complex<R>* data, std::complex<R>* work) const;
  std::int64_t work_length() const { return transform_.work_length(); }

 private:
  RealTransform(std::int64_t n, ComplexTransform<R> transform, Array memory)
      : n_(n), transform_(std::move(transform)), memory_(std::move(memory)), turn_(complex_numbers<R>(memory_)) {}

  std::int64_t n_;
  ComplexTransform<R> transform_;
  Array memory_;
  const std::complex<R>* turn_;  ///< exp(-2 pi i k / n) for k up to n / 4, where n is even
};

extern template class RealTransform<double>;
extern template class RealTransform<long double>;

}  // namespace fairplay::arraycore
