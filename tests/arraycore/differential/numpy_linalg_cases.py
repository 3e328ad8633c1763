"""Writes frames of requests of linear algebra, made of NumPy's own tests (numpy/linalg/tests/test_linalg.py, CASES) and
of what the examples in numpy.linalg's docstrings call. Runs in the NumPy of the folder that its argument names.

A request is as those of linalg_requests.py, with `from`, its origin, and `cond`: the condition of the worst matrix, by
which results may be further from each other.
"""

import doctest
import json
import struct
import sys
import types
import warnings

sys.path.insert(0, sys.argv[1])

import numpy as np

KINDS = "fdFD"
NORMS = ["fro", "1", "-1", "inf", "-inf", "2", "-2"]
# Names of a docstring's call, and of the requests that ask for the same.
FUNCTIONS = {
    "solve": ["solve"], "inv": ["inv"], "det": ["det"], "slogdet": ["slogdet"], "eig": ["eig"], "eigvals": ["eigvals"],
    "eigh": ["eigvalsh", "eigh_restored", "eigh_orthogonal"], "eigvalsh": ["eigvalsh"],
    "svd": ["svdvals", "svd_restored", "svd_left", "svd_right"], "pinv": ["pinv"], "lstsq": ["lstsq"], "cond": ["cond"],
    "matrix_rank": ["matrix_rank"], "matrix_power": ["matrix_power"], "qr": ["qr"], "cholesky": ["cholesky"],
}

FRAMES = []
LARGEST = 8192  # bytes of an array's memory


class Anything(types.ModuleType):
    """Stands in for pytest, which the module of tests only decorates its tests with."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments, **named):
        if len(arguments) == 1 and not named and callable(arguments[0]) and arguments[0] is not self:
            return arguments[0]
        return self


def described(array, data):
    """With its memory as it lies, gaps included, unless they are large."""
    low = sum(min(0, (extent - 1) * stride) for extent, stride in zip(array.shape, array.strides) if array.size)
    high = sum(max(0, (extent - 1) * stride) for extent, stride in zip(array.shape, array.strides) if array.size)
    size = high - low + array.itemsize if array.size else 0
    if size > max(LARGEST, array.nbytes):
        return described(np.array(array, order="C"), data)
    start = array.__array_interface__["data"][0] + low
    memory = (np.ctypeslib.ctypes.c_char * size).from_address(start).raw if size else b""
    data.append(memory)
    return {"d": array.dtype.str, "s": list(array.shape), "t": list(array.strides), "o": -low, "n": size}


def condition(a):
    """Of the worst of a stack, as far as it can be told."""
    if a.ndim < 2 or a.size == 0 or not np.isfinite(a).all():
        return 1.0
    with np.errstate(all="ignore"):
        found = float(np.max(np.linalg.cond(a.astype(complex))))
    return min(found, 1e18) if found == found else 1e18


def write(origin, name, arrays, **arguments):
    arrays = [np.asarray(one) for one in arrays]
    if any(one.dtype.char not in KINDS + "bBhHiIlLqQ?" for one in arrays):
        return
    data = []
    request = dict(arguments, op="linalg", name=name, release=[int(one) for one in np.__version__.split(".")[:2]],
                   n=max(arrays[0].shape[-2:] + (1,)), cond=condition(arrays[0]),
                   arrays=[described(one, data) for one in arrays])
    request["from"] = origin
    text = json.dumps(request).encode()
    data = b"".join(data)
    FRAMES.append(struct.pack("<II", len(text), len(data)) + text + data)


def ask(origin, name, a, b=None, power=None):
    """All requests of one name."""
    if name in ("solve", "lstsq"):
        if b is None or name == "lstsq" and np.ndim(a) != 2:
            return
        for which in (0, 1, 3) if name == "lstsq" else (0,):
            write(origin, name, [a, b], which=which)
    elif name in ("slogdet", "qr"):
        for which in range(2):
            for order in ("reduced", "complete") if name == "qr" else ("",):
                # The complete Q of more rows has columns that any LAPACK may choose.
                if not (order == "complete" and which == 0 and np.shape(a)[-2] > np.shape(a)[-1]):
                    write(origin, name, [a], which=which, order=order)
    elif name == "cond":
        square = np.ndim(a) > 1 and np.shape(a)[-1] == np.shape(a)[-2]
        for order in NORMS if square else ["2", "-2"]:
            write(origin, name, [a], order=order)
    elif name == "matrix_power":
        for one in [0, 1, 2, 3, -1, -2] if power is None else [power]:
            write(origin, name, [a], power=int(one))
    else:
        write(origin, name, [a])


def cases():
    for name in ("pytest", "hypothesis"):
        sys.modules.setdefault(name, Anything(name))
    from numpy.linalg.tests import test_linalg

    # The same matrix in some hundred layouts: each takes its turn with one of them.
    for case in [one for place, one in enumerate(test_linalg.CASES) if "strided" not in one.tags or place % 16 == 0]:
        a = np.asarray(case.a)
        square = "nonsquare" not in case.tags
        names = ["svdvals", "svd_restored", "svd_left", "svd_right", "pinv", "lstsq", "cond", "matrix_rank", "qr"]
        if square:
            names += ["solve", "inv", "det", "slogdet", "eig", "eigvals", "matrix_power"]
        if "hermitian" in case.tags:
            names += ["eigvalsh", "eigh_restored", "eigh_orthogonal", "cholesky"]
        for name in names:
            ask(case.name, name, a, case.b)
        if square and a.size:
            # One that is positive definite.
            turned = np.conj(np.swapaxes(a, -1, -2))
            ask(case.name + ", A A^H + I", "cholesky", np.matmul(a, turned) + np.eye(a.shape[-1], dtype=a.dtype))


def examples():
    """What the docstrings' examples call, with their own numbers."""
    original = {name: getattr(np.linalg, name) for name in FUNCTIONS}

    def recording(name):
        def record(*arguments, **named):
            arrays = [np.asarray(one) for one in arguments[: 2 if name in ("solve", "lstsq") else 1]]
            power = arguments[1] if name == "matrix_power" else None
            for one in FUNCTIONS[name]:
                calls.append((f"docstring of {documented}", one, *arrays, *([None] * (2 - len(arrays))), power))
            return original[name](*arguments, **named)

        return record

    calls = []
    for name in FUNCTIONS:
        setattr(np.linalg, name, recording(name))
    for documented in FUNCTIONS:
        names = {"np": np, "LA": np.linalg}
        for example in doctest.DocTestParser().get_examples(original[documented].__doc__):
            try:
                exec(compile(example.source, "<docstring>", "single"), names)
            except Exception:  # plots, and errors that an example shows
                continue
    for name, function in original.items():
        setattr(np.linalg, name, function)
    for call in calls:
        ask(*call)


def main():
    warnings.simplefilter("ignore")
    # Examples print what they compute: nothing of it may come between the frames.
    frames, sys.stdout, sys.displayhook = sys.stdout.buffer, sys.stderr, lambda value: None
    cases()
    examples()
    for frame in FRAMES:
        frames.write(frame)


main()
