#!/usr/bin/env python3
"""Linear algebra through the module: names, results and errors of numpy.linalg."""

import math

from module import Test, ac, main

la = ac.linalg


class LinearAlgebra(Test):
    def near(self, a, b, bound=1e-13):
        self.assertLess(float(ac.max(ac.abs(ac.asarray(a) - ac.asarray(b)))), bound)

    def test_factorisations(self):
        a = ac.array([[4.0, 1, 2], [1, 3, 0], [2, 0, 5]])
        self.near(la.solve(a, a @ [1.0, 2, 3]), [1, 2, 3])
        self.near(la.inv(a) @ a, ac.eye(3))
        self.assertAlmostEqual(float(la.det(a)), 43)
        sign, logarithm = la.slogdet(a)
        self.assertAlmostEqual(float(sign) * math.exp(float(logarithm)), 43)
        lower = la.cholesky(a)
        self.near(lower @ lower.T, a)
        q, r = la.qr(a)
        self.near(q @ r, a)
        u, s, vh = la.svd(a)
        self.near((u * s) @ vh, a)
        w, v = la.eigh(a)
        self.near(a @ v, v * w)
        self.near(la.eigvalsh(a), w)
        self.near(la.pinv(a), la.inv(a))
        x, residuals, rank, _ = la.lstsq([[1.0, 0], [1, 1], [1, 2]], [1.0, 3, 5])
        self.near(x, [1, 2])
        self.assertEqual((rank, residuals.shape), (2, (1,)))

    def test_norms_and_powers(self):
        self.assertEqual(float(la.norm([3.0, 4.0])), 5)
        self.assertEqual(float(la.norm([[3.0, 4.0]], "fro")), 5)
        self.assertEqual(float(la.norm([[3.0, -4.0]], 1)), 4)
        self.assertEqual(float(la.norm([[3.0, -4.0]], ac.inf)), 7)
        self.assertEqual(float(la.vector_norm([1.0, -2.0], ord=1)), 3)
        self.assertEqual(float(la.matrix_norm([[0.0, 2.0]], ord=2)), 2)
        self.assertEqual(la.matrix_power([[1, 1], [1, 0]], 5).tolist(), [[8, 5], [5, 3]])
        self.assertEqual(int(la.matrix_rank(ac.ones((3, 3)))), 1)
        self.assertEqual(float(la.cond([[1.0, 0], [0, 2]])), 2)
        self.assertEqual(la.multi_dot([[[1, 2]], [[3], [4]]]).tolist(), [[11]])

    def test_errors(self):
        for wrong in (lambda: la.inv([[1.0, 2], [2, 4]]), lambda: la.inv([1.0]), lambda: la.det([[1.0, 2]]),
                      lambda: la.cholesky([[-1.0]]), lambda: la.svd([[ac.nan]])):
            self.assertRaises(la.LinAlgError, wrong)
        self.assertRaises(TypeError, la.inv, ac.ones((1, 1), dtype="e"))
        self.assertRaises(NotImplementedError, la.eig, [[1.0]])


if __name__ == "__main__":
    main()
