"""The rest of the main namespace in NumPy: the counterpart of ../reference/names.cpp."""

import warnings

import numpy as np


def bit_order(r):
    return {} if r["bits"] == "big" else {"bitorder": r["bits"]}


def unpackbits(r, a):
    more = bit_order(r)
    if r["count"] is not None:
        more["count"] = r["count"]
    return np.unpackbits(a[0], r["axis"], **more)


def unravel_index(r, a):
    # The name of the second argument changed in 1.16.
    found = np.unravel_index(a[0], tuple(r["shape"]), order=r["order"])
    return np.asarray(found[r["which"] % len(found)])


def ravel_multi_index(r, a):
    return np.asarray(np.ravel_multi_index(tuple(a), tuple(r["shape"]), tuple(r["modes"]), r["order"]))


def poly_pair(r, a):
    found = getattr(np, r["name"])(a[0], a[1])
    return found[r["which"]] if r["name"] == "polydiv" else found


def polyfit(r, a):
    weights = a[2] if len(a) > 2 else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if r["which"] == 3:
            return np.polyfit(a[0], a[1], r["degree"], w=weights, cov=True if r["cov"] == "scaled" else r["cov"])[1]
        found = np.polyfit(a[0], a[1], r["degree"], full=True, w=weights)
    return np.asarray(found[[0, 1, 3][r["which"]]])


def unwrap(r, a):
    more = {} if r["period"] is None else {"period": r["period"]}
    # Up to 1.20 the default is half the period, as a number.
    step = {} if r["step"] is None else {"discont": r["step"]}
    return np.unwrap(a[0], axis=r["axis"], **step, **more)


def geomspace(r, a):
    # The axis came with 1.16.
    more = {"axis": r["axis"]} if r["axis"] else {}
    return np.asarray(np.geomspace(a[0], a[1], r["count"], r["endpoint"], r["dtype"] and np.dtype(r["dtype"]), **more))


def window(r, a):
    more = [r["beta"]] if r["name"] == "kaiser" else []
    return getattr(np, r["name"])(r["count"], *more)


def histogramdd(r, a):
    rest = list(a[1:])
    arguments = {"weights": rest.pop(0)} if r["weights"] else {}
    if r["density"]:
        arguments["density"] = True
    bins = [rest.pop(0) if bins is None else bins for bins in r["bins"]]
    counts, edges = np.histogramdd(a[0], bins, r["ranges"], **arguments)
    return edges[(r["which"] - 1) % len(edges)] if r["which"] else counts


OPERATIONS = {
    "shares_memory": lambda r, a: np.shares_memory(a[0], a[1]),
    "min_scalar_type": lambda r, a: np.min_scalar_type(a[0]),
    "histogramdd": histogramdd,
    "packbits": lambda r, a: np.packbits(a[0], r["axis"], **bit_order(r)),
    "unpackbits": unpackbits,
    "unravel_index": unravel_index,
    "ravel_multi_index": ravel_multi_index,
    "poly_pair": poly_pair,
    "polyval": lambda r, a: np.polyval(a[0], a[1]),
    "polyder": lambda r, a: np.polyder(a[0], r["times"]),
    "polyint": lambda r, a: np.polyint(a[0], r["times"], a[1] if len(a) > 1 else None),
    "poly": lambda r, a: np.poly(a[0]),
    "vander": lambda r, a: np.vander(a[0], r["columns"], r["increasing"]),
    "roots": lambda r, a: np.roots(a[0]),
    "polyfit": polyfit,
    "unwrap": unwrap,
    "geomspace": geomspace,
    "window": window,
    "i0": lambda r, a: np.i0(a[0]),
}
