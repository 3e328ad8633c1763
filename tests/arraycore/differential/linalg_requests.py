"""Random requests of linear algebra. Made without NumPy, as random_requests.py."""

import math

from product_requests import ProductRequests
from random_requests import NUMBERS, item_size, real_bytes

KINDS = "fdddFDDil"


class LinalgRequests(ProductRequests):
    OPERATIONS = ["linalg"]
    NAMES = ["solve"] * 4 + ["inv", "det", "slogdet", "cholesky", "qr", "svdvals", "eigvalsh", "lstsq", "pinv",
                             "matrix_rank", "vector_norm", "matrix_norm", "cond", "matrix_power"] * 2 + [
                                 "eig"] * 5 + ["eigvals"] * 5 + ["tensorsolve", "tensorinv", "cross"] * 2 + [
                                     "svdvals_hermitian", "pinv_hermitian", "rank_hermitian"]

    def number(self, dtype, value):
        name, size = dtype.lstrip("<|"), item_size(dtype)
        if name[0] in "iub":
            return (round(4 * value) % 2 ** (8 * size)).to_bytes(size, "little")
        part = size // (2 if name[0] == "c" else 1)
        return real_bytes(value, part) + (real_bytes(self.random.uniform(-1, 1), part) if name[0] == "c" else b"")

    def some_finite_or_not(self, dtype, shape):
        elements = self.moderate(dtype, math.prod(shape))
        if elements and dtype[1] in "fc" and self.random.random() < 0.05:
            size = item_size(dtype)
            part = size // (2 if dtype[1] == "c" else 1)
            wrong = real_bytes(self.random.choice([math.inf, -math.inf, math.nan]), part)
            place = self.random.randrange(len(elements))
            elements[place] = elements[place][: size - part] + wrong
        return self.array(dtype, shape, elements)

    def dominant(self, dtype, shape):
        """Elements of matrices with a large diagonal, so that their condition is small."""
        *_, rows, columns = shape
        return [self.number(dtype, self.random.uniform(-1, 1)
                                + (2 + max(rows, columns) + row if row == column else 0))
                    for _ in range(math.prod(shape[:-2])) for row in range(rows) for column in range(columns)]

    def matrices(self, dtype, shape):
        return self.array(dtype, shape, self.dominant(dtype, shape))

    def split(self, count):
        """Extents with this product."""
        first = self.random.choice([one for one in (1, 2, 3, count) if count % one == 0])
        return self.random.choice([[count], [first, count // first]])

    def tensor(self, request, dtype):
        """A square matrix of small condition with more axes; some errors."""
        count = self.random.choice([1, 2, 4, 6, 6, 12])
        rows, columns = self.split(count), self.split(count)
        if self.random.random() < 0.05:
            columns = columns + [2]
        shape, elements = rows + columns, self.dominant(dtype, [math.prod(rows), math.prod(columns)])
        request["n"] = count
        if request["name"] == "tensorinv":
            request["power"] = len(rows) if self.random.random() < 0.95 else self.random.choice([0, -1, 1])
            return request, [self.array(dtype, shape, elements)]
        request["axes"] = None
        if self.random.random() < 0.4:
            # What is the last axis then comes first.
            last, request["axes"] = shape[-1], [0] if self.random.random() < 0.95 else [-1]
            elements = [one for place in range(last) for one in elements[place::last]]
            shape = [last] + shape[:-1]
        return request, [self.array(dtype, shape, elements), self.some(dtype, rows)]

    def vectors(self, request):
        """Operands of cross."""
        first = NUMBERS[self.random.choice("?bBhHiIlLefdgFDG")]
        second = first if self.random.random() < 0.7 else NUMBERS[self.random.choice("bBhilefdgFDG")]
        loops = self.shape(self.random.choice([0, 0, 1, 2]))
        extents = [3 if self.random.random() < 0.8 else self.random.choice([1, 2, 2, 2, 4]) for _ in range(2)]
        shapes, request["axes"] = [], []
        for extent, part in zip(extents, (loops, self.part(loops))):
            axis = self.random.randrange(len(part) + 1)
            shapes.append(part[:axis] + [extent] + part[axis:])
            request["axes"].append(axis if self.random.random() < 0.97 else 5)
        request["axes"].append(self.random.randrange(-len(loops) - 1, len(loops) + 1))
        return request, [self.some(dtype, shape) for dtype, shape in zip((first, second), shapes)]

    def positive(self, dtype, shape):
        """Symmetric or Hermitian, with a large diagonal."""
        n = shape[-1]
        elements = []
        for _ in range(math.prod(shape[:-2])):
            part = item_size(dtype) // (2 if dtype[1] == "c" else 1)
            lower = {(i, j): (round(self.random.uniform(-4, 4)) / 4, round(self.random.uniform(-4, 4)) / 4)
                     for i in range(n) for j in range(i)}
            for i in range(n):
                for j in range(n):
                    real, imaginary = (3 + n + i, 0.0) if i == j else lower[max(i, j), min(i, j)]
                    if i < j:
                        imaginary = -imaginary
                    if dtype[1] in "iu":
                        elements.append(round(4 * real).to_bytes(part, "little", signed=True))
                    else:
                        elements.append(real_bytes(float(real), part) + (
                            real_bytes(imaginary, part) if dtype[1] == "c" else b""))
        return self.array(dtype, shape, elements)

    def linalg(self):
        name = self.random.choice(self.NAMES)
        if name.endswith("_hermitian") and self.release < [1, 17]:
            name = "eigvalsh"
        dtype = NUMBERS[self.random.choice(KINDS if self.random.random() < 0.97 else "eg")]
        n = self.random.choice([1, 2, 3, 3, 4, 5, 8, 13])
        loops = [self.random.choice([1, 2, 3]) for _ in range(self.random.choice([0, 0, 0, 1, 2]))]
        request = {"name": name, "which": 0, "n": n, "power": 0, "order": "2"}
        square = loops + [n, n]
        if self.random.random() < 0.03:
            square = self.random.choice([[n], loops + [n, n + 1]])
        if name in ("cholesky", "eigvalsh") and dtype[1:] not in ("f2", "f16") and square == loops + [n, n]:
            return request, [self.positive(dtype, square)]
        if name in ("tensorsolve", "tensorinv"):
            return self.tensor(request, dtype)
        if name == "cross":
            return self.vectors(request)
        if name in ("eig", "eigvals"):
            if self.random.random() < 0.05:
                square = square[:-2] + [0, 0]
            if self.random.random() < 0.5 or len(square) < 2:
                return request, [self.some_finite_or_not(dtype, square)]
        if len(square) < 2:
            return request, [self.some(dtype, square)] + ([self.some(dtype, [n])] if name in ("solve", "lstsq") else [])
        if name == "solve":
            other = dtype if self.random.random() < 0.7 else NUMBERS[self.random.choice(KINDS)]
            right = [n] if not loops and self.random.random() < 0.5 else (
                self.part(loops) + [n, self.random.choice([1, 2, 3])])
            return request, [self.matrices(dtype, square), self.some(other, right)]
        if name in ("qr", "svdvals", "lstsq", "pinv", "matrix_rank", "matrix_norm"):
            square = square[:-1] + [self.random.choice([n, 1, 2, 6])]
        if name == "qr":
            request["which"] = self.random.randrange(2)
            request["order"] = self.random.choice(["reduced", "complete"])
            if self.release < [1, 22]:
                square = square[-2:]
        if name == "lstsq":
            square = square[-2:]
            request["which"] = self.random.choice([0, 0, 1, 3])
            right = [n] if self.random.random() < 0.5 else [n, 2]
            return request, [self.matrices(dtype, square), self.some(dtype, right)]
        if name == "slogdet":
            request["which"] = self.random.randrange(2)
        if name == "matrix_power":
            request["power"] = self.random.choice([0, 1, 2, 3, 5, -1, -2])
            if self.release < [1, 18]:
                square = square[-2:]
        if name == "vector_norm":
            request["order"] = self.random.choice(["2", "1", "inf", "-inf", "0", "3", "0.5"])
        if name == "matrix_norm":
            request["order"] = self.random.choice(["fro", "1", "-1", "inf", "-inf", "2", "-2", "nuc"])
        if name == "cond":
            request["order"] = self.random.choice(["2", "-2", "fro", "1", "inf"])
        return request, [self.matrices(dtype, square)]

    def next(self, release):
        self.release = release
        return super().next(release)
