"""Healthy installs, as every installer leaves them: intact (or an honest unknown), exit 0, no error."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from pathlib import Path

import builds
import program
from program import CLEAN

VERSIONS = ("numpy==1.26.4", "numpy==2.3.5", "numpy")
OPENBLAS = {"numpy==1.26.4": "0.3.23.dev", "numpy==2.3.5": "0.3.30"}


def setUpModule() -> None:
    """One venv a version, with and without bytecode; the tests change hard-linked copies."""
    global base
    base = Path(tempfile.mkdtemp(prefix="fairplay-installed-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    for requirement in VERSIONS:
        for name, options in (("compiled", ()), ("plain", ("--no-compile",))):
            interpreter = builds.venv(base / name / requirement)
            builds.pip_install(interpreter, builds.wheel(requirement), options=options)


class InstalledTest(program.RealTest):
    def copy(self, requirement: str = "numpy==2.3.5", kind: str = "plain") -> Path:
        """A venv of its own for the test."""
        return builds.copy_tree(base / kind / requirement, self.temporary() / "venv")

    def package(self, prefix: Path) -> Path:
        return builds.site_packages(prefix) / "numpy"

    def python(self, prefix: Path, *arguments: str) -> None:
        done = subprocess.run(
            [prefix / "bin" / "python", *arguments],
            env=builds.clean_environment(),
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.assertEqual(done.returncode, 0, done.stderr)

    def assert_bundled_blas(self, subject: dict, requirement: str) -> None:
        (blas,) = subject["blas"]
        self.assertEqual((blas["vendor"], blas["integers"], blas["how"]), ("OpenBLAS", "ilp64", "bundled"))
        if requirement in OPENBLAS:
            self.assertEqual(blas["version"], OPENBLAS[requirement])


class ByPip(InstalledTest):
    def test_fresh(self):
        """With the bytecode that pip compiles, and RECORD's rows for it, one of them twice."""
        for requirement in VERSIONS:
            with self.subTest(requirement):
                prefix = base / "compiled" / requirement
                audited = self.audit(prefix)
                self.assert_healthy(audited)
                subject = audited.numpy
                self.assertEqual((subject["installer"], subject["name"]), ("pip", "numpy"))
                self.assertEqual(subject["path"], str(self.package(prefix)))
                self.assertEqual(subject["package"], f"numpy {subject['version']}")
                self.assertGreater(subject["intact"]["checked"], 700)
                self.assertTrue(
                    any("bytecode" in item["what"] for item in subject["not_checked"]),
                    "bytecode's code was not compared: say so",
                )
                self.assert_bundled_blas(subject, requirement)

    def test_without_bytecode(self):
        for requirement in VERSIONS:
            with self.subTest(requirement):
                audited = self.audit(base / "plain" / requirement)
                self.assert_healthy(audited)
                self.assert_bundled_blas(audited.numpy, requirement)

    def test_every_way_to_name_it(self):
        prefix = base / "compiled" / "numpy==2.3.5"
        whole = self.audit(prefix)
        self.assertEqual(len(whole.libraries), 1, "the bundled OpenBLAS is a subject, too")
        for subject in (builds.site_packages(prefix), self.package(prefix), prefix / "bin" / "python"):
            with self.subTest(subject.name):
                audited = self.audit(subject)
                self.assert_healthy(audited)
                self.assertEqual(audited.numpy["path"], whole.numpy["path"])
                self.assertEqual(audited.numpy["intact"], whole.numpy["intact"])

    def test_the_bundled_library_alone(self):
        (library,) = (builds.site_packages(base / "plain" / "numpy==2.3.5") / "numpy.libs").glob("libscipy_openblas*")
        audited = self.audit(library)
        self.assertEqual(audited.code, CLEAN)
        (subject,) = audited.libraries
        self.assertEqual((subject["blas"][0]["vendor"], subject["version"]), ("OpenBLAS", "0.3.30"))

    def test_after_import(self):
        """Python writes the bytecode that --no-compile left away; RECORD has no rows for it."""
        prefix = self.copy()
        self.python(prefix, "-c", "import numpy")
        self.assertTrue(list(self.package(prefix).glob("__pycache__/*.pyc")))
        self.assert_healthy(self.audit(prefix))

    def test_bytecode_deleted(self):
        for requirement in VERSIONS:
            with self.subTest(requirement):
                prefix = self.copy(requirement, "compiled")
                for cache in self.package(prefix).rglob("__pycache__"):
                    shutil.rmtree(cache)
                self.assert_healthy(self.audit(prefix))

    def test_bytecode_of_every_kind(self):
        """PEP 552: bytecode that carries its source's hash instead of its time, and optimised bytecode beside it."""
        for mode in ("checked-hash", "unchecked-hash"):
            with self.subTest(mode):
                prefix = self.copy()
                self.python(
                    prefix,
                    "-m",
                    "compileall",
                    "-q",
                    "-f",
                    "-o",
                    "0",
                    "-o",
                    "2",
                    "--invalidation-mode",
                    mode,
                    str(self.package(prefix)),
                )
                self.assert_healthy(self.audit(prefix))

    def test_stale_bytecode(self):
        """A source touched after it was compiled: Python ignores the bytecode, so that it is a note at most."""
        prefix = self.copy(kind="compiled")
        os.utime(self.package(prefix) / "matlib.py", (1_000_000_000, 1_000_000_000))
        audited = self.audit(prefix)
        self.assert_healthy(audited, rules=("INTACT-1",))

    def test_target(self):
        """pip --target moves bin/f2py but leaves ../../bin/f2py in RECORD."""
        target = self.temporary() / "target"
        builds.pip_install(builds.PYTHON, builds.wheel("numpy==2.3.5"), options=("--target", target, "--no-compile"))
        audited = self.audit(target)
        self.assert_healthy(audited, rules=("INTACT-1",))
        self.assert_bundled_blas(audited.numpy, "numpy==2.3.5")

    def test_user(self):
        home = self.temporary()
        builds.pip_install(
            builds.PYTHON,
            builds.wheel("numpy==2.3.5"),
            options=("--user", "--ignore-installed", "--no-compile", "--break-system-packages"),
            PYTHONUSERBASE=str(home / ".local"),
            HOME=str(home),
        )
        audited = self.audit(home / ".local")
        self.assert_healthy(audited)
        self.assertEqual(audited.numpy["path"], str(home / ".local/lib/python3.11/site-packages/numpy"))

    def test_prefix(self):
        """Debian's pip puts a prefix's packages in local/lib/python3.11/dist-packages."""
        prefix = self.temporary() / "prefix"
        builds.pip_install(
            builds.PYTHON,
            builds.wheel("numpy==2.3.5"),
            options=("--prefix", prefix, "--ignore-installed", "--no-compile", "--break-system-packages"),
        )
        self.assert_healthy(self.audit(prefix))


