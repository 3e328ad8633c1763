"""`fairplay probe --import`: what packages do to the NumPy beside them, published ones and ones made up here, hostile
ones too."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import builds
import program
from probed_numpys import ProbedNumpy

SOURCES = Path(__file__).resolve().parent / "numpy_faults"
WHEEL = "numpy==2.3.5"

# Packages of one module, and what `not_checked` says of them: they cost their own process alone.
HOSTILE = {
    "raises": ("raise RuntimeError('not today')", "RuntimeError: not today"),
    "exits": ("import sys; sys.exit(3)", "SystemExit"),
    "leaves": ("import os; os._exit(0)", "exited with code 0"),
    "aborts": ("import os; os.abort()", "SIGABRT"),
    "floods": ("import os\nwhile True: os.write(1, b'x' * 65536)", "OSError"),
    "answers": ("import os; os.write(4, b'\\x03\\0\\0\\0\\0\\0\\0\\0abc'); os._exit(0)", "can't be read"),
    "allocates": ("x = [bytearray(1 << 30) for _ in range(64)]", "MemoryError"),
}
HARMLESS = {
    "forks": "import os, sys\nif os.fork() == 0:\n  sys.stdout = None",
    "threads": "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,), daemon=True).start()",
    "prints": "print('hello')",
}
REPLACING = """
import functools
import numpy
_old = numpy.sort
@functools.wraps(_old)
def sort(*arguments, **options):
    return _old(*arguments, **options)
numpy.sort = sort
"""


class Imports(ProbedNumpy):
    def environment(self, modules: dict[str, str]) -> Path:
        folder = self.installed(WHEEL)
        for name, source in modules.items():
            (builds.site_packages(folder) / f"{name}.py").write_text(source + "\n", encoding="utf-8")
        return folder

    def imported(self, folder: Path, *names: str) -> tuple[int, dict]:
        return self.probe(folder, *(word for name in names for word in ("--import", name)))

    def flushing(self, folder: Path, package: str, library: str) -> dict:
        """The finding that a package switches flush-to-zero on."""
        code, document = self.imported(folder, package)
        self.assertEqual(code, program.FINDINGS)
        (found,) = document["findings"]
        self.assertEqual((found["probe"], found["package"]), ("array/imports", package))
        self.assertIn(library, found["library"])
        self.assertIn("threads started later", found["got"])
        return found

    def test_hostile_packages_cost_their_own_process(self):
        folder = self.environment({name: source for name, (source, _) in HOSTILE.items()} | HARMLESS)
        code, document = self.imported(folder, "all")
        self.assertEqual(code, program.CLEAN, document["findings"])
        said = {one["what"]: one["why"] for one in document["not_checked"] if one["what"].startswith("import ")}
        self.assertEqual(set(said), {f"import {name}" for name in HOSTILE})
        for name, (_, words) in HOSTILE.items():
            self.assertIn(words, said[f"import {name}"], name)
        (probe,) = document["subjects"][0]["probes"]
        self.assertEqual(probe["notes"], [f"imported {name}" for name in sorted(HARMLESS)])

    def test_a_package_that_hangs(self):
        _, document = self.imported(self.environment({"hangs": "import time; time.sleep(10**6)"}), "hangs")
        (why,) = [one["why"] for one in document["not_checked"] if one["what"] == "import hangs"]
        self.assertIn("no answer", why)

    def test_a_package_that_is_not_there(self):
        _, document = self.imported(self.environment({}), "nothing", "../x", "")
        said = [one["why"] for one in document["not_checked"] if one["what"].startswith("import ")]
        self.assertEqual(len(said), 3)
        self.assertIn("No module named 'nothing'", said[0])
        (probe,) = document["subjects"][0]["probes"]
        self.assertEqual(probe["status"], "failed")

    def test_who_replaces_a_function(self):
        folder = self.environment({"faster": REPLACING, "calm": "import numpy"})
        code, document = self.imported(folder, "calm", "faster")
        self.assertEqual(code, program.FINDINGS)
        (found,) = document["findings"]
        self.assertEqual((found["routine"], found["package"]), ("numpy.sort", "faster"))
        self.assertTrue(found["library"].endswith("faster.py"))

    def test_pth_files_run_as_started_alone(self):
        folder = self.environment({"faster": REPLACING})
        (builds.site_packages(folder) / "faster.pth").write_text("import faster\n")
        code, document = self.probe(folder, "--probe", "array/answers")
        self.assertEqual((code, document["findings"]), (program.CLEAN, []))
        code, document = self.probe(folder, "--probe", "array/answers", "--as-started")
        self.assertEqual([one["routine"] for one in document["findings"]], ["numpy.sort"])

    def test_a_library_behind_an_extension_is_named(self):
        """A package that loads a library linked with fast math by way of another one."""
        folder, built = self.environment({}), Path(tempfile.mkdtemp(prefix="fairplay-"))
        self.addCleanup(shutil.rmtree, built, ignore_errors=True)
        fast, outer = built / "libfast.so", built / "libouter.so"
        builds.run("gcc", "-shared", "-fPIC", "-ffast-math", SOURCES / "fast_math.c", "-o", fast)
        outer_source = built / "outer.c"
        outer_source.write_text("int fast_math(void); int outer(void) { return fast_math(); }\n")
        builds.run("gcc", "-shared", "-fPIC", outer_source, fast, f"-Wl,-rpath,{built}", "-o", outer)
        module = builds.site_packages(folder) / "outer.py"
        module.write_text(f"import ctypes\nctypes.CDLL({str(outer)!r})\n")
        found = self.flushing(folder, "outer", "libfast.so")
        self.assertIn("as soon as it is loaded", found["message"])
        ran = subprocess.run([folder / "bin" / "python", "-S", "-c", found["program"]], capture_output=True, text=True,
                             check=False, env={"PYTHONPATH": str(builds.site_packages(folder))})
        self.assertIn("AssertionError", ran.stderr)

    def test_packages_that_are_known_for_it(self):
        for wheels, package, library in (
                (("pyhmmer==0.10.12", "psutil==7.2.2"), "pyhmmer", "plan7"),
                (("pyhmmer==0.12.3", "psutil==7.2.2"), "pyhmmer", ""),
                (("gevent==22.10.2", "greenlet==3.0.3", "zope.event==5.0", "zope.interface==6.4"), "gevent", "")):
            folder = self.installed(WHEEL)
            for requirement in wheels:
                program_files = builds.wheel(requirement)
                shutil.unpack_archive(program_files, builds.site_packages(folder), "zip")
            if library:
                self.flushing(folder, package, library)
                continue
            code, document = self.imported(folder, package)
            self.assertEqual((code, document["findings"]), (program.CLEAN, []), wheels)
            builds.seen.add(f"imported: {wheels[0]}")


if __name__ == "__main__":
    program.main()
