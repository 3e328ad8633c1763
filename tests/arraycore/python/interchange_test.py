#!/usr/bin/env python3
"""Arrays come from and go to other libraries: buffers, __array_interface__, DLPack, nested sequences."""

import array
import ctypes
import gc

from module import Test, ac, main


class Buffers(Test):
    def test_a_view_of_a_buffer_writes_into_it(self):
        numbers = array.array("d", [1, 2, 3])
        view = ac.asarray(numbers)
        view[1] = 5
        self.assertEqual(numbers.tolist(), [1, 5, 3])
        self.assertEqual(view.dtype, ac.float64)

    def test_every_type_code(self):
        for code, dtype in (("b", "i1"), ("B", "u1"), ("h", "i2"), ("i", "i4"), ("I", "u4"), ("q", "i8"), ("Q", "u8"),
                            ("f", "f4"), ("d", "f8")):
            view = ac.asarray(array.array(code, [7, 8]))
            self.assertEqual((view.dtype, view.tolist()), (ac.dtype(dtype), [7, 8]))

    def test_read_only_memory_stays_so(self):
        view = ac.asarray(memoryview(b"abc"))
        self.assertEqual(view.tolist(), [97, 98, 99])
        with self.assertRaisesRegex(ValueError, "read-only"):
            view[0] = 1

    def test_an_exported_buffer_keeps_the_memory(self):
        exported = memoryview(ac.arange(12).reshape(3, 4)[::-1, ::2])
        gc.collect()
        self.assertEqual((exported.shape, exported.strides, exported.format), ((3, 2), (-32, 16), "l"))
        self.assertEqual(exported.tolist(), [[8, 10], [4, 6], [0, 2]])

    def test_a_buffer_that_must_be_contiguous_is_refused(self):
        with self.assertRaises((BufferError, TypeError)):
            ctypes.c_char.from_buffer(ac.zeros(8, "u1")[::2])
        with self.assertRaises(BufferError):
            memoryview(ac.zeros(2, "m8[s]"))

    def test_foreign_byte_order_is_copied(self):
        class Big:
            octets = bytearray(b"\0\0\0\1\0\0\1\0")
            kept = (ctypes.c_char * 8).from_buffer(octets)
            __array_interface__ = {"version": 3, "shape": (2,), "typestr": ">i4",
                                   "data": (ctypes.addressof(kept), False)}

        self.assertEqual(ac.asarray(Big()).tolist(), [1, 256])
        swapped = memoryview(ac.zeros(2, "i4")).cast("B").cast("i")
        self.assertEqual(ac.asarray(swapped).tolist(), [0, 0])

    def test_unknown_formats_are_type_errors(self):
        class Pair(ctypes.Structure):
            _fields_ = [("a", ctypes.c_int), ("b", ctypes.c_double)]

        with self.assertRaises(TypeError):
            ac.asarray((Pair * 2)())


class ArrayInterface(Test):
    def test_there_and_back(self):
        class Wrapped:
            def __init__(self, given):
                self.given = given
                self.__array_interface__ = given.__array_interface__

        for given in (ac.arange(6).reshape(2, 3).T, ac.array([1, 2], "M8[ms]"), ac.array(["ab", "c"]), ac.array(1j)):
            back = ac.asarray(Wrapped(given))
            self.assertEqual((back.dtype, back.shape, back.tobytes()), (given.dtype, given.shape, given.tobytes()))

    def test_malformed(self):
        for broken in ({"shape": (2,), "typestr": "<f8", "strides": (8, 8), "data": (0, False)},
                       {"shape": (2,), "typestr": "<f8"}, {"shape": (2**62, 8), "typestr": "<f8", "data": (0, False)},
                       {"shape": (-1,), "typestr": "<f8", "data": (0, False)}):
            class Broken:
                __array_interface__ = broken

            with self.assertRaises((ValueError, TypeError)):
                ac.asarray(Broken())


