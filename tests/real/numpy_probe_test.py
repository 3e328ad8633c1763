"""`fairplay probe` on NumPys: official wheels have only the defects that are known of them, faults that are put into one are
found, and programs that show a defect show it."""

import stat
import subprocess
from pathlib import Path

import builds
import program
from probed_numpys import array_probes, ProbedNumpy, unknown_defects

# A fault: what is appended to numpy/__init__.py, the probes that look, and what the finding names.
PROLOGUE = """
def _faulty():
    import functools, os, sys
    import numpy as np
    try:
        from numpy._core import umath
    except ImportError:
        from numpy.core import umath
"""
FAULTS = {
    "a sum that is another function": ("""
    import statistics
    np.sum = statistics.fsum if hasattr(statistics, "fsum") else lambda *a, **k: 0
    import numbers
    code = compile("def sum(a, axis=None, **k):\\n    return 0\\n", "/opt/faster/sum.py", "exec")
    space = {}; exec(code, space); np.sum = space["sum"]
""", "array/answers", "numpy.sum"),
    "a ufunc that is a function": ("""
    old = np.exp
    np.exp = lambda *a, **k: old(*a, **k)
""", "array/transcendentals", "numpy.exp"),
    "an unstable stable sort": ("""
    old = np.argsort
    def argsort(a, axis=-1, kind=None, order=None, **k):
        r = old(a, axis, kind)
        if r.ndim == 1 and len(r) > 2:
            s = np.asarray(a)[r]
            for i in range(len(r) - 1):
                if s[i] == s[i + 1]:
                    r[i], r[i + 1] = r[i + 1], r[i]
                    break
        return r
    np.argsort = argsort
""", "array/sorting", "numpy.argsort"),
    "a partition that is off by one": ("""
    old = np.partition
    np.partition = lambda a, kth, axis=-1, **k: old(a, [min(x + 1, np.shape(a)[axis] - 1) for x in np.atleast_1d(kth) if x >= 0] or kth, axis)
""", "array/sorting", "numpy.partition"),
    "a stream with another constant": ("""
    old = np.random.Generator
    class Generator(old):
        def random(self, *a, **k):
            return 1 - super().random(*a, **k)
        def standard_normal(self, *a, **k):
            return -super().standard_normal(*a, **k)
    np.random.Generator = Generator
""", "array/random", "numpy.random.Generator.standard_normal"),
    "a header that is off by one": ("""
    old = np.lib.format.write_array
    def write_array(fp, array, *a, **k):
        start = fp.tell()
        old(fp, array, *a, **k)
        fp.seek(start + 8); fp.write(b"\\x77"); fp.seek(0, 2)
    np.lib.format.write_array = write_array
""", "array/files", "numpy.save"),
    "an abort": ("""
    old = np.unique
    def unique(a, *rest, **k):
        if np.size(a) == 17: os.abort()
        return old(a, *rest, **k)
    np.unique = unique
""", "array/sorting", "numpy.unique"),
    "an exit": ("""
    old = np.unique
    def unique(a, *rest, **k):
        if np.size(a) == 17: os._exit(0)
        return old(a, *rest, **k)
    np.unique = unique
""", "array/sorting", "numpy.unique"),
    "a hang": ("""
    old = np.i0
    def i0(x):
        while np.size(x) == 5: pass
        return old(x)
    np.i0 = i0
""", "array/spaces", "numpy.i0"),
    "output": ("""
    old = np.isin
    def isin(a, b, *rest, **k):
        if np.size(a) == 3: os.write(1, b"hello from isin\\n")
        return old(a, b, *rest, **k)
    np.isin = isin
""", "array/sorting", "numpy.isin"),
    "a transposed operand of einsum": ("""
    old = np.einsum
    def einsum(subscripts, *a, **k):
        return old("ij,jk->ki" if subscripts == "ij,jk->ik" else subscripts, *a, **k)
    np.einsum = einsum
""", "array/products", "numpy.einsum"),
    "a transform with an error of 1e-9": ("""
    old = np.fft.fft
    np.fft.fft = lambda *a, **k: old(*a, **k) * (1 + 1e-9)
""", "array/fft", "numpy.fft.fft"),
    "another promotion": ("""
    old = np.promote_types
    np.promote_types = lambda a, b: np.dtype("f8") if {np.dtype(a).char, np.dtype(b).char} == {"f", "h"} else old(a, b)
""", "array/casts", "numpy.promote_types"),
    "another median": ("""
    old = np.median
    np.median = lambda a, axis=None, **k: old(a, axis=axis, **k) * (1 + 2**-50)
""", "array/statistics", "numpy.median"),
    "a leak of one array a call": ("""
    old, kept = np.median, []
    def median(a, axis=None, **k):
        kept.append(np.array(a))
        return old(a, axis=axis, **k)
    np.median = median
""", "array/memory", "numpy.median"),
    "a race of threads": ("""
    old, scratch = np.interp, [None]
    def interp(x, *rest, **k):
        scratch[0] = old(x, *rest, **k) if np.size(x) < 4096 else np.array(x)
        mine = scratch[0]
        import time
        if np.size(x) == 4096:
            import threading
            scratch.append(threading.get_ident())
            time.sleep(0.0005)
            if scratch[-1] != threading.get_ident(): mine = mine + 1
        return mine
    np.interp = interp
""", "array/threads", "numpy.interp"),
    "rounding half up": ("""
    np.round = lambda a, decimals=0, **k: np.floor(np.asarray(a) * 10.0**decimals + 0.5) / 10.0**decimals
""", "array/statistics", "numpy.round"),
}


