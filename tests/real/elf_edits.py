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


PT_NULL, PT_LOAD, PT_DYNAMIC, PT_NOTE, PT_PHDR, PT_TLS = 0, 1, 2, 4, 6, 7
PT_EH_FRAME, PT_STACK, PT_RELRO = 0x6474E550, 0x6474E551, 0x6474E552
PROGRAM_HEADER = struct.Struct("<IIQQQQQQ")  # Elf64_Phdr: type flags offset vaddr paddr filesz memsz align
DYNAMIC_ENTRY = struct.Struct("<qQ")
PAGE = 4096
SYMBOL = struct.Struct("<IBBHQQ")  # Elf64_Sym: name info other shndx value size
DT_NULL, DT_PLTRELSZ, DT_PLTGOT, DT_HASH, DT_STRTAB, DT_SYMTAB, DT_RELA, DT_RELASZ, DT_STRSZ = 0, 2, 3, 4, 5, 6, 7, 8, 10
DT_INIT, DT_FINI, DT_SYMBOLIC, DT_JMPREL, DT_INIT_ARRAY, DT_FLAGS = 12, 13, 16, 23, 25, 30
DT_GNU_HASH, DT_VERSYM, DT_RELACOUNT, DT_VERNEED, DT_VERNEEDNUM = 0x6FFFFEF5, 0x6FFFFFF0, 0x6FFFFFF9, 0x6FFFFFFE, 0x6FFFFFFF


