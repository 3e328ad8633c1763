"""Archives of installed packages: a deployment ZIP, a layer, a zipapp, shiv's and pex's layouts, a tar of an environment. Each
import folder is judged for itself; what is beside NumPy isn't NumPy's."""

import shutil
import tarfile
import zipfile
from pathlib import Path

import builds
import false_alarms
import program
from program import CLEAN, FINDINGS

NUMPY = "numpy==2.3.5"


class BundleTest(program.RealTest):
    def installed(self, *requirements: str) -> Path:
        wheels = [builds.wheel(requirement) for requirement in requirements]
        return false_alarms.pip_target(wheels, false_alarms.OWN, self.temporary())

    def zip_of(self, folder: Path, name: str, *, start: bytes = b"", below: str = "") -> Path:
        path = self.temporary() / name
        with open(path, "wb") as out:
            out.write(start)
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                for file in sorted(folder.rglob("*")):
                    if file.is_file():
                        archive.write(file, f"{below}{file.relative_to(folder)}")
        return path

    def assert_official(self, path: Path, *, numpys: int = 1) -> program.Audited:
        audited = self.audit(path)
        self.assert_healthy(audited)
        self.assertEqual(len(audited.numpys), numpys)
        for library in audited.libraries:
            self.assertEqual((library["intact"]["verdict"], library["original"]["verdict"]), ("yes", "official"), library)
        return audited


class Archives(BundleTest):
    def test_deployment_zip(self):
        site = self.installed(NUMPY, "scipy==1.16.3")
        (site / "lambda_function.py").write_text("import numpy\n")
        audited = self.audit(self.zip_of(site, "deploy.zip"))
        self.assert_healthy(audited)
        self.assertEqual(audited.numpy["intact"]["record"], "RECORD of numpy-2.3.5.dist-info")
        ours, theirs = sorted(audited.libraries, key=lambda library: library["package"])
        self.assertEqual([ours["package"], theirs["package"]], ["numpy 2.3.5", "scipy 1.16.3"])
        self.assertEqual([ours["intact"]["verdict"], theirs["intact"]["verdict"]], ["yes", "yes"])
        self.assertIn(theirs["original"]["verdict"], ("official", "rebuilt"))

    def test_layer(self):
        audited = self.assert_official(self.zip_of(self.installed(NUMPY), "layer.zip", below="python/"))
        self.assertTrue(audited.numpy["path"].endswith("layer.zip/python/numpy"), audited.numpy["path"])

    def test_zipapp(self):
        site = self.installed(NUMPY)
        (site / "__main__.py").write_text("print(1)\n")
        self.assert_official(self.zip_of(site, "app.pyz", start=b"#!/usr/bin/env python3\n"))

    def test_shiv(self):
        start = b"#!/usr/bin/env python3\n"
        path = self.zip_of(self.installed(NUMPY), "app", start=start, below="site-packages/")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("__main__.py", "import _bootstrap\n")
            archive.writestr("_bootstrap/__init__.py", "")
        self.assert_official(path)

    def test_pex(self):
        """Each wheel in a folder of its name; pex leaves no INSTALLER, so that nobody vouches for RECORD."""
        site = self.installed(NUMPY)
        (site / "numpy-2.3.5.dist-info" / "INSTALLER").unlink()
        name = builds.wheel(NUMPY).name
        path = self.zip_of(site, "app.pex", start=b"#!/bin/sh\n# boot\n", below=f".deps/{name}/")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("__main__.py", "")
        self.assert_official(path)

    def test_tar_of_an_environment(self):
        prefix = self.temporary() / "venv"
        python = builds.venv(prefix)
        builds.pip_install(python, builds.wheel(NUMPY))
        path = self.temporary() / "venv.tar.gz"
        with tarfile.open(path, "w:gz", compresslevel=1) as out:
            out.add(prefix, "srv/venv")
        audited = self.assert_official(path)
        self.assertTrue(audited.numpy["path"].endswith("/site-packages/numpy"), audited.numpy["path"])

    def test_two_environments_in_one_tar(self):
        """The second one's files are hard links to the first one's: a tar has their content once."""
        first = self.installed(NUMPY)
        path = self.temporary() / "two.tar"
        second = self.temporary() / "b"
        builds.copy_tree(first, second)
        with tarfile.open(path, "w") as out:
            out.add(first, "a/site-packages")
            out.add(second, "b/site-packages")
        self.assert_official(path, numpys=2)

    def test_without_metadata(self):
        site = self.installed(NUMPY)
        shutil.rmtree(site / "numpy-2.3.5.dist-info")
        audited = self.audit(self.zip_of(site, "slim.zip"))
        self.assert_healthy(audited, intact="unknown", original="rebuilt")


class Changed(BundleTest):
    """What an archive of any form must not hide."""

    def test_changed_module(self):
        site = self.installed(NUMPY)
        matlib = site / "numpy/matlib.py"
        matlib.write_text(matlib.read_text() + "\n\ndef spam(): pass\n")
        (site / "numpy/evil.py").write_text("")
        (site / "app.py").write_text("")
        audited = self.audit(self.zip_of(site, "deploy.zip", below="python/"))
        self.assertEqual(audited.code, FINDINGS, str(audited))
        self.assertEqual(self.failed(audited.numpy), {"numpy/evil.py": "extra", "numpy/matlib.py": "changed"})
        self.assert_finding(audited, "INTACT-1", "error", "numpy/matlib.py")
        self.assertEqual(audited.numpy["original"]["verdict"], "modified-undisclosed")

    def test_a_wheel_stays_a_wheel(self):
        """Whatever is added to a .whl, pip installs it."""
        for addition in ("sitecustomize.py", "numpy-2.3.5.dist-info/INSTALLER", "other-1.dist-info/METADATA"):
            with self.subTest(addition):
                path = self.temporary() / builds.wheel(NUMPY).name
                shutil.copy(builds.wheel(NUMPY), path)
                with zipfile.ZipFile(path, "a") as archive:
                    archive.writestr("sitecustomize.py", "import numpy\nnumpy.load = None\n")
                    if addition != "sitecustomize.py":
                        archive.writestr(addition, "Name: other\n")
                audited = self.audit(path)
                self.assertEqual(audited.code, FINDINGS, str(audited))
                self.assertEqual(self.failed(audited.numpy).get("sitecustomize.py"), "extra")

    def test_more_in_front_than_a_program_starts_with(self):
        wheel = builds.wheel("scipy-openblas32").read_bytes()
        path = self.temporary() / "app"
        path.write_bytes(b"#!/bin/sh\n\0\n" + wheel)
        self.assert_finding(self.audit(path), "READ-1", "warning", "bytes lie before the archive")
        path.write_bytes(b"#!/bin/sh\n" + wheel)
        audited = self.audit(path)
        self.assertEqual((audited.code, audited.findings("READ-1")), (CLEAN, []), str(audited))


if __name__ == "__main__":
    program.main()
