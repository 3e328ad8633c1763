#!/usr/bin/env python3
"""The same as mends_test.py, of eigenvalues and orthogonal vectors.

    mends_spectra_test.py LIBRARY [unittest's arguments]

With LIBRARY = Netlib's 3.11 every test that names a number of Reference-LAPACK's tracker fails.
"""

import cmath
import math
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from lapack_kinds import GUARD, INT, REALS, Case, Kind, integers  # noqa: E402


def row_norm(d, e):
    return max(abs(x) for x in d) + 2 * max(map(abs, e), default=0.0)


def count_up_to(d, e, x: float) -> int:
    """Eigenvalues of a tridiagonal matrix below x."""
    count, pivot = 0, 1.0
    for i, diagonal in enumerate(d):
        pivot = diagonal - x - (e[i - 1] ** 2 / pivot if i else 0.0)
        pivot = pivot or -1e-300
        count += pivot < 0
    return count


class Bisection(Case):
    def stebz(self, kind, d, e, chosen=b"A", order=b"E", vl=0.0, vu=0.0, il=0, iu=0):
        n = len(d)
        found, blocks = INT(-1), INT(-1)
        w, block, split = kind.reals([0.0] * n), integers(*[0] * n), integers(*[0] * n)
        info = INT(-99)
        kind.called(
            "stebz", chosen, order, n, vl, vu, il, iu, 0.0, kind.reals(d), kind.reals(e), found, blocks, w, block,
            split, kind.reals([0.0] * (4 * n)), integers(*[0] * (3 * n)), info
        )
        count = max(0, found.value)
        return info.value, list(w[:count]), list(block[:count]), list(split[: blocks.value])

    def test_one_eigenvalue_by_index(self) -> None:
        """lapack#466: info = 2 and no eigenvalue, without vectors."""
        a = [
            [1.0, 0, 0, 0], [0, 0.8100000000000002753, 0, 0], [0, 0.1800000000000001876, 0.04000000000000007022, 0],
            [-0.3999999999999999112, 0, 0, 0.1599999999999999201]
        ]
        kind = Kind("d")
        for jobz in (b"N", b"V"):
            m, info, w, z = INT(-1), INT(-99), kind.reals([0.0] * 4), kind.reals([0.0] * 16)
            matrix = kind.reals([a[i][j] for j in range(4) for i in range(4)])
            kind.called(
                "syevr", jobz, b"I", b"L", 4, matrix, 4, 0.0, 1.0, 4, 4, 0.0, m, w, z, 4, integers(*[0] * 8),
                kind.reals([0.0] * 400), 400, integers(*[0] * 200), 200, info
            )
            self.assertEqual((info.value, m.value), (0, 1), jobz)
            self.assertAlmostEqual(w[0], 1.16, delta=1e-14)

    def test_every_interval_of_indices(self) -> None:
        generator = random.Random(22)
        for kind in self.each(REALS):
            for case in range(60):
                n = generator.randint(1, 12)
                # Equal eigenvalues in different blocks and near ones in the same block among them.
                d = [generator.choice((0.0, 1.0, 1.0 + kind.epsilon, generator.uniform(-1, 1))) for _ in range(n)]
                e = [
                    generator.choice((0.0, 0.0, kind.epsilon / 4, 0.5, generator.uniform(-1, 1))) for _ in range(n - 1)
                ]
                d, e = list(kind.reals(d)[:n]), list(kind.reals(e)[: n - 1])
                info, every, _, _ = self.stebz(kind, d, e)
                self.assertEqual((info, len(every)), (0, n))
                self.assertEqual(every, sorted(every))
                slack = 8 * n * kind.epsilon * (row_norm(d, e) + 1)
                for k, value in enumerate(every):
                    self.assertLessEqual(count_up_to(d, e, value - slack), k)
                    self.assertGreaterEqual(count_up_to(d, e, value + slack), k + 1)
                il = generator.randint(1, n)
                iu = generator.randint(il, n)
                for order in (b"E", b"B"):
                    info, some, block, split = self.stebz(kind, d, e, b"I", order, il=il, iu=iu)
                    self.assertEqual((info, len(some)), (0, iu - il + 1), (d, e, il, iu))
                    self.assertTrue(
                        all(abs(x - y) <= slack for x, y in zip(sorted(some), every[il - 1 : iu])), (d, e, il, iu)
                    )
                    if order == b"B":
                        self.assertEqual(block, sorted(block))
                    self.assertTrue(all(1 <= b <= len(split) for b in block))

    def test_intervals_of_values_are_half_open(self) -> None:
        for kind in self.each(REALS):
            d, e = [3.0, 1.0, 2.0], [0.0, 0.0]
            self.assertEqual(self.stebz(kind, d, e, b"V", vl=1.0, vu=3.0)[1], [2.0, 3.0])
            self.assertEqual(self.stebz(kind, d, e, b"V", b"B", vl=0.0, vu=2.0)[1:3], ([1.0, 2.0], [2, 3]))
            self.assertEqual(self.stebz(kind, d, e, b"V", vl=4.0, vu=5.0)[1], [])

    def test_not_finite(self) -> None:
        for kind in self.each(REALS):
            for value in (math.nan, math.inf):
                self.assertEqual(self.stebz(kind, [1.0, value, 2.0], [0.5, 0.5], b"I", il=2, iu=3)[:2], (4, []))
                self.assertEqual(self.stebz(kind, [1.0, 1.0, 2.0], [0.5, value])[:2], (4, []))
            # Its square overflows.
            large = 2.0**100 if kind.single else 2.0**900
            self.assertEqual(self.stebz(kind, [1.0, 1.0, 2.0], [0.5, large], b"I", il=1, iu=1)[:2], (4, []))


