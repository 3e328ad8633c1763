"""Healthy NumPys, whatever the seed: `fairplay probe` finds no defect in them but what every build of their release has. A line for a
NumPy and a seed, then every finding that wasn't expected.

    FAIRPLAY=build/fairplay numpy_seeds.py [--profile full] [--blas] [--kernels] [--reports DIR] [--seeds 1-10] [ENVIRONMENT...]

ENVIRONMENT: a folder or an interpreter whose NumPy is an official build. Without one: official wheels that this machine's Python can
import, each in a venv. `--blas` probes the BLAS as well. With `--reports` each report is left in that folder, and one that is there
already isn't made again.

Exit status: 0 no unexpected defect, 1 some, 77 nothing could be probed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
from pathlib import Path

import builds
import program
from probed_numpys import array_probes, unknown_defects

WHEELS = ("numpy==1.24.4", "numpy==1.26.4", "numpy==2.0.2", "numpy==2.2.6", "numpy==2.3.5", "numpy==2.4.6")


def probed(subject: str, seed: int, options: argparse.Namespace) -> tuple[dict, str]:
    """The report, and how long it took."""
    command = [program.PROGRAM, "probe", "--format", "json", "--profile", options.profile, "--seed", str(seed)]
    if not options.blas:
        command += [word for probe in array_probes() for word in ("--probe", probe)]
    if options.kernels:
        command.append("--kernels")
    kept = options.reports and Path(options.reports, f"{Path(subject).name}-{options.profile}-{seed}.json")
    if kept and kept.exists():
        return json.loads(kept.read_text(encoding="utf-8")), "kept"
    began = time.monotonic()
    ran = subprocess.run([*command, subject], capture_output=True, text=True, check=False, env=builds.clean_environment())
    if ran.returncode not in (program.CLEAN, program.FINDINGS):
        raise AssertionError(f"{subject}: exit {ran.returncode}: {ran.stderr.strip()[:300]}")
    document = program.valid(json.loads(ran.stdout), "fairplay-probe-1")
    if kept:
        kept.write_text(ran.stdout, encoding="utf-8")
    return document, f"{time.monotonic() - began:.0f} s"


def unexpected(name: str, seed: int, document: dict, took: str) -> list[str]:
    """Prints the line; defects that not every build of the release has, and probes that didn't run to their end."""
    numpys = [subject for subject in document["subjects"] if subject["identity"].get("numpy")]
    probes = [probe for subject in numpys for probe in subject["probes"]]
    findings = [one for one in document["findings"] if one["probe"].startswith("array/")]
    bad = [one for one in unknown_defects(document) if one["probe"].startswith("array/")]
    print(
        f"{name:<12} seed {seed:<3} {took:>6} {sum(probe['calls'] for probe in probes):>8} calls in {len(probes)} probes: "
        f"{sum(one['of_release'] for one in findings)} known differences, {len(bad)} unexpected defects",
        flush=True,
    )
    broken = [f"{name}, seed {seed}: {probe['id']} {probe['status']}: {probe['why']}" for probe in probes
              if probe["status"] in ("failed", "skipped")]
    if not probes:
        broken.append(f"{name}, seed {seed}: no NumPy was probed")
    return broken + [
        f"{name}, seed {seed}: {one['probe']} {one['routine']} ({one['flags']}): {one['message']}\n"
        f"    {one['call']}\n    got {one['got'][:200]}, expected {one['expected'][:200]}; confirmed: {one['confirmed']}" for one in bad
    ]


def installed(requirement: str, folder: Path) -> str:
    venv = folder / requirement.replace("numpy==", "")
    builds.run(builds.PYTHON, "-m", "venv", "--without-pip", venv)
    with zipfile.ZipFile(builds.wheel(requirement)) as wheel:
        wheel.extractall(builds.site_packages(venv))
    return str(venv)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", default="quick")
    parser.add_argument("--blas", action="store_true")
    parser.add_argument("--kernels", action="store_true")
    parser.add_argument("--reports")
    parser.add_argument("--seeds", default="1-10")
    parser.add_argument("environments", nargs="*")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    bad = []
    with tempfile.TemporaryDirectory() as scratch:
        subjects = options.environments
        if not subjects:
            try:
                subjects = [installed(requirement, Path(scratch)) for requirement in WHEELS]
            except unittest.SkipTest as why:
                print(f"skipped: {why}")
                return 77
        for seed in range(int(first), int(last or first) + 1):
            for subject in subjects:
                document, took = probed(subject, seed, options)
                bad += unexpected(Path(subject).name, seed, document, took)
    print("\n".join(bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
