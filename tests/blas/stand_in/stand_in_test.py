#!/usr/bin/env python3
"""Every variant in the place of another BLAS: names, widths, what it calls and what calls it.

stand_in_test.py FOLDER_OF_LIBRARIES FOLDER_OF_FIXTURES
"""

import itertools
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from variants import ILP64, INTEL, LP64, SCIPY, SCIPY64, SUFFIXED, VARIANTS, fixture, python

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from shared_library import bound_by_loader, needed, read_elf, symbols  # noqa: E402

MINE = """
def mine(name, bits=32, library=None):
    '''A routine with its integers; arrays of doubles are given as lists.'''
    Integer = ctypes.c_int64 if bits == 64 else ctypes.c_int
    function = (ctypes.CDLL(library) if library else ctypes.CDLL(None))[name]
    def call(*arguments):
        function.restype = None
        function(*(ctypes.byref(Integer(x)) if isinstance(x, int) else x for x in arguments))
    return call
def doubles(*values): return (ctypes.c_double * len(values))(*values)
"""
LARGEST = "n, step = ctypes.c_int64(3), ctypes.c_int64(1)\nprint(ctypes.CDLL(None).isamax_(ctypes.byref(n), (ctypes.c_float * 3)(1, 5, 2), ctypes.byref(step)))\n"


class Names(unittest.TestCase):
    def test_all_variants_have_the_same_routines(self) -> None:
        routines = symbols(LP64.path, "--defined-only")
        self.assertGreater(len(routines), 2280)
        for variant in VARIANTS:
            self.assertEqual(
                symbols(variant.path, "--defined-only"), {variant.symbol(name) for name in routines}, variant
            )

    def test_what_numpy_calls(self) -> None:
        """numpy 2.x: _multiarray_umath and _umath_linalg."""
        names = {
            f"cblas_{letter}{stem}" for letter, stem in itertools.product("sdcz", ("axpy", "gemm", "gemv", "syrk"))
        }
        names |= {"cblas_sdot", "cblas_ddot"} | {
            f"cblas_{letter}dot{kind}_sub" for letter, kind in itertools.product("cz", "uc")
        }
        names |= {
            letter + stem + "_"
            for letter, stem in itertools.product("sdcz", ("copy", "geev", "gelsd", "gesdd", "gesv", "getrf", "potrf"))
        }
        names |= {"ssyevd_", "dsyevd_", "cheevd_", "zheevd_", "dgeqrf_", "zgeqrf_", "dorgqr_", "zungqr_"}
        names.remove("cgeev_")
        self.assertEqual(len(names), 57)
        for variant in VARIANTS:
            self.assertEqual(
                {variant.symbol(name) for name in names} - symbols(variant.path, "--defined-only"), set(), variant
            )

    def test_needs_the_c_library_alone(self) -> None:
        for variant in VARIANTS:
            dynamic = read_elf(variant.path, "-dlW")
            self.assertLessEqual(needed(variant.path), {"libc.so.6", "libm.so.6"}, variant)
            self.assertNotIn("TEXTREL", dynamic)
            self.assertNotIn("RWE", dynamic, "executable stack")
            self.assertIn(f"[{variant.path.name}.0]", dynamic)

    def test_errors_alone_are_left_to_the_program(self) -> None:
        for variant in VARIANTS:
            bound_later = bound_by_loader(variant.path) & symbols(variant.path, "--defined-only")
            self.assertEqual(bound_later, {variant.symbol("xerbla_"), variant.symbol("cblas_xerbla")}, variant)


