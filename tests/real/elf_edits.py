"""Edits of ELF binaries that a tampered build would hold: a bit of one section, two function pointers swapped. 64-bit little-endian files."""

import struct
from dataclasses import dataclass
from pathlib import Path

import builds

RELATIVE = {62: 8, 183: 1027}  # R_X86_64_RELATIVE, R_AARCH64_RELATIVE by e_machine
RELA = struct.Struct("<QQq")  # Elf64_Rela: r_offset, r_info, r_addend


@dataclass
class Section:
    name: str
    flags: int
    address: int
    offset: int
    size: int


def sections(content: bytes) -> dict[str, Section]:
    """By name, as the section headers list them (gABI chapter 4)."""
    (table,) = struct.unpack_from("<Q", content, 0x28)
    size, count, names_index = struct.unpack_from("<HHH", content, 0x3A)
    rows = [struct.unpack_from("<IIQQQQ", content, table + index * size) for index in range(count)]
    names_offset = rows[names_index][4]
    result = {}
    for name, _, flags, address, offset, length in rows:
        end = content.index(b"\0", names_offset + name)
        text = content[names_offset + name : end].decode()
        result[text] = Section(text, flags, address, offset, length)
    return result


def flip_bit_of(path: Path, section: str) -> None:
    """One bit in the middle of a section."""
    found = sections(path.read_bytes())[section]
    builds.flip_bit(path, found.offset + found.size // 2)


def _relative(content: bytes) -> dict[int, tuple[int, int]]:
    """Patched address -> (file offset of the Rela entry, addend)."""
    (machine,) = struct.unpack_from("<H", content, 0x12)
    table = sections(content)[".rela.dyn"]
    found = {}
    for at in range(table.offset, table.offset + table.size, RELA.size):
        place, info, addend = RELA.unpack_from(content, at)
        if info & 0xFFFFFFFF == RELATIVE[machine]:
            found[place] = (at, addend)
    return found


def _method_functions(content: bytes) -> list[int]:
    """File offsets of the relocations that set ml_meth in PyMethodDef {name, function, flags, doc} entries."""
    relative = _relative(content)
    text = sections(content)[".text"]
    rodata = sections(content)[".rodata"]

    def inside(section: Section, address: int) -> bool:
        return section.address <= address < section.address + section.size

    found = []
    for place, (_, addend) in sorted(relative.items()):
        function = relative.get(place + 8)
        if not inside(rodata, addend) or function is None or not inside(text, function[1]) or place + 16 in relative:
            continue
        start = rodata.offset + addend - rodata.address
        name = content[start : content.index(b"\0", start)]
        if name.decode("latin-1").isidentifier():
            found.append(function[0])
    return found


def swap_two_functions(path: Path) -> None:
    """Exchanges the functions of two C methods: nothing but two relocations' addends changes."""
    content = bytearray(path.read_bytes())
    first, second = _method_functions(bytes(content))[:2]
    one, other = (RELA.unpack_from(content, at) for at in (first, second))
    RELA.pack_into(content, first, one[0], one[1], other[2])
    RELA.pack_into(content, second, other[0], other[1], one[2])
    builds.replace(path, bytes(content), keep_time=True)


def nudge_relocation(path: Path) -> None:
    """One bit of one relocation's addend."""
    content = path.read_bytes()
    at, _ = sorted(_relative(content).values())[len(_relative(content)) // 2]
    builds.flip_bit(path, at + 16)
