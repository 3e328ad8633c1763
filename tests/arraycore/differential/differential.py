#!/usr/bin/env python3
"""Runs random operations in installed NumPys and in arraycore, and compares the bits of the results.

usage: differential.py DRIVER [--SORT] [--seed N] [--count N] [--only PLACE] INTERPRETER=FOLDER ...

SORT is one of SORTS; without one, operations that move elements.

Each INTERPRETER runs the numpy in its FOLDER. `--only` replays one request and shows both answers. Exit code 1 with any
disagreement that EXPLAINED doesn't account for.
"""

import argparse
import collections
import json
import resource
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CHILD = HERE.parents[2] / "auditor/behaviour/numpy/child"
sys.path.insert(1, str(CHILD))

import calendar_verdicts
import compute_verdicts
import fft_verdicts
import file_verdicts
import linalg_verdicts
import linear_verdicts
import names_verdicts
import print_verdicts
import sorting_verdicts
import statistics_verdicts
import stream_verdicts
import string_verdicts
import text_file_verdicts
import time_truth
import time_verdicts
import truth
from calendar_requests import CalendarRequests
from compute_requests import ComputeRequests
from fft_requests import FftRequests
from file_requests import FileRequests
from linalg_requests import LinalgRequests
from linear_requests import LinearRequests
from names_requests import NamesRequests
from print_requests import PrintRequests
from random_requests import Requests, item_size, places
from sorting_requests import SortingRequests
from statistics_requests import StatisticsRequests
from stream_requests import StreamRequests
from string_requests import StringRequests
from text_file_requests import TextFileRequests

# Who makes the requests of each sort, and what they are.
SORTS = {
    "calendar": (CalendarRequests, "business days, and times as text"),
    "compute": (ComputeRequests, "operations that compute, not those that move elements"),
    "fft": (FftRequests, "Fourier transforms"),
    "files": (FileRequests, "arrays as files, and files as arrays"),
    "linalg": (LinalgRequests, "linear algebra"),
    "linear": (LinearRequests, "products of matrices and tensors"),
    "random": (StreamRequests, "random numbers"),
    "names": (NamesRequests, "bits, flat indices, polynomials, windows"),
    "printing": (PrintRequests, "arrays, scalars and numbers as text"),
    "sorting": (SortingRequests, "sorting, searching and sets"),
    "statistics": (StatisticsRequests, "statistics, made of several of those that compute"),
    "strings": (StringRequests, "functions of text"),
    "texts": (TextFileRequests, "text files: tables read and written"),
}

# Whose `same` judges the results of their own OPERATIONS, and who knows explanations.
JUDGES = (statistics_verdicts, fft_verdicts, linalg_verdicts, linear_verdicts, sorting_verdicts, names_verdicts,
          stream_verdicts)
EXPLAINING = (calendar_verdicts, compute_verdicts, fft_verdicts, file_verdicts, linalg_verdicts, linear_verdicts,
              names_verdicts, print_verdicts, sorting_verdicts, statistics_verdicts, stream_verdicts, string_verdicts,
              text_file_verdicts, time_verdicts)

# arraycore's ErrorKind, in its order, and which of NumPy's exceptions agree. An AxisError is an IndexError and a
# ValueError, and releases differ in which of the three they raise. What has no common dtype in the tables is sometimes
# an overflow in NumPy.
ERROR_KINDS = ["value", "value", "axis value index", "index", "dtype range", "value", "range value",
               "memory"]

# Numbers that the integers of a type are within, the second excluded.
LIMITS = {kind + str(n): (-(2 ** (8 * n - 1)), 2 ** (8 * n - 1)) for kind in "iMm" for n in (1, 2, 4, 8)}
LIMITS.update({"u" + str(size): (0, 2 ** (8 * size)) for size in (1, 2, 4, 8)})


def frame(request, data):
    text = json.dumps(request).encode()
    return struct.pack("<II", len(text), len(data)) + text + data


def limit_memory():
    """A wrong shape must be refused here, not fill the machine's memory."""
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def answers(command, frames):
    """What a program answers to each frame: (JSON, data). Where it dies, {"died": its exit code} stands, and another
    process goes on behind that frame."""
    found = []
    while len(found) < len(frames):
        with tempfile.TemporaryFile() as given:
            given.write(b"".join(frames[len(found) :]))
            given.seek(0)
            run = subprocess.run(command, stdin=given, stdout=subprocess.PIPE, preexec_fn=limit_memory)
        output, at = run.stdout, 0
        while at + 8 <= len(output):
            text, data = struct.unpack_from("<II", output, at)
            if at + 8 + text + data > len(output):
                break
            described = json.loads(output[at + 8 : at + 8 + text])
            found.append((described, output[at + 8 + text : at + 8 + text + data]))
            at += 8 + text + data
        if len(found) < len(frames):
            found.append(({"died": run.returncode}, b""))
    return found


