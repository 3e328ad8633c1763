"""Official wheels as files, of every platform, and damaged copies of them."""

import csv
import hashlib
import io
import tarfile
import zlib
from dataclasses import replace
from pathlib import Path

import builds
import program
import raw_zip
from program import CLEAN, FINDINGS, INCOMPLETE

# What an official wheel is called that the shipped database doesn't list: its sources and C interface are the release's.
UNLISTED = "rebuilt"


class OfficialWheels(program.RealTest):
    """Each is intact, without a finding, and its bundled BLAS is reported."""

    def healthy(self, wheel: Path, original: str = "official") -> dict:
        audited = self.audit(wheel)
        self.assert_healthy(audited, original=original)
        subject = audited.numpy
        self.assertEqual((subject["name"], subject["version"]), ("numpy", wheel.name.split("-")[1]))
        self.assertEqual(subject["installer"], "none")
        self.assertEqual(subject["intact"]["record"], f"RECORD of numpy-{subject['version']}.dist-info")
        self.assertGreater(subject["intact"]["checked"], 700)
        self.assertEqual(subject["intact"]["failed"], [])
        return subject

    def bundles_openblas(self, wheel: Path, version: str, prefix: str, suffix: str, original: str = "official") -> None:
        subject = self.healthy(wheel, original)
        (blas,) = subject["blas"]
        reported = {key: blas[key] for key in ("vendor", "integers", "prefix", "suffix", "threading", "how")}
        self.assertEqual(
            reported,
            {
                "vendor": "OpenBLAS",
                "integers": "ilp64",
                "prefix": prefix,
                "suffix": suffix,
                "threading": "pthreads",
                "how": "bundled",
            },
        )
        self.assertEqual(blas["version"], version)

    def test_1_26_4(self):
        self.bundles_openblas(builds.wheel("numpy==1.26.4"), "0.3.23.dev", "", "64_")

    def test_2_0_2(self):
        self.bundles_openblas(builds.wheel("numpy==2.0.2"), "0.3.27", "scipy_", "64_")

    def test_2_3_5(self):
        self.bundles_openblas(builds.wheel("numpy==2.3.5"), "0.3.30", "scipy_", "64_")

    def test_newest(self):
        subject = self.healthy(builds.wheel("numpy"))
        (blas,) = subject["blas"]
        self.assertEqual((blas["vendor"], blas["integers"], blas["how"]), ("OpenBLAS", "ilp64", "bundled"))
        self.assertTrue(blas["version"].startswith("0.3."), blas["version"])

    def test_aarch64(self):
        self.bundles_openblas(
            builds.wheel("numpy==2.3.5", platform="manylinux_2_28_aarch64", python="3.11"),
            "0.3.30",
            "scipy_",
            "64_",
            UNLISTED,
        )

    def test_musl(self):
        self.bundles_openblas(
            builds.wheel("numpy==2.3.5", platform="musllinux_1_2_x86_64", python="3.11"),
            "0.3.30",
            "scipy_",
            "64_",
            UNLISTED,
        )

    def foreign(self, platform: str, formats: str) -> None:
        # Equal sources, and binaries that can't be looked into: neither official nor rebuilt is proven.
        subject = self.healthy(builds.wheel("numpy==2.3.5", platform=platform, python="3.11"), "unknown")
        self.assertEqual(subject["blas"], [], "nothing was looked into")
        untold = [f"{item['what']}: {item['why']}" for item in subject["not_checked"]]
        self.assertTrue(any(formats in line for line in untold), untold)

    def test_windows(self):
        self.foreign("win_amd64", "PE")

    def test_macos_openblas(self):
        self.foreign("macosx_11_0_arm64", "Mach-O")

    def test_macos_accelerate(self):
        self.foreign("macosx_14_0_arm64", "Mach-O")


