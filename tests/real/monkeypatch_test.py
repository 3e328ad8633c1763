"""What is monkeypatched in environments of real packages: each patch is reported with file and line,
and packages without patches cause no finding."""

import shutil
import tempfile
import unittest
import zipfile
from pathlib import Path

import builds
import program
from program import CLEAN, FINDINGS

# Large packages that call, wrap, extend and imitate NumPy, and replace nothing of it by themselves.
INNOCENT = (
    "gevent",
    "numba",
    "pythran",
    "jax",
    "autograd",
    "dask",
    "pandas",
    "scikit-learn",
    "matplotlib",
    "astropy",
    "statsmodels",
    "pytensor",
    "scipy",
)


def setUpModule() -> None:
    global base
    base = Path(tempfile.mkdtemp(prefix="fairplay-monkeypatch-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    builds.pip_install(builds.venv(base / "venv"), builds.wheel("numpy==2.3.5"), options=("--no-compile",))


class MonkeypatchTest(program.RealTest):
    def environment(self) -> Path:
        """A venv with NumPy 2.3.5, and its site-packages."""
        self.prefix = builds.copy_tree(base / "venv", self.temporary() / "venv")
        return builds.site_packages(self.prefix)

    def unpack(self, folder: Path, *wheels: Path) -> None:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)

    def write(self, folder: Path, **modules: str) -> None:
        for name, source in modules.items():
            (folder / f"{name}.py").write_text(source)

    def audited(self) -> program.Audited:
        return self.audit(self.prefix)

    def assert_patch(self, audited: program.Audited, severity: str, path: str, line: int, *words: str) -> dict:
        """The one finding with this evidence; every word stands in its message or the evidence's detail."""
        for finding in audited.findings("NEP36-4", severity):
            for evidence in finding["evidence"]:
                if (evidence["path"], evidence["line"]) == (path, line):
                    for word in words:
                        self.assertIn(word, finding["message"] + " | " + evidence["detail"])
                    return finding
        raise AssertionError(f"nothing of {path}:{line} in {audited.findings('NEP36-4')}")


class PackagesThatPatch(MonkeypatchTest):
    def test_quaternion(self):
        site = self.environment()
        self.unpack(site, builds.wheel("numpy-quaternion"))
        audited = self.audited()
        self.assertEqual(audited.code, CLEAN, str(audited))
        (finding,) = audited.findings("NEP36-4")
        (evidence,) = finding["evidence"]
        self.assertEqual((finding["severity"], evidence["path"]), ("warning", "quaternion/__init__.py"))
        self.assertIn("adds numpy.quaternion, which NumPy", finding["message"])
        self.assertIn("np.quaternion = quaternion", evidence["detail"])
        self.assertEqual(
            audited.numpy["original"]["verdict"], "official", "another package's patch is no difference of NumPy's"
        )
        self.assertEqual(audited.numpy["fair"]["verdict"], "pass")

    def test_numexpr_adds_a_name(self):
        """numpy.expm1x, by necompiler.py: NumPy has no such name."""
        site = self.environment()
        self.unpack(site, builds.wheel("numexpr"))
        audited = self.audited()
        (finding,) = audited.findings("NEP36-4")
        self.assertEqual(finding["severity"], "warning")
        self.assertIn("adds numpy.expm1x, which NumPy", finding["message"])
        self.assertEqual([patch["effect"] for patch in audited.numpy["monkeypatches"]], ["adds"])

    def test_ufunc_loops_from_c(self):
        site = self.environment()
        self.unpack(
            site, builds.wheel("pnumpy", platform="manylinux2010_x86_64", python="3.8", implementation="cp", abi="abi3")
        )
        (finding,) = self.audited().findings("NEP36-4")
        self.assertIn("loops of NumPy's ufuncs", finding["message"])
        self.assertIn("PyUFunc_ReplaceLoopBySignature", finding["evidence"][0]["detail"])
        self.assertIn("pnumpy/__init__.py -> pnumpy/cpu.py", finding["evidence"][0]["detail"])

    def test_mkl_fft_only_with_its_hook(self):
        """Installed, it patches on the user's call; its command `patch install` writes a .pth file that does so at every start."""
        site = self.environment()
        self.unpack(site, builds.wheel("mkl_fft"))
        self.assertEqual(self.audited().findings("NEP36-4"), [])
        (site / "mkl_fft_patch.pth").write_text("import mkl_fft._patch_startup")
        (finding,) = self.audited().findings("NEP36-4")
        self.assertIn("mkl_fft_patch.pth -> mkl_fft/_patch_startup.py -> mkl_fft/_patch_numpy.py", finding["message"])
        self.assertIn("names of numpy.fft", finding["message"])

    def test_made_up_packages(self):
        site = self.environment()
        self.write(
            site,
            bools="import numpy as np\nsetattr(np, 'bool', bool)\n",
            defaults="import numpy\nnumpy.load.__defaults__ = (None, True)\n",
            modules="import sys, numpy\nsys.modules['numpy._core'] = numpy.core\n",
            cursed="from forbiddenfruit import curse\nimport numpy as np\ncurse(np.ndarray, 'shout', print)\n",
            alias="from wrapped import xp\nxp.zeros = None\n",
            wrapped="import numpy as xp\n",
            hook="def install():\n    import numpy as np\n    np.array = list\n",
            usercustomize="import numpy\nnumpy.ones = None\n",
        )
        (site / "start.pth").write_text("import hook; hook.install()\n")
        audited = self.audited()
        self.assert_patch(audited, "warning", "cursed.py", 3, "numpy.ndarray.shout")
        for path, line, word in (
            ("bools.py", 2, "numpy.bool"),
            ("defaults.py", 2, "numpy.load.__defaults__"),
            ("modules.py", 2, "numpy._core"),
            ("alias.py", 2, "numpy.zeros"),
            ("hook.py", 3, "start.pth -> hook.py"),
            ("usercustomize.py", 2, "at every start of Python"),
        ):
            self.assert_patch(audited, "error", path, line, word)
        self.assertEqual(len(audited.findings("NEP36-4")), 7)

    def test_what_is_fine(self):
        site = self.environment()
        self.write(
            site,
            asked="import numpy as np\ndef patch_numpy():\n    np.load = None\n",
            restores="import contextlib, numpy as np\n@contextlib.contextmanager\ndef swapped():\n    old = np.load\n    np.load = None\n    try:\n        yield\n    finally:\n        np.load = old\nwith swapped():\n    pass\n",
            loud="import numpy as np\nprint('loud replaces numpy.load; report bugs to loud')\nnp.load = None\n",
            shim="import numpy as np\nif not hasattr(np, 'bool'):\n    np.bool = bool\nif np.__version__.startswith('1.'):\n    np.float = float\n",
        )
        audited = self.audited()
        self.assertEqual(audited.code, CLEAN, str(audited))
        self.assertEqual({finding["severity"] for finding in audited.findings("NEP36-4")}, {"note"}, "the dead shim")
        self.assert_patch(audited, "note", "shim.py", 3, "numpy.bool", "hasattr")
        self.assert_patch(audited, "note", "shim.py", 5, "numpy.float", "startswith")
        announced = [patch for patch in audited.numpy["monkeypatches"] if patch["standing"] == "announced"]
        self.assertEqual(
            [(patch["path"], patch["notice"]) for patch in announced],
            [("loud.py", "loud replaces numpy.load; report bugs to loud")],
        )


class NumPysOwnCode(MonkeypatchTest):
    def test_intel(self):
        wheel = builds.wheel("intel-numpy==1.15.1", **builds.CPYTHON_36)
        audited = self.audit(wheel)
        finding = self.assert_patch(audited, "error", "numpy/fft/__init__.py", 30, "numpy.fft", "f[name] = func")
        (subject,) = (item for item in audited.numpys if item["id"] == finding["subject"])
        found = [
            (item["path"], item["line"])
            for item in subject["original"]["differences"]
            if item["class"] == "monkeypatch"
        ]
        self.assertEqual(found, [("numpy/fft/__init__.py", 30)])

    def test_hidden_in_a_module(self):
        site = self.environment()
        module = site / "numpy" / "random" / "__init__.py"
        builds.replace(module, module.read_bytes() + b"\nimport numpy as _np\n_np.load = None\n")
        audited = self.audited()
        line = module.read_text().splitlines().index("_np.load = None") + 1
        self.assert_patch(audited, "error", "numpy/random/__init__.py", line, "numpy.load")

    def test_releases_are_silent(self):
        for requirement in ("numpy==1.26.4", "numpy==2.3.5"):
            self.assertEqual(self.audit(builds.wheel(requirement)).findings("NEP36-4"), [], requirement)


class PackagesThatDoNot(MonkeypatchTest):
    def test_no_hits(self):
        site = self.environment()
        had = []
        for name in INNOCENT:
            try:
                self.unpack(site, builds.wheel(name))
                had.append(name)
            except unittest.SkipTest as reason:
                print(f"{name}: {reason}")
        if len(had) < 8:
            self.skipTest(f"only {', '.join(had)} could be had")
        audited = self.audited()
        found = [(finding["message"], finding["evidence"][0]) for finding in audited.findings("NEP36-4")]
        self.assertEqual(found, [])
        self.assertNotIn("monkeypatches", audited.numpy, "not even an announced or a dead one")


if __name__ == "__main__":
    program.main()