class Eigenvalues(Case):
    def stemr(self, kind, d, e, chosen, vl=0.0, vu=0.0, il=1, iu=2):
        m, info, tryrac = INT(-1), INT(-99), INT(1)
        w, z = kind.reals([0.0] * 2), kind.array([0.0] * 4)
        kind.called(
            "stemr", b"V", chosen, 2, kind.reals(d), kind.reals([e, 0.0]), vl, vu, il, iu, m, w, z, 2, 2,
            integers(*[0] * 4), tryrac, kind.reals([0.0] * 80), 80, integers(*[0] * 40), 40, info
        )
        self.assertEqual(info.value, 0)
        vectors = kind.values(z, 4)
        return list(w[: m.value]), [vectors[2 * k : 2 * k + 2] for k in range(m.value)]

    def test_order_2_in_order(self) -> None:
        """lapack#826: with a negative trace the two changed places."""
        for kind in self.each():
            for d, e in (((-1.0, -3.0), 0.5), ((-2.0, -2.0), 1.0), ((1.0, 3.0), 0.5), ((-4.0, 1.0), 2.0)):
                middle, radius = (d[0] + d[1]) / 2, math.hypot((d[0] - d[1]) / 2, e)
                exact = [middle - radius, middle + radius]
                for chosen, bounds, wanted in (
                    (b"A", {}, exact),
                    (b"I", {"il": 1, "iu": 1}, exact[:1]),
                    (b"I", {"il": 2, "iu": 2}, exact[1:]),
                    (b"V", {"vl": middle, "vu": 100.0}, exact[1:]),
                ):
                    w, vectors = self.stemr(kind, d, e, chosen, **bounds)
                    self.assertEqual(len(w), len(wanted), (d, chosen, bounds))
                    for value, right, (x, y) in zip(w, wanted, vectors):
                        self.assertAlmostEqual(value, right, delta=20 * kind.epsilon)
                        self.assertLessEqual(abs(d[0] * x + e * y - right * x), 50 * kind.epsilon)
                        self.assertLessEqual(abs(e * x + d[1] * y - right * y), 50 * kind.epsilon)

    def test_secular_equation(self) -> None:
        """lapack#1166: no convergence."""
        kind = Kind("d")
        d = [
            -8.99074119452753e-17, 3.1527281176230556e-06, 7.8104209108494e-06, 1.4528378412105169e-05,
            1.69510034346975e-05
        ]
        d += [
            1.9135232081591496e-05, 2.1876238530929982e-05, 0.0001368631409961632, 0.00013686314210337733,
            0.00013686314231692531
        ]
        z = [
            0.9949134596198405, -3.4899173691270033e-12, 1.1833951579424144e-13, -3.922594938299755e-07,
            3.667391172711101e-11
        ]
        z += [
            1.2878681852134999e-08, 0.00011687678584405321, -0.10073328251845629, -1.857424345308814e-14,
            6.243662786005173e-11
        ]
        rho, n = 0.0002513155738468738, 10
        for i in range(1, n + 1):
            delta, value, info = kind.reals([0.0] * n), kind.number(), INT(-99)
            kind.called("laed4", n, i, kind.reals(d), kind.reals(z), delta, rho, value, info)
            self.assertEqual(info.value, 0)
            terms = [x * x / y for x, y in zip(z, delta)]
            self.assertLessEqual(
                abs(math.fsum(terms) + 1 / rho), 100 * n * kind.epsilon * (math.fsum(map(abs, terms)) + 1 / rho), i
            )
            self.assertTrue(d[i - 1] < value.value or delta[i - 1] < 0, i)

    def test_no_negative_zero(self) -> None:
        """lapack#989."""
        for kind in self.each():
            d, info = kind.reals([2.0, -0.0]), INT(-99)
            u = kind.array([1.0, 0.0, 0.0, 1.0])
            kind.called("bdsqr", b"U", 2, 0, 2, 0, d, kind.reals([0.0]), u, 2, u, 2, u, 2, kind.reals([0.0] * 8), info)
            self.assertEqual(info.value, 0)
            self.assertEqual(math.copysign(1.0, d[1]), 1.0)

    def test_empty_problems_have_results(self) -> None:
        """lapack#769, #775."""
        for kind in self.each(REALS):
            none, count, info = kind.reals([0.0]), INT(-5), INT(-5)
            kind.called("larra", 0, none, none, none, 0.0, 0.0, count, integers(0), info)
            self.assertEqual((count.value, info.value), (1, 0))
            counts = [INT(-5) for _ in range(3)]
            kind.called("larrc", b"T", 0, 0.0, 1.0, none, none, 0.0, *counts, info)
            self.assertEqual([each.value for each in counts], [0, 0, 0])
            count = INT(-5)
            rest = (none, none, none, none, integers(0), integers(0), none, integers(0), info)
            kind.called(
                "larrd", b"A", b"E", 0, 0.0, 1.0, 1, 1, none, 0.0, none, none, none, 0.0, 0, integers(0), count,
                *rest
            )
            self.assertEqual(count.value, 0)
            blocks, count = INT(-5), INT(-5)
            kind.called(
                "larre", b"A", 0, kind.number(), kind.number(), 1, 1, none, none, none, 0.0, 0.0, 0.0, blocks,
                integers(0), count, none, none, none, integers(0), integers(0), none, kind.number(), none,
                integers(0), info
            )
            self.assertEqual((blocks.value, count.value), (0, 0))


