"""Random requests of arrays, scalars and floating numbers as text. Made without NumPy, as random_requests.py."""

import struct

from print_defaults import DEFAULTS
from random_requests import NUMBERS, Requests, real_bytes

MODES = ["fixed", "unique", "maxprec", "maxprec_equal"]
# What legacy printing each release knows.
LEGACY = [("1.13", [0, 0]), ("1.21", [1, 22]), ("1.25", [2, 0]), ("2.1", [2, 2]), ("2.2", [2, 3])]


class PrintRequests(Requests):
    def next(self, release):
        self.release = release
        operation = self.random.choice(["print"] * 10 + ["format_float"] * 4 + ["scalar_text"] * 2)
        request, arrays = getattr(self, operation)()
        request.update(op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)

    def real(self, size):
        """Numbers as people have them, too: of few digits, of one size, near powers of ten."""
        choice = self.random.random()
        if choice < 0.35 or not hasattr(self, "style"):
            return super().real(size)
        if self.style == "whole":
            value = float(self.random.randrange(-2000, 2000))
        elif self.style == "decimals":
            value = self.random.randrange(-10000, 10000) / 10 ** self.random.randrange(5)
        elif self.style == "sizes":
            value = self.random.choice([-1, 1]) * 10.0 ** self.random.uniform(-12, 12)
        elif self.style == "ties":
            value = self.random.randrange(-4000, 4000) / 2 ** self.random.randrange(12)
        else:
            value = self.random.uniform(-1, 1)
        if size == 2:
            value = max(-65504.0, min(65504.0, value))
        return real_bytes(value, size)

    def options(self):
        options = dict(DEFAULTS)
        if self.random.random() < 0.3:
            return options
        chances = {
            "precision": lambda: self.random.randrange(18),
            "threshold": lambda: self.random.choice([0, 1, 5, 20, 100]),
            "edgeitems": lambda: self.random.randrange(5),
            "linewidth": lambda: self.random.choice([0, 1, 5, 10, 20, 40, 75, 120]),
            "suppress": lambda: True,
            "nanstr": lambda: self.random.choice(["NaN", "not a number", "-"]),
            "infstr": lambda: self.random.choice(["Inf", "infinite", "oo"]),
            "sign": lambda: self.random.choice("+ "),
            "floatmode": lambda: self.random.choice(MODES),
            "legacy": lambda: self.random.choice([name for name, first in LEGACY if first <= self.release]),
        }
        for name, choose in chances.items():
            if self.random.random() < 0.3:
                options[name] = choose()
        if options["legacy"] == "1.13":
            options["sign"] = "-"
        return options

    def print(self):
        self.style = self.random.choice(["any", "whole", "decimals", "sizes", "ties", "small"])
        dtype = self.any_type() if self.random.random() < 0.6 else NUMBERS[self.random.choice("efdgFDG")]
        options = self.options()
        shape = self.shape()
        if options["legacy"] == "1.13" and not shape and (dtype[1] in "Mm" or dtype[1:] in ("f16", "c32")):
            shape = [2]
        # A long double's padding is nobody's, and texts lose their zeros.
        if self.random.random() < 0.08 and dtype[1] not in "SU" and dtype[1:] not in ("f16", "c32"):
            options["formatter"] = "hex"
        if self.random.random() < 0.1:
            shape = self.random.choice([[30], [7, 9], [2, 3, 4, 5], [1, 12]])
        request = {"options": options, "function": self.random.choice(["array2string", "array_str", "array_repr"]),
                   "separator": " ", "prefix": "", "suffix": ""}
        if request["function"] == "array2string" and self.random.random() < 0.4:
            request.update(separator=self.random.choice([", ", ",", "; ", "", "  "]), prefix="x" * self.random.randrange(9),
                           suffix=")" * self.random.randrange(5))
        return request, [self.array(dtype, shape)]

    def format_float(self):
        self.style = self.random.choice(["any", "whole", "decimals", "sizes", "ties", "small"])
        scientific = self.random.random() < 0.4
        layout = {"unique": self.random.random() < 0.7, "trim": self.random.choice("kkk.0-"),
                  "sign": self.random.random() < 0.2}

        def sometimes(name, most, share):
            layout[name] = self.random.randrange(most) if self.random.random() < share else None

        sometimes("precision", 25, 0.6 if layout["unique"] else 0.97)
        sometimes("pad_left", 12, 0.2)
        if scientific:
            sometimes("exp_digits", 7, 0.3)
        else:
            sometimes("pad_right", 12, 0.2)
            layout["fractional"] = self.random.random() < 0.7
        if self.release >= [1, 21]:
            sometimes("min_digits", 22, 0.2)
        return {"scientific": scientific, "layout": layout}, [self.array(NUMBERS[self.random.choice("efddg")], [])]

    def scalar_text(self):
        self.style = self.random.choice(["any", "whole", "decimals", "sizes", "small"])
        return {"repr": self.random.random() < 0.5}, [self.array(self.any_type(), [])]
