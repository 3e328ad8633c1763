// Fourier transforms against the definition in MPFR, for all kinds of lengths; shapes, dtypes, norms, errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/fft/fourier.h"
#include "arraycore/fft/frequencies.h"
#include "arraycore/fft/roots_of_unity.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/ufunc/mpfr_number.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Complex = std::complex<double>;
using LongComplex = std::complex<long double>;
constexpr mpfr_prec_t bits = 140;

bool tests_everything() {
  const char* set = std::getenv("FAIRPLAY_ARRAYCORE_TESTS");
  return set != nullptr && std::string(set) == "long";
}

/// A sum of products in MPFR's numbers; sums of two long doubles keep their digits.
struct ExactRoots {
  explicit ExactRoots(std::int64_t n) : cosine(static_cast<std::size_t>(n)), sine(static_cast<std::size_t>(n)) {
    Number<bits> angle;
    for (std::int64_t k = 0; k < n; ++k) {
      mpfr_const_pi(angle.get(), MPFR_RNDN);
      mpfr_mul_si(angle.get(), angle.get(), 2 * k, MPFR_RNDN);
      mpfr_div_si(angle.get(), angle.get(), n, MPFR_RNDN);
      // Numbers can't be moved: they point into themselves.
      mpfr_sin_cos(sine[static_cast<std::size_t>(k)].get(), cosine[static_cast<std::size_t>(k)].get(), angle.get(),
                   MPFR_RNDN);
    }
  }
  std::vector<Number<bits>> cosine;
  std::vector<Number<bits>> sine;
};

/// X_k less `found`, by the definition.
template <class T>
std::complex<long double> error_of(std::vector<std::complex<T>>& x, ExactRoots& roots, std::int64_t k,
                                   std::complex<T> found) {
  const auto n = static_cast<std::int64_t>(x.size());
  Number<bits> real, imaginary, a, b, term;
  for (std::int64_t j = 0; j < n; ++j) {
    const auto place = static_cast<std::size_t>(static_cast<std::int64_t>(__int128{j} * k % n));
    set_number(a.get(), x[static_cast<std::size_t>(j)].real());
    set_number(b.get(), x[static_cast<std::size_t>(j)].imag());
    // (a + b i) (c - s i)
    mpfr_fmma(term.get(), a.get(), roots.cosine[place].get(), b.get(), roots.sine[place].get(), MPFR_RNDN);
    mpfr_add(real.get(), real.get(), term.get(), MPFR_RNDN);
    mpfr_fmms(term.get(), b.get(), roots.cosine[place].get(), a.get(), roots.sine[place].get(), MPFR_RNDN);
    mpfr_add(imaginary.get(), imaginary.get(), term.get(), MPFR_RNDN);
  }
  set_number(a.get(), found.real());
  mpfr_sub(real.get(), real.get(), a.get(), MPFR_RNDN);
  set_number(b.get(), found.imag());
  mpfr_sub(imaginary.get(), imaginary.get(), b.get(), MPFR_RNDN);
  return {get_number<long double>(real.get()), get_number<long double>(imaginary.get())};
}

template <class T>
T half_unit(T value) {
  const T size = std::abs(value);
  return (std::nextafter(size, std::numeric_limits<T>::infinity()) - size) / 2;
}

double uniform(Numbers& numbers) { return static_cast<double>(numbers.within(-1000000000, 1000000000)) * 1e-9; }

template <class T>
std::vector<std::complex<T>> made_up_line(std::int64_t n, Numbers& numbers) {
  std::vector<std::complex<T>> x;
  for (std::int64_t j = 0; j < n; ++j) {
    x.emplace_back(static_cast<T>(uniform(numbers)) / 3, static_cast<T>(uniform(numbers)) / 3);
  }
  return x;
}

template <class T>
long double length_of(const std::vector<std::complex<T>>& x) {
  long double sum = 0;
  for (const auto value : x) sum += std::norm(std::complex<long double>(value));
  return std::sqrt(sum);
}

