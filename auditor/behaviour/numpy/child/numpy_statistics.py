"""Operations that are statistics, in NumPy: the counterpart of ../reference/statistics.cpp."""

import numpy as np

from numpy_compute import axes_of

RELEASE = tuple(int(part) for part in np.__version__.split(".")[:2])


def along(r, a):
    return getattr(np, r["name"])(a[0], axis=axes_of(r), keepdims=r["keepdims"])


def quantile_any(r, a):
    arguments = {"axis": axes_of(r), "keepdims": r["keepdims"],
                 "interpolation" if RELEASE < (1, 22) else "method": r["method"]}
    if r["weights"]:
        arguments["weights"] = a[2]
    q = a[1].item() if r["python_number"] else a[1]
    return getattr(np, r["name"])(a[0], q, **arguments)


def nan_reduce(r, a):
    arguments = {"axis": axes_of(r), "keepdims": r["keepdims"]}
    if r["dtype"]:
        arguments["dtype"] = r["dtype"]
    return getattr(np, r["name"])(a[0], **arguments)


def nan_mean(r, a):
    arguments = {"axis": axes_of(r), "keepdims": r["keepdims"]}
    if r["dtype"]:
        arguments["dtype"] = r["dtype"]
    if r["name"] != "nanmean":
        arguments["ddof"] = r["ddof"]
    if r["where"]:
        arguments["where"] = a[1]
    return getattr(np, r["name"])(a[0], **arguments)


def histogram(r, a):
    rest = list(a[1:])
    arguments = {"weights": rest.pop(0)} if r["weights"] else {}
    if r["density"]:
        arguments["density"] = True
    bins = rest.pop(0) if r["bins"] is None else r["bins"]
    return np.histogram(a[0], bins, r["range"] and tuple(r["range"]), **arguments)[1 if r["edges"] else 0]


def pad_computed(r, a):
    arguments = {}
    if r["name"] in ("reflect", "symmetric"):
        arguments["reflect_type"] = "odd"
    elif r["name"] == "linear_ramp":
        arguments["end_values"] = r["pairs"]
    elif any(one is not None for pair in r["pairs"] for one in pair):
        arguments["stat_length"] = r["pairs"]
    return np.pad(a[0], r["widths"], r["name"], **arguments)


def diff(r, a):
    rest, arguments = list(a[1:]), {}
    for name in ("prepend", "append"):
        if r[name]:
            arguments[name] = rest.pop(0)
    return np.diff(a[0], r["order"], r["axis"], **arguments)


def spacings(r, a):
    rest = list(a[1:])
    return [rest.pop(0) if one is None else one for one in r["spacings"]]


def gradient(r, a):
    found = np.gradient(a[0], *spacings(r, a), axis=axes_of(r), edge_order=r["edge_order"])
    return found[r["which"] % len(found)] if isinstance(found, (list, tuple)) else found


def trapezoid(r, a):
    (spacing,) = spacings(r, a)
    arguments = {"dx" if isinstance(spacing, float) else "x": spacing}
    return getattr(np, "trapezoid" if RELEASE >= (2, 0) else "trapz")(a[0], axis=r["axis"], **arguments)


def average(r, a):
    arguments = {"weights": a[1]} if r["weights"] else {}
    if r["keepdims"]:
        arguments["keepdims"] = True
    axes = axes_of(r)
    if axes is not None and len(axes) == 1:
        (axes,) = axes
    return np.average(a[0], axes, returned=True, **arguments)[1 if r["returned"] else 0]


def cov(r, a):
    rest = list(a[1:])
    arguments = {"rowvar": r["rows"]}
    if r["others"]:
        arguments["y"] = rest.pop(0)
    if r["name"] == "corrcoef":
        return np.corrcoef(a[0], **arguments)
    for name, value in (("frequencies", "fweights"), ("weights", "aweights")):
        if r[name]:
            arguments[value] = rest.pop(0)
    return np.cov(a[0], bias=r["bias"], ddof=r["ddof"], **arguments)


def clip(r, a):
    rest = list(a[1:])
    lower, upper = (rest.pop(0) if r[name] else None for name in ("lower", "upper"))
    return np.clip(a[0], lower, upper)


OPERATIONS = {
    "along": along,
    "quantile_any": quantile_any,
    "nan_reduce": nan_reduce,
    "nan_mean": nan_mean,
    "nan_accumulate": lambda r, a: getattr(np, r["name"])(a[0], r["axis"], r["dtype"]),
    "histogram": histogram,
    "interp": lambda r, a: np.interp(a[0], a[1], a[2], r["left"], r["right"], r["period"]),
    "diff": diff,
    "gradient": gradient,
    "trapezoid": trapezoid,
    "average": average,
    "cov": cov,
    "convolve": lambda r, a: getattr(np, r["name"])(a[0], a[1], r["mode"]),
    "clip": clip,
    "dot": lambda r, a: np.dot(a[0], a[1]),
    "round": lambda r, a: np.round(a[0], r["decimals"]),
    "bincount": lambda r, a: np.bincount(a[0], *a[1:], minlength=r["minimum"]),
    "digitize": lambda r, a: np.digitize(a[0], a[1], r["right"]),
    "searchsorted": lambda r, a: np.searchsorted(a[0], a[1], "right" if r["right"] else "left"),
    "pad_computed": pad_computed,
    "nan_place": lambda r, a: getattr(np, r["name"])(a[0], r["axis"]),
}
