"""What differs inside of sources: real releases with one edit each, a fork and a distribution's build, compared with footprints that
`signatures add` read from the official wheels."""

import shutil
import tempfile
import unittest
import zipfile
from pathlib import Path

import builds
import program
from program import CLEAN

OLD = {"platform": "manylinux1_x86_64", "python": "3.7", "implementation": "cp", "abi": "cp37m"}


def setUpModule() -> None:
    global environment, numpy_1162, numpy_235
    home = Path(tempfile.mkdtemp(prefix="fairplay-differences-"))
    unittest.addModuleCleanup(shutil.rmtree, home, ignore_errors=True)
    environment = {
        name: value
        for name, value in builds.clean_environment(HOME=str(home), FAIRPLAY_TEST_CACHE=str(builds.cache())).items()
        if not name.startswith("XDG_")
    }
    numpy_1162 = builds.wheel("numpy==1.16.2", **OLD)
    numpy_235 = builds.wheel("numpy==2.3.5")
    known = [numpy_1162, numpy_235, builds.wheel("numpy==1.15.1", **builds.CPYTHON_36)]
    if debians := official_of_debian():
        known.append(debians)
    ran = program.run("signatures", "add", "--confirmed", "pypi", *known, env=environment)
    if ran.code != CLEAN:
        raise AssertionError(str(ran))


def official_of_debian() -> Path | None:
    """The official wheel of the release that Debian 12 builds."""
    try:
        return builds.wheel("numpy==1.24.2")
    except unittest.SkipTest:
        return None


class DifferencesTest(program.RealTest):
    def unpacked(self, wheel: Path) -> Path:
        folder = self.temporary()
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        return folder

    def edited(self, wheel: Path, *edits: tuple[str, str, str]) -> Path:
        """The wheel unpacked, with the text `old` of each (path, old, new) replaced; without `old`, `new` is put at the end."""
        site = self.unpacked(wheel)
        for path, old, new in edits:
            text = (site / path).read_text()
            self.assertTrue(not old or old in text, f"{path} has no {old!r}")
            (site / path).write_text(text.replace(old, new, 1) if old else text + new)
        return site

    def audit_differences(self, subject: Path) -> tuple[program.Audited, list[tuple[str, str, str, str]]]:
        audited = self.audit(subject, env=environment)
        return audited, [
            (one["class"], *(one[key] or "" for key in ("name", "old", "new")))
            for one in audited.numpy["original"]["differences"]
        ]

    def assert_differences(
        self,
        wheel: Path,
        *edits: tuple[str, str, str],
        expect: list[tuple[str, str, str, str]],
        verdict: str = "modified-undisclosed",
    ) -> program.Audited:
        audited, differences = self.audit_differences(self.edited(wheel, *edits))
        self.assertEqual(sorted(differences), sorted(expect), audited.numpy["original"])
        self.assertEqual(audited.numpy["original"]["verdict"], verdict)
        return audited


