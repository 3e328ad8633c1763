#!/usr/bin/python3
"""Modifications in places where a build may differ: none may pass as official, rebuilt or patched, and what may differ must.

usage: allowances.py [--all]

Generated files, edit points, tests, documentation, metadata, generated headers, and what lies beside the package. RECORD fits each
modification, so that "intact" says yes. Without --all one release; with it four. Prints a table. Exit codes: 0 all as expected,
1 some not, 77 nothing could be installed.
"""

import csv
import json
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import builds
import program

RELEASES = ("2.3.5", "1.26.4", "2.0.2", "2.4.6")
GOOD = {"official", "rebuilt", "patched"}
ELF = Path("/bin/true")
EVIL = 'open("/nonexistent")'


def record(site: Path, *more: str) -> None:
    """Makes RECORD fit what is there."""
    (information,) = site.glob("numpy-*.dist-info")
    roots = [site / "numpy", site / "numpy.libs", information, *(site / name for name in more)]
    rows = []
    for root in roots:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_symlink() or not path.is_file():
                continue
            name = path.relative_to(site).as_posix()
            if name.endswith(("RECORD", ".pyc")):
                rows.append([name, "", ""])
                continue
            content = path.read_bytes()
            rows.append([name, f"sha256={program.record_digest(content)}", str(len(content))])
    target = information / "RECORD"
    target.unlink()
    with target.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def local(text: str):
    return lambda site: put(site / "numpy/_distributor_init_local.py", text)


def appended(name: str, text: str):
    def change(site: Path) -> None:
        (path,) = site.glob(name)
        put(path, path.read_text(encoding="utf-8") + text)

    return change


def replaced(name: str, old: str, new: str):
    def change(site: Path) -> None:
        (path,) = site.glob(name)
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        put(path, text.replace(old, new, 1))

    return change


def binary(name: str):
    return lambda site: put(next(site.glob(name.partition("/")[0])) / name.partition("/")[2], ELF.read_bytes())


def beside(name: str, text: str):
    def change(site: Path) -> str:
        put(site / name, text)
        return name

    return change


def linked(name: str):
    def change(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).symlink_to("/usr")

    return change


