"""The audit without arguments, in an environment made for it; interpreters; and processes."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import builds
import program
from program import CLEAN, INCOMPLETE


def setUpModule() -> None:
    """A home with a user's site, a pyenv and a venv, each with another NumPy."""
    global home, venv, pyenv, user
    home = Path(tempfile.mkdtemp(prefix="fairplay-machine-"))
    unittest.addModuleCleanup(shutil.rmtree, home, ignore_errors=True)
    venv = home / "venv"
    builds.pip_install(builds.venv(venv), builds.wheel("numpy==2.3.5"), options=("--no-compile",))
    user = home / ".local" / "lib" / "python3.11" / "site-packages"
    builds.pip_install(
        builds.PYTHON,
        builds.wheel("numpy==1.26.4"),
        options=("--user", "--ignore-installed", "--no-compile", "--break-system-packages"),
        PYTHONUSERBASE=str(home / ".local"),
        HOME=str(home),
    )
    version = home / ".pyenv" / "versions" / "3.11.7"
    (version / "lib" / "python3.11").mkdir(parents=True)
    pyenv = builds.copy_tree(builds.site_packages(venv), version / "lib" / "python3.11" / "site-packages")
    for script in ("f2py", "numpy-config"):
        if (venv / "bin" / script).exists():
            (version / "bin").mkdir(exist_ok=True)
            shutil.copy(venv / "bin" / script, version / "bin")
    shutil.copy("/bin/true", version / "bin" / "python3.11")
    (version / "bin" / "python3").symlink_to("python3.11")


class Machine(program.RealTest):
    def paths(self, audited: program.Audited) -> set[str]:
        return {subject["path"] for subject in audited.numpys}

    def test_finds_what_the_environment_names(self):
        audited = self.audit(env={"HOME": str(home), "PATH": "/nonexistent", "VIRTUAL_ENV": str(venv)})
        expected = {str(builds.site_packages(venv) / "numpy"), str(user / "numpy"), str(pyenv / "numpy")}
        self.assertLessEqual(expected, self.paths(audited))
        for subject in audited.numpys:
            if subject["path"].startswith(str(home)):
                self.assertEqual(subject["intact"]["verdict"], "yes", subject["intact"])
        environments = {subject["path"]: subject["environment"] for subject in audited.numpys}
        self.assertIn("venv", environments[str(builds.site_packages(venv) / "numpy")])
        self.assertIn("pyenv 3.11.7", environments[str(pyenv / "numpy")])

    def test_finds_environments_by_interpreters_on_the_path(self):
        empty = self.temporary()
        audited = self.audit(env={"HOME": str(empty), "PATH": f"/nonexistent:{venv / 'bin'}"})
        self.assertIn(str(builds.site_packages(venv) / "numpy"), self.paths(audited))
        self.assertNotIn(str(user / "numpy"), self.paths(audited))

    def test_finds_a_pyenv_elsewhere_and_pythonpath(self):
        empty = self.temporary()
        audited = self.audit(
            env={
                "HOME": str(empty),
                "PATH": "/nonexistent",
                "PYENV_ROOT": str(home / ".pyenv"),
                "PYTHONPATH": str(user),
            }
        )
        self.assertLessEqual({str(pyenv / "numpy"), str(user / "numpy")}, self.paths(audited))

    def test_the_systems_own_libraries(self):
        """What the loader's cache has, whatever this machine is; all of it reported, none twice."""
        audited = self.audit(env={"HOME": str(self.temporary()), "PATH": "/usr/bin"})
        paths = [subject["path"] for subject in audited.subjects]
        self.assertEqual(len(paths), len(set(paths)))
        self.assertEqual(audited.findings("READ-1", "error"), [])
        cached = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True).stdout
        known = {
            os.path.realpath(line.split(" => ")[1])
            for line in cached.splitlines()
            if " => " in line and line.split()[0].startswith(("libblas.so", "libopenblas", "liblapack.so", "libblis"))
        }
        self.assertLessEqual(known, {os.path.realpath(path) for path in paths})

    def test_interpreters(self):
        for interpreter, package in (
            (venv / "bin" / "python", builds.site_packages(venv)),
            (home / ".pyenv/versions/3.11.7/bin/python3", pyenv),
        ):
            with self.subTest(str(interpreter)):
                audited = self.audit(interpreter)
                self.assertIn(str(package / "numpy"), self.paths(audited))
        relative = program.run("audit", "--format", "json", "bin/python", cwd=venv)
        self.assertEqual(relative.code, CLEAN, str(relative))
        self.assertIn(str(builds.site_packages(venv) / "numpy"), relative.stdout)