class OneEdit(DifferencesTest):
    """Of 1.16.2, the release after which distributors flipped allow_pickle on their own."""

    def test_the_default_of_load(self):
        audited = self.assert_differences(
            numpy_1162,
            (
                "numpy/lib/npyio.py",
                "def load(file, mmap_mode=None, allow_pickle=True,",
                "def load(file, mmap_mode=None, allow_pickle=False,",
            ),
            expect=[("api-default", "numpy.load", "allow_pickle=True", "allow_pickle=False")],
        )
        self.assert_finding(audited, "NEP36-3", "error", "numpy.load", "allow_pickle=True became allow_pickle=False")
        self.assert_finding(audited, "NEP36-2", "error", "numpy.load")
        (difference,) = audited.numpy["original"]["differences"]
        self.assertEqual(difference["path"], "numpy/lib/npyio.py")
        self.assertGreater(difference["line"], 0)

    def test_a_methods_default(self):
        self.assert_differences(
            numpy_235,
            ("numpy/ma/core.py", "def filled(self, fill_value=None):", "def filled(self, fill_value=0):"),
            expect=[("api-default", "numpy.ma.MaskedArray.filled", "fill_value=None", "fill_value=0")],
        )

    def test_a_function_that_nothing_reexports(self):
        self.assert_differences(
            numpy_1162,
            ("numpy/lib/npyio.py", "def zipfile_factory(file,", "def zipfile_factory(file, allow=True,"),
            expect=[("api-signature", "numpy.lib.npyio.zipfile_factory", "", "allow=True")],
        )

    def test_a_removed_parameter(self):
        self.assert_differences(
            numpy_1162,
            ("numpy/lib/npyio.py", "mmap_mode=None, allow_pickle=True,", "allow_pickle=True,"),
            expect=[("api-signature", "numpy.load", "mmap_mode=None", "")],
        )

    def test_a_renamed_parameter(self):
        self.assert_differences(
            numpy_1162,
            ("numpy/lib/npyio.py", "mmap_mode=None, allow_pickle=True,", "map_mode=None, allow_pickle=True,"),
            expect=[("api-signature", "numpy.load", "mmap_mode=None", "map_mode=None")],
        )

    def test_a_keyword_only_parameter(self):
        self.assert_differences(
            numpy_235,
            (
                "numpy/lib/_npyio_impl.py",
                "encoding='ASCII', *, max_header_size=_MAX_HEADER_SIZE):\n    \"\"\"\n    Load",
                "encoding='ASCII', *, strict=False, max_header_size=_MAX_HEADER_SIZE):\n    \"\"\"\n    Load",
            ),
            expect=[("api-signature", "numpy.load", "", "strict=False")],
        )

    def test_a_decorator(self):
        self.assert_differences(
            numpy_1162,
            ("numpy/lib/npyio.py", "@set_module('numpy')\ndef load(", "@set_module('numpy')\n@_cached\ndef load("),
            expect=[("api-behaviour", "numpy.load", "set_module('numpy')", "set_module('numpy'); _cached")],
        )

    def test_a_function_wrapped_at_the_modules_end(self):
        self.assert_differences(
            numpy_1162,
            ("numpy/lib/npyio.py", "", "\nload = _wrapped(load)\n"),
            expect=[("api-behaviour", "numpy.load", "", "load = _wrapped(load)")],
        )

    def test_a_private_function_is_reported_with_what_reaches_it(self):
        site = self.edited(
            numpy_1162, ("numpy/lib/npyio.py", "def _getconv(dtype):", "def _getconv(dtype):\n    dtype = dtype")
        )
        audited, differences = self.audit_differences(site)
        self.assertEqual(differences, [("private", "numpy.lib.npyio._getconv", "", "")])
        self.assertIn("reached by", audited.numpy["original"]["differences"][0]["detail"])
        self.assertIn("numpy.loadtxt", audited.numpy["original"]["differences"][0]["detail"])
        self.assertEqual(audited.findings("NEP36-3"), [])

    def test_comments_and_docstrings_are_cosmetic(self):
        audited = self.assert_differences(
            numpy_1162,
            ("numpy/lib/npyio.py", "Load arrays or pickled objects from", "Reads arrays or pickled objects from"),
            ("numpy/lib/npyio.py", "", "\n# a comment\n"),
            expect=[("cosmetic", "", "", "")],
            verdict="patched",
        )
        self.assertEqual(audited.findings("NEP36-2") + audited.findings("NEP36-3"), [])

    def test_a_renamed_function_is_one_difference(self):
        site = self.edited(numpy_1162, ("numpy/lib/npyio.py", "def zipfile_factory(", "def zip_factory("))
        _, differences = self.audit_differences(site)
        self.assertEqual([one[:2] for one in differences], [("api-added", "numpy.lib.npyio.zip_factory")])

    def test_a_patch_in_the_distributors_file(self):
        site = self.edited(
            numpy_1162, ("numpy/_distributor_init.py", "", "\nimport numpy.core.multiarray as m\nm.array = print\n")
        )
        audited, differences = self.audit_differences(site)
        self.assertIn("monkeypatch", {one[0] for one in differences})
        self.assertEqual(audited.numpy["original"]["verdict"], "modified-undisclosed")

    def test_constants_and_preloading_there_are_expected(self):
        site = self.edited(
            numpy_1162,
            (
                "numpy/_distributor_init.py",
                "",
                "\nimport ctypes\nimport os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'libmkl_rt.so'), ctypes.RTLD_GLOBAL)\nVENDOR = ('me', 3)\n",
            ),
        )
        audited, differences = self.audit_differences(site)
        self.assertEqual([one[0] for one in differences], ["build"])
        self.assertEqual(audited.numpy["original"]["verdict"], "rebuilt")

    def test_a_broken_source_is_reported_whole(self):
        audited, differences = self.audit_differences(
            self.edited(numpy_1162, ("numpy/lib/npyio.py", "", "\ndef broken(:\n  ]]]\n"))
        )
        self.assertEqual([one[0] for one in differences], ["private"])
        self.assertIn("1 source file", " ".join(item["what"] for item in audited.numpy["not_checked"]))


