#!/usr/bin/env python3
"""Products of matrices and tensors through the module: names, operators, out=, both forms of einsum."""

import random

from module import Test, ac, main


class Products(Test):
    def test_operators(self):
        a, b = ac.array([[1, 2], [3, 4]]), ac.array([[0, 1], [1, 0]])
        self.assertEqual((a @ b).tolist(), [[2, 1], [4, 3]])
        self.assertEqual(([1, 1] @ a).tolist(), [4, 6])
        a @= b
        self.assertEqual(a.tolist(), [[2, 1], [4, 3]])

    def test_integers_are_exact(self):
        some = random.Random(1)
        a = [[some.randrange(-(10**9), 10**9) for _ in range(7)] for _ in range(5)]
        b = [[some.randrange(-(10**8), 10**8) for _ in range(4)] for _ in range(7)]
        expected = [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
        self.assertEqual(ac.matmul(a, b).tolist(), expected)
        self.assertEqual(ac.einsum("ij,jk", a, b).tolist(), expected)
        self.assertEqual(ac.einsum(ac.asarray(a), [0, 1], ac.asarray(b), [1, 2], [0, 2]).tolist(), expected)
        self.assertEqual(ac.einsum(a, [Ellipsis, 1], b, [1, 2]).tolist(), expected)
        self.assertEqual(ac.tensordot(a, b, 1).tolist(), expected)
        self.assertEqual(ac.inner(a, ac.asarray(b).T).tolist(), expected)

    def test_axes_and_outputs(self):
        a = ac.reshape(ac.arange(6.0), (2, 3))
        self.assertEqual(ac.vecdot(a, a, axis=0).tolist(), [9, 17, 29])
        self.assertEqual(ac.vecdot(a, a, axis=0, keepdims=True).shape, (1, 3))
        out = ac.zeros(2)
        self.assertIs(ac.matvec(a, [1, 1, 1], out=out), out)
        self.assertEqual(out.tolist(), [3, 12])
        self.assertEqual(ac.matmul(a, a, axes=[(0, 1), (1, 0), (0, 1)]).tolist(), [[5, 14], [14, 50]])
        self.assertRaises(TypeError, ac.matmul, a, a.T, axis=0)
        self.assertRaises(ValueError, ac.matmul, a, a)

    def test_others(self):
        self.assertEqual(ac.kron([1, 10], [1, 2]).tolist(), [1, 2, 10, 20])
        self.assertEqual(ac.outer([1, 2], [3, 4]).tolist(), [[3, 4], [6, 8]])
        self.assertEqual(ac.vdot([1j], [1j]).item(), 1)
        self.assertRaises(ValueError, ac.einsum, "ij->ii", [[1]])


if __name__ == "__main__":
    main()
