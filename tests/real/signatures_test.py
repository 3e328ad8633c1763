"""`fairplay signatures`: databases made, shown, verified, signed, refused, and written by a process that is killed at random. All of it on
made-up wheels and the user's own pip, without a network."""

import hashlib
import io
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import time
import zipfile
from pathlib import Path

import builds
import program
from program import CLEAN, INCOMPLETE, USAGE

KILLS = 50


def wheel(
    folder: Path,
    project: str = "numpy",
    release: str = "2.3.5",
    python: str = "cp311",
    content: str = "print('made up')\n",
    tag: str = "",
) -> Path:
    """A wheel that pip takes, with a file of its own for each Python."""
    stem = f"{project.replace('-', '_')}-{release}"
    file = folder / f"{stem}{tag}-{python}-none-any.whl"
    members = {
        f"{project}/__init__.py": content,
        f"{project}/{python}.py": python,
        f"{project}/_core/include/numpy/_numpyconfig.h": "#define NPY_ABI_VERSION 0x02000000\n#define NPY_API_VERSION 0x00000014\n",
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {project}\nVersion: {release}\n",
        f"{stem}.dist-info/WHEEL": f"Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: {python}-none-any\n",
    }
    record = "".join(
        f"{name},sha256={program.record_digest(text.encode())},{len(text)}\n" for name, text in members.items()
    )
    members[f"{stem}.dist-info/RECORD"] = record + f"{stem}.dist-info/RECORD,,\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    file.write_bytes(buffer.getvalue())
    return file


