#!/usr/bin/env python3
"""Statistics through the module: overflow on the way, NaN, small integers, edges of bins, times."""

import math
import random

from module import Test, ac, bits, main


class Quantiles(Test):
    def test_nothing_overflows_on_the_way(self):
        self.assertEqual(float(ac.median([1.7e308, 1.7e308])), 1.7e308)
        self.assertEqual(float(ac.percentile([-1.7e308, 1.7e308], 50)), 0)
        self.assertEqual(float(ac.percentile(ac.array([200, 100], "u1"), 25)), 125)
        self.assertEqual(float(ac.percentile(ac.array([-128, 127], "i1"), 50)), -0.5)

    def test_infinities_that_are_not_weighted(self):
        self.assertEqual(float(ac.percentile([1.0, 2.0, math.inf], 50)), 2)
        self.assertEqual(float(ac.percentile([-math.inf, 1.0, 2.0], 50)), 1)
        self.assertEqual(float(ac.percentile([math.inf] * 3, 50)), math.inf)

    def test_nan_and_not_a_time(self):
        self.assertEqual(bits(ac.median([1.0, ac.nan, 3.0])), ["nan"])
        self.assertEqual(float(ac.nanmedian([1.0, ac.nan, 3.0])), 2)
        self.assertEqual(str(ac.median(ac.array([1, "NaT", 3], "m8[s]"))), "NaT")

    def test_they_never_fall(self):
        some = random.Random(3)
        q = ac.sort([some.random() for _ in range(40)])
        for _ in range(100):
            a = ac.array([some.choice([1e-3 * some.random(), 0.25, 0.1, 0.3]) for _ in range(some.randrange(2, 12))])
            self.assertFalse((ac.diff(ac.quantile(a, q)) < 0).any())

    def test_discrete_methods(self):
        ten = ac.arange(1, 11)
        for method in ("inverted_cdf", "averaged_inverted_cdf", "closest_observation"):
            self.assertEqual([float(ac.quantile(ten, q, method=method)) for q in (0, 0.01)], [1, 1])
        self.assertEqual(float(ac.quantile([1.0, 2, 3], 0.5, weights=[0, 0, 1], method="inverted_cdf")), 3)
        for q, method in ((-0.1, "linear"), (1.1, "linear"), (0.5, "no such"), (ac.nan, "linear")):
            with self.assertRaises(ValueError, msg=(q, method)):
                ac.quantile(ten, q, method=method)


class Counting(Test):
    def test_histograms_of_small_integers(self):
        self.assertEqual(ac.histogram(ac.array([-2, 0, 127], "i1"), bins=3)[0].tolist(), [2, 0, 1])
        self.assertEqual(ac.histogram(ac.array([-128, 127], "i1"), bins=2)[0].tolist(), [1, 1])
        self.assertEqual(int(ac.histogram(ac.arange(100), bins="auto")[0].sum()), 100)

    def test_bins_hold_their_left_edges(self):
        for bins, low, high in ((10, 0.0, 1.0), (7, -1.0, 2.0), (49, -0.3, 0.7)):
            edges = ac.histogram_bin_edges(ac.zeros(0), bins, (low, high))
            for x in (edges, ac.nextafter(edges, -ac.inf)[1:], ac.nextafter(edges, ac.inf)[:-1]):
                expected = [0] * bins
                for number in x.tolist():
                    place = int(ac.searchsorted(edges, number, "right")) - 1
                    expected[min(place, bins - 1)] += 1
                self.assertEqual(ac.histogram(x, bins, (low, high))[0].tolist(), expected)

    def test_malformed(self):
        for call in (lambda: ac.histogram([1], bins=0), lambda: ac.histogram([1], bins=[2, 1]),
                     lambda: ac.histogram([ac.nan]), lambda: ac.histogram([1], "most"),
                     lambda: ac.bincount([-1]), lambda: ac.bincount([[1]])):
            with self.assertRaises(ValueError):
                call()

    def test_bincount_and_digitize(self):
        self.assertEqual(ac.bincount(ac.array([0, 1, 1, 3], "u1")).tolist(), [1, 2, 0, 1])
        self.assertEqual(ac.bincount([0, 1, 1], weights=[0.5, 0.25, 0.25]).tolist(), [0.5, 0.5])
        large = 2**63
        bins = ac.array([large, large + 1, large + 2], "u8")
        self.assertEqual(ac.digitize(ac.array([large + 1], "u8"), bins).tolist(), [2])


