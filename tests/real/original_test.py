"""Is it what upstream released? Official builds, a distribution's, a fork, and changes injected into copies of an official install: each
gets the verdict of docs/original.md. The shipped database is in use, as for a user."""

import py_compile
import shutil
import tempfile
import unittest
import zipfile
from pathlib import Path

import builds
import elf_edits
import program
from program import CLEAN, FINDINGS

OFFICIAL = ("1.26.4", "2.0.2", "2.3.5", "2.4.6")
INFORMATION = "numpy-2.3.5.dist-info"


def setUpModule() -> None:
    global base
    base = Path(tempfile.mkdtemp(prefix="fairplay-original-"))

    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)


class OriginTest(program.RealTest):
    def assert_origin(self, audited: program.Audited, verdict: str, *, release: str) -> dict:
        original = audited.numpy["original"]
        self.assertEqual(original["verdict"], verdict, f"{original['why']}: {original['differences'][:20]}")
        self.assertEqual(audited.numpy["release"], release)
        if verdict != "unknown":
            self.assertTrue(original["database"], "a verdict names the database it rests on")
            self.assertTrue(original["signed_by"], "and who vouches for it")
        return original

    def classes(self, original: dict) -> dict[str, set[str]]:
        """class -> the paths that differ so."""
        found: dict[str, set[str]] = {}
        for difference in original["differences"]:
            found.setdefault(difference["class"], set()).add(difference["path"])
        return found


class OfficialWheels(OriginTest):
    def test_as_files(self):
        for version in OFFICIAL:
            with self.subTest(version):
                wheel = builds.wheel(f"numpy=={version}")
                audited = self.audit(wheel)
                original = self.assert_origin(audited, "official", release=version)
                self.assertEqual(
                    (original["artifact"], original["publisher"], original["differences"]), (wheel.name, "upstream", [])
                )
                self.assertEqual(audited.code, CLEAN, str(audited))
                self.assertEqual(audited.numpy["intact"]["verdict"], "yes")

    def test_installed(self):
        """With bytecode and without: 1.26 and 2.x ship a .pyc that pip writes anew, and RECORD then lists it twice."""
        for version in OFFICIAL:
            for options in ((), ("--no-compile",)):
                with self.subTest(version, options=options):
                    wheel = builds.wheel(f"numpy=={version}")
                    folder = self.temporary()
                    builds.pip_install(builds.venv(folder / "venv"), wheel, options=options)
                    audited = self.audit(folder / "venv")
                    original = self.assert_origin(audited, "official", release=version)
                    self.assertEqual((original["artifact"], original["differences"]), (wheel.name, []))
                    self.assertEqual(audited.code, CLEAN, str(audited))
                    (library,) = audited.libraries
                    self.assertEqual(library["original"]["verdict"], "official", library["original"])
                    self.assertEqual([finding for finding in audited.findings() if finding["rule"] not in program.KNOWN_DEFECTS], [])

    def test_strict_is_content(self):
        audited = self.audit(builds.wheel("numpy==2.3.5"), options=("--strict",))
        self.assertEqual(audited.code, CLEAN, str(audited))


