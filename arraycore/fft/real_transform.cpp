#include "arraycore/fft/real_transform.h"

#include <complex>
#include <cstdint>
#include <utility>

#include "arraycore/fft/complex_transform.h"
#include "arraycore/fft/passes.h"
#include "arraycore/fft/roots_of_unity.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

template <class R>
Expected<RealTransform<R>> RealTransform<R>::of_length(std::int64_t n, bool exact_roots) {
  const bool even = n > 0 && n % 2 == 0;
  auto transform = ComplexTransform<R>::of_length(even ? n / 2 : n, exact_roots);
  if (!transform) return std::unexpected(transform.error());
  const std::int64_t turns = even ? n / 4 + 1 : 0;
  auto memory = complex_memory<R>(turns);
  if (!memory) return std::unexpected(memory.error());
  if (even) {
    const RootsOfUnity<R> root(n, exact_roots);
    std::complex<R>* turn = complex_numbers<R>(*memory);
    for (std::int64_t k = 0; k < turns; ++k) turn[k] = root(k);
  }
  return RealTransform(n, std::move(*transform), std::move(*memory));
}

template <class R>
void RealTransform<R>::forward(std::complex<R>* data, std::complex<R>* work) const {
  if (n_ % 2 != 0) {
    for (std::int64_t i = 0; i < n_; ++i) data[i] = data[i].real();
    transform_.forward(data, work);
    data[0] = data[0].real();
    return;
  }
  for (std::int64_t i = 0; i < n_ / 2; ++i) data[i] = {data[2 * i].real(), data[2 * i + 1].real()};
  forward_pairs(data, work);
}

template <class R>
void RealTransform<R>::forward_pairs(std::complex<R>* data, std::complex<R>* work) const {
  const std::int64_t half = n_ / 2;
  transform_.forward(data, work);
  const std::complex<R> first = data[0];
  data[0] = first.real() + first.imag();
  data[half] = first.real() - first.imag();
  // The spectra of the even and of the odd elements, from their sum and its mirror image.
  for (std::int64_t k = 1; 2 * k <= half; ++k) {
    const std::complex<R> a = data[k], b = std::conj(data[half - k]);
    const std::complex<R> even = R(0.5) * (a + b);
    const std::complex<R> odd = complex_product(turn_[k], R(0.5) * quarter_turn(a - b));
    data[k] = even + odd;
    data[half - k] = std::conj(even - odd);
  }
}

template <class R>
void RealTransform<R>::inverse(std::complex<R>* data, std::complex<R>* work) const {
  if (n_ % 2 != 0) {
    data[0] = data[0].real();
    for (std::int64_t k = 1; 2 * k < n_; ++k) data[n_ - k] = std::conj(data[k]);
    transform_.inverse(data, work);
    return;
  }
  const std::int64_t half = n_ / 2;
  const R first = data[0].real(), last = data[half].real();
  data[0] = {first + last, first - last};
  for (std::int64_t k = 1; 2 * k <= half; ++k) {
    const std::complex<R> a = data[k], b = std::conj(data[half - k]);
    const std::complex<R> even = a + b;
    const std::complex<R> odd = complex_product(std::conj(turn_[k]), a - b);
    // i times `odd`
    const std::complex<R> turned(-odd.imag(), odd.real());
    data[k] = even + turned;
    data[half - k] = std::conj(even - turned);
  }
  transform_.inverse(data, work);
  for (std::int64_t i = half - 1; i >= 0; --i) {
    const std::complex<R> pair = data[i];
    data[2 * i + 1] = pair.imag();
    data[2 * i] = pair.real();
  }
}

template class RealTransform<double>;
template class RealTransform<long double>;

}  // namespace fairplay::arraycore
