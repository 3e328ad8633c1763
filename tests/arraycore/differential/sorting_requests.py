"""Random requests of sorting, searching and sets. Made without NumPy, as random_requests.py."""

import math

from random_requests import Requests, item_size


class SortingRequests(Requests):
    OPERATIONS = (["sort"] * 20 + ["argsort"] * 16 + ["partition"] * 16 + ["lexsort"] * 8 + ["search"] * 14
                  + ["unique"] * 26 + ["set"] * 26 + ["isin"] * 16)

    def few(self, dtype, shape):
        """An array with many equal elements, special ones among them."""
        count = math.prod(shape)
        some = [self.element(dtype) for _ in range(self.random.choice([1, 2, 4, 8, 30, 300]))]
        if dtype.lstrip("<|")[0] in "fc" and self.random.random() < 0.5:
            # Both zeros, and numbers that differ in their last bits.
            some += [bytes(item_size(dtype))] * 2
        return self.array(dtype, shape, [self.random.choice(some) for _ in range(count)])

    def lines(self):
        """Lines short enough to be inserted, or long enough to be distributed."""
        if self.random.random() < 0.1:
            return [self.random.choice([17, 63, 200, 600, 1500])]
        shape = self.shape(self.random.choice([1, 1, 2, 2, 3]))
        if self.random.random() < 0.5:
            shape[self.random.randrange(len(shape))] = self.random.randrange(1, 40)
        return shape

    def sort(self):
        shape = self.lines()
        kind = self.random.choice(["quicksort", "stable", "stable", "heapsort"])
        return {"axis": self.axis(len(shape)), "kind": kind}, [self.few(self.any_type(), shape)]

    def argsort(self):
        shape = self.lines()
        return {"axis": self.axis(len(shape))}, [self.few(self.any_type(), shape)]

    def partition(self):
        shape = self.lines()
        axis = self.axis(len(shape))
        extent = shape[axis] if -len(shape) <= axis < len(shape) else 1
        kths = [self.random.randrange(-extent, extent) if extent else 0
                for _ in range(self.random.choice([1, 1, 2, 3]))]
        if self.random.random() < 0.03:
            kths[0] = self.random.choice([extent, -extent - 1])
        return ({"axis": axis, "kths": kths, "places": self.random.random() < 0.5},
                [self.few(self.any_type(), shape)])

    def lexsort(self):
        shape = self.lines()
        arrays = [self.few(self.any_type(), shape) for _ in range(self.random.randrange(1, 4))]
        return {"axis": self.axis(len(shape))}, arrays

    def search(self):
        dtype = self.any_type()
        other = dtype if self.random.random() < 0.6 or dtype[1] not in "bifcu" else self.number_type()
        count = self.random.choice([0, 1, 2, 3, 7, 20, 100])
        return ({"right": self.random.random() < 0.5, "sorter": self.random.random() < 0.4},
                [self.few(dtype, [count]), self.few(other, self.shape(self.random.choice([0, 1, 1, 2])))])

    def unique(self):
        shape = self.lines() if self.random.random() < 0.95 else []
        request = {"axis": None, "equal_nan": True, "which": self.random.choice(
            ["values", "values", "indices", "inverse", "counts"])}
        if shape and self.random.random() < 0.35:
            request["axis"] = self.axis(len(shape))
        elif self.random.random() < 0.2:
            request["equal_nan"] = False
        return request, [self.few(self.any_type(), shape)]

    def two(self):
        first = self.any_type()
        second = first if self.random.random() < 0.6 or first[1] not in "bifcu" else self.number_type()
        arrays = [self.few(first, self.lines()), self.few(second, self.lines())]
        if first == second and self.random.random() < 0.7:
            # Elements of one pool, so that some are in both.
            dtype = first
            pool = [self.element(dtype) for _ in range(self.random.choice([2, 5, 20, 100]))]
            arrays = []
            for _ in range(2):
                shape = self.lines()
                arrays.append(self.array(dtype, shape, [self.random.choice(pool) for _ in range(math.prod(shape))]))
        return arrays

    def set(self):
        return {"name": self.random.choice(["union1d", "intersect1d", "setxor1d", "setdiff1d"]),
                "assume_unique": self.random.random() < 0.25,
                "which": self.random.choice(["values", "values", "first", "second"])}, self.two()

    def isin(self):
        arrays = self.two()
        if self.random.random() < 0.3:
            arrays[1] = self.few(arrays[1][0]["d"], [self.random.choice([0, 1, 3, 5])])
        return {"invert": self.random.random() < 0.4}, arrays

    def next(self, release):
        """Only what the release has: `equal_nan` came in 1.24, places of intersections in 1.15."""
        self.release = release
        operation = self.random.choice(self.OPERATIONS)
        arguments, arrays = getattr(self, operation)()
        if operation == "unique" and release < [1, 24]:
            arguments["equal_nan"] = True
        request = dict(arguments, op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)