/// All of `lengths`: some results of each are the exact ones rounded once, but for `slack` times log2(4 n) times the
/// length of the vector.
template <class T>
void expect_rounded_once(const std::vector<std::int64_t>& lengths, long double slack) {
  Numbers numbers(11);
  for (const std::int64_t n : lengths) {
    auto x = made_up_line<T>(n, numbers);
    ExactRoots roots(n);
    const auto found = elements<std::complex<T>>(*fft(array_of<std::complex<T>>({n}, x)));
    const long double allowed = slack * std::log2(4.0L * static_cast<long double>(n)) * length_of(x);
    for (int i = 0; i < 6; ++i) {
      const std::int64_t k = numbers.within(0, n - 1);
      const auto value = found[static_cast<std::size_t>(k)];
      const auto error = error_of(x, roots, k, value);
      ASSERT_LE(std::abs(error.real()), half_unit(value.real()) + allowed) << n << " " << k;
      ASSERT_LE(std::abs(error.imag()), half_unit(value.imag()) + allowed) << n << " " << k;
    }
  }
}

std::vector<std::int64_t> some_lengths() {
  std::vector<std::int64_t> lengths;
  if (tests_everything()) {
    lengths.resize(4096);
    std::iota(lengths.begin(), lengths.end(), 1);
  } else {
    for (std::int64_t n = 1; n <= 70; ++n) lengths.push_back(n);
    for (const std::int64_t n : {121, 127, 128, 243, 256, 343, 419, 600, 1009, 1024, 2187, 4093, 4096})
      lengths.push_back(n);
  }
  return lengths;
}

TEST(FourierTest, DoubleResultsAreTheExactOnesRoundedOnce) { expect_rounded_once<double>(some_lengths(), 0x1p-63L); }

TEST(FourierTest, SingleResultsAreTheExactOnesRoundedOnce) {
  expect_rounded_once<float>({1, 2, 3, 8, 15, 61, 100, 128, 1009, 4096}, 0x1p-52L);
}

TEST(FourierTest, LongDoubleResultsAreAccurate) {
  expect_rounded_once<long double>({1, 2, 3, 4, 5, 7, 8, 15, 61, 100, 128, 419, 1024},
                                   std::numeric_limits<long double>::epsilon());
}

TEST(FourierTest, LongTransformsAreComputedInDouble) { expect_rounded_once<double>({8193, 16384, 10007}, 0x1p-53L); }

TEST(RootsOfUnityTest, AreRoundedOnce) {
  for (const std::int64_t n : {1, 2, 3, 7, 8, 12, 1000, 4093}) {
    const RootsOfUnity<double> roots(n);
    const RootsOfUnity<long double> long_roots(n);
    ExactRoots exact(n);
    for (std::int64_t k = 0; k < n; ++k) {
      const auto place = static_cast<std::size_t>(k);
      const long double cosine = get_number<long double>(exact.cosine[place].get());
      const long double sine = -get_number<long double>(exact.sine[place].get());
      const std::complex<double> root = roots(k);
      ASSERT_LE(std::abs(cosine - root.real()), half_unit(root.real()) * 1.02L + 0x1p-140L) << n << " " << k;
      ASSERT_LE(std::abs(sine - root.imag()), half_unit(root.imag()) * 1.02L + 0x1p-120L) << n << " " << k;
      ASSERT_LE(std::abs(cosine - long_roots(k).real()), 0x1p-120L) << n << " " << k;
      ASSERT_LE(std::abs(sine - long_roots(k).imag()), 0x1p-120L) << n << " " << k;
    }
  }
}

