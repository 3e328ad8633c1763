"""Random requests of files: arrays of all dtypes and records as `.npy` and `.npz`, and such files, whole and damaged, to
be read. Made without NumPy, as random_requests.py."""

import struct

from random_requests import Requests, item_size

NAMES = ["a", "b", "x", "y", "z", "name", "f0", "ä", "日本", "é\x85", "it's", 'say "no"', "back\\slash", "tab\there", "€",
         "\u2028", "𝔘", " ", "a b", "{}", "(", "O'\"x", "\x7f", "\xad", "very_long_name" * 3]
# Bytes that are reversed in the other order.
UNITS = {"c8": 4, "c16": 8, "c32": 16}


class FileRequests(Requests):
    # What Python runs NumPy: its zipfile writes the files' headers.
    python = [3, 11, 7]

    def next(self, release):
        self.release = release
        operation = self.random.choice(["npy"] * 10 + ["npz"] * 3 + ["npy_read"] * 5)
        request, arrays = getattr(self, operation)()
        request.update(op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)

    # ---- types

    def stored_dtype(self):
        """A dtype's name, perhaps in the other byte order."""
        choice = self.random.random()
        if choice < 0.05:
            return "|V%d" % self.random.randrange(0 if choice < 0.005 else 1, 20)
        if choice < 0.07:
            return self.random.choice(["|S0", "<U0", "<M8", "<m8"])
        dtype = self.any_type()
        if dtype[0] == "<" and self.random.random() < 0.4:
            dtype = ">" + dtype[1:]
        return dtype

    def fields(self, depth):
        names = self.random.sample(NAMES, self.random.choice([0] + [1, 2, 3, 4] * 5))
        result = []
        while names:
            if self.random.random() < 0.1:
                result.append(("", "|V%d" % self.random.randrange(1, 9)))
            name = names.pop()
            if names and self.random.random() < 0.1:
                name = (names.pop(), name)
            inner = self.fields(depth + 1) if depth < 3 and self.random.random() < 0.15 else self.stored_dtype()
            field = (name, inner)
            if self.random.random() < 0.2:
                field += (tuple(self.random.choice([0, 1, 1, 2, 3]) for _ in range(self.random.randrange(1, 3))),)
            result.append(field)
        if result and self.random.random() < 0.1:
            result.append(("", "|V%d" % self.random.randrange(1, 9)))
        # Two paddings side by side are written as one.
        return [one for i, one in enumerate(result) if i == 0 or one[0] != "" or result[i - 1][0] != ""]

    def descr(self):
        return self.fields(0) if self.random.random() < 0.35 else self.stored_dtype()

    def stored_element(self, descr):
        if isinstance(descr, list):
            return b"".join(self.stored_field(field) for field in descr)
        name = descr[1:]
        if name[0] == "V":
            return bytes(self.random.getrandbits(8) for _ in range(int(name[1:])))
        raw = self.element(descr.replace(">", "<")) if name not in ("S0", "U0") else b""
        if descr[0] != ">":
            return raw
        unit = 4 if name[0] == "U" else UNITS.get(name, item_size("<" + name))
        return b"".join(raw[i : i + unit][::-1] for i in range(0, len(raw), unit))

    def stored_field(self, field):
        count = 1
        for extent in field[2] if len(field) == 3 else ():
            count *= extent
        return b"".join(self.stored_element(field[1]) for _ in range(count))

    def padded(self, descr):
        return isinstance(descr, list) and any(field[0] == "" or self.padded(field[1]) for field in descr)

    def stored_array(self, descr):
        """An array whose elements are those of `descr`, described as one of bytes."""
        size = len(self.stored_element(descr))
        shape = self.shape()
        count = 1
        for extent in shape:
            count *= extent
        elements = [self.stored_element(descr) for _ in range(count)]
        # NumPy leaves the padding of elements that it gathers as it finds it.
        if size == 0 or self.padded(descr):
            strides, stride = [0] * len(shape), size
            for axis in reversed(range(len(shape))):
                strides[axis] = stride
                stride *= shape[axis]
            memory = b"".join(elements)
            return {"d": "|S%d" % size, "s": shape, "t": strides, "o": 0, "n": len(memory)}, memory
        return self.array("|S%d" % size, shape, elements)

    # ---- operations

    def npy(self):
        descr = self.descr()
        version = self.random.choice([None] * 8 + [[1, 0], [2, 0], [3, 0]])
        return {"descr": repr(descr), "version": version}, [self.stored_array(descr)]

    def npz(self):
        descrs = [self.descr() for _ in range(self.random.randrange(4))]
        names = self.random.sample([name for name in NAMES if name.isidentifier()] + ["ünï", "arr_0"], len(descrs))
        arrays = [self.stored_array(descr) for descr in descrs]
        return {"descrs": [repr(descr) for descr in descrs], "names": names, "python": self.python,
                "compressed": self.random.random() < 0.5}, arrays

    def npy_read(self):
        """A file as other writers may make it, in one case of three damaged."""
        descr = self.descr()
        shape = self.shape()
        count = 1
        for extent in shape:
            count *= extent
        parts = ["'descr': %r" % (descr,), "'fortran_order': %r" % (self.random.random() < 0.3),
                 "'shape': %r" % (tuple(shape),)]
        if self.random.random() < 0.5:
            self.random.shuffle(parts)
        header = "{" + self.random.choice([", ", ",", ",\n"]).join(parts) + self.random.choice(["", ",", ", "]) + "}"
        header += " " * self.random.randrange(20) + self.random.choice(["\n", "\n", ""])
        version = self.random.choice([1, 2, 3])
        try:
            raw = header.encode("utf8" if version == 3 else "latin1")
        except UnicodeEncodeError:
            version, raw = 3, header.encode("utf8")
        data = b"".join(self.stored_element(descr) for _ in range(count))
        file = bytearray(b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(raw)) + raw
                         + data)
        choice = self.random.random()
        damaged = choice < 0.3
        if choice < 0.1:
            del file[self.random.randrange(len(file)) :]
        elif choice < 0.3:
            file[self.random.randrange(min(len(file), 12 + len(raw)))] = self.random.choice(b"0123456789'(),[]{}<>|fiuLx \x80")
        elif choice < 0.35:
            file += b"behind"
        file = bytes(file)
        described = {"d": "|u1", "s": [len(file)], "t": [1], "o": 0, "n": len(file)}
        return {"descr": repr(descr), "version": [version, 0], "damaged": damaged}, [(described, file)]
