#include "arraycore/polynomial/polynomial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/polynomial/windows.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "tests/arraycore/made_up_arrays.h"

namespace fairplay::arraycore {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Array whole_numbers(const std::vector<std::int64_t>& values) {
  return array_of<std::int64_t>({static_cast<std::int64_t>(values.size())}, values);
}

TEST(PolynomialTest, SumsOfDifferentDegrees) {
  EXPECT_THAT(integers(*polyadd(whole_numbers({1, 2}), whole_numbers({5, 0, 3}))), ElementsAre(5, 1, 5));
  EXPECT_THAT(integers(*polysub(whole_numbers({1, 2}), whole_numbers({5, 0, 3}))), ElementsAre(-5, 1, -1));
  EXPECT_THAT(integers(*polyadd(array_of<std::int64_t>({}, {4}), whole_numbers({1, 1}))), ElementsAre(1, 5));
  EXPECT_EQ(polyadd(array_of<double>({1, 1}, {1}), whole_numbers({1})).error().kind, ErrorKind::value);
}

TEST(PolynomialTest, ProductsLeaveLeadingZerosOut) {
  EXPECT_THAT(integers(*polymul(whole_numbers({0, 0, 1, 2}), whole_numbers({1, -2}))), ElementsAre(1, 0, -4));
  EXPECT_THAT(integers(*polymul(whole_numbers({0, 0}), whole_numbers({7, 8}))), ElementsAre(0, 0));
  EXPECT_EQ(polymul(whole_numbers({0}), whole_numbers({7}), {1, 19})->dtype(), DType(Kind::float64));
}

TEST(PolynomialTest, QuotientAndRemainderMakeTheDividend) {
  const auto both = polydiv(whole_numbers({3, 5, 2}), whole_numbers({2, 1}));
  EXPECT_THAT(elements<double>(both->first), ElementsAre(1.5, 1.75));
  EXPECT_THAT(elements<double>(both->second), ElementsAre(0.25));
  const auto smaller = polydiv(whole_numbers({7}), whole_numbers({2, 1}));
  EXPECT_THAT(elements<double>(smaller->first), ElementsAre(0));
  EXPECT_THAT(elements<double>(smaller->second), ElementsAre(7));
  EXPECT_EQ(polydiv(whole_numbers({}), whole_numbers({1})).error().kind, ErrorKind::index);
}

TEST(PolynomialTest, ValuesByHornersRule) {
  const Array x = array_of<std::int64_t>({2, 2}, {0, 1, -1, 10});
  const auto values = polyval(whole_numbers({3, 0, 1}), x);
  EXPECT_THAT(integers(*values), ElementsAre(1, 4, 4, 301));
  EXPECT_EQ(values->shape(), (Extents{2, 2}));
  EXPECT_THAT(integers(*polyval(whole_numbers({}), x)), ElementsAre(0, 0, 0, 0));
}

TEST(PolynomialTest, DerivativesAndIntegrals) {
  EXPECT_THAT(integers(*polyder(whole_numbers({1, 1, 1, 1}))), ElementsAre(3, 2, 1));
  EXPECT_THAT(integers(*polyder(whole_numbers({1, 1, 1, 1}), 3)), ElementsAre(6));
  EXPECT_THAT(integers(*polyder(whole_numbers({5}), INT64_MAX)), IsEmpty());
  EXPECT_THAT(elements<double>(*polyint(whole_numbers({6, 4, 1}))), ElementsAre(2, 2, 1, 0));
  const Array constants = float64s({6, 5, 3});
  EXPECT_THAT(elements<double>(*polyint(whole_numbers({6}), 3, constants.view())), ElementsAre(1, 3, 5, 3));
  EXPECT_EQ(polyder(whole_numbers({1}), -1).error().kind, ErrorKind::value);
  EXPECT_EQ(polyint(whole_numbers({1}), -1).error().kind, ErrorKind::value);
  EXPECT_EQ(polyint(whole_numbers({1}), 4, constants.view()).error().kind, ErrorKind::value);
}

TEST(PolynomialTest, FromItsRoots) {
  EXPECT_THAT(elements<double>(*poly(whole_numbers({1, -2, 3}))), ElementsAre(1, -2, -5, 6));
  EXPECT_THAT(elements<double>(*poly(whole_numbers({}))), ElementsAre(1));
  const Array pair = array_of<std::complex<double>>({2}, {{0, 1}, {0, -1}});
  EXPECT_THAT(elements<double>(*poly(pair)), ElementsAre(1, 0, 1));
  const Array one = array_of<std::complex<double>>({1}, {{0, 1}});
  EXPECT_EQ(poly(one)->dtype(), DType(Kind::complex128));
}

TEST(PolynomialTest, PowersInColumns) {
  EXPECT_THAT(integers(*vander(whole_numbers({2, 3}), 3)), ElementsAre(4, 2, 1, 9, 3, 1));
  EXPECT_THAT(integers(*vander(whole_numbers({2, 3}), std::nullopt, true)), ElementsAre(1, 2, 1, 3));
  EXPECT_THAT(integers(*vander(whole_numbers({2, 3}), 0)), IsEmpty());
  EXPECT_FALSE(vander(whole_numbers({2, 3}), -1).has_value());
  EXPECT_FALSE(vander(whole_numbers({2, 3}), INT64_MAX).has_value());
}

TEST(WindowsTest, KnownPoints) {
  EXPECT_THAT(elements<double>(*bartlett(5)), ElementsAre(0, 0.5, 1, 0.5, 0));
  EXPECT_THAT(elements<double>(*hanning(3)), ElementsAre(0, 1, 0));
  EXPECT_THAT(elements<double>(*hamming(3)),
              ElementsAre(DoubleNear(0.08, 1e-16), DoubleNear(1, 4e-16), DoubleNear(0.08, 1e-16)));
  EXPECT_THAT(elements<double>(*blackman(3)),
              ElementsAre(DoubleNear(0, 1e-16), DoubleNear(1, 4e-16), DoubleNear(0, 1e-16)));
  EXPECT_THAT(elements<double>(*kaiser(3, 0)), ElementsAre(1, 1, 1));
  // 1 / I0(14), from Abramowitz and Stegun's series.
  EXPECT_NEAR(elements<double>(*kaiser(12, 14))[0], 7.726866835273e-06, 1e-17);
  for (const auto window : {bartlett, blackman, hamming, hanning}) {
    EXPECT_THAT(elements<double>(*window(-3)), IsEmpty());
    EXPECT_THAT(elements<double>(*window(1)), ElementsAre(1));
    EXPECT_FALSE(window(INT64_MAX).has_value());
  }
  EXPECT_THAT(elements<double>(*kaiser(0, 1)), IsEmpty());
}

TEST(WindowsTest, BesselFunction) {
  const double infinity = std::numeric_limits<double>::infinity();
  const auto values =
      elements<double>(*bessel_i0(float64s({0, 1, -1, 700, infinity, std::numeric_limits<double>::quiet_NaN()})));
  EXPECT_EQ(values[0], 1);
  EXPECT_EQ(values[1], 1.2660658777520084);
  EXPECT_EQ(values[2], values[1]);
  EXPECT_NEAR(values[3] / 1.5295933476718737e302, 1, 1e-15);
  EXPECT_EQ(values[4], infinity);
  EXPECT_TRUE(std::isnan(values[5]));
  EXPECT_EQ(bessel_i0(array_of<std::complex<double>>({1}, {1})).error().kind, ErrorKind::dtype);
}

}  // namespace
}  // namespace fairplay::arraycore
