"""Operations that compute, in NumPy: the counterpart of ../reference/compute.cpp."""

import numpy as np

try:
    from numpy._core import umath
except ImportError:
    from numpy.core import umath


def ufunc_of(name):
    if name == "clip":
        return umath.clip
    found = getattr(np, name)
    if not isinstance(found, np.ufunc):
        raise AttributeError(name)
    return found


class Flags:
    """Which floating-point flags NumPy says were raised."""

    def __init__(self):
        self.seen = 0

    def __call__(self, _, status):
        self.seen |= status

    def letters(self):
        return "".join(letter for bit, letter in ((1, "d"), (2, "o"), (4, "u"), (8, "i")) if self.seen & bit)


def ufunc(r, a):
    inputs, rest = a[: r["inputs"]], list(a[r["inputs"] :])
    arguments = {}
    if r["where"]:
        arguments["where"] = rest.pop(0)
    if r["out"]:
        arguments["out"] = tuple(rest)
    if r["casting"] != "same_kind":
        arguments["casting"] = r["casting"]
    if r["signature"]:
        arguments["dtype"] = r["signature"]
    flags = Flags()
    with np.errstate(all="call", call=flags):
        results = ufunc_of(r["name"])(*inputs, **arguments)
    results = results if isinstance(results, tuple) else (results,)
    result = results[r["output"] % len(results)]
    return result if r["out"] else (result, flags.letters())


def axes_of(r):
    return None if r["axes"] is None else tuple(r["axes"])


def reduce(r, a):
    rest = list(a[1:])
    arguments = {"axis": axes_of(r), "keepdims": r["keepdims"]}
    if r["dtype"]:
        arguments["dtype"] = r["dtype"]
    if r["initial"]:
        arguments["initial"] = rest.pop(0)[()]
    if r["where"]:
        arguments["where"] = rest.pop(0)
    return ufunc_of(r["name"]).reduce(a[0], **arguments)


def statistic(r, a):
    arguments = {"axis": axes_of(r), "keepdims": r["keepdims"]}
    if r["name"] != "mean":
        arguments["ddof"] = r["ddof"]
    if r["where"]:
        arguments["where"] = a[1]
    return getattr(np, r["name"])(a[0], **arguments)


def at(r, a):
    ufunc_of(r["name"]).at(a[0], a[1], *a[2:])
    return a[0]


OPERATIONS = {
    "ufunc": ufunc,
    "outer": lambda r, a: ufunc_of(r["name"]).outer(a[0], a[1]),
    "reduce": reduce,
    "statistic": statistic,
    "at": at,
    "accumulate": lambda r, a: ufunc_of(r["name"]).accumulate(a[0], r["axis"], r["dtype"]),
    "reduceat": lambda r, a: ufunc_of(r["name"]).reduceat(a[0], r["indices"], r["axis"], r["dtype"]),
    "argmax": lambda r, a: np.argmax(a[0], r["axis"]),
    "argmin": lambda r, a: np.argmin(a[0], r["axis"]),
}
