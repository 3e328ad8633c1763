"""fairplay compare on real builds: official wheels, Debian's build and its patches, releases of the shipped database, damaged input."""

import json
import os
import re
import shutil
import subprocess
import unittest
import zipfile
from pathlib import Path

import builds
import program
from program import CLEAN, FINDINGS, INCOMPLETE, SOURCE, USAGE

try:
    import jsonschema
except ImportError:
    jsonschema = None


def unpacked(wheel: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def debian_patches(folder: Path) -> Path:
    """The patches of Debian's numpy, by apt-get source: what its .deb was built with."""

    def fetch(into: Path) -> None:
        state = into / "state"
        (state / "lists" / "partial").mkdir(parents=True)
        sources = []
        for file in Path("/etc/apt/sources.list.d").glob("*.sources"):
            for stanza in file.read_text().split("\n\n"):
                fields = dict(re.findall(r"^([A-Za-z-]+):[ \t]*(.*)$", stanza, re.MULTILINE))
                if "debian" not in fields.get("URIs", ""):
                    continue
                signed = f" [signed-by={fields['Signed-By']}]" if "Signed-By" in fields else ""
                sources += [
                    f"deb-src{signed} {uri} {suite} {fields.get('Components', 'main')}"
                    for uri in fields["URIs"].split()
                    for suite in fields["Suites"].split()
                ]
        for file in (Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*.list")):
            if file.exists():
                sources += [
                    line.replace("deb ", "deb-src ", 1)
                    for line in file.read_text().splitlines()
                    if line.startswith("deb ") and "debian" in line
                ]
        (state / "sources.list").write_text("\n".join(sources) + "\n")
        options = [
            f"-oDir::Etc::SourceList={state / 'sources.list'}",
            "-oDir::Etc::SourceParts=/dev/null",
            f"-oDir::State::Lists={state / 'lists'}",
            "-oAPT::Sandbox::User=root",
        ]
        builds.run("apt-get", *options, "update", "-q")
        builds.run("apt-get", *options, "source", "--download-only", "--diff-only", "-q", "numpy", cwd=into)
        shutil.rmtree(state)

    archive = builds.fetched("debian-source", "numpy", fetch)
    builds.run("tar", "xf", archive, "-C", folder)
    return folder / "debian" / "patches"


class CompareTest(program.RealTest):
    def compare(self, old, new, *options, code: int = CLEAN) -> dict:
        ran = program.run("compare", old, new, "--format", "json", *options)
        self.assertEqual(ran.code, code, str(ran))
        document = json.loads(ran.stdout)
        if jsonschema:
            jsonschema.validate(
                document, json.loads((SOURCE / "docs" / "schema" / "fairplay-compare-1.schema.json").read_text())
            )
        counted: dict[str, int] = {}
        for difference in document["differences"]:
            counted[difference["class"]] = counted.get(difference["class"], 0) + 1
        self.assertEqual(document["summary"]["by_class"], counted)
        return document

    def reported(self, document: dict) -> set[tuple[str, str, str | None]]:
        return {(difference["class"], difference["path"], difference["name"]) for difference in document["differences"]}


class Equals(CompareTest):
    def test_a_build_and_itself(self):
        wheel = builds.wheel("numpy==2.3.5")
        folder = unpacked(wheel, self.temporary())
        for old, new in (
            (wheel, wheel),
            (wheel, folder),
            (folder, folder / "numpy"),
            ("numpy==2.3.5", wheel),
            (folder, "numpy==2.3.5"),
        ):
            with self.subTest(old=str(old), new=str(new)):
                document = self.compare(old, new)
                self.assertEqual(
                    [
                        difference
                        for difference in document["differences"]
                        if difference["class"] not in ("build", "docs")
                    ],
                    [],
                )

    def test_wheels_of_one_release(self):
        """Other Pythons, another machine: no difference of the API, no private code."""
        mine = builds.wheel("numpy==2.3.5")
        others = (
            builds.wheel("numpy==2.3.5", python="313", abi="cp313", platform="manylinux_2_28_x86_64"),
            builds.wheel("numpy==2.3.5", python="311", abi="cp311", platform="manylinux_2_28_aarch64"),
        )
        for other in others:
            with self.subTest(other.name):
                document = self.compare(mine, other)
                self.assertLessEqual(
                    set(document["summary"]["by_class"]),
                    {"build", "docs", "tests", "cosmetic"},
                    document["differences"][:10],
                )


class Fork(CompareTest):
    def test_intel_against_its_release(self):
        intel = builds.wheel("intel-numpy==1.15.1", **builds.CPYTHON_36)
        for official in ("numpy==1.15.1", builds.wheel("numpy==1.15.1", **builds.CPYTHON_36)):
            with self.subTest(str(official)):
                document = self.compare(official, intel, code=FINDINGS)
                reported = {(difference["class"], difference["name"]) for difference in document["differences"]}
                wanted = {
                    ("api-added", name)
                    for name in (
                        "numpy.erf",
                        "numpy.invsqrt",
                        "numpy.random_intel",
                        "numpy.__mkl_version__",
                        "npy_erf",
                        "npy_invsqrt",
                    )
                }
                self.assertLessEqual(wanted, reported)
                patches = {
                    (difference["path"], difference["line"])
                    for difference in document["differences"]
                    if difference["class"] == "monkeypatch"
                }
                self.assertEqual(patches, {("numpy/fft/__init__.py", 30)})


class Debian(CompareTest):
    def test_patches(self):
        folder = self.temporary()
        patches = debian_patches(folder)
        # The official wheel of the version that Debian has.
        deb = builds.deb("python3-numpy")
        version = re.search(r"_(?:\d+(?:%3a|:))?([0-9.]+)-", deb.name).group(1)
        document = self.compare(builds.wheel(f"numpy=={version}"), deb, "--patches", patches)
        standing = {patch["name"]: patch["standing"] for patch in document["patches"]}
        applied = [line for line in (patches / "series").read_text().split() if not line.startswith("#")]
        self.assertEqual(list(standing), applied)
        for name in (
            "python3-soabi.patch",
            "0005-Dont-fail-if-we-cant-import-mingw32.patch",
            "debian_skip_tests.patch",
            "distutils-check-usr-include.patch",
        ):
            self.assertEqual(standing[name], "explains", document["patches"])
        self.assertEqual({use for name, use in standing.items() if use != "explains"}, {"elsewhere"})
        leftovers = {difference["class"] for difference in document["differences"] if not difference["patches"]}
        self.assertLessEqual(leftovers, {"build", "docs"}, document["differences"])

    def test_a_missing_patch_leaves_its_difference(self):
        folder = self.temporary()
        patches = debian_patches(folder)
        series = patches / "series"
        series.write_text(series.read_text().replace("python3-soabi.patch\n", ""))
        deb = builds.deb("python3-numpy")
        version = re.search(r"_(?:\d+(?:%3a|:))?([0-9.]+)-", deb.name).group(1)
        document = self.compare(builds.wheel(f"numpy=={version}"), deb, "--patches", patches)
        left = {difference["path"] for difference in document["differences"] if not difference["patches"]}
        self.assertIn("numpy/ctypeslib.py", left)
        self.assertNotIn("numpy/distutils/system_info.py", left)
        ran = program.run("compare", builds.wheel(f"numpy=={version}"), deb, "--patches", patches)
        self.assertRegex(
            ran.stdout.splitlines()[0], "^[0-9]+ of [0-9]+ differences explained by 3 patches; no patch explains: "
        )


class MadeUpPatches(CompareTest):
    def setUp(self):
        self.old = builds.wheel("numpy==1.26.4")
        self.new = unpacked(self.old, self.temporary())
        self.patches = self.temporary()

    def edit(self, path: str, before: str, after: str) -> str:
        """Changes a file of the new build; returns the patch that does so."""
        file = self.new / path
        text = file.read_text()
        self.assertIn(before, text)
        changed = text.replace(before, after, 1)
        old = self.patches / "old"
        new = self.patches / "new"
        old.write_text(text)
        new.write_text(changed)
        file.write_text(changed)
        diff = subprocess.run(
            ["diff", "-u", "--label", f"a/{path}", "--label", f"b/{path}", str(old), str(new)],
            capture_output=True,
            text=True,
        ).stdout
        old.unlink()
        new.unlink()
        return diff

    def uses(self, document: dict) -> dict[str, str]:
        return {patch["name"]: patch["standing"] for patch in document["patches"]}

    def test_each_its_own(self):
        path = "numpy/lib/npyio.py"
        (self.patches / "first.patch").write_text(self.edit(path, "allow_pickle=False", "allow_pickle=True"))
        (self.patches / "second.patch").write_text(
            self.edit(path, "def savetxt(fname, X, fmt='%.18e'", "def savetxt(fname, X, fmt='%.17e'")
        )
        (self.patches / "third.patch").write_text(
            "Description: nothing of NumPy's\n--- a/doc/x.rst\n+++ b/doc/x.rst\n@@ -1 +1 @@\n-a\n+b\n"
        )
        document = self.compare(self.old, self.new, "--patches", self.patches)
        self.assertEqual(
            self.uses(document), {"first.patch": "explains", "second.patch": "explains", "third.patch": "elsewhere"}
        )
        self.assertEqual(document["summary"]["leftovers"], 0)
        made = {
            (difference["class"], difference["name"], difference["old"], difference["new"], *difference["patches"])
            for difference in document["differences"]
        }
        self.assertEqual(
            made,
            {
                (
                    "api-default",
                    "numpy.lib.npyio.NpzFile.__init__",
                    "allow_pickle=False",
                    "allow_pickle=True",
                    "first.patch",
                ),
                ("api-default", "numpy.savetxt", "fmt='%.18e'", "fmt='%.17e'", "second.patch"),
            },
        )

    def test_what_no_patch_explains(self):
        path = "numpy/lib/npyio.py"
        (self.patches / "first.patch").write_text(self.edit(path, "allow_pickle=False", "allow_pickle=True"))
        self.edit(
            "numpy/lib/format.py", "def read_array(fp, allow_pickle=False", "def read_array(fp, allow_pickle=True"
        )
        document = self.compare(self.old, self.new, "--patches", self.patches, code=FINDINGS)
        self.assertEqual(
            {difference["path"] for difference in document["differences"] if not difference["patches"]},
            {"numpy/lib/format.py"},
        )
        self.assertEqual(self.uses(document), {"first.patch": "explains"})

    def test_a_patch_that_does_not_apply(self):
        self.edit("numpy/lib/npyio.py", "allow_pickle=False", "allow_pickle=True")
        (self.patches / "bad.patch").write_text(
            "--- a/numpy/lib/npyio.py\n+++ b/numpy/lib/npyio.py\n@@ -1,1 +1,1 @@\n-no such line\n+another\n"
        )
        document = self.compare(self.old, self.new, "--patches", self.patches, code=FINDINGS)
        (patch,) = document["patches"]
        self.assertEqual(patch["standing"], "unproven")
        self.assertIn("doesn't apply to numpy/lib/npyio.py", patch["why"])

    def test_a_patch_nobody_needs(self):
        (self.patches / "upstream.patch").write_text(
            "--- a/numpy/lib/npyio.py\n+++ b/numpy/lib/npyio.py\n@@ -1,1 +1,1 @@\n-a\n+b\n"
        )
        self.assertEqual(
            self.uses(self.compare(self.old, self.new, "--patches", self.patches)), {"upstream.patch": "not-needed"}
        )

    def test_malformed(self):
        (self.patches / "broken.patch").write_text(
            "--- a/numpy/lib/npyio.py\n+++ b/numpy/lib/npyio.py\n@@ nonsense @@\n"
        )
        document = self.compare(self.old, self.new, "--patches", self.patches, code=INCOMPLETE)
        self.assertEqual([damage["file"] for damage in document["damage"]], ["broken.patch"])
        ran = program.run("compare", self.old, self.new, "--patches", self.patches / "nowhere")
        self.assertEqual((ran.code, ran.stdout), (INCOMPLETE, ""))


class Releases(CompareTest):
    def test_by_name(self):
        document = self.compare("numpy==1.26.4", "numpy==2.0.2", code=FINDINGS)
        self.assertEqual((document["old"]["version"], document["new"]["version"]), ("1.26.4", "2.0.2"))
        self.assertEqual((document["old"]["source"], document["new"]["source"]), ("database", "database"))
        again = self.compare("numpy==1.26.4", "numpy==2.0.2", code=FINDINGS)
        self.assertEqual(document, again)

    def test_what_the_database_knows_of_files_is_what_they_say(self):
        """Without its database the program parses what it else knows by hash: nothing comes out differently."""
        old, new = builds.wheel("numpy==1.26.4"), builds.wheel("numpy==2.3.5")
        alone = shutil.copy(program.PROGRAM, self.temporary())
        ran = subprocess.run(
            [alone, "compare", old, new, "--format", "json"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=builds.clean_environment(),
            timeout=300,
        )
        self.assertEqual(ran.returncode, FINDINGS, ran.stderr)
        self.assertTrue(json.loads(ran.stdout) == self.compare(old, new, code=FINDINGS), "the two differ")

    def test_unknown_release(self):
        ran = program.run("compare", "numpy==1.26.4", "numpy==99.0")
        self.assertEqual(ran.code, INCOMPLETE)
        self.assertIn("fairplay signatures add numpy==99.0 adds it", ran.stderr)


class Refused(CompareTest):
    def test_inputs(self):
        folder = self.temporary()
        (folder / "broken.whl").write_bytes(b"PK\x03\x04" + os.urandom(64))
        (folder / "empty").mkdir()
        wheel = builds.wheel("numpy==2.3.5")
        for new in (folder / "nowhere", folder / "empty", folder / "broken.whl", "/dev/null"):
            with self.subTest(str(new)):
                ran = program.run("compare", wheel, new)
                self.assertEqual((ran.code, ran.stdout), (INCOMPLETE, ""), str(ran))
                self.assertIn(str(new), ran.stderr)
        self.assertEqual(program.run("compare", wheel).code, USAGE)

    def test_two_numpys_in_a_folder(self):
        folder = self.temporary()
        for name in ("a", "b"):
            target = folder / name / "lib" / "python3.11" / "site-packages"
            unpacked(builds.wheel("numpy==2.3.5"), target)
            (folder / name / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11\n")
        ran = program.run("compare", folder, folder / "a")
        self.assertEqual(ran.code, INCOMPLETE, str(ran))
        self.assertIn("name one of them", ran.stderr)


class Formats(CompareTest):
    def test_answer_first(self):
        wheel = builds.wheel("numpy==2.3.5")
        self.assertEqual(program.run("compare", wheel, wheel).stdout.splitlines()[0], "no differences")
        markdown = program.run("compare", "numpy==1.26.4", "numpy==2.0.2", "--format", "markdown").stdout
        self.assertRegex(markdown.splitlines()[0], "^### the public API differs: ")
        self.assertNotIn("@", program.outside_of_code(markdown))
        quiet = program.run("compare", "numpy==1.26.4", "numpy==2.0.2", "-q").stdout
        self.assertEqual(len(quiet.splitlines()), 1)


if __name__ == "__main__":
    program.main()
