#!/usr/bin/env python3
"""Sorting, searching and sets through the module; Python's own sort is the truth."""

import math
import random

from module import Test, ac, bits, main


class Sorting(Test):
    def test_against_python(self):
        some = random.Random(1)
        for count in (0, 1, 5, 30, 700):
            numbers = [some.randrange(-50, 50) for _ in range(count)]
            for dtype in ("i1", "i2", "i4", "i8", "f2", "f4", "f8", "g", "F", "D"):
                array = ac.array(numbers, dtype)
                self.assertEqual(ac.sort(array).real.astype("i8").tolist(), sorted(numbers), dtype)
                self.assertEqual(ac.argsort(array).tolist(), sorted(range(count), key=numbers.__getitem__), dtype)

    def test_text(self):
        words = ["b", "", "a", "ab", "\u00e4", "z", "a"]
        self.assertEqual(ac.sort(ac.array(words)).tolist(), sorted(words))
        self.assertEqual(ac.searchsorted(ac.array(["a", "c"]), ac.array(["b", "c"])).tolist(), [1, 1])
        self.assertEqual(ac.unique(ac.array(words)).tolist(), sorted(set(words)))

    def test_axes(self):
        self.assertEqual(ac.sort([[3, 1], [2, 4]], axis=0).tolist(), [[2, 1], [3, 4]])
        self.assertEqual(ac.sort([[3, 1], [2, 4]], axis=None).tolist(), [1, 2, 3, 4])
        self.assertEqual(ac.argsort(ac.array(3)).tolist(), [0])
        with self.assertRaises(ac.AxisError):
            ac.sort([1], axis=1)

    def test_descending_keeps_equal_ones_in_order(self):
        self.assertEqual(ac.argsort([1, 2, 1, 2], descending=True).tolist(), [1, 3, 0, 2])

    def test_partitions(self):
        numbers = [5, 3, 9, 1, 7]
        self.assertEqual(ac.partition(numbers, 2)[2], 5)
        self.assertEqual(sorted(ac.argpartition(numbers, [0, -1]).tolist()), [0, 1, 2, 3, 4])
        for kth, error in ((5, ValueError), (1.0, TypeError), (True, ValueError)):
            with self.assertRaises(error):
                ac.partition(numbers, kth)

    def test_lexsort(self):
        self.assertEqual(ac.lexsort(([9, 4, 0, 4, 0, 2, 1], [1, 5, 1, 4, 3, 4, 4])).tolist(), [2, 0, 4, 6, 5, 3, 1])


class Sets(Test):
    def test_unique_and_its_inverse(self):
        values, indices, inverse, counts = ac.unique([[7, 5], [7, 6]], True, True, True)
        self.assertEqual([one.tolist() for one in (values, indices, inverse, counts)],
                         [[5, 6, 7], [1, 3, 0], [[2, 0], [2, 1]], [1, 1, 2]])
        with ac.release("1.26"):
            self.assertEqual(ac.unique([[7, 5]], return_inverse=True)[1].shape, (2,))

    def test_nan(self):
        self.assertEqual(bits(ac.unique([math.nan, math.nan])), ["nan"])
        self.assertEqual(ac.unique_values(ac.array([math.nan, math.nan])).size, 2)
        self.assertFalse(ac.isin([math.nan], [math.nan]).any())

    def test_against_python(self):
        some = random.Random(2)
        for _ in range(200):
            a, b = ([some.randrange(30) for _ in range(some.randrange(25))] for _ in range(2))
            a, b = ac.array(a, "i8"), ac.array(b, "u1")
            one, two = set(a.tolist()), set(b.tolist())
            for found, expected in ((ac.union1d(a, b), one | two), (ac.intersect1d(a, b), one & two),
                                    (ac.setdiff1d(a, b), one - two), (ac.setxor1d(a, b), one ^ two)):
                self.assertEqual(found.tolist(), sorted(expected))
            self.assertEqual(ac.isin(a, b, invert=True).tolist(), [x not in two for x in a.tolist()])


if __name__ == "__main__":
    main()
