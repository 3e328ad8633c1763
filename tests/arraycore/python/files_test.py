#!/usr/bin/env python3
"""Arrays as files and as text, by NumPy's names.

usage: files_test.py FOLDER
"""

import io
import unittest

from module import ac, main


class Files(unittest.TestCase):
    def test_npy(self):
        file = io.BytesIO()
        ac.save(file, ac.asarray([[1, 2], [3, 4]], dtype="int16"))
        self.assertEqual(file.getvalue()[:8], b"\x93NUMPY\x01\x00")
        file.seek(0)
        back = ac.load(file)
        self.assertEqual((back.tolist(), str(back.dtype)), ([[1, 2], [3, 4]], "int16"))

    def test_the_other_byte_order_is_read(self):
        header = b"{'descr': '>i2', 'fortran_order': False, 'shape': (2,)}"
        file = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + b"\x01\x00\x00\x02"
        self.assertEqual(ac.load(io.BytesIO(file)).tolist(), [256, 2])

    def test_npz(self):
        for save in (ac.savez, ac.savez_compressed):
            file = io.BytesIO()
            save(file, [1, 2], x=[0.5])
            file.seek(0)
            with ac.load(file) as arrays:
                self.assertEqual(arrays.files, ["x", "arr_0"])
                self.assertEqual(arrays["arr_0"].tolist(), [1, 2])
                with self.assertRaises(KeyError):
                    arrays["y"]
        with self.assertRaises(ValueError):
            ac.savez(io.BytesIO(), [1], arr_0=[2])

    def test_damaged_files(self):
        with self.assertRaises(ValueError):
            ac.load(io.BytesIO(b"PK\x03\x04"))
        with self.assertRaises(ValueError):
            ac.load(io.BytesIO(b"\x80\x04N."))
        with self.assertRaises(NotImplementedError):
            ac.load(io.BytesIO(b""), allow_pickle=True)


class Texts(unittest.TestCase):
    def test_arrays(self):
        self.assertEqual(ac.array_str(ac.asarray([1.0, 2.5])), "[1.  2.5]")
        self.assertEqual(ac.array_repr(ac.asarray([1], dtype="int8")), "array([1], dtype=int8)")
        self.assertEqual(ac.array2string(ac.asarray([1, 2]), separator=", ", threshold=1, edgeitems=0), "[..., 2]")

    def test_options_hold_in_their_context(self):
        with ac.printoptions(precision=2):
            self.assertEqual(ac.array_str(ac.asarray([1 / 3])), "[0.33]")
        self.assertEqual(ac.array_str(ac.asarray([1 / 3])), "[0.33333333]")
        with self.assertRaises(ValueError):
            ac.array2string(ac.asarray([1.0]), floatmode="most")

    def test_numbers(self):
        self.assertEqual(ac.format_float_positional(0.1, precision=3, unique=False), "0.100")
        self.assertEqual(ac.format_float_scientific(ac.asarray(1.5, dtype="float16")), "1.5e+00")
        with self.assertRaises(ValueError):
            ac.format_float_positional(0.1, precision=-1)


if __name__ == "__main__":
    main()
