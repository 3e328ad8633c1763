"""Random requests of what counts, searches and interpolates: histograms, bins, differences. Made without NumPy."""

import math
import struct

from compute_requests import ALL, COMPLEX, REAL, ComputeRequests
from random_requests import NUMBERS, item_size, real_bytes

ESTIMATORS = ["auto", "doane", "fd", "rice", "scott", "sqrt", "stone", "sturges"]


class CountingRequests(ComputeRequests):
    """Operations over lists of numbers of moderate size."""

    COUNTING = ["histogram"] * 22 + ["interp"] * 12 + ["diff"] * 10 + ["gradient"] * 12 + ["trapezoid"] * 8 + [
        "bincount"] * 6 + ["digitize"] * 6 + ["searchsorted"] * 6

    def moderate(self, dtype, count):
        """Numbers of about one size, some of them equal."""
        name, size = dtype.lstrip("<|"), item_size(dtype)
        if name[0] in "fc":
            part = size // (2 if name[0] == "c" else 1)
            coarse = self.random.random() < 0.3

            def one():
                value = self.random.gauss(0, 3)
                return real_bytes(round(value * 2) / 2 if coarse else value, part)

            return [b"".join(one() for _ in range(size // part)) for _ in range(count)]
        if name[0] == "b":
            return [bytes([self.random.randrange(2)]) for _ in range(count)]
        low, high = (0, 100) if name[0] == "u" else (-50, 50)
        if self.random.random() < 0.1:
            high = 127
            low = 0 if name[0] == "u" else -128
        return [(self.random.randrange(low, high + 1) % 2 ** (8 * size)).to_bytes(size, "little") for _ in range(count)]

    def listed(self, dtype, count, rising=False, distinct=False):
        elements = self.moderate(dtype, count)
        if rising:
            elements.sort(key=lambda raw: self.number_in(dtype, raw))
        if distinct:
            elements = list(dict.fromkeys(elements))
        return self.array(dtype, [len(elements)], elements)

    @staticmethod
    def number_in(dtype, raw):
        name = dtype.lstrip("<|")
        if name[0] in "iub":
            return int.from_bytes(raw, "little", signed=name[0] == "i")
        if len(raw) == 16 and name[0] == "f":
            significand, top = struct.unpack("<QH", raw[:10])
            return (-1 if top & 0x8000 else 1) * math.ldexp(significand, (top & 0x7FFF) - 16383 - 63)
        return struct.unpack({2: "<e", 4: "<f", 8: "<d"}[len(raw)], raw)[0]

    def reduced_array(self, dtype):
        """Seldom so long that sums are split: that is compute_requests.py's to show."""
        if self.random.random() < 0.15:
            return super().reduced_array(dtype)
        shape = self.shape(self.random.choice([1, 2, 2, 3]))
        if self.random.random() < 0.3:
            shape[self.random.randrange(len(shape))] = self.random.choice([7, 8, 9, 15, 16, 17, 33, 100, 129])
        count = math.prod(shape)
        return self.array(dtype, shape, self.calm(dtype, count) if self.random.random() < 0.7 else None)

    def count(self):
        return self.random.choice([0, 1, 2, 3, 5, 8, 20, 50, 100, 300])

    def kind(self, codes):
        return NUMBERS[self.random.choice("ddddfe" if self.random.random() < 0.6 else codes)]

    def histogram(self):
        dtype = self.kind(REAL)
        count = self.count()
        array = self.array(dtype, [count] if count % 2 else [2, count // 2], self.moderate(dtype, count))
        arrays, choice = [array], self.random.random()
        request = {"weights": False, "density": self.random.random() < 0.2, "range": None, "bins": 10,
                   "edges": self.random.random() < 0.2}
        if choice < 0.4:
            request["bins"] = self.random.choice([1, 2, 3, 7, 10, 10, 33, 100, 0 if self.random.random() < 0.1 else 5])
        elif choice < 0.65:
            request["bins"] = self.random.choice(ESTIMATORS)
        else:
            request["bins"] = None
        if self.random.random() < 0.3 and (request["bins"] is not None):
            low = self.random.choice([-1.0, 0.0, -2.5, self.random.gauss(0, 1)])
            high = low + self.random.choice([0.0, 1.0, 4.0, abs(self.random.gauss(0, 5))])
            request["range"] = [low, high]
        if self.random.random() < 0.25 and not isinstance(request["bins"], str):
            request["weights"] = True
            weight = NUMBERS[self.random.choice("dddfeglihBF?DG")]
            arrays.append(self.array(weight, array[0]["s"], self.moderate(weight, count)))
        if request["bins"] is None:
            # A sum of weights near 0 would make any rounding count.
            request["density"] = request["density"] and not request["weights"]
            edges = NUMBERS[self.random.choice("dddfel")]
            arrays.append(self.listed(edges, self.random.randrange(1, 15), self.random.random() < 0.95))
        return request, arrays

    def interp(self):
        complex_values = self.random.random() < 0.25
        count = self.random.choice([1, 2, 3, 4, 5, 6, 10, 30])
        period = self.random.choice([360.0, -3.5, 2.0, 0.0, 7.0]) if self.random.random() < 0.15 else None
        if period is None:
            points = self.listed(self.kind("?bBhHiIlLefd"), count, True, True)
        else:
            # Not of a grid: modulo a period some would be equal.
            points = self.array("<f8", [count], [real_bytes(self.random.gauss(0, 3), 8) for _ in range(count)])
        count = points[0]["s"][0]
        kind = self.random.choice("DDF") if complex_values else self.random.choice("ddddfliBe")
        values = self.array(NUMBERS[kind], [count], self.moderate(NUMBERS[kind], count) if self.random.random() < 0.8
                            else [self.element(NUMBERS[kind]) for _ in range(count)])
        shape = self.shape(self.random.choice([0, 1, 1, 2])) if self.random.random() < 0.5 else [self.count()]
        dtype = self.kind("bhilBfdeg" if self.random.random() < 0.1 else "bhilBfde")
        x = self.array(dtype, shape, self.moderate(dtype, math.prod(shape)))
        bound = lambda: round(self.random.gauss(0, 2), 2) if self.random.random() < 0.2 else None
        return {"left": bound(), "right": bound(), "period": period}, [x, points, values]

    def diff(self):
        array = self.reduced_array(self.code_type(self.random.choice(ALL + "t")))
        shape = array[0]["s"]
        axis, arrays = self.axis(len(shape)), [array]
        request = {"order": self.random.choice([0, 1, 1, 1, 1, 2, 3, 5, -1]), "axis": axis, "prepend": False,
                   "append": False}
        for name in ("prepend", "append"):
            if self.random.random() < 0.15:
                request[name] = True
                part = []
                if self.random.random() < 0.6 and -len(shape) <= axis < len(shape):
                    part = list(shape)
                    part[axis] = self.random.randrange(3)
                arrays.append(self.array(array[0]["d"] if self.random.random() < 0.7 else self.number_type(), part))
        return request, arrays

    def spacing(self, count, arrays):
        """A number, an array of one element, or coordinates."""
        choice = self.random.random()
        if choice < 0.5:
            return self.random.choice([1.0, 0.5, 2.0, 0.1, -3.0, self.random.random()])
        dtype = NUMBERS[self.random.choice("dddfle")]
        if choice < 0.6:
            arrays.append(self.array(dtype, [], self.moderate(dtype, 1)))
        else:
            count = count + (self.random.random() < 0.02)
            arrays.append(self.array(dtype, [count], self.moderate(dtype, count)))
        return None

    def points(self, codes):
        dtype = NUMBERS[self.random.choice("ddddfe" if self.random.random() < 0.5 else codes)]
        extents = [1, 2, 3, 4, 7, 9]
        shape = [self.random.choice(extents) for _ in range(self.random.choice([1, 1, 2, 2, 3]))]
        if self.random.random() < 0.2:
            shape[self.random.randrange(len(shape))] = 40
        return self.array(dtype, shape, self.moderate(dtype, math.prod(shape)))

    def gradient(self):
        array = self.points(ALL)
        shape = array[0]["s"]
        axes = None if self.random.random() < 0.4 else self.random.sample(
            range(-len(shape), 0), self.random.randrange(1, len(shape) + 1))
        if axes is not None and self.random.random() < 0.05:
            axes.append(self.axis(len(shape)))
        arrays, named = [array], range(len(shape)) if axes is None else axes
        choice, spacings = self.random.random(), []
        if choice < 0.3:
            spacings = [round(self.random.random(), 3)]
        elif choice < 0.75:
            spacings = [self.spacing(shape[axis] if -len(shape) <= axis < len(shape) else 1, arrays) for axis in named]
        return {"axes": axes, "spacings": spacings, "edge_order": self.random.choice([1, 1, 2]),
                "which": self.random.randrange(3)}, arrays

    def trapezoid(self):
        array = self.points(ALL)
        shape = array[0]["s"]
        axis, arrays = self.axis(len(shape)), [array]
        spacings = [self.spacing(shape[axis] if -len(shape) <= axis < len(shape) else 1, arrays)]
        if len(arrays) > 1 and not arrays[1][0]["s"]:
            arrays.pop()
            spacings = [0.25]
        return {"axis": axis, "spacings": spacings}, arrays

    def bincount(self):
        count = self.count()
        values = self.integers([count], 0 if self.random.random() < 0.97 else -1, 20, "?bBhHiIlL")
        arrays = [values]
        if self.random.random() < 0.6:
            weight = NUMBERS[self.random.choice("dddfelBi" if self.random.random() < 0.9 else "gFL?")]
            count += self.random.random() < 0.03
            arrays.append(self.array(weight, [count], self.moderate(weight, count)))
        return {"minimum": self.random.choice([0, 0, 0, 5, 30, -1])}, arrays

    def digitize(self):
        values = self.points(REAL if self.random.random() < 0.95 else COMPLEX)
        dtype = self.kind(REAL)
        bins = self.listed(dtype, self.random.randrange(0, 12), self.random.random() < 0.9)
        if self.random.random() < 0.3:
            described = bins[0]
            described["o"] += max(described["s"][0] - 1, 0) * described["t"][0]
            described["t"] = [-described["t"][0]]
        return {"right": self.random.random() < 0.5}, [values, bins]

    def searchsorted(self):
        dtype = self.kind(REAL)
        sorted_ones = self.listed(dtype, self.random.randrange(0, 40), True)
        return {"right": self.random.random() < 0.5}, [sorted_ones, self.points(REAL)]
