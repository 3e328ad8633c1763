"""When two Fourier transforms agree: within NumPy's error."""

import math
import struct
from fractions import Fraction

from compute_verdicts import EPSILON, kinds, part_kind, value
from random_requests import item_size, places

OPERATIONS = ("fft", "fftn", "fftfreq", "fftshift")

# NumPy's error in units of eps times twice the length of the vector of inputs times log2(4 n). 1.2 was the largest seen.
BOUND = 2.0


def exact(raw):
    """The number with all its digits, also of a long double."""
    if len(raw) != 10:
        return value(raw)
    significand, top = struct.unpack("<QH", raw)
    if top & 0x7FFF == 0x7FFF:
        return value(raw)
    magnitude = significand * Fraction(2) ** ((top & 0x7FFF) - 16383 - 63)
    return -magnitude if top & 0x8000 else magnitude


def bound_of(release, points):
    """Up to 1.16 NumPy computed prime factors with recurrences, whose error grows with the factor."""
    if release >= [1, 17]:
        return BOUND
    largest, factor = 1, 2
    while points > 1:
        if points % factor == 0:
            largest, points = factor, points // factor
        else:
            factor += 1
    return BOUND + largest


def length_of(request, data):
    """The root of the sum of squares of all elements."""
    (described,) = request["arrays"]
    name, size = described["d"].lstrip("<|"), item_size(described["d"])
    total = 0.0
    for place in places(described):
        raw = data[place : place + size]
        if name[0] in "iub":
            total += float(int.from_bytes(raw, "little", signed=name[0] == "i")) ** 2
            continue
        part = size // (2 if name[0] == "c" else 1)
        for i in range(0, size, part):
            total += float(value(raw[i : i + min(part, 10)])) ** 2
    return math.sqrt(total)


def divided_by(request, points):
    """What results are smaller by than sums."""
    forward = request["name"] in ("fft", "rfft", "hfft", "fftn", "rfftn")
    norm = request["norm"] or "backward"
    if norm == "ortho":
        return math.sqrt(points)
    return points if forward == (norm == "forward") else 1


def points_of(request):
    """The points of the whole transform."""
    shape = request["arrays"][0]["s"]
    to_real = request["name"] in ("irfft", "hfft", "irfftn")
    if request["op"] == "fft":
        extent = shape[request["axis"]]
        return request["n"] or (2 * (extent - 1) if to_real else extent)
    axes = range(len(shape)) if request["axes"] is None else request["axes"]
    points = request["points"] or [shape[axis] for axis in axes]
    if to_real and not request["points"]:
        points[-1] = 2 * (points[-1] - 1)
    return math.prod(points)


def same(request, data, kind, ours, theirs):
    if ours == theirs:
        return "equal"
    part = part_kind(kind)
    if request["op"] not in ("fft", "fftn") or part not in EPSILON:
        return "other values"
    # Half of the frequencies stand for their conjugates, too.
    points = points_of(request)
    length = 2 * length_of(request, data)
    bound = bound_of(request["release"], points) * EPSILON[part] * math.log2(4 * points) * length / divided_by(
        request, points)
    found = "within the bound"
    # From 2.0 on the factor of float16 transforms is a float16.
    coarse = EPSILON["f2"] * (3 if request["op"] == "fftn" else 1) if kinds(request)[0] == "f2" else 0
    for a, b in zip(ours, theirs):
        if "nan" in (a, b):
            if a != b:
                return "other values"
            continue
        x, y = exact(a), exact(b)
        if x == y or math.isfinite(x) and math.isfinite(y) and abs(x - y) <= bound + 1e-300:
            continue
        if not math.isfinite(y) or not abs(x - y) <= bound + coarse * abs(x):
            return "overflows in NumPy" if math.isfinite(x) and coarse else "other values"
        found = "a factor of float16"
    return found


EXPLAINED = [
    ("NumPy: a real result out of an axis without points is what the memory held before", ["other values"], (2, 0), (99, 0),
     lambda r: r["op"] in ("fft", "fftn") and r["name"] in ("hfft", "irfft", "irfftn") and 0 in r["arrays"][0]["s"]),
    ("NumPy: the factor of a transform of float16 is rounded to float16", ["a factor of float16"], (2, 0), (99, 0),
     lambda r: kinds(r)[0] == "f2"),
    ("order: of two errors another one is found first", ["both refuse, another kind of error"], (0, 0), (99, 0),
     lambda r: r["op"] in OPERATIONS),
]
