#!/usr/bin/env python3
"""The shared libraries as programs meet them: their names, what they need, complex results, error messages, and the choice of instruction set.

    library_test.py libfairplay_blas.so libfairplay_blas_intel.so [liblapack_pic.a]

The archive: Netlib's LAPACK, where it is part of the libraries.
"""

import ctypes
import itertools
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from shared_library import global_symbols, needed, read_elf, symbols  # noqa: E402

LIBRARY, INTEL = (Path(word).resolve() for word in sys.argv[1:3])
NETLIB = [Path(word) for word in sys.argv[3:]]


def netlib_names() -> set[str]:
    return {name for name in global_symbols(*NETLIB) if name.endswith("_")}


def expected_names() -> set[str]:
    """Every routine's Fortran and C name; our own are spelt out here by families, independently of the sources."""
    fortran, c = set(), set()

    def family(letters: str, *stems: str, only_fortran: bool = False) -> None:
        for letter, stem in itertools.product(letters, stems):
            fortran.add(letter + stem)
            if not only_fortran:
                c.add(letter + stem)

    def names(*given: str) -> None:
        fortran.update(given)
        c.update(given)

    family("sdcz", "axpy", "axpby", "copy", "swap", "scal", "rotg")
    family("sd", "dot", "rot", "rotm", "rotmg")
    family("cz", "rot", only_fortran=True)  # LAPACK's, with a complex sine
    names("dsdot", "sdsdot", "csrot", "zdrot", "csscal", "zdscal", "scabs1", "dcabs1")
    names(
        "sasum",
        "dasum",
        "scasum",
        "dzasum",
        "snrm2",
        "dnrm2",
        "scnrm2",
        "dznrm2",
        "isamax",
        "idamax",
        "icamax",
        "izamax",
    )
    fortran.update(("cdotu", "cdotc", "zdotu", "zdotc"))
    c.update(("cdotu_sub", "cdotc_sub", "zdotu_sub", "zdotc_sub"))
    family("sdcz", "gemv", "gbmv", "trmv", "tbmv", "tpmv", "trsv", "tbsv", "tpsv")
    family("sd", "symv", "sbmv", "spmv", "ger", "syr", "spr", "syr2", "spr2")
    family("cz", "hemv", "hbmv", "hpmv", "geru", "gerc", "her", "hpr", "her2", "hpr2")
    family("cz", "symv", "spmv", "syr", "spr", only_fortran=True)  # LAPACK's
    family("sdcz", "gemm", "gemmt", "gemmtr", "symm", "syrk", "syr2k", "trmm", "trsm", "omatcopy", "imatcopy")
    family("cz", "hemm", "herk", "her2k")
    # LAPACK's routines that are our own (blas/lapack).
    family(
        "sdcz",
        "getrf",
        "getrs",
        "getri",
        "gesv",
        "laswp",
        "potrf",
        "potrs",
        "potri",
        "posv",
        "lauum",
        "trtri",
        "trtrs",
        "geqrf",
        "sytrf",
        only_fortran=True,
    )
    family("sdcz", "getf2", "getrf2", "potf2", "potrf2", "lauu2", "sytf2", only_fortran=True)
    family("sd", "orgqr", "ormqr", only_fortran=True)
    family("cz", "ungqr", "unmqr", "hetrf", "hetf2", "unbdb5", "unbdb6", only_fortran=True)
    family("sdcz", "lassq", "larfgp", only_fortran=True)
    family("sd", "stebz", "orbdb5", "orbdb6", only_fortran=True)
    auxiliary = {"xerbla_", "xerbla_array_", "lsame_", "ieeeck_", "cblas_xerbla", "fairplay_blas_config", "fairplay_blas_report"}
    return {name + "_" for name in fortran} | {"cblas_" + name for name in c} | auxiliary | netlib_names()


def call(library: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with the library loaded as `blas`."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("FAIRPLAY_BLAS", "LD_"))
    } | environment
    start = "import ctypes, sys\nblas = ctypes.CDLL(sys.argv[1])\nblas.fairplay_blas_config.restype = ctypes.c_char_p\n"
    return subprocess.run(
        [sys.executable, "-c", start + code, library], env=env, capture_output=True, text=True, timeout=60
    )


