"""Faults below NumPy's Python: loops replaced from C, libraries that are loaded, bytes of an extension changed. Each is
put into an official wheel, and `fairplay probe` finds it. The test prints a table of them."""

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path

import builds
import program
from probed_numpys import ProbedNumpy, unknown_defects

SOURCES = Path(__file__).resolve().parent / "numpy_faults"
WHEEL = "numpy==2.3.5"

# What numpy_faults/replaced_loops.c calls the fault, the probe that finds it, the routine, and the operands' dtypes and a
# word of the message of its finding.
LOOPS = [
    ("exp is 6 units off for one float32 in ten thousand", "array/transcendentals", "numpy.exp", "f4", "off by"),
    ("a wrong last element of 8 k + 3", "array/ufuncs", "numpy.add", "f8", "values"),
    ("a wrong last element of 64 k + 37", "array/ufuncs", "numpy.sqrt", "f8", "values"),
    ("INT_MIN // -1 is 0", "array/ufuncs", "numpy.floor_divide", "i4", "values"),
    ("NaT equals NaT", "array/ufuncs", "numpy.equal", "M8", "values"),
    ("sqrt raises invalid", "array/ufuncs", "numpy.sqrt", "f8", "flags"),
    ("float16 ties away from zero", "array/ufuncs", "numpy.add", "f2", "values"),
    ("int16 * float32 is float64", "array/ufuncs", "numpy.multiply", "", "dtype"),
    ("subtract writes behind its output", "array/ufuncs", "numpy.subtract", "i4", "outside"),
    ("a race of threads in cbrt", "array/threads", "numpy.cbrt", "", "threads"),
    ("floor leaks 48 bytes", "array/memory", "numpy.floor", "", "memory"),
]
# Faults of Python code that earlier probes didn't see, put at the end of numpy/__init__.py.
OTHERS = {
    "a wrapper that says it wraps": ("""
import functools as _f
_space = {"old": load, "f": _f}
exec(compile("@f.wraps(old)\\ndef load(*a, **k): return old(*a, **k)", "/opt/faster/load.py", "exec"), _space)
load = _space["load"]
""", "array/answers", "numpy.load"),
    "a default that was changed": ("""
allclose.__wrapped__.__defaults__ = (1e-4,) + allclose.__wrapped__.__defaults__[1:]
""", "array/signatures", "numpy.allclose"),
    "a keyword default of a method's function": ("""
(median.__wrapped__ if hasattr(median, "__wrapped__") else median).__defaults__ = (0, None, False, False)
""", "array/signatures", "numpy.median"),
    "one operand of three in einsum": ("""
from numpy._core import einsumfunc as _e
_old = _e.c_einsum
def _wrong(subscripts, *a, **k):
    if len(a) > 2 and a[1].dtype.char == "d": a = a[:1] + (a[1] * (1 + 1e-9),) + a[2:]
    return _old(subscripts, *a, **k)
_e.c_einsum = _wrong
""", "array/products", "numpy.einsum"),
    "generators that share a buffer": ("""
from numpy import random as _r
from time import sleep as _sleep
_make, _shared = _r.default_rng, empty(1 << 17)
class _Drawing:
    def __init__(self, seed): self._of = _make(seed)
    def __getattr__(self, name): return getattr(self._of, name)
    def random(self, size):
        self._of.random(out=_shared[:size])
        _sleep(0.001)  # the others come in between on any machine
        return _shared[:size].copy()
_r.default_rng = _Drawing
""", "array/threads", "numpy.random.Generator.random"),
}


