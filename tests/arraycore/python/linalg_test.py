#!/usr/bin/env python3
"""Linear algebra through the module: names, results and errors of numpy.linalg."""

import math
import warnings

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

    def test_eigenvalues(self):
        a = ac.array([[1.0, 2, 0], [-3, 1, 1], [0, 1, 4]])
        w, v = la.eig(a)
        self.near(a @ v, v * w)
        self.near(ac.sum(w), 6)
        self.near(ac.sort(ac.real(la.eigvals(a))), ac.sort(ac.real(w)))
        self.assertEqual(la.eig(a).eigenvectors.shape, (3, 3))
        self.assertEqual(la.eigvals(ac.ones((2, 0, 0))).shape, (2, 0))
        real = ac.array([[2, 1], [1, 2]], dtype="f")
        self.assertEqual(la.eigvals(real).dtype, ac.complex64)
        with ac.release("2.4"):
            self.assertEqual(la.eigvals(real).dtype, ac.float32)
            self.assertEqual(la.eig([[0, 1], [-1, 0]]).eigenvalues.dtype, ac.complex128)

    def test_hermitian_forms(self):
        a = ac.array([[1.0, 55], [2, 1]])
        whole = ac.array([[1.0, 2], [2, 1]])
        u, s, vh = la.svd(a, hermitian=True)
        self.near((u * s) @ vh, whole)
        self.near(la.svd(a, compute_uv=False, hermitian=True), [3, 1])
        self.near(la.pinv(a, hermitian=True), la.inv(whole))
        self.assertEqual(int(la.matrix_rank([[1.0, 9], [1, 1]], hermitian=True)), 1)

    def test_tensors_and_vectors(self):
        a = ac.reshape(ac.eye(6) * 2, (2, 3, 6))
        self.near(la.tensorsolve(a, ac.ones((2, 3))), ac.full(6, 0.5))
        self.assertEqual(la.tensorsolve(ac.moveaxis(a, 2, 0), ac.ones((2, 3)), axes=(0,)).shape, (6,))
        self.assertEqual(la.tensorinv(a).shape, (6, 2, 3))
        self.assertEqual(ac.cross([1, 2, 3], [4, 5, 6]).tolist(), [-3, 6, -3])
        self.assertEqual(la.cross([[1], [0], [0]], [[0], [1], [0]], axis=0).tolist(), [[0], [0], [1]])
        with ac.release("1.26"):
            self.assertEqual(ac.cross([1, 2], [4, 5]).tolist(), -3)

    def test_roots_and_fits(self):
        self.near(ac.sort(ac.roots([1, -6, 11, -6])), [1, 2, 3])
        self.assertEqual(ac.roots([0.0, 0.0]).shape, (0,))
        x = ac.arange(6.0)
        self.near(ac.polyfit(x, 2 * x * x - x + 3, 2), [2, -1, 3], 1e-12)
        coefficients, residuals, rank, s, rcond = ac.polyfit(x, x, 1, full=True)
        self.near(coefficients, [1, 0])
        self.assertEqual((residuals.shape, rank, s.shape, rcond), ((1,), 2, (2,), 6 * 2.0**-52))
        self.assertEqual(ac.polyfit(x, x, 1, cov=True)[1].shape, (2, 2))
        self.near(ac.polyfit(x, x, 0, cov="unscaled")[1], 1 / 6)
        self.near(ac.polyfit([0.0, 1, 2], [0.0, 1, 9], 1, w=[1, 1, 0]), [1, 0])
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            ac.polyfit([1.0, 1.0], [1.0, 2.0], 1)
        self.assertEqual([one.category.__name__ for one in caught], ["RankWarning"])
        self.assertRaises(ValueError, ac.polyfit, x, x, -1)
        self.assertRaises(TypeError, ac.polyfit, x, [1.0], 1)
        self.assertRaises(la.LinAlgError, ac.roots, [1.0, ac.nan])

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
        for wrong in (lambda: la.eig([[ac.inf]]), lambda: la.eigvals([[1.0, 2]]), lambda: la.eig([1.0]),
                      lambda: la.tensorsolve(ac.ones((2, 3)), [1.0]), lambda: la.tensorinv(ac.ones((2, 2)), 1)):
            self.assertRaises(la.LinAlgError, wrong)
        self.assertRaises(ValueError, la.tensorinv, ac.eye(2), 0)
        self.assertRaises(ValueError, la.cross, [1, 2], [3, 4])
        self.assertRaises(ValueError, ac.cross, [1, 2], [3, 4])


if __name__ == "__main__":
    main()
