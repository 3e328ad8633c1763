"""The same seed gives the same findings: the probes whose calls follow from the seed alone, run again and again on libraries with defects, crashes and hangs among them.

    FAIRPLAY=build/fairplay probe_repeated.py [--runs N] [BUILD...]     10 runs; builds as in probed_libraries.py

What the findings say is compared word for word, and how many calls each probe made. Exit status: 0 all runs were equal, 1 they weren't, 77 nothing could be fetched.
"""

import argparse
import json
import subprocess
import sys
import unittest

import builds
import program
from probed_libraries import Libraries

BUILDS = ("libopenblas0-pthread", "libblis4-serial", "netlib")
# numbers/offsets maps 17 GB, which a small machine may refuse.
LEFT_OUT = ("numbers/offsets",)


def deterministic_probes() -> list[str]:
    """All of numbers/ and special/, and identity/says; the program lists its probes where one is unknown."""
    ran = subprocess.run([program.PROGRAM, "probe", "--probe", "?", "/nonexistent"], capture_output=True, text=True)
    known = ran.stderr.split("known are ")[1].split()
    return [probe for probe in known if probe.split("/")[0] in ("numbers", "special") and probe not in LEFT_OUT] + [
        "identity/says"
    ]


def findings(library: str, probes: list[str]) -> str:
    """What a run says, but for its times, as text."""
    words = [word for probe in probes for word in ("--probe", probe)]
    ran = subprocess.run(
        [program.PROGRAM, "probe", library, "--format", "json", *words],
        capture_output=True,
        text=True,
        timeout=900,
        env=builds.clean_environment(),
    )
    document = json.loads(ran.stdout)
    calls = {
        probe["id"]: (probe["status"], probe["calls"], probe["why"])
        for subject in document["subjects"]
        for probe in subject["probes"]
    }
    return json.dumps({"findings": document["findings"], "calls": calls}, indent=1, sort_keys=True)


def differing_lines(one: str, other: str) -> str:
    pairs = [(a, b) for a, b in zip(one.splitlines(), other.splitlines()) if a != b]
    return "; ".join(f"{a.strip()} / {b.strip()}" for a, b in pairs[:3]) or "one has more findings than the other"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("builds", nargs="*", default=BUILDS)
    options = parser.parse_args()
    runs = options.runs
    unequal, seen = 0, 0
    probes = deterministic_probes()
    with Libraries() as libraries:
        for build in options.builds:
            try:
                library = str(libraries.path(build))
            except unittest.SkipTest as why:
                print(f"skipped: {build}: {why}")
                continue
            first = findings(library, probes)
            others = [findings(library, probes) for _ in range(runs - 1)]
            different = [other for other in others if other != first]
            seen += 1
            unequal += len(different)
            print(
                f"{build}: {runs} runs of {len(probes)} probes, {len(json.loads(first)['findings'])} findings each: "
                + (f"{len(different)} differ: {differing_lines(first, different[0])}" if different else "all equal"),
                flush=True,
            )
    builds.report_seen([])
    return 1 if unequal else 0 if seen else program.SKIPPED


if __name__ == "__main__":
    sys.exit(main())
