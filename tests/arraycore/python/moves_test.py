#!/usr/bin/env python3
"""Indexing, assignment, shapes and joins: as if the source had been copied before, whatever overlaps."""

import random

from module import Test, ac, main


class Overlap(Test):
    def test_assignment_from_the_same_memory(self):
        a = ac.arange(8)
        a[1:] = a[:-1]
        self.assertEqual(a.tolist(), [0, 0, 1, 2, 3, 4, 5, 6])
        a = ac.arange(5)
        a[[1, 2, 3]] = a[:3]
        self.assertEqual(a.tolist(), [0, 0, 1, 2, 4])
        a = ac.arange(5)
        a[a > 1] = a[:3]
        self.assertEqual(a.tolist(), [0, 1, 0, 1, 2])
        a = ac.array([1, 2, 0])
        a[a] = ac.array([2, 0, 1])
        self.assertEqual(a.tolist(), [1, 2, 0])
        a = ac.arange(6)
        a[a[::-1]] = ac.arange(6) * 10
        self.assertEqual(a.tolist(), [50, 40, 30, 20, 10, 0])

    def test_copyto_with_a_mask(self):
        a = ac.arange(8)
        ac.copyto(a[1:], a[:-1], where=ac.array([1, 0, 1, 1, 0, 1, 1], "?"))
        self.assertEqual(a.tolist(), [0, 0, 2, 2, 3, 5, 5, 6])
        with self.assertRaises(TypeError):
            ac.copyto(ac.zeros(1, "i4"), ac.zeros(1))

    def test_ufuncs_into_their_operands(self):
        for dtype in ("i1", "i4", "i8", "f", "d", "e", "D"):
            for n in (5, 17, 64, 129):
                base = (ac.arange(n) % 5 + 1).astype(dtype)
                for shift in (1, 2, 3):
                    for ufunc in (ac.add, ac.multiply):
                        expected = ufunc(base[shift:], base[:-shift])
                        for part in (slice(shift, None), slice(None, -shift)):
                            a = base.copy()
                            ufunc(a[shift:], a[:-shift], out=a[part])
                            self.assertTrue(ac.array_equal(a[part], expected), (dtype, n, shift, part))
                a = base.copy()
                ac.add(a, a[::-1], out=a)
                self.assertTrue(ac.array_equal(a, base + base[::-1]))

    def test_a_mask_that_is_the_output(self):
        mask = (ac.arange(100) % 2).astype("?")
        expected = ac.where(mask, ~mask, mask)
        ac.logical_not(mask, out=mask, where=mask)
        self.assertTrue(ac.array_equal(mask, expected))

    def test_choose_into_a_choice(self):
        a = ac.array([10, 20, 30, 40])
        ac.choose(ac.array([0, 1, 0, 1]), [a, ac.array([1, 2, 3, 4])], out=a)
        self.assertEqual(a.tolist(), [10, 2, 30, 4])


class Indexing(Test):
    def test_against_lists(self):
        some = random.Random(3)
        rows = [[some.randrange(100) for _ in range(7)] for _ in range(5)]
        a = ac.array(rows)
        for _ in range(300):
            start, stop = (some.choice([None, *range(-9, 10)]) for _ in range(2))
            step = some.choice([None, -3, -2, -1, 1, 2, 3])
            i = some.randrange(-5, 5)
            self.assertEqual(a[i, start:stop:step].tolist(), rows[i][start:stop:step])
            self.assertEqual(a[start:stop:step].tolist(), rows[start:stop:step])
            picked = [some.randrange(-7, 7) for _ in range(4)]
            self.assertEqual(a[i, picked].tolist(), [rows[i][j] for j in picked])

    def test_views_and_copies(self):
        a = ac.zeros((3, 4))
        a[1:, ::2][...] = 1
        self.assertEqual(a.sum().item(), 4)
        element = a[1, 0]
        a[1, 0] = 7
        self.assertEqual(float(element), 1)
        a[[0]][...] = 9
        self.assertEqual(a[0].tolist(), [0] * 4)

    def test_new_axes_ellipses_and_truth_values(self):
        a = ac.arange(24).reshape(2, 3, 4)
        self.assertEqual(a[..., None, 1].shape, (2, 3, 1))
        self.assertEqual(a[True].shape, (1, 2, 3, 4))
        self.assertEqual(a[False].shape, (0, 2, 3, 4))
        self.assertEqual(a[:, [0, 1], [1, 2]].tolist(), [[1, 6], [13, 18]])
        self.assertEqual(a[[0, 1], :, [1, 2]].shape, (2, 3))
        self.assertEqual(a[ac.array(1), ac.int8(2), 3].tolist(), 23)
        self.assertEqual(a[[]].shape, (0, 3, 4))

    def test_what_is_no_index(self):
        a = ac.zeros((3, 4))
        for index in (1.0, "a", (0, 0, 0), 3, (0, -5), [3], [True, False], (..., ...), [0.5], {}):
            with self.assertRaises((IndexError, TypeError), msg=index):
                a[index]
        with self.assertRaises(ValueError):
            a[0] = [1, 2, 3]
        with self.assertRaises(OverflowError):
            ac.zeros(2, "u1")[0] = 256
        with self.assertRaises(ValueError):
            ac.broadcast_to(a, (2, 3, 4))[0] = 1

    def test_take_and_put(self):
        a = ac.arange(5)
        self.assertEqual(ac.take(a, [-7, 7, 12], mode="wrap").tolist(), [3, 2, 2])
        self.assertEqual(ac.take(a, [-7, 7], mode="clip").tolist(), [0, 4])
        self.assertEqual(a.take([[0, -1]]).tolist(), [[0, 4]])
        for indices, mode in (([5], "raise"), ([0], "nearest")):
            with self.assertRaises((IndexError, ValueError)):
                ac.take(a, indices, mode=mode)
        ac.put(a, [0, -1], [8, 9])
        self.assertEqual(a.tolist(), [8, 1, 2, 3, 9])
        self.assertEqual(ac.take_along_axis(ac.array([[3, 1], [0, 2]]), ac.array([[1], [0]]), 1).tolist(), [[1], [0]])


