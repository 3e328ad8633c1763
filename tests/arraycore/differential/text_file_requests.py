"""Random requests of text files: tables as people write them, damaged ones, and arrays to be written. Made without
NumPy."""

from random_requests import Requests

WORDS = ["a", "bcd", "x y", "é", "", "€uro", "N/A", "True", "#", "long word here"]
FORMATS = ["%.18e", "%d", "%s", "%g", "%.3f", "%10.5f", "%-12.4e", "%+.2g", "%05d", "%i", "%r", "%8s", "%.0f", "%#.3g",
           "%#.0e", "% d", "%E", "%G", "%+010.3f", "%x", "%X", "%o", "%#x", "%.3d", "%-6d", "%u", "%F", "%.2s"]


class TextFileRequests(Requests):
    OPERATIONS = ["loadtxt"] * 40 + ["genfromtxt"] * 25 + ["savetxt"] * 25 + ["fromstring"] * 15

    def whole(self):
        choice = self.random.random()
        bits = self.random.randrange(1, 62)
        number = self.random.randrange(-9, 100) if choice < 0.8 else self.random.getrandbits(bits)
        return self.random.choice(["", "", "", "+"]) * (number >= 0) + str(number)

    def floating(self):
        choice = self.random.random()
        if choice < 0.3:
            return self.whole()
        if choice < 0.6:
            return repr(self.random.uniform(-1000, 1000))
        if choice < 0.8:
            number = self.random.uniform(-1, 1) * 10.0 ** self.random.randrange(-320, 300)
            return "%.*e" % (self.random.randrange(25), number)
        return self.random.choice(["nan", "inf", "-inf", "Infinity", "1e400", "-1e-400", ".5", "5.", "1E5", "0", "-0.0",
                                   "0.1", "9007199254740993", "1e23", "NaN", "+1.5"])

    def field(self, dtype):
        """Mostly what reads as this dtype."""
        if self.random.random() < 0.02:
            return self.random.choice(["x", "", "1.5.2", "--1", "1_0", "0x10", "1e", "j", "1+j", "nan(1)", "é", "1 2"])
        kind = dtype.lstrip("<|")[0]
        if kind in "iu":
            return self.whole() if kind == "i" else self.whole().lstrip("-")
        if kind == "b":
            return self.random.choice(["0", "1", "2", "-1", "True", "false", "FALSE"])
        if kind == "c":
            return self.random.choice([
                lambda: "(%s%+.3gj)" % (repr(self.random.uniform(-9, 9)), self.random.uniform(-9, 9)),
                lambda: "%g%+gj" % (self.random.uniform(-9, 9), self.random.uniform(-9, 9)),
                lambda: "%gj" % self.random.uniform(-9, 9), self.floating, lambda: "1+-2j"])()
        if kind in "SU":
            return self.random.choice(WORDS)
        if kind == "M":
            return "%d-%02d-%02d" % (self.random.randrange(1900, 2100), self.random.randrange(1, 13),
                                     self.random.randrange(1, 29))
        return self.floating()

    def table_type(self):
        return self.random.choice(["<f8"] * 8 + ["<i8"] * 4 + ["<f4", "<f2", "<f16", "<i4", "<i2", "|i1", "|u1", "<u8",
                                                           "<u2", "|b1", "<c16", "<c8", "<U5", "|S4", "<U0", "|S0",
                                                           "<M8[D]", "<m8[s]"])

    def table(self, dtype, delimiter, comment, quote=None):
        """A file with rows of fields, sometimes damaged. `delimiter` None: white space."""
        rows, columns = self.random.choice([0, 1, 1, 2, 3, 5]), self.random.choice([1, 1, 2, 3, 4])
        end = self.random.choice(["\n", "\n", "\n", "\r\n", "\r"])
        lines = []
        for _ in range(rows):
            fields = [self.field(dtype) for _ in range(columns)]
            if quote:
                fields = [quote + one.replace(quote, 2 * quote) + quote if self.random.random() < 0.4 else one
                          for one in fields]
            if delimiter is None:
                between = self.random.choice([" ", "  ", "\t", " \t"])
                line = self.random.choice(["", "", " ", "\t"]) + between.join(fields)
            else:
                line = (self.random.choice(["", "", " "]) + delimiter).join(fields)
            line += self.random.choice(["", "", "", " "])
            if comment and self.random.random() < 0.15:
                line += comment + " note"
            lines.append(line)
            if self.random.random() < 0.1:
                lines.append(self.random.choice(["", " ", (comment or "") + "x" if comment else ""]))
            if self.random.random() < 0.015:
                lines[-1] += (delimiter or " ") + self.field(dtype)
        text = end.join(lines) + self.random.choice([end, end, "", end + end])
        if text and self.random.random() < 0.03:
            place = self.random.randrange(len(text))
            text = text[:place] + self.random.choice("\0#,\n\"- z\x0b\u3000") + text[place:]
        return text

    def file(self, text):
        raw = text.encode()
        return {"d": "|u1", "s": [len(raw)], "t": [1], "o": 0, "n": len(raw)}, raw

    def table_arguments(self):
        usecols = None
        if self.random.random() < 0.2:
            usecols = [self.random.choice([0, 0, 1, -1, 2]) for _ in range(self.random.randrange(1, 3))]
        return {"usecols": usecols, "unpack": self.random.random() < 0.2, "ndmin": self.random.choice([0, 0, 0, 1, 2])}

    def loadtxt(self):
        dtype = self.table_type()
        quote = self.random.choice([None, None, '"', "'"]) if self.release >= [1, 23] else None
        delimiter = self.random.choice([None, None, None, ",", ",", ";", "\t", "|"])
        comments = self.random.choice([["#"], ["#"], ["#"], ["%"], [], ["//"], ["#", "%"]])
        # What comes in lines isn't read through quotes.
        if quote and (len(comments) > 1 or comments == ["//"]):
            comments = ["#"]
        text = self.table(dtype, delimiter, comments[0] if comments else "", quote)
        if len(comments) > 1 or comments == ["//"]:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        max_rows = self.random.choice([None, None, None, 1, 2, 0]) if self.release >= [1, 16] else None
        return dict(self.table_arguments(), dtype=dtype, delimiter=delimiter, comments=comments, quotechar=quote,
                    skiprows=self.random.choice([0, 0, 0, 1, 2]), max_rows=max_rows), [self.file(text)]

    def genfromtxt(self):
        dtype = self.table_type()
        while dtype[1] in "Mm":
            dtype = self.table_type()
        delimiter = self.random.choice([None, None, ",", ",", ";", "::", 3, [2, 3, 1]])
        comments = self.random.choice(["#", "#", "%", None, "//"])
        text = self.table(dtype, delimiter if isinstance(delimiter, str) else None, comments or "")
        arguments = dict(self.table_arguments(), dtype=dtype, delimiter=delimiter, comments=comments,
                         autostrip=self.random.random() < 0.3, skip_header=self.random.choice([0, 0, 0, 1, 2]),
                         skip_footer=self.random.choice([0, 0, 0, 0, 1, 2]),
                         loose=self.random.random() < 0.8, invalid_raise=self.random.random() < 0.7,
                         max_rows=self.random.choice([None, None, None, None, 1, 2, 0]))
        if self.release < [1, 23]:
            arguments["ndmin"] = 0
        return arguments, [self.file(text)]

    def savetxt(self):
        shape = self.shape(self.random.choice([0, 1, 1, 2, 2, 2, 2, 3]))
        dtype = self.any_type()
        while dtype[1] in "U":
            dtype = self.any_type()
        columns = shape[1] if len(shape) == 2 else 1
        choice = self.random.random()
        parts = columns * (2 if dtype[1] == "c" else 1)
        one = lambda: self.random.choice(FORMATS if self.random.random() < 0.6 else ["%.18e", "%g", "%s"])
        if choice < 0.7:
            fmt = one()
        elif choice < 0.85:
            fmt = self.random.choice([" ", "; ", "|", ""]).join(one() for _ in range(max(parts, 1)))
        else:
            fmt = [one() for _ in range(columns + (self.random.random() < 0.1))]
        return {"fmt": fmt, "delimiter": self.random.choice([" ", ",", "; "]),
                "newline": self.random.choice(["\n", "\n", "\r\n"]),
                "header": self.random.choice(["", "", "a", "a\nb"]),
                "footer": self.random.choice(["", "", "c"]), "comments": self.random.choice(["# ", "% ", ""])}, [
                    self.array(dtype, shape)]

    def fromstring(self):
        dtype = self.random.choice(["<f8"] * 6 + ["<i8"] * 3 + ["<f4", "<f2", "<f16", "<i4", "|i1", "|u1", "<u8", "|b1",
                                                              "<m8[s]"] + ["<c16"] * (self.release >= [1, 18]))
        separator = self.random.choice([" ", " ", ",", ", ", ";", " | ", "\n", "::"])
        fields = []
        for _ in range(self.random.choice([0, 1, 2, 3, 6])):
            field = self.field(dtype)
            while field in ("True", "false", "FALSE") or field.startswith("("):
                field = self.field(dtype)
            fields.append(field)
        between = separator if separator.strip() else self.random.choice([" ", "  ", "\n"])
        end = self.random.choice(["", "", " ", separator, ";"])
        text = self.random.choice(["", "", " "]) + between.join(fields) + end
        count = self.random.choice([None, None, None, -1, 0, 1, 2, len(fields), len(fields) + 1])
        return {"dtype": dtype, "sep": separator, "count": count}, [self.file(text)]

    def next(self, release):
        self.release = release
        operation = self.random.choice(self.OPERATIONS)
        arguments, arrays = getattr(self, operation)()
        request = dict(arguments, op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)