class Sorting(Test):
    def test_every_length_and_type(self):
        some = random.Random(11)
        for dtype in ("?", "i1", "u2", "i4", "u8", "e", "f", "d", "g", "D"):
            for n in (0, 1, 2, 7, 16, 33, 64, 129, 300):
                numbers = [some.randrange(0, 2 if dtype == "?" else 100) for _ in range(n)]
                a = ac.array(numbers).astype(dtype)
                self.assertEqual(ac.sort(a).astype("f8").tolist() if dtype != "D" else ac.sort(a).real.tolist(),
                                 sorted(numbers))
                places = sorted(range(n), key=lambda i: numbers[i])
                self.assertEqual(ac.argsort(a, stable=True).tolist(), places)
                falling = sorted(range(n), key=lambda i: -numbers[i])
                self.assertEqual(ac.argsort(a, descending=True, stable=True).tolist(), falling)

    def test_nan_comes_last(self):
        nan = ac.nan
        self.check_bits(ac.sort([nan, 1.0, -0.0, -1.0]), bits(ac.array([-1.0, -0.0, 1.0, nan])))
        self.assertEqual(ac.searchsorted(ac.array([0, 1, nan]), [nan, 0.5]).tolist(), [2, 1])
        a = ac.array([complex(nan, 1), complex(1, nan), 2 + 0j, 1 + 5j])
        self.assertEqual(ac.argsort(a).tolist(), [3, 2, 1, 0])

    def test_in_place_and_along_axes(self):
        a = ac.array([[3, 1], [2, 4]])
        a.sort()
        self.assertEqual(a.tolist(), [[1, 3], [2, 4]])
        self.assertEqual(ac.sort(ac.array([[3, 1], [2, 4]]), axis=None).tolist(), [1, 2, 3, 4])
        with self.assertRaises(ac.AxisError):
            ac.sort(a, axis=2)


class Differences(Test):
    def test_unsigned_integers_and_truth_values(self):
        self.assertEqual(ac.gradient(ac.array([200, 100, 50], "u1")).tolist(), [-100, -75, -50])
        self.assertEqual(ac.diff([True, False, True]).tolist(), [True, True])
        self.assertEqual(ac.ediff1d([1, 2, 4]).tolist(), [1, 2])

    def test_points_are_exact(self):
        some = random.Random(8)
        points = sorted(some.uniform(-5, 5) for _ in range(100))
        values = [some.uniform(-1e3, 1e3) for _ in points]
        self.assertEqual(ac.interp(points, points, values).tolist(), values)
        self.assertEqual(ac.interp([0.25], [0, 1], [ac.inf, ac.inf]).tolist(), [ac.inf])

    def test_products(self):
        self.assertEqual(ac.convolve([1, 2, 3], [0, 1, 0.5]).tolist(), [0, 1, 2.5, 4, 1.5])
        self.assertEqual(ac.correlate([1 + 1j, 2], [1j, 1], "full").tolist(), [1 + 1j, 3 - 1j, -2j])
        self.assertEqual(bits(ac.dot([[0.0, 1.0]], [[ac.nan], [1.0]])), ["nan"])
        self.assertAlmostEqual(float(ac.cov([1.0, 2.0, 3.0])), 1)

    def test_rounding(self):
        self.assertEqual([float(ac.round(number, 10)) for number in (1.5e300, 0.5)], [1.5e300, 0.5])
        self.assertEqual(ac.round(ac.array([25, 35, -25, 14]), -1).tolist(), [20, 40, -20, 10])
        self.assertEqual(round(ac.float64(2.5)), 2)


