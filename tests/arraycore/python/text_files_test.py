#!/usr/bin/env python3
"""Arrays as text files, by NumPy's names.

usage: text_files_test.py FOLDER
"""

import io
import tempfile
from pathlib import Path

from module import Test, ac, main


class TextFiles(Test):
    def test_what_is_saved_is_loaded(self):
        array = ac.asarray([[0.1, -1e300], [2.5, float("inf")]])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.txt"
            ac.savetxt(path, array, header="two\ncolumns")
            self.assertEqual(path.read_text().splitlines()[0], "# two")
            self.check_bits(ac.loadtxt(path), [
                "3fb999999999999a", "fe37e43c8800759c", "4004000000000000", "7ff0000000000000"])

    def test_sources(self):
        for source in (io.StringIO("1,2\n3,4"), io.BytesIO(b"1,2\n3,4"), ["1,2", "3,4\n"],
                       (one for one in [b"1,2", b"3,4"])):
            self.assertEqual(ac.loadtxt(source, delimiter=",", dtype=int).tolist(), [[1, 2], [3, 4]])

    def test_loadtxt(self):
        text = "a,b\n1,'x,y'\n2,z  # note\n"
        load = lambda **more: ac.loadtxt(io.StringIO(text), delimiter=",", skiprows=1, **more)
        self.assertEqual(load(dtype="U9", quotechar="'").tolist(), [["1", "x,y"], ["2", "z  "]])
        self.assertEqual(load(usecols=0, dtype="i2", ndmin=2).tolist(), [[1], [2]])
        self.assertEqual(load(usecols=(0,), dtype="i2", max_rows=1).tolist(), 1)
        with self.assertRaisesRegex(ValueError, "line 3"):
            load()
        with self.assertRaises(TypeError):
            ac.loadtxt([], delimiter="ab")
        with self.assertRaises(NotImplementedError):
            ac.loadtxt([], converters=float)

    def test_encodings(self):
        self.assertEqual(ac.loadtxt(io.BytesIO("é".encode("latin1")), dtype="U1", encoding="latin1").item(), "é")
        with self.assertRaises(ValueError):
            ac.loadtxt(io.BytesIO(b"\xff"), dtype="U1")

    def test_genfromtxt(self):
        found = ac.genfromtxt(io.StringIO("1,,x\n4,5,6"), delimiter=",")
        self.assertEqual(ac.isnan(found).tolist(), [[False, True, True], [False] * 3])
        self.assertEqual(ac.genfromtxt(["1234"], delimiter=(1, 3), dtype=int).tolist(), [1, 234])
        self.assertEqual(ac.genfromtxt(["1234"], delimiter=2, dtype=int).tolist(), [12, 34])
        with self.assertRaises(ValueError):
            ac.genfromtxt(["1 2", "3"])
        with self.assertRaises(NotImplementedError):
            ac.genfromtxt(["1"], dtype=None)

    def test_savetxt(self):
        file = io.StringIO()
        ac.savetxt(file, ac.asarray([[1, 2]]), fmt=["%d", "%.1f"], delimiter=";")
        self.assertEqual(file.getvalue(), "1;2.0\n")
        with self.assertRaises(TypeError):
            ac.savetxt(io.BytesIO(), ac.asarray(["a"]))

    def test_fromstring(self):
        self.assertEqual(ac.fromstring("1, 2", sep=",").tolist(), [1, 2])
        with self.assertRaises(ValueError):
            ac.fromstring("1 x", sep=" ")


if __name__ == "__main__":
    main()
