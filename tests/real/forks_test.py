"""Distributions that have numpy in their names: the fork NEP 36 is about, and projects beside NumPy."""

import shutil
import tempfile
import zipfile
from pathlib import Path

import builds
import program
from program import CLEAN, FINDINGS


def setUpModule() -> None:
    global intel
    intel = builds.wheel("intel-numpy==1.15.1", **builds.CPYTHON_36)


class IntelNumpy(program.RealTest):
    """Files below .data/data/lib/python3.6/site-packages, and a second dist-info that says Name: numpy."""

    def assert_fork(self, audited: program.Audited) -> None:
        self.assertEqual(audited.code, FINDINGS, str(audited))
        finding = self.assert_finding(audited, "NEP36-1", "error", "intel-numpy")
        self.assertEqual(
            {item["rule"] for item in audited.findings(severity="error")}, {"NEP36-1", "NEP36-2", "NEP36-3", "NEP36-4"}
        )
        (subject,) = (item for item in audited.numpys if item["id"] == finding["subject"])
        self.assertEqual(subject["fair"]["verdict"], "fail")
        self.assertEqual((subject["name"], subject["version"]), ("intel-numpy", "1.15.1"))
        self.assertNotEqual(subject["intact"]["verdict"], "no")

    def test_wheel(self):
        audited = self.audit(intel)
        self.assert_fork(audited)
        self.assertEqual(audited.numpy["intact"]["verdict"], "yes")

    def test_installed(self):
        """As pip lays it out in a Python 3.6 that nobody has any more: .data/data goes to the prefix, RECORD's paths follow.

        (pip --target leaves only bin and the dist-info of it.)"""
        prefix = self.temporary() / "python"
        site = prefix / "lib" / "python3.6" / "site-packages"
        data = "intel_numpy-1.15.1.data/data/"
        with zipfile.ZipFile(intel) as archive:
            for name in archive.namelist():
                target = prefix / name.removeprefix(data) if name.startswith(data) else site / name
                if not name.endswith("/"):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(name))
        information = site / "intel_numpy-1.15.1.dist-info"
        rows = (
            (information / "RECORD")
            .read_text()
            .replace(data + "lib/python3.6/site-packages/", "")
            .replace(data, "../../../")
        )
        (information / "INSTALLER").write_text("pip\n")
        (information / "RECORD").write_text(rows + "intel_numpy-1.15.1.dist-info/INSTALLER,,\n")
        audited = self.audit(prefix)
        self.assert_fork(audited)
        self.assertEqual(audited.numpy["intact"]["verdict"], "yes", audited.numpy["intact"])

    def test_waived(self):
        waivers = self.temporary() / "waivers.yaml"
        waivers.write_text(
            "waivers:\n"
            + "".join(
                f"  - rule: {rule}\n    reason: we know what we run\n    subject: intel-numpy==1.15.1\n"
                for rule in ("NEP36-1", "NEP36-2", "NEP36-3", "NEP36-4")
            )
        )
        audited = self.audit(intel, options=("--waivers", str(waivers)))
        self.assertEqual(audited.code, CLEAN, str(audited))
        (finding,) = audited.findings("NEP36-1")
        self.assertEqual((finding["waived"], finding["waiver_reason"]), (True, "we know what we run"))
        self.assertEqual(audited.numpy["fair"]["verdict"], "pass")


class ProjectsBesideNumpy(program.RealTest):
    """NEP 36 allows numpy-financial by name; numpy-stl and numpy-quaternion are reported, not blamed for their names: they
    install no numpy.

    What numpy-quaternion does to NumPy's names is another rule's (monkeypatch_test.py)."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="fairplay-forks-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        wheels = [builds.wheel(name) for name in ("numpy==2.3.5", "numpy-financial", "numpy-stl", "numpy-quaternion")]
        builds.pip_install(builds.venv(cls.folder / "venv"), *wheels, options=("--no-compile",))

    def test_notes(self):
        audited = self.audit(self.folder / "venv")
        self.assertEqual(
            {finding["rule"] for finding in audited.findings("NEP36-1") + audited.findings(severity="error")},
            {"NEP36-1"},
            str(audited),
        )
        self.assert_finding(audited, "NEP36-4", "warning", "adds numpy.quaternion")
        notes = " ".join(finding["message"] for finding in audited.findings("NEP36-1", "note"))
        for name in ("numpy-stl", "numpy-quaternion"):
            self.assertIn(f'"{name}"', notes)
        self.assertNotIn("financial", notes)


if __name__ == "__main__":
    program.main()
