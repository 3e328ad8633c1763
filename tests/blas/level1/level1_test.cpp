// Level 1: sums against long double, increments of every sign, special values, and the exceptions that may be raised.

#include "blas/level1.h"

#include <fenv.h>
#include <gtest/gtest.h>

#include "tests/blas/kernel_sets.h"
#include "tests/blas/wide.h"

namespace fairplay::blas {
namespace {

template <class T>
class Level1 : public testing::Test {};
using Types = testing::Types<float, double, Complex<float>, Complex<double>>;
TYPED_TEST_SUITE(Level1, Types);

constexpr Index lengths[] = {0,  1,  2,  3,   7,   8,   9,   15,  16,  17,  31,   32,  33,
                             63, 64, 65, 127, 128, 129, 255, 256, 257, 300, 1000, 2500};
constexpr Index increments[] = {1, 2, -1, -3};

template <class T>
bool within(T got, Wide expected, Index k, long double sizes) {
  return std::abs(wide(got) - expected) <= bound_of<T>(k, sizes);
}

TYPED_TEST(Level1, SumsKeepTheirBounds) {
  using T = TypeParam;
  Draw draw(1);
  for (Index n : lengths) {
    const auto x = draw.many<T>(n), y = draw.many<T>(n);
    Wide plain = 0, conjugated = 0;
    long double sizes = 0, ones = 0, squares = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      plain += wide(x[i]) * wide(y[i]);
      conjugated += std::conj(wide(x[i])) * wide(y[i]);
      sizes += size(wide(x[i])) * size(wide(y[i]));
      ones += size(wide(x[i]));
      squares += std::norm(wide(x[i]));
    }
    for (Index incx : increments)
      for (Index incy : increments) {
        Strided<T> xs(x, incx), ys(y, incy);
        EXPECT_TRUE(within<T>(dot<T>(n, xs.data(), incx, ys.data(), incy), plain, n, sizes))
            << n << ", " << incx << " " << incy;
        EXPECT_TRUE(within<T>(dotc<T>(n, xs.data(), incx, ys.data(), incy), conjugated, n, sizes))
            << n << ", " << incx << " " << incy;
        EXPECT_TRUE(xs.unchanged() && ys.unchanged());
      }
    for (Index inc : {1, 2, 5}) {
      Strided<T> xs(x, inc);
      EXPECT_TRUE(within<Real<T>>(asum<T>(n, xs.data(), inc), ones, 2 * n, ones));
      EXPECT_TRUE(within<Real<T>>(nrm2<T>(n, xs.data(), inc), std::sqrt(squares), n, std::sqrt(squares))) << n;
      Strided<T> backwards(x, -inc);
      EXPECT_EQ((asum<T>(n, backwards.data(), -inc)), 0) << "a negative increment";
      EXPECT_TRUE(within<Real<T>>(nrm2<T>(n, backwards.data(), -inc), std::sqrt(squares), n, std::sqrt(squares))) << n;
    }
  }
}

TYPED_TEST(Level1, BitsAreTheSameOnEveryInstructionSetAndForEveryIncrement) {
  using T = TypeParam;
  const KernelSet& before = kernels();
  Draw draw(2);
  for (Index n : lengths) {
    const auto x = draw.many<T>(n), y = draw.many<T>(n);
    const T alpha = element<T>(0.7, -0.3), beta = element<T>(-0.2, 0.9);
    std::vector<T> expected;
    for (const KernelSet* set : all_kernel_sets())
      for (Index inc : increments) {
        use(*set);
        Strided<T> xs(x, inc), ys(y, inc);
        std::vector<T> all = {dot<T>(n, xs.data(), inc, ys.data(), inc), dotc<T>(n, xs.data(), inc, ys.data(), inc),
                              make<T>(nrm2<T>(n, xs.data(), inc))};
        Strided<T> forwards(x, std::abs(inc));
        all.push_back(make<T>(asum<T>(n, forwards.data(), std::abs(inc))));
        auto keep = [&](const std::vector<T>& values) { all.insert(all.end(), values.begin(), values.end()); };
        axpy<T>(n, alpha, xs.data(), inc, ys.data(), inc);
        keep(ys.values());
        axpby<T>(n, alpha, xs.data(), inc, beta, ys.data(), inc);
        keep(ys.values());
        rot<T>(n, xs.data(), inc, ys.data(), inc, static_cast<Real<T>>(0.6), static_cast<Real<T>>(0.8));
        keep(xs.values());
        keep(ys.values());
        scal<T>(n, alpha, forwards.data(), std::abs(inc));
        keep(forwards.values());
        EXPECT_TRUE(xs.gaps_unchanged() && ys.gaps_unchanged() && forwards.gaps_unchanged());
        if (expected.empty()) expected = all;
        // Walking both vectors backwards adds in the other order.
        EXPECT_TRUE(same_bits(all, expected))
            << letter_of<T> << " on " << set->isa << ", n = " << n << ", increment " << inc;
      }
  }
  use(before);
}

TYPED_TEST(Level1, ElementwiseRoutines) {
  using T = TypeParam;
  Draw draw(3);
  const T alpha = element<T>(0.7, -0.3), beta = element<T>(-0.2, 0.9);
  for (Index n : lengths)
    for (Index incx : increments)
      for (Index incy : {1, -2}) {
        const auto x = draw.many<T>(n), y = draw.many<T>(n);
        auto check = [&](const char* what, const std::vector<T>& got, auto term) {
          for (std::size_t i = 0; i < got.size(); ++i) {
            auto [expected, sizes] = term(i);
            EXPECT_TRUE(within<T>(got[i], expected, 2, sizes)) << what << ", n = " << n << ", element " << i;
          }
        };
        Strided<T> xs(x, incx), ys(y, incy);
        axpy<T>(n, alpha, xs.data(), incx, ys.data(), incy);
        check("axpy", ys.values(), [&](std::size_t i) {
          return std::pair{wide(alpha) * wide(x[i]) + wide(y[i]),
                           size(wide(alpha)) * size(wide(x[i])) + size(wide(y[i]))};
        });
        Strided<T> zs(y, incy);
        axpby<T>(n, alpha, xs.data(), incx, beta, zs.data(), incy);
        check("axpby", zs.values(), [&](std::size_t i) {
          return std::pair{wide(alpha) * wide(x[i]) + wide(beta) * wide(y[i]),
                           size(wide(alpha)) * size(wide(x[i])) + size(wide(beta)) * size(wide(y[i]))};
        });
        Strided<T> fresh(std::vector<T>(y.size(), nan_of<T>()), incy);
        axpby<T>(n, alpha, xs.data(), incx, T{}, fresh.data(), incy);
        check("axpby, beta = 0", fresh.values(), [&](std::size_t i) {
          return std::pair{wide(alpha) * wide(x[i]), size(wide(alpha)) * size(wide(x[i]))};
        });
        copy<T>(n, xs.data(), incx, fresh.data(), incy);
        EXPECT_TRUE(same_bits(fresh.values(), x));
        Strided<T> a(x, incx), b(y, incy);
        swap<T>(n, a.data(), incx, b.data(), incy);
        EXPECT_TRUE(same_bits(a.values(), y) && same_bits(b.values(), x));
        EXPECT_TRUE(a.gaps_unchanged() && b.gaps_unchanged() && fresh.gaps_unchanged() && zs.gaps_unchanged());
        rot<T>(n, a.data(), incx, b.data(), incy, static_cast<Real<T>>(0.6), static_cast<Real<T>>(-0.8));
        check("rot", b.values(), [&](std::size_t i) {
          return std::pair{0.6L * wide(x[i]) + 0.8L * wide(y[i]), 2 * (size(wide(x[i])) + size(wide(y[i])))};
        });
      }
}

TYPED_TEST(Level1, AnIncrementOfZeroUsesOneElementInTheLoopsOrder) {
  using T = TypeParam;
  std::vector<T> x = {make<T>(1), make<T>(2), make<T>(3)};
  T y = make<T>(10);
  axpy<T>(3, make<T>(2), x.data(), 1, &y, 0);
  EXPECT_EQ(real(y), 22);
  T one = make<T>(5);
  EXPECT_EQ(real(dot<T>(3, x.data(), 1, &one, 0)), 30);
  axpy<T>(3, make<T>(1), &one, 0, x.data(), 1);
  EXPECT_EQ(real(x[2]), 8);
  copy<T>(3, x.data(), 1, &y, 0);
  EXPECT_EQ(real(y), 8) << "the last one stays";
  EXPECT_EQ((nrm2<T>(4, &one, 0)), 10) << "four times the same element";
  scal<T>(3, make<T>(2), x.data(), 0);
  EXPECT_EQ(real(x[0]), 6) << "nothing happens";
  EXPECT_EQ(real(iamax<T>(3, x.data(), 0)), -1);
}

TYPED_TEST(Level1, NansAndInfinities) {
  using T = TypeParam;
  using R = Real<T>;
  const R inf = std::numeric_limits<R>::infinity();
  for (const KernelSet* set : all_kernel_sets()) {
    use(*set);
    for (Index n : {1, 5, 40, 130, 600})
      for (Index at : {Index{0}, n / 2, n - 1}) {
        std::vector<T> x(static_cast<std::size_t>(n), make<T>(1));
        EXPECT_EQ((iamax<T>(n, x.data(), 1)), 0) << "the first of equals";
        x[static_cast<std::size_t>(at)] = make<T>(-2);
        EXPECT_EQ((iamax<T>(n, x.data(), 1)), at);
        x[static_cast<std::size_t>(at)] = make<T>(-inf);
        EXPECT_EQ((iamax<T>(n, x.data(), 1)), at);
        EXPECT_EQ((nrm2<T>(n, x.data(), 1)), inf);
        x.assign(x.size(), make<T>(inf));
        EXPECT_EQ((nrm2<T>(n, x.data(), 1)), inf);
        x[static_cast<std::size_t>(at)] = nan_of<T>();
        EXPECT_EQ((iamax<T>(n, x.data(), 1)), at) << "the first NaN, before any infinity";
        x.back() = nan_of<T>();
        EXPECT_EQ((iamax<T>(n, x.data(), 1)), at) << "the first of two NaNs";
        EXPECT_TRUE(std::isnan(nrm2<T>(n, x.data(), 1)) && std::isnan(asum<T>(n, x.data(), 1)));
        scal<T>(n, T{}, x.data(), 1);
        EXPECT_TRUE(is_nan(x[static_cast<std::size_t>(at)])) << "0 * NaN";
      }
  }
  use(**supported().begin());
}

TYPED_TEST(Level1, NormsOfAnySizeWithoutOverflowUnderflowOrTheirExceptions) {
  using T = TypeParam;
  using R = Real<T>;
  Draw draw(5);
  const int top = std::numeric_limits<R>::max_exponent - 12,
            bottom = std::numeric_limits<R>::min_exponent - std::numeric_limits<R>::digits + 2;
  for (const KernelSet* set : all_kernel_sets()) {
    use(*set);
    for (int exponent : {bottom, bottom + 30, -std::numeric_limits<R>::max_exponent / 2, 0,
                         std::numeric_limits<R>::max_exponent / 2, top})
      for (int other : {bottom, 0, top})
        for (Index n : {1, 3, 64, 700}) {
          auto x = draw.many<T>(n);
          long double squares = 0;
          for (std::size_t i = 0; i < x.size(); ++i) {
            const int scale = i % 3 == 2 ? other : exponent;
            x[i] = element<T>(std::ldexp(static_cast<long double>(real(x[i])), scale),
                              std::ldexp(static_cast<long double>(imag(x[i])), scale));
            squares += std::norm(wide(x[i]));
          }
          ::feclearexcept(FE_ALL_EXCEPT);
          const R got = nrm2<T>(n, x.data(), 1);
          const int raised = ::fetestexcept(FE_OVERFLOW | FE_INVALID | FE_DIVBYZERO |
                                            (got > std::numeric_limits<R>::min() ? FE_UNDERFLOW : 0));
          EXPECT_EQ(raised, 0) << exponent << " " << other << " " << n;
          EXPECT_TRUE(within<R>(got, std::sqrt(squares), n + 4, std::sqrt(squares)))
              << letter_of<T> << " 2^" << exponent << " and 2^" << other << ", n = " << n << ": " << got << ", not "
              << std::sqrt(squares);
        }
  }
  use(**supported().begin());
}

template <class R>
void rotation_maps_to_zero(long double a, long double b) {
  R x = static_cast<R>(a), y = static_cast<R>(b), c = 0, s = 0;
  const long double wide_a = x, wide_b = y, r = std::hypot(wide_a, wide_b);
  rotg<R>(x, y, c, s);
  const long double u = std::numeric_limits<R>::epsilon(), tiny = std::numeric_limits<R>::denorm_min();
  EXPECT_LE(std::abs(std::abs(static_cast<long double>(x)) - r), 4 * u * r + tiny);
  EXPECT_LE(std::abs(static_cast<long double>(c) * c + static_cast<long double>(s) * s - 1), 8 * u);
  EXPECT_LE(std::abs(c * wide_b - s * wide_a), 8 * u * r + tiny);
}

TEST(Rotations, RealOnesAreSafeAtEveryScale) {
  for (long double a : {0.0L, 1.0L, -3.0L, 1e300L, 1e-300L, 4e-320L})
    for (long double b : {0.0L, 2.0L, -4.0L, -1e300L, 1e-300L, 4e-320L})
      if (a != 0 || b != 0) rotation_maps_to_zero<double>(a, b);
  for (long double a : {0.0L, 1.0L, -3.0L, 1e37L, 1e-37L, 4e-44L})
    for (long double b : {0.0L, 2.0L, -4.0L, -1e37L, 1e-37L, 4e-44L})
      if (a != 0 || b != 0) rotation_maps_to_zero<float>(a, b);
}

template <class R>
void complex_rotation_maps_to_zero(Wide f, Wide g) {
  using T = Complex<R>;
  T a = element<T>(f.real(), f.imag()), s{};
  T b = element<T>(g.real(), g.imag());
  f = wide(a);
  g = wide(b);
  R c = 0;
  rotg<T>(a, b, c, s);
  const long double u = std::numeric_limits<R>::epsilon(), tiny = 4 * std::numeric_limits<R>::denorm_min();
  const long double r = std::hypot(std::abs(f), std::abs(g));
  EXPECT_LE(std::abs(std::abs(wide(a)) - r), 10 * u * r + tiny) << f << g;
  EXPECT_LE(std::abs(static_cast<long double>(c) * c + std::norm(wide(s)) - 1), 12 * u) << f << g;
  EXPECT_LE(std::abs(static_cast<long double>(c) * g - std::conj(wide(s)) * f), 12 * u * r + tiny) << f << g;
}

TEST(Rotations, ComplexOnesAreSafeAtEveryScale) {
  const long double sizes[] = {0, 1, 1e150L, 1e300L, 1e-160L, 1e-300L};
  for (long double a : sizes)
    for (long double b : sizes)
      for (Wide f : {Wide(3, 4), Wide(-1, 0), Wide(0, 2)})
        for (Wide g : {Wide(1, -2), Wide(0, 5), Wide(-2, 0)})
          if (a != 0 || b != 0) complex_rotation_maps_to_zero<double>(a * f, b * g);
  const long double small_sizes[] = {0, 1, 1e18L, 1e37L, 1e-20L, 1e-37L};
  for (long double a : small_sizes)
    for (long double b : small_sizes)
      if (a != 0 || b != 0) complex_rotation_maps_to_zero<float>(a * Wide(3, 4), b * Wide(1, -2));
}

TEST(Rotations, ModifiedOnesMapToZero) {
  Draw draw(8);
  for (int i = 0; i < 2000; ++i) {
    double d1 = static_cast<double>(std::abs(draw.number())), d2 = static_cast<double>(std::abs(draw.number())),
           x1 = static_cast<double>(draw.number());
    const double y1 = static_cast<double>(draw.number()), old_x = x1;
    if (i % 3 == 0) d1 *= 1e20;
    if (i % 5 == 0) d2 *= 1e-20;
    double param[5] = {};
    const double norm = d1 * x1 * x1 + d2 * y1 * y1;
    rotmg<double>(d1, d2, x1, y1, param);
    double x = old_x, y = y1;
    rotm<double>(1, &x, 1, &y, 1, param);
    EXPECT_NEAR(x, x1, 1e-12 * std::abs(x1));
    EXPECT_NEAR(y * std::sqrt(std::abs(d2)) / std::sqrt(norm), 0, 1e-13) << "flag " << param[0];
    EXPECT_NEAR(d1 * x1 * x1 / norm, 1, 1e-12);
  }
}

TEST(MixedPrecision, DsdotAddsInDouble) {
  const std::vector<float> a = {16777216, 1}, b = {1, 1};
  EXPECT_EQ(dsdot(2, 0, a.data(), 1, b.data(), -1), 16777217.0);
}

TEST(Exceptions, TailsAndPaddingRaiseNothing) {
  // Zeros that a kernel made up must not meet infinities or numbers near overflow.
  for (const KernelSet* set : all_kernel_sets()) {
    use(*set);
    for (Index n = 0; n < 70; ++n) {
      std::vector<double> x(static_cast<std::size_t>(n), std::numeric_limits<double>::infinity()),
          y(static_cast<std::size_t>(n), 1.0);
      std::vector<double> quiet(static_cast<std::size_t>(n), std::numeric_limits<double>::quiet_NaN());
      ::feclearexcept(FE_ALL_EXCEPT);
      volatile double sum = dot<double>(n, x.data(), 1, y.data(), 1);
      sum = asum<double>(n, x.data(), 1);
      sum = asum<double>(n, quiet.data(), 1);
      sum = nrm2<double>(n, x.data(), 1);
      sum = nrm2<double>(n, quiet.data(), 1);
      volatile Index place = iamax<double>(n, quiet.data(), 1);
      axpy<double>(n, 2.0, x.data(), 1, y.data(), 1);
      scal<double>(n, 2.0, x.data(), 1);
      rot<double>(n, x.data(), 1, y.data(), 1, 0.6, 0.8);
      axpy<double>(n, std::numeric_limits<double>::infinity(), y.data(), 1, quiet.data(), 1);
      static_cast<void>(sum);
      static_cast<void>(place);
      EXPECT_EQ(::fetestexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW) & ~(n > 0 ? FE_INVALID : 0), 0)
          << set->isa << ", n = " << n;
    }
  }
  use(**supported().begin());
}

}  // namespace
}  // namespace fairplay::blas
