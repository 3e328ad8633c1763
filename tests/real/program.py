"""The program under test, as a user runs it; every JSON document it prints is validated against the published schema."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import builds

try:
    import jsonschema
except ImportError:
    jsonschema = None

SOURCE = Path(os.environ.get("FAIRPLAY_SOURCE_DIR") or Path(__file__).resolve().parents[2])
PROGRAM = os.environ.get("FAIRPLAY") or str(SOURCE / "build" / "release" / "fairplay")
SKIPPED = 77  # CTest's SKIP_RETURN_CODE
CLEAN, FINDINGS, USAGE, INCOMPLETE = 0, 1, 2, 3
KNOWN_DEFECTS = ("BLAS-3", "NUMPY-1")  # rules that tell what is known of a release, however healthy its files are


@dataclass
class Ran:
    """One run of the program."""

    command: list[str]
    code: int
    stdout: str
    stderr: str

    def __str__(self) -> str:
        return f"{' '.join(self.command)}\nexit {self.code}\n{self.stdout[-6000:]}\n{self.stderr[-2000:]}"


@dataclass
class Audited(Ran):
    """One `audit --format json`."""

    @cached_property
    def document(self) -> dict:
        return json.loads(self.stdout)

    @property
    def subjects(self) -> list[dict]:
        return self.document["subjects"]

    @property
    def numpys(self) -> list[dict]:
        return [subject for subject in self.subjects if subject["kind"] == "numpy"]

    @property
    def libraries(self) -> list[dict]:
        return [subject for subject in self.subjects if subject["kind"] == "blas"]

    @property
    def numpy(self) -> dict:
        (subject,) = self.numpys
        return subject

    def findings(self, rule: str | None = None, severity: str | None = None, subject: dict | None = None) -> list[dict]:
        return [
            finding
            for finding in self.document["findings"]
            if rule in (None, finding["rule"])
            and severity in (None, finding["severity"])
            and (subject is None or finding["subject"] == subject["id"])
        ]


def run(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> Ran:
    command = [PROGRAM, *(str(argument) for argument in arguments)]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=builds.clean_environment() if env is None else env,
        cwd=cwd,
        timeout=300,
    )
    return Ran(command, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace"))


def record_digest(content: bytes) -> str:
    """A RECORD row's SHA-256, as installers write it: URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def outside_of_code(markdown: str) -> str:
    """What a Markdown renderer interprets: the text without fenced blocks and code spans."""
    without_blocks = re.sub(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[ ]*$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", without_blocks, flags=re.DOTALL)


def _schema():
    if jsonschema is None:
        raise unittest.SkipTest("Debian's python3-jsonschema is missing: reports can't be validated")
    schema = json.loads((SOURCE / "docs" / "schema" / "fairplay-audit-1.schema.json").read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


class RealTest(unittest.TestCase):
    """A test on real builds, with a folder of its own for changed copies."""

    maxDiff = None
    _validator = None

    def temporary(self) -> Path:
        folder = tempfile.mkdtemp(prefix="fairplay-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return Path(folder)

    def audit(self, *subjects: str | Path, options: tuple[str, ...] = (), env: dict[str, str] | None = None) -> Audited:
        ran = run("audit", "--format", "json", *options, *subjects, env=env)
        audited = Audited(ran.command, ran.code, ran.stdout, ran.stderr)
        self.assertIn(audited.code, (CLEAN, FINDINGS, INCOMPLETE), str(audited))
        self.assertNotIn("internal error", audited.stderr)
        if RealTest._validator is None:
            RealTest._validator = _schema()
        errors = [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
            for error in RealTest._validator.iter_errors(audited.document)
        ]
        self.assertEqual(errors, [], "the report breaks its schema")
        self.assert_counts_add_up(audited)
        return audited

    def assert_counts_add_up(self, audited: Audited) -> None:
        summary = audited.document["summary"]
        unwaived = [finding["severity"] for finding in audited.findings() if not finding["waived"]]
        self.assertEqual(summary["subjects"], len(audited.subjects))
        for key, severity in (("errors", "error"), ("warnings", "warning"), ("notes", "note")):
            self.assertEqual(summary[key], unwaived.count(severity), key)

    def assert_healthy(
        self, audited: Audited, *, intact: str = "yes", original: str = "official", rules: tuple[str, ...] = ()
    ) -> None:
        """Exit 0, every NumPy intact and of this origin, nothing above a note, and no notes but of `rules`. What is known of its and its BLAS's release is another matter."""
        self.assertEqual(audited.code, CLEAN, str(audited))
        self.assertTrue(audited.numpys, str(audited))
        for subject in audited.numpys:
            self.assertEqual(subject["intact"]["verdict"], intact, f"{subject['path']}: {subject['intact']}")
            self.assertEqual(
                subject["original"]["verdict"],
                original,
                f"{subject['path']}: {subject['original']['why']} {subject['original']['differences'][:5]}",
            )
            if original in ("rebuilt", "unknown"):
                self.assertTrue(subject["not_checked"], "not_checked hides what could not be compared")
        unexpected = [
            finding
            for finding in audited.findings()
            if finding["rule"] not in KNOWN_DEFECTS and (finding["severity"] != "note" or finding["rule"] not in rules)
        ]
        self.assertEqual([(finding["rule"], finding["message"]) for finding in unexpected], [])

    def failed(self, subject: dict) -> dict[str, str]:
        """path -> why of the files that deviate from their record."""
        return {item["path"]: item["why"] for item in subject["intact"]["failed"]}

    def assert_finding(self, audited: Audited, rule: str, severity: str, *words: str) -> dict:
        """A finding of `rule` whose message and evidence hold all of `words`; a rule of `severity`."""
        for finding in audited.findings(rule, severity):
            text = finding["message"] + " ".join(f"{item['path']} {item['detail']}" for item in finding["evidence"])
            if all(word in text for word in words):
                self.assertTrue(finding["remedy"], f"{rule} has no remedy")
                self.assertTrue(finding["fingerprint"], f"{rule} has no fingerprint")
                return finding
        self.fail(f"no {rule} {severity} that names {words}:\n{audited}")


class _Result(unittest.TextTestResult):
    """Counts what passed: skipped modules, classes and subtests are counted unlike in testsRun."""

    passed = 0

    def addSuccess(self, test):  # noqa: N802 (unittest's name)
        super().addSuccess(test)
        self.passed += 1


ALL_GRADES = "ordinary,extreme,non-finite,illegal-arguments,concurrency,resources"


def valid(document: dict, schema: str) -> dict:
    """The document, which docs/schema/SCHEMA.schema.json must allow."""
    if jsonschema is None:
        raise unittest.SkipTest("Debian's python3-jsonschema is missing: reports can't be validated")
    text = (SOURCE / "docs" / "schema" / f"{schema}.schema.json").read_text()
    jsonschema.Draft202012Validator(json.loads(text)).validate(document)
    return document


def main() -> None:
    """Runs the calling file's tests, reports what they looked at, and exits 77 where nothing could be tested."""
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"no program at {PROGRAM}: build it, or say where it is in FAIRPLAY")
    result = unittest.main(exit=False, testRunner=unittest.TextTestRunner(resultclass=_Result)).result
    builds.report_seen([f"{test}: {reason}" for test, reason in result.skipped])
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if result.skipped and result.passed == 0 else 0)
