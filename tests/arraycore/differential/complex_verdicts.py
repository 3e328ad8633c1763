"""When two results of a transcendental function or root of complex numbers agree."""

import math
import struct
from pathlib import Path

from random_requests import item_size, places

ALWAYS = (0, 0), (99, 0)


def computes(request):
    """Whether one of these functions is called with complex numbers."""
    inputs = request["arrays"][: request.get("inputs", 2)]
    return request["op"] in ("ufunc", "outer") and request["name"] in BOUNDS and (
        (request.get("signature") or "?") in "FDG" or any(described["d"][1] == "c" for described in inputs))


# As in differential.py.
EXPLAINED = [
    ("NumPy: exp2 and powers of complex numbers round the angle on the way", ["other special values"], *ALWAYS,
     lambda r: r.get("name") in ("exp2", "power", "float_power")),
    ("NumPy: expm1 of complex numbers overflows on the way, and infinity times 0 is NaN", ["other special values"],
     *ALWAYS, lambda r: r.get("name") == "expm1"),
    ("NumPy: arccosh of 0 and a NaN has no imaginary part, which C17 says is half of pi", ["other special values"],
     (0, 0), (2, 2), lambda r: r.get("name") == "arccosh"),
    ("NumPy: expm1 of complex numbers is exp(z) - 1", ["other values"], (0, 0), (1, 18),
     lambda r: r.get("name") == "expm1"),
    ("NumPy: a function of a long-double complex number without axes into an empty, misaligned output dies",
     ["NumPy dies"], (1, 19), (1, 19), lambda r: r.get("out") and r["arrays"][-1]["d"] == "<c32"),
    ("NumPy: functions of complex numbers raise what happens on the way", ["other flags"], *ALWAYS,
     lambda r: computes(r)),
]

DIGITS = {"f4": 23, "f8": 52, "f16": 63}
LOWEST = {"f4": -149, "f8": -1074, "f16": -16445}
PARTS = {"c8": "f4", "c16": "f8", "c32": "f16"}


BOUNDS_FOLDER = Path(__file__).parents[3] / "auditor/behaviour/numpy/judgement"


def read_bounds():
    """{ufunc: ({part: epsilons}, what they count against)}"""
    bounds = {}
    for line in (BOUNDS_FOLDER / "complex_bounds.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, *numbers, against = line.split()
            bounds[name] = dict(zip(DIGITS, map(float, numbers))), against
    return bounds


BOUNDS = read_bounds()


def exact(raw):
    """A finite number as an integer times a power of two."""
    if len(raw) == 10:
        significand, top = struct.unpack("<QH", raw)
        return (-significand if top & 0x8000 else significand), max(top & 0x7FFF, 1) - 16383 - 63
    (number,) = struct.unpack({4: "<f", 8: "<d"}[len(raw)], raw)
    fraction, exponent = math.frexp(number)
    return int(math.ldexp(fraction, 53)), exponent - 53


def kind_of(raw):
    """"finite", "nan" or an infinity."""
    if raw == "nan":
        return "nan"
    if len(raw) == 10:
        top = raw[8] | raw[9] << 8
        return ("-inf" if top & 0x8000 else "inf") if top & 0x7FFF == 0x7FFF else "finite"
    (number,) = struct.unpack({4: "<f", 8: "<d"}[len(raw)], raw)
    return str(number) if math.isinf(number) else "finite"


def error(ours, theirs, part, least=0):
    """How far two finite numbers, pairs of parts, lie from each other, in epsilons of the larger part of the first;
    `least` is a magnitude that counts where it is larger. Epsilons aren't below the smallest number."""
    numbers = [exact(raw) for raw in ours + theirs]
    lowest = min(exponent for _, exponent in numbers)
    a, b, c, d = (significand << exponent - lowest for significand, exponent in numbers)
    difference = max(abs(a - c), abs(b - d))
    if difference == 0:
        return 0
    epsilon = max(math.log2(max(abs(a), abs(b), 1)) + lowest - DIGITS[part], LOWEST[part])
    if least:
        epsilon = max(epsilon, math.log2(least) - DIGITS[part])
    return 2 ** min(math.log2(difference) + lowest - epsilon, 100)


def numbers_of(described, memory):
    """The parts of an operand's elements as floats."""
    name, size = described["d"].lstrip("<|"), item_size(described["d"])
    found = []
    for place in places(described):
        raw = memory[place : place + size]
        if name[0] in "biu":
            found.append(float(int.from_bytes(raw, "little", signed=name[0] == "i")))
            continue
        for part in (raw[: size // 2], raw[size // 2 :]) if name[0] == "c" else (raw,):
            if len(part) == 16:
                significand, exponent = exact(part[:10])
                found.append(math.ldexp(significand, min(exponent, 900)) if kind_of(part[:10]) == "finite" else 0.0)
            else:
                found.append(struct.unpack({2: "<e", 4: "<f", 8: "<d"}[len(part)], part)[0])
    return [abs(number) for number in found if math.isfinite(number)]


def amplification(name, request, memories):
    """By how much an error on the way to the result grows at most: the largest exponent."""
    operands = [numbers_of(*pair) for pair in zip(request["arrays"][: request.get("inputs", 2)], memories)]
    if name == "exp2":
        return 1 + 2 * max(operands[0], default=0)
    logarithms = [abs(math.log(number)) for number in operands[0] if number]
    return 1 + 2 * max(operands[1], default=0) * (4 + max(logarithms, default=0))


def loop_part(request, result):
    """The narrowest type in which the function may be computed."""
    kinds = [described["d"].lstrip("<|") for described in request["arrays"][: request.get("inputs", 2)]]
    parts = [PARTS.get(kind, kind) for kind in kinds if kind[0] in "fc"] + [PARTS[result]]
    if request.get("signature"):
        parts.append({"F": "f4", "G": "f16"}.get(request["signature"], "f8"))
    return min(("f4" if part == "f2" else part for part in parts), key=DIGITS.get)


def said(request, memories, result, ours, theirs):
    """"within the bound" or what differs, of results with parts of the dtype `result`."""
    name, part, found = request["name"], loop_part(request, result), "within the bound"
    bounds, against = BOUNDS[name]
    bound = bounds[part] * (amplification(name, request, memories) if against == "argument" else 1)
    for i in range(0, len(ours), 2):
        mine, other = ours[i : i + 2], theirs[i : i + 2]
        if mine == other:
            continue
        kinds = [kind_of(raw) for raw in mine], [kind_of(raw) for raw in other]
        if "nan" in kinds[0]:  # the sign of an infinity beside a NaN is left open
            kinds = [[kind.lstrip("-") for kind in pair] for pair in kinds]
        if kinds[0] != kinds[1]:
            found = "other special values"
        elif kinds[0] == ["finite", "finite"] and error(mine, other, part, against == "1") > 1.5 + bound:
            return "other values"
    return found
