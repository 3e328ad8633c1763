"""loads? The static answer held against the real loader: each environment is audited, then imported from in a child."""

import re
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import builds
import program

# Everything that an audit opens, NumPy's own test modules left out.
IMPORT = """
import importlib, sys
import numpy
for name in ("numpy.linalg", "numpy.random", "numpy.fft"):
    importlib.import_module(name)
"""


def core(packages: Path) -> Path:
    (module,) = [
        *packages.glob("numpy/_core/_multiarray_umath.*.so"),
        *packages.glob("numpy/core/_multiarray_umath.*.so"),
    ]
    return module


def bundled(packages: Path, name: str) -> Path:
    (library,) = packages.glob(f"numpy.libs/lib{name}*")
    return library


def patchelf(*arguments: str) -> Callable[[Path], None]:
    """An edit of the core, in a copy of its own."""

    def edit(packages: Path) -> None:
        builds.unshare(core(packages))
        builds.run("patchelf", *arguments, core(packages))

    return edit


def elf_hash(name: bytes) -> int:
    """The System V ABI's hash, which version tables hold beside a name."""
    value = 0
    for byte in name:
        value = (value << 4) + byte
        value = (value ^ (value & 0xF0000000) >> 24) & ~(value & 0xF0000000) & 0xFFFFFFFF
    return value


def need_newer_glibc(packages: Path) -> None:
    """The core wants a version of glibc's symbols that no glibc has."""
    content = core(packages).read_bytes()
    old = max(set(re.findall(rb"\0(GLIBC_2\.\d\d)\0", content)))
    new = b"GLIBC_2.99"
    content = content.replace(b"\0" + old + b"\0", b"\0" + new + b"\0")
    content = content.replace(struct.pack("<I", elf_hash(old)), struct.pack("<I", elf_hash(new)))
    builds.replace(core(packages), content)


def cut(path: Path, share: float) -> None:
    content = path.read_bytes()
    builds.replace(path, content[: int(len(content) * share)])


def run_path_of_old_style(packages: Path) -> None:
    run_path = subprocess.run(["patchelf", "--print-rpath", core(packages)], capture_output=True, text=True).stdout
    patchelf("--force-rpath", "--set-rpath", run_path.strip())(packages)


def other_wheel(**options: str) -> Callable[[Path], None]:
    """Another platform's modules in the place of this one's."""

    def edit(packages: Path) -> None:
        for old in packages.iterdir():
            if old.name.startswith("numpy"):
                builds.run("rm", "-r", old)
        builds.run("unzip", "-q", builds.wheel("numpy==2.3.5", **options), "-d", packages)

    return edit


def need_another_symbol(packages: Path) -> None:
    """fkrull/docker-multi-python#2: numpy.random wants a function of Python that this one doesn't have."""
    (module,) = packages.glob("numpy/random/mtrand.*.so")
    content = module.read_bytes()
    builds.replace(module, content.replace(b"\0PyDict_Copy\0", b"\0PyDict_Cupy\0"))


# What a module of NumPy before 1.16 is: importable, and without _multiarray_umath. Python's headers may be missing.
OLD_MODULE = """
struct definition {
  long refcount; void *type, *init; long index; void *copy; const char *name, *doc; long size; void *rest[5];
};
static struct definition multiarray = {1, 0, 0, 0, 0, "multiarray", 0, -1, {0}};
void *PyModule_Create2(struct definition *, int);
void *PyInit_multiarray(void) { return PyModule_Create2(&multiarray, 1013); }
"""


def need_level_4(packages: Path) -> None:
    """A library that says it needs x86-64-v4, which the loader refuses on processors without AVX-512."""
    library = packages / "numpy.libs" / "libneeds_level_4.so"
    builds.run("gcc", "-shared", "-Wl,-z,x86-64-v4", "-o", library, "-x", "c", "/dev/null")
    patchelf("--add-needed", library.name)(packages)


def has_level_4() -> bool:
    return "avx512vl" in Path("/proc/cpuinfo").read_text()