def kind_of(dtype):
    """"f8" of "<f8", "M8" of "<M8[s]", "S" of "|S3"."""
    name = dtype.lstrip("<|=").partition("[")[0]
    return name[0] if name[0] in "SU" else name


def real_value(raw):
    """The number that these bytes of a floating type hold, as a float or an int; None of a NaN or an infinity."""
    if len(raw) == 16:
        significand, top = struct.unpack("<QH", raw[:10])
        exponent = (top & 0x7FFF) - 16383 - 63
        if top & 0x7FFF == 0x7FFF:
            return None
        # Cut off to an integer, which is what the casts do.
        magnitude = significand << exponent if exponent >= 0 else significand >> -exponent if exponent > -64 else 0
        return -magnitude if top & 0x8000 else magnitude
    (value,) = struct.unpack({2: "<e", 4: "<f", 8: "<d"}[len(raw)], raw)
    return int(value) if value == value and abs(value) != float("inf") else None


def unspecified(request, data):
    """Places of an `astype` whose integer nobody promises: of a NaN, of an infinity, of what doesn't fit."""
    if request["op"] != "astype":
        return set()
    described = request["arrays"][0]
    source, target = kind_of(described["d"]), kind_of(request["dtype"])
    if source[0] not in "fc" or target not in LIMITS:
        return set()
    low, high = LIMITS[target]
    size = item_size(described["d"]) // (2 if source[0] == "c" else 1)
    values = [real_value(data[place : place + size]) for place in places(described)]
    return {i for i, value in enumerate(values) if value is None or not low <= value < high}


def parts(dtype, data):
    """The elements as bytes, without a long double's padding; complex ones in two. NaNs are one value: which bits one
    has after a conversion, IEEE 754 leaves open."""
    kind = kind_of(dtype)
    size = item_size(dtype) // (2 if kind[0] == "c" else 1)
    if size == 0:
        return []
    elements = [data[i : i + size] for i in range(0, len(data), size)]
    if kind[0] not in "fc":
        return elements
    if size == 16:
        elements = [one[:10] for one in elements]
        return ["nan" if one[8] | one[9] << 8 & 0x7FFF == 0x7FFF and one[:8] != bytes(7) + b"\x80" else one
                for one in elements]
    code = {2: "<e", 4: "<f", 8: "<d"}[size]
    return ["nan" if value != value else one for one in elements for (value,) in [struct.unpack(code, one)]]


def verdict(request, data, ours, theirs):
    """"equal", "both refuse", "unspecified", or what differs."""
    (ours, our_data), (theirs, their_data) = ours, theirs
    if "died" in ours or "died" in theirs:
        return "arraycore dies" if "died" in ours else "NumPy dies"
    if "error" in ours and "error" in theirs:
        return "both refuse" if theirs["error"] in ERROR_KINDS[ours["error"]] else "both refuse, another kind of error"
    if "error" in ours or "error" in theirs:
        return "arraycore refuses" if "error" in ours else "NumPy refuses"
    if "text" in ours or "text" in theirs:
        return print_verdicts.same(request, ours.get("text"), theirs.get("text"))
    if ours["d"] != theirs["d"]:
        return "another dtype"
    if ours["s"] != theirs["s"]:
        return "another shape"
    skipped = unspecified(request, data)
    described, other_flags = ours, theirs.get("flags")
    ours, theirs = parts(ours["d"], our_data), parts(theirs["d"], their_data)
    if len(ours) != len(theirs):
        return "another length"
    if request["op"] in compute_verdicts.OPERATIONS:
        found = compute_verdicts.same(request, kind_of(described["d"]), ours, theirs, cut(request, data))
        flags = described.get("flags"), other_flags
        if found in AGREE and None not in flags and not compute_verdicts.same_flags(request, *flags):
            return "other flags"
        return found
    for module in JUDGES:
        if request["op"] in module.OPERATIONS:
            return module.same(request, data, kind_of(described["d"]), ours, theirs)
    if any(a != b for i, (a, b) in enumerate(zip(ours, theirs)) if i not in skipped):
        return "other values"
    return "unspecified" if skipped else "equal"


