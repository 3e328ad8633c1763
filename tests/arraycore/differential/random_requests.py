"""Random requests of the differential test, made without NumPy. One seed makes the same requests everywhere."""

import random
import struct

from time_requests import TimesAndTexts

NUMBERS = {"?": "|b1", "b": "|i1", "B": "|u1", "h": "<i2", "H": "<u2", "i": "<i4", "I": "<u4", "l": "<i8", "L": "<u8",
           "e": "<f2", "f": "<f4", "d": "<f8", "g": "<f16", "F": "<c8", "D": "<c16", "G": "<c32"}
INTEGERS = "bBhHiIlL"
SIZES = {"b1": 1, "i1": 1, "u1": 1, "i2": 2, "u2": 2, "i4": 4, "u4": 4, "i8": 8, "u8": 8, "f2": 2, "f4": 4, "f8": 8,
         "f16": 16, "c8": 8, "c16": 16, "c32": 32, "M8": 8, "m8": 8}
UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
SPECIAL = ["nan", "inf", "-inf", "0.0", "-0.0", "1.0", "-1.0", "0.5", "2.5", "1e10", "-1e10", "65504.0", "65519.0",
           "65520.0", "3e9", "127.5", "128.0", "255.9", "256.0", "32767.9", "1e300", "-1e300", "1e-5", "6e-8", "3e-8",
           "1e-310", "9007199254740993.0", "9.2e18", "9.3e18", "1.8e19", "1.9e19", "0.1", "123456.789", "1e16", "1e15"]
TEXTS = ["0", "1", "-1", "12", "300", "-129", " 7 ", "+3", "1_0", "1.5", "-2.5e3", "nan", "inf", "-Infinity", "1e400",
         "1e-400", "0.1", "1+2j", "2j", "(1-1j)", "x", "", "1.0", "9223372036854775807", "9223372036854775808",
         "18446744073709551615", "65519.99", "1e23", "5e-324", "0x10", "--1", "True", "j", "1e5_", "3.", ".5"]


def item_size(dtype):
    name = dtype.lstrip("<|")
    if name[0] in "SU":
        return int(name[1:]) * (4 if name[0] == "U" else 1)
    return SIZES[name.partition("[")[0]]


def extended(value):
    """A double as the 80 bits of an x87 number, in 16 bytes."""
    (bits,) = struct.unpack("<Q", struct.pack("<d", value))
    sign, exponent, fraction = bits >> 63, bits >> 52 & 0x7FF, bits & (1 << 52) - 1
    if exponent == 0x7FF:
        wide, significand = 0x7FFF, 1 << 63 | fraction << 11
    elif exponent == 0 and fraction == 0:
        wide, significand = 0, 0
    elif exponent == 0:
        shift = 53 - fraction.bit_length()
        wide, significand = 16383 - 1022 - shift, fraction << (11 + shift)
    else:
        wide, significand = exponent - 1023 + 16383, 1 << 63 | fraction << 11
    return struct.pack("<QHHI", significand, sign << 15 | wide, 0, 0)


def real_bytes(value, size):
    """A finite number of a type of this size, rounded."""
    return extended(value) if size == 16 else struct.pack({2: "<e", 4: "<f", 8: "<d"}[size], value)


