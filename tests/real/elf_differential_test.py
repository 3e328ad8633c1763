"""What the readers of ELF files call equal is equal in memory: mutants of official binaries that still load have the same
bytes at the same addresses as the official ones in the process that loaded them, or the audit says that they were altered."""

import ctypes
import json
import os
import resource
import shutil
import signal
import struct
import tempfile
import zipfile
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

import builds
import elf_edits
import elf_mutants
import program

SEED = int(os.environ.get("FAIRPLAY_SEED", "1"))
FILES = {
    "multiarray": "numpy/_core/_multiarray_umath.*.so",
    "mtrand": "numpy/random/mtrand.*.so",
    "pocketfft": "numpy/fft/_pocketfft_umath.*.so",
    "gfortran": "numpy.libs/libgfortran-*",
}
# Of the release only this much lies beside the mutants: what is missing is told, and takes nothing from what is said of a mutant.
BESIDE = ("numpy/__init__.py", "numpy/version.py", "numpy-2.3.5.dist-info/", "numpy/random/", "numpy/linalg/")
TREES_AT_ONCE = 12
LOADS_OF_THE_ORIGINAL = 2
SHF_WRITE, SHF_ALLOC, SHF_TLS = 1, 2, 0x400
# Sections whose meaning is compared and not their bytes: rewriting moves them.
BY_MEANING = (".dynsym", ".dynstr", ".gnu.", ".rela.", ".hash", ".dynamic", ".note.")
STT_OBJECT, STT_FUNC = 1, 2


@dataclass
class Layout:
    """What of a file is compared in memory: by addresses, as its own headers have them."""

    ranges: list[tuple[str, int, int]]  # section, address, size
    variables: set[str]  # those of the sections that the process may write to
    slots: list[int]  # words that the loader relocates
    functions: list[bytes]  # defined dynamic symbols
    low: int
    high: int

    @classmethod
    def of(cls, path: Path) -> "Layout":
        content = path.read_bytes()
        sections = elf_edits.sections(content)
        ranges = [
            (one.name, one.address, one.size)
            for one in sections.values()
            if one.flags & SHF_ALLOC and not one.flags & SHF_TLS and not one.name.startswith(BY_MEANING) and one.size
        ]
        slots = {
            elf_edits.RELA.unpack_from(content, at)[0]
            for name in (".rela.dyn", ".rela.plt")
            for at in range(sections[name].offset, sections[name].offset + sections[name].size, elf_edits.RELA.size)
        }
        functions = []
        table, strings = sections[".dynsym"], sections[".dynstr"].offset
        for at in range(table.offset, table.offset + table.size, elf_edits.SYMBOL.size):
            name, info, other, index, value, _ = elf_edits.SYMBOL.unpack_from(content, at)
            if index not in (0, 0xFFF1) and info >> 4 and info & 15 in (STT_OBJECT, STT_FUNC) and other & 3 == 0:
                functions.append(content[strings + name : content.index(b"\0", strings + name)])
        low = min(address for _, address, _ in ranges)
        variables = {one.name for one in sections.values() if one.flags & SHF_WRITE}
        return cls(ranges, variables, sorted(slots), functions, low, max(address + size for _, address, size in ranges))


@dataclass
class Seen:
    """A loaded file as its process has it; addresses are relative to what they lie in."""

    memory: dict[str, bytes] = field(default_factory=dict)  # by section; relocated words are zeros
    slots: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    thread_local: bytes = b""
    unwinding: int = 0  # where the unwinder finds its table


class PhdrInfo(ctypes.Structure):
    """struct dl_phdr_info of dl_iterate_phdr(3)."""

    _fields_ = [
        ("address", ctypes.c_uint64),
        ("name", ctypes.c_char_p),
        ("headers", ctypes.c_void_p),
        ("count", ctypes.c_uint16),
        ("adds", ctypes.c_uint64),
        ("subs", ctypes.c_uint64),
        ("tls_module", ctypes.c_uint64),
        ("tls_data", ctypes.c_void_p),
    ]


def what_is_mapped() -> tuple[list[int], list[tuple[int, int, str]]]:
    """The beginnings of all mappings, and (begin, end, name) of each; those of a file are one name."""
    mapped = []
    for line in Path("/proc/self/maps").read_text().splitlines():
        words = line.split(maxsplit=5)
        begin, end = (int(part, 16) for part in words[0].split("-"))
        mapped.append((begin, end, words[5] if len(words) > 5 else ""))
    return [begin for begin, _, _ in mapped], mapped


