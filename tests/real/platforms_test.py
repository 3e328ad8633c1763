"""loads? Where nobody imports the build here: a lone wheel, an archive, a layer, a root for other machines; and what --python and --platform say then."""

import zipfile
from pathlib import Path

import builds
import program

LINUX = {"python": "3.11", "platform": "manylinux_2_28_x86_64"}
RELEASE = "numpy==2.3.5"

# wheel options -> what `fits` says of it
WHEELS = {
    ("3.11", "manylinux_2_28_x86_64", None): "CPython 3.11, Linux x86-64, glibc 2.27 or newer",
    ("3.11", "manylinux_2_28_aarch64", None): "CPython 3.11, Linux AArch64, glibc 2.27 or newer",
    ("3.12", "musllinux_1_2_x86_64", None): "CPython 3.12, Linux x86-64, musl 1.2 or newer",
    ("3.11", "macosx_14_0_arm64", None): "CPython 3.11, macOS AArch64, 14.0 or newer",
    ("3.11", "win_amd64", None): "CPython 3.11, Windows x86-64",
    ("3.11", "win32", None): "CPython 3.11, Windows x86",
    ("3.13", "manylinux_2_28_x86_64", "cp313t"): "CPython 3.13, free-threaded, Linux x86-64, glibc 2.27 or newer",
}

# --python, --platform for the 3.11 wheel of manylinux_2_28_x86_64 -> "yes", or the problem's kind
ASKED = {
    ("3.11", ""): "yes",
    ("3.12", ""): "other-python",
    ("3.11t", ""): "other-python",
    ("pypy3.11", ""): "other-python",
    ("", "manylinux_2_28_x86_64"): "yes",
    ("", "linux_x86_64"): "yes",
    ("", "manylinux2014_x86_64"): "older-system",
    ("", "musllinux_1_2_x86_64"): "other-libc",
    ("", "manylinux_2_28_aarch64"): "other-machine",
    ("", "macosx_14_0_arm64"): "other-system",
    ("", "win_amd64"): "other-system",
    ("3.11", "manylinux_2_28_x86_64"): "yes",
    ("3.10", "manylinux_2_17_x86_64"): "other-python",
}


