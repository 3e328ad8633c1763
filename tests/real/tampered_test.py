"""Installs that were changed after installation, on hard-linked copies of a real one."""

import importlib.util
import marshal
import os
import shutil
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

import builds
import program
from program import CLEAN, FINDINGS, INCOMPLETE

INFORMATION = "numpy-2.3.5.dist-info"
# Bytecode of /usr/bin/python3, which is also what runs this file.
MAGIC = importlib.util.MAGIC_NUMBER


def setUpModule() -> None:
    global base
    base = Path(tempfile.mkdtemp(prefix="fairplay-tampered-"))
    unittest.addModuleCleanup(shutil.rmtree, base, ignore_errors=True)
    interpreter = builds.venv(base / "venv")
    builds.pip_install(interpreter, builds.wheel("numpy==2.3.5"), options=("--no-compile",))


class TamperedTest(program.RealTest):
    def setUp(self):
        self.venv = builds.copy_tree(base / "venv", self.temporary() / "venv")
        self.site = builds.site_packages(self.venv)
        self.numpy = self.site / "numpy"

    def assert_intact_1(self, path: str, why: str, rule_case: str = "") -> program.Audited:
        """INTACT-1 is an error that names exactly this file."""
        audited = self.audit(self.venv)
        self.assertEqual(audited.code, FINDINGS, str(audited))
        self.assertEqual(audited.numpy["intact"]["verdict"], "no")
        self.assertEqual(self.failed(audited.numpy), {path: why})
        finding = self.assert_finding(audited, "INTACT-1", "error", path, rule_case)
        self.assertRegex(finding["remedy"], "pip install --force-reinstall --no-deps (--no-cache-dir )?numpy==2.3.5")
        return audited

    def rewrite_record(self, edit) -> None:
        record = self.site / INFORMATION / "RECORD"
        builds.replace(record, edit(record.read_bytes()))


class BesideIt(TamperedTest):
    def test_start_up_files_that_nobody_recorded(self):
        (self.site / "evil.pth").write_text("import os\n")
        (self.site / "sitecustomize.py").write_text("import os\n")
        (self.site / "empty.pth").write_text("# nothing\n")
        audited = self.audit(self.venv)
        self.assertEqual(audited.code, CLEAN, str(audited))
        self.assertEqual(audited.numpy["intact"]["verdict"], "yes")
        self.assertEqual(audited.numpy["original"]["verdict"], "official")
        finding = self.assert_finding(audited, "INTACT-1", "note", "evil.pth", "sitecustomize.py")
        self.assertNotIn("empty.pth", str(finding))
        (self.site / "other-1.0.dist-info").mkdir()
        (self.site / "other-1.0.dist-info" / "METADATA").write_text("Name: other\nVersion: 1.0\n")
        (self.site / "other-1.0.dist-info" / "RECORD").write_text("evil.pth,,\nsitecustomize.py,,\n")
        self.assertEqual(self.audit(self.venv).findings("INTACT-1"), [])

    def test_what_numpys_own_record_lists(self):
        (self.site / "evil.pth").write_text("import os\n")
        self.rewrite_record(lambda record: record + b"evil.pth,,\n")
        audited = self.audit(self.venv)
        self.assertEqual(audited.numpy["original"]["verdict"], "modified-undisclosed")
        self.assertEqual([item["path"] for item in audited.numpy["original"]["differences"]], ["evil.pth"])


