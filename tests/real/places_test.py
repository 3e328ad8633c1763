"""Where builds lie: folders of applications, environments at any depth, frozen programs; and what a machine's audit says of places."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import builds
import program
from program import CLEAN, INCOMPLETE


def setUpModule() -> None:
    global base
    base = Path(tempfile.mkdtemp(prefix="fairplay-places-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    builds.pip_install(
        builds.PYTHON, builds.wheel("numpy==2.2.6"), options=("--target", base / "target", "--no-compile")
    )
    builds.pip_install(builds.venv(base / "venv"), builds.wheel("numpy==2.2.6"), options=("--no-compile",))


class Folders(program.RealTest):
    def test_applications(self):
        """Where pip --target, Lambda layers and vendoring put packages."""
        for place in ("app/lib", "dist/app", "layer/python", "layer/python/lib/python3.11/site-packages", "a/b/c/vendor"):
            with self.subTest(place):
                top = self.temporary()
                (top / place).parent.mkdir(parents=True, exist_ok=True)
                builds.copy_tree(base / "target", top / place)
                audited = self.audit(top)
                self.assert_healthy(audited, rules=("INTACT-1",))
                self.assertEqual(audited.numpy["path"], str(top / place / "numpy"))
                self.assertEqual([one["intact"]["verdict"] for one in audited.libraries], ["yes"])

    def test_environments(self):
        """pipx's, a project's two levels down, pex's root; the environment keeps its kind."""
        for place, environment in (
            ("pipx/venvs/fonttools", "pipx fonttools"),
            ("work/project/.venv", "venv"),
            ("pexroot/venvs/1/s/4a5b/venv", "venv"),
            ("share/uv/tools/black", "uv tool black"),
        ):
            with self.subTest(place):
                top = self.temporary()
                (top / place).parent.mkdir(parents=True)
                builds.copy_tree(base / "venv", top / place)
                audited = self.audit(top)
                self.assert_healthy(audited)
                self.assertTrue(audited.numpy["environment"].startswith(environment), audited.numpy["environment"])

    def test_nothing_found_and_nothing_searched(self):
        top = self.temporary()
        (top / "jax" / "numpy").mkdir(parents=True)
        (top / "jax" / "numpy" / "__init__.py").touch()
        audited = self.audit(top)
        self.assertEqual((audited.code, audited.subjects), (INCOMPLETE, []))

    def test_headings_have_names(self):
        """A library that no installer answers for goes by its file's name."""
        top = self.temporary()
        (library,) = (base / "target" / "numpy.libs").glob("libscipy_openblas*")
        shutil.copy(library, top / "libopenblas.so.0")
        text = program.run("audit", top).stdout
        self.assertIn("\nlibopenblas.so.0, folder: intact unknown", text)
        self.assertNotIn("nothing to report", text)


class Frozen(program.RealTest):
    """pyinstaller/pyinstaller#2544 asks which BLAS is in an application."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="fairplay-frozen-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        interpreter = builds.venv(cls.folder / "venv")
        names = ("numpy==2.2.6", "pyinstaller==6.11.1", "pyinstaller-hooks-contrib==2024.10", "altgraph==0.17.4",
                 "packaging==24.1", "setuptools==75.6.0")
        builds.pip_install(interpreter, *(builds.wheel(name) for name in names))
        (cls.folder / "app.py").write_text("import numpy; print(numpy.__version__)\n")
        for options in (("--onedir", "--name", "app"), ("--onefile", "--name", "one")):
            builds.run(interpreter, "-m", "PyInstaller", "--log-level", "ERROR", "--noconfirm", *options, "app.py",
                       cwd=cls.folder)  # fmt: skip

    def assert_frozen(self, audited: program.Audited) -> None:
        self.assertEqual(audited.code, CLEAN, str(audited))
        subject = audited.numpy
        self.assertEqual((subject["name"], subject["version"], subject["release"]), ("numpy", "2.2.6", "2.2.6"))
        self.assertEqual((subject["intact"]["verdict"], subject["original"]["verdict"]), ("unknown", "unknown"))
        self.assertIn("numpy-2.2.6-cp311", subject["original"]["nearest"]["artifact"])
        self.assertEqual(subject["original"]["nearest"]["similarity"], 1.0)
        (blas,) = subject["blas"]
        self.assertEqual((blas["vendor"], blas["version"], blas["how"]), ("OpenBLAS", "0.3.29", "bundled"))
        (library,) = audited.libraries
        self.assertEqual(library["original"]["verdict"], "official")

    def test_one_folder(self):
        for subject in ("dist", "dist/app", "dist/app/_internal", "dist/app/app"):
            with self.subTest(subject):
                self.assert_frozen(self.audit(self.folder / subject))

    def test_one_file(self):
        self.assert_frozen(self.audit(self.folder / "dist" / "one"))

    def test_a_bent_binary_is_told(self):
        folder = self.temporary() / "app"
        shutil.copytree(self.folder / "dist" / "app", folder)
        (core,) = (folder / "_internal" / "numpy" / "_core").glob("_multiarray_umath*.so")
        builds.flip_bit(core)
        subject = self.audit(folder).numpy
        self.assertLess(subject["original"]["nearest"]["similarity"], 1.0)

    def test_a_cut_off_program(self):
        cut = self.temporary() / "one"
        content = bytearray((self.folder / "dist" / "one").read_bytes())
        content[len(content) // 2 : len(content) // 2 + 4096] = bytes(4096)
        cut.write_bytes(content)
        audited = self.audit(cut)
        self.assertTrue(audited.findings("READ-1"), str(audited))


class Machine(program.RealTest):
    def test_says_where_it_looked(self):
        home = self.temporary()
        builds.copy_tree(base / "venv", home / "science")
        audited = self.audit(env={"HOME": str(home), "PATH": "/nonexistent"})
        self.assertIn(str(home / "science"), str([subject["path"] for subject in audited.numpys]))
        places = {place["path"]: place["state"] for place in audited.document["places"]}
        self.assertEqual(places["/usr"], "searched")
        self.assertEqual(places[str(home)], "partly")
        if Path("/root").is_dir():
            self.assertEqual(places["/root"], "skipped")
        text = program.run("audit", env={"HOME": str(home), "PATH": "/nonexistent"}).stdout
        self.assertRegex(text, r"\nlooked in \d+ places; ")
        verbose = program.run("audit", "-v", env={"HOME": str(home), "PATH": "/nonexistent"}).stdout
        self.assertIn(f"looked in    {home}: ", verbose)

    def test_the_program_without_its_database(self):
        alone = self.temporary() / "fairplay"
        shutil.copy(program.PROGRAM, alone)
        ran = subprocess.run(
            [alone, "audit", base / "target"], capture_output=True, text=True, env=builds.clean_environment(), timeout=300
        )
        self.assertIn("the signature database isn't beside the program", ran.stdout.splitlines()[0])
        self.assertNotIn("nothing to report", ran.stdout)


if __name__ == "__main__":
    program.main()