class OtherPeoplesBuilds(OriginTest):
    def test_debian(self):
        root = builds.dpkg_root(self.temporary() / "root", builds.deb("python3-numpy"))
        for subject in (root, builds.deb("python3-numpy")):
            with self.subTest(subject.name):
                audited = self.audit(subject)
                if not audited.numpy["version"].startswith("1.24.2"):
                    self.skipTest("this Debian has another NumPy")
                original = self.assert_origin(audited, "patched", release="1.24.2")
                self.assertEqual(audited.code, CLEAN, str(audited))
                self.assertEqual(audited.numpy["intact"]["verdict"], "yes")
                classes = self.classes(original)
                self.assertEqual(classes["library-search"], {"numpy/ctypeslib.py", "numpy/distutils/system_info.py"})
                self.assertLessEqual(
                    {"numpy/core/setup_common.py", "numpy/__config__.py", "numpy/distutils/__config__.py"},
                    classes["build"],
                )
                self.assertEqual(len([path for path in classes["tests"] if path.endswith(".py")]), 3, classes["tests"])
                self.assertLessEqual(set(classes), {"library-search", "build", "tests", "docs"})

    def test_debians_libraries(self):
        for package in ("libopenblas0-pthread", "libblis4-pthread", "libatlas3-base", "libblas3", "liblapack3"):
            with self.subTest(package):
                audited = self.audit(builds.deb(package))
                self.assertTrue(audited.libraries)
                for library in audited.libraries:
                    self.assertEqual(library["original"]["verdict"], "official", library["original"])
                    self.assertEqual(library["original"]["publisher"], "distribution")

    def test_intel(self):
        audited = self.audit(builds.wheel("intel-numpy==1.15.1", **builds.CPYTHON_36))
        original = self.assert_origin(audited, "modified-undisclosed", release="1.15.1")
        self.assertEqual(audited.code, FINDINGS)
        self.assert_finding(audited, "NEP36-1", "error", "intel-numpy")
        self.assert_finding(audited, "NEP36-2", "error", "1.15.1")
        classes = self.classes(original)
        self.assertTrue(
            any(path.startswith("numpy/random_intel") for path in classes["api-added"]), classes["api-added"]
        )
        added = {item["name"] for item in original["differences"] if item["class"] == "binary"}
        self.assertLessEqual({"erf", "invsqrt"}, {name.split()[-1] for name in added}, added)


