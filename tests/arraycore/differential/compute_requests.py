"""Random requests that compute: ufuncs, reductions, statistics. Made without NumPy, as random_requests.py."""

import math
import struct

from random_requests import NUMBERS, Requests, extended, item_size

ALL = "?bBhHiIlLefdgFDG"
WHOLE = "?bBhHiIlL"
FLOATS = "efdg"
REAL = WHOLE + FLOATS
COMPLEX = "FDG"

# Inputs, outputs and the usual operands of each ufunc. "t" are times.
UFUNCS = {
    "add": (2, 1, ALL + "t"), "subtract": (2, 1, ALL + "t"), "multiply": (2, 1, ALL + "t"),
    "divide": (2, 1, ALL + "t"), "floor_divide": (2, 1, REAL + "t"), "remainder": (2, 1, REAL + "t"),
    "divmod": (2, 2, REAL + "t"), "fmod": (2, 1, REAL), "power": (2, 1, WHOLE), "negative": (1, 1, ALL + "t"),
    "positive": (1, 1, ALL + "t"), "absolute": (1, 1, ALL + "t"), "fabs": (1, 1, REAL), "sign": (1, 1, ALL + "t"),
    "square": (1, 1, ALL), "reciprocal": (1, 1, ALL), "conjugate": (1, 1, ALL), "bitwise_and": (2, 1, WHOLE),
    "bitwise_or": (2, 1, WHOLE), "bitwise_xor": (2, 1, WHOLE), "invert": (1, 1, WHOLE), "left_shift": (2, 1, WHOLE),
    "right_shift": (2, 1, WHOLE), "bitwise_count": (1, 1, WHOLE), "gcd": (2, 1, WHOLE), "lcm": (2, 1, WHOLE),
    "equal": (2, 1, ALL + "t"), "not_equal": (2, 1, ALL + "t"), "less": (2, 1, ALL + "t"),
    "less_equal": (2, 1, ALL + "t"), "greater": (2, 1, ALL + "t"), "greater_equal": (2, 1, ALL + "t"),
    "logical_and": (2, 1, ALL), "logical_or": (2, 1, ALL), "logical_xor": (2, 1, ALL), "logical_not": (1, 1, ALL),
    "maximum": (2, 1, ALL + "t"), "minimum": (2, 1, ALL + "t"), "fmax": (2, 1, ALL + "t"), "fmin": (2, 1, ALL + "t"),
    "clip": (3, 1, ALL + "t"), "sqrt": (1, 1, ALL), "rint": (1, 1, ALL), "floor": (1, 1, REAL), "ceil": (1, 1, REAL),
    "trunc": (1, 1, REAL), "copysign": (2, 1, REAL), "heaviside": (2, 1, REAL), "nextafter": (2, 1, REAL),
    "spacing": (1, 1, FLOATS), "modf": (1, 2, REAL), "frexp": (1, 2, REAL), "ldexp": (2, 1, "x"),
    "isnan": (1, 1, ALL + "t"), "isinf": (1, 1, ALL + "t"), "isfinite": (1, 1, ALL + "t"), "signbit": (1, 1, REAL),
    "isnat": (1, 1, "t"),
}
# Correctly rounded here, bounded in NumPy.
ROUNDED = {name: (1, 1, REAL + COMPLEX) for name in (
    "exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh"
).split()}
ROUNDED.update({name: (1, 1, REAL) for name in "cbrt degrees radians".split()})
ROUNDED.update({name: (2, 1, REAL) for name in "hypot arctan2 logaddexp logaddexp2".split()})
ROUNDED["float_power"] = (2, 1, REAL + COMPLEX)
ROUNDED["power"] = (2, 1, FLOATS + COMPLEX)
# Of complex numbers alone; `--complex` asks for nothing else.
COMPLEX_FUNCTIONS = {name: (inputs, outputs, COMPLEX) for name, (inputs, outputs, codes) in ROUNDED.items()
                     if codes.endswith(COMPLEX)}
COMPLEX_FUNCTIONS["sqrt"] = (1, 1, COMPLEX)

# Their results are truth values, whatever `dtype` says.
TESTS = [name for name in UFUNCS if name.startswith(("is", "logical", "less", "greater"))] + [
    "equal", "not_equal", "signbit"]

REDUCED = ["add", "add", "add", "add", "multiply", "maximum", "minimum", "fmax", "fmin", "logical_and", "logical_or",
           "logical_xor", "bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm", "subtract", "floor_divide"]


def quiet(raw):
    """The number; of a NaN that would signal the quiet one, since what signals is nobody's promise."""
    if len(raw) == 16:
        return raw
    (value,) = struct.unpack({2: "<e", 4: "<f", 8: "<d"}[len(raw)], raw)
    return raw if value == value else raw[:-2] + bytes([raw[-2] | {4: 0x40, 8: 8}.get(len(raw), 0)]) + raw[-1:]


