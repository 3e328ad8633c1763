"""Random requests of statistics: sorted ones, those without NaN, and what product_requests.py makes. Made without NumPy, as random_requests.py."""

from compute_requests import ALL, REAL
from product_requests import ProductRequests
from random_requests import NUMBERS, item_size, places, real_bytes

# Those of 1.22, and those that were there before.
METHODS = ["inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen",
           "weibull", "median_unbiased", "normal_unbiased"]
OLD_METHODS = ["linear", "lower", "higher", "midpoint", "nearest"]

class StatisticsRequests(ProductRequests):
    OPERATIONS = ["along"] * 14 + ["quantile_any"] * 30 + ["nan_reduce"] * 12 + ["nan_mean"] * 16 + [
        "nan_accumulate"] * 6 + ["nan_place"] * 4 + ["pad_computed"] * 12 + ProductRequests.COUNTING + ProductRequests.PRODUCTS

    def with_nan(self, array, share):
        """The array with some elements, or parts of them, NaN."""
        described, memory = array
        name = described["d"].lstrip("<|")
        if name[0] not in "fc":
            return array
        size = item_size(described["d"])
        part = size // (2 if name[0] == "c" else 1)
        nan, memory = real_bytes(float("nan"), part), bytearray(memory)
        for place in places(described):
            if self.random.random() < share:
                place += part * self.random.randrange(size // part)
                memory[place : place + part] = nan
        return described, bytes(memory)

    def some_numbers(self, codes):
        array = self.reduced_array(NUMBERS[self.random.choice("effdddg" if self.random.random() < 0.6 else codes)])
        return self.with_nan(array, self.random.choice([0, 0, 0.02, 0.2, 0.7]))

    def axes_and_dims(self, shape):
        return {"axes": self.axes_or_none(len(shape)), "keepdims": self.random.random() < 0.3}

    def along(self):
        array = self.some_numbers(ALL) if self.random.random() < 0.9 else self.reduced_array(self.time_type("m"))
        return dict(self.axes_and_dims(array[0]["s"]), name=self.random.choice(["median", "nanmedian", "ptp"])), [array]

    def pad_computed(self):
        array = self.some_numbers(ALL) if self.random.random() < 0.3 else self.array(
            self.code_type(self.random.choice(ALL)), self.shape(self.random.choice([1, 1, 2, 3]), small=True))
        sides = [range(2)] * len(array[0]["s"])
        name = self.random.choice(["maximum", "minimum", "mean", "median", "linear_ramp", "reflect", "symmetric"])
        request = {"name": name, "widths": [[self.random.choice([0, 1, 2, 3, 5]) for _ in both] for both in sides]}
        if name == "linear_ramp":
            # A negative end of unsigned integers is a cast that nobody specifies.
            ends = [0, 0, 3, 7.5] + [-2] * (array[0]["d"][1] != "u")
            request["pairs"] = [[self.random.choice(ends) for _ in both] for both in sides]
        else:
            some = self.random.choice([[None]] * 4 + [[1, 2, 3]] * 5 + [[0, 1, -1]])
            request["pairs"] = [[self.random.choice(some) for _ in both] for both in sides]
        return request, [array]

    # ---- quantiles

    def quantiles(self, percent, number):
        """Numbers within the range, mostly, as an array or, if `number`, a Python number."""
        shape = [] if number or self.random.random() < 0.4 else [self.random.randrange(1, 12)]
        if not number and self.random.random() < 0.1:
            shape = [2, self.random.randrange(1, 4)]
        count = 1
        for extent in shape:
            count *= extent
        whole = self.random.random() < 0.1
        code = "l" if whole else "d" if number else self.random.choice("dddddf")

        def one():
            choice = self.random.random()
            if whole:
                return self.random.choice([0, 100 if percent else 1, 50 if percent else 1])
            value = self.random.random() if choice < 0.5 else self.random.randrange(13) / 12 if choice < 0.7 else (
                self.random.choice([0.0, 0.25, 0.5, 0.75, 1.0, 0.1, 0.9]))
            if self.random.random() < 0.003:
                value = self.random.choice([-0.1, 1.1, float("nan")])
            return value * (100 if percent else 1)

        size = item_size(NUMBERS[code])
        elements = [one().to_bytes(size, "little") if whole else real_bytes(one(), size) for _ in range(count)]
        return self.array(NUMBERS[code], shape, elements)

    def weights(self, shape):
        count = 1
        for extent in shape:
            count *= extent
        if self.random.random() < 0.3:
            return self.array("<i4", shape, [self.random.randrange(0, 5).to_bytes(4, "little") for _ in range(count)])
        some = [real_bytes(self.random.choice([0.0, 0.5, 1.0, 2.0, self.random.random()]), 8) for _ in range(count)]
        return self.array("<f8", shape, some)

    def quantile_any(self):
        name = self.random.choice(["quantile", "percentile", "nanquantile", "nanpercentile"])
        array = self.some_numbers(REAL)
        shape = array[0]["s"]
        number = self.random.random() < 0.25
        arrays = [array, self.quantiles("percent" in name, number)]
        request = dict(self.axes_and_dims(shape), name=name, python_number=number, weights=False,
                       method=self.random.choice(["linear"] * 4 + OLD_METHODS + METHODS))
        if self.random.random() < 0.12:
            request["weights"] = True
            request["method"] = "inverted_cdf"
            axes = request["axes"]
            part = shape if axes is None or self.random.random() < 0.5 else [
                shape[axis] for axis in axes if -len(shape) <= axis < len(shape)]
            arrays.append(self.weights(part))
        return request, arrays

    # ---- without NaN

    def nan_reduce(self):
        array = self.some_numbers(ALL)
        request = dict(self.axes_and_dims(array[0]["s"]), dtype=None,
                       name=self.random.choice(["nansum", "nansum", "nanprod", "nanmin", "nanmax"]))
        if self.random.random() < 0.1 and request["name"] in ("nansum", "nanprod"):
            request["dtype"] = self.wider_type(array[0]["d"])
        return request, [array]

    def nan_mean(self):
        array = self.some_numbers(ALL)
        shape = array[0]["s"]
        request = dict(self.axes_and_dims(shape), dtype=None, where=False, ddof=self.random.choice([0, 0, 1, 2]),
                       name=self.random.choice(["nanmean", "nanmean", "nanvar", "nanstd"]))
        arrays = [array]
        if self.random.random() < 0.1:
            request["where"] = True
            arrays.append(self.array("|b1", self.part(shape)))
        return request, arrays

    def nan_accumulate(self):
        array = self.some_numbers(ALL)
        axis = self.axis(len(array[0]["s"])) if self.random.random() < 0.6 else None
        dtype = self.wider_type(array[0]["d"]) if self.random.random() < 0.1 else None
        return {"name": self.random.choice(["nancumsum", "nancumprod"]), "axis": axis, "dtype": dtype}, [array]

    def nan_place(self):
        array = self.some_numbers(ALL)
        axis = self.axis(len(array[0]["s"])) if self.random.random() < 0.6 else None
        return {"name": self.random.choice(["nanargmax", "nanargmin"]), "axis": axis}, [array]

    def next(self, release):
        """Only what the release has: methods and `where` came in 1.22, weights in 2.0."""
        self.release = release
        operation = self.random.choice(self.OPERATIONS)
        arguments, arrays = getattr(self, operation)()
        if operation == "nan_mean" and release < [1, 22]:
            arguments["where"] = False
        if operation == "diff" and release < [1, 16]:
            arguments["prepend"] = arguments["append"] = False
            arrays = arrays[:1]
        if operation == "histogram" and release < [1, 16] and arguments["bins"] == "stone":
            arguments["bins"] = "scott"
        if operation == "average" and release < [1, 23]:
            arguments["keepdims"] = False
        if operation == "quantile_any":
            if release < [2, 0]:
                arguments["weights"] = False
            if release < [1, 22] and arguments["method"] not in OLD_METHODS:
                arguments["method"] = OLD_METHODS[len(arguments["method"]) % 5]
        request = dict(arguments, op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)
