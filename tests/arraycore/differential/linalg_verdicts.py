"""When two results of linear algebra agree. The matrices have small conditions, so that results are near each other."""

import math
import struct

from compute_verdicts import ALWAYS, EPSILON, part_kind, value
from random_requests import item_size, places

OPERATIONS = ("linalg",)

# Functions whose results move by the condition of the matrix times what a rounding moves it.
BY_CONDITION = {"solve", "inv", "pinv", "lstsq", "cond", "matrix_power", "slogdet", "qr", "cholesky"}


def complex_numbers(kind, elements):
    """Parts, or real numbers, as complex ones."""
    numbers = [math.nan if one == "nan" else value(one) for one in elements]
    if kind[0] != "c":
        return [complex(one) for one in numbers]
    return [complex(*numbers[i : i + 2]) for i in range(0, len(numbers), 2)]


def operand(described, data):
    """The elements of an array of the request, in row-major order."""
    name, size = described["d"].lstrip("<|"), item_size(described["d"])
    pieces = [data[place : place + size] for place in places(described)]
    if name[0] in "iub":
        return [complex(int.from_bytes(one, "little", signed=name[0] == "i")) for one in pieces]
    part = size // (2 if name[0] == "c" else 1)
    numbers = [struct.unpack({2: "<e", 4: "<f", 8: "<d"}[part], one[i : i + part])[0]
               for one in pieces for i in range(0, size, part)]
    return [complex(*numbers[i : i + 2]) for i in range(0, len(numbers), 2)] if name[0] == "c" else [
        complex(one) for one in numbers]


def matched(ours, theirs, bound):
    """Whether each number has one of the others near it that no other one has."""
    left = list(theirs)
    for one in ours:
        nearest = min(left, key=lambda other: abs(one - other), default=None)
        if nearest is None or not abs(one - nearest) <= bound:
            return False
        left.remove(nearest)
    return not left


def is_eigensystem(matrix, rows, n, epsilon):
    """Of one matrix: whether `rows`, eigenvalues and perhaps eigenvectors below them, are those of one that differs by
    some n epsilons: sums of powers are traces, residuals are small, vectors have length 1."""
    size = math.sqrt(sum(abs(one) ** 2 for one in matrix))
    tolerance = 40 * (n + 2) * epsilon
    w, v = rows[:n], rows[n:]
    power = matrix
    for k in (1, 2):
        trace = sum(power[i * n + i] for i in range(n))
        if not abs(sum(one**k for one in w) - trace) <= k * n * tolerance * max(size, 1e-300) ** k:
            return False
        power = [sum(matrix[i * n + m] * matrix[m * n + j] for m in range(n)) for i in range(n) for j in range(n)]
    for j in range(n if v else 0):
        column = v[j::n]
        left = [sum(matrix[i * n + m] * column[m] for m in range(n)) - w[j] * column[i] for i in range(n)]
        if not math.sqrt(sum(abs(one) ** 2 for one in left)) <= tolerance * max(size, 1e-300):
            return False
        if not abs(math.sqrt(sum(abs(one) ** 2 for one in column)) - 1) <= tolerance:
            return False
    return True


