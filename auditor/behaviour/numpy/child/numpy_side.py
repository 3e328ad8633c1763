"""Runs operations in a NumPy and answers bit for bit: the counterpart of ../reference/evaluate.cpp. Python 3.6 or
newer.

A frame is two 32-bit numbers (lengths of a JSON text and of data, little-endian), the text, the data. fairplay starts
this from memory and calls `serve_descriptors`. As a program, for tests: numpy_side.py FOLDER (that holds numpy), with
frames on its standard input and output.
"""

import importlib
import json
import os
import resource
import signal
import struct
import sys
import warnings

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
import numpy as np

# Each has OPERATIONS; where it says GIVES_TEXTS, their answers are texts.
MODULES = [importlib.import_module("numpy_" + name) for name in (
    "answers", "calendar", "compute", "fft", "files", "imports", "linalg", "linear", "names", "printing", "process",
    "python", "repeated", "sorting", "spaces", "statistics", "streams", "strings", "text_files")]

warnings.simplefilter("ignore")
np.seterr(all="ignore")


def array_of(description, memory):
    """The view that a request describes, over a copy of its memory that may be written to."""
    return np.ndarray(description["s"], np.dtype(description["d"]), memory, description["o"], description["t"])


def integers_of(result):
    """What came of Python's integers as 64-bit ones; truths stay what they are. What isn't a number comes as text."""
    result = np.asarray(result[0] if isinstance(result, tuple) else result)
    if result.dtype.kind == "b":
        return result
    try:
        return result.astype(np.int64)
    except TypeError:
        return Text(result.tolist())


class Text:
    """An answer that is text, whatever the operation is."""

    def __init__(self, value):
        self.text = repr(value)


def slice_of(bounds):
    return slice(*bounds)


def index_of(request, arrays):
    index = []
    for one in request["index"]:
        if "i" in one:
            index.append(one["i"])
        elif "s" in one:
            index.append(slice_of(one["s"]))
        elif "n" in one:
            index.append(None)
        elif "e" in one:
            index.append(Ellipsis)
        else:
            index.append(arrays[one["a"]])
    return tuple(index)


def set_item(r, a):
    a[0][index_of(r, a)] = a[1]
    return a[0]


def assign(r, a):
    a[0][slice_of(r["target"])] = a[0][slice_of(r["source"])]
    return a[0]


def split(function):
    def run(r, a):
        parts = function(a[0], r["places"] if "places" in r else r["sections"], r["axis"])
        return parts[r["part"] % len(parts)]

    return run


def put(r, a):
    np.put(a[0], a[1], a[2], r["mode"])
    return a[0]


def select(r, a):
    n = (len(a) - 1) // 2
    return np.select(a[:n], a[n:-1], a[-1])


def pad(r, a):
    if r["mode"] == "constant":
        return np.pad(a[0], r["widths"], "constant", constant_values=a[1][()])
    return np.pad(a[0], r["widths"], r["mode"])


def scalar_of(value):
    if isinstance(value, str):
        return int(value)
    return complex(*value) if isinstance(value, list) else value


def expand_dims(r, a):
    """NumPy takes several axes from 1.18 on only."""
    result, count = a[0], a[0].ndim + len(r["axes"])
    normal = sorted(axis + count if axis < 0 else axis for axis in r["axes"])
    if any(not 0 <= axis < count for axis in normal) or len(set(normal)) < len(normal):
        raise ValueError("axes")
    for axis in normal:
        result = np.expand_dims(result, axis)
    return result


def squeeze(r, a):
    return np.squeeze(a[0], None if r["axes"] is None else tuple(r["axes"]))


def roll(r, a):
    if r["axes"] is None:
        return np.roll(a[0], r["shifts"][0])
    return np.roll(a[0], tuple(r["shifts"]), tuple(r["axes"]))


