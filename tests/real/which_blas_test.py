"""Which BLAS, completely: what is linked into extension modules, what a process has loaded, what RECORD covers."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import builds
import program
from program import CLEAN

# What joblib/threadpoolctl#37 and scipy/scipy#15129 are about: each brings a BLAS of its own.
STACK = (
    "numpy==2.0.2",
    "scipy==1.14.1",
    "scikit-learn==1.5.2",
    "faiss-cpu==1.9.0",
    "blis==1.0.1",
    "cvxopt==1.3.2",
    "packaging==24.1",
)


def setUpModule() -> None:
    global venv
    base = Path(tempfile.mkdtemp(prefix="fairplay-which-blas-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    venv = base / "venv"
    builds.pip_install(
        builds.venv(venv), *(builds.wheel(requirement) for requirement in STACK), options=("--no-compile",)
    )


def identities(audited: program.Audited) -> set[tuple[str, str, str]]:
    return {
        (Path(library["path"]).name, library["blas"][0]["vendor"], library["blas"][0]["version"])
        for library in audited.libraries
    }


class LinkedIn(program.RealTest):
    def test_an_environment_shows_what_the_wheels_show(self):
        audited = self.audit(venv)
        self.assertEqual(audited.code, CLEAN, str(audited))
        found = identities(audited)
        for requirement in STACK[:-1]:
            with self.subTest(requirement):
                wheel = self.audit(builds.wheel(requirement))
                if wheel.libraries:
                    self.assertLessEqual(identities(wheel), found)
        modules = {library["name"]: library for library in audited.libraries if "linked into" in library["found_as"]}
        self.assertEqual(modules["faiss-cpu"]["blas"][0]["vendor"], "OpenBLAS")
        self.assertEqual(modules["faiss-cpu"]["found_as"], "linked into a module of faiss")
        self.assertIn("BLIS", {library["blas"][0]["vendor"] for library in modules.values()})
        for library in audited.libraries:
            self.assertEqual(library["intact"]["verdict"], "yes", f"{library['path']}: {library['intact']}")

    def test_which_scipy_openblas(self):
        """MacPython/openblas-libs#263: the number of the build, by the tag that auditwheel put into the name."""
        builds_by_package = {
            Path(library["path"]).parent.name: library["blas"][0]["build"] for library in self.audit(venv).libraries
        }
        self.assertEqual(builds_by_package["numpy.libs"], "scipy-openblas64 0.3.27.0.1 or 0.3.27.44.4")
        self.assertEqual(builds_by_package["scipy.libs"], "scipy-openblas32 0.3.27.63.0 or 0.3.27.63.1")
        self.assertEqual(builds_by_package["cvxopt.libs"], "")

    def test_modules_that_only_call_a_blas_are_none(self):
        """SciPy's, scikit-learn's and NumPy's own modules import its names."""
        for library in self.audit(venv).libraries:
            self.assertNotRegex(library["path"], r"/(numpy|scipy|sklearn)/")

    def test_one_soname_loads_once(self):
        """Two wheels bundle libgomp-a34b3233.so.1.0.0, and the loader takes the first for both."""
        audited = self.audit(venv)
        copies = [
            runtime["path"] for runtime in audited.numpy["runtimes"] if runtime["soname"].startswith("libgomp-a34b3233")
        ]
        self.assertGreaterEqual(len(copies), 2, audited.numpy["runtimes"])
        self.assertEqual(audited.findings("BLAS-2"), [])


class InAProcess(program.RealTest):
    def test_only_numpys_own_is_numpys(self):
        imports = "import numpy, scipy.linalg, faiss"
        process = subprocess.Popen(
            [venv / "bin" / "python", "-B", "-c", f"{imports}; print(1, flush=True); input()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=builds.clean_environment(),
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        process.stdout.readline()
        audited = self.audit(f"pid:{process.pid}")
        self.assertEqual(audited.code, CLEAN, str(audited))
        self.assertEqual([Path(use["path"]).parent.name for use in audited.numpy["blas"]], ["numpy.libs"])
        found = {Path(library["path"]).parent.name for library in audited.libraries}
        self.assertLessEqual({"numpy.libs", "scipy.libs", "faiss"}, found)
        for library in audited.libraries:
            self.assertTrue(library["loaded"], library["path"])


class Records(program.RealTest):
    def test_a_target_folders_record_covers_its_libraries(self):
        target = self.temporary() / "app"
        builds.pip_install(
            builds.PYTHON,
            builds.wheel("numpy==2.0.2"),
            builds.wheel("faiss-cpu==1.9.0"),
            options=("--target", target, "--no-compile"),
        )
        audited = self.audit(target)
        self.assertGreaterEqual(len(audited.libraries), 2)
        for library in audited.libraries:
            self.assertEqual(library["intact"]["verdict"], "yes", f"{library['path']}: {library['intact']}")
            self.assertEqual(library["installer"], "pip")
        (library,) = (target / "numpy.libs").glob("libscipy_openblas*")
        builds.flip_bit(library)
        changed = self.audit(target)
        (found,) = (one for one in changed.libraries if one["path"] == str(library))
        self.assertEqual(found["intact"]["verdict"], "no")


class NoneNeeded(program.RealTest):
    def test_a_cut_off_library_is_not_no_library(self):
        """numpy/numpy#7962: half of the bundled OpenBLAS."""
        target = self.temporary() / "app"
        builds.pip_install(builds.PYTHON, builds.wheel("numpy==1.26.4"), options=("--target", target, "--no-compile"))
        (library,) = (target / "numpy.libs").glob("libopenblas*")
        builds.replace(library, library.read_bytes()[: 16 << 20])
        for options in ((), ("--format", "text")):
            ran = program.run("audit", *options, target)
            self.assertNotIn("no extension module needs one", ran.stdout)
        (use,) = self.audit(target).numpy["blas"]
        self.assertEqual((use["path"], use["identified"]), (str(library), False))

    def test_a_source_tree_was_never_compiled(self):
        """numpy/numpy#15060: the folder of the sources beside the script."""
        tree = self.temporary() / "app"
        builds.pip_install(builds.PYTHON, builds.wheel("numpy==1.26.4"), options=("--target", tree, "--no-compile"))
        for path in [*tree.glob("*.dist-info"), *tree.glob("*.libs"), tree / "bin"]:
            shutil.rmtree(path, ignore_errors=True)
        for module in tree.rglob("*.so"):
            module.unlink()
        self.assertFalse(self.audit(tree).numpy["compiled"])
        self.assertIn("none: it was never compiled, so it can't be imported", program.run("audit", tree).stdout)


if __name__ == "__main__":
    program.main()