def same_eigensystems(request, data, kind, ours, theirs):
    matrices = operand(request["arrays"][0], data)
    epsilon, n = EPSILON[part_kind(kind)], request["arrays"][0]["s"][-1]
    height = (n + 1) * n if request["name"] == "eig" else n
    ours, theirs = complex_numbers(kind, ours), complex_numbers(kind, theirs)
    for i in range(len(matrices) // (n * n)):
        matrix = matrices[i * n * n : (i + 1) * n * n]
        mine, other = ours[i * height : (i + 1) * height], theirs[i * height : (i + 1) * height]
        if not is_eigensystem(matrix, mine, n, epsilon):
            return "other values"
        if not is_eigensystem(matrix, other, n, epsilon):
            return "NumPy's are no eigenvalues"
        # How far eigenvalues may move at most (Elsner, "An optimal bound for the spectral variation of two matrices",
        # 1985); mostly they don't.
        size = math.sqrt(sum(abs(one) ** 2 for one in matrix))
        if not matched(mine[:n], other[:n], 2 * size * (40 * (n + 2) * epsilon) ** (1 / n)):
            return "other values"
    return "within the bound"


def largest_part(array):
    described, data = array
    return max([max(abs(one.real), abs(one.imag)) for one in operand(described, data)] + [0.0])


def same(request, data, kind, ours, theirs):
    if ours == theirs:
        return "equal"
    part = part_kind(kind)
    if request["name"] in ("eig", "eigvals"):
        return same_eigensystems(request, data, kind, ours, theirs)
    if request["name"] == "cross":
        # Only the products of complex numbers may be fused.
        if kind not in ("c8", "c16") or len(ours) != len(theirs):
            return "other values"
        first, second = request["arrays"]
        terms = largest_part((first, data[: first["n"]])) * largest_part((second, data[first["n"] :]))
        near = all(abs(value(a) - value(b)) <= 16 * EPSILON[part] * terms for a, b in zip(ours, theirs))
        return "within the bound" if near else "other values"
    if part not in EPSILON or len(ours) != len(theirs):
        return "other values"
    if any((a == "nan") != (b == "nan") for a, b in zip(ours, theirs)):
        return "other values"
    pairs = [(value(a), value(b)) for a, b in zip(ours, theirs) if a != "nan"]
    if request["name"] == "qr" and kind[0] == "c" and "nan" not in ours:
        # Whether the last element, of no imaginary part but for rounding, is turned is up to that rounding: the phases
        # of Q's columns and R's rows are open.
        pairs = [(abs(x), abs(y)) for x, y in zip(complex_numbers(kind, ours), complex_numbers(kind, theirs))]
    largest = max([abs(x) for x, _ in pairs if math.isfinite(x)] + [1e-300])
    # Of a system, an inverse or a power errors are by the condition, which is below 30.
    bound = 200 * (request["n"] + 2) * EPSILON[part] * max(largest, 1.0 if request["name"] != "det" else largest)
    if request["name"] in BY_CONDITION:
        bound *= request.get("cond", 1.0)
    if request["name"] == "lstsq" and request["which"] == 1:
        bound = 1e4 * EPSILON[part] * max(largest, 1.0)
    return "within the bound" if all(x == y or abs(x - y) <= bound for x, y in pairs) else "other values"


def is_of_nothing(request):
    return any(0 in one["s"] for one in request["arrays"])


EXPLAINED = [
    # Up to 1.21 cross multiplies the components of a single vector as arrays without axes.
    ("policy: components of a single vector count by their values", ["other values"], (0, 0), (1, 21),
     lambda r: r.get("name") == "cross" and any(len(one["s"]) == 1 for one in r["arrays"])
     and r["arrays"][0]["d"] != r["arrays"][1]["d"]),
    ("NumPy: no QR factors of stacks", ["NumPy refuses"], (0, 0), (1, 21),
     lambda r: r.get("name") == "qr" and len(r["arrays"][0]["s"]) != 2),
    ("NumPy: no singular values and QR factors of nothing", ["NumPy refuses"], (0, 0), (1, 16),
     lambda r: r["op"] in OPERATIONS and is_of_nothing(r)),
    ("NumPy: the condition of nothing by Frobenius's norm is 0", ["arraycore refuses"], (0, 0), (1, 15),
     lambda r: r.get("name") == "cond" and is_of_nothing(r)),
    ("NumPy: no rank of nothing", ["NumPy refuses"], (0, 0), (2, 3),
     lambda r: r.get("name") == "matrix_rank" and is_of_nothing(r)),
    ("NumPy: a norm's reciprocal order is a float64", ["other values"], (0, 0), (1, 25),
     lambda r: r.get("name") == "vector_norm" and r["order"] == "3" and r["arrays"][0]["d"] == "<f16"),
    ("NumPy: the condition of a complex matrix by norms is complex", ["another dtype"], (0, 0), (2, 2),
     lambda r: r.get("name") == "cond" and r["arrays"][0]["d"][1] == "c"),
    ("order: of two errors another one is found first, or LinAlgError is no ValueError",
     ["both refuse, another kind of error"], *ALWAYS, lambda r: r["op"] in OPERATIONS),
]
