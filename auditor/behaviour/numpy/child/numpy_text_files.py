"""The operations of the differential test that are text files, in NumPy: the counterpart of text_files.cpp."""

import io

import numpy as np


def file_of(a):
    return io.StringIO(a[0].tobytes().decode(), newline="")


def loadtxt(r, a):
    more = {"quotechar": r["quotechar"]} if r["quotechar"] is not None else {}
    if r["max_rows"] is not None:
        more["max_rows"] = r["max_rows"]
    return np.loadtxt(file_of(a), np.dtype(r["dtype"]), r["comments"] or None, r["delimiter"], skiprows=r["skiprows"],
                      usecols=r["usecols"], unpack=r["unpack"], ndmin=r["ndmin"], encoding=None, **more)


def genfromtxt(r, a):
    more = {"ndmin": r["ndmin"]} if r["ndmin"] else {}
    return np.genfromtxt(file_of(a), np.dtype(r["dtype"]), r["comments"], r["delimiter"],
                         skip_header=r["skip_header"], skip_footer=r["skip_footer"], usecols=r["usecols"],
                         autostrip=r["autostrip"], unpack=r["unpack"], loose=r["loose"],
                         invalid_raise=r["invalid_raise"], max_rows=r["max_rows"], encoding=None, **more)


def savetxt(r, a):
    file = io.StringIO()
    np.savetxt(file, a[0], r["fmt"], r["delimiter"], r["newline"], r["header"], r["footer"], r["comments"])
    return np.frombuffer(file.getvalue().encode(), np.uint8)


def fromstring(r, a):
    count = -1 if r["count"] is None else r["count"]
    return np.fromstring(a[0].tobytes().decode(), np.dtype(r["dtype"]), count, sep=r["sep"])


OPERATIONS = {"loadtxt": loadtxt, "genfromtxt": genfromtxt, "savetxt": savetxt, "fromstring": fromstring}