class DLPack(Test):
    def test_there_and_back_shares_memory(self):
        given = ac.arange(6.0).reshape(2, 3)[:, ::-1]
        back = ac.from_dlpack(given)
        back[0, 0] = -1
        self.assertEqual(given.tolist(), [[-1, 1, 0], [5, 4, 3]])
        self.assertEqual(given.__dlpack_device__(), (1, 0))

    def test_a_copy_and_an_old_consumer(self):
        given = ac.array([1, 2], "i2")

        class Old:
            def __dlpack__(self):
                return given.__dlpack__()

        self.assertEqual(ac.from_dlpack(Old()).tolist(), [1, 2])
        self.assertFalse(ac.may_share_memory(ac.from_dlpack(given, copy=True), given))

    def test_what_it_cannot_say(self):
        for given in (ac.array(["a"]), ac.array([1], "m8[s]"), ac.array([1], "longdouble")):
            with self.assertRaises(BufferError):
                given.__dlpack__()
        with self.assertRaises(BufferError):
            ac.broadcast_to(ac.zeros(1), 3).__dlpack__()  # read-only, for a consumer from before 1.0
        with self.assertRaises(BufferError):
            ac.zeros(1).__dlpack__(dl_device=(2, 0))

    def test_a_capsule_serves_once(self):
        capsule = ac.zeros(2).__dlpack__()

        class Once:
            def __dlpack__(self, **_):
                return capsule

        ac.from_dlpack(Once())
        with self.assertRaises(ValueError):
            ac.from_dlpack(Once())


class Sequences(Test):
    def test_the_dtype_that_all_have_in_common(self):
        for given, dtype in (([True], "?"), ([True, 2], "i8"), ([1, 2.5], "f8"), ([1, 2j], "c16"), ([2**63], "u8"),
                             (["a", "bcd"], "U3"), ([b"ab"], "S2"), ([], "f8"), ([ac.array([1], "i2"), [True]], "i2")):
            self.assertEqual(ac.asarray(given).dtype, ac.dtype(dtype), given)

    def test_shapes(self):
        for given, shape in (([[1, 2], [3, 4]], (2, 2)), ([[], []], (2, 0)), (range(3), (3,)), (5, ()),
                             ([ac.zeros((2, 3)), [[1] * 3] * 2], (2, 2, 3))):
            self.assertEqual(ac.asarray(given).shape, shape)

    def test_ragged_sequences_and_other_objects(self):
        for given in ([[1], [1, 2]], [1, [2]], [[1], 2], [ac.zeros(2), ac.zeros(3)], [[], [1]]):
            with self.assertRaises(ValueError, msg=given):
                ac.asarray(given)
        for given in (object(), [object()], {1}, None):
            with self.assertRaises(TypeError, msg=given):
                ac.asarray(given)

    def test_integers_that_do_not_fit(self):
        for number, dtype in ((300, "u1"), (-1, "u8"), (2**63, "i8"), (2**64, "u8"), (-129, "i1"),
                              (-(2**63) - 1, "i8")):
            with self.assertRaises(OverflowError, msg=(number, dtype)):
                ac.array([number], dtype)
        with ac.release("1.26"):
            self.assertEqual(ac.array([300], "u1").tolist(), [44])

    def test_large_integers_are_rounded_once(self):
        self.assertEqual(float(ac.array(2**80 + 2**27 + 1, "f8")), float(2**80 + 2**27 + 1))
        self.assertEqual(int(ac.longdouble(2**100 + 2**40)), 2**100 + 2**40)

    def test_copies(self):
        given = ac.zeros(2)
        self.assertIs(ac.asarray(given), given)
        self.assertIsNot(ac.array(given), given)
        self.assertFalse(ac.may_share_memory(ac.asarray(given, copy=True), given))
        for wanted in ({"dtype": "f4"}, {}):
            source = given if wanted else [1, 2]
            with self.assertRaises(ValueError):
                ac.asarray(source, copy=False, **wanted)


if __name__ == "__main__":
    main()
