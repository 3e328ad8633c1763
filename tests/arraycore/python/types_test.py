#!/usr/bin/env python3
"""NumPy's questions about dtypes and memory.

usage: types_test.py FOLDER
"""

from module import Test, ac, main


class Types(Test):
    def test_issubdtype(self):
        for first, second, expected in (
            ("m8", ac.integer, True), ("M8", ac.generic, True), ("i4", int, False), ("i8", int, True),
            ("f4", float, False), ("f8", "f8", True), ("S1", "S", True), ("U3", ac.character, True),
            ("U3", ac.flexible, True), ("?", ac.number, False), ("c8", ac.inexact, True),
            ("u1", ac.signedinteger, False), ("i8", "i4", False), (ac.integer, ac.number, True),
            (ac.number, ac.integer, False), (ac.floating, float, False), (ac.float32, ac.floating, True),
        ):
            self.assertEqual(ac.issubdtype(first, second), expected, (first, second))
        with self.assertRaises(TypeError):
            ac.issubdtype("no such type", ac.number)

    def test_common_types(self):
        for first, second, expected in (("i4", "f4", "f8"), ("f2", "f2", "f2"), ("f2", "i1", "f8"), ("c8", "i1", "c16"),
                                        ("c8", "f16", "c32"), ("f4", "f4", "f4"), ("f2", "c8", "c8")):
            self.assertEqual(ac.common_type(ac.zeros(1, first), ac.zeros(1, second)), expected)
        self.assertEqual(ac.common_type(), "f2")
        for wrong in ("?", "S1", "m8[s]"):
            with self.assertRaises(TypeError):
                ac.common_type(ac.zeros(1, wrong))

    def test_codes(self):
        for codes, expected in (("dF", "D"), ("ld", "d"), ("fF", "F"), ("b", "d"), ("dFG", "D"), (["f", "d"], "d")):
            self.assertEqual(ac.mintypecode(codes), expected, codes)
        self.assertEqual(ac.mintypecode("b", default="f"), "f")
        self.assertEqual(ac.typename("g"), "long precision")
        with self.assertRaises(KeyError):
            ac.typename("x")

    def test_smallest_types(self):
        for value, expected in ((10, "u1"), (-200, "i2"), (1e50, "f8"), (1.5, "f2"), (ac.arange(4), "i8"),
                                ("ab", "U2")):
            self.assertEqual(ac.min_scalar_type(value), expected)

    def test_memory(self):
        array = ac.zeros(100)
        self.assertTrue(ac.shares_memory(array, array[::2]))
        self.assertFalse(ac.shares_memory(array[1::2], array[::2]))
        self.assertTrue(ac.may_share_memory(array[1::2], array[::2]))
        self.assertFalse(ac.shares_memory(array, array[:0]))

    def test_buffer_sizes(self):
        before = ac.setbufsize(16000)
        self.assertEqual((before, ac.getbufsize()), (8192, 16000))
        self.assertEqual(ac.setbufsize(before), 16000)
        for wrong in (3, 17, 10**9):
            with self.assertRaises(ValueError):
                ac.setbufsize(wrong)
        with self.assertRaises(TypeError):
            ac.setbufsize(1.5)


class Histograms(Test):
    def test_of_two(self):
        counts, of_x, of_y = ac.histogram2d([0, 1, 1], [0, 0.5, 1], bins=2)
        self.assertEqual(counts.tolist(), [[1, 0], [0, 2]])
        self.assertEqual(of_y.tolist(), [0, 0.5, 1])
        counts, *edges = ac.histogram2d([0.5], [0.5], bins=[0, 1, 2], range=None)
        self.assertEqual((counts.tolist(), [one.tolist() for one in edges]), ([[1, 0], [0, 0]], [[0, 1, 2]] * 2))
        with self.assertRaises(ValueError):
            ac.histogram2d([1], [1, 2])

    def test_of_several(self):
        counts, edges = ac.histogramdd(ac.asarray([[0.0, 1.0], [1.0, 2.0]]), bins=(2, [0, 3]), weights=[1, 4])
        self.assertEqual((counts.tolist(), len(edges)), ([[1], [4]], 2))
        counts, edges = ac.histogramdd([[1, 2, 3]], bins=3, range=[(0, 3)], density=True)
        self.assertEqual(counts.tolist(), [0, 1 / 3, 2 / 3])
        with self.assertRaises(ValueError):
            ac.histogramdd(ac.zeros((2, 2)), bins=[1])


if __name__ == "__main__":
    main()
