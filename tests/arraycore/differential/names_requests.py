"""Random requests of the rest of NumPy's main namespace: bits, flat indices, polynomials, windows, overlaps,
histograms of points. Made without NumPy."""

import math

from counting_requests import CountingRequests
from random_requests import NUMBERS, item_size, real_bytes


class NamesRequests(CountingRequests):
    OPERATIONS = (["packbits"] * 12 + ["unpackbits"] * 12 + ["unravel_index"] * 10 + ["ravel_multi_index"] * 12
                  + ["poly_pair"] * 20 + ["polyval"] * 12 + ["polyder"] * 8 + ["polyint"] * 10 + ["poly"] * 6
                  + ["roots"] * 8 + ["polyfit"] * 8
                  + ["unwrap"] * 8 + ["geomspace"] * 8 + ["vander"] * 8 + ["window"] * 8 + ["i0"] * 6
                  + ["shares_memory"] * 8 + ["min_scalar_type"] * 8 + ["histogramdd"] * 12)

    def axis_or_none(self, shape):
        return None if self.random.random() < 0.35 else self.axis(len(shape))

    def order_of_bits(self):
        return self.random.choice(["big", "little"]) if self.release >= [1, 17] else "big"

    def packbits(self):
        shape = self.shape()
        if shape and self.random.random() < 0.5:
            shape[-1] = self.random.randrange(0, 40)
        code = self.random.choice("??bBhHiIlL") if self.random.random() < 0.95 else "d"
        return {"axis": self.axis_or_none(shape), "bits": self.order_of_bits()}, [self.array(NUMBERS[code], shape)]

    def unpackbits(self):
        shape = self.shape()
        axis = self.axis_or_none(shape)
        count = None
        if self.release >= [1, 17] and self.random.random() < 0.5:
            count = self.random.randrange(-40, 60)
        dtype = "|u1" if self.random.random() < 0.95 else self.number_type()
        return {"axis": axis, "bits": self.order_of_bits(), "count": count}, [self.array(dtype, shape)]

    def unravel_index(self):
        shape = [self.random.choice([1, 2, 3, 5, 7]) for _ in range(self.random.randrange(1, 5))]
        count = math.prod(shape)
        high = count + (self.random.random() < 0.05)
        low = -1 if self.random.random() < 0.03 else 0
        return ({"shape": shape, "order": self.random.choice("CF"), "which": self.random.randrange(4)},
                [self.integers(self.shape(self.random.choice([0, 1, 1, 2])), low, min(high, 100))])

    def ravel_multi_index(self):
        shape = [self.random.choice([1, 2, 3, 5, 7]) for _ in range(self.random.randrange(1, 4))]
        common = self.shape(self.random.choice([0, 1, 1, 2]))
        modes = [self.random.choice(["raise", "wrap", "clip"]) for _ in shape]
        arrays = []
        for extent, mode in zip(shape, modes):
            part = [one if self.random.random() < 0.8 else 1 for one in common]
            inside = mode == "raise" and self.random.random() < 0.97
            arrays.append(self.integers(part, 0 if inside else -9, extent if inside else 12))
        return {"shape": shape, "order": self.random.choice("CF"), "modes": modes}, arrays

    def coefficients(self, codes="bBhHiIlLefdg"):
        """Also with leading zeros, or without an axis."""
        count = self.random.choice([1, 1, 2, 3, 4, 6, 10])
        dtype = NUMBERS[self.random.choice("ddddlf" if self.random.random() < 0.6 else codes)]
        elements = self.moderate(dtype, count)
        if self.random.random() < 0.2:
            elements[: self.random.randrange(count + 1)] = [bytes(item_size(dtype))] * self.random.randrange(1, 3)
        if len(elements) == 1 and self.random.random() < 0.3:
            return self.array(dtype, [], elements)
        return self.array(dtype, [len(elements)], elements)

    def poly_pair(self):
        name = self.random.choice(["polyadd", "polysub", "polymul", "polydiv", "polydiv"])
        return ({"name": name, "which": self.random.randrange(2)}, [self.coefficients(), self.coefficients()])

    def polyval(self):
        shape = self.shape(self.random.choice([0, 1, 2]))
        dtype = self.kind("bBhHiIlLefdg")
        return {}, [self.coefficients(), self.array(dtype, shape, self.moderate(dtype, math.prod(shape)))]

    def polyder(self):
        return {"times": self.random.choice([0, 1, 1, 2, 3, -1])}, [self.coefficients()]

    def polyint(self):
        times = self.random.choice([0, 1, 1, 2, 3, -1])
        arrays = [self.coefficients()]
        if self.random.random() < 0.5:
            count = self.random.choice([1, max(times, 1), 3])
            arrays.append(self.array("<f8", [count], self.moderate("<f8", count)))
        return {"times": times}, arrays

    def poly(self):
        dtype = self.kind("bBhHiIlLefdgFDG")
        count = self.random.choice([0, 1, 2, 3, 5])
        return {}, [self.array(dtype, [count], self.moderate(dtype, count))]

    def vander(self):
        dtype = self.kind("?bBhHiIlLefdg")
        count = self.random.choice([0, 1, 2, 3, 5])
        return ({"columns": self.random.choice([None, 0, 1, 2, 3, 4, -1]), "increasing": self.random.random() < 0.5},
                [self.array(dtype, [count], self.moderate(dtype, count))])

    def roots(self):
        if self.random.random() < 0.1:
            return {}, [self.coefficients("bBhHiIlLefdg")]
        described, memory = self.coefficients("bBhHiIlLfdFD")
        zeros = self.random.choice([0, 0, 0, 1, 2])
        if not described["s"] or not zeros:
            return {}, [(described, memory)]
        dtype = self.kind("ldfD")
        elements = self.moderate(dtype, described["s"][0]) + [bytes(item_size(dtype))] * zeros
        return {}, [self.array(dtype, [len(elements)], elements)]

    def polyfit(self):
        degree = self.random.choice([0, 1, 1, 2, 3])
        count = degree + self.random.choice([1, 2, 3, 5, 9])
        dtype = self.kind("dddfl")
        places = [place - count // 2 for place in range(count)]
        self.random.shuffle(places)
        if dtype[1] == "f":
            points = [real_bytes(place + self.random.uniform(-0.3, 0.3), item_size(dtype)) for place in places]
        else:
            points = [(place % 2**64).to_bytes(8, "little") for place in places]
        shape = [count] + self.random.choice([[], [], [2]])
        heights = self.kind("dddflD")
        arrays = [self.array(dtype, [count], points),
                  self.array(heights, shape, self.moderate(heights, math.prod(shape)))]
        if self.random.random() < 0.4:
            weights = [real_bytes(self.random.uniform(0.5, 2), 8) for _ in range(count)]
            arrays.append(self.array("<f8", [count], weights))
        if self.random.random() < 0.05:
            degree = -1
        which = self.random.choice([0, 0, 1, 2, 3])
        covariance = "none" if which < 3 else self.random.choice(
            ["scaled", "unscaled"] if self.release >= [1, 16] else ["scaled"])
        return {"degree": degree, "which": which, "cov": covariance}, arrays

    def unwrap(self):
        dtype = self.kind("bhilefddddg")
        shape = self.shape(self.random.choice([1, 1, 2, 3]))
        period = self.random.choice([None, None, 4, 7, 360.0, 2.5]) if self.release >= [1, 21] else None
        return ({"axis": self.axis(len(shape)), "period": period, "step": self.random.choice([None, None, 1.0, 5.0])},
                [self.array(dtype, shape, self.moderate(dtype, math.prod(shape)))])

    def geomspace(self):
        dtype = self.kind("lddddfDD")
        size = item_size(dtype)
        sign = self.random.choice([1, 1, -1])

        def one():
            magnitude = math.exp(self.random.gauss(0, 3))
            if dtype[1] == "i":
                return (sign * max(1, round(magnitude)) % 2**64).to_bytes(8, "little")
            if dtype[1] == "f":
                return real_bytes(sign * magnitude, size)
            angle = self.random.choice([0.0, math.pi / 2, self.random.uniform(-1.5, 1.5)])
            parts = (magnitude * math.cos(angle), magnitude * math.sin(angle)) if angle != math.pi / 2 else (
                0.0, magnitude)
            return b"".join(real_bytes(part, 8) for part in parts)

        shape = self.random.choice([[], [], [2], [3, 1]])
        if self.random.random() < 0.05:
            sign = 0
        wanted = self.random.choice([None, None, None, "<f8", "<f4", "<c16"]) if dtype[1] != "c" else None
        axis = self.random.choice([0, 0, -1]) if self.release >= [1, 16] else 0
        return ({"count": self.random.choice([0, 1, 2, 3, 5, 10, -1 if self.random.random() < 0.2 else 4]),
                 "endpoint": self.random.random() < 0.7, "axis": axis, "dtype": wanted},
                [self.array(dtype, shape, [one() for _ in range(math.prod(shape))]), self.array(dtype, [], [one()])])

    def window(self):
        name = self.random.choice(["bartlett", "blackman", "hamming", "hanning", "kaiser", "kaiser"])
        return {"name": name, "count": self.random.choice([-1, 0, 1, 2, 3, 4, 5, 8, 51, 100]),
                "beta": self.random.choice([0.0, 0.5, 5.0, 8.6, 14.0, 40.0, -3.0])}, []

    def i0(self):
        shape = self.shape(self.random.choice([1, 2]))
        dtype = self.kind("bBhHiIlLfd")
        if dtype[1] == "f":
            elements = [real_bytes(self.random.uniform(-60, 60), item_size(dtype)) for _ in range(math.prod(shape))]
            return {}, [self.array(dtype, shape, elements)]
        return {}, [self.array(dtype, shape, self.moderate(dtype, math.prod(shape)))]

    def shares_memory(self):
        """Two views of the same bytes."""
        size = self.random.choice([40, 100, 300])
        views = []
        while len(views) < 2:
            dtype = self.random.choice(["|u1", "|S3", "<i4", "<f8", "<U1"])
            shape = self.shape(self.random.choice([0, 1, 2, 2, 3]))
            strides = [self.random.choice([-1, 1]) * self.random.choice([0, 1, 2, 3, 5, 8, 12, 16, 24]) for _ in shape]
            reach = [(extent - 1) * stride for extent, stride in zip(shape, strides)]
            low, high = sum(one for one in reach if one < 0), sum(one for one in reach if one > 0) + item_size(dtype)
            if high - low > size:
                continue
            if 0 in shape:
                strides, low, high = [0] * len(shape), 0, 0
            offset = self.random.randrange(-low, size - high + 1)
            views.append({"d": dtype, "s": shape, "t": strides, "o": offset, "n": size})
        views[1]["m"] = 0
        return {}, [(views[0], bytes(size)), (views[1], b"")]

    def min_scalar_type(self):
        return {}, [self.array(self.any_type(), [])]

    def histogramdd(self):
        columns, rows = self.random.choice([1, 2, 2, 3]), self.random.choice([0, 1, 2, 5, 20, 100])
        dtype = self.kind("bBhilfd")
        arrays = [self.array(dtype, [rows, columns], self.moderate(dtype, rows * columns))]
        request = {"weights": self.random.random() < 0.25, "density": self.random.random() < 0.2, "bins": [],
                   "ranges": None, "which": self.random.choice([0, 0, 0, 1, 2])}
        if request["weights"]:
            weight = NUMBERS[self.random.choice("dddfelhB?D")]
            count = rows if self.random.random() < 0.97 else rows + 1
            arrays.append(self.array(weight, [count], self.moderate(weight, count)))
            request["density"] = False
        for _ in range(columns + (self.random.random() < 0.03)):
            bins = self.random.choice([1, 2, 3, 5, 10, None, 0 if self.random.random() < 0.1 else 4])
            request["bins"].append(bins)
            if bins is None:
                arrays.append(self.listed("<f8", self.random.randrange(2, 9), self.random.random() < 0.95))
        if self.random.random() < 0.3:
            request["ranges"] = []
            for _ in range(columns):
                low = self.random.choice([-1.0, 0.0, -2.5, self.random.gauss(0, 1)])
                high = low + self.random.choice([0.0, 1.0, 4.0, abs(self.random.gauss(0, 5))])
                request["ranges"].append(None if self.random.random() < 0.2 else [low, high])
        return request, arrays

    def next(self, release):
        """Only what the release has: i0 of several elements works from 1.18 on."""
        self.release = release
        operation = self.random.choice(self.OPERATIONS)
        while operation == "i0" and release < [1, 18]:
            operation = self.random.choice(self.OPERATIONS)
        arguments, arrays = getattr(self, operation)()
        request = dict(arguments, op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)
