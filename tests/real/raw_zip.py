"""ZIP archives changed member by member without recompressing: what zipfile refuses to write, hostile archives hold.

Layout as in PKWARE's APPNOTE, sections 4.3.7 (local header), 4.3.12 (central directory) and 4.3.16 (its end); no ZIP64.
"""

import struct
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
STORED, DEFLATED = 0, 8


@dataclass(frozen=True)
class Member:
    name: bytes
    data: bytes  # as it lies in the archive
    method: int
    crc: int
    size: int  # as the headers claim
    mode: int = 0o100644
    local_name: bytes | None = None  # where the local header has another
    flags: int = 0

    def content(self) -> bytes:
        return zlib.decompress(self.data, -15) if self.method == DEFLATED else self.data


def member(
    name: str | bytes, content: bytes, *, size: int | None = None, crc: int | None = None, stored: bool = False
) -> Member:
    if stored:
        data = content
    else:
        compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
        data = compressor.compress(content) + compressor.flush()
    raw = name.encode() if isinstance(name, str) else name
    return Member(
        raw,
        data,
        STORED if stored else DEFLATED,
        zlib.crc32(content) if crc is None else crc,
        len(content) if size is None else size,
    )


def with_content(old: Member, content: bytes) -> Member:
    new = member(old.name, content)
    return replace(new, mode=old.mode)


def read(path: Path) -> list[Member]:
    raw = path.read_bytes()
    end = raw.rindex(b"PK\5\6")
    _, _, _, _, count, _, at, _ = _END.unpack_from(raw, end)
    members = []
    for _ in range(count):
        _, _, _, flags, method, _, _, crc, packed, size, name_length, extra, comment, _, _, attributes, local = (
            _CENTRAL.unpack_from(raw, at)
        )
        name = raw[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
        at += _CENTRAL.size + name_length + extra + comment
        local_name, local_extra = struct.unpack_from("<HH", raw, local + 26)
        data = local + _LOCAL.size + local_name + local_extra
        members.append(Member(name, raw[data : data + packed], method, crc, size, attributes >> 16, flags=flags & ~8))
    return members


def write(path: Path, members: list[Member], *, before: bytes = b"", behind: bytes = b"") -> Path:
    """`before` and `behind` are foreign bytes around the archive; offsets are those of a plain archive, as a `cat` would leave them."""
    body = bytearray()
    directory = bytearray()
    for item in members:
        offset = len(body)
        name = item.name if item.local_name is None else item.local_name
        body += (
            _LOCAL.pack(
                b"PK\3\4", 20, item.flags, item.method, 0, 0x5821, item.crc, len(item.data), item.size, len(name), 0
            )
            + name
            + item.data
        )
        directory += (
            _CENTRAL.pack(
                b"PK\1\2",
                0x0314,
                20,
                item.flags,
                item.method,
                0,
                0x5821,
                item.crc,
                len(item.data),
                item.size,
                len(item.name),
                0,
                0,
                0,
                0,
                item.mode << 16,
                offset,
            )
            + item.name
        )
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    path.write_bytes(before + bytes(body) + bytes(directory) + end + behind)
    return path
