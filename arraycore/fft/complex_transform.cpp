#include "arraycore/fft/complex_transform.h"

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/shape.h"
#include "arraycore/fft/passes.h"
#include "arraycore/fft/roots_of_unity.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {
namespace {

/// A larger prime factor costs more by the definition than a convolution.
constexpr std::int64_t largest_radix = 60;

/// 4, 2, 3, 5 and other primes whose product is n; empty if one is too large.
std::vector<std::int64_t> radices_of(std::int64_t n) {
  std::vector<std::int64_t> radices;
  for (std::int64_t radix : {4, 2, 3, 5}) {
    for (; n % radix == 0; n /= radix) radices.push_back(radix);
  }
  for (std::int64_t radix = 7; radix <= largest_radix && n > 1; radix += 2) {
    for (; n % radix == 0; n /= radix) radices.push_back(radix);
  }
  if (n > 1) radices.clear();
  return radices;
}

/// The smallest product of twos, threes and fives that is at least n.
std::int64_t smooth_length(std::int64_t n) {
  std::int64_t best = 1;
  while (best < n) best *= 2;
  for (std::int64_t fives = 1; fives < best; fives *= 5) {
    for (std::int64_t threes = fives; threes < best; threes *= 3) {
      std::int64_t length = threes;
      while (length < n) length *= 2;
      best = std::min(best, length);
    }
  }
  return best;
}

template <class R>
void exchange_parts(std::complex<R>* data, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) data[i] = {data[i].imag(), data[i].real()};
}

}  // namespace

template <class R>
Expected<Array> complex_memory(std::int64_t n) {
  const std::int64_t shape[]{n};
  return Array::unset(std::is_same_v<R, double> ? Kind::complex128 : Kind::complex_long_double, shape);
}

template <class R>
Expected<void> ComplexTransform<R>::prepare_passes(const std::vector<std::int64_t>& radices) {
  if (n_ == 1) return {};
  const RootsOfUnity<R> root(n_, exact_roots_);
  std::int64_t outer = 1;
  for (const std::int64_t radix : radices) {
    const std::int64_t inner = n_ / (outer * radix);
    auto memory = complex_memory<R>((radix - 1) * inner + radix);
    if (!memory) return std::unexpected(memory.error());
    std::complex<R>* turn = complex_numbers<R>(*memory);
    for (std::int64_t j = 1; j < radix; ++j) {
      for (std::int64_t i = 0; i < inner; ++i) turn[i + inner * (j - 1)] = root(j * outer * i);
    }
    std::complex<R>* roots = turn + (radix - 1) * inner;
    for (std::int64_t j = 0; j < radix; ++j) roots[j] = root(j * (n_ / radix));
    passes_.push_back({radix, inner, outer, turn, roots});
    memory_.push_back(std::move(*memory));
    outer *= radix;
  }
  return {};
}

template <class R>
Expected<void> ComplexTransform<R>::prepare_convolution() {
  const std::int64_t length = smooth_length(2 * n_ - 1);
  auto transform = of_length(length, exact_roots_);
  if (!transform) return std::unexpected(transform.error());
  auto memory = complex_memory<R>(n_ + length);
  if (!memory) return std::unexpected(memory.error());
  auto work = complex_memory<R>(transform->work_length());
  if (!work) return std::unexpected(work.error());
  std::complex<R>* chirp = complex_numbers<R>(*memory);
  std::complex<R>* kernel = chirp + n_;
  const RootsOfUnity<R> root(2 * n_, exact_roots_);
  // The square of k modulo 2 n grows by odd numbers.
  std::int64_t square = 0;
  for (std::int64_t k = 0; k < n_; ++k) {
    chirp[k] = root(square);
    square += 2 * k + 1;
    square %= 2 * n_;
  }
  std::fill(kernel, kernel + length, std::complex<R>());
  const R scale = R(1) / static_cast<R>(length);
  for (std::int64_t k = 0; k < n_; ++k) kernel[k] = std::conj(chirp[k]) * scale;
  for (std::int64_t k = 1; k < n_; ++k) kernel[length - k] = kernel[k];
  transform->forward(kernel, complex_numbers<R>(*work));
  convolution_ = std::make_unique<Convolution>(
      Convolution{std::make_unique<ComplexTransform>(std::move(*transform)), std::move(*memory), chirp, kernel});
  return {};
}

template <class R>
Expected<ComplexTransform<R>> ComplexTransform<R>::of_length(std::int64_t n, bool exact_roots) {
  if (n < 1 || n > std::int64_t{1} << 58) {
    return fail(ErrorKind::value, "Invalid number of FFT data points (" + std::to_string(n) + ") specified.");
  }
  ComplexTransform result(n, exact_roots);
  const std::vector<std::int64_t> radices = radices_of(n);
  const auto done = n == 1 || !radices.empty() ? result.prepare_passes(radices) : result.prepare_convolution();
  if (!done) return std::unexpected(done.error());
  return result;
}

template <class R>
std::int64_t ComplexTransform<R>::work_length() const {
  if (convolution_ == nullptr) return n_;
  return convolution_->transform->length() + convolution_->transform->work_length();
}

template <class R>
void ComplexTransform<R>::convolve(std::complex<R>* data, std::complex<R>* work) const {
  const ComplexTransform& transform = *convolution_->transform;
  const std::int64_t length = transform.length();
  std::complex<R>* inner_work = work + length;
  for (std::int64_t k = 0; k < n_; ++k) work[k] = complex_product(data[k], convolution_->chirp[k]);
  std::fill(work + n_, work + length, std::complex<R>());
  transform.forward(work, inner_work);
  for (std::int64_t k = 0; k < length; ++k) work[k] = complex_product(work[k], convolution_->kernel[k]);
  transform.inverse(work, inner_work);
  for (std::int64_t k = 0; k < n_; ++k) data[k] = complex_product(work[k], convolution_->chirp[k]);
}

template <class R>
void ComplexTransform<R>::forward(std::complex<R>* data, std::complex<R>* work) const {
  if (convolution_ != nullptr) {
    convolve(data, work);
    return;
  }
  std::complex<R>* from = data;
  std::complex<R>* to = work;
  for (const Pass& pass : passes_) {
    switch (pass.radix) {
      case 2: butterfly_pass<Butterfly2<R>>(from, to, pass.inner, pass.outer, pass.turn); break;
      case 3: butterfly_pass<Butterfly3<R>>(from, to, pass.inner, pass.outer, pass.turn); break;
      case 4: butterfly_pass<Butterfly4<R>>(from, to, pass.inner, pass.outer, pass.turn); break;
      case 5: butterfly_pass<Butterfly5<R>>(from, to, pass.inner, pass.outer, pass.turn); break;
      default: definition_pass<R>(from, to, pass.radix, pass.inner, pass.outer, pass.turn, pass.root);
    }
    std::swap(from, to);
  }
  if (from != data) std::copy(from, from + n_, data);
}

template <class R>
void ComplexTransform<R>::inverse(std::complex<R>* data, std::complex<R>* work) const {
  // Exchanging real and imaginary parts before and after conjugates the factors.
  exchange_parts(data, n_);
  forward(data, work);
  exchange_parts(data, n_);
}

template Expected<Array> complex_memory<double>(std::int64_t n);
template Expected<Array> complex_memory<long double>(std::int64_t n);
template class ComplexTransform<double>;
template class ComplexTransform<long double>;

}  // namespace fairplay::arraycore
