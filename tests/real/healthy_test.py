"""Healthy builds that look unusual: none is accused. False alarms that people met, each with what made it look wrong."""

import os
import shutil
import subprocess
from pathlib import Path

import builds
import false_alarms
import program
from program import CLEAN, FINDINGS, INCOMPLETE

FREE_THREADED = {"platforms": false_alarms.PLATFORMS, "python": "3.13", "abi": "cp313t"}

# pip's --target leaves programs out that RECORD lists: a note.
OUTSIDE = ("INTACT-1",)


class Links(program.RealTest):
    """A package folder that is a link, as in a view of a store or a virtual environment with a system's package."""

    def store(self) -> Path:
        return false_alarms.site_of(false_alarms.layout([builds.wheel("numpy==2.3.5")], false_alarms.OWN, self.temporary()))

    def empty(self) -> Path:
        site = self.temporary() / "venv/lib" / f"python{false_alarms.OWN}" / "site-packages"
        site.mkdir(parents=True)
        (site.parents[2] / "pyvenv.cfg").write_text("home = /usr/bin\n")
        return site

    def test_package_and_libraries(self):
        store, site = self.store(), self.empty()
        for name in ("numpy", "numpy.libs"):
            (site / name).symlink_to(store / name)
        audited = self.audit(site.parents[2])
        self.assert_healthy(audited, rules=OUTSIDE)
        self.assertEqual(audited.numpy["path"], str(site / "numpy"))
        (library,) = audited.libraries
        self.assertEqual((library["intact"]["verdict"], library["original"]["verdict"]), ("yes", "official"))

    def test_everything_by_itself(self):
        store, site = self.store(), self.empty()
        for entry in store.iterdir():
            (site / entry.name).symlink_to(entry)
        self.assert_healthy(self.audit(site.parents[2]), rules=OUTSIDE)

    def test_another_name(self):
        site = self.store()
        elsewhere = self.temporary() / "np"
        (site / "numpy").rename(elsewhere)
        (site / "numpy").symlink_to(elsewhere)
        self.assert_healthy(self.audit(site.parents[2]), rules=OUTSIDE)

    def test_changed_behind_the_link(self):
        store, site = self.store(), self.empty()
        for entry in store.iterdir():
            (site / entry.name).symlink_to(entry)
        (store / "numpy/evil.py").write_text("")
        audited = self.audit(site.parents[2])
        self.assertEqual(audited.code, FINDINGS, str(audited))
        self.assertEqual(self.failed(audited.numpy).get("numpy/evil.py"), "extra")

    def test_every_file(self):
        """uv --link-mode=symlink: folders of their own, each file a link into the cache."""
        store, site = self.store(), self.empty()
        for file in store.rglob("*"):
            target = site / file.relative_to(store)
            if file.is_dir():
                target.mkdir(exist_ok=True)
            else:
                target.symlink_to(file)
        audited = self.audit(site.parents[2])
        self.assert_healthy(audited, rules=OUTSIDE)
        (library,) = audited.libraries
        self.assertEqual(library["intact"]["verdict"], "yes", library["intact"])


