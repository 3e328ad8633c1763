#!/usr/bin/env python3
"""Python numbers beside arrays in both regimes, dtypes, new arrays, limits, and what isn't there."""

import math

from module import Test, ac, bits, main


class Promotion(Test):
    def test_a_numbers_type_counts_since_2_0(self):
        self.assertEqual((ac.array([1], "f") + 1.5).dtype, ac.float32)
        self.assertEqual((ac.array([1], "u1") + 1).dtype, ac.uint8)
        self.assertEqual((ac.array([1], "i1") + 1.5).dtype, ac.float64)
        self.assertEqual((ac.array([True]) + 1).dtype, ac.int64)
        self.assertEqual((ac.array([1], "f") + ac.array(1.5)).dtype, ac.float64)
        for number in (300, -1):
            with self.assertRaises(OverflowError):
                ac.array([1], "u1") + number

    def test_its_value_counted_before(self):
        with ac.release("1.26"):
            self.assertEqual((ac.array([1], "u1") + 300).dtype, ac.uint16)
            self.assertEqual((ac.array([1], "u1") + -1).dtype, ac.int16)
            self.assertEqual((ac.array([1], "f") + ac.array(1.5)).dtype, ac.float32)
            self.assertEqual((ac.array([1], "f") + 1e300).dtype, ac.float64)

    def test_releases_nest_and_end(self):
        with ac.release("1.15"):
            with ac.release("2.0"):
                self.assertEqual((ac.array([1], "u1") + 1).dtype, ac.uint8)
            self.assertEqual((ac.array([1], "u1") + 300).dtype, ac.uint16)
        self.assertEqual(ac.result_type(ac.uint8, 1), ac.uint8)
        with self.assertRaises(ValueError):
            with ac.release("newest"):
                pass

    def test_the_functions(self):
        self.assertEqual(ac.result_type("i8", "u8"), ac.float64)
        self.assertEqual(ac.result_type("i4", "f4"), ac.float64)
        self.assertEqual(ac.result_type(1, 2.5), ac.float64)
        self.assertEqual((ac.can_cast("i4", "f8"), ac.can_cast("f8", "f4"), ac.can_cast("f8", "f4", "same_kind")),
                         (True, False, True))
        self.assertTrue(ac.isdtype(ac.int8, ("bool", "integral")) and not ac.isdtype(ac.int8, "real floating"))
        for call in (lambda: ac.isdtype(ac.int8, "whole"), lambda: ac.can_cast("i4", "i8", "always")):
            with self.assertRaises(ValueError):
                call()


class DTypes(Test):
    def test_names(self):
        for given in (ac.float64, "f8", "<f8", "float64", "d", float, "double", ac.zeros(1).dtype):
            self.assertEqual(ac.dtype(given), ac.float64)
        self.assertEqual(str(ac.dtype("M8[25s]")), "datetime64[25s]")
        self.assertEqual((ac.dtype("U3").itemsize, ac.dtype("U3").kind, ac.dtype("U3").char), (12, "U", "U"))
        self.assertNotEqual(ac.float64, "no dtype")
        self.assertEqual(len({ac.dtype("i4"), ac.dtype("int32"), ac.dtype("i8")}), 2)
        for wrong in ("x9", "", "f3", 5, "M8[parsec]"):
            with self.assertRaises(TypeError, msg=wrong):
                ac.dtype(wrong)
        for missing in (object, "O", [("a", "i4")], "V8", "i4,f8"):
            with self.assertRaises(NotImplementedError, msg=missing):
                ac.dtype(missing)

    def test_limits(self):
        self.assertEqual((ac.iinfo("i1").min, ac.iinfo("u8").max), (-128, 2**64 - 1))
        double = ac.finfo("f8")
        self.assertEqual((double.eps, double.max), (2.0**-52, 1.7976931348623157e308))
        self.assertEqual(double.smallest_subnormal, 5e-324)
        self.assertEqual((str(ac.finfo("f4").eps), str(ac.finfo("e").tiny)), ("1.1920929e-07", "6.104e-05"))
        self.assertEqual(ac.finfo("c8").dtype, ac.float32)
        for limits, wrong in ((ac.finfo, "i4"), (ac.iinfo, "f4")):
            with self.assertRaises(ValueError):
                limits(wrong)

    def test_elements_stand_for_numpys_scalars(self):
        self.assertEqual(int(ac.int8(127) + ac.int8(1)), -128)
        self.assertEqual(hash(ac.float64(0.1)), hash(0.1))
        self.assertEqual(hash(ac.longdouble(2) ** 64), hash(2**64))
        self.assertEqual([10, 20][ac.uint8(1)], 20)
        for wrong in (lambda: int(ac.zeros(2)), lambda: bool(ac.zeros(2)), lambda: [0][ac.float64(0)],
                      lambda: float(ac.array(1j)), lambda: hash(ac.zeros(2)), lambda: len(ac.array(1))):
            with self.assertRaises((TypeError, ValueError)):
                wrong()