OPERATIONS = {
    "reshape": lambda r, a: a[0].reshape(r["shape"], order=r["order"]),
    "transpose": lambda r, a: a[0].transpose(r["axes"]),
    "moveaxis": lambda r, a: np.moveaxis(a[0], r["from"], r["to"]),
    "flip": lambda r, a: np.flip(a[0], tuple(r["axes"])),
    "expand_dims": expand_dims,
    "squeeze": squeeze,
    "broadcast_to": lambda r, a: np.broadcast_to(a[0], r["shape"]),
    "diagonal": lambda r, a: a[0].diagonal(r["offset"], r["axis1"], r["axis2"]),
    "getitem": lambda r, a: a[0][index_of(r, a)],
    "setitem": set_item,
    "setitem_overlap": set_item,
    "assign": assign,
    "concatenate": lambda r, a: np.concatenate(a, r["axis"]),
    "stack": lambda r, a: np.stack(a, r["axis"]),
    "split": split(np.split),
    "array_split": split(np.array_split),
    "tile": lambda r, a: np.tile(a[0], r["times"]),
    "repeat": lambda r, a: np.repeat(a[0], r["counts"], r["axis"]),
    "roll": roll,
    "take": lambda r, a: np.take(a[0], a[1], r["axis"], mode=r["mode"]),
    "put": put,
    "choose": lambda r, a: np.choose(a[0], a[1:], mode=r["mode"]),
    "select": select,
    "pad": pad,
    "astype": lambda r, a: a[0].astype(r["dtype"]),
    "promote_types": lambda r, a: np.promote_types(r["from"], r["to"]),
    "can_cast": lambda r, a: str(np.can_cast(np.dtype(r["from"]), np.dtype(r["to"]), r["casting"])),
    "result_type": lambda r, a: np.result_type(np.zeros(2, r["dtype"]), scalar_of(r["scalar"])),
}

# Operations whose answer is a text; other texts are elements.
TEXTS = {"can_cast"}

for module in MODULES:
    OPERATIONS.update(module.OPERATIONS)
    if getattr(module, "GIVES_TEXTS", False):
        TEXTS.update(module.OPERATIONS)

# Seconds that an operation may take.
SECONDS = 20

# The first class of an exception that is listed names the error's kind.
KINDS = [("Outside", "outside"), ("AxisError", "axis"), ("IndexError", "index"), ("TypeError", "dtype"),
         ("OverflowError", "range"), ("MemoryError", "memory"), ("ValueError", "value"), ("AttributeError", "value"),
         ("SyntaxError", "value"), ("TokenError", "value")]


def answer(request, data):
    arrays = []
    memories = []
    for description in request["arrays"]:
        if "m" in description:
            memories.append(memories[description["m"]])
        else:
            memories.append(bytearray(data[: description["n"]]))
            data = data[description["n"] :]
        arrays.append(array_of(description, memories[-1]))
    if request.get("objects"):
        arrays = [array.astype(object) for array in arrays]
    try:
        result = OPERATIONS[request["op"]](request, arrays)
        if request.get("objects"):
            result = integers_of(result)
    except Exception as error:
        names = [one.__name__ for one in type(error).__mro__]
        kind = next((kind for name, kind in KINDS if name in names), "other")
        return {"error": kind, "message": "%s: %s" % (names[0], error)}, b""
    flags = {}
    if isinstance(result, tuple):
        result, flags["flags"] = result
    if isinstance(result, Text):
        return {"text": result.text}, b""
    if isinstance(result, np.dtype):
        if result == np.dtype("O"):
            return {"error": "dtype", "message": "object"}, b""
        return {"text": result.str}, b""
    if isinstance(result, str) and request["op"] in TEXTS:
        return {"text": result}, b""
    # One element comes as a scalar, and a text then has lost the length of its dtype.
    result = np.asarray(result, arrays[0].dtype if isinstance(result, np.character) else None)
    if result.dtype.hasobject:
        return {"error": "dtype", "message": "object"}, b""
    return dict(flags, d=result.dtype.str, s=list(result.shape)), result.tobytes()


def serve(read, write):
    """`read` takes a number of bytes, and gives fewer at the end; `write` takes bytes."""
    written = os.fstat(1).st_size
    while True:
        lengths = read(8)
        if len(lengths) < 8:
            return
        text, data = (read(length) for length in struct.unpack("<II", lengths))
        described, elements = answer(json.loads(text.decode()), data)
        # Standard output and error are one file; where they are a pipe, nothing is seen.
        written, before = os.fstat(1).st_size, written
        if written != before:
            described["printed"] = written
        described = json.dumps(described).encode()
        write(struct.pack("<II", len(described), len(elements)) + described + elements)


def serve_descriptors(requests, answers, memory):
    """Says what runs here, then serves with at most this many bytes of address space more."""

    def write(data):
        rest = memoryview(data)
        while len(rest):
            rest = rest[os.write(answers, rest) :]

    with open("/proc/self/statm") as file:
        size = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + memory
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    about = json.dumps(sys.modules["numpy_process"].about()).encode()
    write(struct.pack("<I", len(about)) + about)
    with os.fdopen(requests, "rb") as file:
        serve(file.read, write)


def main():
    def read(size):
        # An operation that never comes back ends this process: a signal's handler wouldn't run inside NumPy's C code.
        signal.alarm(0 if size == 8 else SECONDS)
        return sys.stdin.buffer.read(size)

    def write(data):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    serve(read, write)


if __name__ == "__main__":
    main()
