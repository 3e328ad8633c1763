"""Every command of a remedy is one that its tool takes: its parser sees each, with values put into the placeholders. Nothing is installed."""

import json
import os
import re
import shlex
import shutil
import subprocess

import builds
import false_alarms
import program

VALUES = {
    "python": builds.PYTHON,
    "requirement": "numpy==2.3.5",
    "package": "python3-numpy",
    "folder": "/srv/packages",
    "folders": "/srv/packages/numpy-2.3.4.dist-info",
    "environment": "fonttools",
    "stale": "numpy-2.3.4.dist-info",
    "wanted": "libblas.so.3",
    "by": "numpy/_core/_multiarray_umath.so",
}
# What begins a command in the running text; it ends at a sentence's end, at a bracket, or where the text goes on.
START = re.compile(r"(?<![\w/-])(?<!let )(?:[\w./-]*python3? -m pip|uv pip|uv tool|pipx runpip|apt-get|conda install|dnf reinstall|update-alternatives|rm -rf?) ")
END = re.compile(r"\.(?: |$)| \(|\)|,|(?<!:all): | until | into an? | and | picks | as (?:that|a) ")


def rules() -> list[str]:
    text = (program.SOURCE / "rules.yaml").read_text()
    return re.findall(r"^  ([A-Z0-9]+-\d+):$", text, re.MULTILINE)


def remedies() -> dict[str, str]:
    """By rule and name."""
    found = {}
    for rule in rules():
        ran = program.run("explain", rule, "--format", "json")
        document = json.loads(ran.stdout)
        for name, text in {"": document["remedy"], **document.get("remedies", {})}.items():
            found[f"{rule} {name}".strip()] = text
    return found


def commands(text: str) -> list[list[str]]:
    filled = re.sub(r"\{(\w+)\}", lambda match: VALUES.get(match.group(1), "VALUE"), text)
    found = []
    for start in START.finditer(filled):
        rest = filled[start.start() :]
        end = END.search(rest, start.end() - start.start())
        words = ["3.11" if word == "VERSION" else word for word in shlex.split(rest[: end.start()] if end else rest)]
        if words[-1] not in ("install", "pip"):  # a tool's name in a sentence
            found.append(words)
    return found


class Remedies(program.RealTest):
    def said(self, *command, **options) -> str:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            env=builds.clean_environment(LC_ALL="C"),
            **options,
        )
        return done.stdout + done.stderr

    def assert_taken(self, words: list[str]) -> None:
        tool = os.path.basename(words[0])
        if not shutil.which(words[0]) and tool not in ("uv", "pipx"):
            self.skipTest(f"no {tool} here")
        if tool.startswith("python"):
            script = (
                "import sys; from pip._internal.commands import create_command;"
                "create_command(sys.argv[1]).parse_args(sys.argv[2:])"
            )
            done = subprocess.run([builds.PYTHON, "-c", script, *words[3:]], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
        elif tool == "uv":
            said = self.said(false_alarms.tool("uv"), *words[1:], "--help")
            self.assertRegex(said, r"(?m)^Usage: uv ", said)
            self.assertNotIn("unexpected argument", said)
        elif tool == "pipx":  # what is behind the environment's name is pip's
            said = self.said(false_alarms.tool("pipx"), words[1], "--help")
            self.assertIn("usage: pipx runpip", said)
            self.assert_taken([builds.PYTHON, "-m", "pip", *words[3:]])
        elif tool == "apt-get":
            self.assertNotIn("not understood", self.said("apt-get", "--simulate", *words[1:]))
        elif tool == "update-alternatives":
            self.assertNotIn("unknown", self.said(*words))
        elif tool == "rm":
            self.assertRegex(" ".join(words), r"^rm -rf? (/srv/packages/numpy\S* ?)+$")
        else:
            self.assertNotRegex(self.said(*words[:2], "--help", *words[2:]), r"(?i)unrecognized|unknown (option|argument)")

    def test_each_command(self):
        seen = set()
        for name, text in remedies().items():
            for words in commands(text):
                with self.subTest(remedy=name, command=" ".join(words)):
                    seen.add(os.path.basename(words[0]))
                    self.assert_taken(words)
        self.assertLessEqual({"python3", "uv", "apt-get", "rm"}, seen, "no command was found")

    def test_a_wrong_command_is_seen(self):
        for words in (
            [builds.PYTHON, "-m", "pip", "install", "--no-such-option", "numpy"],
            ["uv", "pip", "install", "--no-such-option", "numpy"],
            ["apt-get", "install", "--no-such-option", "python3-numpy"],
        ):
            with self.subTest(words[0]), self.assertRaises(self.failureException):
                self.assert_taken(words)


if __name__ == "__main__":
    program.main()
