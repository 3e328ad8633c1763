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


class Outside(Exception):
    """Memory was written that isn't the output's."""


def exact_bytes(array):
    """Its elements, those of long double without the bytes that hold nothing."""
    if array.dtype.char in "gG":
        return np.ascontiguousarray(array).view("u1").reshape(-1, 16)[:, :10].tobytes()
    return array.tobytes()


def replace_differing(shown, whole, part):
    """Puts elements of `part` that aren't those of `whole` into `shown`, NaN apart."""
    for i in range(len(part)):
        if exact_bytes(part[i : i + 1]) != exact_bytes(whole[i : i + 1]) and part[i] == part[i]:
            if exact_bytes(shown[i : i + 1]) == exact_bytes(whole[i : i + 1]):
                shown[i] = part[i]


def of_every_length(function, inputs, out, output):
    """A ufunc of the first 1, 2, ... elements: the result of all of them, in which elements that another length gives
    otherwise stand in their place."""
    count = len(inputs[0])
    before = None if out is None else out.copy()

    def call(n):
        arguments = {}
        if out is not None:
            out[...] = before
            arguments["out"] = out[:n]
        results = function(*[one[:n] for one in inputs], **arguments)
        return results[output % len(results)] if isinstance(results, tuple) else results

    whole = call(count).copy()
    # A memory order of its own would make each comparison a copy.
    known, shown, size = exact_bytes(whole), whole.copy(), len(exact_bytes(whole[:1]))
    for n in range(1, count):
        part = call(n)
        if out is not None and exact_bytes(out[n:]) != exact_bytes(before[n:]):
            raise Outside("at a length of %d" % n)
        if exact_bytes(part) != known[: n * size]:
            replace_differing(shown, whole, part)
    return shown


def ufunc(r, a):
    if r.get("lengths"):
        flags = Flags()
        with np.errstate(all="call", call=flags):
            out = a[r["inputs"]] if r["out"] else None
            result = of_every_length(ufunc_of(r["name"]), a[: r["inputs"]], out, r["output"])
        return result if r["out"] else (result, flags.letters())
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