class NewArrays(Test):
    def test_ranges(self):
        self.assertEqual(ac.arange(3).dtype, ac.int64)
        self.assertEqual(ac.arange(5, 0, -2).tolist(), [5, 3, 1])
        self.assertEqual(len(ac.arange(1, 1.3, 0.1)), 4)
        self.assertEqual(ac.arange(0).shape, (0,))
        self.assertEqual(ac.arange(2**63 - 3, 2**63 - 1).tolist(), [2**63 - 3, 2**63 - 2])
        with self.assertRaises(ZeroDivisionError):
            ac.arange(0, 1, 0)
        with self.assertRaises(OverflowError):
            ac.arange(300, dtype="u1")

    def test_evenly_spaced(self):
        self.assertEqual(ac.linspace(-3, 1, 9, dtype=int).tolist(), [-3, -3, -2, -2, -1, -1, 0, 0, 1])
        self.assertEqual(ac.linspace(math.inf, math.inf, 3).tolist(), [math.inf] * 3)
        self.assertEqual(ac.linspace(-1.7e308, 1.7e308, 3).tolist(), [-1.7e308, 0, 1.7e308])
        self.assertEqual(float(ac.linspace(0, 5e-324, 10)[-1]), 5e-324)
        self.assertEqual(ac.linspace(0, 1, 4, endpoint=False).tolist(), [0, 0.25, 0.5, 0.75])
        self.assertEqual(ac.linspace([0, 1], [1, 3], 3).tolist(), [[0, 1], [0.5, 2], [1, 3]])
        self.assertEqual((ac.linspace(0, 1, 0).shape, ac.linspace(5, 1, 1).tolist()), ((0,), [5]))
        with self.assertRaises(ValueError):
            ac.linspace(0, 1, -1)

    def test_others(self):
        self.assertEqual(ac.eye(2, 3, 1).tolist(), [[0, 1, 0], [0, 0, 1]])
        self.assertEqual(ac.eye(3, k=-5).sum().tolist(), 0)
        self.assertEqual(ac.tril(ac.ones((2, 2))).tolist(), [[1, 0], [1, 1]])
        self.assertEqual(ac.full((2,), 7).dtype, ac.int64)
        self.assertEqual([grid.tolist() for grid in ac.meshgrid([1, 2], [3])], [[[1, 2]], [[3, 3]]])
        with self.assertRaises(ValueError):
            ac.zeros(1, device="gpu")


class Elementwise(Test):
    def test_closeness_does_not_wrap(self):
        self.assertFalse(ac.isclose(ac.array([-128], "i1"), ac.array([127], "i1"))[0])
        self.assertFalse(ac.isclose(ac.array([0], "u1"), ac.array([255], "u1"))[0])
        self.assertFalse(ac.isclose(ac.array([-(2**63)]), ac.array([2**63 - 1]))[0])
        self.assertEqual(ac.isclose([ac.inf, ac.nan], [ac.inf, ac.nan], equal_nan=True).tolist(), [True, True])

    def test_bounds_that_are_nan_or_crossed(self):
        self.assertEqual(bits(ac.clip(ac.array([1.0]), ac.nan, 2.0)), ["nan"])
        self.assertEqual(ac.clip(ac.arange(4), 8, 3).tolist(), [3] * 4)
        self.assertEqual(ac.clip(ac.arange(4), max=2).tolist(), [0, 1, 2, 2])

    def test_sinc_of_numbers_near_0(self):
        for number in (0.0, 5e-324, 1e-310, 1e-20):
            self.assertEqual(float(ac.sinc(number)), 1)
        self.assertEqual(ac.sinc(ac.array([1e-7, 6e-8, 0], "e")).tolist(), [1, 1, 1])


class Missing(Test):
    def test_names_say_so(self):
        for name in ("fromfile", "frompyfunc", "nditer"):
            with self.assertRaisesRegex(NotImplementedError, name):
                getattr(ac, name)()
        with self.assertRaises(AttributeError):
            ac.no_such_name


if __name__ == "__main__":
    main()
