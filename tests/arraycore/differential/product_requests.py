"""Random requests of averages, covariances, convolutions and roundings. Made without NumPy, as random_requests.py."""

import math

from compute_requests import ALL, FLOATS, REAL
from counting_requests import CountingRequests
from random_requests import NUMBERS, real_bytes


class ProductRequests(CountingRequests):
    PRODUCTS = ["average"] * 8 + ["cov"] * 10 + ["convolve"] * 10 + ["dot"] * 6 + ["clip"] * 5 + ["round"] * 10

    def some(self, dtype, shape):
        return self.array(dtype, shape, self.moderate(dtype, math.prod(shape)))

    def average(self):
        array = self.points(ALL)
        shape = array[0]["s"]
        axes = None if self.random.random() < 0.3 else self.random.sample(range(-len(shape), 0), 1)
        if self.release >= [2, 0] and self.random.random() < 0.3:
            axes = self.random.sample(range(-len(shape), 0), self.random.randrange(1, len(shape) + 1))
        arrays = [array]
        request = {"axes": axes, "keepdims": self.random.random() < 0.2, "weights": self.random.random() < 0.8,
                   "returned": self.random.random() < 0.2}
        if request["weights"]:
            part = shape if axes is None or self.random.random() < 0.4 else [shape[axis] for axis in axes]
            if self.random.random() < 0.02:
                part = part + [2]
            dtype = self.kind(REAL)
            arrays.append(self.some(dtype, part))
        return request, arrays

    def cov(self):
        rows, count = self.random.randrange(1, 5), self.random.choice([1, 2, 3, 5, 10, 40])
        dtype = self.kind(ALL)
        shape = [count] if rows == 1 and self.random.random() < 0.6 else [rows, count]
        arrays = [self.some(dtype, shape)]
        request = {"name": "corrcoef" if self.random.random() < 0.3 else "cov", "rows": self.random.random() < 0.8,
                   "others": self.random.random() < 0.2, "bias": self.random.random() < 0.3,
                   "ddof": self.random.choice([None, None, 0, 1, 2]), "frequencies": False, "weights": False}
        if request["others"]:
            arrays.append(self.some(self.kind(ALL), shape))
        if request["name"] == "cov":
            observations = count if request["rows"] or len(shape) == 1 else rows
            if self.random.random() < 0.2:
                request["frequencies"] = True
                arrays.append(self.integers([observations], 0, 4, "bil"))
            if self.random.random() < 0.2:
                request["weights"] = True
                weights = [real_bytes(abs(self.random.gauss(0, 1)), 8) for _ in range(observations)]
                arrays.append(self.array("<f8", [observations], weights))
        return request, arrays

    def convolve(self):
        length = lambda: self.random.choice([1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 20, 60, 150])
        first = self.kind(ALL)
        second = first if self.random.random() < 0.6 else self.kind(ALL)
        shapes = [[length()], [length()]]
        if self.random.random() < 0.02:
            # Up to 1.17 correlating nothing overwrites memory, and later requests would look wrong.
            shapes[self.random.randrange(2)] = self.random.choice([[], [0], [2, 2]] if self.release >= [1, 18] else [[2, 2]])
        return {"name": self.random.choice(["convolve", "correlate"]),
                "mode": self.random.choice(["full", "same", "valid"])}, [
                    self.some(first, shapes[0]), self.some(second, shapes[1])]

    def dot(self):
        common = self.random.choice([0, 1, 2, 3, 5, 8, 9, 17, 40])
        first = self.kind(ALL)
        second = first if self.random.random() < 0.6 else self.kind(ALL)
        left = self.shape(self.random.choice([0, 0, 1, 1, 2])) + [common]
        right = [common]
        if self.random.random() < 0.6:
            right = self.shape(self.random.choice([0, 0, 0, 1])) + [common, self.random.randrange(1, 5)]
        if self.random.random() < 0.03:
            right = right[:-1] + [right[-1] + 1]
        if self.random.random() < 0.03:
            left = []
        return {}, [self.some(first, left), self.some(second, right)]

    def clip(self):
        array = self.points(ALL)
        shape, dtype = array[0]["s"], array[0]["d"]
        request, arrays = {"lower": False, "upper": False}, [array]
        for name in self.random.choice([["lower"], ["upper"], ["lower", "upper"], ["lower", "upper"], []]):
            request[name] = True
            other = dtype if self.random.random() < 0.7 or self.release < [1, 17] else self.kind(ALL)
            arrays.append(self.some(other, [] if self.random.random() < 0.4 else self.part(shape)))
        return request, arrays

    def round(self):
        codes = FLOATS + "FDG" if self.random.random() < 0.7 else ALL
        dtype = NUMBERS[self.random.choice(codes)]
        shape = self.shape(self.random.choice([0, 1, 1, 2, 3]))
        count = math.prod(shape)
        array = self.some(dtype, shape) if self.random.random() < 0.6 else self.array(
            dtype, shape, [self.element(dtype) for _ in range(count)])
        return {"decimals": self.random.choice([0, 0, 1, 2, 3, 5, 8, 9, 12, 17, -1, -2, -3, -9])}, [array]