class Pencils(Case):
    def test_separation_of_complex_pairs(self) -> None:
        """lapack#103: the bound of a pair was too small by sqrt 2."""
        # Eigenvalues c +- i s, and others far away, so that the bound is what counts.
        c, s = 0.6, 0.8
        bound = math.sqrt(2 - math.sqrt(4 - 4 * s * s))  # of x^2 - 2 (c^2 + s^2 + 1) x + 4 s^2
        for kind in self.each(REALS):
            # tgsna takes the pair as lag2 gives it, with a scale.
            scale = kind.number()
            kind.called(
                "lag2", kind.reals([c, s, -s, c]), 2, kind.reals([1.0, 0.0, 0.0, 1.0]), 2, kind.least, scale,
                *[kind.number() for _ in range(4)]
            )
            for n, howmny, chosen in ((2, b"A", (1, 1)), (4, b"A", (1,) * 4), (4, b"S", (0, 0, 1, 0))):
                a, b = [0.0] * (n * n), [float(i == j) for j in range(n) for i in range(n)]
                if n == 4:
                    a[0], a[4], a[5] = 50.0, 1.0, 60.0
                pair = n - 2  # the last block
                for i, j, value in ((0, 0, c), (1, 0, s), (0, 1, -s), (1, 1, c)):
                    a[pair + i + (pair + j) * n] = value
                dif, m, info = kind.reals([0.0] * n), INT(-1), INT(-99)
                none = kind.reals([0.0] * 16)
                size = 2 * n * (n + 2) + 16
                kind.called(
                    "tgsna", b"V", howmny, integers(*chosen), n, kind.reals(a), n, kind.reals(b), n, none, 4, none,
                    4, none, dif, n, m, kind.reals([0.0] * size), size, integers(*[0] * 10), info
                )
                self.assertEqual((info.value, m.value), (0, 2 if howmny == b"S" else n))
                for got in list(dif)[m.value - 2 : m.value]:
                    self.assertAlmostEqual(got, bound * scale.value, delta=40 * kind.epsilon, msg=(n, howmny))