class Requests(TimesAndTexts):
    """Requests one after another; `release` goes into each."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.release = [99, 0]

    # ---- elements

    def real(self, size):
        """The bytes of a floating number: special values, small ones, any bits."""
        kind = self.random.random()
        if kind < 0.5:
            value = float(self.random.choice(SPECIAL))
        elif kind < 0.75:
            value = self.random.randrange(-300, 300) / self.random.choice([1, 2, 3])
        else:
            value = struct.unpack("<d", self.random.getrandbits(64).to_bytes(8, "little"))[0]
            if size != 8:
                value = self.random.choice([-1, 1]) * 2.0 ** self.random.uniform(-30, 66)
        if size == 16:
            raw = bytearray(extended(value))
            if 0.75 < kind < 0.9:  # more digits than a double has
                raw[0] = self.random.randrange(256)
            return bytes(raw)
        try:
            return struct.pack({2: "<e", 4: "<f", 8: "<d"}[size], value)
        except OverflowError:
            return struct.pack({2: "<e", 4: "<f"}[size], float("inf") if value > 0 else float("-inf"))

    def element(self, dtype):
        name, size = dtype.lstrip("<|"), item_size(dtype)
        if name == "b1":
            return bytes([self.random.randrange(2)])
        if name[0] == "f":
            return self.real(size)
        if name[0] == "c":
            return self.real(size // 2) + self.real(size // 2)
        if name[0] in "SU":
            count = size // (4 if name[0] == "U" else 1)
            text = self.random.choice(TEXTS)[:count].ljust(count, "\0")
            return text.encode("utf-32-le" if name[0] == "U" else "ascii")
        if name[0] in "Mm" and self.random.random() < 0.1:
            return struct.pack("<q", -(2**63))
        choice = self.random.random()
        bits = 8 * size
        if choice < 0.5:
            value = self.random.randrange(-20, 130)
        elif choice < 0.7:
            value = self.random.choice([2 ** (bits - 1) - 1, 2 ** (bits - 1), 2**bits - 1, 0])
        else:
            value = self.random.getrandbits(self.random.randrange(1, bits + 1))
        return (value % 2**bits).to_bytes(size, "little")

    def number_type(self):
        return NUMBERS[self.random.choice("?bBhHiIlLefdgFDG")]

    def any_type(self):
        choice = self.random.random()
        if choice < 0.75:
            return self.number_type()
        if choice < 0.9:
            length = self.random.randrange(1, 40)
            return ("|S%d" if self.random.random() < 0.5 else "<U%d") % length
        return self.time_type(self.random.choice("Mm"))

    def time_type(self, kind):
        multiple = self.random.choice(["", "", "", "2", "7", "25", "1000"])
        return "<%s8[%s%s]" % (kind, multiple, self.random.choice(UNITS))

    # ---- arrays

    def shape(self, dimensions=None, small=False):
        if dimensions is None:
            dimensions = self.random.choice([0, 1, 1, 2, 2, 2, 3, 3, 4])
        extents = [1, 1, 2, 2, 3, 3, 4] if small else [0, 1, 1, 2, 2, 3, 3, 4, 5]
        return [self.random.choice(extents) for _ in range(dimensions)]

    def array(self, dtype, shape, elements=None):
        """An array of this shape in some layout: axes in any order, with gaps, reversed, misaligned."""
        size = item_size(dtype)
        order = list(range(len(shape)))
        if self.random.random() < 0.4:
            self.random.shuffle(order)
        strides, offset, stride = [0] * len(shape), 0, size
        for axis in reversed(order):
            if self.random.random() < 0.2:
                stride += size * self.random.randrange(1, 3)
            strides[axis] = stride
            stride *= max(shape[axis], 1)
        length = stride
        for axis, extent in enumerate(shape):
            if self.random.random() < 0.25:
                offset += strides[axis] * max(extent - 1, 0)
                strides[axis] = -strides[axis]
        shift = self.random.choice([0, 0, 0, 1, 3])
        memory = bytearray(self.random.getrandbits(8) & 1 for _ in range(length + shift))
        offset += shift
        described = {"d": dtype, "s": shape, "t": strides, "o": offset, "n": len(memory)}
        for i, place in enumerate(places(described)):
            memory[place : place + size] = self.element(dtype) if elements is None else elements[i]
        return described, bytes(memory)

    def integers(self, shape, low, high, codes="bBhHiIl"):
        """An array of integers within [low, high). Most functions of NumPy refuse uint64, whatever its values are."""
        count = 1
        for extent in shape:
            count *= extent
        values = [self.random.randrange(low, high) if high > low else 0 for _ in range(count)]
        code = self.random.choice("bhil" if low < 0 else codes)
        size = SIZES[NUMBERS[code].lstrip("<|")]
        elements = [(value % 2 ** (8 * size)).to_bytes(size, "little") for value in values]
        return self.array(NUMBERS[code], shape, elements)

    def axis(self, dimensions):
        """Mostly a good one."""
        if dimensions == 0 or self.random.random() < 0.02:
            return self.random.choice([dimensions, -dimensions - 1])
        return self.random.randrange(-dimensions, dimensions)

    def axes(self, dimensions):
        axes = [self.axis(dimensions) for _ in range(self.random.randrange(0, dimensions + 1))]
        return axes

    # ---- operations: each returns (arguments, arrays)

    def reshape(self):
        shape = self.shape()
        count = 1
        for extent in shape:
            count *= extent
        new, rest = [], count
        while rest > 1 and self.random.random() < 0.8:
            factor = self.random.choice([f for f in range(1, rest + 1) if rest % f == 0])
            new.append(factor)
            rest //= factor
        if rest != 1:
            new.append(rest)
        if new and self.random.random() < 0.3:
            new[self.random.randrange(len(new))] = -1
        if self.random.random() < 0.05:
            new.append(self.random.choice([0, 2, -1, 2**62]))
        return {"shape": new, "order": self.random.choice("CF")}, [self.array(self.any_type(), shape)]

    def transpose(self):
        shape = self.shape()
        axes = list(range(len(shape)))
        self.random.shuffle(axes)
        axes = [axis - len(shape) if self.random.random() < 0.3 else axis for axis in axes]
        if axes and self.random.random() < 0.05:
            axes[0] = self.axis(len(shape))
        return {"axes": axes}, [self.array(self.any_type(), shape)]

    def moveaxis(self):
        shape = self.shape()
        count = self.random.randrange(0, len(shape) + 1)
        sample = lambda: self.random.sample(range(len(shape)), count)
        source, target = sample(), sample()
        if count and self.random.random() < 0.05:
            source[0] = self.axis(len(shape))
        return {"from": source, "to": target}, [self.array(self.any_type(), shape)]

    def flip(self):
        shape = self.shape()
        return {"axes": self.axes(len(shape))}, [self.array(self.any_type(), shape)]

    def expand_dims(self):
        shape = self.shape()
        count = self.random.randrange(1, 3)
        return {"axes": [self.axis(len(shape) + count) for _ in range(count)]}, [self.array(self.any_type(), shape)]

    def squeeze(self):
        shape = self.shape()
        ones = [axis for axis, extent in enumerate(shape) if extent == 1]
        axes = None if self.random.random() < 0.4 else self.random.sample(ones, self.random.randrange(len(ones) + 1))
        if axes is not None and self.random.random() < 0.1:
            axes.append(self.axis(len(shape)))
        return {"axes": axes}, [self.array(self.any_type(), shape)]

    def broadcast_to(self):
        shape = self.shape()
        new = [self.random.randrange(0, 4) if extent == 1 else extent for extent in shape]
        new = self.shape(self.random.randrange(0, 3)) + new
        if new and self.random.random() < 0.1:
            new[-1] += 1
        return {"shape": new}, [self.array(self.any_type(), shape)]

    def diagonal(self):
        shape = self.shape(self.random.choice([1, 2, 2, 3, 4]))
        axes = [self.axis(len(shape)), self.axis(len(shape))]
        return ({"offset": self.random.randrange(-6, 7), "axis1": axes[0], "axis2": axes[1]},
                [self.array(self.any_type(), shape)])

    def index(self, shape, arrays):
        """Indices of an array of this shape, basic or advanced; arrays among them are appended to `arrays`."""
        index, axis, broadcast = [], 0, self.shape(self.random.randrange(0, 3), small=True)
        advanced = self.random.random() < 0.7
        ellipsis = False
        while axis < len(shape) and self.random.random() < 0.85:
            choice, extent = self.random.random(), shape[axis]
            if choice < 0.1:
                index.append({"n": 1})
            elif choice < 0.17 and not ellipsis:
                index.append({"e": 1})
                ellipsis = True
                axis += self.random.randrange(0, len(shape) - axis + 1)
            elif choice < 0.45:
                bound = lambda: self.random.choice([None, self.random.randrange(-extent - 1, extent + 2)])
                index.append({"s": [bound(), bound(), self.random.choice([None, 1, 2, -1, -2, 3])]})
                axis += 1
            elif choice < 0.6 or not advanced:
                index.append({"i": self.random.randrange(-extent, extent) if extent else 0})
                axis += 1
            elif choice < 0.9:
                # Parts of the common shape: they broadcast, mostly.
                part = [self.random.choice([1, e]) for e in broadcast[self.random.randrange(len(broadcast) + 1) :]]
                low, high = -extent, extent
                if self.random.random() < 0.02:
                    high += 1
                index.append({"a": len(arrays)})
                arrays.append(self.integers(part if extent else [0], low, high))
                axis += 1
            elif choice < 0.93:
                index.append({"a": len(arrays)})
                arrays.append(self.array("|b1", []))
            else:
                count = self.random.randrange(1, min(2, len(shape) - axis) + 1)
                mask = shape[axis : axis + count]
                if self.random.random() < 0.05:
                    mask = [mask[0] + 1] + mask[1:]
                elif self.random.random() < 0.05:
                    mask = mask[:-1] + [0]
                index.append({"a": len(arrays)})
                arrays.append(self.array("|b1", mask))
                axis += count
        return index

    def getitem(self):
        shape = self.shape()
        arrays = [self.array(self.any_type(), shape)]
        return {"index": self.index(shape, arrays)}, arrays

    def setitem(self):
        """With one value for all elements that the index names."""
        shape = self.shape()
        dtype = self.number_type()
        arrays = [self.array(dtype, shape), self.array(dtype, [])]
        return {"index": self.index(shape, arrays)}, arrays

    def assign(self):
        shape = self.shape(self.random.randrange(1, 4))
        shape[0] = self.random.randrange(1, 9)
        length = self.random.randrange(1, shape[0] + 1)

        def part():
            start = self.random.randrange(0, shape[0] - length + 1)
            if self.random.random() < 0.5:
                return [start, start + length, 1]
            last = start - 1 if start else None
            return [start + length - 1, last, -1]

        return {"target": part(), "source": part()}, [self.array(self.any_type(), shape)]

    def joined(self, shape, axis):
        arrays = []
        kind = self.random.random()
        one_type = self.any_type()
        for _ in range(self.random.randrange(1, 4)):
            other = list(shape)
            if axis is not None and other:
                other[axis] = self.random.randrange(0, 4)
            if other and self.random.random() < 0.02:
                other[-1] += 1
            # Without times and text: what a cast does is `astype`'s to show.
            arrays.append(self.array(one_type if kind < 0.5 else self.number_type(), other))
        return arrays

    def concatenate(self):
        shape = self.shape(self.random.choice([1, 2, 2, 3]))
        axis = self.axis(len(shape)) if self.random.random() < 0.8 else None
        good = axis if axis is not None and -len(shape) <= axis < len(shape) else None
        return {"axis": axis}, self.joined(shape, good)

    def stack(self):
        shape = self.shape()
        return {"axis": self.axis(len(shape) + 1)}, self.joined(shape, None)

    def split(self):
        return self.split_any([1, 2, 3])

    def array_split(self):
        return self.split_any([1, 2, 3, 4, 7, 0])

    def split_any(self, sections):
        shape = self.shape(self.random.choice([1, 2, 3]))
        request = {"axis": self.axis(len(shape)), "part": self.random.randrange(4)}
        if self.random.random() < 0.4:
            request["places"] = [self.random.randrange(-6, 7) for _ in range(self.random.randrange(0, 4))]
        else:
            request["sections"] = self.random.choice(sections)
        return request, [self.array(self.any_type(), shape)]

    def tile(self):
        return ({"times": [self.random.randrange(0, 4) for _ in range(self.random.randrange(0, 4))]},
                [self.array(self.any_type(), self.shape())])

    def repeat(self):
        shape = self.shape(self.random.choice([1, 2, 3]))
        axis = self.axis(len(shape)) if self.random.random() < 0.7 else None
        count = 1
        if axis is not None and -len(shape) <= axis < len(shape) and self.random.random() < 0.6:
            count = shape[axis] + (self.random.random() < 0.05)
        counts = [self.random.randrange(0, 4) for _ in range(count)]
        if counts and self.random.random() < 0.03:
            counts[0] = -1
        return {"counts": counts, "axis": axis}, [self.array(self.any_type(), shape)]

    def roll(self):
        shape = self.shape()
        shift = lambda: self.random.randrange(-9, 10)
        if self.random.random() < 0.3:
            return {"shifts": [shift()], "axes": None}, [self.array(self.any_type(), shape)]
        axes = self.axes(len(shape)) or [0]
        return {"shifts": [shift() for _ in axes], "axes": axes}, [self.array(self.any_type(), shape)]

    def mode_and_indices(self, extent, shape):
        mode = self.random.choice(["raise", "wrap", "clip"])
        reach = extent if mode == "raise" and self.random.random() < 0.95 else extent + 5
        if extent == 0 and self.random.random() < 0.9:
            shape = [0]
        return mode, self.integers(shape, -reach, reach)

    def take(self):
        shape = self.shape(self.random.choice([1, 2, 3]))
        axis = self.axis(len(shape)) if self.random.random() < 0.75 else None
        extent = 1
        if axis is None:
            for one in shape:
                extent *= one
        elif -len(shape) <= axis < len(shape):
            extent = shape[axis]
        mode, indices = self.mode_and_indices(extent, self.shape(self.random.randrange(0, 3)))
        return {"axis": axis, "mode": mode}, [self.array(self.any_type(), shape), indices]

    def put(self):
        shape = self.shape()
        count = 1
        for one in shape:
            count *= one
        dtype = self.any_type()
        mode, indices = self.mode_and_indices(count, self.shape(self.random.randrange(0, 3)))
        if count == 0:
            mode = "raise"  # the others hang NumPy before 2.0, or write outside the array, which kills it later
        return {"mode": mode}, [self.array(dtype, shape), indices, self.array(dtype, self.shape(1))]

    def choose(self):
        shape = self.shape(self.random.randrange(0, 3), small=True)
        count = self.random.randrange(1, 4)
        mode = self.random.choice(["raise", "wrap", "clip"])
        low, high = (0, count) if mode == "raise" and self.random.random() < 0.95 else (-3, count + 3)
        part = lambda: [self.random.choice([1, e]) for e in shape[self.random.randrange(len(shape) + 1) :]]
        one_type, mixed = self.number_type(), self.random.random() < 0.5
        choices = [self.array(self.number_type() if mixed else one_type, part()) for _ in range(count)]
        return {"mode": mode}, [self.integers(shape, low, high)] + choices

    def select(self):
        shape = self.shape(self.random.randrange(1, 3), small=True)
        count = self.random.randrange(1, 4)
        part = lambda: [self.random.choice([1, e]) for e in shape]
        one_type, mixed = self.number_type(), self.random.random() < 0.5
        conditions = [self.array("|b1", part()) for _ in range(count)]
        choices = [self.array(self.number_type() if mixed else one_type, part()) for _ in range(count)]
        # One more element than a scalar: the value of a 0-d default counted in promotion up to 1.26.
        return {}, conditions + choices + [self.array(one_type, part())]

    def pad(self):
        shape = self.shape(self.random.choice([1, 2, 3]))
        mode = self.random.choice(["constant", "edge", "reflect", "symmetric", "wrap"])
        widths = [[self.random.randrange(0, 7), self.random.randrange(0, 7)] for _ in shape]
        dtype = self.number_type()
        arrays = [self.array(dtype, shape)]
        if mode == "constant":
            arrays.append(self.array(dtype, []))
        return {"mode": mode, "widths": widths}, arrays

    def astype(self):
        source, target = self.any_type(), self.any_type()
        if source[1] in "Mm" or self.random.random() < 0.1:
            kind = self.random.choice("Mm")
            source = self.time_type(kind)
            target = self.time_type(kind) if self.random.random() < 0.7 else self.number_type()
        if (source[1] in "SU") != (target[1] in "SU") and (source[1] in "Mm" or target[1] in "Mm"):
            return self.time_and_text()
        # Several texts would make an error nearly sure.
        shape = [1] if source[1] in "SU" else self.shape(small=True)
        return {"dtype": target}, [self.array(source, shape)]

    def type_pair(self):
        both = [self.any_type(), self.any_type()]
        if self.random.random() < 0.4:
            both = [self.time_type(self.random.choice("Mm")), self.time_type(self.random.choice("Mm"))]
        return both

    def promote_types(self):
        source, target = self.type_pair()
        return {"from": source, "to": target}, []

    def can_cast(self):
        source, target = self.type_pair()
        casting = self.random.choice(["no", "equiv", "safe", "same_kind", "unsafe"])
        return {"from": source, "to": target, "casting": casting}, []

    def result_type(self):
        choice = self.random.random()
        if choice < 0.15:
            scalar = self.random.random() < 0.5
        elif choice < 0.6:
            scalar = self.random.choice([-1, 1]) * (self.random.getrandbits(self.random.randrange(1, 66)))
            if self.random.random() < 0.3:
                scalar = self.random.choice([-1, 1]) * 2 ** self.random.randrange(6, 66) + self.random.randrange(-1, 2)
            if not -(2**63) <= scalar < 2**64:
                scalar = str(scalar)
        else:
            real = lambda: self.random.choice([1.0, 64999.0, 65000.0, 65504.0, 3.39e38, 3.41e38, 1e300, -65000.0, 0.1])
            scalar = real() if choice < 0.8 else [real(), real()]
        return {"dtype": self.number_type(), "scalar": scalar}, []

    OPERATIONS = ["reshape", "transpose", "moveaxis", "flip", "expand_dims", "squeeze", "broadcast_to", "diagonal",
                  "getitem", "getitem", "getitem", "setitem", "setitem", "assign", "concatenate", "concatenate",
                  "stack", "split", "array_split", "tile", "repeat", "roll", "take", "put", "choose", "select", "pad",
                  "pad", "astype", "astype", "astype", "astype", "astype", "astype", "promote_types", "can_cast",
                  "result_type"]

    def next(self, release):
        """A request as (JSON, data)."""
        self.release = release
        operation = self.random.choice(self.OPERATIONS)
        arguments, arrays = getattr(self, operation)()
        request = dict(arguments, op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)


def places(described):
    """The offset in its memory of each element, in row-major order."""
    found = [described["o"]]
    for extent, stride in zip(described["s"], described["t"]):
        found = [place + i * stride for place in found for i in range(extent)]
    return found