class InjectedChanges(OriginTest):
    """On hard-linked copies of one official install; RECORD is rewritten to fit where a class says so."""

    @classmethod
    def setUpClass(cls):
        interpreter = builds.venv(base / "venv")
        builds.pip_install(interpreter, builds.wheel("numpy==2.3.5"), options=("--no-compile",))

    def setUp(self):
        self.venv = builds.copy_tree(base / "venv", self.temporary() / "venv")
        self.site = builds.site_packages(self.venv)
        self.numpy = self.site / "numpy"
        (self.umath,) = (self.numpy / "_core").glob("_multiarray_umath*.so")

    def fit_record(self, *paths: Path) -> None:
        """Makes RECORD say what the files now are."""
        record = self.site / INFORMATION / "RECORD"
        text = record.read_text()
        for path in paths:
            name = path.relative_to(self.site).as_posix()
            content = path.read_bytes()
            rows = [line for line in text.splitlines() if not line.startswith(name + ",")]
            text = "\n".join([*rows, f"{name},sha256={program.record_digest(content)},{len(content)}"]) + "\n"
        builds.replace(record, text.encode())

    def verdict(self, verdict: str) -> tuple[program.Audited, dict]:
        audited = self.audit(self.venv)
        return audited, self.assert_origin(audited, verdict, release="2.3.5")

    def assert_altered(self, path: Path, part: str) -> None:
        audited, original = self.verdict("modified-undisclosed")
        name = path.relative_to(self.site).as_posix()
        parts = {item["name"] for item in original["differences"] if item["path"] == name and item["class"] == "binary"}
        self.assertIn(part, parts)
        self.assertEqual(self.classes(original), {"binary": {name}})
        self.assertEqual(original["nearest"]["artifact"], builds.wheel("numpy==2.3.5").name)
        self.assert_finding(audited, "NEP36-2", "error", name)
        self.assertEqual(audited.code, FINDINGS)

    def test_one_bit_of_a_section(self):
        for section in (".text", ".rodata", ".data", ".data.rel.ro"):
            with self.subTest(section):
                self.setUp()
                elf_edits.flip_bit_of(self.umath, section)
                self.assert_altered(self.umath, section)

    def test_one_bit_of_a_relocation(self):
        elf_edits.nudge_relocation(self.umath)
        self.assert_altered(self.umath, "relocations")

    def test_two_functions_swapped(self):
        elf_edits.swap_two_functions(self.umath)
        self.assert_altered(self.umath, "relocations")
        self.assert_altered(self.umath, "methods")

    def test_record_rewritten_to_fit(self):
        elf_edits.flip_bit_of(self.umath, ".text")
        self.fit_record(self.umath)
        self.assert_altered(self.umath, ".text")
        self.assertEqual(self.audit(self.venv).numpy["intact"]["verdict"], "yes")

    def test_one_bit_of_the_bundled_blas(self):
        (library,) = (self.site / "numpy.libs").glob("libscipy_openblas*")
        elf_edits.flip_bit_of(library, ".text")
        self.fit_record(library)
        self.assert_altered(library, ".text")
        (subject,) = self.audit(self.venv).libraries
        self.assertEqual(subject["original"]["verdict"], "modified-undisclosed", subject["original"])

    def test_a_forged_bytecode_file(self):
        """Bytecode of other code, in the unchecked form that Python runs whatever the source says (PEP 552)."""
        source = self.temporary() / "matlib.py"
        source.write_text("print('gotcha')\n")
        cache = self.numpy / "__pycache__"
        cache.mkdir(exist_ok=True)
        py_compile.compile(
            str(source),
            cfile=str(cache / "matlib.cpython-311.pyc"),
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        audited, original = self.verdict("modified-undisclosed")
        self.assertIn("numpy/__pycache__/matlib.cpython-311.pyc", [item["path"] for item in original["differences"]])
        self.assertEqual(audited.code, FINDINGS)

    def test_a_binary_of_another_release(self):
        with zipfile.ZipFile(builds.wheel("numpy==2.4.6")) as archive:
            (name,) = (
                item
                for item in archive.namelist()
                if item.startswith("numpy/_core/_multiarray_umath") and item.endswith(".so")
            )
            builds.replace(self.umath, archive.read(name))
        audited, _ = self.verdict("mixed")
        self.assert_finding(audited, "INTACT-2", "error", "2.4.6", self.umath.name)
        self.assert_finding(audited, "INTACT-3", "error")

    def test_a_stripped_binary(self):
        builds.unshare(self.umath)
        builds.run("strip", "--strip-all", "--remove-section=.comment", self.umath)
        self.fit_record(self.umath)
        audited, original = self.verdict("rebuilt")
        self.assertEqual(self.classes(original), {"build": {self.umath.relative_to(self.site).as_posix()}})
        self.assertEqual(original["nearest"]["artifact"], builds.wheel("numpy==2.3.5").name)
        self.assertEqual(audited.code, CLEAN, str(audited))

    def test_another_rpath_inside_the_tree(self):
        builds.unshare(self.umath)
        builds.run("patchelf", "--set-rpath", "$ORIGIN/../../numpy.libs:$ORIGIN/../lib", self.umath)
        self.fit_record(self.umath)
        audited, original = self.verdict("rebuilt")
        self.assertEqual(set(self.classes(original)), {"build"})
        self.assertEqual(audited.code, CLEAN, str(audited))

    def test_an_rpath_that_leads_elsewhere(self):
        builds.unshare(self.umath)
        builds.run("patchelf", "--set-rpath", "/tmp/elsewhere:$ORIGIN/../../numpy.libs", self.umath)
        self.fit_record(self.umath)
        _, original = self.verdict("modified-undisclosed")
        (difference,) = original["differences"]
        self.assertEqual(difference["class"], "binary")
        self.assertIn("/tmp/elsewhere", difference["new"] + difference["detail"])

    def test_a_library_it_didnt_need(self):
        builds.unshare(self.umath)
        builds.run("patchelf", "--add-needed", "libelsewhere.so.1", self.umath)
        self.fit_record(self.umath)
        _, original = self.verdict("modified-undisclosed")
        self.assertIn("binary", self.classes(original))

    def test_a_file_of_another_release(self):
        with zipfile.ZipFile(builds.wheel("numpy==2.4.6")) as archive:
            builds.replace(self.numpy / "matlib.py", archive.read("numpy/lib/_npyio_impl.py"))
            builds.replace(self.numpy / "lib" / "_npyio_impl.py", archive.read("numpy/lib/_npyio_impl.py"))
        audited, original = self.verdict("modified-undisclosed")
        # Names that the foreign file takes along are reported where they are defined.
        self.assertLessEqual(
            {"numpy/matlib.py", "numpy/lib/_npyio_impl.py"}, set().union(*self.classes(original).values())
        )
        self.assert_finding(audited, "INTACT-2", "error", "numpy/lib/_npyio_impl.py", "2.4.6")

    def test_a_public_module_added(self):
        (self.numpy / "erf.py").write_text("def erf(x): return x\n")
        self.fit_record(self.numpy / "erf.py")
        audited, original = self.verdict("modified-undisclosed")
        self.assertEqual(self.classes(original), {"api-added": {"numpy/erf.py"}})
        self.assert_finding(audited, "NEP36-2", "error", "numpy/erf.py")

    def test_a_public_module_removed(self):
        (self.numpy / "matlib.py").unlink()
        _, original = self.verdict("damaged")
        self.assertEqual(self.classes(original), {"api-removed": {"numpy/matlib.py"}})

    def test_private_code_is_a_warning(self):
        path = self.numpy / "_core" / "_internal.py"
        builds.replace(
            path,
            path.read_bytes().replace(
                b"def _makenames_list(adict, align):\n",
                b"def _makenames_list(adict, align):\n    align = bool(align)\n",
            ),
        )
        self.fit_record(path)
        audited, original = self.verdict("modified-undisclosed")
        self.assertEqual(self.classes(original), {"private": {"numpy/_core/_internal.py"}})
        self.assert_finding(audited, "NEP36-2", "warning", "numpy/_core/_internal.py")
        self.assertEqual(audited.code, CLEAN)

    def tag(self, version: str) -> None:
        path = self.numpy / "version.py"
        builds.replace(path, path.read_bytes().replace(b'"2.3.5"', f'"{version}"'.encode()))

    def change(self) -> None:
        path = self.numpy / "lib" / "_npyio_impl.py"
        builds.replace(path, path.read_bytes().replace(b"allow_pickle=False", b"allow_pickle=True"))

    def test_a_tag_discloses(self):
        self.change()
        self.tag("2.3.5+mycompany.15")
        audited, _ = self.verdict("modified-disclosed")
        self.assertEqual(audited.findings("NEP36-2"), [])

    def test_a_tag_in_metadata_alone_does_not(self):
        self.change()
        path = self.site / INFORMATION / "METADATA"
        builds.replace(path, path.read_bytes().replace(b"Version: 2.3.5\n", b"Version: 2.3.5+mycompany.15\n"))
        audited, _ = self.verdict("modified-undisclosed")
        self.assertTrue(audited.findings("NEP36-2"))

    def test_a_development_mark_does_not(self):
        self.change()
        self.tag("2.3.5+git20240101.abcdef0")
        self.verdict("modified-undisclosed")

    def test_a_development_version_is_unknown(self):
        self.tag("2.6.0.dev0+git20261101.abcdef0")
        original = self.audit(self.venv).numpy["original"]
        self.assertEqual(original["verdict"], "unknown")
        self.assertIn("development", original["why"])

    def test_a_release_nobody_listed(self):
        self.tag("2.3.99")
        audited = self.audit(self.venv, options=("--strict",))
        self.assertEqual(audited.numpy["original"]["verdict"], "unknown")
        not_checked = " ".join(item["what"] + item["why"] for item in audited.numpy["not_checked"])
        self.assertIn("fairplay signatures add numpy==2.3.99", not_checked)
        self.assertEqual(audited.code, program.INCOMPLETE)

    def test_a_release_newer_than_the_database(self):
        self.tag("9.0.0")
        original = self.audit(self.venv).numpy["original"]
        self.assertEqual(original["verdict"], "unknown")
        self.assertIn("newer", original["why"])


if __name__ == "__main__":
    program.main()