class ByOthers(InstalledTest):
    def test_uv(self):
        with zipfile.ZipFile(builds.wheel("uv")) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith("/scripts/uv"))
            uv = Path(archive.extract(name, self.temporary()))
        uv.chmod(0o755)
        wheel = builds.wheel("numpy==2.3.5")
        settings = self.temporary()
        environment = builds.clean_environment(
            UV_CACHE_DIR=str(settings / "cache"), UV_OFFLINE="1", UV_NO_CONFIG="1", HOME=str(settings)
        )
        for mode in ("hardlink", "copy", "symlink", "clone"):
            with self.subTest(mode):
                prefix = self.temporary() / "venv"
                interpreter = builds.venv(prefix)
                builds.run(
                    uv,
                    "pip",
                    "install",
                    "-q",
                    "--python",
                    interpreter,
                    "--no-index",
                    "--find-links",
                    wheel.parent,
                    "--no-deps",
                    "--link-mode",
                    mode,
                    "numpy==2.3.5",
                    refusal=AssertionError,
                    env=environment,
                )
                audited = self.audit(prefix)
                self.assert_healthy(audited)
                self.assertEqual((audited.numpy["installer"], audited.numpy["installer_name"]), ("pip", "uv"))
                self.assert_bundled_blas(audited.numpy, "numpy==2.3.5")

    def test_pyenv(self):
        versions = self.temporary() / ".pyenv" / "versions"
        for version, requirement in (("3.11.7", "numpy==2.3.5"), ("3.11.9", "numpy==1.26.4")):
            folder = versions / version / "lib" / "python3.11"
            folder.mkdir(parents=True)
            builds.copy_tree(builds.site_packages(base / "plain" / requirement), folder / "site-packages")
            binary = versions / version / "bin"
            binary.mkdir()
            shutil.copy("/bin/true", binary / "python3.11")
            for name in ("python", "python3"):
                (binary / name).symlink_to("python3.11")
            # What RECORD lists beside the package (f2py, numpy-config) goes along.
            for script in (base / "plain" / requirement / "bin").glob("*"):
                if script.name.startswith(("f2py", "numpy-config")):
                    shutil.copy(script, binary)
        self.assert_healthy(self.audit(versions / "3.11.7"))
        self.assert_healthy(self.audit(versions / "3.11.7" / "bin" / "python"))
        both = self.audit(versions)
        self.assert_healthy(both)
        self.assertEqual(sorted(subject["version"] for subject in both.numpys), ["1.26.4", "2.3.5"])

    def test_two_numpys_in_one_environment(self):
        """A .pth file adds a folder with another NumPy."""
        prefix = self.copy()
        vendored = self.temporary() / "vendored"
        builds.copy_tree(builds.site_packages(base / "plain" / "numpy==1.26.4"), vendored)
        (builds.site_packages(prefix) / "vendored.pth").write_text(f"{vendored}\n")
        audited = self.audit(prefix)
        self.assertEqual(
            sorted((subject["version"], subject["path"]) for subject in audited.numpys),
            sorted([("2.3.5", str(self.package(prefix))), ("1.26.4", str(vendored / "numpy"))]),
        )
        self.assertEqual([finding["message"] for finding in audited.findings(severity="error")], [])

    def conda_prefix(self) -> Path:
        """As conda leaves it: hashes of the files as they are in this prefix, where a build prefix was replaced by it."""
        prefix = self.temporary() / "conda"
        site = prefix / "lib" / "python3.11" / "site-packages"
        site.parent.mkdir(parents=True)
        builds.copy_tree(builds.site_packages(base / "compiled" / "numpy==2.3.5"), site)
        for other in site.iterdir():
            if not other.name.startswith("numpy"):
                raise AssertionError(f"{other} isn't NumPy's")
        information = site / "numpy-2.3.5.dist-info"
        builds.replace(information / "INSTALLER", b"conda\n")
        (information / "RECORD").unlink()
        config = site / "numpy" / "__config__.py"
        packaged = {config: config.read_bytes() + b"# /home/conda/placeholder_placehold_placehold\n"}
        builds.replace(config, config.read_bytes() + f"# {prefix}\n".encode())
        for stale in (config.parent / "__pycache__").glob("__config__.*"):
            stale.unlink()  # conda compiles after it replaced the prefix
        paths = []
        for file in sorted(path for path in site.rglob("*") if path.is_file()):
            if file.suffix == ".pyc":
                continue  # noarch packages list none; conda compiles at install time
            content = file.read_bytes()
            row = {
                "_path": str(file.relative_to(prefix)),
                "path_type": "hardlink",
                "size_in_bytes": len(content),
                "sha256": hashlib.sha256(packaged.get(file, content)).hexdigest(),
                "sha256_in_prefix": hashlib.sha256(content).hexdigest(),
            }
            if file in packaged:
                row |= {"file_mode": "text", "prefix_placeholder": "/home/conda/placeholder_placehold_placehold"}
            paths.append(row)
        meta = prefix / "conda-meta"
        meta.mkdir()
        (meta / "history").write_text("==> 2026-01-01 00:00:00 <==\n")
        (meta / "numpy-2.3.5-py311h64a7726_0.json").write_text(
            json.dumps(
                {
                    "name": "numpy",
                    "version": "2.3.5",
                    "build": "py311h64a7726_0",
                    "build_number": 0,
                    "channel": "https://conda.anaconda.org/conda-forge/linux-64",
                    "files": [row["_path"] for row in paths],
                    "paths_data": {"paths_version": 1, "paths": paths},
                }
            )
        )
        return prefix

    def test_conda(self):
        prefix = self.conda_prefix()
        audited = self.audit(prefix)
        self.assert_healthy(audited, original="rebuilt")
        subject = audited.numpy
        self.assertEqual((subject["installer"], subject["package"]), ("conda", "numpy 2.3.5 py311h64a7726_0"))
        self.assertIn("conda-meta", subject["intact"]["record"])
        builds.flip_bit(prefix / "lib/python3.11/site-packages/numpy/matlib.py", 40)
        audited = self.audit(prefix)
        self.assertEqual(audited.code, program.FINDINGS)
        self.assertEqual(self.failed(audited.numpy), {"lib/python3.11/site-packages/numpy/matlib.py": "changed"})
        self.assertIn("conda install", self.assert_finding(audited, "INTACT-1", "error", "matlib.py")["remedy"])

    def test_stripped_by_a_distribution(self):
        """Binaries stripped after the wheel was made: RECORD is the wheel's, and no installer stands behind it."""
        if not shutil.which("strip"):
            self.skipTest("binutils' strip is missing")
        for installer in (None, "rpm", "my-distribution"):
            with self.subTest(installer):
                prefix = self.copy("numpy==1.26.4")
                site = builds.site_packages(prefix)
                for library in site.rglob("*.so"):
                    content = library.read_bytes()
                    builds.replace(library, content)  # its own file before it is changed in place
                    subprocess.run(["strip", "--strip-unneeded", library], check=True, capture_output=True)
                record = site / "numpy-1.26.4.dist-info" / "INSTALLER"
                record.unlink()
                if installer:
                    record.write_text(installer + "\n")
                audited = self.audit(prefix)
                self.assertEqual(audited.code, CLEAN, str(audited))
                self.assertEqual(audited.numpy["intact"]["verdict"], "unknown")
                self.assertIn("strip", audited.numpy["intact"]["why"])
                self.assert_bundled_blas(audited.numpy, "numpy==1.26.4")


