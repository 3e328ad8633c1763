#!/usr/bin/env python3
"""Reductions, accumulations and `at`, held against loops in Python."""

import math

from module import Test, ac, bits, main

LENGTHS = (1, 2, 5, 8, 9, 16, 17, 33, 100)


class Reductions(Test):
    def test_sums_of_integers_and_truth_values(self):
        a = ac.array([100] * 3, "i1")
        self.assertEqual((int(a.sum()), a.sum().dtype), (300, ac.int64))
        self.assertEqual(int(ac.sum(a, dtype="i1")), 44)
        self.assertEqual(ac.array([True, True]).sum().tolist(), 2)
        self.assertEqual(int(ac.prod(ac.arange(1, 21))), math.factorial(20))

    def test_axes(self):
        a = ac.arange(24).reshape(2, 3, 4)
        self.assertEqual(a.sum((0, 2)).tolist(), [60, 92, 124])
        self.assertEqual(a.sum(1, keepdims=True).shape, (2, 1, 4))
        self.assertEqual(ac.add.reduce(a).shape, (3, 4))
        for axis in (3, (0, 0), -4):
            with self.assertRaises(ValueError):
                a.sum(axis)

    def test_masks_and_first_elements(self):
        a = ac.arange(10.0)
        self.assertEqual(ac.add.reduce(a, where=a % 2 == 0).tolist(), 20)
        self.assertEqual(ac.minimum.reduce(a, where=a > 3, initial=99).tolist(), 4)
        self.assertEqual(ac.max(a, where=a < 5, initial=-1).tolist(), 4)
        self.assertEqual(ac.mean(a, where=a > 4).tolist(), 7)
        mask = ac.array([[True], [False], [True]])
        self.assertAlmostEqual(float(ac.var(ac.arange(12.0).reshape(3, 4), where=mask)), 17.25)
        with self.assertRaises(ValueError):
            ac.maximum.reduce(ac.zeros(0))

    def test_nothing_is_the_identity(self):
        self.check_bits(ac.sum(ac.zeros((0, 3)), axis=0), ["0" * 16] * 3)
        self.assertEqual(ac.zeros(0).prod().tolist(), 1)
        self.assertEqual((bool(ac.all(ac.zeros(0))), bool(ac.any(ac.zeros(0)))), (True, False))

    def test_means(self):
        a = ac.full(1000, 60000.0, "e")
        self.assertEqual(bits(a.mean()), bits(ac.float16(60000)))
        numbers = [1 + 1j, 2 - 3j, -4 + 0.5j]
        middle = sum(numbers) / 3
        self.assertAlmostEqual(float(ac.array(numbers).var()), sum(abs(z - middle) ** 2 for z in numbers) / 3)
        self.assertAlmostEqual(float(ac.var([1.0, 2.0, 4.0], correction=1)), 7 / 3)
        self.assertAlmostEqual(float(ac.std([1.0, 2.0, 4.0], correction=0.5)), math.sqrt(14 / 3 / 2.5))

    def test_the_order_of_adding_up_is_a_releases(self):
        a = ac.sin(ac.arange(20000.0))
        new = bits(a.sum())
        with ac.release("1.26"):
            old = bits(a.sum())
        pieces = [a[i : i + 8192].sum() for i in range(0, 20000, 8192)]
        self.assertEqual(old, bits(ac.float64(0) + pieces[0] + pieces[1] + pieces[2]))
        self.assertNotEqual(new, old)

    def test_the_first_of_equal_extremes(self):
        for dtype in ("?", "i1", "u2", "i4", "u8", "e", "f", "d", "D", "m8[s]"):
            for n in (5, 31, 32, 33, 64, 65, 255):
                ranks = ac.zeros(n, "i8")
                ranks[n // 3] = ranks[n // 2] = ranks[n - 1] = 1
                a = ranks.view(dtype) if dtype == "m8[s]" else ranks.astype(dtype)
                for layout in (a, ac.repeat(a, 2)[::2]):
                    self.assertEqual((int(layout.argmax()), int(layout.argmin())), (n // 3, 0), (dtype, n))


class Accumulations(Test):
    def test_each_is_the_reduction_of_all_before(self):
        for dtype in ("i4", "i8", "f", "d", "D"):
            for n in LENGTHS:
                a = (ac.arange(n) % 4 + 1).astype(dtype)
                for ufunc in (ac.add, ac.subtract, ac.maximum):
                    if dtype == "D" and ufunc is ac.maximum:
                        continue
                    expected = [a[0].tolist()]
                    for i in range(1, n):
                        expected.append(ufunc(ac.array(expected[-1], dtype), a[i]).tolist())
                    self.assertEqual(ufunc.accumulate(a).tolist(), expected)
                    into = a.copy()
                    ufunc.accumulate(into, out=into)
                    self.assertEqual(into.tolist(), expected)

    def test_comparisons_accumulate(self):
        truths = [bool(i * 7 % 3) for i in range(65)]
        expected = [truths[0]]
        for truth in truths[1:]:
            expected.append(expected[-1] != truth)
        self.assertEqual(ac.not_equal.accumulate(ac.array(truths)).tolist(), expected)

    def test_cumulative_sums(self):
        a = ac.array([100] * 3, "i1")
        self.assertEqual(ac.cumsum(a).tolist(), [100, 200, 300])
        self.assertEqual(ac.cumsum(a, dtype="i1").tolist(), [100, -56, 44])
        self.assertEqual(ac.cumulative_sum(ac.array([1, 2]), include_initial=True).tolist(), [0, 1, 3])
        self.assertEqual(ac.cumulative_prod(ac.array([2, 3])).tolist(), [2, 6])
        with self.assertRaises(ValueError):
            ac.cumulative_sum(ac.zeros((2, 2)))

    def test_reduceat(self):
        a = ac.arange(8.0)
        self.assertEqual(ac.add.reduceat(a, [0, 4, 1, 5]).tolist(), [6, 4, 10, 18])
        self.assertEqual(ac.add.reduceat(a, [5, 3]).tolist(), [5, 25])
        with self.assertRaises(IndexError):
            ac.add.reduceat(a, [8])


class At(Test):
    def test_an_element_named_twice_takes_both(self):
        for dtype in ("i4", "f", "d", "D", "u1"):
            a = ac.zeros(5, dtype)
            ac.add.at(a, [0, 0, 1, -1, -1, -1], 1)
            self.assertEqual(a.tolist(), [2, 1, 0, 0, 3])
            a = ac.arange(5).astype(dtype)
            ac.multiply.at(a, [1, 1, 2], 3)
            self.assertEqual(a.tolist(), [0, 9, 6, 3, 4])
            a = ac.zeros((3, 2), dtype)
            ac.add.at(a, ([0, 0, 2], [1, 1, 0]), 1)
            self.assertEqual(a.tolist(), [[0, 2], [0, 0], [1, 0]])
        a = ac.zeros(3, "f")
        ac.add.at(a, ac.array([-1, -2], "i4"), ac.array([1.5, 2.5]))
        self.assertEqual(a.tolist(), [0, 2.5, 1.5])
        a = ac.arange(4.0)
        ac.negative.at(a, [1, 1, -1])
        self.assertEqual(a.tolist(), [0, 1, 2, -3])
        with self.assertRaises(IndexError):
            ac.add.at(a, [4], 1)


if __name__ == "__main__":
    main()
