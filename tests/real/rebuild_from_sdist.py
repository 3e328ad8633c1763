"""A NumPy that pip built from the release's sdist is "rebuilt", without an alarm: same sources, other compiler and other Cython.

Not a test of `make test`, since the build takes a quarter of an hour and a C, C++ and Fortran compiler. By hand:
    FAIRPLAY=PROGRAM tests/real/rebuild_from_sdist.py
$FAIRPLAY_REBUILD names another release of the database than 2.3.5.
"""

import os
import tempfile
import unittest
from pathlib import Path

import builds
import program

RELEASE = os.environ.get("FAIRPLAY_REBUILD", "2.3.5")


class Rebuilt(program.RealTest):
    def test_as_file_and_installed(self):
        wheel = builds.built_from_source(f"numpy=={RELEASE}")
        with tempfile.TemporaryDirectory(prefix="fairplay-rebuilt-") as folder:
            builds.pip_install(builds.venv(Path(folder) / "venv"), wheel)
            for subject in (wheel, Path(folder) / "venv"):
                with self.subTest(subject):
                    audited = self.audit(subject)
                    self.assert_healthy(audited, original="rebuilt")
                    self.assertEqual(audited.numpy["release"], RELEASE)
                    classes = {difference["class"] for difference in audited.numpy["original"]["differences"]}
                    self.assertLessEqual(
                        classes, {"build", "docs"}, "the configuration and the bundled licences are the build's own"
                    )
                    print(program.run("audit", subject).stdout)


if __name__ == "__main__":
    program.main()
