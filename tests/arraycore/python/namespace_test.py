#!/usr/bin/env python3
"""The rest of the main namespace through the module: indices, insertions, grids, polynomials, functions of Python."""

import random

from module import Test, ac, main


class Indices(Test):
    def test_triangles_and_diagonals(self):
        self.assertEqual([one.tolist() for one in ac.tril_indices(3)], [[0, 1, 1, 2, 2, 2], [0, 0, 1, 0, 1, 2]])
        self.assertEqual([one.tolist() for one in ac.triu_indices(2, 1, 3)], [[0, 0, 1], [1, 2, 2]])
        a = ac.zeros((4, 3), int)
        ac.fill_diagonal(a, [1, 2])
        self.assertEqual(a.tolist(), [[1, 0, 0], [0, 2, 0], [0, 0, 1], [0, 0, 0]])
        a = ac.zeros((5, 3), int)
        ac.fill_diagonal(a, 4, wrap=True)
        self.assertEqual(a.tolist(), [[4, 0, 0], [0, 4, 0], [0, 0, 4], [0, 0, 0], [4, 0, 0]])
        cube = ac.zeros((3, 3, 3), int)
        ac.fill_diagonal(cube, 1)
        self.assertEqual([int(cube[i, i, i]) for i in range(3)] + [int(cube.sum())], [1, 1, 1, 3])

    def test_grids(self):
        self.assertEqual(ac.mgrid[0:2, 0:3].tolist(), [[[0, 0, 0], [1, 1, 1]], [[0, 1, 2], [0, 1, 2]]])
        self.assertEqual(ac.mgrid[-1:1:5j].tolist(), [-1, -0.5, 0, 0.5, 1])
        self.assertEqual([one.shape for one in ac.ogrid[0:2, 0:3]], [(2, 1), (1, 3)])
        self.assertEqual(ac.r_[1:4, 0, 4].tolist(), [1, 2, 3, 0, 4])
        self.assertEqual(ac.c_[ac.array([1, 2]), ac.array([3, 4])].tolist(), [[1, 3], [2, 4]])
        rows, columns = ac.ix_([0, 2], [True, False, True])
        self.assertEqual((rows.tolist(), columns.tolist()), ([[0], [2]], [[0, 2]]))

    def test_flat_indices(self):
        self.assertEqual([one.tolist() for one in ac.unravel_index([22, 41, 37], (7, 6))], [[3, 6, 6], [4, 5, 1]])
        self.assertEqual(ac.ravel_multi_index(([3, 6, 6], [4, 5, 1]), (7, 6)).tolist(), [22, 41, 37])
        with self.assertRaises(ValueError):
            ac.unravel_index([42], (7, 6))

    def test_bits(self):
        some = random.Random(1)
        for _ in range(50):
            bits = [some.randrange(2) for _ in range(some.randrange(40))]
            word = int("".join(map(str, bits)) or "0", 2) << (-len(bits) % 8)
            self.assertEqual(ac.packbits(ac.array(bits, "u1")).tobytes(), word.to_bytes((len(bits) + 7) // 8, "big"))


class Moves(Test):
    def test_insert(self):
        a = ac.array([[1, 1], [2, 2], [3, 3]])
        self.assertEqual(ac.insert(a, 1, 5).tolist(), [1, 5, 1, 2, 2, 3, 3])
        self.assertEqual(ac.insert(a, 1, 5, axis=1).tolist(), [[1, 5, 1], [2, 5, 2], [3, 5, 3]])
        self.assertEqual(ac.insert(a, [1], [[7], [8], [9]], axis=1).tolist(), [[1, 7, 1], [2, 8, 2], [3, 9, 3]])
        self.assertEqual(ac.insert(a, 1, [7, 8, 9], axis=1).tolist(), [[1, 7, 1], [2, 8, 2], [3, 9, 3]])
        self.assertEqual(ac.insert(ac.arange(4), [2, 2, 0], [5, 6, 7]).tolist(), [7, 0, 1, 5, 6, 2, 3])
        self.assertEqual(ac.insert(ac.arange(4), slice(1, 3), [5, 6]).tolist(), [0, 5, 1, 6, 2, 3])
        self.assertEqual(ac.insert(ac.arange(2), -1, 9).tolist(), [0, 9, 1])
        for place in (3, -4, [0, 5]):
            with self.assertRaises(IndexError):
                ac.insert(ac.arange(2), place, 1)

    def test_blocks(self):
        a, b = ac.ones((2, 2), int), ac.zeros((2, 1), int)
        self.assertEqual(ac.block([[a, b], [ac.array([5, 5, 5])]]).tolist(), [[1, 1, 0], [1, 1, 0], [5, 5, 5]])
        self.assertEqual(ac.block([1, 2, 3]).tolist(), [1, 2, 3])
        with self.assertRaises(ValueError):
            ac.block([[a], b])

    def test_place(self):
        a = ac.arange(6).reshape((2, 3))
        ac.place(a, a > 2, [44, 55])
        self.assertEqual(a.tolist(), [[0, 1, 2], [44, 55, 44]])


class Functions(Test):
    def test_along_axes(self):
        a = ac.arange(6).reshape((2, 3))
        self.assertEqual(ac.apply_along_axis(lambda line: line[0] + line[-1], 0, a).tolist(), [3, 5, 7])
        self.assertEqual(ac.apply_along_axis(lambda line: line[::-1], 1, a).tolist(), [[2, 1, 0], [5, 4, 3]])
        self.assertEqual(ac.apply_along_axis(ac.diag, 0, a).shape, (2, 2, 3))
        self.assertEqual(ac.apply_over_axes(ac.sum, a, [0, 1]).tolist(), [[15]])

    def test_pieces(self):
        x = ac.array([-2.0, -1, 0, 1])
        self.assertEqual(ac.piecewise(x, [x < 0, x > 0], [-1, lambda some: some * 10, 5]).tolist(), [-1, -1, 5, 10])
        self.assertEqual(ac.vectorize(lambda a, b: max(a, b))([1, 5], [3, 2]).tolist(), [3, 5])
        self.assertEqual(ac.fromfunction(lambda i, j: i + j, (2, 2), dtype=int).tolist(), [[0, 1], [1, 2]])
        self.assertEqual(ac.fromiter(range(5), "i4", 3).tolist(), [0, 1, 2])

    def test_numbers_in_digits(self):
        for number in (0, 1, 5, 255, -3, -(2**63)):
            self.assertEqual(int(ac.base_repr(number, 7), 7), number)
            self.assertEqual(int(ac.binary_repr(number), 2), number)
        self.assertEqual((ac.binary_repr(-3, 4), ac.binary_repr(3, 5), ac.base_repr(0, 2, 3)), ("1101", "00011", "000"))
        with self.assertRaises(ValueError):
            ac.binary_repr(-9, 4)


class Polynomials(Test):
    def test_numbers(self):
        self.assertEqual(ac.polyval([3, 0, 1], 5).item(), 76)
        self.assertEqual([one.tolist() for one in ac.polydiv([3.0, 5, 2], [2.0, 1])], [[1.5, 1.75], [0.25]])
        self.assertEqual(ac.polyint([6, 4, 1], k=3).tolist(), [2, 2, 1, 3])
        self.assertEqual(ac.vander([1, 2, 3], 3).tolist(), [[1, 1, 1], [4, 2, 1], [9, 3, 1]])
        self.assertEqual(ac.logspace(0, 3, 4).tolist(), [1, 10, 100, 1000])
        self.assertEqual(ac.hanning(3).tolist(), [0, 1, 0])


if __name__ == "__main__":
    main()
