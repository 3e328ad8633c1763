"""Imports arraycore's Python module from the folder that a test is given, or skips the test (exit code 77)."""

import struct
import sys
import unittest
from pathlib import Path

FOLDER = Path(sys.argv.pop(1)) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else Path("none")
if not list(FOLDER.glob("_core*.so")):
    print("skipped: arraycore's Python module isn't built. It needs pybind11-dev, python3-dev and the target "
          "arraycore_python")
    sys.exit(77)
sys.path.insert(0, str(FOLDER.parent))

import arraycore as ac  # noqa: E402

__all__ = ["ac", "bits", "half", "main", "values", "Test"]


def bits(array):
    """Each element's bytes as hexadecimal digits, the leading ones first; every NaN alike."""
    array = ac.asarray(array)
    flat = ac.ravel(array)
    octets = flat.tobytes()
    size = 10 if array.dtype.char == "g" else array.itemsize
    words = [octets[i : i + size][::-1].hex() for i in range(0, len(octets), max(1, array.itemsize))]
    if array.dtype.kind != "f":
        return words
    return ["nan" if unequal else word for word, unequal in zip(words, (flat != flat).tolist())]


def values(letter, patterns):
    """An array of floating-point numbers with these bits."""
    return ac.array(patterns, {"e": "u2", "f": "u4", "d": "u8"}[letter]).view(letter)


def half(number):
    """The bits of a double rounded to float16 by Python."""
    try:
        return struct.unpack("<H", struct.pack("<e", number))[0]
    except OverflowError:
        return 0x7C00 if number > 0 else 0xFC00


class Test(unittest.TestCase):
    maxDiff = 2000

    def check_bits(self, array, expected):
        self.assertEqual(bits(array), expected)


def main():
    # Signalling NaNs and the like raise flags that no test is about.
    unittest.main(warnings="ignore")