def is_cast(request, sources, targets):
    return (request["op"] == "astype" and kind_of(request["arrays"][0]["d"])[0] in sources
            and kind_of(request["dtype"])[0] in targets)


def times(request, *names):
    """Whether one of the units of the cast's two times is among `names`."""
    units = [dtype.partition("[")[2].rstrip("]").lstrip("0123456789")
             for dtype in (request["arrays"][0]["d"], request["dtype"])]
    return any(unit in names for unit in units)


def puts_into_nothing(request):
    return request["op"] == "put" and 0 in request["arrays"][0]["s"]


def has_array_without_axes(request):
    return any(not described["s"] for described in request["arrays"])


def between_decimal_units(request):
    decimal = ("s]", "ms]", "us]", "ns]", "ps]", "fs]", "as]")
    return request["op"] == "can_cast" and request["from"].endswith(decimal) and request["to"].endswith(decimal)


ALWAYS = (0, 0), (99, 0)

# Where NumPy differs and arraycore is right, or both are: (name, verdicts, from release, to release, which requests).
EXPLAINED = [
    ("NumPy: long double to float16 rounds twice, by way of float", ["other values"], *ALWAYS,
     lambda r: is_cast(r, "fc", "f") and kind_of(r["arrays"][0]["d"]) in ("f16", "c32")
     and kind_of(r["dtype"]) == "f2"),
    ("NumPy: text to float32, float16 and long complex rounds twice, by way of double", ["other values"], *ALWAYS,
     lambda r: is_cast(r, "SU", "fc") and kind_of(r["dtype"]) in ("f2", "f4", "c8", "c32")),
    ("NumPy: text to a long double is read by C's strtold: hexadecimal numbers, but no spaces behind",
     ["arraycore refuses", "NumPy refuses"], *ALWAYS,
     lambda r: is_cast(r, "SU", "f") and kind_of(r["dtype"]) == "f16"),
    ("NumPy: an integer in a text wraps", ["arraycore refuses"], (0, 0), (1, 26), lambda r: is_cast(r, "SU", "iu")),
    ("NumPy: a time that doesn't fit wraps", ["arraycore refuses"], (0, 0), (2, 4), lambda r: is_cast(r, "Mm", "Mm")),
    ("NumPy: a product on the way between times wraps", ["other values"], (0, 0), (2, 4),
     lambda r: is_cast(r, "Mm", "Mm")),
    ("NumPy: a factor or a time of years or months wraps", ["other values", "arraycore refuses"], *ALWAYS,
     lambda r: is_cast(r, "Mm", "Mm") and times(r, "Y", "M")),
    ("NumPy: the factor between two units doesn't fit", ["NumPy refuses"], *ALWAYS, lambda r: is_cast(r, "Mm", "Mm")),
    ("NumPy: put into an empty array does nothing", ["arraycore refuses"], (0, 0), (1, 26), puts_into_nothing),
    ("not there yet: up to 1.26 an array without axes counted by its value",
     ["another dtype", "NumPy refuses"], (0, 0), (1, 26),
     lambda r: r["op"] in ("choose", "concatenate", "stack", "select") and has_array_without_axes(r)),
    ("NumPy: an empty axis can be padded if the result is empty, too", ["arraycore refuses"], (0, 0), (1, 16),
     lambda r: r["op"] == "pad" and 0 in r["arrays"][0]["s"]),
    ("NumPy: padding an empty axis divides by zero", ["both refuse, another kind of error"], (0, 0), (1, 16),
     lambda r: r["op"] == "pad" and 0 in r["arrays"][0]["s"]),
    ("NumPy: text to a long double rounds twice, by way of double", ["other values"], (0, 0), (1, 17),
     lambda r: is_cast(r, "SU", "f") and kind_of(r["dtype"]) == "f16"),
    ("NumPy: timedeltas of years or months have no common unit with datetimes", ["NumPy refuses"], (0, 0), (1, 19),
     lambda r: r["op"] == "promote_types"),
    ("NumPy: a product on the way to a common unit wraps", ["another dtype or answer"], *ALWAYS,
     lambda r: r["op"] == "promote_types" and "M8" in r["from"] + r["to"] and "1000" in r["from"] + r["to"]),
    ("NumPy: 1000 ms are no other dtype than 1 s, though 1 s is another one than 1000 ms", ["another dtype or answer"],
     (1, 22), (99, 0), between_decimal_units),
    ("NumPy: pad with mode wrap begins in the wrong place where the width exceeds the axis", ["other values"],
     (1, 17), (1, 24), lambda r: r["op"] == "pad" and r["mode"] == "wrap"),
    ("not there yet: how 1.21 to 1.26 join three dtypes and more", ["another dtype"], (1, 21), (1, 26),
     lambda r: len(r["arrays"]) > 2 and r["op"] in ("choose", "concatenate", "stack", "select")),
    ("policy: an index out of bounds is refused where nothing is taken, too", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "take" and 0 in r["arrays"][0]["s"]),
    ("policy: an index out of bounds is refused where no element is read or set, too", ["arraycore refuses"],
     (0, 0), (2, 2), lambda r: r["op"] in ("getitem", "setitem")
     and (any(0 in one["s"] for one in r["arrays"]) or any("s" in one for one in r["index"]))),
    ("policy: a negative count for no element is refused", ["arraycore refuses"], *ALWAYS,
     lambda r: r["op"] == "repeat" and min(r["counts"], default=0) < 0),
]


