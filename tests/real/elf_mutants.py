"""Mutants of real ELF files, by seed: harmless rewriting, and everything that the loader reads edited."""

import random
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from elf_edits import (
    DT_FINI,
    DT_FLAGS,
    DT_GNU_HASH,
    DT_HASH,
    DT_INIT,
    DT_INIT_ARRAY,
    DT_JMPREL,
    DT_NULL,
    DT_PLTGOT,
    DT_PLTRELSZ,
    DT_RELA,
    DT_RELACOUNT,
    DT_RELASZ,
    DT_STRSZ,
    DT_STRTAB,
    DT_SYMBOLIC,
    DT_SYMTAB,
    DT_VERNEED,
    DT_VERNEEDNUM,
    DT_VERSYM,
    DYNAMIC_ENTRY,
    LoaderEdit,
    NotPossible,
    PAGE,
    PROGRAM_HEADER,
    PT_DYNAMIC,
    PT_EH_FRAME,
    PT_LOAD,
    PT_NOTE,
    PT_PHDR,
    PT_RELRO,
    PT_STACK,
    PT_TLS,
    RELA,
    SYMBOL,
    append_segment,
    entries_of,
    entry_of,
    header_index,
    rename_section,
    room_in_dynamic,
    section_header,
    section_of,
    sections,
    set_entry,
    spare_header,
)

# The tables that the dynamic section places, each with the name of its section.
TABLES = {
    DT_STRTAB: ".dynstr",
    DT_SYMTAB: ".dynsym",
    DT_RELA: ".rela.dyn",
    DT_JMPREL: ".rela.plt",
    DT_GNU_HASH: ".gnu.hash",
    DT_VERSYM: ".gnu.version",
    DT_VERNEED: ".gnu.version_r",
}
Mutation = Callable[[LoaderEdit, random.Random], None]


# --- Harmless ---------------------------------------------------------------------------------------------------------


def by_tool(*command: str) -> Mutation:
    """What a tool makes of the file, whose name is its last argument."""

    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        if not shutil.which(command[0]):
            raise NotPossible(command[0])
        edit.save()
        done = subprocess.run([*command, edit.path], capture_output=True, check=False)
        if done.returncode != 0:
            raise NotPossible(done.stderr.decode(errors="replace"))
        edit.content = bytearray(edit.path.read_bytes())

    return mutation


def appended_bytes(edit: LoaderEdit, chance: random.Random) -> None:
    edit.content.extend(chance.randbytes(chance.randrange(1, 9000)))


def other_comment(edit: LoaderEdit, chance: random.Random) -> None:
    edit.content[section_of(edit, ".comment").offset] ^= 1


def no_section_headers(edit: LoaderEdit, chance: random.Random) -> None:
    edit.content[0x28:0x30] = bytes(8)
    edit.content[0x3C:0x40] = bytes(4)


# --- Program headers --------------------------------------------------------------------------------------------------


def page_over(section: str) -> Mutation:
    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        if section_of(edit, section).size < 2 * PAGE:
            raise NotPossible("too small")
        edit.overlay(edit.headers()[spare_header(edit)][0], section)

    return mutation


