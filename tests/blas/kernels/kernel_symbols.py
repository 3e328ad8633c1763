#!/usr/bin/env python3
"""What a kernel file compiled for one instruction set may define and use.

    kernel_symbols.py NM OBJDUMP ISA OBJECT ...

A symbol that the linker may take from any of several files (an inline function, a template of the standard library) must not be defined here outside of the instruction
set's own namespace: the copy compiled for AVX could become everybody's. And nothing of the C++ runtime is used, of the C library only what every CPU may call.
Nor may there be instructions that round once where the source rounds twice: g++ 12 makes vfmaddsub of complex products even under -ffp-contract=off (GCC's bug 106902).
"""

import re
import subprocess
import sys

MERGED = set("WwVvu")
MAY_USE = re.compile(r"memcpy|memset|memmove|fmaf?|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail")


CONTRACTED = re.compile(r"\bvfm(?:addsub|subadd)\w*|\bfcmla\b")


def main(nm: str, objdump: str, isa: str, objects: list[str]) -> int:
    own = f"fairplay::blas::{isa}::"
    failures = []
    seen = 0
    for path in objects:
        lines = subprocess.run([nm, "-C", path], capture_output=True, text=True, check=True).stdout.splitlines()
        for line in lines:
            match = re.fullmatch(r"[0-9a-f]*\s+(\w) (.*)", line)
            if not match:
                continue
            kind, name = match.groups()
            seen += 1
            ours = own in name
            if kind == "U" and not ours and not MAY_USE.fullmatch(name):
                failures.append(f"{path}: uses {name}")
            if kind in MERGED and not ours:
                failures.append(f"{path}: defines {name} for everybody")
        code = subprocess.run(
            [objdump, "-d", "--no-show-raw-insn", path], capture_output=True, text=True, check=True
        ).stdout
        failures += [f"{path}: {instruction}" for instruction in sorted(set(CONTRACTED.findall(code)))]
    if not seen:
        failures.append("no symbol at all was found")
    print("\n".join(failures) or f"{len(objects)} files, {seen} symbols: all well")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
