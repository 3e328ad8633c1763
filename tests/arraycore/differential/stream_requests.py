"""Random requests of random numbers: a seeded generator and what it draws. Made without NumPy, as random_requests.py."""

import math

from random_requests import Requests, real_bytes

BITS = ["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"]

# Parameters of each distribution: what they are made like (see `parameter`), and three sets that are always tried.
DISTRIBUTIONS = {
    "beta": ("shape shape", [(0.5, 0.5), (2.0, 3.0), (0.1, 20.0)]),
    "binomial": ("count p", [(10, 0.5), (100, 0.3), (1000, 0.9)]),
    "chisquare": ("shape", [(1.0,), (2.5,), (100.0,)]),
    "exponential": ("scale", [(1.0,), (2.5,), (0.1,)]),
    "f": ("shape shape", [(1.0, 2.0), (10.0, 20.0), (0.5, 3.0)]),
    "gamma": ("shape0 scale", [(0.5, 1.0), (1.0, 2.0), (5.0, 0.3)]),
    "geometric": ("p1", [(0.5,), (0.1,), (1e-5,)]),
    "gumbel": ("loc scale", [(0.0, 1.0), (1.0, 2.0), (-3.0, 0.5)]),
    "hypergeometric": ("count count sample", [(10, 20, 5), (100, 200, 50), (1000, 1000, 900)]),
    "laplace": ("loc scale", [(0.0, 1.0), (1.0, 2.0), (-3.0, 0.5)]),
    "logistic": ("loc scale", [(0.0, 1.0), (1.0, 2.0), (-3.0, 0.5)]),
    "lognormal": ("loc scale", [(0.0, 1.0), (1.0, 2.0), (-3.0, 0.5)]),
    "logseries": ("p_below_1", [(0.5,), (0.1,), (0.99,)]),
    "negative_binomial": ("shape p1", [(5.0, 0.5), (100.0, 0.1), (2.5, 0.9)]),
    "noncentral_chisquare": ("shape scale", [(3.0, 1.0), (0.5, 2.0), (10.0, 20.0)]),
    "noncentral_f": ("shape shape scale", [(3.0, 5.0, 1.0), (1.0, 10.0, 2.0), (5.0, 5.0, 0.1)]),
    "normal": ("loc scale", [(0.0, 1.0), (1.0, 2.0), (-3.0, 0.5)]),
    "pareto": ("shape", [(1.0,), (3.0,), (0.5,)]),
    "poisson": ("lam", [(0.5,), (5.0,), (1e5,)]),
    "power": ("shape", [(1.0,), (3.0,), (0.5,)]),
    "rayleigh": ("scale", [(1.0,), (3.0,), (0.5,)]),
    "standard_cauchy": ("", [()]),
    "standard_exponential": ("", [()]),
    "standard_gamma": ("shape0", [(0.5,), (1.0,), (5.0,)]),
    "standard_normal": ("", [()]),
    "standard_t": ("shape", [(1.0,), (3.0,), (100.0,)]),
    "triangular": ("loc loc loc", [(0.0, 1.0, 2.0), (-1.0, 0.0, 5.0), (0.0, 0.0, 1.0)]),
    "uniform": ("loc loc", [(0.0, 1.0), (-5.0, 5.0), (0.0, 1e300)]),
    "vonmises": ("loc kappa", [(0.0, 1.0), (1.0, 1e-6), (2.0, 100.0)]),
    "wald": ("shape shape", [(1.0, 1.0), (3.0, 0.5), (0.1, 10.0)]),
    "weibull": ("shape0", [(1.0,), (3.0,), (0.5,)]),
    "zipf": ("above_1", [(2.0,), (1.5,), (5.0,)]),
}

WHOLE = ("count", "sample")

RANGES = {"|b1": (0, 1), "|i1": (-128, 127), "|u1": (0, 255), "<i2": (-(2**15), 2**15 - 1), "<u2": (0, 2**16 - 1),
          "<i4": (-(2**31), 2**31 - 1), "<u4": (0, 2**32 - 1), "<i8": (-(2**63), 2**63 - 1), "<u8": (0, 2**64 - 1)}