class Files(TamperedTest):
    def test_a_changed_module(self):
        builds.flip_bit(self.numpy / "matlib.py", 100)
        self.assert_intact_1("numpy/matlib.py", "changed")

    def test_one_bit_of_an_extension(self):
        (module,) = (self.numpy / "_core").glob("_multiarray_umath*.so")
        builds.flip_bit(module)
        self.assert_intact_1(f"numpy/_core/{module.name}", "changed")

    def test_one_bit_of_the_bundled_blas(self):
        (library,) = (self.site / "numpy.libs").glob("libscipy_openblas*")
        builds.flip_bit(library)
        audited = self.assert_intact_1(f"numpy.libs/{library.name}", "changed")
        (subject,) = audited.libraries
        self.assertEqual(subject["path"], str(library))

    def test_a_removed_file(self):
        (self.numpy / "matlib.py").unlink()
        self.assert_intact_1("numpy/matlib.py", "missing")

    def test_the_package_without_its_init(self):
        (self.numpy / "__init__.py").unlink()
        self.assert_intact_1("numpy/__init__.py", "missing")

    def test_an_added_module(self):
        for name in ("backdoor.py", "_core/backdoor.cpython-311-x86_64-linux-gnu.so", "linalg/backdoor.pyd"):
            with self.subTest(name):
                (self.numpy / name).write_bytes(b"hello\n")
                self.assert_intact_1(f"numpy/{name}", "extra", "Python can import")
                (self.numpy / name).unlink()

    def test_an_added_text(self):
        (self.numpy / "notes.txt").write_text("hello\n")
        audited = self.audit(self.venv)
        self.assert_healthy(audited, original="rebuilt", rules=("INTACT-1",))
        self.assertEqual(self.failed(audited.numpy), {"numpy/notes.txt": "extra"})
        self.assertEqual(self.audit(self.venv, options=("--fail-on", "note")).code, FINDINGS)

    def test_an_emptied_file(self):
        builds.replace(self.numpy / "_core" / "multiarray.py", b"")
        self.assert_intact_1("numpy/_core/multiarray.py", "changed")

    def test_a_fifo_in_a_files_place(self):
        """Opening it for reading would wait for ever."""
        (self.numpy / "matlib.py").unlink()
        os.mkfifo(self.numpy / "matlib.py")
        self.assert_intact_1("numpy/matlib.py", "changed")

    def test_a_link_loop_in_a_files_place(self):
        (self.numpy / "matlib.py").unlink()
        (self.numpy / "matlib.py").symlink_to("matlib.py")
        audited = self.audit(self.venv)
        self.assertEqual(audited.code, FINDINGS, str(audited))
        self.assertNotEqual(audited.numpy["intact"]["verdict"], "yes")

    def test_a_folder_in_a_files_place(self):
        (self.numpy / "matlib.py").unlink()
        (self.numpy / "matlib.py").mkdir()
        self.assert_intact_1("numpy/matlib.py", "missing")

    def test_links_that_leave_the_tree_or_loop(self):
        (self.numpy / "loop").symlink_to(".")
        (self.numpy / "up").symlink_to("/")
        (self.numpy / "nowhere").symlink_to("/nonexistent/file")
        audited = self.audit(self.venv)
        self.assertIn(audited.code, (CLEAN, FINDINGS))
        self.assertEqual(len(audited.numpys), 1)
        self.assertEqual([path for path in self.failed(audited.numpy) if not path.startswith("numpy/")], [])

    def test_a_file_that_is_changed_to_a_link_elsewhere(self):
        target = self.temporary() / "matlib.py"
        target.write_bytes((self.numpy / "matlib.py").read_bytes() + b"evil = True\n")
        (self.numpy / "matlib.py").unlink()
        (self.numpy / "matlib.py").symlink_to(target)
        self.assert_intact_1("numpy/matlib.py", "changed")

    def test_an_unreadable_folder(self):
        folder = self.numpy / "linalg"
        for path in (self.venv.parent, self.venv):
            path.chmod(0o755)
        program_copy = self.venv.parent / "fairplay"
        shutil.copy(program.PROGRAM, program_copy)
        folder.chmod(0)
        self.addCleanup(folder.chmod, 0o755)
        options = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [program_copy, "audit", "--format", "json", self.venv],
            capture_output=True,
            text=True,
            env=builds.clean_environment(),
            timeout=60,
            **options,
        )
        audited = program.Audited([str(program_copy)], done.returncode, done.stdout, done.stderr)
        self.assertIn(audited.code, (FINDINGS, INCOMPLETE), str(audited))
        self.assertNotEqual(audited.numpy["intact"]["verdict"], "yes")
        self.assert_finding(audited, "READ-1", audited.findings("READ-1")[0]["severity"], "linalg")
        self.assertEqual(audited.numpy["blas"][0]["vendor"], "OpenBLAS", "the rest goes on")