class LoaderEdit:
    """A binary whose program headers or dynamic section are edited: what the loader reads. Written back by `save`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = bytearray(path.read_bytes())
        (self.table,) = struct.unpack_from("<Q", self.content, 0x20)
        (self.count,) = struct.unpack_from("<H", self.content, 0x38)

    def headers(self) -> list[list[int]]:
        return [
            list(PROGRAM_HEADER.unpack_from(self.content, self.table + index * PROGRAM_HEADER.size))
            for index in range(self.count)
        ]

    def first(self, kind: int) -> int:
        return next(index for index, header in enumerate(self.headers()) if header[0] == kind)

    def set(self, index: int, header: list[int]) -> None:
        PROGRAM_HEADER.pack_into(self.content, self.table + index * PROGRAM_HEADER.size, *header)

    def load_holding(self, address: int) -> int:
        return next(
            index
            for index, header in enumerate(self.headers())
            if header[0] == PT_LOAD and header[3] <= address < header[3] + header[6]
        )

    def overlay(self, kind: int, section: str) -> "LoaderEdit":
        """Makes the header of `kind` a segment: its page covers the middle of a section with other content."""
        found = sections(bytes(self.content))[section]
        page = (found.address + found.size // 2) // 4096 * 4096
        flags = self.headers()[self.load_holding(found.address)][1]
        self.set(self.first(kind), [PT_LOAD, flags, 0, page, page, 8, 8, 4096])
        return self

    def second_dynamic(self, kind: int) -> "LoaderEdit":
        self.set(self.first(kind), self.headers()[self.first(PT_DYNAMIC)])
        return self

    def shorter_dynamic(self) -> "LoaderEdit":
        """The loader begins one entry later than the section."""
        index = self.first(PT_DYNAMIC)
        header = self.headers()[index]
        for field in (2, 3, 4):
            header[field] += DYNAMIC_ENTRY.size
        for field in (5, 6):
            header[field] -= DYNAMIC_ENTRY.size
        self.set(index, header)
        return self

    def tag_again(self, tag: int) -> "LoaderEdit":
        """In place of the first DT_NULL, of which linkers write several."""
        header = self.headers()[self.first(PT_DYNAMIC)]
        places = range(header[2], header[2] + header[5], DYNAMIC_ENTRY.size)
        entries = [(place, *DYNAMIC_ENTRY.unpack_from(self.content, place)) for place in places]
        value = next(value for _, found, value in entries if found == tag)
        free = next(place for place, found, _ in entries if found == 0)
        DYNAMIC_ENTRY.pack_into(self.content, free, tag, value + 8)
        return self

    def fill_bss(self, size: int) -> "LoaderEdit":
        """So many bytes of .bss come from the file."""
        found = sections(bytes(self.content))[".bss"]
        index = self.load_holding(found.address)
        header = self.headers()[index]
        header[5] = min(found.address - header[3] + size, header[6])
        end = header[2] + header[5]
        self.content.extend(b"\0" * max(end - len(self.content), 0))
        self.content[end - 8 : end] = b"not zero"
        self.set(index, header)
        return self

    def flags(self, kind: int, executable_only: bool = False) -> "LoaderEdit":
        for index, header in enumerate(self.headers()):
            if header[0] == kind and (not executable_only or header[1] & 1):
                self.set(index, [kind, 7, *header[2:]])
        return self

    def other_build_id(self) -> "LoaderEdit":
        found = sections(bytes(self.content))[".note.gnu.build-id"]
        self.content[found.offset + 16] ^= 0xFF
        return self

    def other_code(self) -> "LoaderEdit":
        found = sections(bytes(self.content))[".text"]
        self.content[found.offset + found.size // 2] ^= 1
        return self

    def save(self) -> Path:
        builds.replace(self.path, bytes(self.content))
        return self.path


class NotPossible(Exception):
    """This file has nothing to edit in this way."""


def section_of(edit: LoaderEdit, name: str) -> Section:
    found = sections(bytes(edit.content)).get(name)
    if found is None or found.size == 0:
        raise NotPossible(name)
    return found


def header_index(edit: LoaderEdit, kind: int) -> int:
    try:
        return edit.first(kind)
    except StopIteration:
        raise NotPossible(f"program header {kind:#x}") from None


def spare_header(edit: LoaderEdit) -> int:
    """A program header that the loader can do without."""
    for kind in (PT_NOTE, PT_EH_FRAME, PT_STACK):
        try:
            return edit.first(kind)
        except StopIteration:
            continue
    raise NotPossible("no program header to spare")


def entries_of(edit: LoaderEdit) -> list[tuple[int, int, int]]:
    """(file offset, tag, value) of each entry up to the first DT_NULL, that one included."""
    header = edit.headers()[header_index(edit, PT_DYNAMIC)]
    entries = []
    for place in range(header[2], header[2] + header[5], DYNAMIC_ENTRY.size):
        entries.append((place, *DYNAMIC_ENTRY.unpack_from(edit.content, place)))
        if entries[-1][1] == DT_NULL:
            return entries
    raise NotPossible("no DT_NULL")


def entry_of(edit: LoaderEdit, tag: int) -> tuple[int, int]:
    for place, found, value in entries_of(edit):
        if found == tag:
            return place, value
    raise NotPossible(f"tag {tag:#x}")


def set_entry(edit: LoaderEdit, tag: int, value: int) -> None:
    DYNAMIC_ENTRY.pack_into(edit.content, entry_of(edit, tag)[0], tag, value)


def room_in_dynamic(edit: LoaderEdit) -> int:
    """The file offset of the first DT_NULL, behind which another one stands."""
    place = entries_of(edit)[-1][0]
    if DYNAMIC_ENTRY.unpack_from(edit.content, place + DYNAMIC_ENTRY.size) != (DT_NULL, 0):
        raise NotPossible("one DT_NULL only")
    return place


def append_segment(edit: LoaderEdit, content: bytes, flags: int = 6) -> int:
    """Maps new content behind everything else; its address."""
    index = spare_header(edit)
    end = max(header[3] + header[6] for header in edit.headers() if header[0] == PT_LOAD)
    address = (end + PAGE - 1) // PAGE * PAGE + PAGE
    edit.content.extend(b"\0" * (-len(edit.content) % PAGE))
    headers = edit.headers()
    # The loader wants segments in order of address.
    headers.append([PT_LOAD, flags, len(edit.content), address, address, len(content), len(content), PAGE])
    del headers[index]
    for number, header in enumerate(headers):
        edit.set(number, header)
    edit.content.extend(content)
    return address


def section_header(edit: LoaderEdit, name: str) -> int:
    """The file offset of a section's header."""
    section_of(edit, name)
    names = list(sections(bytes(edit.content)))
    (table,) = struct.unpack_from("<Q", edit.content, 0x28)
    return table + names.index(name) * 64


def rename_section(edit: LoaderEdit, name: str) -> None:
    """Another name for a section; strings of which it is the end are renamed with it."""
    (table,) = struct.unpack_from("<Q", edit.content, 0x28)
    (index,) = struct.unpack_from("<H", edit.content, 0x3E)
    (strings,) = struct.unpack_from("<Q", edit.content, table + index * 64 + 24)
    (offset,) = struct.unpack_from("<I", edit.content, section_header(edit, name))
    edit.content[strings + offset + len(name) - 1] ^= 1
