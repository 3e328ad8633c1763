"""Arrays as .npy and .npz files. Nothing is ever unpickled."""

import contextlib
import os
import sys

from . import _core
from ._creation import asarray


def _opened(file, mode, suffix=""):
    """A file object, closed afterwards if it was opened here."""
    if hasattr(file, "write" if "w" in mode else "read"):
        return contextlib.nullcontext(file)
    name = os.fspath(file)
    return open(name if name.endswith(suffix) else name + suffix, mode)


def save(file, arr, allow_pickle=True):
    with _opened(file, "wb", ".npy") as opened:
        opened.write(_core.npy_bytes(asarray(arr)))


def _savez(file, args, kwds, compressed):
    arrays = list(kwds.items())
    for i, array in enumerate(args):
        if f"arr_{i}" in kwds:
            raise ValueError(f"Cannot use un-named variables and keyword arr_{i}")
        arrays.append((f"arr_{i}", array))
    content = _core.npz_bytes([(name, asarray(array)) for name, array in arrays], compressed,
                              sys.version_info >= (3, 11, 4))
    with _opened(file, "wb", ".npz") as opened:
        opened.write(content)


def savez(file, *args, allow_pickle=True, **kwds):
    _savez(file, args, kwds, False)


def savez_compressed(file, *args, allow_pickle=True, **kwds):
    _savez(file, args, kwds, True)


class NpzFile:
    """What `load` gives for a .npz: arrays are read when they are asked for."""

    def __init__(self, content, max_header_size):
        self._content, self._max_header_size = content, max_header_size
        self.files = _core.npz_names(content)

    def __getitem__(self, name):
        if name not in self.files and name + ".npy" not in self.files and name.removesuffix(".npy") not in self.files:
            raise KeyError(f"{name} is not a file in the archive")
        return _core.npz_array(self._content, name, self._max_header_size)

    def __iter__(self):
        return iter(self.files)

    def __len__(self):
        return len(self.files)

    def __contains__(self, name):
        return name in self.files

    def keys(self):
        return list(self.files)

    def close(self):
        self._content = b""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def load(file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding="ASCII", *, max_header_size=10000):
    if mmap_mode is not None or allow_pickle:
        raise NotImplementedError("arraycore maps no files and loads no pickles")
    with _opened(file, "rb") as opened:
        content = opened.read()
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return NpzFile(content, max_header_size)
    return _core.npy_array(content, max_header_size)


__all__ = ["load", "save", "savez", "savez_compressed"]