def look_at(path: Path, layout: Layout) -> Seen:
    """Loads the file into this process. Its constructors run, and nothing else of it."""
    handle = ctypes.CDLL(str(path), mode=os.RTLD_LAZY)._handle
    base = ctypes.c_uint64.from_address(handle).value  # struct link_map begins with l_addr
    begins, mapped = what_is_mapped()
    lowest: dict[str, int] = {}
    for begin, _, name in mapped:
        lowest.setdefault(name, begin)

    def told(word: int) -> str:
        if layout.low <= word - base < layout.high:
            return f"itself {word - base:#x}"
        index = bisect_right(begins, word) - 1
        if index < 0 or word >= mapped[index][1]:
            return f"{word:#x}"
        file = mapped[index][2]
        return f"{Path(file).name} {word - lowest[file]:#x}" if file.startswith("/") else "memory"

    seen = Seen()
    memory = os.open("/proc/self/mem", os.O_RDONLY)
    for name, address, size in layout.ranges:
        try:
            content = bytearray(os.pread(memory, size, base + address))
        except OSError:
            content = bytearray()
        if len(content) == size:
            first = bisect_right(layout.slots, address - 1)
            for slot in layout.slots[first : bisect_right(layout.slots, address + size - 8)]:
                seen.slots.append(f"{slot:#x}: {told(struct.unpack_from('<Q', content, slot - address)[0])}")
                content[slot - address : slot - address + 8] = bytes(8)
            # Constructors keep pointers to memory that they asked for, which is elsewhere in each process.
            for at in range(-address % 8, size - 7, 8) if name in layout.variables else ():
                (word,) = struct.unpack_from("<Q", content, at)
                if told(word) == "memory":
                    content[at : at + 8] = bytes(8)
        if name.startswith(".got"):
            content[:8] = bytes(8)  # the dynamic section's address, which no loader reads and patchelf leaves stale
        seen.memory[name] = bytes(content)
    find = ctypes.CDLL(None).dlsym
    find.restype, find.argtypes = ctypes.c_uint64, (ctypes.c_void_p, ctypes.c_char_p)
    seen.functions = [f"{name.decode()}: {told(find(handle, name))}" for name in layout.functions]

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(PhdrInfo), ctypes.c_size_t, ctypes.c_void_p)
    def visit(info, size, data):  # noqa: ARG001 (dl_iterate_phdr's)
        one = info.contents
        if one.address == base and one.name == str(path).encode():
            headers = ctypes.string_at(one.headers, one.count * elf_edits.PROGRAM_HEADER.size)
            for kind, _, _, address, _, _, size_in_memory, _ in elf_edits.PROGRAM_HEADER.iter_unpack(headers):
                if kind == elf_edits.PT_EH_FRAME:
                    seen.unwinding = address
                if kind == elf_edits.PT_TLS and one.tls_data:
                    seen.thread_local = ctypes.string_at(one.tls_data, size_in_memory)
        return 0

    ctypes.CDLL(None).dl_iterate_phdr(visit, None)
    return seen


