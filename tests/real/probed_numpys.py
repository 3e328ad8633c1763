"""Wheels laid out in a venv, some with a fault put in, and probed."""

import json
import zipfile
from pathlib import Path

import builds
import program


def array_probes() -> list[str]:
    """All but what packages do, which is asked only where one is named. They are the files of the battery."""
    folder = program.SOURCE / "auditor" / "behaviour" / "numpy" / "battery"
    names = sorted(path.stem.removeprefix("array_") for path in folder.glob("array_*.cpp"))
    return [f"array/{name}" for name in names if name != "imports"]


def unknown_defects(document: dict, routine: str = "") -> list[dict]:
    """Defects that official builds of the release don't have; of one routine, unless that is empty."""
    return [finding for finding in document["findings"]
            if finding["class"] == "defect" and routine in ("", finding["routine"]) and not finding["of_release"]]


class ProbedNumpy(program.RealTest):
    def installed(self, requirement: str, appended: str = "") -> Path:
        """A venv of this machine's Python with the wheel's files in it, and this at the end of numpy/__init__.py."""
        folder = self.temporary() / "venv"
        builds.run(builds.PYTHON, "-m", "venv", "--without-pip", folder)
        with zipfile.ZipFile(builds.wheel(requirement)) as wheel:
            wheel.extractall(builds.site_packages(folder))
        if appended:
            with open(builds.site_packages(folder) / "numpy" / "__init__.py", "a", encoding="utf-8") as file:
                file.write(appended)
        return folder

    def probe(self, subject: Path, *arguments: str) -> tuple[int, dict]:
        ran = program.run("probe", "--format", "json", *arguments, subject)
        return ran.code, program.valid(json.loads(ran.stdout), "fairplay-probe-1")