class Faults(ProbedNumpy):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.compiled = Path(tempfile.mkdtemp(prefix="fairplay-"))
        cls.addClassCleanup(shutil.rmtree, cls.compiled, ignore_errors=True)

    def compile(self, source: str, *options: str) -> Path:
        """A shared library of a test's C source, made once."""
        built = self.compiled / (Path(source).stem + ".so")
        if not built.exists():
            builds.run("gcc", "-O2", "-shared", "-fPIC", *options, SOURCES / source, "-o", built)
        return built

    def faulty(self) -> Path:
        """A venv with the extension module of faults beside NumPy."""
        folder = self.installed(WHEEL)
        site = builds.site_packages(folder)
        question = "import sysconfig; print(sysconfig.get_path('include'))"
        headers = builds.run(builds.PYTHON, "-c", question).stdout.strip()
        built = self.compile("replaced_loops.c", f"-I{headers}", f"-I{site}/numpy/_core/include")
        shutil.copy(built, site / "replaced_loops.so")
        return folder

    @contextlib.contextmanager
    def appended(self, folder: Path, text: str):
        """While it lasts, NumPy begins with this behind its own code."""
        path = builds.site_packages(folder) / "numpy" / "__init__.py"
        before = path.read_text(encoding="utf-8")
        path.write_text(before + "\n" + text + "\n", encoding="utf-8")
        yield
        path.write_text(before, encoding="utf-8")

    def loop(self, folder: Path, name: str):
        return self.appended(folder, f"import replaced_loops as _r\n_r.install({name!r}, _core.umath)")

    def probed(self, folder: Path, fault: str, probe: str, routine: str, dtype: str = "", word: str = "",
               *arguments: str) -> list[dict]:
        code, document = self.probe(folder, "--probe", probe, "--fail-grade", program.ALL_GRADES, *arguments)
        found = [one for one in unknown_defects(document, routine)
                 if dtype in one["flags"] and word in one["message"]]
        said = f": {found[0]['message']}" if found else ""
        print(f"{'found ' if found else 'missed'} {fault} {' '.join(arguments)}{said}")
        self.assertTrue(code == program.FINDINGS or not found)
        return found

    def test_replaced_loops_are_found(self):
        folder, missed = self.faulty(), []
        for fault, probe, *finding in LOOPS:
            with self.loop(folder, fault):
                if not self.probed(folder, fault, probe, *finding, "--routine", finding[0]):
                    missed.append(fault)
        self.assertEqual(missed, [])

    def test_who_answers_names_the_library_of_a_loop(self):
        folder = self.faulty()
        with self.loop(folder, "floor leaks 48 bytes"):
            (finding,) = self.probed(folder, "a loop in another library", "array/answers", "numpy.floor")
        self.assertIn("replaced_loops.so", finding["got"])
        self.assertIn("d->d", finding["got"])

    def test_rare_errors_are_found_whatever_the_seed(self):
        folder = self.faulty()
        fault, probe, *finding = LOOPS[0]
        with self.loop(folder, fault):
            for seed in range(1, 4):
                self.assertTrue(
                    self.probed(folder, fault, probe, *finding, "--routine", finding[0], "--seed", str(seed)), seed)

    def test_a_fault_of_a_level_is_found_there(self):
        folder = self.faulty()
        condition = "import os as _o\nif 'AVX2' not in _o.environ.get('NPY_DISABLE_CPU_FEATURES', '').split():"
        fault, probe, *finding = LOOPS[1]
        with self.appended(folder, f"{condition}\n  import replaced_loops as _r\n  _r.install({fault!r}, _core.umath)"):
            found = self.probed(folder, fault, probe, *finding, "--kernels", "--routine", finding[0])
        self.assertTrue(found)
        self.assertIn("all", found[0]["kernels"])
        self.assertNotIn("baseline", found[0]["kernels"])

    def test_a_program_shows_what_is_written_behind_an_output(self):
        folder = self.faulty()
        fault, probe, *finding = LOOPS[8]
        with self.loop(folder, fault):
            (found,) = self.probed(folder, fault, probe, *finding, "--routine", finding[0])
            self.assertEqual(found["confirmed"], "yes")
            ran = subprocess.run([folder / "bin" / "python", "-S", "-c", found["program"]], capture_output=True,
                                 text=True, check=False, env={"PYTHONPATH": str(builds.site_packages(folder))})
            self.assertIn("AssertionError", ran.stderr, found["program"])

    def test_a_library_linked_with_fast_math_is_found(self):
        folder = self.installed(WHEEL)
        library = self.compile("fast_math.c", "-ffast-math")
        with self.appended(folder, f"import ctypes as _c\n_c.CDLL({str(library)!r})"):
            self.assertTrue(self.probed(folder, "flush-to-zero", "array/fpenv", "numpy"))

    def test_a_changed_constant_of_a_generator_is_found(self):
        for constant in (0x9D2C5680, 0xEFC60000):
            folder = self.installed(WHEEL)
            (path,) = (builds.site_packages(folder) / "numpy" / "random").glob("_mt19937.*.so")
            before, good = path.read_bytes(), constant.to_bytes(4, "little")
            self.assertIn(good, before)
            path.write_bytes(before.replace(good, (constant ^ 1 << 20).to_bytes(4, "little")))
            code, document = self.probe(folder, "--probe", "array/random")
            found = [one for one in unknown_defects(document) if one["routine"].startswith("numpy.random.")]
            print(f"{'found ' if found else 'missed'} {constant:#x} of MT19937: {found[0]['routine'] if found else ''}")
            self.assertTrue(found)
            self.assertEqual(code, program.FINDINGS)

    def test_other_faults_are_found(self):
        folder, missed = self.installed(WHEEL), []
        for fault, (text, probe, routine) in OTHERS.items():
            with self.appended(folder, text):
                if not self.probed(folder, fault, probe, routine, "", "", "--routine", routine):
                    missed.append(fault)
        self.assertEqual(missed, [])

    def test_several_probes_see_a_fault_unprompted(self):
        folder = self.faulty()
        fault, probe, *finding = LOOPS[1]
        probes = [word for name in ("answers", "ufuncs", "casts", "sorting", "statistics", "threads")
                  for word in ("--probe", f"array/{name}")]
        with self.loop(folder, fault):
            _, document = self.probe(folder, *probes)
            kinds = {one["probe"] for one in unknown_defects(document, finding[0])}
            print(f"unprompted: {fault}: {', '.join(sorted(kinds))}")
            self.assertGreaterEqual(kinds, {probe, "array/answers"})


if __name__ == "__main__":
    program.main()
