"""Debian's own packages, in a root file system that dpkg itself made, and as .deb files."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import builds
import program
from program import CLEAN, FINDINGS

NUMPY = "python3-numpy"
# package -> vendor and version of the BLAS (or LAPACK alone) in it.
LIBRARIES = {
    "libblas3": ("Netlib", ""),
    "liblapack3": ("Netlib", "3.11.0"),
    "libopenblas0-pthread": ("OpenBLAS", "0.3.21"),
    "libblis4-pthread": ("BLIS", "0.9.0"),
    "libatlas3-base": ("ATLAS", "3.10.3"),
}
FOLDER = "usr/lib/python3/dist-packages/numpy"


def setUpModule() -> None:
    global root, debs
    debs = {name: builds.deb(name) for name in (NUMPY, *LIBRARIES)}
    base = Path(tempfile.mkdtemp(prefix="fairplay-debian-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    root = builds.dpkg_root(base / "root", *debs.values())


class DebianRoot(program.RealTest):
    def copy(self) -> Path:
        return builds.copy_tree(root, self.temporary() / "root")

    def pick(self, where: Path, name: str, folder: str) -> None:
        """What `update-alternatives --set` does."""
        link = f"usr/lib/x86_64-linux-gnu/{name}"
        builds.run(
            "update-alternatives",
            "--quiet",
            "--root",
            where,
            "--log",
            "/dev/null",
            "--set",
            f"{name}-x86_64-linux-gnu",
            f"/usr/lib/x86_64-linux-gnu/{folder}/{name}",
        )
        self.assertTrue(os.path.islink(where / link))

    def test_everything_is_found_and_intact(self):
        audited = self.audit(root)
        self.assert_healthy(audited, original="patched")
        subject = audited.numpy
        self.assertEqual((subject["installer"], subject["package"]), ("dpkg", f"{NUMPY} 1:1.24.2-1+deb12u1"))
        self.assertEqual((subject["version"], subject["path"]), ("1.24.2", str(root / FOLDER)))
        self.assertIn(f"dpkg md5sums of {NUMPY}", subject["intact"]["record"])
        self.assertGreater(subject["intact"]["checked"], 800)
        self.assertTrue(
            any("MD5" in item["why"] for item in subject["not_checked"]), "MD5 guards against accident only: say so"
        )
        versions: dict[str, set[str]] = {}
        for library in audited.libraries:
            self.assertEqual(library["intact"]["verdict"], "yes", library["path"])
            self.assertEqual(library["installer"], "dpkg")
            package = library["package"].split()[0].removesuffix(":amd64")
            versions.setdefault(package, set()).add(library["blas"][0]["version"])
            self.assertEqual(library["blas"][0]["vendor"], LIBRARIES[package][0], library["path"])
            self.assertIn(library["blas"][0]["integers"], ("lp64", "unknown"), library["path"])
        self.assert_versions(versions)

    def assert_versions(self, versions: dict[str, set[str]]) -> None:
        """Thin libraries beside the real one (libcblas of ATLAS, OpenBLAS's libblas.so.3) know no version; none knows a wrong one."""
        for package, (_, version) in LIBRARIES.items():
            self.assertIn(version, versions.get(package, ()), package)
            self.assertLessEqual(versions[package], {version, ""}, package)

    def test_numpys_blas_is_what_alternatives_pick(self):
        where = self.copy()
        for blas, lapack, vendors in (
            ("openblas-pthread", "openblas-pthread", {"OpenBLAS"}),
            ("blis-pthread", "lapack", {"BLIS", "Netlib"}),
            ("atlas", "atlas", {"ATLAS"}),
            ("blas", "lapack", {"Netlib"}),
        ):
            with self.subTest(blas):
                self.pick(where, "libblas.so.3", blas)
                self.pick(where, "liblapack.so.3", lapack)
                audited = self.audit(where)
                self.assert_healthy(audited, original="patched")
                uses = audited.numpy["blas"]
                self.assertEqual({use["vendor"] for use in uses}, vendors)
                self.assertEqual({use["how"] for use in uses}, {"alternatives"})
                self.assertTrue(all(use["path"].startswith(str(where)) for use in uses), uses)
                links = " ".join(link for use in uses for link in use["chain"])
                self.assertIn(f"/{blas}/libblas.so.3", links)
                self.assertIn(f"/{lapack}/liblapack.so.3", links)

    def test_highest_priority_wins_by_default(self):
        (blas,) = (use for use in self.audit(root).numpy["blas"] if use["chain"][0] == "libblas.so.3")
        self.assertEqual((blas["vendor"], blas["version"], blas["threading"]), ("OpenBLAS", "0.3.21", "pthreads"))

    def test_one_changed_byte(self):
        where = self.copy()
        builds.flip_bit(where / FOLDER / "lib" / "npyio.py", 5000)
        audited = self.audit(where)
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(self.failed(audited.numpy), {f"/{FOLDER}/lib/npyio.py": "changed"})
        self.assertIn(
            f"apt-get install --reinstall {NUMPY}",
            self.assert_finding(audited, "INTACT-1", "error", "npyio.py")["remedy"],
        )
        for library in audited.libraries:
            self.assertEqual(library["intact"]["verdict"], "yes")

    def test_a_changed_library(self):
        where = self.copy()
        (library,) = where.glob("usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3")
        builds.flip_bit(library.resolve(), 4096 + 17)
        audited = self.audit(where)
        self.assertEqual(audited.code, FINDINGS, str(audited))
        spoilt = [subject["path"] for subject in audited.libraries if subject["intact"]["verdict"] == "no"]
        self.assertEqual(spoilt, [str(library)])
        self.assertEqual(audited.numpy["intact"]["verdict"], "yes")

    def test_an_added_and_a_missing_module(self):
        where = self.copy()
        (where / FOLDER / "backdoor.py").write_text("print('hello')\n")
        (where / FOLDER / "matlib.py").unlink()
        audited = self.audit(where)
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(sorted(self.failed(audited.numpy).values()), ["extra", "missing"])
        self.assert_finding(audited, "INTACT-1", "error", "backdoor.py")
        self.assert_finding(audited, "INTACT-1", "error", "matlib.py")

    def test_bytecode_of_py3compile(self):
        """What python3-numpy's postinst does: bytecode that no package lists."""
        where = self.copy()
        subprocess.run(
            [builds.PYTHON, "-m", "compileall", "-q", where / FOLDER],
            check=True,
            env=builds.clean_environment(),
            capture_output=True,
        )
        self.assertTrue(list((where / FOLDER).glob("__pycache__/*.pyc")))
        self.assert_healthy(self.audit(where), original="patched")

    def test_documents_that_dpkg_was_configured_not_to_unpack(self):
        """Slim images: /etc/dpkg/dpkg.cfg.d/docker says path-exclude, and the files are away."""
        where = self.copy()
        config = where / "etc" / "dpkg" / "dpkg.cfg.d"
        config.mkdir(parents=True)
        self.assertTrue((where / "usr/share/doc/python3-numpy/README.f2py").exists())
        (config / "docker").write_text(
            "path-exclude /usr/share/doc/*\npath-include /usr/share/doc/*/copyright\npath-exclude /usr/share/man/*\n"
        )
        for path in (
            *where.glob("usr/share/man/man1/*"),
            *(path for path in where.glob("usr/share/doc/*/*") if path.name != "copyright"),
        ):
            path.unlink() if not path.is_dir() or path.is_symlink() else shutil.rmtree(path)
        audited = self.audit(where)
        self.assert_healthy(audited, original="patched")
        self.assertTrue(
            any("path-exclude" in item["why"] for item in audited.numpy["not_checked"]), audited.numpy["not_checked"]
        )

    def test_a_missing_document_without_such_a_setting(self):
        where = self.copy()
        (where / "usr/share/doc/python3-numpy/README.f2py").unlink()
        audited = self.audit(where)
        self.assert_healthy(audited, original="patched", rules=("INTACT-1",))
        self.assertIn("missing", self.failed(audited.numpy).values())

    def test_a_diverted_file(self):
        """dpkg-divert: the package's file lies elsewhere, and another one in its place isn't the package's."""
        where = self.copy()
        for name in ("usr/bin/f2py3.11", f"{FOLDER}/matlib.py"):
            with self.subTest(name):
                moved = where / (name + ".distrib")
                builds.run(
                    "dpkg-divert",
                    "--quiet",
                    f"--root={where}",
                    "--local",
                    "--no-rename",
                    "--divert",
                    f"/{name}.distrib",
                    "--add",
                    f"/{name}",
                )
                (where / name).rename(moved)
                audited = self.audit(where)
                if name.endswith("f2py3.11"):
                    self.assert_healthy(audited, original="patched", rules=("INTACT-1",))
                    continue
                # As dpkg was configured to leave it, and no longer NumPy's API: a program can't import the module.
                self.assertEqual(audited.numpy["intact"]["verdict"], "yes", audited.numpy["intact"])
                removed = [
                    item["path"] for item in audited.numpy["original"]["differences"] if item["class"] == "api-removed"
                ]
                self.assertEqual(removed, ["numpy/matlib.py"])

    def test_root_is_the_host_for_nobody(self):
        """Absolute links of an unpacked root resolve within it: nothing of this machine's own libraries appears."""
        audited = self.audit(root)
        paths = [subject["path"] for subject in audited.subjects] + [
            use["path"] for subject in audited.subjects for use in subject["blas"]
        ]
        for path in paths:
            self.assertTrue(path.startswith(str(root)) or "/" not in path, path)


class DebFiles(program.RealTest):
    def test_numpy(self):
        audited = self.audit(debs[NUMPY])
        self.assert_healthy(audited, original="patched")
        self.assertEqual((audited.numpy["name"], audited.numpy["version"]), ("numpy", "1.24.2"))
        self.assertEqual(audited.numpy["package"], f"{NUMPY} 1:1.24.2-1+deb12u1")
        self.assertTrue(
            any("libblas.so.3" in item["what"] for item in audited.numpy["not_checked"]),
            "which BLAS that is, the target machine decides",
        )

    def test_start_up_files_that_it_brings_along(self):
        folder = self.temporary()
        builds.run("dpkg-deb", "-R", debs[NUMPY], folder / "deb")
        (folder / "deb/usr/lib/python3/dist-packages/evil.pth").write_text("import os\n")
        (folder / "deb/usr/lib/python3.11").mkdir(exist_ok=True)
        (folder / "deb/usr/lib/python3.11/sitecustomize.py").write_text("import os\n")
        changed = folder / debs[NUMPY].name
        builds.run("dpkg-deb", "-Znone", "-b", folder / "deb", changed)
        audited = self.audit(changed)
        self.assertEqual(audited.numpy["original"]["verdict"], "modified-undisclosed")
        paths = {item["path"]: item["class"] for item in audited.numpy["original"]["differences"]}
        self.assertEqual(paths.get("evil.pth"), "private")
        self.assertEqual(paths.get("usr/lib/python3.11/sitecustomize.py"), "private")
        self.assertIn("postinst", str(audited.numpy["not_checked"]))

    def test_libraries(self):
        for package, (vendor, version) in LIBRARIES.items():
            with self.subTest(package):
                audited = self.audit(debs[package])
                self.assertEqual(audited.code, CLEAN, str(audited))
                self.assertTrue(audited.libraries)
                for library in audited.libraries:
                    self.assertEqual(library["intact"]["verdict"], "yes", library["path"])
                    self.assertEqual(library["blas"][0]["vendor"], vendor, library["path"])
                versions = {library["version"] for library in audited.libraries}
                self.assertIn(version, versions)
                self.assertLessEqual(versions, {version, ""})

    def test_executable_bit(self):
        """Some file systems call every file executable: a name that begins with python3 makes no interpreter."""
        path = self.temporary() / debs[NUMPY].name
        shutil.copy(debs[NUMPY], path)
        path.chmod(0o755)
        self.assert_healthy(self.audit(path), original="patched")

    def test_truncated(self):
        path = self.temporary() / "python3-numpy.deb"
        whole = debs[NUMPY].read_bytes()
        for length in (len(whole) // 2, 200, 8):
            with self.subTest(length):
                path.write_bytes(whole[:length])
                audited = self.audit(path)
                self.assertNotEqual(audited.code, CLEAN, str(audited))
                self.assertTrue(audited.findings("READ-1"))


if __name__ == "__main__":
    program.main()