class OtherSubjects(program.RealTest):
    """A wheel that brings a BLAS but no NumPy; an sdist; files that are nothing of ours."""

    def test_blas_wheels(self):
        for requirement, integers, prefix, suffix in (
            ("scipy", "lp64", "scipy_", ""),
            ("scipy-openblas32", "lp64", "scipy_", ""),
            ("scipy-openblas64", "ilp64", "scipy_", "64_"),
        ):
            with self.subTest(requirement):
                audited = self.audit(builds.wheel(requirement))
                self.assertEqual(audited.code, CLEAN, str(audited))
                self.assertEqual(audited.numpys, [])
                (library,) = audited.libraries
                self.assertEqual(library["intact"]["verdict"], "yes")
                self.assertEqual(library["package"].split()[0].replace("_", "-"), requirement)
                reported = tuple(library["blas"][0][key] for key in ("vendor", "integers", "prefix", "suffix"))
                self.assertEqual(reported, ("OpenBLAS", integers, prefix, suffix))
                self.assertEqual(library["version"], library["blas"][0]["version"])

    def test_wheels_without_numpy_or_blas(self):
        audited = self.audit(builds.wheel("threadpoolctl"))
        self.assertEqual(audited.code, INCOMPLETE)
        self.assertIn("holds no NumPy and no BLAS", audited.document["unreadable"][0]["reason"])

    def test_sdist(self):
        """Nothing but PyPI has the real one, and pip runs its build backend to fetch it: a stand-in of the same layout."""
        sdist = self.temporary() / "numpy-2.3.5.tar.gz"
        files = {
            "PKG-INFO": "Metadata-Version: 2.1\nName: numpy\nVersion: 2.3.5\n",
            "meson.build": "project('NumPy')\n",
            "numpy/__init__.py": "from . import _core\n",
            "numpy/_core/__init__.py": "",
            "numpy/version.py": 'version = "2.3.5"\n',
        }
        with tarfile.open(sdist, "w:gz") as archive:
            for name, text in files.items():
                info = tarfile.TarInfo(f"numpy-2.3.5/{name}")
                info.size = len(text)
                archive.addfile(info, io.BytesIO(text.encode()))
        audited = self.audit(sdist)
        self.assert_healthy(audited, intact="unknown", original="unknown")
        self.assertEqual((audited.numpy["name"], audited.numpy["version"]), ("numpy", "2.3.5"))
        self.assertIn("sdist", audited.numpy["intact"]["why"])

    def test_several_subjects_number_on(self):
        audited = self.audit(
            builds.wheel("scipy-openblas64"), builds.wheel("numpy==2.3.5"), builds.wheel("numpy==1.26.4")
        )
        self.assertEqual(
            [subject["id"] for subject in audited.subjects], [f"s{i + 1}" for i in range(len(audited.subjects))]
        )
        kinds = [subject["kind"] for subject in audited.subjects]
        self.assertEqual(kinds, sorted(kinds, reverse=True), "NumPys come before BLASes")
        self.assertEqual(len(audited.numpys), 2)


def setUpModule() -> None:
    global official
    official = raw_zip.read(builds.wheel("numpy==2.3.5"))


def named(name: str) -> raw_zip.Member:
    (found,) = (item for item in official if item.name == name.encode())
    return found


INIT = "numpy/__init__.py"
RECORD = "numpy-2.3.5.dist-info/RECORD"


