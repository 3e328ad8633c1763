"""Healthy NumPys as tools and people lay them out, pack them and carry them about; and what they leave beside the files. None is
accused. Broken ones of the same layouts are told apart."""

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

import builds
import false_alarms
import program
from program import CLEAN, FINDINGS, INCOMPLETE

VERSION = "2.3.5"
OUTSIDE = ("INTACT-1",)  # scripts that --target leaves out: a note


def setUpModule() -> None:
    """One environment and one folder; the tests change hard-linked copies."""
    global base
    base = Path(tempfile.mkdtemp(prefix="fairplay-layouts-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    builds.pip_install(builds.venv(base / "venv"), builds.wheel(f"numpy=={VERSION}"), options=("--no-compile",))
    (base / "packages").mkdir()
    false_alarms.pip_target([builds.wheel(f"numpy=={VERSION}")], false_alarms.OWN, base / "packages")


def write(path: Path, content: str | bytes = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    builds.replace(path, content if isinstance(content, bytes) else content.encode())
    return path


class LayoutTest(program.RealTest):
    def venv(self) -> Path:
        """The site-packages of an environment for the test alone."""
        return builds.site_packages(builds.copy_tree(base / "venv", self.temporary() / "venv"))

    def packages(self, folder: Path | None = None) -> Path:
        """What --target makes, as `folder`."""
        folder = folder or self.temporary() / "packages"
        folder.parent.mkdir(parents=True, exist_ok=True)
        return builds.copy_tree(base / "packages/target", folder)

    def zipped(self, folder: Path) -> Path:
        path = self.temporary() / "packed.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for file in sorted(folder.rglob("*")):
                archive.write(file, file.relative_to(folder))
        return path

    def assert_nobody_accused(self, audited: program.Audited) -> None:
        self.assertEqual([finding["message"] for finding in audited.findings() if "NEP36" in finding["rule"]], [])

    def assert_first(self, audited: program.Audited, rule: str, severity: str, code: int) -> dict:
        """What leads the report, apart from known defects."""
        self.assertEqual(audited.code, code, str(audited))
        self.assert_nobody_accused(audited)
        findings = [finding for finding in audited.findings(subject=audited.numpy) if finding["rule"] not in program.KNOWN_DEFECTS]
        self.assertTrue(findings, str(audited))
        self.assertEqual((findings[0]["rule"], findings[0]["severity"]), (rule, severity), findings)
        return findings[0]


class Layouts(LayoutTest):
    def test_folders_of_applications(self):
        for place in (
            "App.AppDir/opt/python3.11/lib/python3.11/site-packages",
            "fn/.python_packages/lib/site-packages",
            "project/__pypackages__/3.11/lib",
            "hatch/env/virtual/app/AbCd1234/app/lib/python3.11/site-packages",
            "blender-4.2.0-linux-x64/4.2/python/lib/python3.11/site-packages",
            "FreeCAD.app/Contents/Resources/lib/python3.11/site-packages",
            "bin/app.runfiles/rules_python~~pip~pypi_311_numpy/site-packages",
        ):
            with self.subTest(place):
                top = self.temporary()
                self.packages(top / place)
                self.assert_healthy(self.audit(top / place.split("/")[0]), rules=OUTSIDE)

    def test_pip_prefix_and_root(self):
        wheel = builds.wheel(f"numpy=={VERSION}")
        for option in ("--prefix", "--root"):
            with self.subTest(option):
                folder = self.temporary() / "p"
                builds.run(
                    *(builds.PYTHON, "-m", "pip", "install", "-q", "--no-index", "--no-deps", option, folder),
                    *("--no-compile", "--ignore-installed", "--find-links", wheel.parent, f"numpy=={VERSION}"),
                    env=builds.clean_environment(PIP_ROOT_USER_ACTION="ignore", PIP_BREAK_SYSTEM_PACKAGES="1"),
                    refusal=AssertionError,
                )
                self.assert_healthy(self.audit(folder))

    def test_store_of_nix(self):
        """Times of 1970, and an environment of links."""
        store = self.temporary() / "nix/store"
        site = self.packages(store / f"abcd-python3.11-numpy-{VERSION}/lib/python3.11/site-packages")
        for file in site.rglob("*"):
            if file.is_file():
                builds.unshare(file)
            os.utime(file, (1, 1))
        view = store / "0000-python3-3.11-env/lib/python3.11/site-packages"
        view.mkdir(parents=True)
        for entry in site.iterdir():
            (view / entry.name).symlink_to(entry)
        self.assert_healthy(self.audit(view.parents[2]), rules=OUTSIDE)

    def test_environment_in_a_package_of_debian(self):
        """dh-virtualenv: pip installed it, dh_strip stripped it, dpkg owns it."""
        if not shutil.which("strip"):
            self.skipTest("binutils' strip is missing")
        package = self.temporary() / "package"
        (package / "opt/venvs").mkdir(parents=True)
        builds.copy_tree(base / "venv", package / "opt/venvs/app")
        for library in [*package.rglob("*.so"), *package.rglob("*.so.*")]:
            builds.unshare(library)
            subprocess.run(["strip", "--strip-unneeded", library], check=True, capture_output=True)
        files = [file for file in package.rglob("*") if file.is_file() and not file.is_symlink()]
        sums = [f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(package)}\n" for file in files]
        write(package / "DEBIAN/md5sums", "".join(sums))
        control = "Package: app\nVersion: 1.0\nArchitecture: all\nMaintainer: a <a@b.c>\nDescription: x\n"
        write(package / "DEBIAN/control", control)
        archive = self.temporary() / "app.deb"
        builds.run("dpkg-deb", "--root-owner-group", "-Znone", "-b", package, archive, refusal=AssertionError)
        self.assert_healthy(self.audit(archive), original="rebuilt")
        self.assert_healthy(self.audit(builds.dpkg_root(self.temporary() / "root", archive)), original="rebuilt")

    def test_archives(self):
        """A layer with two CPythons' folders; a tar of an environment from its root; a repacked wheel."""
        top = self.temporary()
        for python in ("3.11", "3.12"):
            abi = false_alarms.PYTHONS[python]
            wheel = builds.wheel(f"numpy=={VERSION}", platforms=false_alarms.PLATFORMS, python=python, abi=abi)
            made = false_alarms.pip_target([wheel], python, self.temporary())
            folder = top / f"python/lib/python{python}/site-packages"
            folder.parent.mkdir(parents=True)
            made.rename(folder)
        audited = self.audit(self.zipped(top))
        self.assert_healthy(audited)
        self.assertEqual(len(audited.numpys), 2)
        with self.subTest("tar"):
            path = self.temporary() / "environment.tgz"
            builds.run("tar", "-C", base / "venv", "-czf", path, ".", refusal=AssertionError)
            self.assert_healthy(self.audit(path))
        with self.subTest("wheel"):
            unpacked = self.temporary()
            with zipfile.ZipFile(builds.wheel(f"numpy=={VERSION}")) as archive:
                archive.extractall(unpacked)
            path = self.zipped(unpacked)
            renamed = path.with_name(builds.wheel(f"numpy=={VERSION}").name)
            path.rename(renamed)
            self.assert_healthy(self.audit(renamed))

    def test_layer_of_a_container_image(self):
        """Its whiteouts are marks, no files of NumPy's."""
        site = self.packages()
        for name in ("numpy/.wh..wh..opq", "numpy/core/.wh.multiarray.py", ".wh.numpy-1.26.4.dist-info"):
            write(site / name)
        path = self.temporary() / "layer.tar"
        with tarfile.open(path, "w") as out:
            out.add(site, "usr/local/lib/python3.11/site-packages")
        audited = self.audit(path)
        self.assert_healthy(audited)
        self.assertIn("3 whiteouts", [item["what"] for item in audited.numpy["not_checked"]])
        with self.subTest("the image around it"):
            image = self.temporary() / "image.tar"
            with tarfile.open(image, "w") as out:
                out.add(path, f"blobs/sha256/{'0' * 64}")
                out.add(write(self.temporary() / "m.json", "[]"), "manifest.json")
            audited = self.audit(image)
            self.assertEqual(audited.code, INCOMPLETE)
            self.assertIn("audit each layer", audited.document["unreadable"][0]["reason"])


    def test_folder_of_an_appimage(self):
        """It brings a Python and no C library: what its modules need comes from the system that runs it."""
        folder = self.temporary() / "AppDir"
        site = folder / "usr" / "lib" / "python3.11" / "site-packages"
        shutil.copytree(self.packages(), site)
        write(site.parent / "os.py")
        write(folder / "AppRun", "#!/bin/sh\n")
        (folder / "usr" / "bin").mkdir()
        shutil.copy(Path(builds.PYTHON).resolve(), folder / "usr" / "bin" / "python3.11")
        audited = self.audit(folder)
        self.assertEqual(audited.findings("LOAD-1") + audited.findings("LOAD-2"), [])
        self.assertEqual(audited.numpy["loads"]["verdict"], "unknown", audited.numpy["loads"])
        self.assertEqual(audited.code, CLEAN, str(audited))

    def test_root_of_an_image(self):
        """Applications lie where builders of images put them."""
        root = self.temporary()
        write(root / "etc/os-release", "ID=debian\n")
        (root / "usr/bin").mkdir(parents=True)
        (root / "app").mkdir()
        builds.copy_tree(base / "venv", root / "app/.venv")
        self.packages(root / "var/task")
        self.packages(root / "home/app/.local/lib/python3.11/site-packages")
        self.packages(root / "root/.cache/uv/archive-v0/x")  # nobody imports it from there
        audited = self.audit(root)
        self.assert_healthy(audited, rules=OUTSIDE)
        self.assertEqual(
            sorted(subject["path"].removeprefix(f"{root}/").split("/")[0] for subject in audited.numpys),
            ["app", "home", "var"],
        )


class Beside(LayoutTest):
    """What tools leave beside NumPy's files is said, and is no code."""

    def assert_rebuilt(self, site: Path) -> program.Audited:
        audited = self.audit(site.parents[2])
        self.assertEqual(audited.code, CLEAN, str(audited))
        subject = audited.numpy
        self.assertEqual((subject["intact"]["verdict"], subject["original"]["verdict"]), ("yes", "rebuilt"), str(audited))
        worse = [item for item in audited.findings() if item["severity"] != "note" and item["rule"] not in program.KNOWN_DEFECTS]
        self.assertEqual([item["message"] for item in worse], [])
        return audited

    def test_what_macos_leaves(self):
        """astral-sh/uv#18790, python/cpython#113356: AppleDouble files on exFAT."""
        site = self.venv()
        for file in [*site.glob("numpy/linalg/*"), *site.glob("numpy/_core/*.so"), *site.glob("numpy.libs/*")]:
            if file.is_file():
                write(file.with_name(f"._{file.name}"), b"\0\5\x16\7\0\2\0\0Mac OS X        ")
        write(site / "numpy/.DS_Store", b"\0\0\0\1Bud1")
        audited = self.assert_rebuilt(site)
        self.assertEqual(audited.findings("LOAD-2"), [])

    def test_what_editors_and_file_systems_leave(self):
        site = self.venv()
        core = next(site.glob("numpy/linalg/_umath_linalg*.so")).read_bytes()
        write(site / "numpy/linalg/.nfs000000000a1b2c3d00000001", core)
        for name in (
            "linalg/.ipynb_checkpoints/_linalg-checkpoint.py", "linalg/.#_linalg.py", "lib/npyio.py~", "lib/.npyio.py.swp",
            "lib/npyio.py.orig", "lib/.npyio.py.Xa3b4c", "Thumbs.db", "desktop.ini", ".pytest_cache/v/cache/lastfailed",
        ):  # fmt: skip
            write(site / "numpy" / name, "import os\n")
        self.assert_rebuilt(site)

    def test_copies_by_a_cloud(self):
        site = self.venv()
        for name in ("version 2.py", "linalg/_linalg (conflicted copy 2025-01-01).py", "linalg/_linalg (1).pyi"):
            write(site / "numpy" / name, "spam = 1\n")
        self.assert_rebuilt(site)

    def test_a_name_hides_no_binary(self):
        site = self.venv()
        module = next(site.glob("numpy/linalg/_umath_linalg*.so"))
        write(module.with_name(f"._{module.name}"), module.read_bytes()[:-1] + b"x")
        audited = self.audit(site.parents[2])
        self.assertEqual(audited.code, FINDINGS, str(audited))
        self.assertEqual(audited.numpy["original"]["verdict"], "modified-undisclosed")

    def test_a_module_is_a_module(self):
        site = self.venv()
        write(site / "numpy/linalg/evil.py", "import os\n")
        audited = self.audit(site.parents[2])
        self.assertEqual(audited.code, FINDINGS, str(audited))
        self.assertEqual(self.failed(audited.numpy), {"numpy/linalg/evil.py": "extra"})


class Metadata(LayoutTest):
    def test_hollow(self):
        """What an uninstallation left of another version's dist-info."""
        for content in ((), ("INSTALLER", "REQUESTED")):
            with self.subTest(content):
                site = self.venv()
                (site / "numpy-1.26.4.dist-info").mkdir()
                for name in content:
                    write(site / "numpy-1.26.4.dist-info" / name, "pip\n")
                audited = self.audit(site.parents[2])
                self.assert_first(audited, "INTACT-2", "warning", CLEAN)
                self.assertEqual(audited.findings("READ-1"), [])
                subject = audited.numpy
                self.assertEqual((subject["intact"]["verdict"], subject["original"]["verdict"]), ("yes", "official"))

    def test_forms_of_record(self):
        for name, change in {
            "CRLF": lambda content: content.replace(b"\n", b"\r\n"),
            "byte order mark": lambda content: b"\xef\xbb\xbf" + content,
            "backslashes": lambda content: content.replace(b"../../../bin/", b"..\\..\\..\\bin\\").replace(b"/", b"\\"),
        }.items():
            with self.subTest(name):
                site = self.venv()
                record = site / f"numpy-{VERSION}.dist-info/RECORD"
                builds.replace(record, change(record.read_bytes()))
                if name == "backslashes":  # digests have slashes of their own in no form: URL-safe base64
                    self.assertNotIn(b"/", record.read_bytes())
                self.assert_healthy(self.audit(site.parents[2]))

    def test_stale_in_an_archive(self):
        """pypa/pip#11518, packed: the record that fits is believed."""
        site = self.packages()
        other = false_alarms.pip_target([builds.wheel("numpy==2.2.6")], false_alarms.OWN, self.temporary())
        (other / "numpy-2.2.6.dist-info").rename(site / "numpy-2.2.6.dist-info")
        audited = self.audit(self.zipped(site))
        finding = self.assert_first(audited, "INTACT-2", "warning", CLEAN)
        self.assertIn("without numpy-2.2.6.dist-info", finding["remedy"])
        subject = audited.numpy
        self.assertEqual((subject["intact"]["verdict"], subject["original"]["verdict"]), ("yes", "official"))
        self.assertEqual(subject["intact"]["record"], f"RECORD of numpy-{VERSION}.dist-info")


class Broken(LayoutTest):
    def test_windows_line_ends(self):
        """Nothing but line ends differs: no release's files lie among them, though another's wheel has some with these."""
        site = self.venv()
        for file in site.glob("numpy/**/*"):
            if file.suffix in (".py", ".pyi", ".pxd", ".h", ".txt"):
                builds.replace(file, file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        audited = self.audit(site.parents[2])
        self.assert_first(audited, "INTACT-1", "error", FINDINGS)
        self.assertEqual(audited.numpy["original"]["verdict"], "rebuilt", audited.numpy["original"]["why"])
        self.assertEqual(audited.findings("INTACT-2"), [])

    def test_links_into_an_emptied_cache(self):
        """astral-sh/uv#12003, astral-sh/uv#13270: uv cache clean under --link-mode=symlink."""
        cache = self.packages()
        site = self.temporary() / "venv/lib/python3.11/site-packages"
        write(site.parents[2] / "pyvenv.cfg", "home = /usr/bin\n")
        for file in cache.rglob("*"):
            if file.is_file():
                target = site / file.relative_to(cache)
                target.parent.mkdir(parents=True, exist_ok=True)
                if file.name in ("RECORD", "INSTALLER"):
                    shutil.copy(file, target)
                else:
                    target.symlink_to(file)
        shutil.rmtree(cache)
        audited = self.audit(site.parents[2])
        self.assert_first(audited, "INTACT-1", "error", FINDINGS)
        self.assertEqual(audited.numpy["original"]["verdict"], "damaged", audited.numpy["original"]["why"])

    def test_recorded_and_gone(self):
        site = self.venv()
        for name in ("numpy", "numpy.libs"):
            shutil.rmtree(site / name)
        audited = self.audit(site.parents[2])
        self.assert_first(audited, "INTACT-1", "error", FINDINGS)
        subject = audited.numpy
        self.assertEqual((subject["version"], subject["intact"]["verdict"]), (VERSION, "no"))
        self.assertEqual(subject["original"]["verdict"], "damaged", subject["original"]["why"])

    def test_archives(self):
        """Emptied, and without its libraries: shrunk too far."""
        for name, change in {
            "emptied": lambda site: builds.replace(site / "numpy/linalg/_linalg.py", b""),
            "libraries": lambda site: shutil.rmtree(site / "numpy.libs"),
        }.items():
            with self.subTest(name):
                site = self.packages()
                change(site)
                audited = self.audit(self.zipped(site))
                finding = self.assert_first(audited, "INTACT-1", "error", FINDINGS)
                self.assertEqual(audited.numpy["original"]["verdict"], "damaged", audited.numpy["original"]["why"])
                self.assertIn("Pack the archive again", finding["remedy"])

    def test_one_release_over_another_in_an_archive(self):
        site = self.packages()
        other = false_alarms.pip_target([builds.wheel("numpy==2.2.6")], false_alarms.OWN, self.temporary())
        for file in other.rglob("*"):
            target = site / file.relative_to(other)
            if file.is_file() and not target.exists():
                write(target, file.read_bytes())
        audited = self.audit(self.zipped(site))
        finding = self.assert_first(audited, "INTACT-2", "error", FINDINGS)
        self.assertEqual(audited.numpy["original"]["verdict"], "mixed", audited.numpy["original"]["why"])
        self.assertIn("Pack the archive again", finding["remedy"])


if __name__ == "__main__":
    program.main()