TEST(FourierTest, KnownValues) {
  EXPECT_THAT(elements<Complex>(*fft(float64s({1, 2, 3, 4}))),
              ElementsAre(Complex(10), Complex(-2, 2), Complex(-2), Complex(-2, -2)));
  EXPECT_THAT(elements<Complex>(*ifft(float64s({1, 2, 3, 4}))),
              ElementsAre(Complex(2.5), Complex(-0.5, -0.5), Complex(-0.5), Complex(-0.5, 0.5)));
  EXPECT_THAT(elements<Complex>(*rfft(float64s({1, 2, 3, 4}))), ElementsAre(Complex(10), Complex(-2, 2), Complex(-2)));
  EXPECT_THAT(elements<double>(*irfft(array_of<Complex>({3}, {10, Complex(-2, 2), -2}))), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(elements<double>(*hfft(array_of<Complex>({3}, {1, Complex(0, 1), 2}))), ElementsAre(3, 1, 3, -3));
  EXPECT_THAT(elements<Complex>(*ihfft(float64s({3, 1, 3, -3}))), ElementsAre(Complex(1), Complex(0, 1), Complex(2)));
  EXPECT_THAT(elements<Complex>(*fft(float64s({7}))), ElementsAre(Complex(7)));
}

TEST(FourierTest, RealTransformsAreTheComplexOnes) {
  Numbers numbers(5);
  for (std::int64_t n = 1; n <= 40; ++n) {
    std::vector<double> x;
    std::vector<Complex> z;
    for (std::int64_t j = 0; j < n; ++j) {
      x.push_back(uniform(numbers));
      z.emplace_back(x.back());
    }
    const auto whole = elements<Complex>(*fft(array_of<Complex>({n}, z)));
    const Array half_array = rfft(float64s(x)).value();
    const auto half = elements<Complex>(half_array);
    const auto mirrored = elements<Complex>(*fft(float64s(x)));
    ASSERT_EQ(half.size(), static_cast<std::size_t>(n / 2 + 1));
    for (std::size_t k = 0; k < whole.size(); ++k) {
      EXPECT_NEAR(std::abs(mirrored[k] - whole[k]), 0, 1e-14) << n << " " << k;
      if (k < half.size()) {
        EXPECT_EQ(half[k], mirrored[k]) << n << " " << k;
      }
    }
    FourierOptions options;
    options.n = n;
    const auto back = elements<double>(*irfft(half_array, options));
    for (std::size_t j = 0; j < x.size(); ++j) EXPECT_NEAR(back[j], x[j], 4e-16) << n << " " << j;
  }
}

TEST(FourierTest, LinesAreCutOffAndFilledUp) {
  FourierOptions options;
  options.n = 2;
  EXPECT_THAT(elements<Complex>(*fft(float64s({1, 2, 3, 4}), options)), ElementsAre(Complex(3), Complex(-1)));
  options.n = 3;
  EXPECT_THAT(elements<Complex>(*fft(float64s({1}), options)), ElementsAre(Complex(1), Complex(1), Complex(1)));
  options.axis = 0;
  const Array table = counting({2, 2});
  EXPECT_EQ(fft(table, options)->shape(), (Extents{3, 2}));
  EXPECT_EQ(rfft(table, options)->shape(), (Extents{2, 2}));
}

TEST(FourierTest, NormsSayWhereToDivide) {
  FourierOptions options;
  options.norm = FourierNorm::ortho;
  EXPECT_THAT(elements<Complex>(*fft(float64s({1, 1, 1, 1}), options)).front(), Complex(2));
  options.norm = FourierNorm::forward;
  EXPECT_THAT(elements<Complex>(*fft(float64s({1, 1, 1, 1}), options)).front(), Complex(1));
  EXPECT_THAT(elements<Complex>(*ifft(float64s({1, 1, 1, 1}), options)).front(), Complex(4));
  EXPECT_THAT(elements<double>(*hfft(float64s({1, 1}), options)).front(), 1);
}

TEST(FourierTest, DtypesByRelease) {
  const Array single = array_of<float>({2}, {1, 2});
  FourierOptions options;
  EXPECT_EQ(fft(single, options)->dtype(), DType(Kind::complex64));
  EXPECT_EQ(irfft(single, options)->dtype(), DType(Kind::float32));
  options.release = {1, 26};
  EXPECT_EQ(fft(single, options)->dtype(), DType(Kind::complex128));
  const Array complex = array_of<Complex>({2}, {1, Complex(2, 5)});
  EXPECT_THAT(elements<Complex>(*rfft(complex, options)), ElementsAre(Complex(3), Complex(-1)));
  options.release = {2, 0};
  EXPECT_EQ(rfft(complex, options).error().kind, ErrorKind::dtype);
}

TEST(FourierTest, SeveralAxes) {
  const Array table = counting({2, 2});
  EXPECT_THAT(elements<Complex>(*fftn(table)), ElementsAre(Complex(6), Complex(-2), Complex(-4), Complex(0)));
  const Axes twice{0, 0};
  FourierAxesOptions options;
  options.axes = twice;
  EXPECT_THAT(elements<Complex>(*fftn(table, options)), ElementsAre(Complex(0), Complex(2), Complex(4), Complex(6)));
  const Array back = irfftn(*rfftn(table)).value();
  EXPECT_THAT(elements<double>(back), ElementsAre(0, 1, 2, 3));
  const Axes one{1}, none;
  options.shape = one;
  EXPECT_THAT(fftn(table, options).error().message, HasSubstr("different lengths"));
  options.shape.reset();
  options.axes = none;
  EXPECT_THAT(integers(*fftn(table, options)), ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(rfftn(table, options).error().kind, ErrorKind::index);
}

TEST(FourierTest, WhatHasNoTransformIsRefused) {
  FourierOptions options;
  options.n = 0;
  EXPECT_THAT(fft(float64s({1}), options).error().message, HasSubstr("data points (0)"));
  EXPECT_EQ(fft(float64s({})).error().kind, ErrorKind::value);
  EXPECT_EQ(irfft(float64s({1})).error().kind, ErrorKind::value);
  options.n = std::numeric_limits<std::int64_t>::max();
  EXPECT_FALSE(fft(float64s({1}), options).has_value());
  EXPECT_FALSE(rfft(float64s({1}), options).has_value());
  options.n = std::numeric_limits<std::int64_t>::min();
  EXPECT_FALSE(irfft(float64s({1}), options).has_value());
  options.n.reset();
  options.axis = 1;
  EXPECT_EQ(fft(float64s({1}), options).error().kind, ErrorKind::axis);
  options.axis = 0;
  EXPECT_EQ(fft(array_of<double>({}, {1}), options).error().kind, ErrorKind::axis);
  const Array times = Array::zeros(DType::parse("M8[s]").value(), Extents{2}).value();
  EXPECT_EQ(fft(times).error().kind, ErrorKind::dtype);
}

TEST(FourierTest, WhatIsNotFiniteStaysInItsLine) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto found = elements<Complex>(*fft(array_of<double>({2, 3}, {1, nan, 2, 1, 1, 1})));
  for (std::size_t k = 0; k < 3; ++k) EXPECT_TRUE(std::isnan(found[k].real()));
  EXPECT_EQ(found[3], Complex(3));
}

TEST(FrequenciesTest, AsInNumpy) {
  EXPECT_THAT(elements<double>(*fft_frequencies(5)), ElementsAre(0, 0.2, 0.4, -0.4, -0.2));
  EXPECT_THAT(elements<double>(*fft_frequencies(4, 0.5)), ElementsAre(0, 0.5, -1, -0.5));
  EXPECT_THAT(elements<double>(*rfft_frequencies(4)), ElementsAre(0, 0.25, 0.5));
  EXPECT_EQ(fft_frequencies(0).error().kind, ErrorKind::value);
  EXPECT_EQ(rfft_frequencies(3, 0).error().kind, ErrorKind::value);
  EXPECT_FALSE(fft_frequencies(std::numeric_limits<std::int64_t>::max()).has_value());
  const Array five = counting({5});
  EXPECT_THAT(integers(*fft_shift(five)), ElementsAre(3, 4, 0, 1, 2));
  EXPECT_THAT(integers(*inverse_fft_shift(*fft_shift(five))), ElementsAre(0, 1, 2, 3, 4));
  const Axes wrong{1};
  EXPECT_EQ(fft_shift(five, wrong).error().kind, ErrorKind::axis);
}

}  // namespace
}  // namespace fairplay::arraycore