class StreamRequests(Requests):
    OPERATIONS = (["draw"] * 60 + ["fill"] * 6 + ["integers"] * 14 + ["bytes"] * 2 + ["choice"] * 10 + ["shuffle"] * 6
                  + ["permutation"] * 4 + ["permuted"] * 3 + ["multinomial"] * 5 + ["dirichlet"] * 4 + ["urn"] * 4
                  + ["multivariate_normal"] * 4 + ["raw"] * 6 + ["state_only"] * 4)
    GENERATORS_ALONE = ("fill", "permuted", "urn", "raw")

    def parameter(self, kind):
        """A number that the distribution takes, mostly."""
        chance = self.random.random()
        if chance < 0.01:
            return self.random.choice([0, -1] if kind in WHOLE else [0.0, -1.0, -0.0, 2.0])
        if kind == "count":
            return self.random.choice([0, 1, 2, 5, 11, 30, 60, 100, 1000, 10**5]) if chance < 0.5 else (
                self.random.randrange(300))
        if kind == "sample":
            return self.random.randrange(1, 25)
        if kind in ("p", "p1", "p_below_1"):
            if chance < 0.06:
                return {"p": self.random.choice([0.0, 1.0]), "p1": 1.0, "p_below_1": 0.0}[kind]
            return self.random.choice([0.5, 0.1, 0.9, 1e-3, 1 / 3, 0.999]) if chance < 0.3 else self.random.random()
        if kind == "lam":
            return self.random.choice([0.0, 1e-10, 9.999, 10.0, 30.0, 1e4, 1e9, 1e15]) if chance < 0.3 else (
                math.exp(self.random.uniform(-3, 6)))
        if kind == "kappa":
            return self.random.choice([0.0, 1e-9, 1e-6, 1e-5, 1e6, 1e7, 1e9]) if chance < 0.4 else (
                math.exp(self.random.uniform(-8, 8)))
        if kind == "above_1":
            return self.random.choice([1.05, 2.0, 20.0, 500.0]) if chance < 0.3 else 1 + math.exp(
                self.random.uniform(-2, 2))
        if kind == "loc":
            return self.random.choice([0.0, 1.0, -1.0, 0.5]) if chance < 0.5 else self.random.gauss(0, 10)
        if kind == "scale":
            return 0.0 if chance < 0.05 else math.exp(self.random.uniform(-5, 5))
        if kind == "shape0" and chance < 0.05:
            return 0.0
        if chance < 0.3:
            return self.random.choice([1.0, 0.5, 2.0, 1 / 3, 0.01, 1e-3, 1e3])
        return math.exp(self.random.uniform(-4, 5))

    def parameters(self, name):
        """The arrays of a distribution's parameters, and a size or none."""
        kinds, known = DISTRIBUTIONS[name]
        kinds = kinds.split()
        if self.random.random() < 0.4 or not kinds:
            size = [1000] if self.random.random() < 0.25 else self.random.choice([None, [7], [2, 3], [0], [4, 1, 2]])
            numbers = self.random.choice(known)
            return [self.numbers(kind, [], [number]) for kind, number in zip(kinds, numbers)], size
        full = self.random.choice([[], [], [5], [3], [2, 3], [4, 1], [0]])
        shapes = []
        for _ in kinds:
            shape = full[self.random.randrange(len(full) + 1) :] if self.random.random() < 0.5 else full
            shapes.append([1 if self.random.random() < 0.2 else extent for extent in shape])
        arrays = []
        for kind, shape in zip(kinds, shapes):
            arrays.append(self.numbers(kind, shape, [self.parameter(kind) for _ in range(math.prod(shape))]))
        if name == "triangular" and self.random.random() < 0.9:
            left = self.random.gauss(0, 5)
            middle = left + abs(self.random.gauss(0, 5))
            arrays = [self.numbers("loc", shape, [number] * math.prod(shape)) for shape, number in
                      zip(shapes, (left, middle, middle + self.random.random()))]
        chance = self.random.random()
        size = None if chance < 0.5 else full if chance < 0.8 else [2] + full if chance < 0.95 else [3]
        return arrays, size

    def numbers(self, kind, shape, numbers):
        if kind in WHOLE:
            return self.array("<i8", shape, [int(one).to_bytes(8, "little", signed=True) for one in numbers])
        if self.random.random() < 0.05 and all(abs(one) < 1e30 for one in numbers):
            return self.array("<f4", shape, [real_bytes(one, 4) for one in numbers])
        return self.array("<f8", shape, [real_bytes(one, 8) for one in numbers])

    def size(self):
        return self.random.choice([[], [1], [10], [3, 2], [100], [0], [2, 0]])

    # ---- operations: what the request says besides the generator, and arrays

    def draw(self):
        name = self.random.choice(sorted(DISTRIBUTIONS))
        arrays, size = self.parameters(name)
        return {"name": name, "size": size}, arrays

    def fill(self):
        name = self.random.choice(["random", "standard_normal", "standard_exponential", "standard_gamma"])
        request = {"name": name, "size": self.size() if self.random.random() < 0.7 else [1000],
                   "dtype": self.random.choice(["<f4", "<f4", "<f8"] + ["<i4"] * (self.random.random() < 0.05)),
                   "method": self.random.choice(["zig", "inv"])}
        if name != "standard_gamma":
            return request, []
        return request, [self.numbers("shape0", [], [self.parameter("shape0")])]

    def bound(self, low, high):
        chance = self.random.random()
        if chance < 0.3:
            return self.random.choice([low, high, 0, low + 1, high - 1])
        if chance < 0.32:
            return self.random.choice([low - 1, high + 2])
        if chance < 0.6:
            return self.random.randrange(max(low, -20), min(high, 20) + 1)
        return self.random.randint(low, high)

    def integers(self):
        dtype = self.random.choice(sorted(RANGES))
        low, high = RANGES[dtype]
        full = [] if self.release < [1, 17] else self.random.choice([[], [], [], [4], [2, 3]])
        pairs = []
        for _ in range(math.prod(full)):
            pair = sorted([self.bound(low, high), self.bound(low, high)])
            if pair[0] == pair[1] and self.random.random() < 0.9:
                pair[1] += 1
            pairs.append(pair)
        both = []
        for numbers in zip(*pairs):
            one = "<u8" if max(numbers) >= 2**63 else "<i8"
            if min(numbers) < 0 and one == "<u8" or max(numbers) >= 2**64 or min(numbers) < -(2**63):
                numbers, one = [0 for _ in numbers], "<i8"
            both.append(self.array(one, full, [number.to_bytes(8, "little", signed=one == "<i8") for number in numbers]))
        size = self.random.choice([None, full, [3] + full, [1000] if not full else full])
        return {"size": size, "dtype": dtype, "endpoint": self.random.random() < 0.3}, both

    def bytes(self):
        return {"length": self.random.choice([0, 1, 3, 4, 5, 8, 17, 1000])}, []

    def probabilities(self, count):
        weights = [self.random.random() if self.random.random() < 0.8 else 0.0 for _ in range(count)]
        total = sum(weights)
        p = [one / total for one in weights] if total else [1.0 / max(count, 1)] * count
        if self.random.random() < 0.03 and count:
            p[0] += self.random.choice([0.5, -1.0, float("nan")])
        return self.array("<f8", [count], [real_bytes(one, 8) for one in p])

    def choice(self):
        count = self.random.choice([0, 1, 2, 3, 5, 10, 30, 100, 2000, 20000, 10**6])
        chosen = self.random.random() < 0.3
        request = {"population": count, "axis": 0, "replace": self.random.random() < 0.4, "array": chosen, "p": False,
                   "shuffle": self.random.random() < 0.7, "size": self.random.choice([None, [], [1], [2], [2, 3], [9]])}
        arrays = []
        if not request["replace"] and self.random.random() < 0.5:
            request["size"] = [self.random.choice([count, count // 2, count // 10, min(count, 1000)])]
            if request["size"][0] > 20000:
                request["size"] = [20000]
        if chosen:
            shape = [self.random.randrange(0, 12)] + ([] if self.legacy else self.shape(self.random.randrange(3), True))
            request["axis"] = self.random.randrange(-len(shape), len(shape))
            arrays.append(self.array("<i4", shape))
            count = shape[request["axis"]]
            if not request["replace"] and request["size"]:
                request["size"] = [self.random.randrange(0, count + 1)]
        if count < 200 and self.random.random() < 0.4:
            request["p"] = True
            arrays.append(self.probabilities(count))
        return request, arrays

    def shuffle(self):
        array = self.array(self.any_type(), self.shape() if self.random.random() < 0.05 else self.shape(
            self.random.randrange(1, 4)))
        axis = 0 if self.legacy or self.release < [1, 18] else self.axis(len(array[0]["s"]))
        return {"axis": axis}, [array]

    def permutation(self):
        if self.random.random() < 0.4:
            return {"count": self.random.choice([0, 1, 2, 10, 1000]), "axis": 0}, []
        request, arrays = self.shuffle()
        return dict(request, count=None), arrays

    def permuted(self):
        array = self.array(self.any_type(), self.shape())
        return {"axis": None if self.random.random() < 0.4 else self.axis(len(array[0]["s"]))}, [array]

    def multinomial(self):
        kinds = self.random.randrange(1, 6)
        outer = [] if self.legacy or self.release < [1, 22] else self.random.choice([[], [], [2], [3, 1]])
        p = []
        for _ in range(math.prod(outer)):
            weights = [self.random.random() if self.random.random() < 0.9 else 0.0 for _ in range(kinds)]
            total = sum(weights) or 1.0
            p += [one / total for one in weights]
        shape = [] if self.legacy else self.random.choice([[], [], [2], [3, 2]])
        n = [self.random.choice([0, 1, 20, 1000]) for _ in range(math.prod(shape))]
        size = self.random.choice([None, [3], [2, 2], [3, 2], [200]])
        return {"size": size}, [self.array("<i8", shape, [one.to_bytes(8, "little") for one in n]),
                                self.array("<f8", outer + [kinds], [real_bytes(one, 8) for one in p])]

    def dirichlet(self):
        small = self.random.random() < 0.4
        alpha = [math.exp(self.random.uniform(-7, -2.4) if small else self.random.uniform(-3, 4))
                 for _ in range(self.random.randrange(1, 6))]
        if self.random.random() < 0.1:
            alpha[self.random.randrange(len(alpha))] = self.random.choice([0.0, -1.0])
        return {"size": self.random.choice([None, [4], [2, 3], [100]])}, [
            self.array("<f8", [len(alpha)], [real_bytes(one, 8) for one in alpha])]

    def urn(self):
        colors = [self.random.choice([0, 1, 5, 20, 300]) for _ in range(self.random.randrange(0, 6))]
        total = sum(colors)
        sample = self.random.randrange(0, total + 2) if self.random.random() < 0.9 else self.random.choice([-1, total])
        return {"sample": sample, "size": self.random.choice([None, [3], [2, 2], [50]]),
                "method": self.random.choice(["marginals", "count"])}, [
            self.array("<i8", [len(colors)], [one.to_bytes(8, "little") for one in colors])]

    def multivariate_normal(self):
        """A covariance whose eigenvalues are powers of 2, as a reflection turns them."""
        n = self.random.randrange(1, 6)
        scale = math.exp(self.random.uniform(-5, 5))
        values = [scale * 2.0**power for power in self.random.sample(range(n), n)]
        normal = [self.random.gauss(0, 1) for _ in range(n)]
        square = sum(one * one for one in normal)
        turned = [[(i == j) - 2 * normal[i] * normal[j] / square for j in range(n)] for i in range(n)]
        covariance = [sum(turned[min(i, j)][k] * values[k] * turned[max(i, j)][k] for k in range(n))
                      for i in range(n) for j in range(n)]
        # By what eigenvectors move more than the matrix: the largest eigenvalue over the least distance of two.
        gap = 2.0 ** (n - 1)
        mean = [self.random.gauss(0, 10) for _ in range(n + (self.random.random() < 0.03))]
        method = "svd" if self.legacy or self.release < [1, 18] else self.random.choice(["svd", "eigh", "cholesky"])
        return {"size": self.random.choice([None, [4], [2, 3], [0], [100]]), "method": method, "gap": gap}, [
            self.array("<f8", [len(mean)], [real_bytes(one, 8) for one in mean]),
            self.array("<f8", [n, n], [real_bytes(one, 8) for one in covariance])]

    def raw(self):
        return {"count": self.random.choice([1, 5, 1000]), "half": self.random.random() < 0.3,
                "jumps": self.random.choice([0, 0, 1, 2]), "spawn": self.random.choice([None, None, 0, 3]),
                "advance": self.random.choice([None, 0, 1, 5, 10**9, 2**63 - 1])}, []

    def state_only(self):
        name = self.random.choice(["random_sample", "tomaxint", "random_integers", "rand", "randn"])
        return {"name": name, "size": self.size(), "high": self.random.randrange(1, 100)}, []

    def next(self, release):
        self.release = release
        self.legacy = release < [1, 17] or self.random.random() < 0.4
        operation = self.random.choice(self.OPERATIONS)
        while self.legacy and (operation in self.GENERATORS_ALONE) or (not self.legacy and operation == "state_only") or (
                operation == "permuted" and release < [1, 20]) or (operation == "urn" and release < [1, 18]):
            operation = self.random.choice(self.OPERATIONS)
        arguments, arrays = getattr(self, operation)()
        seed = [self.random.randrange(2**32) for _ in range(self.random.choice([1, 1, 1, 2, 5]))]
        bits = "MT19937" if self.legacy else self.random.choice(
            [one for one in BITS if one != "PCG64DXSM" or release >= [1, 21]])
        if not self.legacy and self.random.random() < 0.2:
            seed[0] = self.random.choice([0, 2**63, 2**32])
        # NumPy's jump makes another generator.
        after = self.random.random() < 0.25 and not arguments.get("jumps")
        request = dict(arguments, op="stream", kind=operation, legacy=self.legacy, bits=bits, seed=seed, release=release,
                       warmed=self.random.random() < 0.2, after=after,
                       arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)