class DamagedWheels(program.RealTest):
    """Copies of the 2.3.5 wheel, each with one thing wrong: reported clearly, with the right exit code, and the
    rest goes on."""

    def changed(self, *new: raw_zip.Member, **around: bytes) -> Path:
        """The wheel with each of `new` in place of the member of that name, or behind all of them."""
        by_name = {item.name: item for item in new}
        members = [by_name.pop(item.name, item) for item in official]
        return raw_zip.write(
            self.temporary() / "numpy-2.3.5-cp311-cp311-manylinux_2_28_x86_64.whl",
            members + list(by_name.values()),
            **around,
        )

    def record(self, edit) -> Path:
        return self.changed(raw_zip.with_content(named(RECORD), edit(named(RECORD).content())))

    def assert_blas_is_reported(self, audited: program.Audited) -> None:
        """What isn't damaged is read all the same."""
        (blas,) = audited.numpy["blas"]
        self.assertEqual((blas["vendor"], blas["version"]), ("OpenBLAS", "0.3.30"))

    def test_the_rewriter_alone_changes_nothing(self):
        self.assert_healthy(self.audit(self.changed()))

    def test_a_changed_member(self):
        content = named(INIT).content().replace(b"import", b"imp0rt", 1)
        audited = self.audit(self.changed(raw_zip.with_content(named(INIT), content)))
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(self.failed(audited.numpy), {INIT: "changed"})
        self.assert_finding(audited, "INTACT-1", "error", "1 file changed", INIT, hashlib.sha256(content).hexdigest())
        self.assert_blas_is_reported(audited)

    def test_a_changed_member_whose_crc_is_wrong(self):
        member = named(INIT)
        content = bytearray(member.content())
        content[100] ^= 1
        stored = raw_zip.member(INIT, bytes(content), stored=True, crc=member.crc)
        audited = self.audit(self.changed(stored))
        self.assertEqual(audited.code, FINDINGS, str(audited))
        self.assertNotEqual(audited.numpy["intact"]["verdict"], "yes")
        self.assertTrue(audited.findings("READ-1"), "a wrong CRC is damage")
        self.assert_finding(audited, "READ-1", audited.findings("READ-1")[0]["severity"], INIT, "CRC")
        self.assert_blas_is_reported(audited)

    def test_damage_inside_a_compressed_member(self):
        member = named("numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so")
        data = bytearray(member.data)
        data[len(data) // 2 : len(data) // 2 + 16] = bytes(16)
        audited = self.audit(self.changed(replace(member, data=bytes(data))))
        self.assertEqual(audited.code, FINDINGS, str(audited))
        self.assertNotEqual(audited.numpy["intact"]["verdict"], "yes")
        self.assert_finding(audited, "READ-1", audited.findings("READ-1")[0]["severity"], "_multiarray_umath")

    def test_an_added_module(self):
        audited = self.audit(self.changed(raw_zip.member("numpy/backdoor.py", b"print('hello')\n")))
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(self.failed(audited.numpy), {"numpy/backdoor.py": "extra"})
        self.assert_finding(audited, "INTACT-1", "error", "not in any record", "numpy/backdoor.py")

    def test_an_added_module_outside_the_package(self):
        audited = self.audit(self.changed(raw_zip.member("sitecustomize.py", b"print('hello')\n")))
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(self.failed(audited.numpy), {"sitecustomize.py": "extra"})

    def test_added_bytecode_without_a_source(self):
        audited = self.audit(self.changed(raw_zip.member("numpy/backdoor.pyc", b"\xa7\r\r\n" + bytes(12) + b"N")))
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(self.failed(audited.numpy), {"numpy/backdoor.pyc": "extra"})

    def test_an_added_text(self):
        audited = self.audit(self.changed(raw_zip.member("numpy/notes.txt", b"hello\n")))
        self.assert_healthy(audited, original="rebuilt", rules=("INTACT-1",))
        self.assertEqual(self.failed(audited.numpy), {"numpy/notes.txt": "extra"})

    def test_a_missing_member(self):
        for name in ("numpy/__init__.py", "numpy/matlib.py"):
            with self.subTest(name):
                path = raw_zip.write(
                    self.temporary() / "numpy-2.3.5-cp311-cp311-linux_x86_64.whl",
                    [item for item in official if item.name != name.encode()],
                )
                audited = self.audit(path)
                self.assertEqual(audited.code, FINDINGS)
                self.assertEqual(self.failed(audited.numpy), {name: "missing"})
                self.assert_finding(audited, "INTACT-1", "error", "missing", name)

    def test_record_with_a_wrong_digest(self):
        right = program.record_digest(named(INIT).content()).encode()
        wrong = program.record_digest(b"another file").encode()
        audited = self.audit(self.record(lambda text: text.replace(right, wrong)))
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(self.failed(audited.numpy), {INIT: "changed"})

    def test_record_with_other_line_ends_quotes_and_marks(self):
        """csv reads all of these alike, and so do installers (PEP 376's rows are csv's)."""

        def quoted(text: bytes) -> bytes:
            out = io.StringIO()
            csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
                csv.reader(io.StringIO(text.decode()))
            )
            return out.getvalue().encode()

        for name, edit in (
            ("CRLF", lambda text: text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")),
            ("quotes", quoted),
            ("no last line end", lambda text: text.rstrip(b"\r\n")),
            ("blank lines", lambda text: b"\n" + text + b"\n\n"),
        ):
            with self.subTest(name):
                audited = self.audit(self.record(edit))
                self.assertEqual(audited.code, CLEAN, str(audited))
                self.assertEqual(audited.numpy["intact"]["verdict"], "yes")

    def test_record_with_a_byte_order_mark(self):
        audited = self.audit(self.record(lambda text: b"\xef\xbb\xbf" + text))
        self.assertEqual(len(audited.numpys), 1)
        self.assertNotIn(
            "INTACT-1",
            [finding["rule"] for finding in audited.findings(severity="error")],
            "a mark isn't a changed file",
        )

    def test_record_with_a_comma_in_a_name(self):
        content = b"a, b\n"
        row = f'"numpy/a,""b"".txt",sha256={program.record_digest(content)},{len(content)}\n'.encode()
        path = self.changed(
            raw_zip.member('numpy/a,"b".txt', content),
            raw_zip.with_content(named(RECORD), named(RECORD).content() + row),
        )
        self.assert_healthy(self.audit(path), original="rebuilt")

    def test_record_that_is_not_utf8(self):
        audited = self.audit(self.record(lambda text: text + b"numpy/\xff\xfe.txt,sha256=abc,1\n"))
        self.assertEqual(len(audited.numpys), 1)
        self.assertTrue(audited.findings("READ-1"), str(audited))
        self.assert_finding(audited, "READ-1", audited.findings("READ-1")[0]["severity"], "RECORD")

    def test_record_missing(self):
        path = raw_zip.write(
            self.temporary() / "numpy-2.3.5-cp311-cp311-linux_x86_64.whl",
            [item for item in official if item.name != RECORD.encode()],
        )
        audited = self.audit(path)
        self.assertEqual(audited.numpy["intact"]["verdict"], "unknown")
        self.assertIn("no RECORD", audited.numpy["intact"]["why"])
        self.assertEqual(audited.code, CLEAN, "unknown is no finding; --strict makes it exit 3")
        self.assertEqual(self.audit(path, options=("--strict",)).code, INCOMPLETE)

    def assert_read_1(self, path: Path, *words: str) -> program.Audited:
        """READ-1 reports it, and the NumPy is described all the same."""
        audited = self.audit(path)
        self.assertEqual(audited.numpy["version"], "2.3.5")
        self.assert_blas_is_reported(audited)
        findings = audited.findings("READ-1")
        self.assertTrue(findings, str(audited))
        reported = " ".join(f"{item['path']} {item['detail']}" for finding in findings for item in finding["evidence"])
        for word in words:
            self.assertIn(word, reported)
        self.assertEqual(audited.code, FINDINGS if audited.findings(severity="error") else CLEAN)
        return audited

    def test_a_name_twice(self):
        path = self.temporary() / "numpy-2.3.5-cp311-cp311-linux_x86_64.whl"
        audited = self.assert_read_1(
            raw_zip.write(path, [*official, raw_zip.member(INIT, b"evil = True\n")]), INIT, "twice"
        )
        self.assertNotEqual(audited.numpy["intact"]["verdict"], "yes", "one of the two isn't what was recorded")

    def test_a_name_twice_in_another_case(self):
        audited = self.assert_read_1(
            self.changed(raw_zip.member("numpy/__INIT__.py", b"evil = True\n")), "numpy/__INIT__.py", "case"
        )
        self.assertEqual(audited.code, FINDINGS, "it is importable, and nobody recorded it")

    def test_another_name_in_the_local_header(self):
        self.assert_read_1(
            self.changed(replace(named("numpy/matlib.py"), local_name=b"numpy/backdoor.py")),
            "numpy/matlib.py",
            "local header",
        )

    def test_data_before_and_behind(self):
        for where in ("before", "behind"):
            with self.subTest(where):
                self.assert_read_1(self.changed(**{where: b"echo hello, everyone\n"}), "21 bytes")

    def test_members_that_point_outside(self):
        for name in ("../evil.py", "numpy/../../evil.py", "/etc/evil.py", "C:/evil.py", "numpy\\..\\evil.py"):
            with self.subTest(name):
                self.assert_read_1(self.changed(raw_zip.member(name, b"evil = True\n")), "evil.py")

    def test_a_lying_bomb(self):
        bomb = raw_zip.member("numpy/bomb.txt", bytes(64 << 20))
        self.assert_read_1(self.changed(replace(bomb, size=1000)), "numpy/bomb.txt")

    def test_an_honest_bomb(self):
        """Half a gigabyte of zeros in a wheel of half a megabyte; what was read before it is reported."""
        compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
        block = compressor.compress(bytes(64 << 20)) + compressor.flush(zlib.Z_FULL_FLUSH)
        crc = 0
        for _ in range(8):
            crc = zlib.crc32(bytes(64 << 20), crc)
        bomb = raw_zip.Member(b"numpy/zeros.txt", block * 8 + compressor.flush(), raw_zip.DEFLATED, crc, 512 << 20)
        small = [
            named(name)
            for name in (INIT, "numpy/_core/__init__.py", "numpy/version.py", RECORD, "numpy-2.3.5.dist-info/METADATA")
        ]
        audited = self.audit(
            raw_zip.write(self.temporary() / "numpy-2.3.5-cp311-cp311-linux_x86_64.whl", [*small, bomb])
        )
        self.assertEqual(audited.code, FINDINGS)
        self.assertEqual(audited.numpy["version"], "2.3.5")
        self.assert_finding(audited, "READ-1", audited.findings("READ-1")[0]["severity"], "numpy/zeros.txt")

    def test_truncated_and_no_archives(self):
        whole = builds.wheel("numpy==2.3.5").read_bytes()
        for name, content, word in (
            ("half", whole[: len(whole) // 2], ""),
            ("empty", b"", ""),
            ("text", b"hello\n" * 100, ""),
            ("head", whole[:4], ""),
        ):
            with self.subTest(name):
                path = self.temporary() / "numpy-2.3.5-cp311-cp311-linux_x86_64.whl"
                path.write_bytes(content)
                audited = self.audit(path, builds.wheel("numpy==1.26.4"))
                self.assertEqual(audited.code, INCOMPLETE, str(audited))
                self.assertEqual(audited.numpy["version"], "1.26.4", "the rest goes on")
                (unreadable,) = audited.document["unreadable"]
                self.assertEqual(unreadable["file"], str(path))
                self.assertTrue(unreadable["reason"])
                self.assert_finding(audited, "READ-1", "error", path.name)


if __name__ == "__main__":
    program.main()