HEADER = "numpy/*core/include/numpy/_numpyconfig.h"
BAD = {
    "annotation": local(f"x: {EVIL} = 1\n"),
    "annotation alone": local(f"x: {EVIL}\n"),
    "key=": appended("numpy/version.py", "\nx = max(['a'], key=exec)\n"),
    "object_hook=": local("import json\njson.loads('{}', object_hook=exec)\n"),
    "match": appended("numpy/__config__.py", f"\nmatch 0:\n    case _:\n        {EVIL}\n"),
    "match in else": local(f"if 0:\n    pass\nelse:\n    match {EVIL}:\n        case _:\n            pass\n"),
    "slice": local(f"x = [1]\nx[{EVIL}:]\n"),
    "star": local(f"x = [*{EVIL}]\n"),
    "f-string": local(f"x = 'a' f'{{{EVIL.replace(chr(34), chr(39) * 3)}}}'\n"),
    "tuple without brackets": local(f"{EVIL}, 1\n"),
    "long comparison": local("0" + " < 1" * 40 + f" < {EVIL}\n"),
    "except": local(f"try:\n    pass\nexcept {EVIL}:\n    pass\n"),
    "with": local(f"with {EVIL}, {EVIL} as x:\n    pass\n"),
    "while": local("while True:\n    pass\n"),
    "default argument": appended("numpy/version.py", f"\ndef f(x={EVIL}):\n    pass\n"),
    "class body": appended("numpy/__config__.py", f"\nclass C:\n    {EVIL}\n"),
    "decorator": local("@exec\ndef f():\n    pass\n"),
    "comprehension's target": local("import sys\n[0 for sys.path[0] in ['/x']]\n"),
    "rebound module": local("import ctypes\nplatform = ctypes.CDLL(None)\nplatform.system(b'x')\n"),
    "import under a builtin's name": appended("numpy/__config__.py", "\nfrom ctypes import CDLL as str\n"),
    "alias of sys.path": local("import sys\np = sys.path\np.append('/x')\n"),
    "alias of __path__": local("import numpy\nq = numpy.__path__\nq[0:0] = ['/x']\n"),
    "alias of os.environ": local("import os\ne = os.environ\ne['LD_PRELOAD'] = '/x'\n"),
    "alias of sys.modules": local("from sys import modules\nmodules['os'] = 1\n"),
    "__path__": local("__path__ = ['/x']\n"),
    "__file__": local("__file__ = '/x'\n"),
    "foreign list": local("import warnings\nf = warnings.filters\nf.clear()\n"),
    "library by name": local("import ctypes\nctypes.CDLL('libx.so')\n"),
    "library outside": local("import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), '..', 'x', 'l.so'))\n"),
    "library up and down": local("import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'tests', '../../l.so'))\n"),
    "folder of DLLs outside": local("import os\nos.add_dll_directory('/x')\n"),
    "path of another name": local("import os\np = os.path.dirname(__file__)\np = '/x'\nos.add_dll_directory(p)\n"),
    "ELF as data": binary("numpy/x.dat"),
    "ELF in tests": binary("numpy/tests/x.npy"),
    "ELF as a licence": binary("numpy-*.dist-info/licenses/X"),
    "ELF as an installer's note": binary("numpy-*.dist-info/uv_build.json"),
    "ELF as bytecode": binary("numpy/__pycache__/x.cpython-311.pyc"),
    "ELF as a test's source": binary("numpy/lib/tests/x.py"),
    "ELF as text": binary("numpy/doc.txt"),
    ".pth in RECORD": beside("x.pth", "import os\n"),
    "module in RECORD": beside("x.py", "import os\n"),
    "package in RECORD": beside("x/__init__.py", "import os\n"),
    "sitecustomize in RECORD": beside("sitecustomize.py", "import os\n"),
    "entry point into tests": appended("numpy-*.dist-info/entry_points.txt", "\n[pytest11]\nx = numpy.tests.x\n"),
    "entry point, other object": replaced("numpy-*.dist-info/entry_points.txt", "numpy.f2py.f2py2e:main", "numpy.tests.x:main"),
    "entry point, other group": appended("numpy-*.dist-info/entry_points.txt", "\n[distutils.commands]\nx = numpy\n"),
    "requirement": replaced("numpy-*.dist-info/METADATA", "Requires-Python", "Requires-Dist: x\nRequires-Python"),
    "requirement, lower case": replaced("numpy-*.dist-info/METADATA", "Requires-Python", "requires-dist:x\nRequires-Python"),
    "requirement, external": replaced("numpy-*.dist-info/METADATA", "Requires-Python", "Requires-External: x\nRequires-Python"),
    "include in a header": appended(HEADER, '\n#include "/x.h"\n'),
    "code in a header": appended(HEADER, "\n__attribute__((constructor)) static void f(void) {}\n"),
    "macro of a keyword": appended(HEADER, "\n#define long int\n"),
    "size in a header": replaced(HEADER, "SIZEOF_LONG 8", "SIZEOF_LONG 4"),
    "size of a pointer": replaced(HEADER, "SIZEOF_PY_INTPTR_T 8", "SIZEOF_PY_INTPTR_T 4"),
    "size of long double": replaced(HEADER, "SIZEOF_LONGDOUBLE 16", "SIZEOF_LONGDOUBLE 8"),
    "C in Cython's declarations": appended("numpy/random/_bounded_integers.pxd", '\ncdef extern from "/x.h": pass\n'),
    "arithmetic in Cython's declarations": replaced("numpy/random/_bounded_integers.pxd", ">> 32", ">> 31"),
    "text in Cython's declarations": appended("numpy/random/_bounded_integers.pxd", '\ncdef extern from *:\n    """int x;"""\n'),
    "link in tests": linked("numpy/tests/data"),
    "link in the licences' folder": linked("numpy/doc/x"),
    "link as a test's file": linked("numpy/lib/tests/x.npy"),
}
FINE = {
    "constants": local('x_info = {"a": [1, 2.5, (None, True)], "b": "c" + "d"}\n'),
    "a folder of DLLs inside": local(
        "import os, sys\nd = os.path.join(os.path.dirname(__file__), '.libs')\n"
        "if sys.platform == 'win32' and os.path.isdir(d):\n    os.add_dll_directory(d)\n"
    ),
    "a warning": local("import warnings\nif 0:\n    warnings.warn('x', stacklevel=2)\n"),
    "another compiler": replaced("numpy/__config__.py", '"name": "gcc"', '"name": "clang"'),
    "another text": appended("numpy-*.dist-info/METADATA", "\nBuilt by us.\nRequires-Dist: is no field here\n"),
    "another number": appended(HEADER, "\n#define NPY_HAVE_X 1\n"),
    "blank lines": appended("numpy/random/_bounded_integers.pxd", "\n\n"),
    "an entry point of upstream's": replaced(
        "numpy-*.dist-info/entry_points.txt", "[console_scripts]", "[console_scripts]\nf2py9 = numpy.f2py.f2py2e:main"
    ),
}


def verdict_of(base: Path, folder: Path, change) -> tuple[str, str]:
    tree = builds.copy_tree(base, folder)
    site = builds.site_packages(tree)
    more = change(site)
    record(site, *([more] if more else []))
    document = json.loads(program.run("audit", "--format", "json", tree).stdout)
    numpy = next(subject for subject in document["subjects"] if subject["kind"] == "numpy")
    shutil.rmtree(tree)
    return numpy["original"]["verdict"], numpy["intact"]["verdict"]


def main() -> int:
    everything = "--all" in sys.argv[1:]
    wrong = 0
    tried = 0
    with tempfile.TemporaryDirectory(prefix="fairplay-allowances-") as name:
        work = Path(name)
        for number, release in enumerate(RELEASES if everything else RELEASES[:1]):
            base = work / release
            try:
                builds.pip_install(builds.venv(base), builds.wheel(f"numpy=={release}"), options=("--no-compile",))
            except (unittest.SkipTest, OSError) as reason:
                print(f"numpy {release}: {reason}", file=sys.stderr)
                continue
            chosen = [(True, *item) for item in BAD.items()] + [(False, *item) for item in FINE.items()]
            for i, (bad, what, change) in enumerate(chosen):
                if not everything and bad and i % 5:
                    continue
                original, intact = verdict_of(base, work / "tree", change)
                tried += 1
                good = intact == "yes" and (original not in GOOD and original != "unknown" if bad else original == "rebuilt")
                wrong += 0 if good else 1
                print(f"{'ok   ' if good else 'WRONG'} {release:7} {what:36} {original}, intact {intact}")
            shutil.rmtree(base)
    print(f"{tried} modifications, {wrong} judged wrongly")
    return 77 if not tried else 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