class Bytecode(TamperedTest):
    """A .pyc in an untouched tree runs at import."""

    code = marshal.dumps(compile("evil = True", "matlib.py", "exec"))

    def cached(self, flags: int, rest: bytes) -> str:
        cache = self.numpy / "__pycache__"
        cache.mkdir(exist_ok=True)
        (cache / "matlib.cpython-311.pyc").write_bytes(MAGIC + struct.pack("<I", flags) + rest + self.code)
        return "numpy/__pycache__/matlib.cpython-311.pyc"

    def test_unchecked_hash(self):
        """PEP 552: flags 1 means hash-based and never checked, so that Python runs it whatever the source says."""
        self.assert_intact_1(self.cached(0b01, bytes(8)), "extra", "unchecked hash")

    def test_unchecked_hash_of_the_right_source(self):
        """A forged body under the source's own hash can't be distinguished from a real one without compiling: it is
        listed as not compared."""
        source = importlib.util.source_hash((self.numpy / "matlib.py").read_bytes())
        self.cached(0b01, source)
        audited = self.audit(self.venv)
        self.assert_healthy(audited)
        self.assertTrue(
            any("bytecode" in item["what"] and "not compared" in item["why"] for item in audited.numpy["not_checked"])
        )

    def test_matching_time_and_size(self):
        """The same for a header with the source's time and size."""
        status = (self.numpy / "matlib.py").stat()
        self.cached(0, struct.pack("<II", int(status.st_mtime), status.st_size))
        audited = self.audit(self.venv)
        self.assert_healthy(audited)
        self.assertTrue(
            any("bytecode" in item["what"] and "not compared" in item["why"] for item in audited.numpy["not_checked"])
        )

    def test_checked_hash_that_does_not_match(self):
        """Python ignores it: a note."""
        self.cached(0b11, bytes(8))
        self.assert_healthy(self.audit(self.venv), rules=("INTACT-1",))

    def test_sourceless(self):
        (self.numpy / "backdoor.pyc").write_bytes(MAGIC + bytes(12) + self.code)
        self.assert_intact_1("numpy/backdoor.pyc", "extra")

    def test_sourceless_in_a_removed_modules_place(self):
        (self.numpy / "matlib.py").unlink()
        (self.numpy / "matlib.pyc").write_bytes(MAGIC + bytes(12) + self.code)
        audited = self.audit(self.venv)
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(self.failed(audited.numpy), {"numpy/matlib.py": "missing", "numpy/matlib.pyc": "extra"})

    def test_damaged_headers(self):
        cache = self.numpy / "__pycache__"
        cache.mkdir()
        for name, content in (("empty", b""), ("short", MAGIC), ("foreign", b"\0" * 64)):
            with self.subTest(name):
                (cache / "matlib.cpython-311.pyc").write_bytes(content)
                self.assert_healthy(self.audit(self.venv), rules=("INTACT-1",))