# name -> release, the edit, what the finding names ("" where it loads)
ENVIRONMENTS: dict[str, tuple[str, Callable[[Path], None] | None, str]] = {
    "2.3.5 as installed": ("2.3.5", None, ""),
    "1.26.4 as installed": ("1.26.4", None, ""),
    "2.4.0 as installed": ("2.4.0", None, ""),
    "2.0.2 as installed": ("2.0.2", None, ""),
    "1.24.2 as installed": ("1.24.2", None, ""),
    "2.2.6 as installed": ("2.2.6", None, ""),
    "DT_RPATH in the place of DT_RUNPATH": ("2.3.5", run_path_of_old_style, ""),
    "a library more that is there": ("2.3.5", patchelf("--add-needed", "libm.so.6"), ""),
    "an unneeded library gone": ("2.3.5", patchelf("--remove-needed", "libgcc_s.so.1"), ""),
    "no OpenBLAS": ("2.3.5", lambda p: bundled(p, "scipy_openblas").unlink(), "libscipy_openblas"),
    "no libgfortran": ("1.26.4", lambda p: bundled(p, "gfortran").unlink(), "libgfortran"),
    "no libquadmath": ("1.26.4", lambda p: bundled(p, "quadmath").unlink(), "libquadmath"),
    "half an OpenBLAS": ("2.3.5", lambda p: cut(bundled(p, "scipy_openblas"), 0.5), "libscipy_openblas"),
    "half a core": ("2.3.5", lambda p: cut(core(p), 0.5), "_multiarray_umath"),
    "an empty core": ("2.3.5", lambda p: cut(core(p), 0), "_multiarray_umath"),
    "text for a core": ("2.3.5", lambda p: builds.replace(core(p), b"version https://git-lfs\n" * 9), "_multiarray_umath"),
    "text for OpenBLAS": ("2.3.5", lambda p: builds.replace(bundled(p, "scipy_openblas"), b"text\n" * 99), "libscipy_openblas"),
    "no numpy.libs": ("2.3.5", lambda p: builds.run("rm", "-r", p / "numpy.libs"), "libscipy_openblas"),
    "no RUNPATH": ("2.3.5", patchelf("--remove-rpath"), "libscipy_openblas"),
    "a library that is nowhere": ("2.3.5", patchelf("--add-needed", "libnowhere.so.7"), "libnowhere.so.7"),
    "a symbol that numpy.random wants": ("1.26.4", need_another_symbol, "PyDict_Cupy"),
    "libm in the place of OpenBLAS": (
        "2.3.5",
        lambda p: patchelf("--replace-needed", bundled(p, "scipy_openblas").name, "libm.so.6")(p),
        "scipy_cblas_",
    ),
    "a glibc that isn't out yet": ("2.3.5", need_newer_glibc, "GLIBC_2.99"),
    "for another processor": ("2.3.5", need_level_4, "" if has_level_4() else "x86-64-v4"),
    "for CPython 3.12": ("2.3.5", other_wheel(python="3.12", platform="manylinux_2_28_x86_64"), "CPython 3.12"),
    "for AArch64": ("2.3.5", other_wheel(python="3.11", platform="manylinux_2_28_aarch64"), "AArch64"),
    "for musl": ("2.3.5", other_wheel(python="3.11", platform="musllinux_1_2_x86_64"), "musl"),
    "for macOS": ("2.3.5", other_wheel(python="3.11", platform="macosx_14_0_arm64"), "macOS"),
    "for Windows": ("2.3.5", other_wheel(python="3.11", platform="win_amd64"), "Windows"),
}