def differences(seen: Seen, official: list[Seen]) -> list[str]:
    """Where a mutant's memory isn't the official file's. What differs from one load of that to the next says nothing."""
    found = []
    first = official[0]
    for name, content in seen.memory.items():
        if len(content) != len(first.memory[name]):
            found.append(f"{name} isn't all mapped")
        elif content != first.memory[name]:
            others = [one.memory[name] for one in official]
            for block in range(0, len(content), 256):
                if content[block : block + 256] == others[0][block : block + 256]:
                    continue
                for at in range(block, min(block + 256, len(content))):
                    # Words that the process fills, such as pointers to the heap, have bytes that are equal by chance.
                    word = slice(at // 8 * 8, at // 8 * 8 + 8)
                    if content[at] != others[0][at] and all(other[word] == others[0][word] for other in others):
                        found.append(f"{name} differs at {at:#x}")
                        break
    for ours, all_of_theirs in ((seen.slots, [o.slots for o in official]), (seen.functions, [o.functions for o in official])):
        if len(ours) == len(all_of_theirs[0]):
            found += [
                f"{mine} in place of {theirs[0]}"
                for mine, *theirs in zip(ours, *all_of_theirs)
                if mine != theirs[0] and len(set(theirs)) == 1
            ]
    if seen.thread_local != first.thread_local and len({one.thread_local for one in official}) == 1:
        found.append("thread-local variables")
    if seen.unwinding != first.unwinding:
        found.append(f"the unwinder's table is at {seen.unwinding:#x}")
    return found


class Differential(program.RealTest):
    @classmethod
    def setUpClass(cls):
        cls.base = Path(tempfile.mkdtemp(prefix="fairplay-elf-"))
        cls.addClassCleanup(shutil.rmtree, cls.base, ignore_errors=True)
        with zipfile.ZipFile(builds.wheel("numpy==2.3.5")) as wheel:
            wheel.extractall(cls.base / "official", [name for name in wheel.namelist() if name.endswith(".so") or ".libs/" in name])
            wheel.extractall(cls.base / "lean", [name for name in wheel.namelist() if name.startswith(BESIDE)])
        cls.paths = {}
        for which, pattern in FILES.items():
            (path,) = (cls.base / "official").glob(pattern)
            cls.paths[which] = path.relative_to(cls.base / "official")
            (cls.base / "lean" / cls.paths[which]).parent.mkdir(parents=True, exist_ok=True)

    def in_a_child(self, path: Path, layout: Layout, official: list[Seen]) -> list[str] | Seen | None:
        """What differs, or without `official` what is seen; None where the file doesn't load."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(reading)
                null = os.open(os.devnull, os.O_RDWR)
                for descriptor in range(3):
                    os.dup2(null, descriptor)
                resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
                resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
                signal.alarm(20)
                seen = look_at(path, layout)
                if official:
                    answer = {"differences": differences(seen, official)[:5]}
                else:
                    answer = {**vars(seen), "thread_local": seen.thread_local.hex()}
                    answer["memory"] = {name: content.hex() for name, content in seen.memory.items()}
                with os.fdopen(writing, "w") as out:
                    json.dump(answer, out)
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answered:
            text = answered.read()
        os.waitpid(child, 0)
        if not text:
            return None
        answer = json.loads(text)
        if official:
            return answer["differences"]
        answer["memory"] = {name: bytes.fromhex(content) for name, content in answer["memory"].items()}
        return Seen(**{**answer, "thread_local": bytes.fromhex(answer["thread_local"])})

    def called_equal(self, mutants: dict[str, list[tuple[str, Path]]]) -> dict[Path, bool]:
        """By mutant: whether an audit of the official tree with it in its place finds no altered binary."""
        equal = {}
        trees = [builds.copy_tree(self.base / "lean", self.base / f"tree{n}") for n in range(TREES_AT_ONCE)]
        for begin in range(0, max(len(of) for of in mutants.values()), TREES_AT_ONCE):
            placed: dict[tuple[Path, str], Path] = {}
            for number, tree in enumerate(trees, begin):
                for which, of in mutants.items():
                    made = of[number][1] if number < len(of) else self.base / "official" / self.paths[which]
                    target = tree / self.paths[which]
                    target.unlink(missing_ok=True)
                    os.link(made, target)
                    if number < len(of):
                        placed[tree, self.paths[which].as_posix()] = made
            audited = self.audit(*trees)
            classes: dict[tuple[str, str], set[str]] = {}
            for subject in audited.numpys:
                for item in subject["original"]["differences"]:
                    classes.setdefault((subject["path"], item["path"]), set()).add(item["class"])
            for (tree, path), made in placed.items():
                told = classes.get((str(tree / "numpy"), path))
                if told is None:
                    self.assertEqual(made.read_bytes(), (self.base / "official" / path).read_bytes(), f"{made.name}: nothing")
                equal[made] = told in (None, {"build"})
        return equal

    def test_what_is_called_equal_is_equal_in_memory(self):
        official = self.base / "official"
        layouts = {which: Layout.of(official / path) for which, path in self.paths.items()}
        folder = self.base / "mutants"
        folder.mkdir()
        mutants: dict[str, list[tuple[str, Path]]] = {which: [] for which in FILES}
        for which, what, made in elf_mutants.mutants({w: official / p for w, p in self.paths.items()}, folder, SEED):
            mutants[which].append((what, made))
        equal = self.called_equal(mutants)
        place = builds.copy_tree(official, self.base / "place")
        loaded, disagreements, needlessly = 0, [], []
        for which, of in mutants.items():
            path = place / self.paths[which]
            seen = [self.in_a_child(path, layouts[which], []) for _ in range(LOADS_OF_THE_ORIGINAL)]
            if None in seen:
                self.skipTest(f"this machine's Python can't load {path.name}")
            self.assertEqual(self.in_a_child(path, layouts[which], seen), [], "an official file differs from itself")
            for what, mutant in of:
                os.replace(mutant, path)
                different = self.in_a_child(path, layouts[which], seen)
                if different is None:
                    continue
                loaded += 1
                if equal[mutant] and different:
                    disagreements.append(f"{which}, {what}: {different}")
                if not equal[mutant] and what in elf_mutants.HARMLESS:
                    needlessly.append(f"{which}, {what}")
            os.replace(official / self.paths[which], path)
        count = sum(len(of) for of in mutants.values())
        said_equal = sum(equal.values())
        builds.seen.add(
            f"ELF mutants: {count}, {loaded} loaded, {said_equal} called equal, {count - said_equal} called altered, "
            f"{len(disagreements)} disagreements"
        )
        self.assertEqual(disagreements, [])
        # Without section headers the parts can't be told from one another.
        self.assertEqual({one.split(", ")[1] for one in needlessly} - {"no section headers", "add-needed"}, set())
        self.assertGreaterEqual(count, 200)
        self.assertGreaterEqual(loaded, 150)


if __name__ == "__main__":
    program.main()