class OtherPeoplesBuilds(DifferencesTest):
    def test_intel(self):
        intel = builds.wheel("intel-numpy==1.15.1", **builds.CPYTHON_36)
        audited, differences = self.audit_differences(intel)
        added = {name for kind, name, _, _ in differences if kind == "api-added"}
        self.assertLessEqual(
            {"numpy.erf", "numpy.invsqrt", "numpy.random_intel", "numpy.__mkl_version__", "npy_erf", "npy_invsqrt"},
            added,
        )
        self.assertEqual({name for name in added if name.endswith(".erf")}, {"numpy.erf"}, "one thing is reported once")
        for rule in ("NEP36-1", "NEP36-2", "NEP36-3"):
            self.assertTrue(audited.findings(rule, "error"), rule)
        self.assert_finding(audited, "NEP36-3", "error", "numpy.erf", "numpy.invsqrt", "npy_erf")

    def test_debian(self):
        audited, differences = self.audit_differences(builds.deb("python3-numpy"))
        if not audited.numpy["version"].startswith("1.24.2"):
            self.skipTest("this Debian has another NumPy")
        self.assertEqual(audited.code, CLEAN, str(audited))
        self.assertEqual(audited.numpy["original"]["verdict"], "patched")
        self.assertEqual(
            {name for kind, name, _, _ in differences if kind == "library-search"},
            {
                "numpy.ctypeslib.load_library",
                "numpy.distutils.system_info.default_include_dirs",
                "numpy.distutils.system_info.default_x11_include_dirs",
            },
        )

    def test_another_function_doesnt_hide_behind_debians(self):
        site = self.temporary()
        builds.run("dpkg-deb", "--extract", builds.deb("python3-numpy"), site)
        path = site / "usr/lib/python3/dist-packages/numpy/ctypeslib.py"
        path.write_text(path.read_text().replace("def as_array(obj, shape=None):", "def as_array(obj, shape=()):"))
        _, differences = self.audit_differences(site)
        self.assertIn(("api-default", "numpy.ctypeslib.as_array", "shape=None", "shape=()"), differences)

    def test_official_wheels_for_other_machines_have_no_api_difference(self):
        for options in (
            {"platform": "musllinux_1_2_x86_64", "python": "3.11"},
            {"platform": "manylinux_2_28_aarch64", "python": "3.11"},
            {"platform": "win_amd64", "python": "3.11"},
        ):
            with self.subTest(**options):
                audited, differences = self.audit_differences(builds.wheel("numpy==2.3.5", **options))
                self.assertEqual(
                    [one for one in differences if one[0].startswith("api-") or one[0] in ("private", "monkeypatch")],
                    [],
                )
                self.assertEqual(audited.findings("NEP36-3"), [])


if __name__ == "__main__":
    program.main()
