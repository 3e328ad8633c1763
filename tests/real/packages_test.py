"""LOAD-3 held against the check itself: packages of several years under several NumPys, audited, then imported in a child."""

import re
import shutil
import subprocess
from pathlib import Path

import builds
import program

# Wheels for Debian 12's Python, compiled with NumPy 1.x and with 2.x.
WHEELS = (
    "pandas==2.1.4",
    "numexpr==2.10.1",
    "Bottleneck==1.3.8",
    "PyWavelets==1.4.1",
    "cftime==1.6.4",
    "pyerfa==2.0.0.3",
    "shapely==2.0.1",
    "numpy-quaternion==2024.0.3",
    "h5py==3.12.1",
    "blis==0.7.11",  # checks the sizes of types alone
)
NUMPYS = ("1.23.5", "1.26.4", "2.0.2", "2.3.5")

# Imports one extension module as its package would, without running the package's own code, which needs other packages.
CHILD = """
import importlib, os, sys, types
site, module = sys.argv[1:]
*folders, name = module.split("/")
names = [*folders, name.split(".")[0]]
for i in range(1, len(names)):
    package = types.ModuleType(".".join(names[:i]))
    package.__path__ = [os.path.join(site, *names[:i])]
    sys.modules[package.__name__] = package
importlib.import_module(".".join(names))
"""
CHECK_FAILED = re.compile(r"compiled against|_ARRAY_API not found|compiled using NumPy 1\.x|size changed, may indicate")


class Packages(program.RealTest):
    def environment(self, *wheels: Path) -> Path:
        prefix = self.temporary() / "v"
        builds.pip_install(builds.venv(prefix), *wheels, options=("--no-compile",))
        return prefix

    def fails(self, prefix: Path, module: str) -> bool | None:
        """What NumPy's check says; nothing where the import failed for another reason."""
        done = subprocess.run(
            [prefix / "bin" / "python", "-B", "-c", CHILD, builds.site_packages(prefix), module],
            capture_output=True,
            text=True,
            env=builds.clean_environment(),
        )
        if done.returncode == 0:
            return False
        return True if CHECK_FAILED.search(done.stderr) else None

    def test_agrees_with_the_check(self):
        packages = self.environment(*(builds.wheel(requirement) for requirement in WHEELS))
        compared = 0
        for release in NUMPYS:
            prefix = builds.copy_tree(packages, self.temporary() / "v")
            builds.pip_install(prefix / "bin" / "python", builds.wheel(f"numpy=={release}"), options=("--no-compile",))
            audited = self.audit(prefix)
            findings = audited.findings("LOAD-3")
            accused = {finding["message"].partition(" fails ")[0] for finding in findings}
            self.assertEqual(len(accused), len(findings), "one finding a package")
            dependents = {f"{one['name']} {one['version']}": one["demands"] for one in audited.numpy["dependents"]}
            self.assertEqual(len(dependents), len(WHEELS), sorted(dependents))
            for package, demands in dependents.items():
                with self.subTest(f"{package} under NumPy {release}"):
                    whole = [demand for demand in demands if demand["abi"] and demand["api"]]
                    self.assertEqual(bool(whole), not package.startswith("blis "), demands)
                    for demand in demands:
                        self.assertTrue(demand["abi"] or demand["api"], demand)
                        failed = self.fails(prefix, demand["modules"][0])
                        if failed is None:
                            continue
                        compared += 1
                        self.assertEqual(package in accused, failed, f"{demand}\n{audited.numpy['c_api']}")
            self.assertEqual(audited.code, program.FINDINGS if accused else program.CLEAN, audited)
            self.assertEqual(audited.findings("LOAD-2"), [])
        self.assertGreater(compared, 3 * len(WHEELS))

    def test_pandas_of_2023_under_numpy_2(self):
        prefix = self.environment(builds.wheel("numpy==2.0.2"), builds.wheel("pandas==2.1.4"))
        ran = program.run("audit", "--color", "never", prefix)
        self.assertEqual(ran.code, program.FINDINGS, str(ran))
        self.assertIn("pandas 2.1.4 compiled for another NumPy", "".join(ran.stdout.splitlines(True)[:3]), str(ran))
        self.assertIn("numpy>=1.23,<2", ran.stdout, str(ran))

    def test_in_an_archive(self):
        """A deployment's ZIP or tar: the packages in it are held against the NumPy in it."""
        wheels = ("numpy==2.0.2", "pandas==2.1.4", "h5py==3.12.1")
        prefix = self.environment(*(builds.wheel(requirement) for requirement in wheels))
        site = builds.site_packages(prefix)
        layer = self.temporary() / "layer"
        shutil.copytree(site, layer / "python")
        for name, folder, what in (("deploy.zip", site, "."), ("venv.tar.gz", prefix.parent, "v"), ("layer.zip", layer, "python")):
            archive = self.temporary() / name
            zipped = (builds.PYTHON, "-m", "zipfile", "-c")
            subprocess.run((*(("tar", "-czf") if name.endswith("gz") else zipped), archive, what), cwd=folder, check=True)
            with self.subTest(archive.name):
                audited = self.audit(archive)
                (finding,) = audited.findings("LOAD-3")
                self.assertIn("pandas 2.1.4 fails with this NumPy", finding["message"])
                self.assertEqual(finding["severity"], "error")
                self.assertIn("Pack the archive again", finding["remedy"])
                self.assertEqual(audited.code, program.FINDINGS)
                self.assertEqual({one["name"] for one in audited.numpy["dependents"]}, {"pandas", "h5py"})
                text = program.run("audit", "--color", "never", archive).stdout.splitlines()[0]
                self.assertIn("pandas 2.1.4 compiled for another NumPy", text)

    def test_modules_that_a_package_can_leave_out(self):
        """h5py 3.14 has one module for NumPy 2 alone, and imports under 1.x without it."""
        prefix = self.environment(builds.wheel("numpy==1.26.4"), builds.wheel("h5py==3.14.0"))
        done = subprocess.run([prefix / "bin" / "python", "-c", "import h5py"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        audited = self.audit(prefix)
        (finding,) = audited.findings("LOAD-3")
        self.assertEqual(finding["severity"], "note", finding)
        self.assertIn("h5py/_npystrings", finding["message"])
        self.assertEqual(audited.code, program.CLEAN)

    def test_modules_for_aarch64_are_read_and_not_accused(self):
        """They are never imported here: LOAD-1's business where NumPy itself is such a build."""
        packages = self.temporary()
        for requirement in ("numpy==2.0.2", "numexpr==2.8.7"):
            wheel = builds.wheel(
                requirement, python="3.11", platform="manylinux_2_17_aarch64", platforms=("manylinux2014_aarch64",)
            )
            builds.run("unzip", "-q", "-o", wheel, "-d", packages)
        audited = self.audit(packages)
        (package,) = audited.numpy["dependents"]
        self.assertEqual([(d["abi"], d["api"]) for d in package["demands"]], [(0x01000009, 0x10)], package)
        self.assertEqual(len(audited.findings("LOAD-3")), 1, "no Python is known there, and the two don't fit each other")


if __name__ == "__main__":
    program.main()
