"""When two results of a computation agree: in every bit, within a bound, or where nobody promises anything."""

import math
import struct
from pathlib import Path

import complex_verdicts

EXTREMA = ("maximum", "minimum", "fmax", "fmin", "clip")
# Complex numbers whose parts round in every step: compilers fuse some steps, and libraries have their own formulas.
COMPLEX_BOUNDED = ("multiply", "square", "divide", "reciprocal", "absolute", "sign")
OPERATIONS = ("ufunc", "outer", "reduce", "statistic", "accumulate", "reduceat", "at", "argmax", "argmin")


BOUNDS_FOLDER = Path(__file__).parents[3] / "auditor/behaviour/numpy/judgement"


def read_bounds():
    bounds = {}
    for line in (BOUNDS_FOLDER / "ulp_bounds.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, *numbers = line.split()
            bounds[name] = dict(zip(("f2", "f4", "f8", "f16"), map(float, numbers)))
    return bounds


BOUNDS = read_bounds()
# On processors with AVX512-FP16, NumPy 2.3 has loops of their own for float16: 3 ulp over all 65,536 numbers (tanh,
# arccos, arcsin, arctan), and never an "invalid".
HAS_FLOAT16_LOOPS = "avx512_fp16" in Path("/proc/cpuinfo").read_text(encoding="utf-8").split()
FLOAT16_LOOPS_BOUND = 4


def part_kind(kind):
    """The real type of a complex one's parts."""
    return {"c8": "f4", "c16": "f8", "c32": "f16"}.get(kind, kind)


def rank(raw):
    """A floating number as an integer that counts the numbers below it; equal for both zeros."""
    if len(raw) == 10:
        significand, top = struct.unpack("<QH", raw)
        magnitude = (top & 0x7FFF) << 63 | significand & (1 << 63) - 1
        return -magnitude if top & 0x8000 else magnitude
    bits = int.from_bytes(raw, "little")
    sign = 1 << (8 * len(raw) - 1)
    return -(bits - sign) if bits & sign else bits


def value(raw):
    """The number as a float; a long double loses digits."""
    if len(raw) == 10:
        significand, top = struct.unpack("<QH", raw)
        if top & 0x7FFF == 0x7FFF:
            return math.copysign(math.inf, -1 if top & 0x8000 else 1)
        try:
            magnitude = math.ldexp(significand, (top & 0x7FFF) - 16383 - 63)
        except OverflowError:
            magnitude = math.inf
        return -magnitude if top & 0x8000 else magnitude
    return struct.unpack({2: "<e", 4: "<f", 8: "<d"}[len(raw)], raw)[0]


def near_complex(ours, theirs, epsilon, factor):
    """Pairs of parts: each differs by some epsilons of the larger part. What isn't finite in one may be so in the other
    where a product on the way overflows."""
    for i in range(0, len(ours), 2):
        pair = ours[i : i + 2] + theirs[i : i + 2]
        if "nan" in pair:
            if not any(one == "nan" for one in ours[i : i + 2]) or not any(one == "nan" for one in theirs[i : i + 2]):
                numbers = [value(one) for one in pair if one != "nan"]
                if all(math.isfinite(number) and abs(number) < 1e300 for number in numbers):
                    return False
            continue
        numbers = [value(one) for one in pair]
        if any(math.isinf(number) for number in numbers):
            if [math.isinf(n) for n in numbers[:2]] != [math.isinf(n) for n in numbers[2:]]:
                return False
            continue
        largest = max(abs(number) for number in numbers)
        for a, b in zip(numbers[:2], numbers[2:]):
            if abs(a - b) > factor * epsilon * largest + 1e-300 and abs(rank_difference(a, b)) > 8:
                return False
    return True


def rank_difference(a, b):
    return rank(struct.pack("<d", a)) - rank(struct.pack("<d", b))


EPSILON = {"f2": 2.0**-10, "f4": 2.0**-23, "f8": 2.0**-52, "f16": 2.0**-63}


DIGITS = {"f2": 11, "f4": 24, "f8": 53, "f16": 64}
LETTERS = {"e": "f2", "f": "f4", "d": "f8", "g": "f16"}


def computed_in(request):
    """The type in which a transcendental function of these inputs is computed."""
    if request.get("signature"):
        return LETTERS.get(request["signature"], "f8")
    found = "f2"
    for described in request["arrays"][: request.get("inputs", 2)]:
        kind = described["d"].lstrip("<|")
        needed = kind if kind in DIGITS else {"1": "f2", "2": "f4"}.get(kind[-1], "f8")
        found = max(found, needed, key=lambda one: DIGITS[one])
    return "f8" if request["name"] == "float_power" and found != "f16" else found


def has_float16_loops(request):
    return HAS_FLOAT16_LOOPS and request.get("release") == [2, 3] and computed_in(request) == "f2"


def same(request, kind, ours, theirs, memories=()):
    """"equal", "within the bound" or "other values" of two lists of elements (parts of complex ones); `memories` are
    the operands'."""
    if ours == theirs:
        return "equal"
    name, part = request.get("name", request["op"]), part_kind(kind)
    floating = part in EPSILON
    if not floating or len(ours) != len(theirs):
        return "other values"
    if name in EXTREMA:
        zeros = lambda elements: [one if one == "nan" or rank(one) != 0 else b"" for one in elements]
        return "equal but for the sign of zero" if zeros(ours) == zeros(theirs) else "other values"
    if kind[0] == "c" and complex_verdicts.computes(request):
        return complex_verdicts.said(request, memories, kind, ours, theirs)
    if request["op"] in ("ufunc", "outer") and name in BOUNDS and part in DIGITS:
        loop = computed_in(request)
        bound = FLOAT16_LOOPS_BOUND if has_float16_loops(request) else BOUNDS[name][loop]
        limit = math.floor(bound + 0.5) << max(DIGITS[part] - DIGITS[loop], 0)
        near = all(a == b or "nan" not in (a, b) and abs(rank(a) - rank(b)) <= limit for a, b in zip(ours, theirs))
        return "within the bound" if near else "other values"
    if request["op"] == "ufunc" and name in ("logaddexp", "logaddexp2"):
        epsilon = max(EPSILON[part], EPSILON[computed_in(request)])
        near = all(a == b or "nan" not in (a, b) and (abs(rank(a) - rank(b)) <= 2 * epsilon / EPSILON[part]
                                                      or abs(value(a) - value(b)) <= 4 * epsilon)
                   for a, b in zip(ours, theirs))
        return "within the bound" if near else "other values"
    of_complex = any(described["d"].lstrip("<|")[0] == "c" for described in request["arrays"])
    if of_complex and (name in COMPLEX_BOUNDED or request["op"] == "statistic"):
        narrowest = min((part_kind(one) for one in kinds(request)[: request.get("inputs", 1)]
                         if part_kind(one) in DIGITS), key=DIGITS.get, default=part)
        narrowest = min(part, narrowest, key=DIGITS.get)
        if kind[0] == "c":
            return "within the bound" if near_complex(ours, theirs, EPSILON[narrowest], 16) else "other values"
        limit = 2 << DIGITS[part] - DIGITS[narrowest]
        near = all(a == b or "nan" not in (a, b) and abs(rank(a) - rank(b)) <= limit for a, b in zip(ours, theirs))
        return "within the bound" if near else "other values"
    return "other values"


def of(request, *names):
    return request.get("name") in names


def kinds(request):
    """The dtypes of the operands that are computed with, as in "f8"."""
    return [described["d"].lstrip("<|").partition("[")[0] for described in request["arrays"]]


def same_flags(request, ours, theirs):
    """Of transcendental functions "underflow" isn't compared: NumPy's come from the C library, from vector libraries
    or from another type's computation."""
    if request["name"] in BOUNDS or request["name"].startswith("logaddexp"):
        ours, theirs = ours.replace("u", ""), theirs.replace("u", "")
    return ours == theirs


def times(request):
    """How many operands are times."""
    return sum(described["d"][1] in "Mm" for described in request["arrays"])


ALWAYS = (0, 0), (99, 0)

# As in differential.py.
EXPLAINED = [
    ("NumPy: spacing of the largest number is infinite, of a negative float16 positive",
     ["other values", "other flags"], *ALWAYS, lambda r: of(r, "spacing")),
    ("NumPy: tests of times don't ask whether casts are allowed", ["arraycore refuses", "NumPy refuses"],
     *ALWAYS, lambda r: of(r, "isnat", "isnan", "isinf", "isfinite") and (r["out"] or r["casting"] != "same_kind")),
    ("NumPy: tests of floating numbers write other truths into an output with gaps", ["other values"], (1, 25), (99, 0),
     lambda r: of(r, "isnan", "isinf", "isfinite", "signbit") and r["out"] and kinds(r)[0] in ("f4", "f8")),
    ("NumPy: where elements are left out and an output that overlaps an input is cast, the others are lost",
     ["other values"], *ALWAYS, lambda r: r.get("where") and "m" in r["arrays"][-1]),
    ("NumPy: logical functions don't ask whether mixed inputs may be cast", ["arraycore refuses"], (1, 22), (99, 0),
     lambda r: of(r, "logical_and", "logical_or", "logical_xor") and r["casting"] != "same_kind"),
    ("NumPy: nothing can't be reduced to nothing", ["NumPy refuses"], *ALWAYS,
     lambda r: r["op"] == "reduce" and 0 in r["arrays"][0]["s"]),
    ("NumPy: a sum, difference or product of times wraps", ["arraycore refuses"], (0, 0), (2, 4),
     lambda r: times(r) and of(r, "add", "subtract", "multiply")),
    ("NumPy: a time that doesn't fit another unit wraps", ["arraycore refuses", "other values"], (0, 0), (2, 4),
     lambda r: times(r) > 1),
    ("NumPy: years and months that don't fit another unit wrap", ["arraycore refuses", "other values"], *ALWAYS,
     lambda r: times(r) > 1 and any(one["d"].endswith(("Y]", "M]")) for one in r["arrays"])),
    ("policy: 1/0 of integers", ["other values", "other flags"], *ALWAYS,
     lambda r: of(r, "reciprocal") and kinds(r)[0][0] in "iub"),
    ("NumPy: comparisons of complex NaN raise \"invalid\"", ["other flags"], *ALWAYS,
     lambda r: kinds(r)[0][0] == "c"),
    ("NumPy: elements that `where` leaves out are cast, too", ["NumPy refuses"], *ALWAYS,
     lambda r: r.get("where") and r["arrays"][0]["d"][1] in "Mm"),
    ("NumPy: a timedelta // an integer is rounded to zero, not down", ["other values"], *ALWAYS,
     lambda r: of(r, "floor_divide") and kinds(r)[0] == "m8"),
    ("NumPy: clip overlooks a NaN in the imaginary part of a bound", ["other values"], *ALWAYS,
     lambda r: of(r, "clip") and any(kind[0] == "c" for kind in kinds(r))),
    ("NumPy: logaddexp raises \"invalid\" and more", ["other flags"], *ALWAYS,
     lambda r: of(r, "logaddexp", "logaddexp2")),
    ("NumPy: divmod of timedeltas without a common unit dies", ["NumPy dies"], (1, 16), (2, 1),
     lambda r: of(r, "divmod") and times(r) > 1),
    ("NumPy: shifts by the width of the type and more depend on the layout", ["other values"], (0, 0), (1, 17),
     lambda r: of(r, "left_shift", "right_shift")),
    ("NumPy: extrema skip NaT", ["other values"], (0, 0), (1, 17),
     lambda r: times(r) and (of(r, *EXTREMA) or r["op"] in ("argmax", "argmin"))),
    ("NumPy: the smallest integer // -1 is 0", ["other values", "other flags"], (0, 0), (1, 22),
     lambda r: of(r, "floor_divide", "divmod") and all(kind[0] in "iub" for kind in kinds(r))),
    ("NumPy: fmod and % of the smallest integer and -1 die", ["NumPy dies"], (0, 0), (1, 22),
     lambda r: of(r, "fmod", "remainder")),
    ("NumPy: nextafter of an infinite float16 is NaN", ["other values", "other flags"], (0, 0), (1, 18),
     lambda r: of(r, "nextafter")),
    ("NumPy: a number // 0 is NaN", ["other values"], (0, 0), (1, 19),
     lambda r: of(r, "floor_divide", "divmod") and any(kind[0] == "f" for kind in kinds(r))),
    ("NumPy: comparisons with NaN raise \"invalid\"", ["other flags"], (0, 0), (1, 17),
     lambda r: of(r, "less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "maximum", "minimum",
                  "fmax", "fmin", "clip", "sign", "heaviside")),
    ("NumPy: quotients and remainders raise more", ["other flags"], (0, 0), (1, 22),
     lambda r: of(r, "fmod", "remainder", "floor_divide", "divmod")),
    ("NumPy: nextafter of float16 raises \"invalid\" for NaN", ["other flags"], *ALWAYS,
     lambda r: of(r, "nextafter")),
    ("NumPy: logical reductions take any dtype and ignore it", ["arraycore refuses"], (0, 0), (1, 21),
     lambda r: r["op"] in ("reduce", "accumulate", "reduceat") and r["name"].startswith("logical_")),
    ("NumPy: reductions of truth values take the integers' loops", ["arraycore refuses", "NumPy refuses"],
     (0, 0), (1, 26),
     lambda r: r["op"] in ("reduce", "accumulate", "reduceat") and "b1" in (kinds(r)[0], (r["dtype"] or "")[1:])),
    ("NumPy: `dtype` of a magnitude is that of the complex number, too", ["NumPy refuses"], *ALWAYS,
     lambda r: of(r, "absolute") and r.get("signature") and kinds(r)[0][0] == "c"),
    ("NumPy: `where` may have another shape than a reduction's input", ["arraycore refuses"], (0, 0), (1, 22),
     lambda r: r["op"] == "reduce" and r["where"]),
    ("NumPy: an output of timedeltas makes floor_divide of numbers one of timedeltas", ["arraycore refuses"],
     (0, 0), (1, 17), lambda r: of(r, "floor_divide") and r.get("out")),
    ("NumPy: a number without axes takes the unit from a timedelta", ["NumPy refuses"], (0, 0), (1, 26),
     lambda r: times(r) and any(not one["s"] for one in r["arrays"])),
    ("NumPy: quotients of timedeltas raise \"invalid\" where a tick doesn't fit", ["other flags"], *ALWAYS,
     lambda r: times(r) and of(r, "divide", "floor_divide", "multiply")),
    ("NumPy: truth values are integers where the output is one", ["arraycore refuses"], (0, 0), (1, 21),
     lambda r: r.get("out") and kinds(r)[0] == "b1"),
    ("NumPy: a timedelta and a uint64 have no common type, and are compared all the same", ["arraycore refuses", "NumPy refuses"],
     (1, 18), (1, 19), lambda r: times(r) and "u8" in kinds(r)),
    ("NumPy: sin and cos read a large float32 that they have overwritten", ["other values"], (1, 17), (1, 19),
     lambda r: of(r, "sin", "cos") and r["op"] == "ufunc" and r["out"]),
    ("NumPy: characters of a longer output stay behind joined texts", ["other values"], (2, 0), (99, 0),
     lambda r: of(r, "add") and r.get("out") and r["arrays"][0]["d"][1] in "SU"),
    ("NumPy: nextafter of float16 from one zero to the other stays where it is", ["other values"], (0, 0), (2, 4),
     lambda r: of(r, "nextafter") and kinds(r)[0] == "f2"),
    ("NumPy: the sign of NaT is -1", ["other values"], (0, 0), (2, 4), lambda r: of(r, "sign") and times(r)),
    ("NumPy: the sign of a timedelta can be one, too", ["arraycore refuses"], (2, 5), (99, 0),
     lambda r: of(r, "sign") and (times(r) > 1 or (times(r) and r.get("out")))),
    ("NumPy: float16's loops on processors with AVX512-FP16 raise no \"invalid\"", ["other flags"], (2, 3), (2, 3),
     lambda r: r.get("name") in BOUNDS and has_float16_loops(r)),
    *complex_verdicts.EXPLAINED,
    ("order: of two errors another one is found first", ["both refuse, another kind of error"], *ALWAYS,
     lambda r: r["op"] in OPERATIONS),
]
