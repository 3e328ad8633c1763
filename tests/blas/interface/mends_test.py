#!/usr/bin/env python3
"""Defects of Netlib's LAPACK 3.11 that the library mustn't have (docs/lapack.md): norms, condition numbers, workspaces,
and what is written where nothing may be.

    mends_test.py LIBRARY [unittest's arguments]

With LIBRARY = Netlib's 3.11 every test that names a number of Reference-LAPACK's tracker fails.
"""

import ctypes
import math
import platform
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from lapack_kinds import GUARD, INT, KINDS, LIBRARY, REALS, Case, Kind, integers  # noqa: E402


class Norms(Case):
    def test_frobenius_norms_at_every_scale(self) -> None:
        """lapack#908: wrong by sqrt 2 next to the thresholds of lassq."""
        rows, columns = 4, 2
        for kind in self.each():
            lange = LIBRARY[f"{kind.letter}lange_"]
            lange.restype = kind.number
            for exponent in kind.exponents[:-4]:
                size = kind.number(math.ldexp(0.9, exponent)).value
                matrix = kind.array([size] * (rows * columns))
                got = lange(
                    ctypes.c_char_p(b"F"), ctypes.byref(INT(rows)), ctypes.byref(INT(columns)), matrix,
                    ctypes.byref(INT(rows)), matrix, ctypes.c_size_t(1)
                )
                exact = size * math.sqrt(8)
                self.assertLessEqual(abs(got - exact), 8 * kind.epsilon * (exact + kind.least), f"0.9 * 2^{exponent}")

    def test_sums_of_squares_that_go_on(self) -> None:
        for kind in self.each():
            for a, b in ((600, -600), (-600, 600), (900, 899), (-1000, -1030), (300, 0), (0, 300)):
                a, b = (a // 9, b // 9) if kind.single else (a, b)
                scale, total = kind.number(0.0), kind.number(1.0)
                for exponent in (a, b):
                    kind.called(
                        "lassq", 2, kind.array([math.ldexp(3.0, exponent), math.ldexp(4.0, exponent)]), 1, scale,
                        total
                    )
                high = max(a, b)
                exact = 5 * math.sqrt(math.ldexp(1.0, 2 * (a - high)) + math.ldexp(1.0, 2 * (b - high)))
                got = math.ldexp(scale.value, -high) * math.sqrt(total.value)
                self.assertLessEqual(abs(got - exact), 16 * kind.epsilon * exact, (a, b))

    def test_not_finite(self) -> None:
        for kind in self.each():
            for value, wanted in ((math.inf, math.inf), (-math.inf, math.inf), (math.nan, math.nan)):
                scale, total = kind.number(0.0), kind.number(1.0)
                kind.called("lassq", 3, kind.array([1.0, value, 2.0]), 1, scale, total)
                norm = scale.value * math.sqrt(total.value)
                self.assertTrue(norm == wanted or math.isnan(norm) and math.isnan(wanted), (value, norm))


class Conditions(Case):
    """lapack#763: NaN gave rcond = 0 and info = 0."""

    N = 3

    def calls(self, kind: Kind, places: list[int]):
        """Of every routine: its name, and rcond and info where element `places` of the full 3 x 3 matrix are NaN."""
        n = self.N
        full = [2.0, 0.1, 0.1, 0.1, 3.0, 0.1, 0.1, 0.1, 4.0]
        for place in places:
            full[place] = math.nan
        upper = [full[i + j * n] for j in range(n) for i in range(j + 1)]
        upper_band = [full[i - 2 + j + j * n] if i - 2 + j >= 0 else 0.0 for j in range(n) for i in range(n)]
        general_band = [full[i - 2 + j + j * n] if 0 <= i - 2 + j < n else 0.0 for j in range(n) for i in range(4)]
        work, more, pivots = kind.array([0.0] * 40), kind.reals([0.0] * 40), integers(1, 2, 3)
        for name, before in (
            ("gecon", (b"1", n, kind.array(full), n, 4.5)),
            ("gbcon", (b"I", n, 1, 1, kind.array(general_band), 4, pivots, 4.5)),
            ("pocon", (b"U", n, kind.array(full), n, 4.5)),
            ("ppcon", (b"U", n, kind.array(upper), 4.5)),
            ("pbcon", (b"U", n, 2, kind.array(upper_band), n, 4.5)),
            ("trcon", (b"1", b"U", b"N", n, kind.array(full), n)),
            ("tpcon", (b"1", b"U", b"N", n, kind.array(upper))),
            ("tbcon", (b"1", b"U", b"N", n, 2, kind.array(upper_band), n)),
        ):
            rcond, info = kind.number(-7.0), INT(-99)
            kind.called(name, *before, rcond, work, more, info)
            yield name, rcond.value, info.value

    def test_nan_in_a_factor(self) -> None:
        for kind in self.each():
            for place in (0, 3, 8):
                for name, rcond, info in self.calls(kind, [place]):
                    self.assertTrue(math.isnan(rcond), (name, place, rcond))
                    self.assertEqual(info, 1 if name == "gecon" else 0, (name, place))

    def test_finite_factors(self) -> None:
        for kind in self.each():
            for name, rcond, info in self.calls(kind, []):
                self.assertTrue(0.05 < rcond < 2, (name, rcond))
                self.assertEqual(info, 0, name)

    def test_a_unit_diagonal_and_the_other_triangle_are_not_read(self) -> None:
        for kind in self.each():
            matrix = [math.nan, math.nan, 0.1, math.nan]
            rcond, info = kind.number(-7.0), INT(-99)
            kind.called(
                "trcon", b"1", b"U", b"U", 2, kind.array(matrix), 2, rcond, kind.array([0.0] * 8),
                kind.reals([0.0] * 8), info
            )
            self.assertEqual(info.value, 0)
            self.assertTrue(0.5 < rcond.value <= 1, rcond.value)

    def test_norms_that_are_not_finite(self) -> None:
        for kind in self.each():
            for norm in (math.nan, math.inf):
                rcond, info = kind.number(-7.0), INT(-99)
                work = kind.array([0.0] * 16)
                kind.called("gecon", b"1", 2, kind.array([1.0, 0.0, 0.0, 1.0]), 2, norm, rcond, work, work, info)
                self.assertEqual(info.value, -5)
                self.assertTrue(math.isnan(rcond.value) if math.isnan(norm) else rcond.value == 0)


class Others(Case):
    def test_least_squares_without_right_hand_sides(self) -> None:
        """lapack#876: a column of B was written to."""
        for kind in self.each():
            for m, n in ((3, 3), (4, 2), (2, 4), (2, 40)):
                b = kind.array([float(GUARD)] * 64)
                rank, info = INT(-1), INT(-99)
                a = kind.array([1.0 / (1 + i + 2 * j) + (i == j) for j in range(n) for i in range(m)])
                work = kind.array([0.0] * 4000)
                rest = (kind.reals([0.0] * 400),) if kind.complex else ()
                kind.called("gelss", m, n, 0, a, m, b, 64, kind.reals([0.0] * 64), -1.0, rank, work, 4000, *rest, info)
                self.assertEqual((info.value, rank.value), (0, min(m, n)))
                self.assertEqual(kind.values(b, 64), [GUARD] * 64, (m, n))

    def test_fixed_columns_and_a_smaller_workspace(self) -> None:
        """lapack#1035: geqp3 wrote behind the end of its workspace."""
        n = 300
        generator = random.Random(1)
        matrix = [generator.uniform(-1, 1) for _ in range(n * n)]
        for kind in self.each(REALS):
            size = 3 * n + 1
            pivots, info = integers(*[1] * (n // 2), *[0] * (n // 2)), INT(-99)
            work = kind.array([float(GUARD)] * (size + n))
            kind.called("geqp3", n, n, kind.array(matrix), n, pivots, kind.array([0.0] * n), work, size, info)
            self.assertEqual((info.value, sorted(pivots)), (0, list(range(1, n + 1))))
            self.assertEqual(list(work[size:]), [GUARD] * n)
            kind.called("geqp3", n, n, kind.array(matrix), n, pivots, kind.array([0.0] * n), work, size - 1, info)
            self.assertEqual(info.value, -8)

    def test_random_numbers_are_not_written_where_none_are_wanted(self) -> None:
        """lapack#837."""
        for kind in self.each(REALS):
            seed, numbers = integers(1, 2, 3, 5), kind.reals([float(GUARD)])
            kind.called("laruv", seed, 0, numbers)
            self.assertEqual((list(seed), numbers[0]), ([1, 2, 3, 5], GUARD))

    def test_no_flags_from_asking_for_ieee_arithmetic(self) -> None:
        """lapack#1168."""
        math_library = ctypes.CDLL("libm.so.6")
        every = 0x3D if "x86" in platform.machine() else 0x1F
        math_library.feclearexcept(every)
        result = LIBRARY.ieeeck_(ctypes.byref(INT(1)), ctypes.byref(ctypes.c_float(0)), ctypes.byref(ctypes.c_float(1)))
        self.assertEqual((result, math_library.fetestexcept(every)), (1, 0))

    def test_small_equations_of_pencils_keep_to_the_callers_workspace(self) -> None:
        """lapack#907: tgex2 has four integers for them."""
        for kind in self.each(REALS):
            workspace = integers(*[GUARD] * 8)
            upper = [1.0, 0.0, 0.5, 2.0]
            scale, rdsum, rdscale, pq, info = kind.number(), kind.number(0.0), kind.number(1.0), INT(0), INT(-99)
            c, f = kind.reals([1.0] * 4), kind.reals([1.0] * 4)
            kind.called(
                "tgsy2", b"N", 0, 2, 2, kind.reals(upper), 2, kind.reals([5.0, 0.0, 1.0, 6.0]), 2, c, 2,
                kind.reals(upper), 2, kind.reals([1.0, 0.0, 0.25, -1.0]), 2, f, 2, scale, rdsum, rdscale, workspace,
                pq, info
            )
            self.assertEqual(info.value, 0)
            self.assertEqual(list(workspace[4:]), [GUARD] * 4)

    def test_a_query_does_not_change_a_size(self) -> None:
        """lapack#1206."""
        for kind in self.each():
            leading, info = INT(-1), INT(-99)
            a = kind.array([1.0] * 4)
            own = () if kind.complex else (integers(*[0] * 8), -1)
            kind.called(
                "trsyl3", b"N", b"N", 1, 2, 2, a, 2, a, 2, a, 2, kind.number(), *own, kind.reals([0.0] * 16),
                leading, info
            )
            self.assertEqual((info.value, leading.value), (0, -1))

    def test_blocks_wider_than_the_matrix(self) -> None:
        """lapack#1018: rows of T were cleared that don't exist."""
        for kind in self.each():
            name = "unhr_col" if kind.complex else "orhr_col"
            m, n, nb = 3, 2, 6
            a = kind.array([1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
            t = kind.array([float(GUARD)] * (n * n + 16))
            info = INT(-99)
            kind.called(name, m, n, nb, a, m, t, n, kind.array([0.0] * n), info)
            self.assertEqual(info.value, 0)
            self.assertEqual(kind.values(t, n * n + 16)[n * n :], [GUARD] * 16)

    def test_reflectors_that_run_backwards(self) -> None:
        """lapack#1315: with zeros at the end of the vector another one was applied."""
        m, n, tau = 4, 3, 0.5
        v = [1.0, 2.0, 0.0, 0.0]
        c = [[float(1 + i + 2 * j) for j in range(n)] for i in range(m)]
        exact = [[c[i][j] - tau * v[i] * sum(v[k] * c[k][j] for k in range(m)) for j in range(n)] for i in range(m)]
        for kind in self.each():
            stored = kind.array([c[i][j] for j in range(n) for i in range(m)])
            kind.called(
                "larf", b"L", m, n, kind.array(v[::-1]), -1, kind.array([tau]), stored, m, kind.array([0.0] * 8)
            )
            got = kind.values(stored, m * n)
            for i in range(m):
                for j in range(n):
                    self.assertAlmostEqual(got[i + j * m], exact[i][j], delta=1e-4)


class Queries(Case):
    """lapack#883, #942: an empty matrix needs no workspace, said the query, and the call refused it."""

    def ask(self, kind, name, *before, after=()):
        work, info = kind.array([-5.0] * 600), INT(-99)
        kind.called(name, *before, work, -1, *after, info)
        self.assertEqual(info.value, 0, name)
        size = int(work[0])
        self.assertGreaterEqual(size, 1, name)
        kind.called(name, *before, work, size, *after, info)
        self.assertEqual(info.value, 0, f"{name} with {size}")

    def test_empty_matrices(self) -> None:
        for kind in self.each():
            o, p = kind.array([0.0] * 16), integers(*[0] * 16)
            sy = ("sy", "he")[kind.complex]
            un = ("or", "un")[kind.complex]
            for name, before in (
                ("gelqf", (0, 0, o, 1, o)),
                ("geqrfp", (0, 0, o, 1, o)),
                ("gebrd", (0, 0, o, 1, o, o, o, o)),
                ("getsqrhrt", (0, 0, 1, 1, 1, o, 1, o, 1)),
                ("ggqrf", (0, 0, 0, o, 1, o, o, 1, o)),
                ("ggrqf", (0, 0, 0, o, 1, o, o, 1, o)),
                (f"{sy}trd", (b"U", 0, o, 1, o, o, o)),
                (f"{sy}trf_aa", (b"U", 0, o, 1, p)),
                ("sytrf_aa", (b"L", 0, o, 1, p)),
                (f"{sy}trf_rk", (b"U", 0, o, 1, o, p)),
                (f"{sy}sv_aa", (b"U", 0, 0, o, 1, p, o, 1)),
                (f"{sy}trs_aa", (b"U", 0, 0, o, 1, p, o, 1)),
                (f"{sy}tri2", (b"U", 0, o, 1, p)),
                (f"{un}m22", (b"L", b"N", 0, 0, 0, 0, o, 1, o, 1)),
                (f"{un}gtsqr", (0, 0, 1, 1, o, 1, o, 1)),
                (f"{un}gtsqr_row", (0, 0, 1, 1, o, 1, o, 1)),
                ("latsqr", (0, 0, 1, 1, o, 1, o, 1)),
            ):
                self.ask(kind, name, *before)

    def test_sizes_in_single_precision_are_not_rounded_down(self) -> None:
        """lapack#904, #1195: what a float can't hold is rounded up."""
        for single, double, routine in ((KINDS[0], KINDS[1], "syevd"), (KINDS[2], KINDS[3], "heevd")):
            for n in range(2900, 2910):
                told = []
                for kind in (single, double):
                    o, work, more = kind.array([0.0]), kind.array([0.0]), kind.reals([0.0])
                    sizes, info = integers(0), INT(-99)
                    real = (more, -1) if kind.complex else ()
                    kind.called(routine, b"V", b"L", n, o, n, o, work, -1, *real, sizes, -1, info)
                    self.assertEqual(info.value, 0)
                    told.append((work[0], more[0]))
                self.assertGreaterEqual(told[0], told[1], n)


if __name__ == "__main__":
    unittest.main()
