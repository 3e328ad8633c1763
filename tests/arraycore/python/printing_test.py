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

    def test_numbers_that_arent_floating(self):
        self.assertEqual(ac.format_float_positional(324, precision=3, unique=False, fractional=False, trim="-"), "324")
        with self.assertRaises(TypeError):
            ac.format_float_positional(1j)


if __name__ == "__main__":
    main()