def numpy_wheel(folder: Path, release: str, python: str = "cp311") -> Path:
    """A wheel for Linux that holds a NumPy small enough to be read at a glance."""
    file = folder / f"numpy-{release}-{python}-{python}-linux_x86_64.whl"
    members = {
        "numpy/__init__.py": f'from ._core import load\n__all__ = ["load"]\n__version__ = "{release}"\n',
        "numpy/__init__.pyi": "def load(file: str, mmap_mode: None = ...) -> int: ...\n",
        "numpy/_core/__init__.py": "def load(file, mmap_mode=None):\n    return 1\n",
        "numpy/_core/include/numpy/npy_math.h": "double npy_logaddexp(double x, double y);\n",
        "numpy/tests/test_it.py": "assert True\n",
        f"numpy-{release}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: numpy\nVersion: {release}\n",
        f"numpy-{release}.dist-info/WHEEL": f"Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: false\nTag: {python}-{python}-linux_x86_64\n",
        f"numpy-{release}.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return file


class SignaturesTest(program.RealTest):
    def setUp(self) -> None:
        self.home = self.temporary()
        self.files = self.temporary()
        self.own = self.home / ".local" / "share" / "fairplay" / "signatures"
        self.config = self.home / ".config" / "fairplay"
        self.environment = {
            name: value
            for name, value in builds.clean_environment(HOME=str(self.home)).items()
            if not name.startswith("XDG_")
        }

    def signatures(self, *arguments: str | Path, code: int = CLEAN, **environment: str) -> program.Ran:
        ran = program.run("signatures", *arguments, env=self.environment | environment)
        self.assertEqual(ran.code, code, str(ran))
        self.assertNotIn("internal error", ran.stderr)
        return ran

    def json(self, *arguments: str | Path, code: int = CLEAN) -> dict:
        return json.loads(self.signatures(*arguments, "--format", "json", code=code).stdout)

    def own_databases(self, code: int = CLEAN) -> list[dict]:
        """What `verify` says, without the program's own database."""
        return [database for database in self.json("verify", code=code)["databases"] if not database["built_in"]]

    def shown(self, release: str, *options: str | Path) -> dict:
        """The one manifest of a release that isn't the program's own."""
        (manifest,) = [
            manifest
            for manifest in self.json("show", release, *options)["manifests"]
            if manifest["database"]["signed_by"] != "the program's own digest"
        ]
        return manifest

    def releases(self) -> dict[str, int]:
        """Artifacts by release, of the user's own database."""
        return {
            item["release"]: item["artifacts"]
            for item in self.json("list")["releases"]
            if item["database"] == "your own"
        }


class Own(SignaturesTest):
    """The user's own database, which needs no ceremony."""

    def test_first_use_makes_key_and_trust_and_says_so(self):
        ran = self.signatures("add", wheel(self.files))
        key = self.config / "key.pem"
        self.assertIn(str(key), ran.stderr)
        self.assertIn(str(self.config / "keys"), ran.stderr)
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        self.assertIn(" project *\n", (self.config / "keys").read_text())
        again = self.signatures("add", wheel(self.files, python="cp312"))
        self.assertEqual(again.stderr, "")
        self.assertEqual(sorted(os.listdir(self.config)), ["key.pem", "keys"])

    def test_list_show_verify(self):
        self.signatures(
            "add",
            wheel(self.files),
            wheel(self.files, python="cp312"),
            wheel(self.files, release="2.10.0"),
            wheel(self.files, release="2.9.1"),
        )
        text = self.signatures("list").stdout
        self.assertIn("numpy:", text)
        self.assertLess(text.index("2.9.1"), text.index("2.10.0"))
        self.assertEqual(self.releases(), {"2.3.5": 2, "2.9.1": 1, "2.10.0": 1})
        self.assertIn("2.3.5: 2 artifacts", self.signatures("list", "NumPy").stdout)

        manifest = self.shown("numpy==2.3.5")
        self.assertEqual((manifest["c_abi"], manifest["c_api"]), (0x02000000, 0x14))
        self.assertEqual([artifact["tags"]["python"] for artifact in manifest["artifacts"]], ["cp311", "cp312"])
        first = manifest["artifacts"][0]
        content = (self.files / first["name"]).read_bytes()
        self.assertEqual((first["sha256"], first["size"]), (hashlib.sha256(content).hexdigest(), len(content)))
        self.assertEqual((first["origin"], first["confirmed"], first["files"]), ("local", "given-file", 5))
        self.assertIn(first["sha256"], self.signatures("show", "numpy==2.3.5").stdout)

        (database,) = self.own_databases()
        self.assertTrue(database["verified"])
        self.assertEqual((database["index_version"], database["releases"], database["artifacts"]), (1, 3, 4))
        self.assertIn("own key", self.signatures("verify").stdout)

    def test_unknown_release(self):
        self.signatures("add", wheel(self.files))
        self.assertIn("2.3.5", self.signatures("show", "numpy==9.9", code=USAGE).stderr)
        self.signatures("show", "numpy", code=USAGE)

    def test_an_altered_database_is_refused(self):
        self.signatures("add", wheel(self.files))
        manifest = self.own / "numpy-2.3.5.manifest"
        content = bytearray(manifest.read_bytes())
        content[len(content) // 2] ^= 1
        manifest.write_bytes(content)
        (database,) = self.own_databases(code=INCOMPLETE)
        self.assertFalse(database["verified"])
        self.assertIn("altered", database["refused"][0]["reason"])
        self.assertIn("altered", self.signatures("show", "numpy==2.3.5", code=INCOMPLETE).stderr)
        self.assertIn("altered", self.signatures("add", wheel(self.files, python="cp312"), code=INCOMPLETE).stderr)
        index = self.own / "index"
        index.write_bytes(index.read_bytes().replace(b"version 1\n", b"version 9\n"))
        self.assertIn("altered", self.signatures("list", code=INCOMPLETE).stderr)

    def test_the_footprint_of_a_release(self):
        self.assertIn(
            "with its footprint",
            self.signatures("add", numpy_wheel(self.files, "9.9.1", "cp312"), numpy_wheel(self.files, "9.9.1")).stdout,
        )
        self.signatures("add", wheel(self.files, release="9.9.2"))
        shown = self.json("show", "numpy==9.9.1")["footprint"]
        self.assertEqual(
            (shown["artifact"], shown["c_names"], shown["sources"]), ("numpy-9.9.1-cp311-cp311-linux_x86_64.whl", 1, 3)
        )
        self.assertIn("footprint: ", self.signatures("show", "numpy==9.9.1").stdout)
        self.assertIsNone(self.json("show", "numpy==9.9.2")["footprint"])

        def footprint(*arguments: str, code: int = CLEAN) -> program.Ran:
            ran = program.run("footprint", *arguments, env=self.environment)
            self.assertEqual(ran.code, code, str(ran))
            return ran

        printed = json.loads(footprint("numpy==9.9.1", "--format", "json").stdout)
        self.assertEqual(
            (printed["schema"], printed["release"], printed["artifact"]),
            ("fairplay-footprint/1", "9.9.1", shown["artifact"]),
        )
        read = json.loads(footprint(str(self.files / shown["artifact"]), "--format", "json").stdout)
        for part in ("modules", "c_api"):
            self.assertEqual(printed[part], read[part])
        self.assertEqual(printed["modules"]["numpy"]["load"]["signature"], "(file, mmap_mode=None)")
        self.assertIn("load(file, mmap_mode=None)", footprint("NumPy==9.9.1", "--module", "numpy").stdout)
        self.assertIn("though it lists that release", footprint("numpy==9.9.2", code=USAGE).stderr)
        self.assertIn("9.9.1", footprint("numpy==9.9.3", code=USAGE).stderr)
        footprint("numpy==9.9.1", "--module", "numpy.absent", code=USAGE)

        file = self.own / "numpy-9.9.1.footprint"
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
        self.assertIn("altered", footprint("numpy==9.9.1", code=INCOMPLETE).stderr)
        (database,) = self.own_databases(code=INCOMPLETE)
        self.assertEqual([Path(item["file"]).name for item in database["refused"]], ["numpy-9.9.1.footprint"])

    def test_another_hash_for_a_listed_artifact(self):
        self.signatures("add", wheel(self.files))
        ran = self.signatures(
            "add", wheel(self.files, content="changed"), wheel(self.files, release="2.3.4"), code=INCOMPLETE
        )
        self.assertIn("is listed with", ran.stderr)
        self.assertEqual(self.releases(), {"2.3.5": 1})

    def test_damaged_and_wrong_artifacts(self):
        whole = wheel(self.files)
        cut = self.files / "numpy-2.3.5-cp312-none-any.whl"
        cut.write_bytes(whole.read_bytes()[:-50])
        self.signatures("add", cut, code=INCOMPLETE)
        misnamed = self.files / "numpy-2.3.6-cp311-none-any.whl"
        misnamed.write_bytes(whole.read_bytes())
        self.assertIn("2.3.6", self.signatures("add", misnamed, code=INCOMPLETE).stderr)
        self.signatures("add", self.files / "missing.whl", code=INCOMPLETE)
        escape = self.files / "\x1b[31m.whl"
        escape.write_bytes(whole.read_bytes())
        self.assertNotIn("\x1b", self.signatures("add", escape, code=INCOMPLETE).stderr)
        self.assertFalse(self.own.exists() and (self.own / "index").exists())

    def test_wrong_usage(self):
        file = wheel(self.files)
        self.signatures(code=USAGE)
        self.signatures("add", code=USAGE)
        self.signatures("add", file, "--expires", "2027-02-29", code=USAGE)
        self.signatures("add", file, "--unsigned", code=USAGE)
        self.signatures("add", file, "--platform", "win32", code=USAGE)
        self.signatures("add", file, "--origin", "heaven", code=USAGE)
        self.signatures("add", file, "--confirmed", "two words", code=USAGE)
        self.signatures("add", file, "--key", self.files / "missing.pem", code=USAGE)
        self.signatures("add", file, "--project", "numpy", code=USAGE)
        self.signatures("list", "--signatures", self.files, code=USAGE)
        self.config.mkdir(parents=True, exist_ok=True)
        (self.config / "keys").write_text("fairplay-keys 1\nkey nonsense\n")
        self.assertIn("line 2", self.signatures("list", code=USAGE).stderr)


class Others(SignaturesTest):
    """A database that somebody signs for others."""

    def test_keygen_add_trust_sign(self):
        key = self.files / "lab.pem"
        stanza = self.signatures("keygen", key, "--name", "Ada's lab").stdout
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        private = key.read_text()
        self.signatures("keygen", key, code=USAGE)
        self.assertEqual(key.read_text(), private)

        database = self.files / "database"
        self.signatures(
            "add",
            "--signatures",
            database,
            "--key",
            key,
            "--name",
            "the lab's",
            "--origin",
            "upstream",
            "--confirmed",
            "by-hand",
            wheel(self.files),
        )
        self.assertFalse(self.config.exists(), "nobody's own key was asked for")
        refused = self.signatures("verify", database, code=INCOMPLETE)
        self.assertIn("not among the trusted keys", refused.stdout)

        keys = self.files / "keys"
        keys.write_text("fairplay-keys 1\n# from Ada, by phone\n" + stanza)
        ran = self.signatures("verify", "--keys", keys, database)
        self.assertIn("Ada's lab", ran.stdout)
        manifest = self.shown("numpy==2.3.5", "--signatures", database, "--keys", keys)
        self.assertEqual(manifest["database"]["name"], "the lab's")
        self.assertEqual(
            (manifest["artifacts"][0]["origin"], manifest["artifacts"][0]["confirmed"]), ("upstream", "by-hand")
        )

        self.signatures("sign", "--signatures", database, "--key", key, "--expires", "2020-01-01")
        self.assertIn("expired", self.signatures("verify", "--keys", keys, database, code=INCOMPLETE).stdout)
        self.signatures("sign", "--signatures", database, "--key", key)
        self.assertIn("version 3", self.signatures("verify", "--keys", keys, database).stdout)
        keys.write_text(keys.read_text() + " lowest-version 4\n")
        self.assertIn("old database", self.signatures("verify", "--keys", keys, database, code=INCOMPLETE).stdout)

        other = self.files / "other.pem"
        self.signatures("keygen", other)
        self.assertIn(
            "only the key that signed it",
            self.signatures(
                "add", "--signatures", database, "--key", other, wheel(self.files, python="cp312"), code=INCOMPLETE
            ).stderr,
        )

    def test_a_key_vouches_for_its_projects_only(self):
        key = self.files / "key.pem"
        stanza = self.signatures("keygen", key, "--project", "scipy", "--project", "foo").stdout
        keys = self.files / "keys"
        keys.write_text("fairplay-keys 1\n" + stanza)
        database = self.files / "database"
        self.signatures("add", "--signatures", database, "--key", key, wheel(self.files))
        self.assertIn(
            "may not vouch for numpy", self.signatures("verify", "--keys", keys, database, code=INCOMPLETE).stdout
        )

    def test_unsigned_and_pinned(self):
        database = self.files / "database"
        self.signatures("add", "--unsigned", "--signatures", database, wheel(self.files))
        digest = hashlib.sha256((database / "index").read_bytes()).hexdigest()
        self.signatures("verify", "--digest", digest, database)
        self.signatures("verify", "--digest", "0" * 64, database, code=INCOMPLETE)
        self.assertIn("not signed", self.signatures("verify", database, code=INCOMPLETE).stdout)

    def test_databases_that_contradict_each_other(self):
        self.signatures("add", wheel(self.files))
        other = self.files / "other"
        other.mkdir()
        self.signatures("add", "--signatures", other / "database", wheel(other, content="not the same"))
        ran = self.signatures("verify", "--signatures", other / "database", code=INCOMPLETE)
        self.assertIn("may add to another, not replace", ran.stdout)


class BuiltIn(SignaturesTest):
    """The shipped database, which the program knows by its index's hash."""

    def setUp(self) -> None:
        super().setUp()
        ran = program.run("signatures", "verify", "--format", "json", env=self.environment)
        databases = [database for database in json.loads(ran.stdout)["databases"] if database["built_in"]]
        if not databases:
            self.skipTest("this program was built without a database")
        (self.database,) = databases
        self.root = self.temporary()
        (self.root / "bin").mkdir()
        self.program = shutil.copy(program.PROGRAM, self.root / "bin")

    def verify(self) -> dict:
        done = subprocess.run(
            [self.program, "signatures", "verify", "--format", "json"],
            env=self.environment,
            capture_output=True,
            text=True,
        )
        databases = json.loads(done.stdout)["databases"]
        self.assertEqual(
            done.returncode == CLEAN, bool(databases) and all(database["verified"] for database in databases)
        )
        return databases[0] if databases else {}

    def test_verifies_in_place(self):
        self.assertTrue(self.database["verified"], self.database["refused"])
        self.assertGreater(self.database["releases"], 50)
        self.assertEqual(
            self.json("show", "numpy==2.3.5")["manifests"][0]["database"]["signed_by"], "the program's own digest"
        )

    def test_is_found_beside_the_program_or_where_it_was_installed(self):
        self.assertEqual(self.verify(), {})
        for place in ("bin/signatures", "share/fairplay/signatures"):
            with self.subTest(place):
                shutil.copytree(self.database["folder"], self.root / place)
                found = self.verify()
                self.assertTrue(found["verified"])
                self.assertEqual(found["folder"], str(self.root / place))
                shutil.rmtree(self.root / place)

    def test_any_changed_bit_is_refused(self):
        place = self.root / "share" / "fairplay" / "signatures"
        shutil.copytree(self.database["folder"], place)
        generator = random.Random()
        seed = generator.randrange(2**32)
        generator.seed(seed)
        files = sorted(place.glob("*.manifest"))
        for file in [place / "index", *generator.sample(files, 5)]:
            with self.subTest(file.name, seed=seed):
                whole = file.read_bytes()
                changed = bytearray(whole)
                changed[generator.randrange(len(whole))] ^= 1 << generator.randrange(8)
                file.write_bytes(changed)
                self.assertFalse(self.verify()["verified"])
                file.write_bytes(whole)
        self.assertTrue(self.verify()["verified"])


class Pip(SignaturesTest):
    """NAME==VERSION, fetched by the user's own pip, here from a folder."""

    def setUp(self) -> None:
        super().setUp()
        self.scratch = self.temporary()
        self.pip = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.files),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "TMPDIR": str(self.scratch),
        }

    def test_fetches_a_wheel_and_leaves_nothing_behind(self):
        if (
            subprocess.run(["python3", "-m", "pip", "--version"], capture_output=True, env=self.environment).returncode
            != 0
        ):
            self.skipTest("there is no pip beside python3")
        wheel(self.files, python="py3")
        ran = self.signatures("add", "numpy==2.3.5", **self.pip)
        self.assertIn("numpy 2.3.5", ran.stdout)
        self.assertNotIn("Saved", ran.stdout, "stdout carries documents alone")
        manifest = self.shown("numpy==2.3.5")
        self.assertEqual(
            (manifest["artifacts"][0]["origin"], manifest["artifacts"][0]["confirmed"]), ("upstream", "pip-download")
        )
        self.assertEqual(os.listdir(self.scratch), [])
        self.signatures("add", "numpy==9.9", code=INCOMPLETE, **self.pip)
        self.assertEqual(os.listdir(self.scratch), [])
        wheel(self.files, release="2.3.6", python="cp39")
        self.signatures(
            "add",
            "--python-version=3.9",
            "--implementation=cp",
            "--abi=none",
            "--platform=any",
            "numpy==2.3.6",
            **self.pip,
        )
        self.assertEqual(self.releases(), {"2.3.5": 1, "2.3.6": 1})

    def fake_pip(self, download: str) -> dict[str, str]:
        """A python3 before all others on PATH that plays pip: reports its version, and does `download` when asked to
        download."""
        folder = self.temporary()
        (folder / "python3").write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{folder}/arguments"\ncase "$*" in *--version) exit 0;; esac\nwhile [ "$1" != -d ]; do shift; done\nmkdir -p "$2"\n{download}\n'
        )
        (folder / "python3").chmod(0o755)
        self.arguments = folder / "arguments"
        return self.pip | {"PATH": f"{folder}:{os.environ['PATH']}"}

    def test_runs_pip_without_a_shell(self):
        file = wheel(self.files)
        environment = self.fake_pip(f'cp "{file}" "$2"')
        self.signatures("add", "numpy==2.3.5", "--platform=$(touch evil)", **environment)
        arguments = self.arguments.read_text().splitlines()
        self.assertEqual(arguments[3:7], ["-m", "pip", "download", "--only-binary=:all:"])
        self.assertIn("--no-deps", arguments)
        self.assertIn("--platform=$(touch evil)", arguments)
        self.assertEqual(arguments[-1], "numpy==2.3.5")
        for text in ("--index-url==1", "numpy==1;touch evil", "numpy==", "==1", "a b==1"):
            self.signatures("add", "--", text, code=INCOMPLETE, **environment)
        self.assertEqual(self.arguments.read_text().splitlines(), arguments, "what is no requirement is a file's name")

    def test_refuses_what_pip_should_not_leave(self):
        self.signatures("add", "numpy==2.3.5", code=INCOMPLETE, **self.fake_pip("true"))
        sdist = self.files / "numpy-2.3.5.tar.gz"
        sdist.write_bytes(b"")
        self.assertIn(
            "not one wheel",
            self.signatures("add", "numpy==2.3.5", code=INCOMPLETE, **self.fake_pip(f'cp "{sdist}" "$2"')).stderr,
        )
        other = wheel(self.files, project="scipy", release="2.3.5")
        self.assertIn(
            "scipy",
            self.signatures("add", "numpy==2.3.5", code=INCOMPLETE, **self.fake_pip(f'cp "{other}" "$2"')).stderr,
        )
        self.assertEqual(os.listdir(self.scratch), [])

    def test_a_signal_ends_pip_and_removes_what_it_left(self):
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            with self.subTest(name):
                environment = self.environment | self.fake_pip('echo half > "$2/half.whl"; echo here; exec sleep 600')
                started = subprocess.Popen(
                    [program.PROGRAM, "signatures", "add", "numpy==2.3.5"],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
                with started:
                    while b"here" not in started.stderr.readline():
                        pass
                    self.assertEqual(len(os.listdir(self.scratch)), 1)
                    self.assertEqual(stat.S_IMODE((self.scratch / os.listdir(self.scratch)[0]).stat().st_mode), 0o700)
                    started.send_signal(getattr(signal, name))
                    self.assertEqual(started.wait(30), -getattr(signal, name))
                self.assertEqual(os.listdir(self.scratch), [])


class Killed(SignaturesTest):
    def test_a_kill_at_any_moment_loses_nothing(self):
        # The first use is among what is killed: key, trust and database come one after the other.
        generator = random.Random()
        seed = generator.randrange(2**32)
        generator.seed(seed)
        rounds = []
        for number in range(KILLS + 1):
            rounds.append([wheel(self.files, release=f"2.{minor}.0", python=f"cp3{number}") for minor in range(6)])
        started_at = time.monotonic()
        subprocess.run(
            [
                program.PROGRAM,
                "signatures",
                "add",
                *map(str, rounds[-1]),
                "--signatures",
                str(self.files / "measured"),
                "--unsigned",
            ],
            env=self.environment,
            capture_output=True,
            check=True,
        )
        whole = time.monotonic() - started_at
        before: dict[str, int] = {}
        killed = 0
        for number, files in enumerate(rounds[:-1]):
            with self.subTest(number, seed=seed):
                started = subprocess.Popen(
                    [program.PROGRAM, "signatures", "add", *map(str, files)],
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                try:
                    started.wait(generator.random() * whole * 2)
                except subprocess.TimeoutExpired:
                    started.kill()
                killed += started.wait() == -signal.SIGKILL
                if not (self.own / "index").exists():
                    self.assertEqual(before, {})
                    continue
                (database,) = self.json("verify", self.own)["databases"]
                self.assertEqual(database["refused"], [])
                after = self.releases()
                added = (
                    {release: artifacts + 1 for release, artifacts in before.items()}
                    if before
                    else {f"2.{minor}.0": 1 for minor in range(6)}
                )
                self.assertIn(after, (before, added))
                before = after
        self.signatures("add", *rounds[-1])
        (database,) = self.own_databases()
        self.assertTrue(database["verified"])
        self.assertEqual(
            sorted(name for name in os.listdir(self.own) if not name.endswith(".manifest")), [".lock", "index"]
        )
        print(
            f"killed {killed} of {KILLS} writers; {database['artifacts']} artifacts, version {database['index_version']}; seed {seed}"
        )


if __name__ == "__main__":
    program.main()