def zeros_over(section: str) -> Mutation:
    """A segment with the same bytes of the file at the same place, whose rest is zeros."""

    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        found = section_of(edit, section)
        if found.size < 3 * PAGE:
            raise NotPossible("too small")
        holder = edit.headers()[edit.load_holding(found.address)]
        address = (found.address + found.size // 2) // PAGE * PAGE
        spare, last = spare_header(edit), max(n for n, h in enumerate(edit.headers()) if h[0] == PT_LOAD)
        headers = edit.headers()
        size = chance.choice((0, 8, 100))
        over = [PT_LOAD, holder[1], address - holder[3] + holder[2], address, address, size, 2 * PAGE, PAGE]
        headers.insert(last, over)  # before the last: the loader takes its end from that
        del headers[spare if spare < last else spare + 1]
        for number, header in enumerate(headers):
            edit.set(number, header)

    return mutation


def bss_from_file(edit: LoaderEdit, chance: random.Random) -> None:
    section_of(edit, ".bss")
    edit.fill_bss(chance.choice((8, 16, 4096)))


def no_zeros(edit: LoaderEdit, chance: random.Random) -> None:
    """p_memsz is p_filesz: what follows in the file stands in the rest of the page, in place of zeros."""
    index = edit.load_holding(section_of(edit, ".bss").address)
    header = edit.headers()[index]
    end = header[2] + header[5]
    edit.content[end : end + 64] = chance.randbytes(64)
    header[6] = header[5]
    edit.set(index, header)


def more_memory(edit: LoaderEdit, chance: random.Random) -> None:
    index = max(n for n, header in enumerate(edit.headers()) if header[0] == PT_LOAD)
    header = edit.headers()[index]
    header[6] += chance.choice((16, PAGE, 1 << 20))
    edit.set(index, header)


def moved_header(kind: int) -> Mutation:
    """The loader, or the unwinder, finds another place."""

    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        index = header_index(edit, kind)
        header = edit.headers()[index]
        step = chance.choice((16, 64, 4096))
        edit.set(index, [*header[:2], header[2] + step, header[3] + step, header[4] + step, *header[5:]])

    return mutation


def thread_local_image(edit: LoaderEdit, chance: random.Random) -> None:
    """Variables of a thread begin as other bytes."""
    index = header_index(edit, PT_TLS)
    header = edit.headers()[index]
    text = section_of(edit, ".text")
    edit.set(index, [PT_TLS, header[1], text.offset, text.address, text.address, 64, max(header[6], 64), 16])


def headers_elsewhere(edit: LoaderEdit, chance: random.Random) -> None:
    """PT_PHDR names another table, which is what the unwinder gets to see."""
    headers = edit.headers()
    for header in headers:
        if header[0] == PT_EH_FRAME:
            header[3] += 8
    table = b"".join(PROGRAM_HEADER.pack(*header) for header in headers)
    if sum(header[0] in (PT_NOTE, PT_STACK) for header in headers) < 2:
        raise NotPossible("no two program headers to spare")
    address = append_segment(edit, table)
    index = spare_header(edit)
    edit.set(index, [PT_PHDR, 4, len(edit.content) - len(table), address, address, len(table), len(table), 8])


def relocated_headers(edit: LoaderEdit, chance: random.Random) -> None:
    """e_phoff names a copy at the file's end, in which a page covers code."""
    page_over(".text")(edit, chance)
    edit.content.extend(b"\0" * (-len(edit.content) % 8))
    table = bytes(edit.content[edit.table : edit.table + edit.count * PROGRAM_HEADER.size])
    struct.pack_into("<Q", edit.content, 0x20, len(edit.content))
    edit.content.extend(table)


def swapped_segments(edit: LoaderEdit, chance: random.Random) -> None:
    loads = [n for n, header in enumerate(edit.headers()) if header[0] == PT_LOAD]
    if len(loads) < 4:
        raise NotPossible("few segments")
    one, other = loads[1], loads[2]
    first, second = edit.headers()[one], edit.headers()[other]
    edit.set(one, second)
    edit.set(other, first)


# --- The dynamic section ----------------------------------------------------------------------------------------------


def second_dynamic(edit: LoaderEdit, chance: random.Random) -> None:
    edit.second_dynamic(edit.headers()[spare_header(edit)][0])


def shorter_dynamic(edit: LoaderEdit, chance: random.Random) -> None:
    edit.shorter_dynamic()


def other_dynamic(tag: int) -> Mutation:
    """PT_DYNAMIC names a copy in a segment of its own, with one entry changed."""

    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        entries = [(found, value + 16 if found == tag else value) for _, found, value in entries_of(edit)]
        entry_of(edit, tag)
        content = b"".join(DYNAMIC_ENTRY.pack(*entry) for entry in entries)
        address = append_segment(edit, content)
        index = header_index(edit, PT_DYNAMIC)
        edit.set(
            index,
            [PT_DYNAMIC, 6, len(edit.content) - len(content), address, address, len(content), len(content), 8],
        )

    return mutation


def hidden_entry(tag: int, value_of: Callable[[LoaderEdit], int]) -> Mutation:
    """Behind p_filesz, where the loader reads on: it stops at DT_NULL alone."""

    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        place = room_in_dynamic(edit)
        DYNAMIC_ENTRY.pack_into(edit.content, place, tag, value_of(edit))
        index = header_index(edit, PT_DYNAMIC)
        header = edit.headers()[index]
        header[5] = header[6] = place - header[2]
        edit.set(index, header)

    return mutation


def tag_again(tag: int) -> Mutation:
    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        entry_of(edit, tag)
        room_in_dynamic(edit)
        edit.tag_again(tag)

    return mutation


def moved_entry(tag: int) -> Mutation:
    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        set_entry(edit, tag, entry_of(edit, tag)[1] + chance.choice((8, 16, 24, 48)))

    return mutation


def all_relative(edit: LoaderEdit, chance: random.Random) -> None:
    """So many relocations are done as relative ones, whatever their type says."""
    set_entry(edit, DT_RELACOUNT, entry_of(edit, DT_RELASZ)[1] // RELA.size)


def added_entry(tag: int, value_of: Callable[[LoaderEdit], int]) -> Mutation:
    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        DYNAMIC_ENTRY.pack_into(edit.content, room_in_dynamic(edit), tag, value_of(edit))

    return mutation


def other_table(tag: int, renamed: bool) -> Mutation:
    """A changed copy of a table where only the loader looks; tools see the section, under its name or another."""

    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        found = section_of(edit, TABLES[tag])
        content = bytearray(edit.content[found.offset : found.offset + found.size])
        at = chance.randrange(len(content) // 24) * 24 if len(content) >= 48 else 0
        content[min(at + 8, len(content) - 1)] ^= 8
        address = append_segment(edit, bytes(content))
        set_entry(edit, tag, address)
        if renamed:
            rename_section(edit, TABLES[tag])

    return mutation


def symbol_beyond(edit: LoaderEdit, chance: random.Random) -> None:
    """Another hash table finds the last symbol behind the end of .dynsym, where it is a function of another place. What
    counts symbols by DT_HASH, which the loader doesn't use beside the other, sees the old number."""
    table, strings, versions = (section_of(edit, name) for name in (".dynsym", ".dynstr", ".gnu.version"))
    found = section_of(edit, ".gnu.hash")
    content = bytearray(edit.content[found.offset : found.offset + found.size])
    taken = [section.address for section in sections(bytes(edit.content)).values() if section.flags & 2]
    end = table.address + table.size
    if any(end <= address < end + SYMBOL.size for address in taken):
        raise NotPossible("no gap behind .dynsym")
    name, *rest, value, size = SYMBOL.unpack_from(edit.content, table.offset + table.size - SYMBOL.size)
    if value == 0:
        raise NotPossible("the last symbol isn't defined")
    edit.content[versions.offset + versions.size : versions.offset + versions.size + 2] = b"\1\0"
    SYMBOL.pack_into(edit.content, table.offset + table.size, name, *rest, value + 16, size)
    begin = strings.offset + name
    own_hash = 5381
    for byte in edit.content[begin : edit.content.index(b"\0", begin)]:
        own_hash = (own_hash * 33 + byte) & 0xFFFFFFFF
    # No name has the old entry's hash now, and the chain goes on.
    struct.pack_into("<I", content, len(content) - 4, (own_hash ^ 0x100) & ~1)
    content += struct.pack("<III", own_hash | 1, 1, table.size // SYMBOL.size)
    room = room_in_dynamic(edit)
    address = append_segment(edit, bytes(content))
    set_entry(edit, DT_GNU_HASH, address)
    DYNAMIC_ENTRY.pack_into(edit.content, room, DT_HASH, address + len(content) - 8)


# --- Content ----------------------------------------------------------------------------------------------------------


def changed_byte(section: str) -> Mutation:
    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        found = section_of(edit, section)
        edit.content[found.offset + chance.randrange(found.size)] ^= 1 << chance.randrange(8)

    return mutation


def changed_in_segment(edit: LoaderEdit, chance: random.Random) -> None:
    """Anywhere, sections or none."""
    header = chance.choice([header for header in edit.headers() if header[0] == PT_LOAD and header[5] != 0])
    edit.content[header[2] + chance.randrange(header[5])] ^= 1 << chance.randrange(8)


def other_symbol(field: str) -> Mutation:
    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        found = section_of(edit, ".dynsym")
        places = []
        for at in range(found.offset, found.offset + found.size, SYMBOL.size):
            name, info, other, index, value, size = SYMBOL.unpack_from(edit.content, at)
            if index != 0 and info & 15 == 2 and value != 0:
                places.append((at, name, info, other, index, value, size))
        if not places:
            raise NotPossible("no function")
        at, name, info, other, index, value, size = chance.choice(places)
        if field == "value":
            value += 16
        elif field == "absolute":
            index = 0xFFF1  # SHN_ABS: the loader adds no base
        elif field == "local":
            info &= 15
        else:
            info = info & ~15 | 10  # STT_GNU_IFUNC
        SYMBOL.pack_into(edit.content, at, name, info, other, index, value, size)

    return mutation


def other_relocation(edit: LoaderEdit, chance: random.Random) -> None:
    found = section_of(edit, ".rela.dyn")
    at = found.offset + chance.randrange(found.size // RELA.size) * RELA.size
    place, info, addend = RELA.unpack_from(edit.content, at)
    field = chance.randrange(3)
    RELA.pack_into(edit.content, at, place + 8 * (field == 0), info ^ (field == 1) << 33, addend + 8 * (field == 2))


# --- Section headers --------------------------------------------------------------------------------------------------


def edited_section_header(section: str, at: int, size: int, change: Callable[[int], int]) -> Mutation:
    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        place = section_header(edit, section) + at
        value = int.from_bytes(edit.content[place : place + size], "little")
        edit.content[place : place + size] = change(value).to_bytes(size, "little")

    return mutation


def code_elsewhere(edit: LoaderEdit, chance: random.Random) -> None:
    """The section header names a copy of the official code; the loader maps the changed one."""
    found = section_of(edit, ".rodata")
    struct.pack_into("<Q", edit.content, section_header(edit, ".rodata") + 24, len(edit.content))
    edit.content.extend(edit.content[found.offset : found.offset + found.size])
    edit.content[found.offset + found.size // 2] ^= 1


def renamed_section(section: str) -> Mutation:
    def mutation(edit: LoaderEdit, chance: random.Random) -> None:
        rename_section(edit, section)

    return mutation


HARMLESS: dict[str, Mutation] = {
    "set-rpath": by_tool("patchelf", "--set-rpath", "$ORIGIN"),
    "remove-rpath": by_tool("patchelf", "--remove-rpath"),
    "force-rpath": by_tool("patchelf", "--force-rpath", "--set-rpath", "$ORIGIN/../numpy.libs"),
    "add-needed": by_tool("patchelf", "--add-needed", "libm.so.6"),
    "strip": by_tool("strip"),
    "strip-unneeded": by_tool("strip", "--strip-unneeded"),
    "objcopy": by_tool("objcopy", "--remove-section", ".comment"),
    "appended bytes": appended_bytes,
    "comment": other_comment,
    "no section headers": no_section_headers,
}
ADVERSARIAL: dict[str, Mutation] = {
    **{f"page over {name}": page_over(name) for name in (".text", ".rodata", ".eh_frame")},
    **{f"zeros over {name}": zeros_over(name) for name in (".text", ".rodata", ".eh_frame")},
    "bss from file": bss_from_file,
    "no zeros": no_zeros,
    "more memory": more_memory,
    **{
        f"moved program header {name}": moved_header(kind)
        for name, kind in (("eh_frame", PT_EH_FRAME), ("tls", PT_TLS), ("relro", PT_RELRO), ("load", PT_LOAD))
    },
    "thread-local image": thread_local_image,
    "PT_PHDR elsewhere": headers_elsewhere,
    "program headers elsewhere": relocated_headers,
    "segments out of order": swapped_segments,
    "second PT_DYNAMIC": second_dynamic,
    "shorter dynamic": shorter_dynamic,
    **{f"other dynamic {tag:#x}": other_dynamic(tag) for tag in (DT_INIT, DT_PLTGOT, DT_RELACOUNT, DT_INIT_ARRAY)},
    "hidden DT_INIT": hidden_entry(DT_INIT, lambda edit: entry_of(edit, DT_FINI)[1]),
    "hidden DT_PLTGOT": hidden_entry(DT_PLTGOT, lambda edit: entry_of(edit, DT_PLTGOT)[1] + 32),
    "hidden DT_RELACOUNT": hidden_entry(DT_RELACOUNT, lambda edit: entry_of(edit, DT_RELASZ)[1] // RELA.size),
    "hidden DT_RELASZ": hidden_entry(DT_RELASZ, lambda edit: entry_of(edit, DT_RELASZ)[1] - 5 * RELA.size),
    **{f"{tag:#x} again": tag_again(tag) for tag in (DT_RELA, DT_SYMTAB, DT_INIT_ARRAY, DT_STRTAB, DT_GNU_HASH)},
    **{
        f"moved {tag:#x}": moved_entry(tag)
        for tag in (*TABLES, DT_PLTGOT, DT_INIT, DT_INIT_ARRAY, DT_RELASZ, DT_PLTRELSZ, DT_STRSZ, DT_VERNEEDNUM)
    },
    "all relative": all_relative,
    "added DT_SYMBOLIC": added_entry(DT_SYMBOLIC, lambda edit: 0),
    "added DT_FLAGS": added_entry(DT_FLAGS, lambda edit: 2),
    **{f"other {name}": other_table(tag, False) for tag, name in TABLES.items()},
    **{f"other and renamed {name}": other_table(tag, True) for tag, name in TABLES.items()},
    "symbol beyond": symbol_beyond,
    **{
        f"byte of {name}": changed_byte(name)
        for name in (
            *(".text", ".rodata", ".data", ".data.rel.ro", ".eh_frame", ".eh_frame_hdr", ".gcc_except_table", ".got"),
            *(".got.plt", ".plt", ".init", ".fini", ".init_array", ".note.gnu.build-id", *TABLES.values()),
        )
    },
    "byte of a segment": changed_in_segment,
    **{f"symbol: {field}": other_symbol(field) for field in ("value", "absolute", "local", "indirect")},
    "relocation": other_relocation,
    "code elsewhere": code_elsewhere,
    **{f"renamed {name}": renamed_section(name) for name in (".text", ".rodata", ".dynsym", ".rela.dyn", ".bss")},
    **{
        f"section header of {name}: {what}": edited_section_header(name, at, size, change)
        for name in (".text", ".rodata", ".data", ".dynsym", ".rela.dyn", ".bss")
        for what, at, size, change in (
            ("offset", 24, 8, lambda value: value + 16),
            ("address", 16, 8, lambda value: value + 16),
            ("size", 32, 8, lambda value: value // 2),
            ("type", 4, 4, lambda value: 7),  # SHT_NOTE
        )
    },
}


BIG = 4 << 20  # bytes: of bigger files there are fewer mutants


def mutants(of: dict[str, Path], folder: Path, seed: int) -> Iterator[tuple[str, str, Path]]:
    """(which file, what was done, the mutant) of each of the files in turn. What a file has nothing for is left out."""
    chance = random.Random(seed)
    for number, (what, mutation) in enumerate({**HARMLESS, **ADVERSARIAL}.items()):
        for which, path in of.items():
            if path.stat().st_size > BIG and number % 4 != 0:
                continue
            made = folder / f"{which}-{what.replace(' ', '-').replace('/', '-')}"
            shutil.copyfile(path, made)
            made.chmod(0o755)
            edit = LoaderEdit(made)
            try:
                mutation(edit, chance)
            except NotPossible:
                made.unlink()
                continue
            edit.save()
            yield which, what, made