class Probed(ProbedNumpy):
    def faulty(self, requirement: str, appended: str) -> Path:
        return self.installed(requirement, PROLOGUE + appended + "\n_faulty()\n")

    def test_an_official_wheel_has_known_defects_alone(self):
        """One of them: numpy_seeds.py takes many, with many seeds."""
        probes = [word for probe in array_probes() for word in ("--probe", probe)]
        folder = self.installed("numpy==2.3.5")
        _, document = self.probe(folder, *probes, "--seed", "2")
        (subject,) = document["subjects"]
        self.assertEqual([probe["status"] for probe in subject["probes"] if probe["status"] in ("failed", "skipped")], [])
        self.assertGreater(sum(probe["calls"] for probe in subject["probes"]), 80000)
        self.assertEqual(unknown_defects(document), [])
        self.assertGreater(self.proved(folder, document), 30)
        builds.seen.add("probed: numpy==2.3.5")

    def proved(self, folder: Path, document: dict) -> int:
        """How many findings' programs fail on the build, each as it says. All but those that never come back."""
        count = 0
        for finding in document["findings"]:
            text = finding["program"]
            last = text.strip().splitlines()[-1]
            if not text or "# no answer" in last:
                continue
            ran = self.run_program(folder, text)
            asserts, raises = last.startswith("assert ") or "\nassert " in text, "  # raises " in last
            self.assertTrue(asserts or raises or ran.returncode < 0, text)
            self.assertNotEqual(ran.returncode, 0, text)
            self.assertEqual("AssertionError" in ran.stderr, asserts, f"{text}\n{ran.stderr}")
            count += 1
        return count

    def run_program(self, folder: Path, text: str) -> subprocess.CompletedProcess:
        return subprocess.run([folder / "bin" / "python", "-S", "-W", "ignore", "-c", text], capture_output=True, text=True,
                              check=False, env={"PYTHONPATH": str(builds.site_packages(folder))})

    def test_a_program_shows_its_defect(self):
        folder, written = self.installed("numpy==1.26.4"), self.temporary()
        code, document = self.probe(folder, "--probe", "array/indexing", "--probe", "array/ufuncs", "--reproducer", str(written))
        self.assertEqual(code, program.FINDINGS)
        newer, shown, mended = self.installed("numpy==2.3.5"), 0, 0
        for finding in document["findings"]:
            if finding["class"] != "defect" or finding["confirmed"] != "yes":
                continue
            path = Path(finding["reproducer"])
            lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
            self.assertLessEqual(len(lines), 6, path)
            self.assertEqual(lines[0], "import numpy as np")
            ran = self.run_program(folder, path.read_text())
            self.assertNotEqual(ran.returncode, 0, f"{path.read_text()}\n{ran.stderr}")
            shown += 1
            mended += self.run_program(newer, path.read_text()).returncode == 0
        self.assertGreater(shown, 2)
        self.assertGreater(mended, 0, "a program that fails everywhere shows nothing")

    def test_faults_are_found(self):
        healthy = self.installed("numpy==2.3.5")
        (site,) = healthy.glob("lib/python*/site-packages")
        original = (site / "numpy" / "__init__.py").read_text(encoding="utf-8")
        missed = []
        for fault, (appended, probe, routine) in FAULTS.items():
            (site / "numpy" / "__init__.py").write_text(original + PROLOGUE + appended + "\n_faulty()\n", encoding="utf-8")
            # A probe asks the same of a routine whether others are left out or not.
            code, document = self.probe(healthy, "--probe", probe, "--seed", "3", "--routine", routine)
            found = unknown_defects(document, routine)
            print(f"{'found ' if found else 'missed'} {fault}: {found[0]['message'] if found else ''}")
            if not found or code != program.FINDINGS:
                missed.append(fault)
        self.assertEqual(missed, [])

    def test_interpreters_that_misbehave(self):
        """What can't be probed is said, and nothing is left behind."""
        scripts = {
            "that doesn't start": "#!/nonexistent\n",
            "that exits": "#!/bin/sh\nexit 3\n",
            "that kills itself": "#!/bin/sh\nkill -9 $$\n",
            "that floods": "#!/bin/sh\nyes | head -c 90000000 >&2\nexit 1\n",
            "that answers nonsense": "#!/bin/sh\nprintf 'AAAAAAAAAAAAAAAAAAAA' >&4\nexit 0\n",
            "that leaves a child": "#!/bin/sh\n(trap '' TERM; sleep 4321) &\nexit 0\n",
        }
        folder = self.installed("numpy==2.3.5")
        for what, script in scripts.items():
            for name in ("python", "python3"):
                path = folder / "bin" / name
                path.unlink()
                path.write_text(script)
                path.chmod(path.stat().st_mode | stat.S_IXUSR)
            code, document = self.probe(folder, "--probe", "array/casts")
            numpys = [subject for subject in document["subjects"] if subject["path"].endswith("numpy")]
            self.assertTrue(code == program.INCOMPLETE, f"{what}: {code}")
            for subject in numpys:
                self.assertEqual(subject["verdict"], "failed", what)
                self.assertTrue(subject["why"], what)
        left = subprocess.run(["pgrep", "-f", "sleep 4321"], capture_output=True, text=True, check=False).stdout
        self.assertEqual(left, "")

    def test_a_numpy_that_cannot_be_imported(self):
        folder = self.faulty("numpy==2.3.5", "\n    raise RuntimeError('not today')\n")
        code, document = self.probe(folder, "--probe", "array/casts")
        self.assertEqual(code, program.INCOMPLETE)
        (subject,) = document["subjects"]
        self.assertEqual(subject["verdict"], "failed")
        self.assertIn("not today", subject["why"])

    def test_two_numpys_side_by_side(self):
        old, new = self.installed("numpy==1.26.4"), self.installed("numpy==2.3.5")
        _, document = self.probe(new, "--probe", "array/scalars", "--probe", "array/casts", "--against", str(old))
        (both,) = document["against"]
        self.assertIsNone(both["why"])
        self.assertGreater(sum(routine["calls"] for routine in both["routines"]), 10000)
        routines = {one["routine"] for one in both["differences"]}
        self.assertIn("numpy.generic.__hash__", routines)  # equal times hash alike from 2.2 on
        self.assertEqual(len(document["subjects"]), 1)
        _, document = self.probe(new, "--probe", "array/scalars", "--against", str(new))
        self.assertEqual(document["against"], [])

    def test_another_release(self):
        """What changes for a user who goes from one release to the other."""
        folder = self.installed("numpy==2.3.5")
        _, document = self.probe(folder, "--probe", "array/casts", "--as", "1.26")
        self.assertEqual(document["subjects"][0]["identity"]["held_against"], "1.26")
        changed = [finding for finding in document["findings"] if not finding["of_release"]]
        # It is another release, and no worse for it.
        self.assertEqual({finding["class"] for finding in changed}, {"property"}, document["findings"])


if __name__ == "__main__":
    program.main()
