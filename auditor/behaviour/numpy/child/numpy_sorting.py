"""Sorting, searching and sets in NumPy: the counterpart of ../reference/sorting.cpp."""

import numpy as np


def pieces_in_order(array, kths, axis):
    """What a partition promises, as something that can be compared: each piece between two places is sorted."""
    moved = np.moveaxis(array, axis, -1)
    extent = moved.shape[-1]
    bounds = sorted(set(kth + extent if kth < 0 else kth for kth in kths))
    pieces, start = [], 0
    for bound in bounds + [extent]:
        pieces.append(np.sort(moved[..., start:bound], axis=-1, kind="stable"))
        if bound < extent:
            pieces.append(moved[..., bound : bound + 1])
        start = bound + 1
    return np.moveaxis(np.concatenate(pieces, axis=-1), -1, axis)


def partition(r, a):
    if not r["places"]:
        return pieces_in_order(np.partition(a[0], r["kths"], r["axis"]), r["kths"], r["axis"])
    places = np.argpartition(a[0], r["kths"], r["axis"])
    moved, places = np.moveaxis(a[0], r["axis"], -1), np.moveaxis(places, r["axis"], -1)
    grid = np.ogrid[tuple(slice(extent) for extent in moved.shape)]
    taken = moved[tuple(grid[:-1]) + (places,)]
    return pieces_in_order(np.moveaxis(taken, -1, r["axis"]), r["kths"], r["axis"])


def search(r, a):
    side = "right" if r["right"] else "left"
    if r["sorter"]:
        return np.searchsorted(a[0], a[1], side, np.argsort(a[0], kind="stable"))
    return np.searchsorted(np.sort(a[0], kind="stable"), a[1], side)


def unique(r, a):
    more = {} if r["equal_nan"] else {"equal_nan": False}
    asked = {"indices": "return_index", "inverse": "return_inverse", "counts": "return_counts"}
    if r["which"] == "values":
        return np.unique(a[0], axis=r["axis"], **more)
    more[asked[r["which"]]] = True
    return np.unique(a[0], axis=r["axis"], **more)[1]


def set_of(r, a):
    if r["name"] == "union1d":
        return np.union1d(a[0], a[1])
    if r["assume_unique"]:
        a = [np.unique(a[0]), np.unique(a[1])]
    function = getattr(np, r["name"])
    if r["name"] != "intersect1d" or r["which"] == "values":
        return function(a[0], a[1], r["assume_unique"])
    return function(a[0], a[1], r["assume_unique"], return_indices=True)[1 if r["which"] == "first" else 2]


OPERATIONS = {
    "sort": lambda r, a: np.sort(a[0], r["axis"], r["kind"]),
    "argsort": lambda r, a: np.argsort(a[0], r["axis"], "stable"),
    "partition": partition,
    "lexsort": lambda r, a: np.lexsort(tuple(a), r["axis"]),
    "search": search,
    "unique": unique,
    "set": set_of,
    "isin": lambda r, a: np.isin(a[0], a[1], invert=r["invert"]),
}
