#!/usr/bin/env python3
"""Integers, floating-point numbers and casts, held against Python's own: whatever the length and the layout."""

import math
import random

from module import Test, ac, bits, half, main, values

INTEGERS = ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8")
# Lengths around the widths of vectors, and one beyond the largest of them.
LENGTHS = (1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 129)


def wrapped(number, dtype):
    limits = ac.iinfo(dtype)
    return (number - limits.min) % (1 << limits.bits) + limits.min


class Integers(Test):
    def setUp(self):
        self.random = random.Random(18)

    def some(self, dtype, count):
        """Numbers of all magnitudes."""
        limits = ac.iinfo(dtype)
        return [self.random.randint(limits.min, limits.max) >> self.random.randrange(limits.bits) for _ in range(count)]

    def test_arithmetic_wraps(self):
        for dtype in INTEGERS:
            a, b = self.some(dtype, 200), self.some(dtype, 200)
            x, y = ac.array(a, dtype), ac.array(b, dtype)
            for ufunc, exact in ((ac.add, lambda p, q: p + q), (ac.subtract, lambda p, q: p - q),
                                 (ac.multiply, lambda p, q: p * q)):
                self.assertEqual(ufunc(x, y).tolist(), [wrapped(exact(p, q), dtype) for p, q in zip(a, b)])
            powers = [self.random.randrange(70) for _ in a]
            self.assertEqual(ac.power(x, ac.array(powers, dtype)).tolist(),
                             [wrapped(pow(p, q), dtype) for p, q in zip(a, powers)])

    def test_quotients_are_rounded_down_for_every_length(self):
        for dtype in INTEGERS:
            for n in LENGTHS:
                a = self.some(dtype, n)
                b = [q if q not in (0, -1) else 3 for q in self.some(dtype, n)]
                x, y = ac.array(a, dtype), ac.array(b, dtype)
                quotients, remainders = ac.divmod(x, y)
                self.assertEqual(quotients.tolist(), [p // q for p, q in zip(a, b)])
                self.assertEqual(remainders.tolist(), [p % q for p, q in zip(a, b)])
                self.assertEqual((x[::-1] // y[0]).tolist(), [p // b[0] for p in a[::-1]])
                self.assertEqual(ac.fmod(x, y).tolist(), [abs(p) % abs(q) * (1 if p > 0 else -1) for p, q in zip(a, b)])

    def test_the_smallest_integer(self):
        for dtype in INTEGERS[::2]:
            least = int(ac.iinfo(dtype).min)
            x = ac.full(67, least, dtype)
            minus = ac.full(67, -1, dtype)
            for result, expected in ((x // minus, least), (x // -1, least), (x % minus, 0), (ac.fmod(x, minus), 0),
                                     (abs(x), least), (-x, least), (ac.gcd(x, ac.zeros(67, dtype)), least)):
                self.assertEqual(set(result.tolist()), {expected})

    def test_divided_by_zero(self):
        with ac.errstate(divide="ignore"):
            for dtype in INTEGERS:
                zero = ac.zeros(5, dtype)
                self.assertEqual((ac.array([1, 2, 3, 4, 5], dtype) // zero).tolist(), [0] * 5)
        with ac.errstate(divide="raise"), self.assertRaises(FloatingPointError):
            ac.array([1]) // 0
        with self.assertWarns(RuntimeWarning):
            ac.array([1]) % 0

    def test_shifts_by_the_width_and_more(self):
        for dtype in INTEGERS:
            width = ac.iinfo(dtype).bits
            for layout in (slice(None), slice(None, None, 3)):
                x = ac.full(60, -1 if dtype[0] == "i" else 1, dtype)[layout]
                by = ac.full(60, width, dtype)[layout]
                self.assertEqual(set((x << by).tolist()), {0})
                self.assertEqual(set((x >> by).tolist()), {-1 if dtype[0] == "i" else 0})

    def test_signed_and_unsigned_are_compared_as_numbers(self):
        a = [2**64 - 1, 2**63, 2**53 + 1, 0]
        b = [-1, -(2**63), 2**53, -1]
        x, y = ac.array(a * 9, "u8"), ac.array(b * 9, "i8")
        for ufunc, exact in ((ac.equal, int.__eq__), (ac.less, int.__lt__), (ac.greater_equal, int.__ge__)):
            self.assertEqual(ufunc(x, y).tolist(), [exact(p, q) for p, q in zip(a, b)] * 9)
            self.assertEqual(ufunc(y, x).tolist(), [exact(q, p) for p, q in zip(a, b)] * 9)
        self.assertEqual((ac.array([1, 255], "u1") < 300).tolist(), [True, True])
        self.assertEqual((ac.array([1, 255], "u1") == -1).tolist(), [False, False])
        self.assertEqual((ac.array([5]) > -(10**30)).tolist(), [True])

    def test_integers_have_no_negative_powers(self):
        with self.assertRaises(ValueError):
            ac.array([2]) ** -1


class Halves(Test):
    def test_neighbours_of_all(self):
        patterns = list(range(65536))
        found = bits(ac.nextafter(values("e", patterns), ac.full(65536, ac.inf, "e")))
        for pattern, bits_found in zip(patterns, found):
            if pattern & 0x7FFF > 0x7C00:
                expected = "nan"
            elif pattern == 0x7C00:
                expected = "7c00"
            else:
                step = 1 if pattern == 0x8000 else pattern - 1 if pattern & 0x8000 else pattern + 1
                expected = f"{step:04x}"
            self.assertEqual(bits_found, expected, hex(pattern))

    def test_midpoints_go_to_even(self):
        numbers = []
        for pattern in range(0x7C00):
            low = float(values("e", [pattern])[0]) if pattern % 37 == 0 else None
            if low is None:
                continue
            high = float(values("e", [pattern + 1])[0]) if pattern + 1 < 0x7C00 else 65536.0
            middle = (low + high) / 2
            numbers += [middle, math.nextafter(middle, 0), math.nextafter(middle, math.inf)]
        self.assertEqual(ac.array(numbers).astype("e").view("u2").tolist(), [half(number) for number in numbers])

    def test_every_nan_survives_float_and_double(self):
        patterns = ac.arange(65536).astype("u2")
        for wide in ("f", "d"):
            self.assertTrue((patterns.view("e").astype(wide).astype("e").view("u2") == patterns).all())

    def test_sums_and_products_are_rounded_once(self):
        some = values("e", list(range(0, 0x7C00, 211)) + list(range(0x8000, 0xFC00, 223)))
        a, b = ac.repeat(some, some.size), ac.tile(some, some.size)
        with ac.errstate(all="ignore"):
            for ufunc in (ac.add, ac.subtract, ac.multiply, ac.divide):
                wide = ufunc(a.astype("d"), b.astype("d")).astype("e")
                self.assertEqual(bits(ufunc(a, b)), bits(wide), ufunc)


class Floats(Test):
    def test_quotients_and_remainders_are_pythons(self):
        numbers = [0.0, -0.0, 1.0, -1.0, 0.1, -0.1, 2.5, 3.0, 5e-324, -5e-324, 1e308, 1e-308, math.inf, -math.inf,
                   math.nan, 7.0, 1e16, 0.3]
        with ac.errstate(all="ignore"):
            for a in numbers:
                for b in numbers:
                    if b == 0:
                        continue
                    found = ac.divmod(ac.full(5, a), ac.full(5, b))
                    expected = [bits(part)[0] for part in divmod(a, b)]
                    self.assertEqual([bits(part)[0] for part in found], expected, (a, b))

    def test_exact_remainders_of_huge_numbers(self):
        some = random.Random(61)
        for _ in range(300):
            a = math.ldexp(some.random() + 0.5, some.randrange(-50, 1000))
            b = math.ldexp(some.random() + 0.5, some.randrange(-60, 30))
            self.assertEqual(float(ac.fmod(a, b)), math.fmod(a, b))
            self.assertEqual(float(ac.remainder(-a, b)), -a % b)

    def test_rounding_to_integers(self):
        numbers = [2.0**52 + 1, -(2.0**52 + 1), 1e300, 2.0**51 + 0.5, 0.49999999999999994, -0.2, -0.5, 2.5,
                   4607998452777363968.0]
        x = ac.array(numbers * 3)
        for ufunc, exact in ((ac.rint, round), (ac.floor, math.floor), (ac.ceil, math.ceil), (ac.trunc, math.trunc)):
            self.assertEqual(ufunc(x).tolist(), [float(exact(number)) for number in numbers] * 3)
        self.check_bits(ac.rint(ac.array([-0.0, -0.2, -0.5])), ["8000000000000000"] * 3)

    def test_special_values(self):
        inf, nan = ac.inf, ac.nan
        with ac.errstate(all="ignore"):
            self.check_bits(ac.floor_divide(ac.array([1.0, -1.0, 0.0]), 0.0),
                            ["7ff0000000000000", "fff0000000000000", "nan"])
            self.check_bits(ac.sign(ac.array([-0.0, nan, -3.0])), ["0" * 16, "nan", "bff0000000000000"])
            self.assertEqual(ac.hypot([inf, nan, 3.0], [nan, inf, 4.0]).tolist(), [inf, inf, 5.0])
            self.assertEqual(ac.logaddexp([inf, -inf, 0.0], [inf, -inf, -inf]).tolist(), [inf, -inf, 0.0])
            self.assertEqual(str((ac.array([1e308 + 1e308j]) / ac.array([1e308 + 1e308j])).tolist()), "[(1+0j)]")
        self.check_bits(ac.nextafter(values("e", [0x8000, 0]), values("e", [0, 0x8000])), ["0000", "8000"])
        self.check_bits(ac.spacing(values("e", [0xBC00, 0x7BFF])), ["9400", "5000"])

    def test_nan_wins_wherever_it_lies(self):
        for letter in "efd":
            for n in LENGTHS:
                for place in {0, n // 2, n - 1}:
                    x = ac.arange(n).astype(letter)
                    x[place] = ac.nan
                    self.assertTrue(ac.isnan(x.max()) and ac.isnan(x.min()))
                    self.assertEqual((int(x.argmax()), int(x.argmin())), (place, place))
                    if n > 1:
                        self.assertFalse(ac.isnan(ac.fmax.reduce(x)))

    def test_flags_are_those_of_ieee_754(self):
        def raised(ufunc, *operands):
            seen = []
            before = ac.seterrcall(lambda words, bit: seen.append(words))
            with ac.errstate(all="call"):
                ufunc(*operands)
            ac.seterrcall(before)
            return seen

        for letter in "efd":
            for name in ("rint", "floor", "expm1", "sin", "log", "exp", "sqrt", "square", "isnan"):
                self.assertEqual(raised(getattr(ac, name), ac.full(17, ac.nan, letter)), [], (name, letter))
            self.assertEqual(raised(ac.exp, ac.full(17, -ac.inf, letter)), [])
            self.assertEqual(raised(ac.log, ac.zeros(17, letter)), ["divide by zero"])
            self.assertEqual(raised(ac.less, ac.full(17, ac.nan, letter), ac.zeros(17, letter)), [])
        self.assertEqual(raised(ac.exp, ac.full(17, -1000.0)), ["underflow"])
        self.assertEqual(raised(ac.exp, ac.full(17, 1000.0)), ["overflow"])


class Casts(Test):
    def test_integers_are_rounded_once(self):
        self.check_bits(ac.array([2**53 + 2**29 + 1, 2**60 + 2**36 + 1]).astype("f"), ["5a000001", "5d800001"])
        self.check_bits(ac.array([2**63 + 1025, 2**64 - 1], "u8").astype("d"), ["43e0000000000001", "43f0000000000000"])

    def test_text_is_rounded_once(self):
        self.check_bits(ac.array(["1.00048828125000000000001"]).astype("e"), ["3c01"])
        self.check_bits(ac.float16("1.00048828125000000000001"), ["3c01"])
        for text in ("1e23", "2.2250738585072011e-308", "2.4703282292062328e-324", "1.7976931348623159e308", "0.1"):
            self.check_bits(ac.array([text]).astype("d"), bits(float(text)))
        self.assertEqual(ac.array(["9223372036854775807"]).astype("i8").tolist(), [2**63 - 1])
        for text in ("", "1.5", "9223372036854775808", "one"):
            with self.assertRaises((ValueError, OverflowError), msg=text):
                ac.array([text]).astype("i8")

    def test_long_double(self):
        if ac.finfo("longdouble").nmant != 63 or ac.longdouble.itemsize != 16:
            self.skipTest("no 80-bit long double")
        third = ac.longdouble(1) / 3
        self.assertEqual(str(third), "0.33333333333333333334")
        self.check_bits(ac.longdouble(str(third)), bits(third))
        above_a_tie = ac.longdouble(1) + ac.longdouble(2) ** -24 + ac.longdouble(2) ** -62
        self.check_bits(above_a_tie.astype("f"), ["3f800001"])
        self.assertEqual(f"{third:.25f}", "0.3333333333333333333423684")
        self.assertEqual(int(ac.longdouble(2**64 - 1)), 2**64 - 1)

    def test_any_byte_but_zero_is_true(self):
        truths = ac.array([0, 1, 2, 255, 128], "u1").view("?")
        self.assertEqual(ac.logical_not(truths).view("u1").tolist(), [1, 0, 0, 0, 0])
        self.assertEqual((truths == True).tolist(), [False, True, True, True, True])  # noqa: E712
        self.assertEqual((int(truths.sum()), int(ac.count_nonzero(truths))), (4, 4))

    def test_text_of_numbers_reads_back(self):
        some = random.Random(22)
        patterns = [some.getrandbits(32) for _ in range(2000)]
        x = values("f", patterns)
        x = x[ac.isfinite(x)]
        self.check_bits(x.astype("U32").astype("f"), bits(x))


if __name__ == "__main__":
    main()