class Processes(program.RealTest):
    def python(self, interpreter: Path, code: str) -> subprocess.Popen:
        """A Python that ran `code` and waits; ended at the test's end."""
        process = subprocess.Popen(
            [interpreter, "-B", "-c", f"{code}\nprint('ready', flush=True)\ninput()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=builds.clean_environment(),
        )

        def end() -> None:
            process.communicate("\n", timeout=60)

        self.addCleanup(end)
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    def copy(self) -> Path:
        return builds.copy_tree(venv, self.temporary() / "venv")

    def test_a_running_numpy(self):
        process = self.python(venv / "bin" / "python", "import numpy")
        audited = self.audit(f"pid:{process.pid}")
        self.assert_healthy(audited)
        self.assertTrue(
            audited.numpy["path"].endswith(str(builds.site_packages(venv) / "numpy")), audited.numpy["path"]
        )
        (blas,) = audited.numpy["blas"]
        self.assertEqual((blas["vendor"], blas["version"], blas["how"]), ("OpenBLAS", "0.3.30", "bundled"))
        loaded = [library for library in audited.libraries if "libscipy_openblas" in library["path"]]
        self.assertEqual(len(loaded), 1, "the OpenBLAS it has mapped is a subject")

    def test_a_package_deleted_after_import(self):
        """As an upgrade below a running program does: its files are gone, their code goes on."""
        prefix = self.copy()
        process = self.python(prefix / "bin" / "python", "import numpy")
        shutil.rmtree(builds.site_packages(prefix))
        audited = self.audit(f"pid:{process.pid}")
        self.assertIn("deleted", audited.stdout)
        self.assertNotIn(
            "yes",
            [subject["intact"]["verdict"] for subject in audited.subjects],
            "nothing that was loaded can be compared",
        )

    def test_an_upgrade_below_a_running_program(self):
        """numpy/numpy#12736's reports from notebooks: pip renames the old folder, then deletes it."""
        prefix = self.copy()
        process = self.python(prefix / "bin" / "python", "import numpy")
        builds.pip_install(
            prefix / "bin" / "python", builds.wheel("numpy==2.2.6"), options=("--no-compile", "--upgrade")
        )
        audited = self.audit(f"pid:{process.pid}")
        self.assertTrue(audited.numpy["gone"])
        self.assertEqual(
            (audited.numpy["intact"]["verdict"], audited.numpy["original"]["verdict"]), ("unknown", "unknown")
        )
        finding = self.assert_finding(audited, "READ-1", "error", "deleted or replaced")
        self.assertIn("Restart the process", finding["remedy"])
        self.assertNotIn("hostile", str(audited.findings()))

    def test_a_library_replaced_after_import(self):
        """Another file of the same name: what runs isn't what lies there."""
        prefix = self.copy()
        process = self.python(prefix / "bin" / "python", "import numpy")
        (library,) = (builds.site_packages(prefix) / "numpy.libs").glob("libscipy_openblas*")
        builds.replace(library, library.read_bytes())
        audited = self.audit(f"pid:{process.pid}")
        self.assertRegex(audited.stdout, "replaced|another file|no longer")

    def test_a_process_without_numpy(self):
        process = self.python(Path(builds.PYTHON), "pass")
        audited = self.audit(f"pid:{process.pid}")
        self.assertEqual(audited.code, INCOMPLETE)
        self.assertIn("no NumPy", audited.document["unreadable"][0]["reason"])

    def test_no_such_process(self):
        for subject in ("pid:2147483646", "pid:0", "pid:-1", "pid:", "pid:1x", "pid:99999999999999999999"):
            with self.subTest(subject):
                audited = self.audit(subject)
                self.assertEqual(audited.code, INCOMPLETE)
                self.assertTrue(audited.document["unreadable"][0]["reason"])


if __name__ == "__main__":
    program.main()
