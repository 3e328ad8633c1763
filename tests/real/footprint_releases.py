"""Every footprint of the shipped database against what an import of its release shows, where an interpreter for it is here.

One test a release; footprint_test.py has a few of them, read from the wheels.
"""

import json
import re
import unittest

import builds
import footprint_truth
import program
from program import CLEAN


class Releases(program.RealTest):
    def check(self, artifact: str, release: str) -> None:
        _, _, tag, abi, platforms = artifact.removesuffix(".whl").split("-")
        python = footprint_truth.interpreter(re.sub(r"^cp(\d)(\d+)$", r"\1.\2", tag))
        archive = builds.wheel(
            f"numpy=={release}",
            platforms=platforms.split("."),
            python=tag.removeprefix("cp"),
            abi=abi,
            implementation="cp",
        )
        ran = program.run("footprint", f"numpy=={release}", "--format", "json")
        self.assertEqual(ran.code, CLEAN, str(ran))
        document = json.loads(ran.stdout)
        self.assertEqual(document["artifact"], archive.name)
        folder = footprint_truth.unpacked(archive, self.temporary() / "site-packages")
        held = footprint_truth.held_against(footprint_truth.shown_by_import(python, folder), document)
        print(held)
        self.assertEqual(held.complaints(), [])


def _add() -> None:
    for file in sorted((program.SOURCE / "signatures" / "data").glob("numpy-*.footprint")):
        with file.open() as lines:
            fields = dict(line.rstrip("\n").split(" ", 1) for line, _ in zip(lines, range(5)))
        release, artifact = fields["release"], fields["artifact"]
        name = "test_" + re.sub(r"\W", "_", release)
        setattr(Releases, name, lambda self, artifact=artifact, release=release: self.check(artifact, release))


_add()

if __name__ == "__main__":
    program.main()
