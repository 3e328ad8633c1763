#!/usr/bin/env python3
"""Arrays as text, as NumPy has it; tests/arraycore/differential compares many more."""

from module import Test, ac, main


class Printing(Test):
    def test_str(self):
        for elements, dtype, text in (
            ([1e-5, 1.0], None, "[1.e-05 1.e+00]"),
            ([1.0, 1e16], None, "[1.e+00 1.e+16]"),
            ([float("nan"), -0.0, float("inf")], None, "[nan -0. inf]"),
            ([True, False], None, "[ True False]"),
            ([1.5, 2.25], "float16", "[1.5  2.25]"),
            ([[1, -20], [3, 4]], None, "[[  1 -20]\n [  3   4]]"),
            (1.5, None, "1.5"),
        ):
            self.assertEqual(str(ac.asarray(elements, dtype=dtype)), text)

    def test_repr(self):
        self.assertEqual(repr(ac.arange(3, dtype="i2")), "array([0, 1, 2], dtype=int16)")
        self.assertEqual(repr(ac.zeros((0, 2))), "array([], shape=(0, 2), dtype=float64)")

    def test_options_hold_for_str(self):
        with ac.printoptions(precision=2, threshold=4, edgeitems=1):
            self.assertEqual(str(ac.asarray([1 / 3, 1, 2, 3, 4])), "[0.33 ... 4.  ]")

    def test_formatters(self):
        write = lambda array, **formatter: ac.array2string(ac.asarray(array), formatter=formatter)
        self.assertEqual(write([1.5, 2], float_kind=lambda number: f"<{number}>"), "[<1.5> <2.0>]")
        self.assertEqual(write([1, 2], int=hex), "[0x1 0x2]")
        self.assertEqual(write([1, 2], float=str), "[1 2]")
        self.assertEqual(write(["a"], all=str.upper), "[A]")
        self.assertEqual(write([True], bool=lambda truth: "yn"[not truth]), "[y]")
        with ac.printoptions(formatter={"int_kind": "{:02d}".format}):
            self.assertEqual(repr(ac.arange(3)), "array([00, 01, 02])")
        self.assertEqual(repr(ac.arange(3)), "array([0, 1, 2])")
        with self.assertRaises(ZeroDivisionError):
            write([1], int=lambda number: 1 // 0)

    def test_without_axes_as_in_1_13(self):
        with ac.printoptions(legacy="1.13"):
            self.assertEqual(str(ac.asarray(0.1, dtype="f4")), "0.10000000149011612")
            self.assertEqual(ac.array_repr(ac.asarray("a")), "array('a',\n      dtype='<U1')")

    def test_numbers_that_arent_floating(self):
        self.assertEqual(ac.format_float_positional(324, precision=3, unique=False, fractional=False, trim="-"), "324")
        with self.assertRaises(TypeError):
            ac.format_float_positional(1j)


if __name__ == "__main__":
    main()
