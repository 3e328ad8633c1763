"""Broken and mixed installs, as accidents leave them: told apart from builds in which somebody changed code, with a remedy that helps.

Most follow public reports, named where they are. Nothing of NEP 36 may fire: nobody changed anything.
"""

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import builds
import program
from program import CLEAN, FINDINGS, INCOMPLETE

VERSIONS = ("1.26.4", "2.0.2", "2.1.3", "2.2.6", "2.3.5")
CORE = "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so"


def setUpModule() -> None:
    """One venv a version; the tests change hard-linked copies."""
    global base
    base = Path(tempfile.mkdtemp(prefix="fairplay-broken-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    for version in VERSIONS:
        builds.pip_install(
            builds.venv(base / version), builds.wheel(f"numpy=={version}"), options=("--no-compile",)
        )


def into_folder(folder: Path, wheel: Path, *options: str) -> None:
    """`pip install --target`, of a wheel for any Python."""
    name, version, python, abi, platform = wheel.name.removesuffix(".whl").split("-")
    builds.run(
        *(builds.PYTHON, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-compile"),
        *("--disable-pip-version-check", "--only-binary=:all:", "--find-links", wheel.parent, "--target", folder),
        *("--platform", platform.split(".")[0], "--python-version", python.removeprefix("cp"), "--abi", abi),
        *("--implementation", "cp", *options, f"{name}=={version}"),
        refusal=AssertionError,
    )


class BrokenTest(program.RealTest):
    def copy(self, version: str = "2.2.6") -> Path:
        """The site-packages of a venv for the test alone."""
        return builds.site_packages(builds.copy_tree(base / version, self.temporary() / "venv"))

    def library(self, packages: Path) -> Path:
        (library,) = packages.glob("numpy.libs/lib*openblas*")
        return library

    def assert_nobody_accused(self, audited: program.Audited) -> None:
        accused = [(finding["rule"], finding["message"]) for finding in audited.findings() if "NEP36" in finding["rule"]]
        self.assertEqual(accused, [])
        self.assertFalse([item for item in audited.findings() if item["rule"] != "READ-1" and "hostile" in item["remedy"]])

    def assert_verdict(
        self, audited: program.Audited, verdict: str, rule: str, severity: str = "error", code: int = FINDINGS
    ) -> dict:
        """The verdict, and the rule that leads the report; returns its finding."""
        self.assertEqual(audited.code, code, str(audited))
        original = audited.numpy["original"]
        unexplained = [item for item in original["differences"] if item["class"] > "build"]
        self.assertEqual(original["verdict"], verdict, f"{original['why']}: {unexplained[:5]}")
        self.assert_nobody_accused(audited)
        findings = [finding for finding in audited.findings(subject=audited.numpy) if finding["rule"] not in program.KNOWN_DEFECTS]
        self.assertTrue(findings, str(audited))
        self.assertEqual((findings[0]["rule"], findings[0]["severity"]), (rule, severity), findings)
        return findings[0]

    def assert_damaged(self, packages: Path, **how: str) -> dict:
        """`how` by file name: what happened to it."""
        finding = self.assert_verdict(audited := self.audit(packages.parents[2]), "damaged", "INTACT-1")
        damaged = {Path(item["path"]).name: item["how"] for item in audited.numpy["original"]["damaged"]}
        for name, what in how.items():
            self.assertIn(what, damaged.values(), name)
        self.assert_command_works(finding["remedy"])
        return audited.numpy

    def assert_command_works(self, remedy: str) -> None:
        """The pip command of a remedy is one that pip takes: nothing is installed."""
        words = remedy.split()
        start = next(i for i, word in enumerate(words) if words[i + 1 : i + 3] == ["-m", "pip"])
        end = next((i for i in range(start, len(words)) if "==" in words[i]), None)
        self.assertIsNotNone(end, remedy)
        command = shlex.split(" ".join(words[start : end + 1]).rstrip("."))
        self.assertRegex(command[-1], r"^numpy==\d+\.\d+\.\d+$")
        requirement = command[-1]
        # The test's venvs have no pip of their own.
        asked = ["--python", command[0]] if "/" in command[0] else []
        if asked:
            self.assertTrue(Path(command[0]).exists(), command[0])
        else:
            command.append("--break-system-packages")
        command[:3] = [builds.PYTHON, "-m", "pip", *asked]
        command += ["--dry-run", "-q", "--only-binary=:all:", "--disable-pip-version-check"]
        wheel = builds.wheel(requirement)
        command += ["--no-index", "--find-links", str(wheel.parent)]
        done = subprocess.run(command, capture_output=True, text=True, env=builds.clean_environment(), timeout=300)
        self.assertEqual(done.returncode, 0, f"{command}: {done.stderr}")


class Damaged(BrokenTest):
    def test_bundled_library_cut_off(self):
        """numpy/numpy#7962: the disk was full after 16 MiB."""
        packages = self.copy("1.26.4")
        library = self.library(packages)
        builds.replace(library, library.read_bytes()[: 16 << 20])
        subject = self.assert_damaged(packages, library="cut-off")
        self.assertEqual(subject["original"]["damaged"][0]["path"], f"numpy.libs/{library.name}")
        audited = self.audit(library)
        self.assertEqual(audited.code, FINDINGS)
        (alone,) = audited.libraries
        self.assertEqual(alone["original"]["verdict"], "damaged")
        for finding in audited.findings("INTACT-1"):
            self.assert_command_works(finding["remedy"])
        self.assertNotIn("so==", audited.stdout)

    def test_files_emptied_or_full_of_nul_bytes(self):
        """numpy/numpy#19932, numpy/numpy#18125."""
        packages = self.copy()
        builds.replace(packages / CORE, b"")
        builds.replace(packages / "numpy/linalg/__init__.py", b"")
        source = packages / "numpy/lib/_npyio_impl.py"
        builds.replace(source, bytes(source.stat().st_size))
        subject = self.assert_damaged(packages, core="empty", source="nul-bytes")
        self.assertEqual(len(subject["original"]["damaged"]), 3)
        with self.subTest("RECORD and version.py, too"):
            builds.replace(packages / "numpy-2.2.6.dist-info/RECORD", b"")
            builds.replace(packages / "numpy/version.py", b"")
            subject = self.assert_damaged(packages, core="empty", source="nul-bytes")
            self.assertEqual((subject["version"], subject["release"]), ("2.2.6", "2.2.6"))
            self.assertEqual(subject["intact"]["verdict"], "unknown")
        with self.subTest("no metadata at all"):
            shutil.rmtree(packages / "numpy-2.2.6.dist-info")
            subject = self.assert_verdict(self.audit(packages), "damaged", "INTACT-1")

    def test_bundled_libraries_missing(self):
        """As people do who make a deployment smaller; numpy/numpy#14772's message."""
        packages = self.copy()
        shutil.rmtree(packages / "numpy.libs")
        subject = self.assert_damaged(packages, libraries="missing")
        self.assertEqual(subject["intact"]["verdict"], "no")
        self.assertTrue(any("numpy.libs" in path for path in self.failed(subject)), self.failed(subject))
        shutil.rmtree(packages / "numpy-2.2.6.dist-info")
        self.assert_damaged(packages, libraries="missing")

    def test_init_missing(self):
        """conda/conda#7913: module 'numpy' has no attribute '__version__'."""
        packages = self.copy()
        os.unlink(packages / "numpy/__init__.py")
        self.assert_damaged(packages, init="missing")

    def test_core_missing(self):
        """numpy/numpy#12958: No module named numpy._core._multiarray_umath."""
        packages = self.copy()
        os.unlink(packages / CORE)
        self.assert_damaged(packages, core="missing")

    def test_configuration_missing(self):
        packages = self.copy()
        os.unlink(packages / "numpy/__config__.py")
        self.assert_damaged(packages, configuration="missing")

    def test_folder_missing(self):
        packages = self.copy()
        shutil.rmtree(packages / "numpy/fft")
        self.assert_damaged(packages, fft="missing")

    def test_binary_cut_anywhere(self):
        """An interrupted rsync: "file too short", "invalid ELF header"."""
        whole = (base / "2.2.6/lib/python3.11/site-packages" / CORE).read_bytes()
        for size in (1, 3, 20, 63, 64, 200, 4096, len(whole) // 2, len(whole) - 100_000):
            with self.subTest(size):
                packages = self.copy()
                builds.replace(packages / CORE, whole[:size])
                self.assert_damaged(packages, core="cut-off")

    def test_source_cut_anywhere(self):
        path = "numpy/lib/_npyio_impl.py"
        whole = (base / "2.2.6/lib/python3.11/site-packages" / path).read_bytes()
        for size in (10, 700, 4096, 8192, 12288, 40960, 65536, len(whole) - 5):
            with self.subTest(size):
                packages = self.copy()
                builds.replace(packages / path, whole[:size])
                self.assert_damaged(packages, source="cut-off")

    def test_source_cut_between_lines(self):
        path = "numpy/linalg/_linalg.py"
        lines = (base / "2.2.6/lib/python3.11/site-packages" / path).read_bytes().splitlines(keepends=True)
        for count in (100, 500, 1000, 2000, 3000):
            with self.subTest(count):
                packages = self.copy()
                builds.replace(packages / path, b"".join(lines[:count]))
                self.assert_damaged(packages, source="cut-off")

    def test_blocks_of_nul_bytes(self):
        """What a crash leaves where a file system had no time to write data."""
        for path, start, end in (
            ("numpy/lib/_npyio_impl.py", 8192, None),
            ("numpy/lib/_npyio_impl.py", 8192, 12288),
            ("numpy/lib/_npyio_impl.py", 0, 4096),
            (CORE, 0, 4096),
            (CORE, 1 << 20, (1 << 20) + 8192),
            (CORE, 4 << 20, None),
        ):
            with self.subTest(path=path, start=start, end=end):
                packages = self.copy()
                content = bytearray((packages / path).read_bytes())
                end = len(content) if end is None else end
                content[start:end] = bytes(end - start)
                builds.replace(packages / path, bytes(content))
                self.assert_damaged(packages, blocks="nul-bytes")

    def test_half_of_a_copy(self):
        """A copy that stopped in the middle of a file: docker cp, OneDrive, rsync without --partial-dir."""
        packages = self.copy()
        files = sorted(file for file in packages.glob("numpy/**/*") if file.is_file())
        middle = next(i for i, file in enumerate(files) if file.name == "_linalg.py")
        builds.replace(files[middle], files[middle].read_bytes()[:16384])
        for file in files[middle + 1 :]:
            file.unlink()
        self.assert_damaged(packages, source="cut-off", others="missing")

    def test_without_metadata(self):
        """numpy/numpy#23788: numpy and numpy.libs copied from a colleague, and one file lost on the way."""
        folder = self.temporary() / "copied"
        shutil.copytree(self.copy() / "numpy", folder / "numpy")
        shutil.copytree(self.copy() / "numpy.libs", folder / "numpy.libs")
        (folder / "numpy/linalg/_linalg.py").unlink()
        self.assert_verdict(self.audit(folder), "damaged", "INTACT-1")

    def test_a_wheel(self):
        """A wheel whose members were emptied by whoever packed it again."""
        import zipfile

        source = builds.wheel("numpy==2.2.6")
        wheel = self.temporary() / source.name
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(wheel, "w") as new:
            for item in old.infolist():
                new.writestr(item, b"" if item.filename == "numpy/linalg/_linalg.py" else old.read(item))
        self.assert_verdict(self.audit(wheel), "damaged", "INTACT-1")


class NotDamaged(BrokenTest):
    def test_a_flipped_bit_is_a_change(self):
        for path in (CORE, "numpy/lib/_npyio_impl.py"):
            with self.subTest(path):
                packages = self.copy()
                builds.flip_bit(packages / path)
                audited = self.audit(packages.parents[2])
                self.assertIn(audited.numpy["original"]["verdict"], ("modified-undisclosed", "patched"))
                self.assertEqual(audited.code, FINDINGS)

    def test_changed_code_beside_damage(self):
        packages = self.copy()
        builds.replace(packages / "numpy/linalg/__init__.py", b"")
        source = packages / "numpy/lib/_npyio_impl.py"
        text = source.read_text()
        self.assertIn("allow_pickle=False", text)
        builds.replace(source, text.replace("allow_pickle=False", "allow_pickle=True", 1).encode())
        audited = self.audit(packages.parents[2])
        original = audited.numpy["original"]
        self.assertEqual(original["verdict"], "modified-undisclosed")
        self.assertEqual([item["path"] for item in original["damaged"]], ["numpy/linalg/__init__.py"])
        self.assert_finding(audited, "NEP36-3", "error", "allow_pickle")
        self.assert_finding(audited, "INTACT-1", "error", "numpy/linalg/__init__.py")

    def test_a_module_that_the_publisher_left_out(self):
        """RECORD fits: nobody lost it."""
        packages = self.copy()
        os.unlink(packages / "numpy/matlib.py")
        record = packages / "numpy-2.2.6.dist-info/RECORD"
        builds.replace(
            record, b"".join(line for line in record.read_bytes().splitlines(True) if b"numpy/matlib.py," not in line)
        )
        audited = self.audit(packages.parents[2])
        self.assertEqual(audited.numpy["original"]["verdict"], "modified-undisclosed")
        self.assert_finding(audited, "NEP36-3", "error", "matlib")

    def test_unreadable_folders(self):
        """Root installed it, and nobody else may read it."""
        if os.geteuid() != 0:
            self.skipTest("root alone can audit as somebody else")
        packages = self.copy()
        os.chmod(packages / "numpy/fft", 0o700)
        builds.unshare(packages / "numpy/linalg/__init__.py")
        os.chmod(packages / "numpy/linalg/__init__.py", 0o600)
        top = packages.parents[3]
        for folder in (top, base):
            os.chmod(folder, 0o755)
        # The program may be where nobody else may go, too.
        copied = Path(shutil.copy2(program.PROGRAM, top / "fairplay"))
        command = ["setpriv", "--reuid=65534", "--clear-groups", "--regid=65534", copied, "audit", "--format", "json"]
        done = subprocess.run([*command, packages.parents[2]], capture_output=True, text=True, timeout=300)
        if done.returncode not in (CLEAN, FINDINGS, INCOMPLETE) or not done.stdout:
            self.skipTest(f"it could not be run as somebody else: {done.stderr[-200:]}")
        self.assertEqual(done.returncode, INCOMPLETE, done.stdout[-3000:])
        document = json.loads(done.stdout)
        (subject,) = [item for item in document["subjects"] if item["kind"] == "numpy"]
        self.assertEqual((subject["intact"]["verdict"], subject["original"]["verdict"]), ("unknown", "unknown"))
        self.assertFalse([item for item in document["findings"] if "NEP36" in item["rule"]])


PLATFORMS = {
    "win_amd64": "Windows x86-64",
    "macosx_14_0_arm64": "macOS AArch64",
    "manylinux_2_28_aarch64": "Linux AArch64",
    "musllinux_1_2_x86_64": "Linux x86-64, musl",
}


class Mixed(BrokenTest):
    def test_stale_metadata(self):
        """pypa/pip#11518, pypa/pip#13763: pip install --target --upgrade leaves the old dist-info."""
        old = {"platform": "manylinux2010_x86_64", "python": "3.8", "implementation": "cp", "abi": "cp38"}
        for first, second, options in (("1.20.3", "1.21.1", old), ("2.3.5", "2.2.6", {}), ("2.0.2", "2.3.5", {})):
            with self.subTest(f"{second} over {first}"):
                folder = self.temporary() / "t"
                into_folder(folder, builds.wheel(f"numpy=={first}", **options))
                into_folder(folder, builds.wheel(f"numpy=={second}", **options), "--upgrade")
                audited = self.audit(folder)
                self.assertEqual(audited.code, CLEAN, str(audited))
                subject = audited.numpy
                self.assertEqual((subject["version"], subject["intact"]["verdict"]), (second, "yes"))
                # The database doesn't know 1.21.1.
                self.assertEqual(subject["original"]["verdict"], "unknown" if second == "1.21.1" else "official")
                self.assertEqual(subject["intact"]["record"], f"RECORD of numpy-{second}.dist-info")
                finding = self.assert_finding(audited, "INTACT-2", "warning", f"numpy-{first}.dist-info was left")
                self.assertIn(f"rm -r {folder}/numpy-{first}.dist-info", finding["remedy"])
                self.assertEqual([item["severity"] for item in audited.findings() if item["severity"] == "error"], [])
                subprocess.run(finding["remedy"].split(": ", 1)[1].rstrip("."), shell=True, check=True)
                self.assertFalse(self.audit(folder).findings("INTACT-2"))

    def test_one_release_over_another(self):
        """numpy/numpy#12736, numpy/numpy#12826: 1.16 over 1.15, which pip didn't uninstall."""
        folder = self.temporary() / "t"
        into_folder(folder, builds.wheel("numpy==1.15.4", **builds.CPYTHON_36))
        newer = self.temporary() / "n"
        into_folder(newer, builds.wheel("numpy==1.16.6", **builds.CPYTHON_36))
        shutil.copytree(newer, folder, dirs_exist_ok=True)
        audited = self.audit(folder)
        self.assert_verdict(audited, "mixed", "INTACT-2")
        self.assertEqual(audited.numpy["release"], "1.16.6")
        self.assertEqual({item["release"] for item in audited.numpy["original"]["strays"]}, {"1.15.4"})
        self.assertIn("numpy/core/multiarray.cpython-36m-x86_64-linux-gnu.so", self.strays(audited))
        with self.subTest("the old one left no metadata"):
            shutil.rmtree(folder / "numpy-1.15.4.dist-info")
            audited = self.audit(folder)
            finding = self.assert_verdict(audited, "mixed", "INTACT-2")
            self.assertIn("1.15.4", finding["message"])
            self.assertIn("numpy/core/multiarray.cpython-36m-x86_64-linux-gnu.so", self.strays(audited))

    def test_a_wheel_for_another_platform_over_it(self):
        for release, platforms in (("2.3.5", PLATFORMS), ("2.2.6", {"win_amd64": PLATFORMS["win_amd64"]})):
            for platform, made_for in platforms.items():
                with self.subTest(f"{release}, {made_for}"):
                    packages = self.copy(release)
                    wheel = builds.wheel(f"numpy=={release}", platform=platform, python="3.11")
                    self.lay_over(packages, wheel)
                    audited = self.audit(packages.parents[2])
                    finding = self.assert_verdict(audited, "mixed", "INTACT-2")
                    self.assertIn(made_for, finding["message"])
                    (other,) = audited.numpy["original"]["other_wheels"]
                    self.assertEqual(other["made_for"], made_for)
                    done = subprocess.run(
                        [packages.parents[2] / "bin" / "python", "-c", "import numpy"], capture_output=True, text=True
                    )
                    # Windows' numpy/__init__.py asks for os.add_dll_directory, which isn't there.
                    wrong = "no" if done.returncode == 0 else "yes"
                    self.assertNotEqual(audited.numpy["loads"]["verdict"], wrong, done.stderr)
                    text = program.run("audit", "--color", "never", packages.parents[2]).stdout.splitlines()[0]
                    self.assertIn(f"{release} mixed with its wheel for {made_for}", text)

    def lay_over(self, packages: Path, wheel: Path) -> None:
        """Unzips a wheel over an installation whose files may be hard links."""
        unpacked = self.temporary() / "w"
        builds.run("unzip", "-q", wheel, "-d", unpacked)
        for path in unpacked.rglob("*"):
            if path.is_file():
                target = packages / path.relative_to(unpacked)
                target.parent.mkdir(parents=True, exist_ok=True)
                builds.replace(target, path.read_bytes()) if target.exists() else shutil.copyfile(path, target)

    def test_wheels_for_two_pythons_in_one_folder(self):
        wheels = [
            builds.wheel("numpy==2.3.5", python=python, platform="manylinux_2_28_x86_64") for python in ("3.11", "3.12")
        ]
        for order in (wheels, wheels[::-1]):
            folder = self.temporary() / "t"
            for wheel in order:
                builds.run("unzip", "-q", "-o", wheel, "-d", folder)
            audited = self.audit(folder)
            finding = self.assert_verdict(audited, "mixed", "INTACT-2")
            self.assertIn("CPython 3.1", finding["message"])
            self.assertIn("folder of its own", finding["remedy"])
            self.assertEqual(audited.findings("LOAD-1"), [])
            (other,) = audited.numpy["original"]["other_wheels"]
            self.assertRegex(other["made_for"], r"^CPython 3\.1[12]$")
            with self.subTest("without a record, somebody may have meant it so"):
                for path in folder.glob("numpy-*.dist-info"):
                    shutil.rmtree(path)
                self.assertEqual(self.audit(folder).numpy["original"]["verdict"], "rebuilt")

    def strays(self, audited: program.Audited) -> list[str]:
        return [item["path"] for item in audited.numpy["original"]["strays"]]

    def test_copied_over_another_installation(self):
        """2.1.3's folders copied over pip's 2.0.2."""
        packages = self.copy("2.0.2")
        for name in ("numpy", "numpy.libs"):
            for file in (base / "2.1.3/lib/python3.11/site-packages" / name).glob("**/*"):
                if file.is_file():
                    target = packages / file.relative_to(base / "2.1.3/lib/python3.11/site-packages")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    builds.replace(target, file.read_bytes())
        audited = self.audit(packages.parents[2])
        finding = self.assert_verdict(audited, "mixed", "INTACT-2")
        self.assertIn("2.0.2", finding["message"])

    def test_pip_over_conda(self):
        """spyder-ide/spyder#23742, conda/conda#7913: pip's 2.1.3 over conda's 1.26.4, which pip couldn't uninstall."""
        prefix = self.temporary() / "c"
        packages = prefix / "lib/python3.11/site-packages"
        packages.parent.mkdir(parents=True)
        shutil.copytree(base / "1.26.4/lib/python3.11/site-packages", packages)
        for script in ("bin",):
            shutil.rmtree(packages / script, ignore_errors=True)
        info = packages / "numpy-1.26.4.dist-info"
        (info / "INSTALLER").write_text("conda\n")
        files = [file for name in ("numpy", "numpy.libs", info.name) for file in (packages / name).glob("**/*")]
        paths = [
            {
                "_path": str(file.relative_to(prefix)),
                "path_type": "hardlink",
                "sha256_in_prefix": hashlib.sha256(file.read_bytes()).hexdigest(),
            }
            for file in files
            if file.is_file()
        ]
        record = {"name": "numpy", "version": "1.26.4", "build": "py311_0", "paths_data": {"paths": paths}}
        record["files"] = [item["_path"] for item in paths]
        (prefix / "conda-meta").mkdir()
        (prefix / "conda-meta/numpy-1.26.4-py311_0.json").write_text(json.dumps(record))
        (prefix / "conda-meta/history").touch()
        audited = self.audit(prefix)
        self.assertEqual((audited.code, audited.numpy["intact"]["verdict"]), (CLEAN, "yes"), str(audited))
        newer = base / "2.1.3/lib/python3.11/site-packages"
        for name in ("numpy", "numpy.libs", "numpy-2.1.3.dist-info"):
            shutil.copytree(newer / name, packages / name, dirs_exist_ok=True)
        audited = self.audit(prefix)
        finding = self.assert_verdict(audited, "mixed", "INTACT-2")
        self.assertIn("conda install", finding["remedy"])
        self.assertEqual(audited.numpy["release"], "2.1.3")
        self.assertEqual(audited.findings("INTACT-3"), [], "numpy/core is dead: 2.x imports numpy/_core")
        with self.subTest("conda over pip: conda/conda#14161"):
            for name in ("numpy", "numpy.libs"):
                shutil.rmtree(packages / name)
                shutil.copytree(base / "1.26.4/lib/python3.11/site-packages" / name, packages / name)
            audited = self.audit(prefix)
            self.assertEqual(audited.numpy["version"], "1.26.4")
            self.assertEqual(audited.numpy["intact"]["verdict"], "yes", audited.numpy["intact"])
            self.assert_finding(audited, "INTACT-2", "warning", "numpy-2.1.3.dist-info")

    def test_interrupted_pip(self):
        """pip died in the middle: ~umpy is left, and some of the new release's files."""
        packages = self.copy("2.0.2")
        os.rename(packages / "numpy", packages / "~umpy")
        os.rename(packages / "numpy-2.0.2.dist-info", packages / "~umpy-2.0.2.dist-info")
        newer = base / "2.1.3/lib/python3.11/site-packages/numpy"
        (packages / "numpy").mkdir()
        for name in ("lib", "_core"):
            shutil.copytree(newer / name, packages / "numpy" / name)
        for name in ("__init__.py", "version.py"):
            shutil.copy2(newer / name, packages / "numpy" / name)
        audited = self.audit(packages.parents[2])
        self.assertIn(audited.numpy["original"]["verdict"], ("damaged", "mixed"))
        self.assert_nobody_accused(audited)
        self.assertEqual(audited.code, FINDINGS)

    def test_an_upgrade_that_stopped(self):
        """Half of the files are the new release's, in the order in which a copy goes: a Docker layer that was cut off."""
        for first, second in (("2.2.6", "2.3.5"), ("2.3.5", "2.2.6"), ("1.26.4", "2.2.6")):
            with self.subTest(f"{second} over {first}"):
                packages = self.copy(first)
                other = base / second / "lib/python3.11/site-packages"
                files = sorted(file.relative_to(other) for file in other.glob("numpy*/**/*") if file.is_file())
                for file in files[: len(files) // 2]:
                    (packages / file).parent.mkdir(parents=True, exist_ok=True)
                    builds.replace(packages / file, (other / file).read_bytes())
                audited = self.audit(packages.parents[2])
                self.assert_verdict(audited, "mixed", "INTACT-2")


if __name__ == "__main__":
    program.main()
