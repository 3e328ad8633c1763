"""`audit --probe`: the one audit that runs something. An official NumPy, and the same with a function that computes something else."""

import json

import program
from probed_numpys import ProbedNumpy, unknown_defects

WHEEL = "numpy==2.3.5"
# 1 is 2 for one function. Its module and its name stay NumPy's.
ALTERED = """
def _altered(a, axis=None, dtype=None, out=None):
    return add.accumulate(asarray(a).ravel() if axis is None else a, axis or 0, dtype, out) + 1
_altered.__name__, _altered.__module__ = "cumsum", "numpy"
cumsum = _altered
"""


class AuditProbed(ProbedNumpy):
    def audit(self, folder, *arguments: str) -> tuple[int, dict]:
        ran = program.run("audit", "--probe", "--format", "json", *arguments, folder)
        self.assertNotIn(ran.code, (program.USAGE, program.INCOMPLETE), ran)
        return ran.code, json.loads(ran.stdout)

    def sound(self, document: dict) -> str:
        (numpy,) = [one for one in document["subjects"] if one["kind"] == "numpy"]
        self.assertFalse([one for one in numpy["not_checked"] if one["what"] == "sound"])
        return numpy["sound"]["verdict"]

    def test_an_official_build_has_what_its_release_has(self):
        code, document = self.audit(self.installed(WHEEL))
        self.assertEqual(code, program.CLEAN)
        program.valid(document["probe"], "fairplay-probe-1")
        self.assertIn(self.sound(document), ("sound", "deviates"))
        self.assertEqual(unknown_defects(document["probe"], "numpy.cumsum"), [])
        kinds = {bool(one["identity"].get("numpy")) for one in document["probe"]["subjects"]}
        self.assertEqual(kinds, {True, False}, "the NumPy, and the BLAS that it bundles")

    def test_an_altered_one_makes_the_exit_code_1(self):
        folder = self.installed(WHEEL, ALTERED)
        code, document = self.audit(folder, "--fail-on", "never")
        self.assertEqual((code, self.sound(document)), (program.FINDINGS, "deviates"))
        self.assertTrue(unknown_defects(document["probe"], "numpy.cumsum"))


if __name__ == "__main__":
    program.main()