def zipped(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                out.write(path, path.relative_to(folder))
    return archive


class Platforms(program.RealTest):
    def installed(self, folder: Path, *, python: str = "3.11", platform: str = "manylinux_2_28_x86_64") -> Path:
        """As `pip install --target` lays a wheel out."""
        folder.mkdir(parents=True, exist_ok=True)
        builds.run("unzip", "-q", builds.wheel(RELEASE, python=python, platform=platform), "-d", folder)
        return folder

    def kinds(self, audited: program.Audited) -> list[str]:
        return [problem["kind"] for problem in audited.numpy["loads"]["problems"]]

    def assert_fails(self, audited: program.Audited, kind: str, *named: str) -> None:
        loads = audited.numpy["loads"]
        self.assertEqual(loads["verdict"], "no", loads)
        self.assertEqual(audited.code, program.FINDINGS, str(audited))
        (error,) = audited.findings("LOAD-1", "error")
        self.assertEqual(self.kinds(audited), [kind], loads)
        text = program.run("audit", *audited.command[4:]).stdout
        for word in named:
            self.assertIn(word, error["message"])
            self.assertIn(word, text.split("\n")[0], "the cause is in the first line")

    def test_a_lone_wheel_is_for_somebody(self):
        for (python, platform, abi), fits in WHEELS.items():
            with self.subTest(f"{python} {platform}"):
                audited = self.audit(builds.wheel(RELEASE, python=python, platform=platform, abi=abi))
                loads = audited.numpy["loads"]
                self.assertEqual(loads["verdict"], "unknown", loads)
                self.assertEqual(loads["fits"], [fits])
                self.assertEqual(audited.findings("LOAD-1") + audited.findings("LOAD-2"), [])
                self.assertIn(f"it is for {fits}"[:60], program.run("audit", *audited.command[4:]).stdout)

    def test_a_wheel_for_whom_the_user_asks(self):
        wheel = builds.wheel(RELEASE, **LINUX)
        for (python, platform), expected in ASKED.items():
            with self.subTest(f"{python} {platform}"):
                options = (("--python", python) if python else ()) + (("--platform", platform) if platform else ())
                audited = self.audit(wheel, options=options)
                if expected == "yes":
                    self.assertEqual(audited.numpy["loads"]["verdict"], "yes", audited.numpy["loads"])
                    self.assertEqual(audited.findings("LOAD-1"), [])
                    self.assertEqual(audited.code, program.CLEAN, str(audited))
                else:
                    self.assertEqual(audited.numpy["loads"]["verdict"], "no", audited.numpy["loads"])
                    self.assertEqual(self.kinds(audited), [expected])
                    self.assertEqual([f["severity"] for f in audited.findings("LOAD-1")], ["error"])
                    self.assertEqual(audited.code, program.FINDINGS, str(audited))

    def test_wrong_options(self):
        wheel = builds.wheel(RELEASE, **LINUX)
        for option, value in (("--python", "three"), ("--python", "4.1"), ("--platform", "any"), ("--platform", "x86_64")):
            ran = program.run("audit", option, value, wheel)
            self.assertEqual(ran.code, program.USAGE, str(ran))
            self.assertIn(f'"{value}" is no', ran.stderr)

    def test_layers(self):
        # keithrozario/Klayers#203: another Python's wheel in a layer; numpy/numpy#27222: a layer made on macOS.
        top = self.temporary()
        self.installed(top / "a" / "python" / "lib" / "python3.10" / "site-packages")
        archive = zipped(top / "a", top / "a.zip")
        for subject in (top / "a", archive):
            self.assert_fails(self.audit(subject), "other-python", "CPython 3.11", "CPython 3.10")
        self.installed(top / "mac" / "python", platform="macosx_14_0_arm64")
        archive = zipped(top / "mac", top / "mac.zip")
        for subject in (top / "mac", archive):
            self.assert_fails(self.audit(subject), "other-system", "macOS AArch64", "Linux")
            self.assertEqual(self.audit(subject, options=("--platform", "macosx_15_0_arm64")).numpy["loads"]["verdict"], "yes")
        # Which processor a layer is for, nobody knows: it is told whom it fits.
        self.installed(top / "arm" / "python", platform="manylinux_2_28_aarch64")
        for subject in (top / "arm", zipped(top / "arm", top / "arm.zip")):
            loads = self.audit(subject).numpy["loads"]
            self.assertEqual(loads["verdict"], "unknown", loads)
            self.assertIn("Linux AArch64", loads["fits"][0])
        # The same wheel in a folder that is no layer.
        self.installed(top / "project" / "python", platform="macosx_14_0_arm64")
        (top / "project" / "setup.py").touch()
        audited = self.audit(top / "project")
        self.assertEqual(audited.numpy["loads"]["verdict"], "unknown", audited.numpy["loads"])
        self.assertEqual(audited.findings("LOAD-1"), [])

    def test_a_bare_folder_for_whom_the_user_asks(self):
        folder = self.installed(self.temporary() / "packages")
        self.assertEqual(self.audit(folder).numpy["loads"]["verdict"], "unknown")
        self.assert_fails(self.audit(folder, options=("--python", "3.10")), "other-python", "CPython 3.11", "CPython 3.10")
        self.assertEqual(self.audit(folder, options=("--python", "3.11")).numpy["loads"]["verdict"], "yes")
        next(folder.glob("numpy.libs/libscipy_openblas*")).unlink()
        audited = self.audit(folder, options=("--python", "3.11"))
        self.assertEqual(audited.numpy["loads"]["verdict"], "no", "this machine's loader is asked")
        self.assertEqual(self.kinds(audited), ["library-missing"])

    def test_a_processor_that_lacks_something(self):
        """What users see: "NumPy was built with baseline optimizations: (X86_V2) but your machine doesn't support"."""
        if "avx512vl" in Path("/proc/cpuinfo").read_text():
            self.skipTest("this processor has AVX-512")
        python = Path(builds.PYTHON).resolve().name.removeprefix("python")
        prefix = self.temporary() / "v"
        builds.pip_install(builds.venv(prefix), builds.wheel("numpy==2.4.0"), options=("--no-compile",))
        healthy = self.audit(prefix)
        self.assertEqual(healthy.numpy["loads"]["verdict"], "yes", healthy.numpy["loads"])
        packages = builds.site_packages(prefix)
        (core,) = packages.glob("numpy/_core/_multiarray_umath.*.so")
        builds.replace(core, core.read_bytes().replace(b"\n(X86_V2) but", b"\n(X86_V4) but"))
        self.assert_fails(self.audit(prefix), "processor", "X86_V4", "avx512f")
        # Somebody else's processor isn't asked.
        asked = self.audit(prefix, options=("--python", python, "--platform", "manylinux_2_40_x86_64"))
        self.assertEqual(asked.numpy["loads"]["verdict"], "yes", asked.numpy["loads"])

    def test_a_path_inside_a_root(self):
        """NixOS/nixpkgs#229166's kind: what counts is the root's C library and loader, not this machine's."""
        root = self.root("manylinux_2_28_x86_64", "etc/alpine-release", "lib/ld-musl-x86_64.so.1", "usr/bin/env")
        self.assert_fails(self.audit(root / "usr" / "lib" / "python3.11" / "site-packages"), "other-libc", "glibc", "musl")

    def test_what_metadata_asks_for(self):
        folder = self.installed(self.temporary() / "packages")
        (metadata,) = folder.glob("numpy-*.dist-info/METADATA")
        builds.replace(metadata, metadata.read_bytes().replace(b"Requires-Python: >=3.11", b"Requires-Python: >=3.12"))
        audited = self.audit(folder, options=("--python", "3.11"))
        self.assertEqual(audited.numpy["loads"]["verdict"], "yes", audited.numpy["loads"])
        self.assertEqual([f["severity"] for f in audited.findings("LOAD-1")], ["note"])

    def root(self, platform: str, *files: str) -> Path:
        root = self.temporary() / "root"
        for file in files:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).touch()
        self.installed(root / "usr" / "lib" / "python3.11" / "site-packages", platform=platform)
        return root

    def test_roots(self):
        alpine = ("etc/alpine-release", "lib/ld-musl-x86_64.so.1", "usr/bin/env")
        self.assert_fails(self.audit(self.root("manylinux_2_28_x86_64", *alpine)), "other-libc", "glibc", "musl")
        healthy = self.audit(self.root("musllinux_1_2_x86_64", *alpine))
        self.assertEqual(healthy.findings("LOAD-1"), [])
        glibc = ("etc/os-release", "lib64/ld-linux-x86-64.so.2", "usr/bin/env")
        self.assert_fails(self.audit(self.root("musllinux_1_2_x86_64", *glibc)), "other-libc", "musl", "glibc")
        self.assert_fails(self.audit(self.root("manylinux_2_28_aarch64", *glibc)), "other-machine", "AArch64", "x86-64")
        self.assertEqual(self.audit(self.root("manylinux_2_28_x86_64", *glibc)).findings("LOAD-1"), [])


if __name__ == "__main__":
    program.main()