class WithoutNan(Test):
    def test_each(self):
        nan, inf = ac.nan, ac.inf
        a = ac.array([[1, nan, 3], [4, 5, inf]])
        for function, expected in ((ac.nansum, [4, inf]), (ac.nanmax, [3, inf]), (ac.nanmin, [1, 4]),
                                   (ac.nanmean, [2, inf]), (ac.nanprod, [3, inf]), (ac.nanmedian, [2, 5])):
            self.assertEqual(function(a, axis=1).tolist(), expected)
        self.assertEqual(ac.nanargmax([nan, 1, 2]).tolist(), 2)
        self.assertEqual(ac.nancumsum([1, nan, 2]).tolist(), [1, 1, 3])
        with self.assertRaises(ValueError):
            ac.nanargmin([nan])
        self.assertEqual(bits(ac.nanmean(ac.full(1000, 60000.0, "e"))), bits(ac.float16(60000)))


class Times(Test):
    def test_text(self):
        self.assertEqual(str(ac.datetime64("2020-02-29") + ac.timedelta64(366, "D")), "2021-03-01")
        self.assertEqual(str(ac.datetime64("-0001-12-31") + 1), "0000-01-01")
        self.assertEqual(ac.array(["NaT", 5], "m8[s]").astype("U12").tolist(), ["NaT", "5 seconds"])
        self.assertEqual(hash(ac.datetime64("2020-01-01", "D")), hash(ac.datetime64("2020-01-01", "s")))
        for text in ("2020-02-30", "soon"):
            with self.assertRaises(ValueError):
                ac.datetime64(text)

    def test_what_does_not_fit(self):
        for make in (lambda: ac.datetime64("3000-01-01", "D").astype("M8[ns]"),
                     lambda: ac.array([2**62], "m8[s]").astype("m8[ns]"),
                     lambda: ac.array([2**62]).view("M8[ns]") + ac.array([2**62]).view("m8[ns]")):
            with self.assertRaises(OverflowError):
                make()

    def test_not_a_time(self):
        nat, zero = ac.array(["NaT"] * 9, "M8[s]"), ac.zeros(9, "M8[s]")
        for ufunc in (ac.less, ac.greater, ac.equal, ac.less_equal, ac.greater_equal):
            self.assertFalse(ufunc(nat, zero).any())
        a = ac.array([5, "NaT", 3], "m8[s]")
        self.assertEqual((str(a.min()), str(a.max()), int(a.argmax())), ("NaT", "NaT", 1))
        self.assertEqual(str(ac.fmax.reduce(a)), "5 seconds")


class Sequences(Test):
    def test_unwrap(self):
        self.assertEqual(ac.unwrap([0, 1, 2, -1, 0], period=4).tolist(), [0, 1, 2, 3, 4])
        self.assertEqual(ac.unwrap([0.0, math.pi, 0.0]).tolist(), [0.0, math.pi, 0.0])
        self.assertAlmostEqual(float(ac.unwrap([[0.0], [6.0]], axis=0)[1, 0]), 6 - 2 * math.pi)
        self.assertEqual(ac.unwrap([0.0, 4.0], discont=5).tolist(), [0.0, 4.0])
        self.assertRaises(ValueError, ac.unwrap, 1.0)

    def test_geomspace(self):
        self.assertEqual(ac.geomspace(1, 256, 9, dtype=int).tolist(), [1, 2, 4, 7, 16, 32, 63, 127, 256])
        self.assertEqual(ac.geomspace(3, 0.1, 4)[-1].tolist(), 0.1)
        self.assertEqual(ac.geomspace([1, 2], 8, 3, axis=-1).shape, (2, 3))
        self.assertLess(abs(complex(ac.geomspace(1j, 100j, 3)[1]) - 10j), 1e-13)
        self.assertRaises(ValueError, ac.geomspace, 0, 1)


if __name__ == "__main__":
    main()