class Sources(InstalledTest):
    """Installs that point to source trees, made as their tools make them; nobody recorded the files."""

    def project(self) -> Path:
        project = self.temporary() / "numpy-src"
        (project / "numpy" / "_core").mkdir(parents=True)
        (project / "numpy" / "__init__.py").write_text("from . import version\n")
        (project / "numpy" / "version.py").write_text('version = "2.5.0.dev0+git20260101.abcdef0"\n')
        (project / "numpy" / "_core" / "__init__.py").write_text("")
        (project / "pyproject.toml").write_text('[build-system]\nbuild-backend = "mesonpy"\n')
        return project

    def environment(self) -> Path:
        prefix = self.temporary() / "venv"
        builds.venv(prefix)
        return prefix

    def dist_info(self, site: Path, project: Path, *files: str) -> None:
        folder = site / "numpy-2.5.0.dev0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(
            "Metadata-Version: 2.3\nName: numpy\nVersion: 2.5.0.dev0+git20260101.abcdef0\n"
        )
        (folder / "INSTALLER").write_text("pip\n")
        (folder / "direct_url.json").write_text(json.dumps({"url": project.as_uri(), "dir_info": {"editable": True}}))
        rows = [
            *files,
            "numpy-2.5.0.dev0.dist-info/METADATA",
            "numpy-2.5.0.dev0.dist-info/INSTALLER",
            "numpy-2.5.0.dev0.dist-info/direct_url.json",
        ]
        lines = [
            f"{name},sha256={program.record_digest((site / name).read_bytes())},{(site / name).stat().st_size}"
            for name in rows
        ]
        (folder / "RECORD").write_text("\n".join([*lines, "numpy-2.5.0.dev0.dist-info/RECORD,,"]) + "\n")

    def assert_editable(self, prefix: Path, project: Path) -> None:
        audited = self.audit(prefix)
        self.assertEqual(audited.code, CLEAN, str(audited))
        self.assertEqual(audited.findings(severity="error"), [])
        subject = audited.numpy
        self.assertEqual(subject["path"], str(project / "numpy"))
        self.assertEqual(subject["intact"]["verdict"], "unknown")
        self.assertIn("editable", subject["intact"]["why"])
        self.assertTrue(any(item["editable"] for item in subject["distributions"]))
        self.assertTrue(subject["version"].startswith("2.5.0.dev0"), subject["version"])

    def test_meson_python(self):
        project, prefix = self.project(), self.environment()
        site = builds.site_packages(prefix)
        (site / "_numpy_editable_loader.py").write_text(
            "def install(package_names, build_path, build_cmd, verbose):\n    pass\n\n\n"
            f"install(\n    {{'numpy'}},\n    {str(project / 'build' / 'cp311')!r},\n    ['/usr/bin/ninja'],\n    False,\n)\n"
        )
        (site / "numpy-editable.pth").write_text("import _numpy_editable_loader\n")
        self.dist_info(site, project, "_numpy_editable_loader.py", "numpy-editable.pth")
        self.assert_editable(prefix, project)

    def test_path_file(self):
        project, prefix = self.project(), self.environment()
        site = builds.site_packages(prefix)
        (site / "__editable__.numpy-2.5.0.dev0.pth").write_text(f"{project}\n")
        self.dist_info(site, project, "__editable__.numpy-2.5.0.dev0.pth")
        self.assert_editable(prefix, project)

    def test_egg_link(self):
        project, prefix = self.project(), self.environment()
        site = builds.site_packages(prefix)
        (site / "numpy.egg-link").write_text(f"{project}\n.")
        (site / "easy-install.pth").write_text(f"{project}\n")
        (project / "numpy.egg-info").mkdir()
        (project / "numpy.egg-info" / "PKG-INFO").write_text(
            "Metadata-Version: 2.1\nName: numpy\nVersion: 2.5.0.dev0\n"
        )
        (project / "numpy.egg-info" / "top_level.txt").write_text("numpy\n")
        self.assert_editable(prefix, project)

    def test_egg(self):
        """easy_install's folder, with setuptools' metadata and no hashes."""
        prefix = self.environment()
        site = builds.site_packages(prefix)
        egg = site / "numpy-1.26.4-py3.11-linux-x86_64.egg"
        builds.copy_tree(builds.site_packages(base / "plain" / "numpy==1.26.4"), egg)
        (egg / "numpy-1.26.4.dist-info").rename(egg / "EGG-INFO")
        (egg / "EGG-INFO" / "METADATA").rename(egg / "EGG-INFO" / "PKG-INFO")
        for name in ("RECORD", "INSTALLER", "WHEEL"):
            (egg / "EGG-INFO" / name).unlink()
        (egg / "EGG-INFO" / "top_level.txt").write_text("numpy\n")
        (site / "easy-install.pth").write_text(f"./{egg.name}\n")
        audited = self.audit(prefix)
        self.assert_healthy(audited, intact="unknown", original="rebuilt")
        self.assertEqual((audited.numpy["path"], audited.numpy["version"]), (str(egg / "numpy"), "1.26.4"))
        self.assert_bundled_blas(audited.numpy, "numpy==1.26.4")


if __name__ == "__main__":
    program.main()
