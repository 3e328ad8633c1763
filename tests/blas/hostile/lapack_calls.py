"""LAPACK's iterative routines as ctypes calls: what each takes, written down from Netlib's documentation and independently of the guards' own table (blas/interface/guards.cpp).

A routine is one line of words, an argument each. Capitals are arrays of the routine's type, small letters real ones or numbers, by the lists below. Before a colon stands the form of an
input: general, symmetric (both triangles filled), hessenberg, triangle, packed, band, vector; `!` marks the spectrum, which a failed call leaves as NaN.
"""

import ctypes
import itertools
from collections.abc import Iterator

ORDER, LEADING, WORKSPACE = 4, 9, 3000
OPTIONS = {"uplo": "LU", "range": "AVI", "sort": "NS", "balanc": "NB", "sense": "N", "job": "ES"}
INTEGERS = {
    "m": ORDER,
    "n": ORDER,
    "nrhs": 2,
    "kd": 1,
    "il": 1,
    "iu": ORDER,
    "ilo": 1,
    "ihi": ORDER,
    "ncvt": 2,
    "nru": 2,
    "ncc": 0,
    "nzc": ORDER,
    "tryrac": 1,
}
INTEGER_ARRAYS = ("iwork", "ifail", "isuppz", "bwork", "iq")
VALUES = {"vl": 0.0, "vu": 100.0, "abstol": 0.0, "rcond": -1.0}

_SVD = "m n general:A lda !s U ldu VT ldvt work lwork"
_LS = "m n nrhs general:A lda B ldb !s rcond rank work lwork"
_REAL, _COMPLEX = "!wr !wi", "!W"
_REAL_PENCIL, _COMPLEX_PENCIL = "!alphar !alphai BETA", "!ALPHA BETA"
_PENCIL = "n general:A lda general:B ldb"
_VECTORS = "VL ldvl VR ldvr"
_RANGE = "vl vu il iu abstol found !w Z ldz"
_X = "ilo ihi scale abnrm rconde rcondv work lwork"
_GGX = "ilo ihi lscale rscale abnrm bbnrm rconde rcondv work lwork"
_SYMMETRIC = "jobz uplo n symmetric:A lda !w work lwork"
_TRIDIAGONAL = "n vector:d vector:e"
_I, _C = "iwork liwork", "rwork lrwork iwork liwork"

