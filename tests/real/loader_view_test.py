"""Binaries that are for the loader what they aren't for tools, and single modules that were altered: no build explains
them. Each edit is made to several modules of one official install, whose RECORD fits. What a build does explain stays
a rebuild."""

import tempfile
from pathlib import Path

import builds
import elf_edits
import program
from elf_edits import LoaderEdit, PT_EH_FRAME, PT_LOAD, PT_NOTE, PT_STACK

RELEASES = ("1.26.4", "2.3.5")
DT_STRTAB, DT_SYMTAB, DT_RELA, DT_INIT_ARRAY = 5, 6, 7, 25
folder = tempfile.TemporaryDirectory(prefix="loader-view-")
base = Path(folder.name)


def setUpModule() -> None:
    for release in RELEASES:
        interpreter = builds.venv(base / release)
        builds.pip_install(interpreter, builds.wheel(f"numpy=={release}"), options=("--no-compile",))


def tearDownModule() -> None:
    folder.cleanup()


class LoaderView(program.RealTest):
    def tree(self, release: str) -> Path:
        self.venv = builds.copy_tree(base / release, self.temporary() / "venv")
        self.site = builds.site_packages(self.venv)
        return self.site

    def module(self, name: str) -> LoaderEdit:
        (found,) = self.site.glob(f"numpy*/**/{name}.*so*" if "lib" not in name else f"numpy.libs/{name}*")
        return LoaderEdit(found)

    def test_a_wheel_for_a_python_that_the_database_lacks_was_not_altered(self):
        """Most modules of two wheels of a release have the same code, and some don't."""
        for release in ("1.15.4", "1.16.6"):
            original = self.audit(builds.wheel(f"numpy=={release}", **builds.CPYTHON_36)).numpy["original"]
            self.assertIn(original["verdict"], ("official", "rebuilt"), f"{release}: {original['why']}")

    def verdict(self) -> tuple[str, dict[str, set[str]]]:
        """The verdict, and which classes of differences each path has."""
        original = self.audit(self.venv).numpy["original"]
        classes: dict[str, set[str]] = {}
        for item in original["differences"]:
            classes.setdefault(item["path"], set()).add(item["class"])
        return original["verdict"], classes

    def assert_altered(self, edits: list[LoaderEdit]) -> None:
        paths = [edit.save().relative_to(self.site).as_posix() for edit in edits]
        self.fit_record(paths)
        verdict, classes = self.verdict()
        self.assertEqual(verdict, "modified-undisclosed")
        for path in paths:
            self.assertIn("binary", classes.get(path, set()), path)
        self.assertEqual([path for path, of in classes.items() if "binary" in of and path not in paths], [])

    def fit_record(self, paths: list[str]) -> None:
        (record,) = self.site.glob("numpy-*.dist-info/RECORD")
        rows = [row for row in record.read_text().splitlines() if row.rsplit(",", 2)[0] not in paths]
        for path in paths:
            content = (self.site / path).read_bytes()
            rows.append(f"{path},sha256={program.record_digest(content)},{len(content)}")
        builds.replace(record, ("\n".join(rows) + "\n").encode())

    def test_pages_over_others(self):
        for release in RELEASES:
            with self.subTest(release):
                self.tree(release)
                self.assert_altered(
                    [
                        self.module("_umath_linalg").overlay(PT_NOTE, ".text"),
                        self.module("_multiarray_umath").overlay(PT_EH_FRAME, ".rodata"),
                        self.module("mtrand").overlay(PT_STACK, ".text"),
                        self.module("_pocketfft*" if release < "2" else "_pocketfft_umath").overlay(PT_NOTE, ".text"),
                    ]
                )

    def test_dynamic_sections(self):
        for release in RELEASES:
            with self.subTest(release):
                self.tree(release)
                self.assert_altered(
                    [
                        self.module("_umath_linalg").second_dynamic(PT_EH_FRAME),
                        self.module("mtrand").second_dynamic(PT_NOTE),
                        self.module("_multiarray_umath").shorter_dynamic(),
                    ]
                )

    def test_tags_that_come_twice(self):
        for release in RELEASES:
            with self.subTest(release):
                self.tree(release)
                self.assert_altered(
                    [
                        self.module("_umath_linalg").tag_again(DT_RELA),
                        self.module("mtrand").tag_again(DT_SYMTAB),
                        self.module("_multiarray_umath").tag_again(DT_INIT_ARRAY),
                        self.module("_generator").tag_again(DT_STRTAB),
                    ]
                )

    def test_content_of_bss(self):
        for release in RELEASES:
            with self.subTest(release):
                self.tree(release)
                self.assert_altered(
                    [
                        self.module("_umath_linalg").fill_bss(16),
                        self.module("_multiarray_umath").fill_bss(4096),
                        self.module("mtrand").fill_bss(1 << 30),
                    ]
                )

    def test_open_doors(self):
        for release in RELEASES:
            with self.subTest(release):
                self.tree(release)
                self.assert_altered(
                    [
                        self.module("_umath_linalg").flags(PT_LOAD, executable_only=True),
                        self.module("_multiarray_umath").flags(PT_STACK),
                        self.module("mtrand").flags(PT_LOAD),
                    ]
                )

    def test_a_view_of_its_own_behind_another_build_id(self):
        self.tree("2.3.5")
        self.assert_altered(
            [
                self.module("_umath_linalg").other_build_id().second_dynamic(PT_NOTE),
                self.module("mtrand").other_build_id().overlay(PT_NOTE, ".text"),
                self.module("_multiarray_umath").other_build_id().tag_again(DT_RELA),
            ]
        )

    def test_one_module_or_a_few_with_other_code(self):
        for altered in (["_umath_linalg"], ["mtrand", "_generator"]):
            with self.subTest(altered):
                self.tree("2.3.5")
                self.assert_altered([self.module(name).other_build_id().other_code() for name in altered])

    def test_one_module_with_other_code_where_all_have_other_build_ids(self):
        self.tree("2.3.5")
        for path in sorted(self.site.glob("numpy/**/*.so")):
            if not path.name.startswith("_bounded_integers"):
                LoaderEdit(path).other_build_id().save()
        self.assert_altered([self.module("_bounded_integers").other_build_id().other_code()])

    def test_what_a_build_explains(self):
        """The same parts under other build-ids, in one module and in all; other code in all."""
        for which, edit in (
            ("_umath_linalg*.so", lambda one: one.other_build_id()),
            ("*.so", lambda one: one.other_build_id()),
            ("*.so", lambda one: one.other_build_id().other_code()),
        ):
            with self.subTest(which):
                self.tree("2.3.5")
                paths = sorted(self.site.glob(f"numpy/**/{which}"))
                for path in paths:
                    edit(LoaderEdit(path)).save()
                self.fit_record([path.relative_to(self.site).as_posix() for path in paths])
                verdict, classes = self.verdict()
                self.assertEqual(verdict, "rebuilt")
                self.assertNotIn("binary", {one for of in classes.values() for one in of})


if __name__ == "__main__":
    program.main()