class Width(unittest.TestCase):
    def refused(self, done: subprocess.CompletedProcess[str], ours: Path, other: Path, better: str) -> None:
        self.assertEqual(done.returncode, -6, done)
        self.assertIn("can't stand in for", done.stderr)
        for part in (ours.name, str(other), f"Use {better} in its place."):
            self.assertIn(part, done.stderr)

    def test_another_width_is_refused_while_loading(self) -> None:
        self.refused(
            python("pass", LP64.path, fixture("wide")), LP64.path, fixture("wide"), "libfairplay_blas_ilp64.so"
        )
        self.refused(
            python("pass", INTEL.path, fixture("wide")), INTEL.path, fixture("wide"), "libfairplay_blas_ilp64.so"
        )
        self.refused(
            python("pass", ILP64.path, fixture("narrow")), ILP64.path, fixture("narrow"), "libfairplay_blas.so"
        )

    def test_another_width_is_refused_at_the_first_call(self) -> None:
        """The other library comes later, as a Python module's does, and its name shows nothing."""
        for ours, other, better in ((LP64, "unnamed_wide", ILP64), (ILP64, "unnamed_narrow", LP64)):
            code = f"print('loaded')\nother = ctypes.CDLL('{fixture(other)}')\nsys.stdout.flush()\n{LARGEST}"
            done = python(code, ours.path)
            self.assertEqual(done.stdout, "loaded\n")
            self.refused(done, ours.path, fixture(other), better.path.name)

    def test_an_illegal_argument_is_a_first_call(self) -> None:
        """A caller of the other width may get no further."""
        code = f"other = ctypes.CDLL('{fixture('unnamed_narrow')}')\n{MINE}mine('dtrsv_', 64)(b'X', b'N', b'N', 1, doubles(1), 1, doubles(1), 1)"
        self.refused(python(code, ILP64.path), ILP64.path, fixture("unnamed_narrow"), "libfairplay_blas.so")

    def test_the_same_width_is_no_reason(self) -> None:
        for ours, others in (
            (LP64, ("narrow", "unnamed_narrow", "suffixed")),
            (ILP64, ("wide", "unnamed_wide", "suffixed")),
        ):
            for other in others:
                for before in (True, False):
                    done = python(
                        ("" if before else f"other = ctypes.CDLL('{fixture(other)}')\n") + LARGEST,
                        ours.path,
                        *([fixture(other)] if before else []),
                    )
                    self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "2\n", ""), (ours, other, before))

    def test_libraries_with_affixes_get_along_with_all(self) -> None:
        for ours in (SUFFIXED, SCIPY, SCIPY64):
            for other in ("narrow", "wide", "unnamed_narrow", "unnamed_wide"):
                done = python(LARGEST, ours.path, fixture(other))
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "2\n", ""), (ours, other))

    def test_a_library_that_replaces_nothing_refuses_nothing(self) -> None:
        """Opened by itself, or behind the other one."""
        code = (
            f"ours = ctypes.CDLL('{LP64.path}')\nother = ctypes.CDLL('{fixture('wide')}')\nn = ctypes.c_int(3)\n"
            "print(ours.isamax_(ctypes.byref(n), (ctypes.c_float * 3)(1, 5, 2), ctypes.byref(ctypes.c_int(1))))\n"
        )
        self.assertEqual(python(code).stdout, "2\n")
        self.assertEqual(python(code, fixture("wide"), LP64.path).stdout, "2\n")


# Singular values of [3 0; 4 5], eigenvalues of [2 1; 1 2], a linear system, all through Netlib's routines into ours.
SAMPLE = """
s, u, v, work, info = doubles(0, 0), doubles(*[0] * 4), doubles(*[0] * 4), doubles(*[0] * 500), ctypes.c_int64(0)
iwork = (ctypes.c_int64 * 50)()
mine({prefix!r} + 'dgesdd_' + {suffix!r}, {bits}, {path!r})(b'A', 2, 2, doubles(3, 4, 0, 5), 2, s, u, 2, v, 2, work, 500, iwork, ctypes.byref(info), 1)
print([round(x * x, 9) for x in s], info.value)
mine({prefix!r} + 'dsyevr_' + {suffix!r}, {bits}, {path!r})(b'V', b'A', b'U', 2, doubles(2, 1, 1, 2), 2, doubles(0), doubles(0), 0, 0, doubles(0), iwork, s, u, 2, iwork, work, 500, iwork, 50,
                                          ctypes.byref(info), 1, 1, 1)
print([round(x, 12) for x in s], info.value)
"""
EXPECTED = "[45.0, 5.0] 0\n[1.0, 3.0] 0\n"


class Calls(unittest.TestCase):
    def sample(self, variant) -> str:
        return MINE + SAMPLE.format(
            prefix=variant.prefix, suffix=variant.suffix, bits=variant.bits, path=str(variant.path)
        )

    def test_every_variant_computes(self) -> None:
        for variant in VARIANTS:
            done = python(self.sample(variant))
            self.assertEqual((done.stdout, done.stderr), (EXPECTED, ""), variant)

    def test_a_host_that_has_the_same_names_isnt_called(self) -> None:
        for variant in (LP64, INTEL):
            done = python(self.sample(variant), fixture("impostor"))
            self.assertEqual((done.returncode, done.stdout), (0, EXPECTED), done.stderr)

    def test_a_programs_handler_gets_netlibs_errors(self) -> None:
        code = (
            MINE
            + "info = ctypes.c_int(0)\nx = doubles(*[0] * 99)\nmine('dgesvd_')(b'A', b'A', -1, 2, x, 2, x, x, 2, x, 2, x, 99, ctypes.byref(info), 1, 1)\nprint(info.value)"
        )
        self.assertEqual(python(code, fixture("handler"), LP64.path).stdout, "DGESVD 3\n-3\n")
        done = python(code, LP64.path)
        self.assertEqual((done.stdout, done.stderr), ("-3\n", "fairplay: argument 3 of DGESVD is illegal\n"))

    def test_intels_convention_ends_at_the_door(self) -> None:
        """Complex functions return through an argument; LAPACK inside calls them as it was compiled to, with the same bits."""
        code = """
class Number(ctypes.Structure): _fields_ = [('re', ctypes.c_double), ('im', ctypes.c_double)]
blas = ctypes.CDLL({path!r})
x, y, q = Number(1, 2), Number(3, 4), Number(0, 0)
if {by_argument}:
    blas.zladiv_.restype = None
    blas.zladiv_(ctypes.byref(q), ctypes.byref(x), ctypes.byref(y))
else:
    blas.zladiv_.restype = Number
    q = blas.zladiv_(ctypes.byref(x), ctypes.byref(y))
n = 12
i = lambda v: ctypes.byref(ctypes.c_int(v))
a = (Number * (n * n))(*(Number(1 / (1 + r + 2 * c), (r * c % 5) - 2) for c in range(n) for r in range(n)))
w, work, rwork, info = (Number * n)(), (Number * 999)(), (ctypes.c_double * 99)(), ctypes.c_int(0)
blas.zgeev_.restype = None
blas.zgeev_(b'N', b'V', i(n), a, i(n), w, a, i(1), (Number * (n * n))(), i(n), work, i(999), rwork, ctypes.byref(info), 1, 1)
print(round(q.re, 12), round(q.im, 12), info.value, *(part.hex() for number in w for part in (number.re, number.im)))
"""
        gnu, intel = (
            python(code.format(path=str(variant.path), by_argument=variant is INTEL)).stdout
            for variant in (LP64, INTEL)
        )
        self.assertTrue(gnu.startswith("0.44 0.08 0 "), gnu)
        self.assertEqual(gnu, intel)