REAL = {
    "gesdd": f"svd {_SVD} iwork",
    "gesvd": f"jobu jobvt {_SVD}",
    "gesvdx": "jobu jobvt range m n general:A lda vl vu il iu found !s U ldu VT ldvt work lwork iwork",
    "gelsd": f"{_LS} iwork",
    "gelss": _LS,
    "bdsqr": "uplo n ncvt nru ncc !vector:d vector:e VT ldvt U ldu C ldc work",
    "bdsdc": "uplo compq n !vector:d vector:e U ldu VT ldvt q iq work iwork",
    "bdsvdx": "uplo jobz range n vector:d vector:e vl vu il iu found !s Z ldz work iwork",
    "lasq1": "n !vector:d vector:e work",
    "geev": f"jobvl jobvr n general:A lda {_REAL} {_VECTORS} work lwork",
    "geevx": f"balanc jobvl jobvr sense n general:A lda {_REAL} {_VECTORS} {_X} iwork",
    "gees": f"jobvs sort select n general:A lda sdim {_REAL} VS ldvs work lwork bwork",
    "geesx": f"jobvs sort select sense n general:A lda sdim {_REAL} VS ldvs rconde rcondv work lwork iwork liwork bwork",
    "ggev": f"jobvl jobvr {_PENCIL} {_REAL_PENCIL} {_VECTORS} work lwork",
    "ggevx": f"balanc jobvl jobvr sense {_PENCIL} {_REAL_PENCIL} {_VECTORS} {_GGX} iwork bwork",
    "gges": f"jobvsl jobvsr sort select {_PENCIL} sdim {_REAL_PENCIL} {_VECTORS} work lwork bwork",
    "ggesx": f"jobvsl jobvsr sort select sense {_PENCIL} sdim {_REAL_PENCIL} {_VECTORS} rconde rcondv work lwork iwork liwork bwork",
    "hseqr": f"job compz n ilo ihi hessenberg:H ldh {_REAL} Z ldz work lwork",
    "hgeqz": f"job compq compz n ilo ihi hessenberg:H ldh triangle:T ldt {_REAL_PENCIL} Q ldq Z ldz work lwork",
    "syev": _SYMMETRIC,
    "syevd": f"{_SYMMETRIC} {_I}",
    "syevr": f"jobz range uplo n symmetric:A lda {_RANGE} isuppz work lwork {_I}",
    "syevx": f"jobz range uplo n symmetric:A lda {_RANGE} work lwork iwork ifail",
    "sygv": "itype jobz uplo n symmetric:A lda definite:B ldb !w work lwork",
    "spev": "jobz uplo n packed:A !w Z ldz work",
    "spevd": f"jobz uplo n packed:A !w Z ldz work lwork {_I}",
    "spevx": f"jobz range uplo n packed:A {_RANGE} work iwork ifail",
    "sbev": "jobz uplo n kd band:A lda !w Z ldz work",
    "sbevd": f"jobz uplo n kd band:A lda !w Z ldz work lwork {_I}",
    "sbevx": f"jobz range uplo n kd band:A lda Q ldq {_RANGE} work iwork ifail",
    "stev": "jobz n !vector:d vector:e Z ldz work",
    "stevd": f"jobz n !vector:d vector:e Z ldz work lwork {_I}",
    "stevr": f"jobz range {_TRIDIAGONAL} {_RANGE} isuppz work lwork {_I}",
    "stevx": f"jobz range {_TRIDIAGONAL} {_RANGE} work iwork ifail",
    "sterf": "n !vector:d vector:e",
    "steqr": "compz n !vector:d vector:e Z ldz work",
    "pteqr": "compz n !vector:d vector:e Z ldz work",
    "stedc": f"compz n !vector:d vector:e Z ldz work lwork {_I}",
    "stemr": f"jobz range {_TRIDIAGONAL} vl vu il iu found !w Z ldz nzc isuppz tryrac work lwork {_I}",
    "stegr": f"jobz range {_TRIDIAGONAL} {_RANGE} isuppz work lwork {_I}",
}
REAL |= {name: REAL[old] for name, old in (("ggev3", "ggev"), ("gges3", "gges"))}
REAL |= {f"{name}_2stage": REAL[name] for name in ("syev", "syevd", "syevr", "syevx", "sbevd")}
REAL |= {
    "sbev_2stage": REAL["sbev"] + " lwork",
    "sbevx_2stage": REAL["sbevx"].replace("work iwork", "work lwork iwork"),
}


REAL_WORK = ("bdsqr", "steqr", "pteqr", "stemr", "stegr")


def _complex() -> dict[str, str]:
    """The complex routines: other names, one array of eigenvalues, rwork."""
    result = {}
    for name, line in REAL.items():
        if name in ("bdsdc", "bdsvdx", "lasq1", "stev", "stevd", "stevr", "stevx", "sterf"):
            continue
        line = line.replace(_REAL_PENCIL, _COMPLEX_PENCIL).replace(_REAL, _COMPLEX)
        if name[:2] in ("sy", "sp", "sb"):
            name = "h" + {"sy": "e", "sp": "p", "sb": "b"}[name[:2]] + name[2:]
        if name in REAL_WORK:
            pass  # as in the real routine
        elif name == "stedc" or "evd" in name and name[0] == "h":
            line = line.replace(_I, _C)
        elif name == "geevx":
            line = line.replace("lwork iwork", "lwork rwork")
        elif name == "geesx":
            line = line.replace("iwork liwork", "rwork")
        elif name.startswith("heevr"):
            line = line.replace(_I, _C)
        elif name != "hseqr":
            head, _, tail = line.rpartition("lwork" if "lwork" in line else "work")
            line = head + ("lwork rwork" if "lwork" in line else "work rwork") + tail
        result[name] = line
    return result


COMPLEX = _complex()
ALL = {letter + name: line for letter in "sdcz" for name, line in (REAL if letter in "sd" else COMPLEX).items()}