class Names(unittest.TestCase):
    def test_exactly_the_standards_names_are_exported(self) -> None:
        for library in (LIBRARY, INTEL):
            exported = symbols(library, "--defined-only")
            self.assertEqual(sorted(expected_names() - exported), [], "missing")
            self.assertEqual(sorted(exported - expected_names()), [], "nobody asked for")

    def test_needs_no_c_plus_plus_runtime(self) -> None:
        self.assertLessEqual(
            needed(LIBRARY), {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
        )
        self.assertIn("[libfairplay_blas.so.0]", read_elf(LIBRARY, "-dW"))
        wanted = symbols(LIBRARY, "--undefined-only")
        netlibs = () if NETLIB else ("sin", "cos", "pow", "exp", "log", "hypot", "cabs")
        for name in ("_Unwind", "__cxa_throw", "pthread_mutex", "__tls_get_addr", "_gfortran", *netlibs):
            self.assertEqual([symbol for symbol in sorted(wanted) if symbol.startswith(name)], [])


class ComplexResults(unittest.TestCase):
    """sum of (1 + 2i)(3 + 4i) = -5 + 10i; conjugated 11 - 2i."""

    def results(self, by_argument: bool, single: bool):
        library = ctypes.CDLL(str(INTEL if by_argument else LIBRARY))
        part = ctypes.c_float if single else ctypes.c_double

        class Number(ctypes.Structure):
            _fields_ = [("re", part), ("im", part)]

        one, x, y = ctypes.c_int(1), Number(1, 2), Number(3, 4)
        for name in ("dotu_", "dotc_"):
            function = library[("c" if single else "z") + name]
            arguments = [ctypes.byref(one), ctypes.byref(x), ctypes.byref(one), ctypes.byref(y), ctypes.byref(one)]
            if by_argument:
                function.restype = None
                result = Number()
                function(ctypes.byref(result), *arguments)
            else:
                function.restype = Number
                result = function(*arguments)
            yield result.re, result.im

    def test_both_conventions(self) -> None:
        for by_argument, single in itertools.product((False, True), repeat=2):
            self.assertEqual(
                list(self.results(by_argument, single)),
                [(-5, 10), (11, -2)],
                f"by_argument={by_argument}, single={single}",
            )


class Errors(unittest.TestCase):
    fortran = """
i = lambda n: ctypes.byref(ctypes.c_int(n))
x = (ctypes.c_double * 4)(1, 2, 3, 4)
one = ctypes.byref(ctypes.c_double(1))
"""

    def test_xerbla_reports_and_the_program_goes_on(self) -> None:
        done = call(
            LIBRARY, self.fortran + "blas.dgemv_(b'N', i(2), i(2), one, x, i(1), x, i(1), one, x, i(1))\nprint(list(x))"
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "fairplay: argument 6 of DGEMV is illegal\n")
        self.assertEqual(done.stdout, "[1.0, 2.0, 3.0, 4.0]\n", "nothing may be written")

    def test_row_major_callers_get_the_number_of_their_own_argument(self) -> None:
        d = "ctypes.c_double(1)"
        # (layout, transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc), with lda too small: Fortran's check
        # finds it as ldb.
        code = f"x = (ctypes.c_double * 9)()\nblas.cblas_dgemm({{layout}}, 111, 111, 3, 3, 3, {d}, x, 2, x, 3, {d}, x, 3)\n"
        for layout in (101, 102):
            self.assertEqual(
                call(LIBRARY, code.format(layout=layout)).stderr,
                "fairplay: argument 9 of cblas_dgemm is illegal\n",
                layout,
            )
        self.assertEqual(
            call(LIBRARY, code.format(layout=7)).stderr, "fairplay: argument 1 of cblas_dgemm is illegal\n"
        )

    def test_extensions_check_their_arguments(self) -> None:
        cases = {
            "blas.domatcopy_(b'X', b'N', i(2), i(2), one, x, i(2), x, i(2))": "argument 1 of DOMATCOPY",
            "blas.domatcopy_(b'C', b'X', i(2), i(2), one, x, i(2), x, i(2))": "argument 2 of DOMATCOPY",
            "blas.domatcopy_(b'C', b'N', i(-1), i(2), one, x, i(2), x, i(2))": "argument 3 of DOMATCOPY",
            "blas.domatcopy_(b'C', b'N', i(2), i(-1), one, x, i(2), x, i(2))": "argument 4 of DOMATCOPY",
            "blas.domatcopy_(b'C', b'N', i(2), i(2), one, x, i(1), x, i(2))": "argument 7 of DOMATCOPY",
            "blas.domatcopy_(b'C', b'T', i(1), i(2), one, x, i(1), x, i(1))": "argument 9 of DOMATCOPY",
            "blas.dimatcopy_(b'R', b'T', i(2), i(1), one, x, i(1), i(1))": "argument 8 of DIMATCOPY",
            "blas.cblas_dimatcopy(101, 112, 2, 1, ctypes.c_double(1), x, 1, 1)": "argument 8 of cblas_dimatcopy",
            "blas.cblas_domatcopy(9, 112, 2, 1, ctypes.c_double(1), x, 1, x, 1)": "argument 1 of cblas_domatcopy",
            "blas.cblas_domatcopy(102, 9, 2, 1, ctypes.c_double(1), x, 1, x, 1)": "argument 2 of cblas_domatcopy",
            "blas.dgemmt_(b'X', b'N', b'N', i(1), i(1), one, x, i(1), x, i(1), one, x, i(1))": "argument 1 of DGEMMT",
            "blas.dgemmt_(b'U', b'N', b'X', i(1), i(1), one, x, i(1), x, i(1), one, x, i(1))": "argument 3 of DGEMMT",
            "blas.dgemmt_(b'U', b'N', b'N', i(1), i(-1), one, x, i(1), x, i(1), one, x, i(1))": "argument 5 of DGEMMT",
            "blas.dgemmtr_(b'U', b'N', b'N', i(2), i(1), one, x, i(2), x, i(1), one, x, i(1))": "argument 13 of DGEMMTR",
            "blas.cblas_dgemmt(102, 121, 111, 111, 2, 1, ctypes.c_double(1), x, 1, x, 1, ctypes.c_double(1), x, 2)": "argument 9 of cblas_dgemmt",
            "blas.zsymv_(b'X', i(1), one, x, i(1), x, i(1), one, x, i(1))": "argument 1 of ZSYMV",
            "blas.zsyr_(b'U', i(1), one, x, i(0), x, i(1))": "argument 5 of ZSYR",
            "blas.zspmv_(b'U', i(1), one, x, x, i(0), one, x, i(1))": "argument 6 of ZSPMV",
        }
        for statement, argument in cases.items():
            self.assertEqual(
                call(LIBRARY, self.fortran + statement).stderr, f"fairplay: {argument} is illegal\n", statement
            )


class Configuration(unittest.TestCase):
    ask = "print(blas.fairplay_blas_config().decode())"

    def test_the_forced_instruction_set_runs(self) -> None:
        default = call(LIBRARY, self.ask)
        self.assertRegex(default.stdout, r"^fairplay BLAS \d+\.\d+\.\d+ (baseline|avx2|avx512|neon) threads=1\n$")
        ran = []
        for isa in ("baseline", "avx2", "avx512", "neon"):
            done = call(LIBRARY, self.ask, FAIRPLAY_BLAS_ISA=isa, FAIRPLAY_BLAS_THREADS="3")
            if done.returncode == 0:
                ran.append(isa)
                self.assertTrue(done.stdout.endswith(f" {isa} threads=3\n"), done.stdout)
            else:
                self.assertEqual(done.returncode, -6, "aborts")
                self.assertRegex(
                    done.stderr,
                    f"^fairplay: FAIRPLAY_BLAS_ISA={isa}: (this CPU doesn't have that instruction set|unknown)",
                )
        self.assertIn("baseline", ran)
        self.assertIn(default.stdout.split()[-2], ran)

    def test_unknown_settings_abort_with_a_message(self) -> None:
        for name, value in (
            ("FAIRPLAY_BLAS_ISA", "sse9"),
            ("FAIRPLAY_BLAS_THREADS", "0"),
            ("FAIRPLAY_BLAS_THREADS", "two"),
        ):
            done = call(LIBRARY, self.ask, **{name: value})
            self.assertEqual(
                (done.returncode, done.stderr.startswith(f"fairplay: {name}={value}: ")), (-6, True), done.stderr
            )

    def test_a_forced_set_computes_as_every_other(self) -> None:
        code = """
n = 37
x = (ctypes.c_double * n)(*(1 / (i + 1) for i in range(n)))
blas.cblas_ddot.restype = ctypes.c_double
print(blas.fairplay_blas_config().split()[3].decode(), blas.cblas_ddot(n, x, 1, x, 1).hex())
"""
        results = {}
        for isa in ("baseline", "avx2", "avx512", "neon"):
            done = call(LIBRARY, code, FAIRPLAY_BLAS_ISA=isa)
            if done.returncode == 0:
                name, results[isa] = done.stdout.split()
                self.assertEqual(name, isa)
        self.assertEqual(len(set(results.values())), 1, results)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
