"""Calls of LAPACK's routines in all four types, for tests of the library whose path is the program's first argument."""

import ctypes
import sys
import unittest

LIBRARY = ctypes.CDLL(sys.argv.pop(1))
INT = ctypes.c_int32
GUARD = 777  # elements that nobody may write to


class Kind:
    """One of the four types: how its numbers are stored."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.single = letter in "sc"
        self.complex = letter in "cz"
        self.number = ctypes.c_float if self.single else ctypes.c_double
        self.epsilon = 2.0**-23 if self.single else 2.0**-52
        self.least = 2.0**-126 if self.single else 2.0**-1022
        self.exponents = range(-149, 126) if self.single else range(-1074, 1022)

    def array(self, values):
        """Complex for a complex type."""
        if not self.complex:
            return (self.number * max(1, len(values)))(*values)
        parts = [part for x in map(complex, values) for part in (x.real, x.imag)]
        return (self.number * max(1, len(parts)))(*parts)

    def reals(self, values):
        return (self.number * max(1, len(values)))(*values)

    def values(self, array, count: int):
        if not self.complex:
            return list(array[:count])
        return [complex(array[2 * i], array[2 * i + 1]) for i in range(count)]

    def call(self, name: str, *arguments) -> int:
        """Letters as bytes, integers as int, reals as float; arrays and references are passed as they are.

        Returns what the last one, info, is.
        """
        return self.called(name, *arguments, INT(-99))

    def called(self, name: str, *arguments) -> int:
        function = LIBRARY[f"{self.letter}{name}_"]
        function.restype = None
        passed = []
        for each in arguments:
            if isinstance(each, bytes):
                passed.append(ctypes.c_char_p(each))
            elif isinstance(each, int):
                passed.append(ctypes.byref(INT(each)))
            elif isinstance(each, float):
                passed.append(ctypes.byref(self.number(each)))
            elif isinstance(each, ctypes.Array):
                passed.append(each)
            else:
                passed.append(ctypes.byref(each))
        lengths = [ctypes.c_size_t(1) for each in arguments if isinstance(each, bytes)]
        function(*passed, *lengths)
        return arguments[-1].value if hasattr(arguments[-1], "value") else 0


KINDS = [Kind(letter) for letter in "sdcz"]
REALS = [kind for kind in KINDS if not kind.complex]


def integers(*values: int):
    return (INT * max(1, len(values)))(*values)


class Case(unittest.TestCase):
    def each(self, kinds=KINDS):
        """The types, one after the other; a failure says which."""
        for self.kind in kinds:
            yield self.kind
        self.kind = None

    def _formatMessage(self, msg, standardMsg):
        kind = getattr(self, "kind", None)
        return super()._formatMessage(msg, f"{standardMsg} (type {kind.letter})" if kind else standardMsg)