class Orthogonality(Case):
    def reflected(self, kind, alpha, x):
        """beta, tau, v."""
        a, array, tau = kind.array([alpha]), kind.array(x), kind.array([0.0])
        kind.called("larfgp", len(x) + 1, a, array, 1, tau)
        return kind.values(a, 1)[0], kind.values(tau, 1)[0], kind.values(array, len(x))

    def test_positive_reflectors(self) -> None:
        """lapack#938, #980: overflow, and a reflector that isn't one."""
        for kind in self.each():
            tiny = 2.0**-70 if kind.single else 2.0**-600
            cases = [
                (3.0, [4.0]), (-3.0, [4.0]), (1.0, [tiny]), (-1.0, [tiny]), (tiny, [tiny]),
                (kind.least, [kind.least / 4]), (kind.least / 8, [kind.least / 4]), (1.0, [kind.least / 4]),
                (0.0, [1.0, 2.0])
            ]
            # What x is divided by has a reciprocal that overflows.
            small = kind.least * (2.0**26 if kind.single else 2.0**55)
            cases.append((small, [small * (2.0**-14 if kind.single else 2.0**-30)]))
            if kind.complex:
                cases += [
                    (complex(1, tiny), [tiny]), (complex(0, 1), [0.0]), (complex(1, kind.least), [kind.least]),
                    (complex(-3, 4), [complex(0, 12)]), (complex(1, 2 * kind.epsilon), [tiny])
                ]
            for alpha, x in cases:
                beta, tau, v = self.reflected(kind, alpha, x)
                if tau == 0:
                    v = [0.0] * len(x)
                vector = [1.0, *v]
                norm = math.hypot(*(part for y in [alpha, *x] for part in (complex(y).real, complex(y).imag)))
                self.assertTrue(all(cmath.isfinite(y) for y in (beta, tau, *v)), (alpha, x))
                self.assertGreaterEqual(complex(beta).real, 0)
                self.assertLessEqual(abs(beta - norm), 8 * kind.epsilon * norm + kind.least * kind.epsilon, (alpha, x))
                # H is unitary: |tau|^2 |v|^2 = 2 re tau.
                square = sum((abs(tau) * abs(y)) ** 2 for y in vector)
                self.assertLessEqual(abs(square - 2 * complex(tau).real), 40 * kind.epsilon, (alpha, x, tau, v))
                # Hᴴ [alpha; x] = [beta; 0].
                product = sum(
                    complex(y).conjugate() * w for y, w in zip(vector, [alpha / norm, *(y / norm for y in x)])
                )
                for y, w, right in zip(vector, [alpha, *x], [beta, *[0.0] * len(x)]):
                    left = w / norm - complex(tau).conjugate() * y * product
                    self.assertLessEqual(abs(left - right / norm), 40 * kind.epsilon, (alpha, x, tau, v))

    def basis(self, kind, rows: int, columns: int):
        """Orthonormal columns: normalised columns of the discrete cosine transform."""
        return [
            [
                math.sqrt((1 if j == 0 else 2) / rows) * math.cos(math.pi * j * (2 * i + 1) / (2 * rows))
                for i in range(rows)
            ]
            for j in range(columns)
        ]

    def project(self, kind, name, x, columns, m1, step=1):
        rows = len(x)
        q = self.basis(kind, rows, columns)
        m2 = rows - m1
        name = ("un" if kind.complex else "or") + name
        x1 = [float(GUARD)] * (m1 * step)
        x1[::step] = x[:m1]
        x2 = [float(GUARD)] * (m2 * step)
        x2[::step] = x[m1:]
        x1, x2 = kind.array(x1), kind.array(x2)
        info = INT(-99)
        kind.called(
            name, m1, m2, columns, x1, step, x2, step, kind.array([v for column in q for v in column[:m1]]), m1,
            kind.array([v for column in q for v in column[m1:]]), m2, kind.array([0.0] * columns), columns, info
        )
        self.assertEqual(info.value, 0)
        ends = kind.values(x1, m1 * step) + kind.values(x2, m2 * step)
        self.assertTrue(all(value == GUARD for i, value in enumerate(ends) if i % step), "between the elements")
        return ends[::step], q

    def test_projections_are_orthogonal(self) -> None:
        """lapack#917, #928: up to two digits less."""
        for kind in self.each():
            q = self.basis(kind, 8, 3)
            for part in (1.0, 0.3, 0.02, 0.011, 1e-4):
                x = [a + b - 0.5 * c + part * (1 if i % 2 else -1) / 8 for i, (a, b, c) in enumerate(zip(*q))]
                for factor in (1.0, 2.0**-20, 2.0**20):
                    got, _ = self.project(kind, "bdb6", [v * factor for v in x], 3, 5)
                    norm = math.sqrt(sum(abs(v) ** 2 for v in got))
                    self.assertGreater(norm, 0)
                    for column in q:
                        self.assertLessEqual(
                            abs(sum(a * b for a, b in zip(column, got))), 8 * kind.epsilon * norm, (part, factor)
                        )

    def test_vectors_of_the_complement(self) -> None:
        """lapack#930: any length, and elements that aren't adjacent."""
        for kind in self.each():
            q = self.basis(kind, 6, 5)
            inside = [sum(column[i] for column in q) for i in range(6)]
            for x in (inside, [0.0] * 6, [1e-8 * v for v in (1, -2, 3, 1, 1, 5)]):
                for step in (1, 3):
                    got, _ = self.project(kind, "bdb5", x, 5, 2, step)
                    norm = math.sqrt(sum(abs(v) ** 2 for v in got))
                    self.assertGreater(norm, 0.01)
                    for column in q:
                        self.assertLessEqual(
                            abs(sum(a * b for a, b in zip(column, got))), 20 * kind.epsilon * norm, (x, step)
                        )

    def test_leading_dimensions_that_differ(self) -> None:
        """lapack#1265: orbdb3 strode through X21 by X11's."""
        m, p, q = 6, 4, 3
        for kind in self.each():
            name = ("un" if kind.complex else "or") + "bdb3"
            basis = self.basis(kind, m, q)
            results = []
            for ld21 in (p, 2, 7):
                x11 = kind.array([v for column in basis for v in column[:p]])
                x21 = kind.array([v for column in basis for v in (column[p:] + [float(GUARD)] * (ld21 - m + p))])
                theta, phi, info = kind.reals([0.0] * 8), kind.reals([0.0] * 8), INT(-99)
                taus = [kind.array([0.0] * 8) for _ in range(3)]
                kind.called(name, m, p, q, x11, p, x21, ld21, theta, phi, *taus, kind.array([0.0] * 200), 200, info)
                self.assertEqual(info.value, 0)
                stored = kind.values(x21, q * ld21)
                self.assertTrue(
                    all(stored[i + j * ld21] == GUARD for j in range(q) for i in range(m - p, ld21)), "outside X21"
                )
                inside = [stored[i + j * ld21] for j in range(q) for i in range(m - p)]
                results.append((list(theta[: m - p]), list(phi[: m - p - 1]), inside))
            self.assertEqual(results[1], results[0])
            self.assertEqual(results[2], results[0])


if __name__ == "__main__":
    unittest.main()
