"""Random requests of linear algebra. Made without NumPy, as random_requests.py."""

import math

from product_requests import ProductRequests
from random_requests import NUMBERS, item_size, real_bytes

KINDS = "fdddFDDil"


class LinalgRequests(ProductRequests):
    OPERATIONS = ["linalg"]
    NAMES = ["solve"] * 4 + ["inv", "det", "slogdet", "cholesky", "qr", "svdvals", "eigvalsh", "lstsq", "pinv",
                             "matrix_rank", "vector_norm", "matrix_norm", "cond", "matrix_power"] * 2

    def number(self, dtype, value):
        name, size = dtype.lstrip("<|"), item_size(dtype)
        if name[0] in "iub":
            return (round(4 * value) % 2 ** (8 * size)).to_bytes(size, "little")
        part = size // (2 if name[0] == "c" else 1)
        return real_bytes(value, part) + (real_bytes(self.random.uniform(-1, 1), part) if name[0] == "c" else b"")

    def matrices(self, dtype, shape):
        """With a large diagonal, so that their condition is small."""
        *_, rows, columns = shape
        elements = [self.number(dtype, self.random.uniform(-1, 1)
                                + (2 + max(rows, columns) + row if row == column else 0))
                    for _ in range(math.prod(shape[:-2])) for row in range(rows) for column in range(columns)]
        return self.array(dtype, shape, elements)

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
        dtype = NUMBERS[self.random.choice(KINDS if self.random.random() < 0.97 else "eg")]
        n = self.random.choice([1, 2, 3, 3, 4, 5, 8, 13])
        loops = [self.random.choice([1, 2, 3]) for _ in range(self.random.choice([0, 0, 0, 1, 2]))]
        request = {"name": name, "which": 0, "n": n, "power": 0, "order": "2"}
        square = loops + [n, n]
        if self.random.random() < 0.03:
            square = self.random.choice([[n], loops + [n, n + 1]])
        if name in ("cholesky", "eigvalsh") and dtype[1:] not in ("f2", "f16") and square == loops + [n, n]:
            return request, [self.positive(dtype, square)]
        if len(square) < 2:
            return request, [self.some(dtype, square)] + ([self.some(dtype, [n])] if name in ("solve", "lstsq") else [])
        if name == "solve":
            other = dtype if self.random.random() < 0.7 else NUMBERS[self.random.choice(KINDS)]
            right = [n] if not loops and self.random.random() < 0.5 else self.part(loops) + [n, self.random.choice([1, 2, 3])]
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