def explained(request, data, ours, found, release):
    """Why the two differ, if that is known. Of a cast that NumPy is said to get wrong, arraycore's answer must be right
    by exact arithmetic where truth.py can tell."""
    everything = EXPLAINED + [one for module in EXPLAINING for one in module.EXPLAINED]
    for name, verdicts, first, last, applies in everything:
        if found in verdicts and first <= release <= last and applies(request):
            if request["op"] == "astype" and False in (truth.right(request, data, *ours),
                                                       time_truth.right(request, data, *ours)):
                return None
            return name
    return None


def show(request, data, ours, theirs):
    print(json.dumps(request))
    for described, memory in zip(request["arrays"], cut(request, data)):
        print("   memory", described["d"], memory.hex()[:400])
    print("   arraycore", ours[0], ours[1].hex()[:400], flush=True)
    print("   NumPy    ", theirs[0], theirs[1].hex()[:400], flush=True)


def cut(request, data):
    memory = []
    for described in request["arrays"]:
        memory.append(memory[described["m"]] if "m" in described else data[: described["n"]])
        data = data[described["n"] :]
    return memory


def version_of(interpreter, folder):
    """NumPy's version and Python's."""
    code = """import sys; sys.path.insert(0, sys.argv[1]); import numpy
print(numpy.__version__, *sys.version_info[:3])"""
    run = subprocess.run([interpreter, "-B", "-c", code, folder], stdout=subprocess.PIPE, check=True)
    version, *python = run.stdout.decode().split()
    return version, [int(part) for part in python]


AGREE = ("equal", "both refuse", "unspecified", "within the bound", "equal but for the sign of zero")


def compare(driver, interpreter, folder, seed, count, only=None, requests_of=Requests):
    """Compares `count` operations; prints what differs. Returns how many differ without an explanation."""
    version, python = version_of(interpreter, folder)
    release = tuple(int(part) for part in version.split(".")[:2])
    generator = requests_of(seed)
    generator.python = python
    requests = [generator.next(list(release)) for _ in range(count)]
    if only is not None:
        requests = [requests[only]]
    frames = [frame(request, data) for request, data in requests]
    ours = answers([driver], frames)
    theirs = answers([interpreter, "-B", str(CHILD / "numpy_side.py"), folder], frames)
    counts, why, differing, shown = collections.Counter(), collections.Counter(), 0, collections.Counter()
    for place, ((request, data), mine, other) in enumerate(zip(requests, ours, theirs)):
        found = verdict(request, data, mine, other)
        counts[found] += 1
        if only is not None:
            show(request, data, mine, other)
            print("  ", found, "|", explained(request, data, mine, found, release))
        if found in AGREE:
            continue
        if name := explained(request, data, mine, found, release):
            why[name] += 1
            continue
        differing += 1
        kind = (request["op"], found)
        shown[kind] += 1
        if shown[kind] <= 2 and only is None:
            print(f"NumPy {version}, seed {seed}, request {place}: {request['op']}: {found}")
            show(request, data, mine, other)
    summary = f"{dict(counts)}; explained: {dict(why)}; not explained: {differing} {dict(shown)}"
    print(f"NumPy {version}, seed {seed}: {count} operations: {summary}", flush=True)
    return differing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("numpys", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--only", type=int)
    for sort, (_, meaning) in SORTS.items():
        parser.add_argument("--" + sort, action="store_true", help=meaning)
    options = parser.parse_args()
    requests = next((made for sort, (made, _) in SORTS.items() if getattr(options, sort)), Requests)
    differing = 0
    for numpy in options.numpys:
        interpreter, _, folder = numpy.partition("=")
        differing += compare(options.driver, interpreter, folder, options.seed, options.count, options.only,
                             requests)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
