"""Real builds, fetched once by ordinary clients (pip, apt-get) into a cache, and laid out as their installers lay them out.

Where a registry can't be reached, or a client refuses, the test that asked is skipped with the client's own words. Nothing here
runs code of a fetched build, apart from what an installer runs itself.

The cache: $FAIRPLAY_TEST_CACHE, else ~/.cache/fairplay-tests. One folder a request, complete or absent, so that a hit needs no
network and two runs at once don't meet half a file.
"""

import contextlib
import datetime
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from collections.abc import Sequence
import zlib
from pathlib import Path

PYTHON = "/usr/bin/python3"

# pip's options for wheels of the time of NumPy 1.15, which this machine's Python wouldn't choose.
CPYTHON_36 = {"platform": "manylinux1_x86_64", "python": "3.6", "implementation": "cp", "abi": "cp36m"}

# What the tests of one run looked at: "name version (file)"; printed when the run ends.
seen: set[str] = set()

_anew = False  # see asked_anew()


def cache() -> Path:
    return Path(os.environ.get("FAIRPLAY_TEST_CACHE") or Path.home() / ".cache" / "fairplay-tests")


def report_seen(skipped: list[str]) -> None:
    """Prints what this run looked at and skipped. CTest hides what passing tests print: $FAIRPLAY_SEEN_FILE gets it too, which
    `make test` shows above CTest's summary."""
    lines = [f"skipped: {line}" for line in skipped] + [f"saw: {line}" for line in sorted(seen)]
    print(*lines, sep="\n")
    if file := os.environ.get("FAIRPLAY_SEEN_FILE"):
        with open(file, "a", encoding="utf-8") as out:
            out.write("".join(line + "\n" for line in lines))


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without what would bend a Python, an installer or the audit; pip's own settings (index, certificates) stay."""
    bending = ("PYTHON", "VIRTUAL_ENV", "CONDA", "PYENV", "UV_", "LD_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(bending)}
    return kept | more


def run(
    *command: str | Path, refusal: type[Exception] = unittest.SkipTest, **options
) -> subprocess.CompletedProcess[str]:
    """Runs an ordinary client. What it can't do skips the test that needs it, with the last lines it said; `refusal` makes it fail."""
    options.setdefault("env", clean_environment())
    options.setdefault("timeout", 600)
    try:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            **options,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise unittest.SkipTest(f"{command[0]} could not be run: {error}") from error
    if done.returncode != 0:
        said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()][-3:]
        raise refusal(f"{' '.join(str(word) for word in command[:6])} ...: exit {done.returncode}: {' | '.join(said)}")
    return done


@contextlib.contextmanager
def asked_anew():
    """What is fetched inside is at most a day old: for "the newest", which changes."""
    global _anew
    before, _anew = _anew, True
    try:
        yield
    finally:
        _anew = before


def fetched(kind: str, request: str, fetch) -> Path:
    """The one file of a request, from the cache or by `fetch(folder)`."""
    folder = cache() / kind / re.sub(r"[^A-Za-z0-9._+=-]", "_", request)
    if _anew:
        stem, folder = folder.name + "_on_", folder.with_name(f"{folder.name}_on_{datetime.date.today()}")
        for older in folder.parent.glob(stem + "*"):
            if older != folder:
                shutil.rmtree(older, ignore_errors=True)
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fetching-") as temporary:
            fetch(Path(temporary))
            if len(list(Path(temporary).iterdir())) != 1:
                raise unittest.SkipTest(f"{request}: the client left no file, or several")
            complete = Path(temporary) / "complete"
            complete.mkdir()
            for file in Path(temporary).iterdir():
                if file != complete:
                    file.rename(complete / file.name)
            try:
                complete.rename(folder)
            except OSError:
                if not folder.is_dir():  # else another run was faster
                    raise
    (file,) = folder.iterdir()
    parts = file.name.split("_" if kind == "deb" else "-")
    seen.add(f"{parts[0]} {parts[1].replace('%3a', ':')} ({file.name})")
    return file


def wheel(
    requirement: str,
    *,
    platform: str | None = None,
    platforms: Sequence[str] = (),
    python: str | None = None,
    abi: str | tuple[str, ...] | None = None,
    implementation: str | None = None,
    pre: bool = False,
) -> Path:
    """A wheel from the user's index. Without a version: the newest at the time of the first run.

    Options are pip's: --platform (several in `platforms`), --pre, --python-version, --abi, --implementation; without any, what fits this machine's /usr/bin/python3.
    """
    options = ["--pre"] if pre else []
    for name, value in (
        *(("--platform", tag) for tag in (platform, *platforms)),
        ("--python-version", python),
        ("--abi", abi),
        ("--implementation", implementation),
    ):
        for one in (value,) if isinstance(value, str) else value or ():
            options += [name, one]

    def fetch(folder: Path) -> None:
        run(
            PYTHON,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--disable-pip-version-check",
            "-q",
            "-d",
            folder,
            *options,
            requirement,
        )

    request = " ".join([requirement, *(word.lstrip("-") for word in options)])
    return fetched("pip", request if len(request) < 200 else request[:120] + " " + str(zlib.crc32(request.encode())), fetch)