class Report(unittest.TestCase):
    ask = """
blas = ctypes.CDLL(sys.argv[1]) if len(sys.argv) > 1 else ctypes.CDLL(None)
blas.fairplay_blas_report.restype = ctypes.c_size_t
text, left = ctypes.create_string_buffer(100000), ctypes.c_size_t(99)
size = blas.fairplay_blas_report(text, ctypes.c_size_t(len(text)), ctypes.byref(left))
assert size == len(text.value) == blas.fairplay_blas_report(None, ctypes.c_size_t(0), None), size
short = ctypes.create_string_buffer(b'x' * 10)
assert blas.fairplay_blas_report(short, ctypes.c_size_t(5), None) == size and short.raw[:6] == text.value[:4] + b'\\0x'
print(text.value.decode(), end='')
print(left.value)
"""

    def reported(self, preloaded: list[Path], before: str = "") -> list[str]:
        done = python(
            f"caller = ctypes.CDLL('{fixture('caller')}', mode=1)\n" + before + self.ask,
            *preloaded,
            LD_LIBRARY_PATH=str(fixture("provider").parent),
        )
        self.assertEqual(done.stderr, "")
        return done.stdout.splitlines()

    def test_which_calls_end_elsewhere(self) -> None:
        provider, caller = fixture("provider"), fixture("caller")
        for preloaded, replaced, elsewhere in (
            ([LP64.path], 2, "cblas_dgemm64_ cblas_dgemm_and_more scipy_dgemm_64_"),
            ([SCIPY64.path], 1, "cblas_dgemm64_ cblas_dgemm_and_more dgemm_ dgesdd_"),
            ([SUFFIXED.path], 1, "cblas_dgemm_and_more dgemm_ dgesdd_ scipy_dgemm_64_"),
            ([SCIPY64.path, SUFFIXED.path, ILP64.path], 4, "cblas_dgemm_and_more"),
        ):
            said = self.reported(preloaded)
            self.assertIn(f"{caller}: {replaced} of 5 calls replaced", said)
            self.assertIn(f"  {provider}: {elsewhere}", said)
            self.assertIn(f"{5 - replaced} of 5 calls are not replaced.", said)
            self.assertEqual(said[-1], str(5 - replaced))
            self.assertIn("Not seen: ", said[-2])

    def test_bound_calls_are_reported_by_where_they_are_bound(self) -> None:
        said = self.reported([], before="caller.call()\n" + f"sys.argv[1:] = ['{LP64.path}']\n")
        self.assertIn(f"{fixture('caller')}: 0 of 5 calls replaced", said, "a library that came too late")

    def test_nothing_to_report(self) -> None:
        done = python(self.ask, LP64.path)
        self.assertIn("No BLAS or LAPACK routine is called by name.\n", done.stdout)
        self.assertTrue(done.stdout.endswith("\n0\n"))
        self.assertEqual(
            python("pass", LP64.path, FAIRPLAY_BLAS_REPORT="-").stderr, "", "a process without calls is left alone"
        )

    def test_at_the_end_of_a_program(self) -> None:
        code = f"ctypes.CDLL('{fixture('caller')}')"
        environment = {"LD_LIBRARY_PATH": str(fixture("provider").parent)}
        self.assertIn(
            "3 of 5 calls are not replaced.\n", python(code, LP64.path, FAIRPLAY_BLAS_REPORT="-", **environment).stderr
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report"
            for _ in range(2):
                done = python(code, LP64.path, SCIPY.path, FAIRPLAY_BLAS_REPORT=str(path), **environment)
                self.assertEqual((done.stdout, done.stderr), ("", ""))
            self.assertEqual(
                path.read_text().count(" calls are not replaced.\n"), 2, "one a process, one after the other"
            )
            self.assertRegex(path.read_text(), r"^fairplay BLAS \S+ \S+ threads=1, process \d+ \(python3\S*\)\n")
            self.assertIn(
                "can't be written", python(code, LP64.path, FAIRPLAY_BLAS_REPORT=folder, **environment).stderr
            )


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
