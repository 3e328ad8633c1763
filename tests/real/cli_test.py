"""The command line: exit codes, configuration, output and determinism, on real builds."""

import json
import os
import re
import shutil
from pathlib import Path

import builds
import program
from program import CLEAN, FINDINGS, INCOMPLETE, SOURCE, USAGE


def setUpModule() -> None:
    global wheel, intel
    wheel = builds.wheel("numpy==2.3.5")
    intel = builds.wheel("intel-numpy==1.15.1", **builds.CPYTHON_36)


class Usage(program.RealTest):
    def wrong(self, *arguments: str | Path, words: tuple[str, ...] = ()) -> program.Ran:
        ran = program.run(*arguments)
        self.assertEqual(ran.code, USAGE, str(ran))
        self.assertEqual(ran.stdout, "", "stdout carries documents alone")
        for word in words:
            self.assertIn(word, ran.stderr)
        return ran

    def test_wrong_usage(self):
        self.wrong()
        self.wrong("nonsense")
        self.wrong("audit", "--nonsense")
        self.wrong("audit", "--format", "yaml", wheel, words=("yaml",))
        self.wrong("audit", "--fail-on", "panic", wheel)
        self.wrong("audit", "--jobs", "-1", wheel)
        self.wrong("explain")
        self.wrong("explain", "NEP36-99", words=("NEP36-99", "NEP36-1"))
        self.wrong("audit", "--rules", "/nonexistent.yaml", wheel, words=("/nonexistent.yaml",))
        self.wrong("audit", "--waivers", "/nonexistent.yaml", wheel, words=("/nonexistent.yaml",))

    def test_help_and_version(self):
        for arguments in (("--help",), ("audit", "--help"), ("--version",)):
            ran = program.run(*arguments)
            self.assertEqual(ran.code, CLEAN)
            self.assertIn("fairplay", ran.stdout)

    def test_rules_with_a_key_twice(self):
        rules = self.temporary() / "rules.yaml"
        text = (SOURCE / "rules.yaml").read_text()
        line = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith("  INTACT-1:"))
        rules.write_text(text.replace("  INTACT-2:", "  INTACT-1:", 1))
        second = [
            number for number, row in enumerate(rules.read_text().splitlines(), 1) if row.startswith("  INTACT-1:")
        ][1]
        self.assertGreater(second, line)
        self.wrong("audit", "--rules", rules, wheel, words=(str(rules), f"line {second}", "INTACT-1"))

    def test_rules_of_other_wrong_kinds(self):
        rules = self.temporary() / "rules.yaml"
        text = (SOURCE / "rules.yaml").read_text()
        for name, content, words in (
            ("not YAML", "rules: [\n", ("line",)),
            ("empty", "", ()),
            ("severity", text.replace("severity: error", "severity: fatal", 1), ("line", "fatal")),
            ("unknown key", text.replace("rules:\n", "rules:\n  NEP36-77: {}\n", 1), ("NEP36-77",)),
            ("binary", "\x00\x01", ()),
        ):
            with self.subTest(name):
                rules.write_text(content)
                self.wrong("audit", "--rules", rules, wheel, words=(str(rules), *words))

    def test_the_built_in_rules_as_a_file(self):
        self.assertEqual(self.audit(wheel, options=("--rules", str(SOURCE / "rules.yaml"))).code, CLEAN)


class ExitCodes(program.RealTest):
    def test_unknown_files_do_not_stop_the_rest(self):
        audited = self.audit("/nonexistent.whl", wheel, "/nonexistent-folder")
        self.assertEqual(audited.code, INCOMPLETE)
        self.assertEqual(
            [item["file"] for item in audited.document["unreadable"]], ["/nonexistent.whl", "/nonexistent-folder"]
        )
        self.assertEqual((audited.numpy["version"], audited.numpy["intact"]["verdict"]), ("2.3.5", "yes"))

    def test_incomplete_outranks_findings(self):
        self.assertEqual(self.audit(intel).code, FINDINGS)
        self.assertEqual(self.audit(intel, "/nonexistent.whl").code, INCOMPLETE)

    def test_fail_on(self):
        for threshold, code in (("error", FINDINGS), ("warning", FINDINGS), ("note", FINDINGS), ("never", CLEAN)):
            self.assertEqual(self.audit(intel, options=("--fail-on", threshold)).code, code, threshold)

    def test_strict(self):
        self.assertEqual(self.audit(wheel, options=("--strict",)).code, CLEAN)
        unlisted = builds.wheel("numpy==2.3.5", platform="win_amd64", python="3.11")
        self.assertEqual(self.audit(unlisted).code, CLEAN)
        self.assertEqual(self.audit(unlisted, options=("--strict",)).code, INCOMPLETE, "its origin is unknown")

    def test_the_format_never_changes_the_code(self):
        for form in ("text", "json", "markdown"):
            for subject, code in ((wheel, CLEAN), (intel, FINDINGS), (Path("/nonexistent"), INCOMPLETE)):
                self.assertEqual(program.run("audit", "--format", form, subject).code, code, f"{form} {subject}")

    def test_special_files(self):
        folder = self.temporary()
        os.mkfifo(folder / "pipe.whl")
        (folder / "loop.whl").symlink_to("loop.whl")
        (folder / "empty").mkdir()
        for subject in (folder / "pipe.whl", folder / "loop.whl", folder / "empty", Path("/dev/null"), Path("")):
            with self.subTest(str(subject)):
                audited = self.audit(subject, wheel)
                self.assertEqual(audited.code, INCOMPLETE)
                self.assertEqual(len(audited.numpys), 1)