def built_from_source(requirement: str) -> Path:
    """The wheel that pip makes of a release's sdist with this machine's compilers. Runs the sdist's own build: a quarter of an hour."""

    def fetch(folder: Path) -> None:
        run(
            PYTHON,
            "-m",
            "pip",
            "wheel",
            "--no-deps",
            "--no-binary",
            requirement.split("==")[0],
            "--disable-pip-version-check",
            "-q",
            "-w",
            folder,
            requirement,
            timeout=7200,
        )

    return fetched("built", requirement, fetch)


def deb(package: str) -> Path:
    """A .deb of this machine's Debian release."""

    def fetch(folder: Path) -> None:
        # Package lists are absent on fresh images. apt drops its rights to a user that may not enter our folders: harmless, silenced.
        if os.geteuid() == 0 and not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
            run("apt-get", "update", "-q")
        run("apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", package, cwd=folder)

    return fetched("deb", package, fetch)


def unpacked(folder: Path, *packages: str, optional: tuple[str, ...] = ()) -> Path:
    """The files of this release's packages, laid out under `folder` without being installed; `optional` ones aren't on every architecture."""
    for package in packages + optional:
        try:
            file = deb(package)
        except unittest.SkipTest:
            if package not in optional:
                raise
            continue
        run("dpkg-deb", "-x", file, folder)
    return folder


def venv(folder: Path) -> Path:
    """A virtual environment without pip of its own; returns its interpreter."""
    run(PYTHON, "-m", "venv", "--without-pip", folder)
    return folder / "bin" / "python"


def pip_install(
    interpreter: str | Path, *wheels: Path, options: tuple[str | Path, ...] = (), **environment: str
) -> None:
    """What `pip install name==version` does, from fetched files: by name, so that no direct_url.json is written."""
    sources = [word for file in wheels for word in ("--find-links", file.parent)]
    names = ["{0}=={1}".format(*file.name.split("-")) for file in wheels]
    run(
        PYTHON,
        "-m",
        "pip",
        "--python",
        interpreter,
        "install",
        "--no-index",
        "--no-deps",
        "--disable-pip-version-check",
        "-q",
        "--no-warn-script-location",
        *sources,
        *options,
        *names,
        refusal=AssertionError,
        env=clean_environment(PIP_ROOT_USER_ACTION="ignore", **environment),
    )


def site_packages(prefix: Path) -> Path:
    (folder,) = prefix.glob("lib/python3.*/site-packages")
    return folder


def copy_tree(source: Path, target: Path) -> Path:
    """A copy with times and links as they are, by hard links: change a file only through `replace`."""
    shutil.copytree(source, target, symlinks=True, copy_function=os.link)
    return target


def replace(path: Path, content: bytes, *, keep_time: bool = False) -> None:
    """Gives `path` new content without touching files hard-linked to it."""
    status = path.stat() if path.exists() else None
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(content)
    if status:
        temporary.chmod(status.st_mode & 0o7777)
        if keep_time:
            os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(temporary, path)


def unshare(path: Path) -> None:
    """Makes a hard-linked copy a file of its own, for clients that edit in place."""
    replace(path, path.read_bytes(), keep_time=True)


def flip_bit(path: Path, offset: int | None = None) -> None:
    """One bit of a file changed, its time kept."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if offset is None else offset] ^= 1
    replace(path, bytes(content), keep_time=True)


# How Debian's postinst scripts write it: update-alternatives --install LINK NAME PATH PRIORITY, with line continuations and at
# times the priority in a shell variable.
_ALTERNATIVE = re.compile(r"update-alternatives\s+--install\s+(\S+)\s+(\S+)\s+(\S+)\s+(\$?\w+)")
_ASSIGNMENT = re.compile(r"^(\w+)=(\d+)$", re.MULTILINE)


def alternatives(package: Path) -> list[list[str]]:
    """[link, name, path, priority] of every alternative that a .deb's postinst installs."""
    with tempfile.TemporaryDirectory() as control:
        run("dpkg-deb", "--control", package, control)
        postinst = Path(control) / "postinst"
        script = postinst.read_text() if postinst.exists() else ""
    script = script.replace("\\\n", " ")
    values = dict(_ASSIGNMENT.findall(script))
    return [
        [link, name, path, values.get(priority.lstrip("$"), priority)]
        for link, name, path, priority in _ALTERNATIVE.findall(script)
    ]


def dpkg_root(folder: Path, *packages: Path, options: tuple[str, ...] = ()) -> Path:
    """A root file system whose packages dpkg itself unpacked and recorded, with their alternatives, as their postinst would leave it."""
    administration = folder / "var" / "lib" / "dpkg"
    for name in ("info", "updates", "alternatives", "triggers"):
        (administration / name).mkdir(parents=True, exist_ok=True)
    (administration / "status").touch()
    (folder / "etc" / "alternatives").mkdir(parents=True, exist_ok=True)
    (folder / "var" / "log").mkdir(parents=True, exist_ok=True)
    # Dependencies (libc6, python3) stay away. Preinst scripts can't run in a root without a shell, so they run outside
    # and are given the root.
    forced = "depends,script-chrootless,bad-path" + ("" if os.geteuid() == 0 else ",not-root")
    run("dpkg", f"--root={folder}", f"--force-{forced}", "--no-debsig", *options, "--unpack", *packages)
    for package in packages:
        for link, name, path, priority in alternatives(package):
            run(
                "update-alternatives",
                "--quiet",
                "--root",
                folder,
                "--log",
                "/dev/null",
                "--install",
                link,
                name,
                path,
                priority,
            )
    return folder
