"""Healthy libraries, whatever the seed: `fairplay probe` finds no defect in the bundled reference, and in Debian's Netlib 3.11 none but what is known of numbers that
aren't finite and of CBLAS. A line for a library and a seed, then every finding that wasn't expected.

    FAIRPLAY=build/fairplay REFERENCE=.../libfairplay_blas.so probe_seeds.py [--profile full] [--library NAME] [SEED...]     without SEED: 1 to 10

Libraries: reference; netlib (LAPACK with its BLAS); libblas3 (the BLAS alone).

Exit status: 0 no defect, 1 some, 77 Netlib's couldn't be fetched (the reference was probed all the same).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
import unittest

import builds
import program
from probed_libraries import Libraries, known_of_cblas

# What Netlib 3.11 does with NaN and infinity, each with the thread that reports it: routine, message, source.
KNOWN = (
    (r"[sdcz]gesdd|[sdcz]gesvd", r"doesn't return", "Reference-LAPACK/lapack#1409: xBDSQR's iteration"),
    (
        r"[sd]syevr|[cz]heevr",
        r"doesn't return|kills the process|ends the process",
        "Reference-LAPACK/lapack#1389: xSTEMR",
    ),
    (
        r"[sdcz]geev|[sdcz]gelsd|[sdcz]gesdd|[sdcz]gesvd",
        r"ends the process",
        "Reference-LAPACK/lapack#469, #1128, #1382: scaling by NaN is an illegal argument, and XERBLA stops",
    ),
    (
        r"[sd]syevr?|[sd]syevd|[cz]heevr?|[cz]heevd",
        r"finite",
        "Reference-LAPACK/lapack#1405: finite eigenvalues of NaN",
    ),
)


def known(finding: dict) -> bool:
    # An element that isn't finite is planted in the call, or nothing of this is known.
    return known_of_cblas(finding) or (
        finding["probe"] == "special/lapack"
        and bool(re.search(r"plant=\S+:-?(nan|inf)", finding["call"] or ""))
        and any(
            re.fullmatch(routine, finding["routine"]) and re.search(message, finding["message"])
            for routine, message, _ in KNOWN
        )
    )


def probed(library: str, seed: str, profile: str) -> tuple[dict, float]:
    began = time.monotonic()
    command = [program.PROGRAM, "probe", library, "--seed", seed, "--profile", profile, "--format", "json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=1800, env=builds.clean_environment())
    if ran.returncode not in (program.CLEAN, program.FINDINGS):
        raise AssertionError(f"exit {ran.returncode}: {ran.stderr.strip()[:300]}")
    return json.loads(ran.stdout), time.monotonic() - began


def unexpected_defects(name: str, library: str, seed: str, profile: str, allowed) -> list[str]:
    """The line, printed, and the defects that aren't allowed."""
    document, seconds = probed(library, seed, profile)
    defects = [finding for finding in document["findings"] if finding["class"] == "defect"]
    bad = [finding for finding in defects if not allowed(finding)]
    probes = document["subjects"][0]["probes"]
    broken = [
        f"{name}, seed {seed}: {probe['id']} failed: {probe['why']}" for probe in probes if probe["status"] == "failed"
    ]
    print(
        f"{name:<10} seed {seed:<3} {profile:<6} {seconds:4.0f} s {sum(probe['calls'] for probe in probes):>9} calls in {len(probes)} probes: "
        f"{len(defects)} defects, {len(bad)} of them not expected; {len(document['findings']) - len(defects)} other findings",
        flush=True,
    )
    return broken + [
        f"{name}, seed {seed}: {finding['probe']}: {finding['call']}: {finding['message']}; got {finding['got']}, expected {finding['expected']}"
        for finding in bad
    ]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", default="quick")
    parser.add_argument("--library", action="append", choices=("reference", "netlib", "libblas3"))
    parser.add_argument("seeds", nargs="*", default=[str(number) for number in range(1, 11)])
    options = parser.parse_args()
    bad, skipped = [], ""
    with Libraries() as libraries:
        subjects = []
        for name in options.library or ("reference", "netlib", "libblas3"):
            try:
                subjects.append(
                    (
                        name,
                        os.environ["REFERENCE"] if name == "reference" else str(libraries.path(name)),
                        known if name == "netlib" else known_of_cblas if name == "libblas3" else lambda finding: False,
                    )
                )
            except unittest.SkipTest as why:
                skipped = str(why)
        for seed in options.seeds:
            for name, library, allowed in subjects:
                bad += unexpected_defects(name, library, seed, options.profile, allowed)
    builds.report_seen([f"Netlib's: {skipped}"] if skipped else [])
    print(*bad, sep="\n")
    print(f"{len(bad)} defects that weren't expected")
    return 1 if bad else program.SKIPPED if skipped else 0


if __name__ == "__main__":
    sys.exit(main())