class Call:
    """One routine with its arguments; `inputs` are the places of every input, as (array, index of a real number)."""

    def __init__(
        self,
        library: ctypes.CDLL,
        routine: str,
        options: dict[str, str],
        *,
        prefix: str = "",
        suffix: str = "",
        bits: int = 32,
    ) -> None:
        self.function = library[f"{prefix}{routine}_{suffix}"]
        self.function.restype = None
        self.routine = routine
        self.integer = ctypes.c_int64 if bits == 64 else ctypes.c_int32
        self.number = ctypes.c_float if routine[0] in "sc" else ctypes.c_double
        self.parts = 2 if routine[0] in "cz" else 1
        self.arguments: list[object] = []
        self.inputs: list[tuple[object, int]] = []
        self.spectra: list[tuple[object, int]] = []
        self.lengths = 0
        self.info = self.integer(-77)
        # As many as the routine computes: a select function that chooses every eigenvalue.
        self.select = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 1)
        for word in ALL[routine].split():
            self._add(word, options)
        self.arguments.append(ctypes.byref(self.info))

    def _add(self, word: str, options: dict[str, str]) -> None:
        spectrum, word = word.startswith("!"), word.lstrip("!")
        form, _, name = word.rpartition(":")
        if name in options:
            self.arguments.append(ctypes.c_char_p(options[name].encode()))
            self.lengths += 1
        elif name == "select":
            self.arguments.append(self.select)
        elif name in INTEGER_ARRAYS:
            self.arguments.append((self.integer * WORKSPACE)())
        elif (
            name in INTEGERS
            or name in ("found", "rank", "sdim", "itype")
            or (name.startswith("l") and name.islower() and name != "lscale")
        ):
            value = INTEGERS.get(
                name,
                (
                    WORKSPACE
                    if name.endswith("work")
                    else 1 if name == "itype" else 0 if name in ("found", "rank", "sdim") else LEADING
                ),
            )
            self.arguments.append(ctypes.byref(self.integer(value)))
        elif name in VALUES:
            self.arguments.append(ctypes.byref(self.number(VALUES[name])))
        else:
            typed = name.isupper() or (name == "work" and self.routine[1:] not in REAL_WORK)
            array = (self.number * (WORKSPACE * 2))()
            self.arguments.append(array)
            if form:
                self._fill(array, form, self.parts if typed else 1, options.get("uplo", "U"))
            if spectrum:
                self.spectra.append((array, ORDER * (self.parts if typed else 1)))

    def _fill(self, array: object, form: str, parts: int, uplo: str) -> None:
        def place(index: int, value: float, *, named: bool, real: bool = False) -> None:
            array[parts * index] = value
            if named:
                self.inputs.extend((array, parts * index + part) for part in range(1 if real else parts))

        def at(i: int, j: int) -> float:
            return 4.0 + i if i == j else 1.0 / (1 + i + j)

        for i, j in itertools.product(range(ORDER), repeat=2):
            stored = i <= j if uplo == "U" else i >= j
            if form == "general":
                place(i + j * LEADING, at(i, j), named=True)
            elif form in ("symmetric", "definite"):
                place(i + j * LEADING, at(i, j), named=stored and form == "symmetric", real=i == j)
            elif (form == "hessenberg" and i <= j + 1) or (form == "triangle" and i <= j):
                place(i + j * LEADING, at(i, j), named=True)
            elif form == "packed" and stored:
                place(
                    i + j * (j + 1) // 2 if uplo == "U" else i - j + j * (2 * ORDER - j + 1) // 2,
                    at(i, j),
                    named=True,
                    real=i == j,
                )
            elif form == "band" and stored and abs(i - j) <= 1:
                place((1 + i - j if uplo == "U" else i - j) + j * LEADING, at(i, j), named=True, real=i == j)
        if form == "vector":
            length = ORDER if not self.inputs else ORDER - 1  # d, then e
            for i in range(length):
                place(i, 4.0 + i if length == ORDER else 0.5, named=True)

    def run(self) -> int:
        self.function(*self.arguments, *([ctypes.c_size_t(1)] * self.lengths))
        return self.info.value

    def spectrum(self) -> list[float]:
        return [value for array, count in self.spectra for value in array[:count]]


def option_sets(routine: str) -> Iterator[dict[str, str]]:
    def letters_of(name: str) -> str:
        if name == "svd":
            return "NSA"
        return OPTIONS.get(name) or ("NI" if name.startswith("comp") else "NA" if routine[1:] == "gesvd" else "NV")

    names = [
        word for word in ALL[routine].split() if word in OPTIONS or word.startswith(("job", "comp")) or word == "svd"
    ]
    for letters in itertools.product(*map(letters_of, names)):
        if not ("2stage" in routine and "V" in letters[:1]):  # computing vectors isn't implemented there
            yield dict(zip(names, letters))
