#include "auditor/behaviour/numpy/reproducer/assertion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fairplay::auditor::behaviour::numpy {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const PythonCall call{"", "np.f(a)"};

std::string lines(Difference difference, std::string got, std::string expected, std::int64_t element = -1,
                  double bound_ratio = 0) {
  Disagreement found;
  found.difference = difference;
  found.got = std::move(got);
  found.expected = std::move(expected);
  found.element = element;
  found.bound_ratio = bound_ratio;
  return asserting_lines(call, found);
}

std::string of_element(std::string got, std::string expected, double bound_ratio = 0) {
  return lines(Difference::values, std::move(got), std::move(expected), 3, bound_ratio);
}

TEST(Assertion, EveryBitOfARealNumber) {
  EXPECT_EQ(of_element("0x1p+0", "-0x0p+0"),
            "r = np.f(a)\nx = np.asarray(r).ravel()[3]\nassert float(x).hex() == float.fromhex('-0x0p+0').hex(), x\n");
  EXPECT_THAT(of_element("0x1p+0", "nan"), HasSubstr("float(x).hex() == float.fromhex('nan').hex()"));
}

TEST(Assertion, NearerThanWhatWasFoundWhereABoundApplies) {
  EXPECT_THAT(
      of_element("0x1p+0", "0x1.8p+0", 3),
      HasSubstr("abs(x - float.fromhex('0x1.8p+0')) < abs(float.fromhex('0x1p+0') - float.fromhex('0x1.8p+0'))"));
  // What isn't finite is at no distance.
  EXPECT_THAT(of_element("inf", "0x1.8p+0", 3), HasSubstr("assert np.isfinite(x), x"));
  EXPECT_THAT(of_element("0x1.8p+0", "inf", 3), HasSubstr("float(x).hex() == float.fromhex('inf').hex()"));
}

TEST(Assertion, PartsOfAComplexNumber) {
  EXPECT_THAT(of_element("0x1p+0 0x0p+0j", "0x1.6p+3 nanj"),
              HasSubstr("[float(p).hex() for p in (x.real, x.imag)] == [p.hex() for p in (float.fromhex('0x1.6p+3'), "
                        "float.fromhex('nan'))]"));
  EXPECT_THAT(of_element("0x1p+0 0x0p+0j", "0x1p+1 0x0p+0j", 2), HasSubstr("abs(x - complex("));
}

TEST(Assertion, LongDoublesAreGivenByTheirBytes) {
  // 12 = 0xc p+0: a mantissa of 64 bits, least significant byte first, then the exponent 16383 + 3.
  EXPECT_THAT(of_element("0x8p+0", "0xcp+0"),
              HasSubstr("np.frombuffer(bytes.fromhex('00000000000000c00240000000000000'), 'g')[0]"));
}

TEST(Assertion, OtherElements) {
  EXPECT_THAT(of_element("5", "-7"), EndsWith("assert int(x.astype('i8') if x.dtype.kind in 'mM' else x) == -7, x\n"));
  EXPECT_THAT(of_element("5", "NaT"), EndsWith("assert str(x) == 'NaT', x\n"));
  EXPECT_THAT(of_element("'a'", "'ab\\x00\\x00'"), EndsWith("assert x.item() in ('ab', b'ab'), x\n"));
  EXPECT_THAT(lines(Difference::invariant, "0x1p+4", "from 0 to 5", 0),
              EndsWith("assert float('0') <= x <= float('5'), x\n"));
}

TEST(Assertion, FlagsThatOnlyOneHas) {
  const std::string text = lines(Difference::flags, "divide, invalid", "divide, overflow");
  EXPECT_THAT(text, HasSubstr("np.seterrcall"));
  EXPECT_THAT(text, EndsWith("assert 'overflow' in seen and 'invalid' not in seen, seen\n"));
}

TEST(Assertion, RefusalsTextsAndShapes) {
  EXPECT_EQ(lines(Difference::reference_refuses, "an answer", "an exception: it\nis so"),
            "try: r = np.f(a)\nexcept Exception: r = None\nassert r is None, r  # an exception: it is so\n");
  EXPECT_EQ(lines(Difference::subject_refuses, "ValueError: no", "an answer"),
            "r = np.f(a)  # raises ValueError: no\n");
  EXPECT_THAT(lines(Difference::text, "1", "a \"b\" \\"),
              EndsWith("assert \"a \\\"b\\\" \\\\\" in (str(r), repr(r)), r\n"));
  EXPECT_THAT(lines(Difference::shape, "(1)", "(2, 3)"), EndsWith("== '(2, 3)', np.shape(r)\n"));
}

TEST(Assertion, WhatCannotBeSaidIsPrinted) {
  const std::string text = of_element("'a'", "'it's'");
  EXPECT_THAT(text, Not(HasSubstr("assert")));
  EXPECT_THAT(text, EndsWith("print(r)  # got 'a', expected 'it's'\n"));
}

}  // namespace
}  // namespace fairplay::auditor::behaviour::numpy