class Loads(program.RealTest):
    def imported(self, interpreter: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [interpreter, "-I", "-B", "-c", IMPORT], capture_output=True, text=True, env=builds.clean_environment()
        )

    def test_agrees_with_the_loader(self):
        installed: dict[str, Path] = {}
        for name, (release, edit, wanted) in ENVIRONMENTS.items():
            with self.subTest(name):
                if release not in installed:
                    installed[release] = self.temporary() / "v"
                    builds.pip_install(
                        builds.venv(installed[release]), builds.wheel(f"numpy=={release}"), options=("--no-compile",)
                    )
                prefix = builds.copy_tree(installed[release], self.temporary() / "v")
                if edit is not None:
                    edit(builds.site_packages(prefix))
                audited = self.audit(prefix)
                loads = audited.numpy["loads"]
                done = self.imported(prefix / "bin" / "python")
                said = f"{loads}\n{done.stderr[-1500:]}"
                self.assertEqual(loads["verdict"], "yes" if done.returncode == 0 else "no", said)
                findings = audited.findings("LOAD-1") + audited.findings("LOAD-2")
                if not wanted:
                    self.assertEqual(findings, [], said)
                    continue
                self.assertEqual(audited.code, program.FINDINGS, said)
                errors = [finding for finding in findings if finding["severity"] == "error"]
                self.assertEqual(len(errors), 1, f"one cause, one finding\n{[e['message'] for e in findings]}\n{said}")
                self.assertIn(wanted, errors[0]["message"], said)
                # A file that is cut off can kill the process, and then nothing is said.
                if errors[0]["rule"] == "LOAD-2" and done.returncode > 0:
                    self.assertIn(wanted, done.stderr, "the loader names something else")

    def test_numpys_own_check_refuses_older_modules(self):
        """numpy/numpy#12736: a multiarray module of NumPy 1.15 beside the files of a later release."""
        for release, core_folder in (("1.26.4", "core"), ("2.3.5", "_core")):
            with self.subTest(release):
                prefix = self.temporary() / "v"
                builds.pip_install(builds.venv(prefix), builds.wheel(f"numpy=={release}"), options=("--no-compile",))
                packages = builds.site_packages(prefix)
                source = self.temporary() / "multiarray.c"
                source.write_text(OLD_MODULE)
                module = core(packages).name.replace("_multiarray_umath", "multiarray")
                builds.run("gcc", "-shared", "-fPIC", "-w", "-o", packages / "numpy" / core_folder / module, source)
                done = self.imported(prefix / "bin" / "python")
                self.assertIn("detected an older version of numpy", done.stderr)
                audited = self.audit(prefix)
                self.assertEqual(audited.numpy["loads"]["verdict"], "no", str(audited))
                findings = [item for item in audited.findings("INTACT-2") if item["severity"] == "error"]
                self.assertIn(f"numpy/{core_folder}/{module}", findings[0]["message"])
                self.assertEqual(audited.code, program.FINDINGS)
                text = program.run("audit", "--color", "never", prefix).stdout.splitlines()[:3]
                self.assertIn(f"{module} of an older NumPy comes before multiarray.py", "\n".join(text))

    def test_a_library_with_more_names_than_are_read(self):
        """TensorFlow's libtensorflow_cc.so.2 has 70 MB of them: nothing is said to be missing from it."""
        prefix = self.temporary() / "v"
        builds.pip_install(builds.venv(prefix), builds.wheel("numpy==2.3.5"), options=("--no-compile",))
        libraries = builds.site_packages(prefix) / "numpy.libs"
        source = self.temporary() / "many.c"
        source.write_text(
            f'#define F(i) void f##i(void) __asm__("{"n" * 60000}_" #i); void f##i(void) {{}}\n'
            + "".join(f"F({i})\n" for i in range(1200))
        )
        builds.run("gcc", "-shared", "-fPIC", "-o", libraries / "libmany.so", source)
        patchelf("--add-needed", "libmany.so")(builds.site_packages(prefix))
        self.assertEqual(self.imported(prefix / "bin" / "python").returncode, 0)
        audited = self.audit(prefix)
        self.assertEqual(audited.findings("LOAD-1") + audited.findings("LOAD-2"), [])
        self.assertNotEqual(audited.numpy["loads"]["verdict"], "no")

    def test_without_an_interpreter_nothing_is_claimed(self):
        folder = self.temporary() / "layer"
        folder.mkdir()
        builds.run("unzip", "-q", builds.wheel("numpy==2.3.5", python="3.12", platform="manylinux_2_28_x86_64"), "-d", folder)
        audited = self.audit(folder)
        loads = audited.numpy["loads"]
        self.assertEqual(loads["verdict"], "unknown", loads)
        self.assertTrue(any("CPython 3.12" in fits for fits in loads["fits"]), loads)
        self.assertEqual(audited.findings("LOAD-1") + audited.findings("LOAD-2"), [])


if __name__ == "__main__":
    program.main()
