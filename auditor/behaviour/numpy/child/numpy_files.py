"""Operations that are files, in NumPy: the counterpart of ../reference/files.cpp."""

import ast
import io
import tempfile

import numpy as np


def dtype_of(descr):
    """As numpy.lib.format.descr_to_dtype, which 1.15 hasn't got: bytes without a name are padding."""
    if not isinstance(descr, list):
        return np.dtype(descr)
    names, titles, formats, offsets, offset = [], [], [], [], 0
    for field in descr:
        inner = dtype_of(field[1])
        if len(field) == 3:
            inner = np.dtype((inner, field[2]))
        if field[0] != "":
            title, name = field[0] if isinstance(field[0], tuple) else (None, field[0])
            names.append(name)
            titles.append(title)
            formats.append(inner)
            offsets.append(offset)
        offset += inner.itemsize
    return np.dtype({"names": names, "titles": titles, "formats": formats, "offsets": offsets, "itemsize": offset})


def stored(array, descr):
    dtype = dtype_of(ast.literal_eval(descr))
    if dtype.itemsize == 0:
        return np.ndarray(array.shape, dtype)
    return array.view(dtype)


def bytes_array(data):
    return np.frombuffer(data, np.uint8)


def npy(r, a):
    array = stored(a[0], r["descr"])
    with tempfile.TemporaryFile(dir="/dev/shm") as file:
        np.lib.format.write_array(file, array, r["version"] and tuple(r["version"]), allow_pickle=False)
        file.seek(0)
        return bytes_array(file.read())


def npz(r, a):
    file = io.BytesIO()
    arrays = {name: stored(array, descr) for name, array, descr in zip(r["names"], a, r["descrs"])}
    save = np.savez_compressed if r["compressed"] else np.savez
    save(file, **arrays)
    return bytes_array(file.getvalue())


def leaves(array):
    """The bytes of all fields, in the machine's byte order."""
    if array.dtype.names is not None:
        return b"".join(leaves(array[name]) for name in array.dtype.names)
    # To NumPy a text without characters is one of any length.
    return array.astype(array.dtype.newbyteorder("=")).tobytes() if array.itemsize else b""


def npy_read(r, a):
    array = np.lib.format.read_array(io.BytesIO(a[0].tobytes()), allow_pickle=False)
    # descr_to_dtype's dtypes have more to say than their descr: titles and names only count.
    descr = array.dtype.descr if array.dtype.names is not None else array.dtype.str
    return bytes_array(("%r %r" % (descr, array.shape)).encode() + b"\0" + leaves(array))


def load(r, a):
    """As a user loads it, with the defaults; what it unpickles isn't looked at."""
    array = np.load(io.BytesIO(a[0].tobytes()))
    if not isinstance(array, np.ndarray) or array.dtype.hasobject:
        return bytes_array(b"unpickled")
    return bytes_array(("%r %r" % (array.dtype.str, array.shape)).encode() + b"\0" + leaves(array))


OPERATIONS = {"npy": npy, "npz": npz, "npy_read": npy_read, "load": load}
