"""What is known of NumPy's releases, as an audit tells it: once for each NumPy, a note unless users should act, and never of
builds that aren't the release's."""

import zipfile

import builds
import program
from program import CLEAN


class KnownDefects(program.RealTest):
    def defects_of(self, audited: program.Audited) -> dict:
        (finding,) = audited.findings("NUMPY-1")
        self.assertEqual(finding["subject"], audited.numpy["id"])
        return finding

    def ids(self, finding: dict) -> list[str]:
        return [item["detail"].split(" ", 1)[0] for item in finding["evidence"]]

    def assert_told(self, audited: program.Audited, why: str) -> None:
        (told,) = [item["why"] for item in audited.numpy["not_checked"] if item["what"] == "known defects of NumPy"]
        self.assertIn("whether this build has them isn't known, because " + why, told)

    def test_a_healthy_wheel_has_a_note(self):
        audited = self.audit(builds.wheel("numpy==2.3.5"))
        self.assertEqual(audited.code, CLEAN, str(audited))
        finding = self.defects_of(audited)
        self.assertEqual(finding["severity"], "note")
        ids = self.ids(finding)
        self.assertEqual(len(ids), len(set(ids)))
        self.assertIn(f"NumPy 2.3.5 has {len(ids)} known defects: {ids[0]}, {ids[1]}, {ids[2]} and", finding["message"])
        self.assertIn("numpy#31150", ids)
        self.assertNotIn("numpy#29609", ids, "fixed in 2.3.4")
        self.assertNotIn("numpy#27438", ids, "of another platform")

    def test_what_users_should_act_on_is_a_warning(self):
        audited = self.audit(builds.wheel("numpy==2.3.0"))
        self.assertEqual(audited.code, CLEAN, str(audited))
        finding = self.defects_of(audited)
        self.assertEqual(finding["severity"], "warning")
        self.assertEqual(self.ids(finding)[0], "numpy#29164")

    def test_platforms_count(self):
        audited = self.audit(builds.wheel("numpy==2.1.0", platform="manylinux2014_aarch64"))
        self.assertIn("numpy#27438", self.ids(self.defects_of(audited)))

    def test_of_an_unknown_build_nothing_is_claimed(self):
        # What is inside of Windows' binaries isn't read.
        audited = self.audit(builds.wheel("numpy==2.1.0", platform="win_amd64"))
        self.assertEqual(audited.findings("NUMPY-1"), [])
        self.assert_told(audited, "it isn't known to be that release")

    def test_of_a_modified_build_nothing_is_claimed(self):
        folder = self.temporary()
        site = folder / "site-packages"
        with zipfile.ZipFile(builds.wheel("numpy==2.3.5")) as wheel:
            wheel.extractall(site)
        source = site / "numpy" / "linalg" / "_linalg.py"
        source.write_text(source.read_text() + "\ndef qr(a):\n    return a\n")
        audited = self.audit(folder)
        self.assertEqual(audited.findings("NUMPY-1"), [])
        self.assert_told(audited, "it isn't that release's code")


if __name__ == "__main__":
    program.main()
