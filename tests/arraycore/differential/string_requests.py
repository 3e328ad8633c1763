"""Random requests of functions of text. Made without NumPy."""

import math

from random_requests import Requests

# Characters that all releases' Pythons know alike.
PLAIN = "aabbcABC xyz012 .-+_\t\n"
BEYOND = ("\u00df\u00e9\u00c9\u01c4\u01c5\u01c6\u00b2\u0660\u2164\u00aa\u0149\u0130\u0131\u03a3\u03c3\u03c2\u03b1\u0391\u3000\u00a0"
          "\u2028\u0345\ufb01\u4e00\u4e09\u02b0\u0301\u00b7'\U0001d7d8\U00010400\U00010428\x1c\x85\u1e9e\u0390\u1f80\u1f88")


class StringRequests(Requests):
    OPERATIONS = (["text_test"] * 20 + ["text_case"] * 20 + ["text_search"] * 25 + ["text_strip"] * 12
                  + ["text_justify"] * 12 + ["text_change"] * 15 + ["text_partition"] * 8)

    def characters(self, kind, length):
        pool = PLAIN if kind == "S" or self.random.random() < 0.5 else PLAIN + BEYOND * 2
        if kind == "S" and self.random.random() < 0.2:
            pool = PLAIN + "\xe9\x80\xff\x0b\x1c\x00"
        if self.random.random() < 0.5:
            pool = self.random.choice(["ab", "aB ", "12", "\t a", "+-0a"])
        return "".join(self.random.choice(pool) for _ in range(length))

    def texts(self, kind, shape, longest, least=0):
        length = self.random.randrange(max(least, 1), longest + 1)
        elements = []
        for _ in range(math.prod(shape)):
            text = self.characters(kind, self.random.randrange(least, length + 1))
            raw = text.encode("utf-32-le" if kind == "U" else "latin1")
            elements.append(raw.ljust(length * (4 if kind == "U" else 1), b"\0"))
        return self.array(("<U%d" if kind == "U" else "|S%d") % length, shape, elements)

    def common(self):
        """Of the result, and of further operands that are broadcast to it."""
        shape = self.shape(self.random.choice([1, 1, 2]))
        fitting = lambda: [extent if self.random.random() < 0.8 else 1 for extent in shape]
        others = [fitting() if self.random.random() < 0.5 else [] for _ in range(3)]
        return shape, others

    def kind(self):
        return self.random.choice("UUS")

    def text_test(self):
        name = self.random.choice(["str_len", "isalpha", "isdigit", "isspace", "isalnum", "islower", "isupper",
                                   "istitle", "isdecimal", "isnumeric"])
        return {"name": name}, [self.texts(self.kind(), self.common()[0], 8)]

    def text_case(self):
        name = self.random.choice(["upper", "lower", "swapcase", "capitalize", "title"])
        return {"name": name}, [self.texts(self.kind(), self.common()[0], 12)]

    def text_search(self):
        name = self.random.choice(["find", "rfind", "index", "rindex", "count", "startswith", "endswith"])
        shape, others = self.common()
        kind = self.kind()
        bounds = self.random.choice([(0, 1, 20, 21), (-9, 9, -9, 9), (0, 4, 2, 9)])
        return {"name": name}, [self.texts(kind, shape, 10), self.texts(kind, others[0], 2),
                                self.integers(others[1], bounds[0], bounds[1], "bhil"),
                                self.integers(others[2], bounds[2], bounds[3], "bhil")]

    def text_strip(self):
        name = self.random.choice(["strip", "lstrip", "rstrip"])
        shape, others = self.common()
        kind = self.kind()
        arrays = [self.texts(kind, shape, 10)]
        if self.random.random() < 0.5:
            arrays.append(self.texts(kind, others[0], 3))
        return {"name": name}, arrays

    def text_justify(self):
        name = self.random.choice(["ljust", "rjust", "center", "zfill"])
        shape, others = self.common()
        kind = self.kind()
        arrays = [self.texts(kind, shape, 6), self.integers(others[0], self.random.choice([-1, 0, 1]), 12, "bhil")]
        if name != "zfill":
            fill = self.random.choice("*-x0" + ("\u00e9" if kind == "U" else ""))
            raw = fill.encode("utf-32-le" if kind == "U" else "latin1")
            arrays.append(self.array("<U1" if kind == "U" else "|S1", [], [raw]))
        return {"name": name}, arrays

    def text_change(self):
        name = self.random.choice(["replace", "replace", "multiply", "expandtabs"])
        shape, others = self.common()
        kind = self.kind()
        arrays = [self.texts(kind, shape, 10)]
        if name == "replace":
            arrays += [self.texts(kind, others[0], 2), self.texts(kind, others[1], 3),
                       self.integers(others[2], -1, self.random.choice([0, 4]), "bhil")]
        else:
            arrays.append(self.integers(others[0], -1, 9 if name == "expandtabs" else 5, "bhil"))
        return {"name": name}, arrays

    def text_partition(self):
        shape, others = self.common()
        kind = self.kind()
        return ({"name": self.random.choice(["partition", "rpartition"]), "which": self.random.randrange(3)},
                [self.texts(kind, shape, 8), self.texts(kind, others[0], 2, self.random.choice([0, 1, 1, 1]))])

    def next(self, release):
        self.release = release
        operation = self.random.choice(self.OPERATIONS)
        arguments, arrays = getattr(self, operation)()
        request = dict(arguments, op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)
