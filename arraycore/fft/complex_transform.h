#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// What is needed for discrete Fourier transforms of one length: X_k is the sum of x_j exp(-2 pi i j k / n), without a
/// factor. The length is divided into factors 4, 2, 3 and 5 and other primes, whose transforms are done one after the
/// other from one buffer into another (Stockham's order). A length with a large prime becomes a convolution (Bluestein,
/// "A linear filtering approach to the computation of discrete Fourier transform", 1970). R: double or long double.
template <class R>
class ComplexTransform {
 public:
  /// n from 1 on; `exact_roots` as in roots_of_unity.h. Error: no memory.
  static Expected<ComplexTransform> of_length(std::int64_t n, bool exact_roots = true);

  std::int64_t length() const { return n_; }
  /// In place; `work` has work_length() elements.
  void forward(std::complex<R>* data, std::complex<R>* work) const;
  /// The same with exp(+2 pi i j k / n).
  void inverse(std::complex<R>* data, std::complex<R>* work) const;
  std::int64_t work_length() const;

 private:
  struct Pass {
    std::int64_t radix;
    std::int64_t inner;           ///< n over all radices up to this one
    std::int64_t outer;           ///< the product of the radices before
    const std::complex<R>* turn;  ///< (radix - 1) rows of `inner` factors
    const std::complex<R>* root;  ///< exp(-2 pi i k / radix)
  };
  /// Lengths that have a large prime: chirp_k = exp(-pi i k^2 / n).
  struct Convolution {
    std::unique_ptr<ComplexTransform> transform;
    Array memory;
    std::complex<R>* chirp;
    std::complex<R>* kernel;  ///< the transform of the chirp's conjugate, over its length
  };

  ComplexTransform(std::int64_t n, bool exact_roots) : n_(n), exact_roots_(exact_roots) {}
  Expected<void> prepare_passes(const std::vector<std::int64_t>& radices);
  Expected<void> prepare_convolution();
  void convolve(std::complex<R>* data, std::complex<R>* work) const;

  std::int64_t n_;
  bool exact_roots_;
  std::vector<Pass> passes_;
  std::vector<Array> memory_;
  std::unique_ptr<Convolution> convolution_;
};

/// Memory for n complex numbers. Error: none there.
template <class R>
Expected<Array> complex_memory(std::int64_t n);
template <class R>
std::complex<R>* complex_numbers(Array& memory) {
  return reinterpret_cast<std::complex<R>*>(memory.view().data());
}

extern template class ComplexTransform<double>;
extern template class ComplexTransform<long double>;

}  // namespace fairplay::arraycore
