"""`fairplay probe` on libraries that people use: what it says of them, and that it says so by the published schema."""

import json
import subprocess
import unittest
import zipfile
from pathlib import Path

import builds
import program
from program import CLEAN, FINDINGS, INCOMPLETE

try:
    import jsonschema
except ImportError:
    jsonschema = None

LEVEL1 = ("--probe", "numbers/level1")


class Probed(program.RealTest):
    def library(self, package: str, name: str) -> Path:
        folder = self.temporary()
        builds.run("dpkg-deb", "-x", builds.deb(package), folder)
        return next(path for path in sorted(folder.rglob(name)) if path.is_file() and not path.is_symlink())

    def probe(self, *arguments: str | Path) -> tuple[int, dict]:
        if jsonschema is None:
            self.skipTest("Debian's python3-jsonschema is missing: reports can't be validated")
        ran = program.run("probe", "--format", "json", *arguments)
        document = json.loads(ran.stdout)
        schema = json.loads((program.SOURCE / "docs" / "schema" / "fairplay-probe-1.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(document)
        return ran.code, document

    def test_netlib_is_sound(self):
        """The reference implementation, with two seeds."""
        library = self.library("libblas3", "libblas.so.3.*")
        for seed in (1, 2):
            code, document = self.probe(library, "--seed", str(seed))
            self.assertEqual([finding for finding in document["findings"] if finding["class"] == "defect"], [])
            self.assertEqual((code, document["subjects"][0]["verdict"]), (CLEAN, "sound"))
            for probe in document["subjects"][0]["probes"]:
                if probe["id"].startswith("numbers/level"):
                    self.assertGreater(probe["calls"], 400, probe)
        builds.seen.add(f"probed: {library.name} of libblas3")

    def test_conventions(self):
        """Widths and names are told by test."""
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
        told = {key: identity[key] for key in ("vendor", "integers", "prefix", "suffix", "complex_return")}
        self.assertEqual(told, {"vendor": "OpenBLAS", "integers": "ilp64", "prefix": "scipy_", "suffix": "64_", "complex_return": "registers"})

    def test_atlas_reads_imaginary_parts_of_a_hermitian_diagonal(self):
        """cherk: "the imaginary parts of the diagonal elements need not be set"."""
        library = self.library("libatlas3-base", "libblas.so.3.*")
        (dependency,) = library.parent.parent.glob("libatlas.so.3.*")
        dependency.rename(library.parent / "libatlas.so.3")  # beside it, for it isn't installed
        code, document = self.probe(library, "--probe", "numbers/level3", "--routine", "cherk")
        self.assertEqual(code, FINDINGS)
        self.assertEqual({(finding["routine"], finding["class"]) for finding in document["findings"]}, {("cherk", "defect")})
        self.assertTrue(all("nan" in finding["got"] for finding in document["findings"]), document["findings"])

    def paths(self, document: dict) -> list[str]:
        return [Path(subject["path"]).name for subject in document["subjects"]]

    def test_subjects(self):
        """What audit takes, probe takes: the library behind it is found, and told by what it belongs to."""
        wheel = builds.wheel("numpy==2.3.5")
        one_routine = (*LEVEL1, "--routine", "ddot")
        code, document = self.probe(wheel, *one_routine)
        self.assertEqual(code, CLEAN)
        (subject,) = document["subjects"]
        self.assertTrue(subject["path"].startswith(f"{wheel}/numpy.libs/libscipy_openblas64_"), subject)
        self.assertEqual(subject["found_as"], f"in {Path(wheel).name}")
        # No folder of ours is left behind.
        scratch = self.temporary()
        ran = program.run("probe", "-q", *one_routine, wheel, env={**builds.clean_environment(), "TMPDIR": str(scratch)})
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

    def test_kernels(self):
        """One finding for all kernels that show it; a CPU that lacks a forced kernel's instructions is nothing to complain of."""
        _, document = self.probe(self.library("libopenblas0-pthread", "libopenblasp-r*.so"), *LEVEL1, "--routine", "cdotc", "--kernels")
        for finding in document["findings"]:
            self.assertTrue(finding["kernels"], finding)
            if "SIGILL" in finding["got"]:
                self.assertEqual(finding["class"], "expected")
        self.assertEqual(len({(finding["class"], finding["flags"]) for finding in document["findings"]}), len(document["findings"]))
        kernels = [probe["kernel"] for probe in document["subjects"][0]["probes"]]
        self.assertGreater(len(kernels), 3)
        self.assertEqual(len(kernels), len(set(kernels)))

    def test_against(self):
        library, netlib = self.library("libopenblas0-serial", "libopenblas-r*.so"), self.library("libblas3", "libblas.so.3.*")
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
        code, document = self.probe(self.library("libopenblas0-pthread", "libopenblasp-r*.so"), *LEVEL1, "--routine", "cdotc")
        if code == CLEAN:
            self.skipTest("this CPU's kernel doesn't read past x")
        (finding,) = document["findings"]
        self.assertEqual((finding["shape"]["n"], finding["class"]), (1, "defect"))
        self.assertIn("data=integers", finding["call"])

    def test_what_is_no_blas(self):
        zlib = subprocess.run(["/usr/bin/python3", "-c", "import zlib; print(zlib.__file__ or '')"], capture_output=True, text=True).stdout.strip()
        for subject in (zlib or "/bin/sh", "/bin/sh", "/nonexistent/libblas.so"):
            code, document = self.probe(subject)
            self.assertEqual((code, document["subjects"][0]["verdict"]), (INCOMPLETE, "failed"))
            self.assertTrue(document["subjects"][0]["why"])


if __name__ == "__main__":
    program.main()
