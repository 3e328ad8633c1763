"""A test that compares arraycore with NumPys: those that the command line names, else two wheels, which pip fetches once."""

import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "real"))

import builds


class ComparedNumpys:
    """For a TestCase with `compare(interpreter, folder)`."""

    driver = ""
    given: list[str] = []  # INTERPRETER=FOLDER

    def compare_wheel(self, requirement):
        if self.given:
            self.skipTest("other NumPys are given")
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(builds.wheel(requirement)) as archive:
            archive.extractall(folder)
            self.compare(builds.PYTHON, folder)

    def test_the_last_release_of_value_based_promotion(self):
        self.compare_wheel("numpy==1.26.4")

    def test_a_release_of_nep_50(self):
        self.compare_wheel("numpy==2.3.5")

    def test_those_given(self):
        for numpy in self.given:
            interpreter, _, folder = numpy.partition("=")
            self.compare(interpreter, folder)


def main():
    """Runs the program's tests with DRIVER [INTERPRETER=FOLDER ...]; exit code 77 where nothing could be had."""
    ComparedNumpys.driver, ComparedNumpys.given = sys.argv[1], sys.argv[2:]
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    skipped = [] if ComparedNumpys.given else result.skipped
    builds.report_seen([f"{test}: {reason}" for test, reason in skipped])
    sys.exit(1 if not result.wasSuccessful() else 77 if skipped else 0)