class Binaries(program.RealTest):
    def test_free_threaded(self):
        """Held against the ordinary wheel: the database doesn't list it."""
        for version in ("2.1.0", "2.1.2", "2.2.0", "2.2.3", "2.2.5"):
            with self.subTest(version):
                audited = self.audit(builds.wheel(f"numpy=={version}", **FREE_THREADED))
                self.assert_healthy(audited, original="rebuilt")
                self.assertIn("or an artifact", audited.numpy["original"]["why"])

    def test_libraries_that_were_bundled_twice(self):
        """SciPy's OpenBLAS needs libgfortran-HASH-HASH where scipy-openblas32 has libgfortran-HASH."""
        for version in ("1.14.1", "1.15.3", "1.16.3"):
            with self.subTest(version):
                audited = self.audit(builds.wheel(f"scipy=={version}"))
                self.assertEqual(audited.code, CLEAN, str(audited))
                (library,) = audited.libraries
                self.assertIn(library["original"]["verdict"], ("official", "rebuilt"), library["original"])

    def test_stripped_without_a_build_id(self):
        if not shutil.which("strip"):
            self.skipTest("binutils' strip is missing")
        site = false_alarms.site_of(false_alarms.layout([builds.wheel("numpy==2.4.6")], false_alarms.OWN, self.temporary()))
        for library in [*site.rglob("*.so"), *site.rglob("*.so.*")]:
            subprocess.run(["strip", "--strip-unneeded", library], check=True, capture_output=True)
        audited = self.audit(site)
        self.assertEqual(audited.numpy["original"]["verdict"], "rebuilt", audited.numpy["original"])
        self.assertEqual({f["rule"] for f in audited.findings(severity="error")}, {"INTACT-1"}, str(audited))
        (library,) = audited.libraries
        self.assertEqual(library["original"]["verdict"], "rebuilt", library["original"])

    def test_mips64(self):
        """Its tags say x86-64. Its relocations have MIPS's own layout: no table is damaged."""
        old = {"platform": "manylinux2010_x86_64", "python": "3.7", "implementation": "cp", "abi": "cp37m"}
        audited = self.audit(builds.wheel("numpy-mips64", **old))
        self.assertEqual(audited.findings("READ-1"), [], str(audited))
        self.assert_finding(audited, "NEP36-1", "error", "installs a top-level numpy")
        self.assertIn("MIPS", audited.numpy["original"]["why"])


class Copies(program.RealTest):
    def test_over_an_older_one(self):
        """The metadata is the older one's: said, and no damage."""
        site = false_alarms.pip_target([builds.wheel("numpy==2.3.5")], false_alarms.OWN, self.temporary())
        metadata = site / "numpy-2.3.5.dist-info/METADATA"
        metadata.write_text(metadata.read_text().replace("Version: 2.3.5", "Version: 2.3.4", 1))
        audited = self.audit(site)
        self.assertEqual(audited.findings("READ-1"), [], str(audited))
        self.assert_finding(audited, "INTACT-2", "warning", "speaks of NumPy 2.3.4")

    def test_editable_fork(self):
        """What an editable install points to is compared where it is a build."""
        site = false_alarms.pip_target([builds.wheel("numpy==1.26.4")], false_alarms.OWN, self.temporary())
        environment = self.temporary()
        builds.venv(environment / "venv")
        info = builds.site_packages(environment / "venv") / "numpy-1.26.4.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 1.26.4\n")
        (info / "INSTALLER").write_text("pip\n")
        (info / "direct_url.json").write_text(f'{{"url": "{site.as_uri()}", "dir_info": {{"editable": true}}}}')
        (info.parent / "__editable__.numpy-1.26.4.pth").write_text(f"{site}\n")
        audited = self.audit(environment / "venv")
        self.assertEqual(audited.numpy["original"]["verdict"], "rebuilt", str(audited))
        self.assertEqual(audited.findings(severity="error"), [])
        source = site / "numpy/lib/npyio.py"
        text = source.read_text()
        changed = text.replace("allow_pickle=False", "allow_pickle=True", 1)
        self.assertNotEqual(text, changed)
        builds.replace(source, changed.encode())
        audited = self.audit(environment / "venv")
        self.assertEqual(audited.numpy["original"]["verdict"], "modified-undisclosed")
        self.assert_finding(audited, "NEP36-3", "error", "allow_pickle")


class Names(program.RealTest):
    def test_a_mistyped_path_is_no_damage(self):
        audited = self.audit(Path(os.devnull).parent / "no-such-place")
        self.assertEqual(audited.code, INCOMPLETE)
        self.assertEqual(audited.findings(), [])
        self.assertIn("no such file or folder", audited.document["unreadable"][0]["reason"])


if __name__ == "__main__":
    program.main()