class Waivers(program.RealTest):
    def waived(self, text: str) -> program.Audited:
        file = self.temporary() / "waivers.yaml"
        file.write_text(text)
        return self.audit(intel, options=("--waivers", str(file)))

    def test_waived_findings_are_still_printed(self):
        audited = self.waived("waivers:\n  - rule: NEP36-1\n    reason: the vendor is told\n    expires: 2999-12-31\n")
        self.assertEqual(audited.code, FINDINGS, "NEP36-2 isn't waived")
        (finding,) = audited.findings("NEP36-1")
        self.assertEqual((finding["waived"], finding["waiver_reason"]), (True, "the vendor is told"))
        self.assertEqual(audited.document["summary"]["waived"], 1)
        file = self.temporary() / "waivers.yaml"
        file.write_text("waivers:\n  - rule: NEP36-1\n    reason: the vendor is told\n")
        for form in ("text", "markdown"):
            ran = program.run("audit", "--format", form, "--waivers", file, intel)
            self.assertIn("NEP36-1", ran.stdout)
            self.assertIn("the vendor is told", ran.stdout)

    def test_by_fingerprint(self):
        findings = self.audit(intel).findings(severity="error")
        waivers = "".join(
            f"  - rule: {item['rule']}\n    reason: known\n    fingerprint: '{item['fingerprint']}'\n"
            for item in findings
        )
        self.assertEqual(self.waived("waivers:\n" + waivers).code, CLEAN)
        self.assertEqual(
            self.waived("waivers:\n" + waivers.replace(findings[0]["fingerprint"], "0000000000000000")).code, FINDINGS
        )

    def test_fingerprints_do_not_move_with_the_file(self):
        elsewhere = self.temporary() / intel.name
        shutil.copy(intel, elsewhere)
        first, second = (
            [finding["fingerprint"] for finding in self.audit(path).findings()] for path in (intel, elsewhere)
        )
        self.assertEqual(first, second)

    def test_expired(self):
        audited = self.waived(
            "waivers:\n  - rule: NEP36-1\n    reason: until the vendor answers\n    expires: 2020-01-01\n"
        )
        self.assertEqual(audited.code, FINDINGS)
        self.assertFalse(audited.findings("NEP36-1")[0]["waived"])

    def test_wrong_files(self):
        file = self.temporary() / "waivers.yaml"
        for text, word in (
            ("waivers:\n  - rule: NEP36-1\n", "reason"),
            ("waivers:\n  - rule: NEP36-1\n    reason: x\n    reason: y\n", "reason"),
            ("waivers:\n  - rule: NEP36-1\n    reason: x\n    expires: 2026-02-30\n", "2026-02-30"),
            ("waivers:\n  - reason: x\n", "rule"),
        ):
            with self.subTest(text):
                file.write_text(text)
                ran = program.run("audit", "--waivers", file, intel)
                self.assertEqual(ran.code, USAGE, str(ran))
                self.assertIn(str(file), ran.stderr)
                self.assertIn("line", ran.stderr)
                self.assertIn(word, ran.stderr)


class Output(program.RealTest):
    def test_runs_are_byte_equal(self):
        for form in ("text", "json", "markdown"):
            one, two, eight = (
                program.run("audit", "-v", "--format", form, "--jobs", jobs, wheel, intel).stdout
                for jobs in ("1", "1", "8")
            )
            self.assertEqual(one, two, form)
            self.assertEqual(one, eight, form)

    def test_output_file(self):
        target = self.temporary() / "report.json"
        ran = program.run("audit", "--format", "json", "--output", target, wheel)
        self.assertEqual((ran.code, ran.stdout), (CLEAN, ""))
        self.assertEqual(json.loads(target.read_text())["schema"], "fairplay-audit/1")
        ran = program.run("audit", "--output", "/nonexistent/report", wheel)
        self.assertEqual(ran.code, INCOMPLETE)
        self.assertIn("/nonexistent/report", ran.stderr)

    def test_colour(self):
        plain = program.run("audit", wheel)
        self.assertNotIn("\x1b", plain.stdout, "no terminal, no colour")
        coloured = program.run("audit", "--color", "always", intel)
        self.assertIn("\x1b[", coloured.stdout)
        self.assertNotIn("\x1b", program.run("audit", intel, env=builds.clean_environment(NO_COLOR="1")).stdout)
        stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured.stdout)
        self.assertEqual(stripped, program.run("audit", "--color", "never", intel).stdout)

    def test_nothing_on_stderr(self):
        self.assertEqual(program.run("audit", wheel).stderr, "")

    def test_json_is_ascii(self):
        self.assertTrue(program.run("audit", "--format", "json", wheel).stdout.isascii())


class Explain(program.RealTest):
    def test_every_id(self):
        text = (SOURCE / "rules.yaml").read_text()
        ids = re.findall(
            r"^  ([A-Za-z][A-Za-z0-9-]+):$", re.sub(r"\nplaces:\n(?:[ #].*\n|\n)+", "\n", text), re.MULTILINE
        )
        self.assertGreater(len(ids), 15)
        for name in ids:
            with self.subTest(name):
                explained = program.run("explain", name)
                self.assertEqual(explained.code, CLEAN, str(explained))
                self.assertIn(name, explained.stdout)
                self.assertGreater(len(explained.stdout), 80)
                document = json.loads(program.run("explain", name, "--format", "json").stdout)
                self.assertEqual(document.get("id", document.get("rule", name)), name)


if __name__ == "__main__":
    program.main()
