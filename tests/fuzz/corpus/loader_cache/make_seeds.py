"""Writes the seeds of the loader_cache fuzz target beside itself: small caches of each format (glibc, dl-cache.h)."""
import pathlib
import struct

LINES = [(b"libopenblas.so.0", b"/usr/lib/libopenblas.so.0", 0x0303), (b"libblas.so.3", b"/lib/libblas.so.3", 0x0303), (b"libblas.so.3", b"/lib32/libblas.so.3", 3)]


def new(order, hwcaps=()):
    strings, entries, at = b"", b"", 48 + 24 * len(LINES)
    for i, (name, path, flags) in enumerate(LINES):
        key, value = at + len(strings), at + len(strings) + len(name) + 1
        strings += name + b"\0" + path + b"\0"
        entries += struct.pack(order + "iIIIQ", flags, key, value, 0, (1 << 62) if hwcaps and i == 0 else 0)
    names = []
    for name in hwcaps:
        names.append(at + len(strings))
        strings += name + b"\0"
    strings += b"\0" * (-(at + len(strings)) % 4)
    end = at + len(strings)
    extension = struct.pack(order + "IIIIII", 0xEAA42174, 1, 1, 0, end + 24, 4 * len(names)) + struct.pack(order + "%dI" % len(names), *names) if names else b""
    header = b"glibc-ld.so.cache1.1" + struct.pack(order + "IIB3xI12x", len(LINES), len(strings), 2 if order == "<" else 3, end if names else 0)
    return header + entries + strings + extension


def old(behind):
    strings, entries = b"", b""
    for name, path, flags in LINES:
        entries += struct.pack("<iII", flags, len(strings), len(strings) + len(name) + 1)
        strings += name + b"\0" + path + b"\0"
    head = b"ld.so-1.7.0\0" + struct.pack("<I", len(LINES)) + entries
    return head + b"\0" * (-len(head) % 8) + new("<") if behind else head + strings


folder = pathlib.Path(__file__).parent
for name, content in {"new": new("<"), "big_endian": new(">"), "hwcaps": new("<", [b"x86-64-v2", b"x86-64-v3"]), "old": old(False), "old_and_new": old(True)}.items():
    (folder / name).write_bytes(content)