class Records(TamperedTest):
    def test_record_rewritten_to_fit(self):
        """RECORD guards against accident: who rewrites it along with the files is found by comparison with upstream, not here."""
        code = (self.numpy / "matlib.py").read_bytes()
        builds.flip_bit(self.numpy / "matlib.py", code.index(b"stacklevel=2") + len("stacklevel="))
        content = (self.numpy / "matlib.py").read_bytes()

        def edit(record: bytes) -> bytes:
            rows = record.decode().splitlines()
            return "\n".join(
                (
                    f"numpy/matlib.py,sha256={program.record_digest(content)},{len(content)}"
                    if row.startswith("numpy/matlib.py,")
                    else row
                )
                for row in rows
            ).encode()

        self.rewrite_record(edit)
        audited = self.audit(self.venv)
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(
            (audited.numpy["intact"]["verdict"], audited.numpy["original"]["verdict"]),
            ("yes", "modified-undisclosed"),
            "RECORD was made to fit; the database wasn't",
        )

    def test_record_without_hashes(self):
        self.rewrite_record(lambda record: b"\n".join(row.split(b",")[0] + b",," for row in record.splitlines()))
        audited = self.audit(self.venv)
        self.assertEqual(audited.numpy["intact"]["verdict"], "unknown")
        self.assertIn("hash", audited.numpy["intact"]["why"])
        self.assertEqual(audited.code, CLEAN)

    def test_record_gone(self):
        (self.site / INFORMATION / "RECORD").unlink()
        audited = self.audit(self.venv)
        self.assertEqual(audited.numpy["intact"]["verdict"], "unknown")
        self.assertIn("RECORD", audited.numpy["intact"]["why"])

    def test_metadata_gone(self):
        shutil.rmtree(self.site / INFORMATION)
        audited = self.audit(self.venv)
        self.assertEqual((audited.numpy["intact"]["verdict"], audited.numpy["version"]), ("unknown", "2.3.5"))
        self.assertEqual(audited.code, CLEAN)

    def test_record_of_odd_form(self):
        """CRLF, a byte order mark, blank lines: the rows are the same rows."""
        for name, edit in (
            ("CRLF", lambda record: record.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")),
            ("blank", lambda record: record + b"\n\n"),
        ):
            with self.subTest(name):
                self.rewrite_record(edit)
                self.assert_healthy(self.audit(self.venv))

    def test_hostile_rows(self):
        """Rows that lead outside or claim absurd things are reported, and never followed to a verdict of their own."""
        rows = b"../../../../../../../../../../../../etc/passwd,sha256=AAAA,1\n/etc/shadow,sha256=AAAA,1\nnumpy/\xff.py,,\n\"numpy/unclosed\n"
        self.rewrite_record(lambda record: record + rows)
        audited = self.audit(self.venv)
        self.assertEqual(len(audited.numpys), 1)
        self.assertTrue(audited.findings("READ-1") or audited.findings("INTACT-1"), str(audited))

    def test_a_giant_record(self):
        self.rewrite_record(lambda record: record + b"numpy/x.py,,\n" * 300_000)
        audited = self.audit(self.venv)
        self.assertEqual(len(audited.numpys), 1)


class Mixtures(TamperedTest):
    def test_two_distributions_in_one_folder(self):
        """What two installers leave that don't know of each other: 1.26.4 unpacked over 2.3.5."""
        target = self.temporary() / "other"
        builds.pip_install(builds.PYTHON, builds.wheel("numpy==1.26.4"), options=("--target", target, "--no-compile"))
        shutil.copytree(target / "numpy-1.26.4.dist-info", self.site / "numpy-1.26.4.dist-info")
        for path in target.rglob("numpy/**/*.py"):
            place = self.site / path.relative_to(target)
            place.parent.mkdir(parents=True, exist_ok=True)
            builds.replace(place, path.read_bytes())
        audited = self.audit(self.venv)
        self.assertEqual(audited.code, FINDINGS)
        self.assert_finding(audited, "INTACT-2", "error", "numpy-1.26.4.dist-info", "numpy-2.3.5.dist-info")

    def test_leftovers_of_an_interrupted_pip(self):
        (self.site / "~umpy").mkdir()
        (self.site / "~umpy" / "__init__.py").write_text("")
        (self.site / "~umpy-2.3.4.dist-info").mkdir()
        audited = self.audit(self.venv)
        self.assert_healthy(audited, rules=("INTACT-2",))
        self.assert_finding(audited, "INTACT-2", "note", "~umpy", "~umpy-2.3.4.dist-info")
        self.assertEqual(audited.numpy["leftovers"], ["~umpy", "~umpy-2.3.4.dist-info"])


class Words(TamperedTest):
    """What a subject says is never trusted as text."""

    NAMES = (
        "a\x1b[31mred\x1b]0;title\x07.txt",  # terminal escapes
        "b](http://evil.example)`**bold**`<script>alert(1)</script>|.txt".replace("/", "\u2044"),  # Markdown, HTML
        "c\n::error file=x::pwned.txt",  # a CI workflow command on a line of its own
        "d\u202etxt.exe",  # right-to-left override
        "e\x9b31mC1.txt",  # an 8-bit control
    )

    def setUp(self):
        super().setUp()
        for name in self.NAMES:
            (self.numpy / name).write_text("hello\n")
        (self.numpy / "backdoor\x1b[2J.py").write_text("evil = True\n")
        with open(os.path.join(os.fsencode(self.numpy), b"f\xff\xfe.txt"), "w") as file:
            file.write("not UTF-8\n")

    def forms(self):
        for form in ("text", "markdown", "json"):
            for options in ((), ("-v",)):
                ran = program.run("audit", "--format", form, "--color", "never", *options, self.venv)
                self.assertEqual(ran.code, FINDINGS, str(ran))
                yield form, options, ran.stdout

    def test_no_control_reaches_a_terminal(self):
        for form, options, text in self.forms():
            with self.subTest(form=form, options=options):
                controls = {
                    character
                    for character in text
                    if (ord(character) < 32 and character != "\n")
                    or 127 <= ord(character) < 160
                    or 0x202A <= ord(character) <= 0x202E
                }
                self.assertEqual(controls, set())

    def test_no_line_is_a_workflow_command(self):
        for form, options, text in self.forms():
            with self.subTest(form=form, options=options):
                self.assertEqual([line for line in text.splitlines() if line.lstrip().startswith("::")], [])

    def test_names_are_reported_in_an_escaped_form(self):
        for form, options, text in self.forms():
            with self.subTest(form=form, options=options):
                if options or form == "json":
                    self.assertIn("title", text)
                    self.assertIn("pwned", text)
                self.assertIn("backdoor", text)

    def test_markdown_stays_text(self):
        for form, options, text in self.forms():
            if form == "markdown":
                outside = program.outside_of_code(text)
                for construct in (r"<script", r"(?<!\\)\]\(", r"(?<!\\)\*\*bold"):
                    self.assertNotRegex(outside, construct)

    def test_hostile_metadata(self):
        metadata = self.site / INFORMATION / "METADATA"
        builds.replace(metadata, b"Metadata-Version: 2.1\nName: numpy\x1b[31m\nVersion: 2.3.5`</code>::error::\x07\n\n")
        for form in ("text", "markdown"):
            ran = program.run("audit", "--format", form, "--color", "never", "-v", self.venv)
            self.assertIn(ran.code, (FINDINGS, INCOMPLETE))
            self.assertNotIn("\x1b", ran.stdout)
            self.assertNotIn("\x07", ran.stdout)


if __name__ == "__main__":
    program.main()
