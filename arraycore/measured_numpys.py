"""Runs the measuring half of a script that makes tables in installed NumPys."""

import json
import subprocess


def ask(script, arguments):
    """What `script --measure FOLDER` prints, by release, for each "INTERPRETER=FOLDER"; it has a "version"."""
    found = []
    for argument in arguments:
        interpreter, _, folder = argument.partition("=")
        run = subprocess.run([interpreter, "-B", script, "--measure", folder], stdout=subprocess.PIPE, check=True)
        found.append(json.loads(run.stdout.decode()))
    return sorted(found, key=lambda one: [int(part) for part in one["version"].split(".")])