class Shapes(Test):
    def test_reshaped(self):
        a = ac.arange(6).reshape(2, -1)
        self.assertEqual(a.T.reshape(6, order="F").tolist(), list(range(6)))
        self.assertTrue(ac.may_share_memory(a.reshape(3, 2), a))
        with self.assertRaises(ValueError):
            a.T.reshape(6, copy=False)
        for shape in ((4,), (-1, -1), (5, -1)):
            with self.assertRaises(ValueError):
                a.reshape(shape)

    def test_seen_as_another_dtype(self):
        self.assertEqual(ac.array([1.0]).view("u8").tolist(), [0x3FF0000000000000])
        self.assertEqual(ac.arange(4, dtype="u1").view("u2").shape, (2,))
        self.assertEqual(ac.array([1 + 2j]).view("f8").tolist(), [1, 2])
        for a, dtype in ((ac.zeros(3, "u1"), "u2"), (ac.zeros((2, 4))[:, ::2], "f4"), (ac.zeros((), "u2"), "u1")):
            with self.assertRaises(ValueError):
                a.view(dtype)

    def test_axes(self):
        a = ac.zeros((2, 3, 4))
        self.assertEqual(ac.moveaxis(a, 0, -1).shape, (3, 4, 2))
        self.assertEqual(ac.rollaxis(a, 2).shape, (4, 2, 3))
        self.assertEqual(ac.swapaxes(a, 0, 2).shape, (4, 3, 2))
        self.assertEqual(ac.expand_dims(a, (0, -1)).shape, (1, 2, 3, 4, 1))
        self.assertEqual(a.mT.shape, (2, 4, 3))
        self.assertEqual([ac.rot90(ac.array([[1, 2], [3, 4]]), k).tolist() for k in range(4)],
                         [[[1, 2], [3, 4]], [[2, 4], [1, 3]], [[4, 3], [2, 1]], [[3, 1], [4, 2]]])
        for axis in (3, -4):
            with self.assertRaises(ac.AxisError):
                ac.flip(a, axis)

    def test_joins_and_pieces(self):
        self.assertEqual(ac.concatenate([[1], [2.5]]).dtype, ac.float64)
        self.assertEqual(ac.stack([ac.zeros(3), ac.ones(3)], axis=1).shape, (3, 2))
        self.assertEqual([part.tolist() for part in ac.array_split(ac.arange(5), 3)], [[0, 1], [2, 3], [4]])
        self.assertEqual([part.tolist() for part in ac.split(ac.arange(5), [1, 7])], [[0], [1, 2, 3, 4], []])
        self.assertEqual(ac.tile([1, 2], (2, 2)).tolist(), [[1, 2, 1, 2]] * 2)
        self.assertEqual(ac.repeat([[1, 2]], [1, 3], axis=1).tolist(), [[1, 2, 2, 2]])
        self.assertEqual(ac.roll([[1, 2], [3, 4]], 1, 0).tolist(), [[3, 4], [1, 2]])
        with self.assertRaises(ValueError):
            ac.split(ac.arange(5), 2)
        with self.assertRaises(ValueError):
            ac.concatenate([])

    def test_padding_far_beyond_the_array(self):
        a = ac.arange(3)
        self.assertEqual(ac.pad(a, (5, 4), "wrap").tolist(), [(i - 5) % 3 for i in range(12)])
        self.assertEqual(ac.pad(a, (7, 2), "reflect").tolist(), [[0, 1, 2, 1][(i - 7) % 4] for i in range(12)])
        self.assertEqual(ac.pad(a, 1, constant_values=9).tolist(), [9, 0, 1, 2, 9])
        self.assertEqual(ac.pad(a, 2, "linear_ramp").tolist(), [0, 0, 0, 1, 2, 1, 0])
        self.assertEqual(ac.pad(a, 1, "maximum", stat_length=2).tolist(), [1, 0, 1, 2, 2])
        self.assertEqual(ac.pad(a, 2, "reflect", reflect_type="odd").tolist(), [-2, -1, 0, 1, 2, 3, 4])
        self.assertEqual(ac.pad(a, (0, 2), "empty").shape, (5,))
        with self.assertRaises(NotImplementedError):
            ac.pad(a, 1, lambda vector, widths, axis, keywords: None)

    def test_sizes_that_overflow(self):
        for make in (lambda: ac.zeros((2**40, 2**40)), lambda: ac.broadcast_to(ac.zeros(1), (2**62, 8)),
                     lambda: ac.zeros(-1)):
            with self.assertRaises((ValueError, MemoryError)):
                make()


if __name__ == "__main__":
    main()