class ComputeRequests(Requests):
    OPERATIONS = ["complex_function"] * 4 + ["ufunc"] * 50 + ["texts"] * 3 + ["rounded"] * 8 + ["outer"] * 3 + [
        "reduce"] * 20 + ["statistic"] * 6 + ["accumulate"] * 5 + ["reduceat"] * 4 + ["at"] * 3 + ["argmax", "argmin"]

    def real(self, size):
        """Mostly numbers that can be computed with; the others as they are."""
        if self.random.random() < 0.5:
            return quiet(super().real(size))
        value = self.random.choice([-1, 1]) * 10 ** self.random.uniform(-4, 4)
        if size == 16:
            raw = bytearray(extended(value))
            raw[0] = self.random.randrange(256)
            return bytes(raw)
        return struct.pack({2: "<e", 4: "<f", 8: "<d"}[size], value)

    def calm(self, dtype, count):
        """Elements of numbers whose sums are finite."""
        name, size = dtype.lstrip("<|"), item_size(dtype)
        if name[0] not in "fc":
            return [self.element(dtype) for _ in range(count)]
        part = size // (2 if name[0] == "c" else 1)

        def one():
            value = self.random.uniform(-1, 1) * 10 ** self.random.uniform(-4, 2)
            if part == 16:
                raw = bytearray(extended(value))
                raw[0] = self.random.randrange(256)
                return bytes(raw)
            return struct.pack({2: "<e", 4: "<f", 8: "<d"}[part], value)

        return [b"".join(one() for _ in range(size // part)) for _ in range(count)]

    def long_shape(self):
        """A line of up to 70 elements: the loops of NumPy have ends that only some lengths reach."""
        return [self.random.randrange(1, 71)] if self.random.random() < 0.4 else self.shape()

    def code_type(self, code):
        if code == "t":
            return self.time_type(self.random.choice("Mmmm"))
        return NUMBERS[code]

    def operand_types(self, count, codes):
        if codes == "x":  # ldexp
            return [NUMBERS[self.random.choice(FLOATS)], NUMBERS[self.random.choice("bhil")]]
        choice = self.random.random()
        if choice < 0.08:
            codes = ALL + "t"
        if choice < 0.7:
            code = self.random.choice(codes)
            if code == "t":
                kind = self.random.choice("Mm")
                one = self.time_type(kind)
                return [one if self.random.random() < 0.7 else self.time_type(self.random.choice("Mm"))
                        for _ in range(count)]
            return [NUMBERS[code]] * count
        return [self.code_type(self.random.choice(codes)) for _ in range(count)]

    def part(self, shape):
        """A shape that broadcasts to this one, mostly."""
        part = [self.random.choice([1, extent, extent, extent]) for extent in shape]
        part = part[self.random.choice([0, 0, 0, self.random.randrange(len(shape) + 1)]):]
        if part and self.random.random() < 0.01:
            part[-1] += 1
        return part

    def result_type_of(self, name, types):
        """A dtype for an output: usually one that the result can be cast to."""
        return self.random.choice(types) if self.random.random() < 0.6 else self.number_type()

    def ufunc(self):
        return self.ufunc_of(*self.chosen(UFUNCS))

    def rounded(self):
        return self.ufunc_of(*self.chosen(ROUNDED))

    def complex_function(self):
        """Of ordinary numbers: special values are frequent in the others."""
        request, arrays = self.ufunc_of(*self.chosen(COMPLEX_FUNCTIONS))
        calm = [(described, b"".join(self.calm(described["d"], 1 + len(memory) // item_size(described["d"])))[: len(memory)])
                if described["d"][1] == "c" and described["o"] == 0 else (described, memory)
                for described, memory in arrays[: request["inputs"]]]
        return request, calm + arrays[request["inputs"] :]

    def chosen(self, table):
        name = self.random.choice(list(table))
        return (name,) + table[name]

    def ufunc_of(self, name, inputs, outputs, codes):
        shape = self.long_shape()
        types = self.operand_types(inputs, codes)
        shapes = [self.part(shape) for _ in range(inputs)]
        # Up to 1.26 arrays without axes count by their values; that is tried, but not often.
        arrays = [self.array(dtype, part) for dtype, part in zip(types, shapes)]
        request = {"name": name, "inputs": inputs, "output": self.random.randrange(outputs), "where": False,
                   "out": False, "casting": "same_kind", "signature": None}
        choice = self.random.random()
        if choice < 0.05:
            request["casting"] = self.random.choice(["no", "equiv", "safe"])
            if not any(dtype.lstrip("<|")[0] in "fcMm" for dtype in types):
                request["casting"] = self.random.choice(["safe", "unsafe"] if codes == WHOLE else ["safe"])
        elif choice < 0.1 and outputs == 1 and name not in TESTS + ["ldexp"] and not any(
                one[1] in "Mm" for one in types):
            request["signature"] = self.random.choice("?bBhHiIlLefdgFDG")
        if self.random.random() < 0.3:
            request["out"] = True
            full = [max(extents) for extents in zip(*[[1] * (len(shape) - len(p)) + p for p in shapes])]
            if 0 in shape:
                full = shape
            if self.random.random() < 0.4:
                request["where"] = True
                arrays.append(self.array("|b1", self.part(full)))
            for _ in range(outputs):
                if self.random.random() < 0.3 and shapes[0] == full and outputs == 1:
                    arrays.append(self.alias(arrays[0][0]))
                else:
                    arrays.append(self.array(self.result_type_of(name, types), full))
        return request, arrays

    def texts(self):
        kind = self.random.choice("SU")
        name = self.random.choice(["add", "add", "equal", "not_equal", "less", "less_equal", "greater", "greater_equal"])
        # Without axes NumPy's result is a string, which has lost its length.
        shape = self.shape(self.random.randrange(1, 3), small=True)
        lengths = [self.random.choice([1, 2, 3, 7]) for _ in range(2)]
        types = [("|" if kind == "S" else "<") + kind + str(length) for length in lengths]
        arrays = [self.array(types[0], shape), self.array(types[1], self.part(shape))]
        request = {"name": name, "inputs": 2, "output": 0, "where": False, "out": self.random.random() < 0.3,
                   "casting": "same_kind", "signature": None}
        if request["out"]:
            length = max(1, sum(lengths) + self.random.choice([-2, 0, 0, 3]))
            result = types[0][:2] + str(length) if name == "add" else self.random.choice(["|b1", "<i4", "<f8"])
            arrays.append(self.array(result, shape))
        return request, arrays

    def alias(self, described):
        """The memory of the first array again, some axes turned around."""
        other = dict(described, m=0, n=0, s=list(described["s"]), t=list(described["t"]))
        for axis, extent in enumerate(other["s"]):
            if self.random.random() < 0.5 and extent:
                other["o"] += (extent - 1) * other["t"][axis]
                other["t"][axis] = -other["t"][axis]
        return other, b""

    def outer(self):
        name, inputs, _, codes = self.chosen(UFUNCS)
        while inputs != 2 or name in ("divmod", "clip"):
            name, inputs, _, codes = self.chosen(UFUNCS)
        types = self.operand_types(2, codes)
        return {"name": name}, [self.array(types[0], self.shape(self.random.randrange(0, 3))),
                                self.array(types[1], self.shape(self.random.randrange(1, 3)))]

    # ---- reductions

    def reduced_array(self, dtype):
        """Small, or long enough that sums are split."""
        choice = self.random.random()
        if choice < 0.6:
            shape = self.shape(self.random.choice([1, 2, 2, 3, 3, 4]))
        elif choice < 0.9:
            shape = [self.random.choice([7, 8, 9, 15, 16, 17, 100, 127, 128, 129, 130, 200, 257, 300])]
            if self.random.random() < 0.6:
                shape.insert(self.random.randrange(2), self.random.randrange(1, 12))
            if self.random.random() < 0.3:
                shape.insert(self.random.randrange(3), self.random.randrange(1, 5))
        else:
            shape = [self.random.choice([8191, 8192, 8193, 9000, 20011])]
            if self.random.random() < 0.4:
                shape = [self.random.randrange(2, 9), self.random.randrange(1000, 4000)]
                if self.random.random() < 0.5:
                    shape.reverse()
        count = math.prod(shape)
        calm = count > 300 or self.random.random() < 0.7
        if count <= 3000:
            return self.array(dtype, shape, self.calm(dtype, count) if calm else None)
        some = self.calm(dtype, 997)
        return self.array(dtype, shape, [some[i * 7 % 997] for i in range(count)])

    def wider_type(self, dtype):
        """A dtype to compute in. Integers of floating numbers are nobody's promise, so that they aren't asked for."""
        codes = "FDG" if dtype[1] == "c" else FLOATS + "FDG" if dtype[1] == "f" else ALL
        return NUMBERS[self.random.choice(codes)]

    def reduced_type(self, name):
        if name in ("gcd", "lcm") or name.startswith("bitwise"):
            return NUMBERS[self.random.choice(WHOLE)]
        if name in ("add", "maximum", "minimum") and self.random.random() < 0.05:
            return self.time_type(self.random.choice("Mmm"))
        return NUMBERS[self.random.choice("effdddgFD" if self.random.random() < 0.7 else ALL)]

    def axes_or_none(self, dimensions):
        choice = self.random.random()
        if choice < 0.35:
            return None
        if choice < 0.7 and dimensions:
            return [self.axis(dimensions)]
        axes = list(range(dimensions))
        self.random.shuffle(axes)
        return axes[: self.random.randrange(dimensions + 1)]

    def reduce(self):
        name = self.random.choice(REDUCED)
        dtype = self.reduced_type(name)
        arrays = [self.reduced_array(dtype)]
        shape = arrays[0][0]["s"]
        request = {"name": name, "axes": self.axes_or_none(len(shape)), "keepdims": self.random.random() < 0.3,
                   "dtype": None, "initial": False, "where": False}
        if self.random.random() < 0.1 and dtype[1] not in "Mm":
            request["dtype"] = self.wider_type(dtype)
        if self.random.random() < 0.15:
            request["initial"] = True
            size = item_size(dtype)
            small = [bytes([self.random.randrange(2)]) + bytes(size - 1)]
            arrays.append(self.array(dtype, [], small if dtype[1] in "biuMm" else self.calm(dtype, 1)))
        if self.random.random() < 0.15:
            request["where"] = True
            arrays.append(self.array("|b1", self.part(shape)))
        return request, arrays

    def statistic(self):
        arrays = [self.reduced_array(NUMBERS[self.random.choice("effdddgFD" + ALL)])]
        shape = arrays[0][0]["s"]
        request = {"name": self.random.choice(["mean", "mean", "var", "var", "std"]), "dtype": None, "where": False,
                   "axes": self.axes_or_none(len(shape)), "keepdims": self.random.random() < 0.3,
                   "ddof": self.random.choice([0, 0, 1, 2])}
        if self.random.random() < 0.1:
            request["where"] = True
            arrays.append(self.array("|b1", self.part(shape)))
        return request, arrays

    def accumulate(self):
        name = self.random.choice(REDUCED)
        array = self.reduced_array(self.reduced_type(name))
        dtype = None
        if self.random.random() < 0.1 and array[0]["d"][1] not in "Mm":
            dtype = self.wider_type(array[0]["d"])
        return {"name": name, "axis": self.axis(len(array[0]["s"])), "dtype": dtype}, [array]

    def reduceat(self):
        name = self.random.choice(REDUCED)
        array = self.reduced_array(self.reduced_type(name))
        shape = array[0]["s"]
        axis = self.axis(len(shape))
        extent = shape[axis] if -len(shape) <= axis < len(shape) else 1
        reach = extent + (self.random.random() < 0.03)
        indices = [self.random.randrange(reach) for _ in range(self.random.randrange(1, 6))] if reach else []
        return {"name": name, "axis": axis, "indices": indices, "dtype": None}, [array]

    def at(self):
        name = self.random.choice(["add", "subtract", "multiply", "maximum", "bitwise_or", "negative", "divide"])
        codes = WHOLE if name == "bitwise_or" else FLOATS + COMPLEX if name == "divide" else ALL
        dtype = NUMBERS[self.random.choice(codes)]
        shape = self.shape(self.random.choice([1, 1, 2]))
        extent = shape[0]
        indices = [0] if extent == 0 else [self.random.randrange(1, 12)]
        arrays = [self.array(dtype, shape), self.integers(indices if extent else [0], -extent, extent)]
        if name != "negative":
            other = NUMBERS[self.random.choice(codes)]
            if dtype[1] in "biu" or self.random.random() < 0.7:
                other = dtype
            arrays.append(self.array(other, arrays[1][0]["s"] + shape[1:]))
        return {"name": name}, arrays

    def argmax(self):
        array = self.reduced_array(self.code_type(self.random.choice(ALL + "tttt")))
        dimensions = len(array[0]["s"])
        return {"axis": self.axis(dimensions) if self.random.random() < 0.6 else None}, [array]

    argmin = argmax

    def next(self, release):
        """`reduce` takes `where` from 1.17 on, `mean` and its like from 1.20 on."""
        operation = self.random.choice(self.OPERATIONS)
        if operation == "texts" and release < [2, 0]:
            operation = "ufunc"  # they had comparisons alone, and not as ufuncs before 1.23
        arguments, arrays = getattr(self, operation)()
        if operation in ("rounded", "complex_function", "texts"):
            operation = "ufunc"
        since = {"reduce": [1, 17], "statistic": [1, 20]}
        if operation in since and arguments["where"] and release < since[operation]:
            arguments["where"] = False
        request = dict(arguments, op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)
