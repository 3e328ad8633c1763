"""`fairplay probe` on libraries that people use: what it says of them, and that it says so by the published schema."""

import json
import os
import shutil
import subprocess
import unittest
import zipfile
from pathlib import Path

import builds
import program
from probed_libraries import known_of_cblas
from program import CLEAN, FINDINGS, INCOMPLETE

LEVEL1 = ("--probe", "numbers/level1")


class Probed(program.RealTest):
    def library(self, package: str, name: str) -> Path:
        folder = self.temporary()
        builds.run("dpkg-deb", "-x", builds.deb(package), folder)
        return next(path for path in sorted(folder.rglob(name)) if path.is_file() and not path.is_symlink())

    def probe(self, *arguments: str | Path) -> tuple[int, dict]:
        ran = program.run("probe", "--format", "json", *arguments)
        return ran.code, program.valid(json.loads(ran.stdout), "fairplay-probe-1")

    def test_netlib_is_sound(self):
        """The reference implementation, with two seeds."""
        library = self.library("libblas3", "libblas.so.3.*")
        for seed in (1, 2):
            code, document = self.probe(library, "--seed", str(seed))
            defects = [finding for finding in document["findings"] if finding["class"] == "defect"]
            self.assertEqual([finding for finding in defects if not known_of_cblas(finding)], [])
            self.assertEqual((code, document["subjects"][0]["verdict"]), (CLEAN, "deviates" if defects else "sound"))
            for probe in document["subjects"][0]["probes"]:
                if probe["id"].startswith("numbers/level"):
                    self.assertGreater(probe["calls"], 400, probe)
        builds.seen.add(f"probed: {library.name} of libblas3")

    def test_conventions(self):
        """Tests determine widths and names."""
        _, document = self.probe(self.library("libblas64-3", "libblas64.so.3.*"), *LEVEL1)
        self.assertEqual(document["subjects"][0]["identity"]["integers"], "ilp64")
        self.assertEqual(document["subjects"][0]["verdict"], "sound")
        folder = self.temporary()
        with zipfile.ZipFile(builds.wheel("numpy==2.3.5")) as wheel:
            wheel.extractall(folder, [name for name in wheel.namelist() if name.startswith("numpy.libs/")])
        # Its dependencies lie beside it, where a bare load wouldn't find them.
        (library,) = (folder / "numpy.libs").glob("libscipy_openblas64_*.so")
        _, document = self.probe(library, *LEVEL1)
        identity = document["subjects"][0]["identity"]
        traits = {key: identity[key] for key in ("vendor", "integers", "prefix", "suffix", "complex_return")}
        self.assertEqual(
            traits,
            {
                "vendor": "OpenBLAS",
                "integers": "ilp64",
                "prefix": "scipy_",
                "suffix": "64_",
                "complex_return": "registers",
            },
        )

    def test_atlas_reads_imaginary_parts_of_a_hermitian_diagonal(self):
        """cherk: "the imaginary parts of the diagonal elements need not be set"."""
        library = self.library("libatlas3-base", "libblas.so.3.*")
        (dependency,) = library.parent.parent.glob("libatlas.so.3.*")
        dependency.rename(library.parent / "libatlas.so.3")  # beside it, for it isn't installed
        code, document = self.probe(library, "--probe", "numbers/level3", "--routine", "cherk")
        self.assertEqual(code, FINDINGS)
        self.assertEqual(
            {(finding["routine"], finding["class"]) for finding in document["findings"]}, {("cherk", "defect")}
        )
        self.assertTrue(all("nan" in finding["got"] for finding in document["findings"]), document["findings"])

    def paths(self, document: dict) -> list[str]:
        return [Path(subject["path"]).name for subject in document["subjects"]]

    def test_subjects(self):
        """What audit takes, probe takes: the library behind it is found, and named by what it belongs to."""
        wheel = builds.wheel("numpy==2.3.5")
        one_routine = (*LEVEL1, "--routine", "ddot")
        code, document = self.probe(wheel, *one_routine)
        self.assertEqual(code, CLEAN)
        (subject,) = document["subjects"]
        self.assertTrue(subject["path"].startswith(f"{wheel}/numpy.libs/libscipy_openblas64_"), subject)
        self.assertEqual(subject["found_as"], f"in {Path(wheel).name}")
        # No folder of ours is left behind.
        scratch = self.temporary()
        ran = program.run(
            "probe", "-q", *one_routine, wheel, env={**builds.clean_environment(), "TMPDIR": str(scratch)}
        )
        self.assertEqual((ran.code, list(scratch.iterdir())), (CLEAN, []))

        folder = self.temporary()
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        for named in (folder, folder / "numpy", next((folder / "numpy" / "linalg").glob("_umath_linalg*.so"))):
            _, document = self.probe(named, *one_routine)
            (subject,) = document["subjects"]
            self.assertIn("bundled with numpy 2.3.5", subject["found_as"])

        # Wrappers without kernels of their own aren't probed beside the library that they call.
        _, document = self.probe(builds.deb("libopenblas0-serial"), *one_routine)
        self.assertEqual(self.paths(document), ["libopenblas-r0.3.21.so"])
        code, document = self.probe(builds.deb("python3-numpy"), *one_routine)
        self.assertEqual((code, document["subjects"]), (INCOMPLETE, []))
        self.assertIn("no BLAS or LAPACK library", document["not_checked"][0]["why"])

    def test_a_live_process(self):
        """What it has loaded, under the number of the process."""
        folder = self.temporary()
        with zipfile.ZipFile(builds.wheel("numpy==2.3.5")) as wheel:
            wheel.extractall(folder)
        python = ["/usr/bin/python3", "-c", "import numpy; print(numpy.__version__, flush=True); input()"]
        with subprocess.Popen(
            python,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder)},
        ) as process:
            if process.stdout.readline().strip() != "2.3.5":
                self.skipTest("this machine's Python can't import the wheel")
            code, document = self.probe(f"pid:{process.pid}", *LEVEL1, "--routine", "ddot")
            process.communicate("\n", timeout=60)
        (subject,) = document["subjects"]
        self.assertEqual((code, subject["verdict"]), (CLEAN, "sound"))
        self.assertIn(f"bundled with numpy 2.3.5 in process {process.pid}", subject["found_as"])

    def test_known_defects(self):
        """Confirmed where the probe finds them; reported for an affected version in any case."""
        folder = self.temporary()
        with zipfile.ZipFile(builds.wheel("numpy==1.15.1", **builds.CPYTHON_36)) as wheel:
            wheel.extractall(folder, [name for name in wheel.namelist() if name.startswith("numpy/.libs/")])
        (library,) = (folder / "numpy" / ".libs").glob("libopenblasp-*.so")
        _, document = self.probe(library, "--probe", "threads/callers")
        states = {advisory["id"]: advisory["state"] for advisory in document["subjects"][0]["advisories"]}
        self.assertEqual(states["OpenBLAS#1844"], "confirmed")
        self.assertEqual(states["OpenBLAS#4728"], "not-probed")
        _, document = self.probe(
            self.library("libopenblas0-pthread", "libopenblasp-r*.so"),
            "--probe",
            "special/iamax",
            "--probe",
            "special/scaling",
        )
        states = {advisory["id"]: advisory["state"] for advisory in document["subjects"][0]["advisories"]}
        self.assertEqual((states["OpenBLAS#624"], states["OpenBLAS#4728"]), ("confirmed", "confirmed"))
        # Netlib's says no version.
        _, document = self.probe(self.library("libblas3", "libblas.so.3.*"), *LEVEL1, "--routine", "ddot")
        self.assertEqual(document["subjects"][0]["advisories"], [])
        self.assertIn("isn't told", " ".join(item["why"] for item in document["not_checked"]))

    def test_who_defines_a_routine(self):
        """Debian's liblapack.so.3 of OpenBLAS finds its BLAS in libopenblas.so.0, and libblas.so.3 its LAPACK there."""
        library = self.library("libopenblas0-pthread", "libopenblasp-r*.so")
        lapack, blas = (library.parent / name for name in ("liblapack.so.3", "libblas.so.3"))
        for beside, defines, takes, probe in (
            (lapack, "dgetrf", "dscal", "special/scaling"),
            (blas, "dgemm", "dgetrf", "resources/stack"),
        ):
            _, document = self.probe(beside, "--probe", probe, "--routine", takes)
            (subject,) = document["subjects"]
            (other,) = subject["elsewhere"]
            self.assertEqual(
                (Path(other["path"]).name, other["vendor"], other["version"]), (library.name, "OpenBLAS", "0.3.21")
            )
            self.assertIn(takes, other["routines"])
            self.assertNotIn(defines, other["routines"])
            self.assertTrue(document["findings"], f"a known defect of {takes}")
            for finding in document["findings"]:
                self.assertEqual(finding["defined_in"], other["path"])
            self.assertTrue(subject["advisories"], "those of the library that computes")
        _, document = self.probe(blas, "--probe", "special/scaling", "--routine", "dscal")
        self.assertEqual({finding["defined_in"] for finding in document["findings"]}, {None}, "its own routine")
        _, document = self.probe(library, *LEVEL1, "--routine", "ddot")
        self.assertEqual((document["subjects"][0]["elsewhere"], document["subjects"][0]["beside"]), ([], []))

    def test_packages_that_are_not_read(self):
        folder = self.temporary()
        with zipfile.ZipFile(folder / "libopenblas-0.3.21-0.conda", "w") as package:
            package.writestr("metadata.json", "{}")
        (folder / "openblas-0.3.21-1.x86_64.rpm").write_bytes(b"\xed\xab\xee\xdb\x03\x00" + bytes(90))
        for name in ("openblas-0.3.21-1.x86_64.rpm", "libopenblas-0.3.21-0.conda"):
            self.assertIn("which isn't read: unpack it", " ".join(program.run("audit", folder / name).stdout.split()))
            code, document = self.probe(folder / name)
            self.assertEqual((code, document["subjects"]), (INCOMPLETE, []))
            self.assertIn("which isn't read: unpack it", document["not_checked"][0]["why"])

    def test_kernels(self):
        """One finding for all kernels that show it; a CPU that lacks a forced kernel's instructions is nothing to complain of."""
        _, document = self.probe(
            self.library("libopenblas0-pthread", "libopenblasp-r*.so"), *LEVEL1, "--routine", "cdotc", "--kernels"
        )
        for finding in document["findings"]:
            self.assertTrue(finding["kernels"], finding)
            if "SIGILL" in finding["got"]:
                self.assertEqual(finding["class"], "expected")
        self.assertEqual(
            len({(finding["class"], finding["flags"]) for finding in document["findings"]}), len(document["findings"])
        )
        kernels = [probe["kernel"] for probe in document["subjects"][0]["probes"]]
        self.assertGreater(len(kernels), 3)
        self.assertEqual(len(kernels), len(set(kernels)))

    def test_against(self):
        library, netlib = self.library("libopenblas0-serial", "libopenblas-r*.so"), self.library(
            "libblas3", "libblas.so.3.*"
        )
        code, document = self.probe(library, "--against", netlib, *LEVEL1, "--routine", "dnrm2")
        self.assertEqual((code, document["findings"]), (CLEAN, []))
        (both,) = document["against"]
        self.assertEqual((both["path"], both["other"]), (str(library), str(netlib)))
        (routine,) = both["routines"]
        self.assertEqual(routine["routine"], "dnrm2")
        self.assertLess(routine["same_bits"], routine["calls"], "they sum in different orders")
        _, document = self.probe(netlib, "--against", netlib, *LEVEL1, "--routine", "dnrm2")
        self.assertEqual(document["against"], [])

    def test_a_call_that_kills_is_shrunk(self):
        code, document = self.probe(
            self.library("libopenblas0-pthread", "libopenblasp-r*.so"), *LEVEL1, "--routine", "cdotc"
        )
        if code == CLEAN:
            self.skipTest("this CPU's kernel doesn't read past x")
        (finding,) = document["findings"]
        self.assertEqual((finding["shape"]["n"], finding["class"]), (1, "defect"))
        self.assertIn("data=integers", finding["call"])

    def test_reproducers(self):
        """Real defects as C programs: they fail with that library, and return with Netlib's in its place."""
        compiler = shutil.which("cc")
        if compiler is None:
            self.skipTest("there is no C compiler")
        library = self.library("libopenblas0-pthread", "libopenblasp-r*.so")
        netlib = {
            "blas": self.library("libblas3", "libblas.so.3.*"),
            "lapack": self.library("liblapack3", "liblapack.so.3.*"),
        }
        (netlib["lapack"].parent / "libblas.so.3").symlink_to(netlib["blas"])
        seen = 0
        all_grades = ("--fail-grade", program.ALL_GRADES)
        for probe, routine, healthy, says, more in (
            ("numbers/level1", "cdotu", "blas", "got killed by signal 11", ()),
            ("numbers/level1", "cdotc", "blas", "got killed by signal 11", ("--kernels",)),
            ("special/scaling", "zscal", "blas", "expected", ()),
            ("numbers/pivots", "dgetrf", "lapack", "expected", ()),
        ):
            folder = self.temporary()
            code, document = self.probe(library, "--probe", probe, "--routine", routine, "--reproducer", folder, *all_grades, *more)
            if code == CLEAN and routine.startswith("cdot"):
                continue  # this CPU's kernel doesn't read past x
            self.assertEqual(code, FINDINGS)
            for finding in document["findings"]:
                if finding["class"] != "defect":
                    continue
                source = Path(finding["reproducer"])
                built = subprocess.run(
                    [compiler, source, "-o", source.with_suffix(""), "-ldl", "-lpthread", "-lm"],
                    capture_output=True,
                    text=True,
                )
                self.assertEqual(built.returncode, 0, built.stderr)
                failing = subprocess.run([source.with_suffix("")], capture_output=True, text=True)
                self.assertEqual(failing.returncode, 1, f"{finding}\n{failing.stdout}{failing.stderr}")
                self.assertIn(says, failing.stdout)
                passing = subprocess.run(
                    [source.with_suffix(""), netlib[healthy]],
                    capture_output=True,
                    text=True,
                    env={**os.environ, "LD_LIBRARY_PATH": str(netlib["lapack"].parent)},
                )
                self.assertEqual(passing.returncode, 0, f"{finding}\n{passing.stdout}{passing.stderr}")
                if more:
                    self.assertIn("OPENBLAS_CORETYPE", source.read_text())
                seen += 1
        self.assertGreaterEqual(seen, 3)

    def test_what_is_no_blas(self):
        zlib = subprocess.run(
            ["/usr/bin/python3", "-c", "import zlib; print(zlib.__file__ or '')"], capture_output=True, text=True
        ).stdout.strip()
        for subject in (zlib or "/bin/sh", "/bin/sh", "/nonexistent/libblas.so"):
            code, document = self.probe(subject)
            self.assertEqual((code, document["subjects"][0]["verdict"]), (INCOMPLETE, "failed"))
            self.assertTrue(document["subjects"][0]["why"])


if __name__ == "__main__":
    program.main()
