"""Which one wins? The static import path and its first NumPy, held against what the interpreters themselves say."""

import json
import os
import shutil
import subprocess
import sys
import unittest
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import builds
import program

ASK = """
import json, sys
path = [entry for entry in sys.path if entry]
try:
    import numpy
    got = getattr(numpy, "__file__", None) or list(numpy.__path__)[0]
except ImportError as error:
    got = "fails: " + str(error)
print(json.dumps({"path": path, "numpy": got, "version": getattr(sys.modules.get("numpy"), "__version__", None)}))
"""

EASY_INSTALL = (
    "import sys; sys.__plen = len(sys.path)\n./{egg}\n"
    "import sys; new=sys.path[sys.__plen:]; del sys.path[sys.__plen:]; p=getattr(sys,'__egginsert',0); "
    "sys.path[p:p]=new; sys.__egginsert = p+len(new)\n"
)


def other_pythons() -> list[Path]:
    """CPythons beside the system's, where a version manager has some."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    return sorted(path for path in root.glob("*/bin/python") if path.exists())


def fake(folder: Path, version: str = "1.0") -> Path:
    """A NumPy by its looks: enough for an import and for finding it."""
    package = folder / "numpy"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"__version__ = {version!r}\n")
    (package / "version.py").write_text(f"version = {version!r}\n")
    metadata = folder / f"numpy-{version}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: numpy\nVersion: {version}\n")
    (metadata / "INSTALLER").write_text("pip\n")
    return package


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def zipped(path: Path, members: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def venv(folder: Path, *options: str, python: str | Path = builds.PYTHON) -> Path:
    builds.run(python, "-m", "venv", "--without-pip", *options, folder)
    return folder / "bin" / "python"


@dataclass
class Place:
    """An environment to ask about."""

    python: Path
    env: dict[str, str] = field(default_factory=dict)
    script_folder: Path | None = None
    scope: Path | None = None  # what is audited; else the interpreter


def of_system(folder: Path) -> Place:
    return Place(Path(builds.PYTHON))


def plain_venv(folder: Path) -> Place:
    return Place(venv(folder / "v"))


def venv_with_numpy(folder: Path) -> Place:
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"))
    return Place(python)


def venv_of_system(folder: Path) -> Place:
    """Its own NumPy before the user's and the system's."""
    python = venv(folder / "v", "--system-site-packages")
    fake(builds.site_packages(folder / "v"), "2.0")
    fake(folder / "home/.local/lib/python3.11/site-packages", "1.0")
    return Place(python, {"HOME": str(folder / "home")})


def user_site_in_venv_of_system(folder: Path) -> Place:
    python = venv(folder / "v", "--system-site-packages")
    fake(folder / "home/.local/lib/python3.11/site-packages")
    return Place(python, {"HOME": str(folder / "home")})


def user_site(folder: Path) -> Place:
    fake(folder / "home/.local/lib/python3.11/site-packages")
    return Place(Path(builds.PYTHON), {"HOME": str(folder / "home")})


def no_user_site(folder: Path) -> Place:
    fake(folder / "home/.local/lib/python3.11/site-packages")
    return Place(Path(builds.PYTHON), {"HOME": str(folder / "home"), "PYTHONNOUSERSITE": "1"})


def user_base(folder: Path) -> Place:
    fake(folder / "base/lib/python3.11/site-packages")
    return Place(Path(builds.PYTHON), {"PYTHONUSERBASE": str(folder / "base")})


def python_path(folder: Path) -> Place:
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"))
    fake(folder / "modules", "9.0")
    return Place(python, {"PYTHONPATH": f"{folder}/modules:{folder}/absent:{folder}/v/../modules/"})


def working_folder_on_python_path(folder: Path) -> Place:
    """PYTHONPATH=$PYTHONPATH:x with an empty PYTHONPATH names the working folder."""
    return Place(venv(folder / "v"), {"PYTHONPATH": f":{folder}/x"})


def path_files(folder: Path) -> Place:
    python = venv(folder / "v")
    site = builds.site_packages(folder / "v")
    fake(folder / "a", "1.0")
    fake(folder / "b", "2.0")
    (folder / "c").mkdir()
    write(site / "2.pth", f"# comment\n\n{folder}/a  \n{folder}/absent\n{folder}/c\r\n")
    write(site / "1.pth", f"{folder}/b/../b\n./\nrelative\n")
    write(site / ".0.pth", f"{folder}/hidden\n")
    (folder / "hidden").mkdir()
    (site / "relative").mkdir()
    return Place(python)


def path_file_with_literals(folder: Path) -> Place:
    python = venv(folder / "v")
    site = builds.site_packages(folder / "v")
    fake(site, "1.0")
    fake(folder / "front", "2.0")
    fake(folder / "site", "3.0")
    write(folder / "site/more.pth", str(folder / "back") + "\n")
    (folder / "back").mkdir()
    write(site / "a.pth", f"import site; site.addsitedir('{folder}/site')\n")
    write(site / "b.pth", f'import sys; sys.path.insert(0, "{folder}/front")\n')
    write(site / "c.pth", f"import sys; sys.path.append('{folder}/nowhere');\n")
    return Place(python)


def eggs_first(folder: Path) -> Place:
    """easy-install.pth moves what it adds to the front."""
    python = venv(folder / "v")
    site = builds.site_packages(folder / "v")
    fake(site, "2.0")
    fake(site / "numpy-1.0-py3.11.egg", "1.0")
    write(site / "easy-install.pth", EASY_INSTALL.format(egg="numpy-1.0-py3.11.egg"))
    return Place(python)


def zipped_egg_first(folder: Path) -> Place:
    python = venv(folder / "v")
    site = builds.site_packages(folder / "v")
    fake(site, "2.0")
    zipped(site / "evil.egg", {"numpy/__init__.py": "__version__ = '2.0'\n"})
    write(site / "easy-install.pth", EASY_INSTALL.format(egg="evil.egg"))
    return Place(python)


def zipped_with_modules(folder: Path) -> Place:
    """A zipped NumPy comes first, and its modules can't be loaded from there."""
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"), "2.0")
    archive = zipped(
        folder / "deps.zip",
        {
            "numpy/__init__.py": "from . import _core\n",
            "numpy/_core.cpython-311-x86_64-linux-gnu.so": "x",
        },
    )
    return Place(python, {"PYTHONPATH": str(archive)})


def folder_inside_an_archive(folder: Path) -> Place:
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"), "2.0")
    archive = zipped(folder / "deps.zip", {"lib/numpy/__init__.py": "__version__ = '3.0'\n"})
    return Place(python, {"PYTHONPATH": f"{archive}/lib"})


def own_prefix(folder: Path) -> Path:
    """A Python in a prefix of its own, as conda and unpacked images have it: the system's program and library."""
    prefix = folder / "prefix"
    (prefix / "bin").mkdir(parents=True)
    shutil.copy("/usr/bin/python3.11", prefix / "bin/python3.11")
    (prefix / "bin/python").symlink_to("python3.11")
    shutil.copytree("/usr/lib/python3.11", prefix / "lib/python3.11", symlinks=True)
    return prefix


def conda_like(folder: Path) -> Place:
    prefix = own_prefix(folder)
    write(prefix / "conda-meta/history", "")
    fake(prefix / "lib/python3.11/dist-packages")
    fake(prefix / "lib/python3/dist-packages", "0.9")
    return Place(prefix / "bin/python")


def standard_library_folder(folder: Path) -> Place:
    prefix = own_prefix(folder)
    fake(prefix / "lib/python3/dist-packages", "2.0")
    write(prefix / "lib/python3.11/numpy/__init__.py", "__version__ = '2.0'\n")
    return Place(prefix / "bin/python")


def standard_library_archive(folder: Path) -> Place:
    prefix = own_prefix(folder)
    fake(prefix / "lib/python3/dist-packages", "2.0")
    zipped(prefix / "lib/python311.zip", {"numpy/__init__.py": "__version__ = '2.0'\n"})
    return Place(prefix / "bin/python")


def python_home(folder: Path) -> Place:
    prefix = own_prefix(folder)
    fake(prefix / "lib/python3/dist-packages")
    return Place(Path(builds.PYTHON), {"PYTHONHOME": str(prefix)})


def isolated_path(folder: Path) -> Place:
    """An embedded Python, whose ._pth file is the whole path."""
    prefix = own_prefix(folder)
    fake(prefix / "packages")
    fake(folder / "elsewhere", "9.0")
    entries = "../lib/python3.11\n../lib/python3.11/lib-dynload  # modules\n\n../packages\n"
    write(prefix / "bin/python3.11._pth", entries)
    return Place(prefix / "bin/python3.11", {"PYTHONPATH": str(folder / "elsewhere")})


def isolated_path_with_site(folder: Path) -> Place:
    prefix = own_prefix(folder)
    fake(prefix / "bin/local/lib/python3.11/dist-packages")
    write(prefix / "bin/python._pth", "../lib/python3.11\n../lib/python3.11/lib-dynload\n.\nimport site\n")
    return Place(prefix / "bin/python")


def venv_of_a_venv(folder: Path) -> Place:
    first = venv(folder / "first", "--system-site-packages")
    fake(builds.site_packages(folder / "first"))
    return Place(venv(folder / "second", "--system-site-packages", python=first))


def venv_by_copies(folder: Path) -> Place:
    python = venv(folder / "v", "--copies")
    fake(builds.site_packages(folder / "v"))
    return Place(python)


def link_to_a_venvs_python(folder: Path) -> Place:
    """A link from outside: Python doesn't see the virtual environment behind it."""
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"))
    (folder / "bin").mkdir()
    (folder / "bin/python").symlink_to(python)
    return Place(folder / "bin/python")


def venv_through_a_linked_folder(folder: Path) -> Place:
    venv(folder / "v")
    fake(builds.site_packages(folder / "v"))
    (folder / "current").symlink_to("v")
    return Place(folder / "current/bin/python")


def namespace_before(folder: Path) -> Place:
    """A folder without __init__.py hides nothing."""
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"))
    (folder / "x/numpy/core").mkdir(parents=True)
    return Place(python, {"PYTHONPATH": str(folder / "x")})


def namespace_alone(folder: Path) -> Place:
    (folder / "x/numpy/core").mkdir(parents=True)
    return Place(venv(folder / "v"), {"PYTHONPATH": str(folder / "x")})


def script_called_numpy(folder: Path) -> Place:
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"))
    write(folder / "project/numpy.py", "print\n")
    return Place(python, script_folder=folder / "project")


def source_tree_beside_the_script(folder: Path) -> Place:
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"), "2.0")
    fake(folder / "src", "2.1.dev0")
    return Place(python, script_folder=folder / "src")


def source_tree_never_compiled(folder: Path) -> Place:
    """NumPy's sources beside the script, as an unpacked sdist has them."""
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"), "2.0")
    write(fake(folder / "src", "1.24.4") / "__init__.py", "from . import core\n")
    write(folder / "src/numpy/core/__init__.py", "from . import multiarray\n")
    write(folder / "src/numpy/core/multiarray.py", "from . import _multiarray_umath\n")
    return Place(python, script_folder=folder / "src")


def another_pythons_folder(folder: Path) -> Place:
    """PYTHONPATH with the packages of another Python, as ROS once set it (numpy/numpy#9979)."""
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"), "2.0")
    other = folder / "other/lib/python3.10/site-packages"
    write(fake(other, "1.26.4") / "__init__.py", "from . import core\n")
    write(other / "numpy/core/__init__.py", "from . import _multiarray_umath\n")
    write(other / "numpy/core/_multiarray_umath.cpython-310-x86_64-linux-gnu.so", "")
    return Place(python, {"PYTHONPATH": str(other)})


def users_before_condas(folder: Path) -> Place:
    """pip --user hides a conda environment's NumPy (Python-for-HPC/PyOMP#6)."""
    prefix = own_prefix(folder)
    write(prefix / "conda-meta/history", "")
    fake(prefix / "lib/python3/dist-packages", "1.24.4")
    fake(folder / "home/.local/lib/python3.11/site-packages", "2.2.6")
    return Place(prefix / "bin/python", {"HOME": str(folder / "home")})


def package_before_file(folder: Path) -> Place:
    """In one folder a package comes before a file."""
    python = venv(folder / "v")
    fake(folder / "x")
    write(folder / "x/numpy.py", "")
    return Place(python, {"PYTHONPATH": str(folder / "x")})


def extension_called_numpy(folder: Path) -> Place:
    """Modules for another Python aren't seen."""
    python = venv(folder / "v")
    fake(builds.site_packages(folder / "v"))
    write(folder / "x/numpy.cpython-310-x86_64-linux-gnu.so", "")
    return Place(python, {"PYTHONPATH": str(folder / "x")})


def by_virtualenv(folder: Path) -> Place:
    pip = ("-m", "pip", "install", "-q", "--disable-pip-version-check")
    builds.run(builds.PYTHON, *pip, "--target", folder / "tool", "virtualenv")
    builds.run(
        builds.PYTHON, "-m", "virtualenv", "-q", "--no-download", "--system-site-packages", folder / "v",
        env=builds.clean_environment(PYTHONPATH=str(folder / "tool")),
    )
    fake(builds.site_packages(folder / "v"))
    return Place(folder / "v/bin/python")


def by_uv(folder: Path) -> Place:
    with zipfile.ZipFile(builds.wheel("uv")) as archive:
        (member,) = [name for name in archive.namelist() if name.endswith("/scripts/uv")]
        uv = Path(archive.extract(member, folder))
    uv.chmod(0o755)
    builds.run(uv, "venv", "-q", "--no-config", "--offline", "--python", builds.PYTHON, folder / "v")
    fake(builds.site_packages(folder / "v"))
    return Place(folder / "v/bin/python")


# name -> how it is made, and the case of LOAD-4 that is right ("": nothing to say)
PLACES: dict[str, tuple[Callable[[Path], Place], str]] = {
    "the system's Python": (of_system, ""),
    "a venv": (plain_venv, ""),
    "a venv with NumPy": (venv_with_numpy, ""),
    "a venv with its own NumPy before the user's": (venv_of_system, "hidden"),
    "the user's NumPy in a venv with the system's packages": (user_site_in_venv_of_system, ""),
    "the user's NumPy": (user_site, ""),
    "PYTHONNOUSERSITE": (no_user_site, ""),
    "PYTHONUSERBASE": (user_base, ""),
    "PYTHONPATH before a venv": (python_path, "hidden"),
    "an empty entry in PYTHONPATH": (working_folder_on_python_path, ""),
    ".pth files": (path_files, "hidden"),
    ".pth files with literal code": (path_file_with_literals, "hidden"),
    "an egg by easy-install.pth": (eggs_first, "hidden"),
    "a zipped egg by easy-install.pth": (zipped_egg_first, "shadowed"),
    "a zipped NumPy with modules": (zipped_with_modules, "import-fails"),
    "a folder in an archive": (folder_inside_an_archive, "shadowed"),
    "a prefix of its own": (conda_like, "hidden"),
    "a NumPy in the standard library": (standard_library_folder, "hidden"),
    "a NumPy in python311.zip": (standard_library_archive, "shadowed"),
    "PYTHONHOME": (python_home, ""),
    "._pth": (isolated_path, ""),
    "._pth with site": (isolated_path_with_site, ""),
    "a venv of a venv": (venv_of_a_venv, ""),
    "a venv by --copies": (venv_by_copies, ""),
    "a link to a venv's Python": (link_to_a_venvs_python, ""),
    "a venv through a linked folder": (venv_through_a_linked_folder, ""),
    "a folder without __init__.py before it": (namespace_before, ""),
    "a folder without __init__.py alone": (namespace_alone, ""),
    "a script called numpy.py": (script_called_numpy, "shadowed"),
    "a source tree beside the script": (source_tree_beside_the_script, "hidden"),
    "sources that were never compiled": (source_tree_never_compiled, "import-fails"),
    "another Python's folder on PYTHONPATH": (another_pythons_folder, "import-fails"),
    "the user's NumPy before conda's": (users_before_condas, "hidden"),
    "a package beside a file": (package_before_file, ""),
    "a module for another Python": (extension_called_numpy, ""),
    "virtualenv": (by_virtualenv, ""),
    "uv": (by_uv, ""),
}


class ImportPath(program.RealTest):
    def asked(self, place: Place) -> dict:
        """What the interpreter itself says."""
        env = builds.clean_environment(**place.env)
        command = [place.python, "-B", "-c", ASK]
        if place.script_folder:
            command = [place.python, "-B", write(place.script_folder / "ask.py", ASK)]
        done = subprocess.run(command, capture_output=True, text=True, env=env, cwd="/")
        if done.returncode != 0:
            raise unittest.SkipTest(f"{place.python} could not be asked: {done.stderr[-300:]}")
        # With "-c" the working folder is there as an empty text, which ASK leaves out.
        return json.loads(done.stdout.splitlines()[-1])

    def compare(self, place: Place) -> program.Audited:
        answer = self.asked(place)
        options = ("--from", str(place.script_folder)) if place.script_folder else ()
        audited = self.audit(place.python, options=options, env=builds.clean_environment(PWD="/", **place.env))
        (view,) = audited.document["imports"]
        self.assertEqual(view["import_path"], answer["path"], str(audited)[-1500:])
        self.assertTrue(view["complete"], audited.document["not_checked"])
        got = answer["numpy"]
        said = view["numpys"][0]["path"] if view["numpys"] else None
        if got.startswith("fails: No module named 'numpy'") or got.startswith("fails: No module named numpy"):
            self.assertIsNone(said, answer)
        elif not got.startswith("fails: "):
            self.assertIn(got.removesuffix("/__init__.py"), (said, said + ".py" if said else None), answer)
        wins = [subject["path"] for subject in audited.numpys if subject["loads"]["wins"]]
        losers = [subject for subject in audited.numpys if not subject["loads"]["wins"]]
        for loser in losers:
            self.assertEqual(loser["loads"]["shadowed_by"], said)
            self.assertNotIn(loser["path"], wins)
            loud = [f for f in audited.findings(subject=loser) if f["rule"] != "LOAD-4" and f["severity"] != "note"]
            self.assertEqual(loud, [], "what is found of a hidden NumPy is a note")
        return audited

    def test_is_what_the_interpreter_says(self):
        for name, (make, right) in PLACES.items():
            with self.subTest(name):
                place = make(self.temporary())
                audited = self.compare(place)
                messages = [f["message"] for f in audited.findings("LOAD-4")]
                if not right:
                    self.assertEqual(messages, [])
                    continue
                said = {"hidden": " is hidden", "shadowed": " as numpy, which is ", "import-fails": "import numpy fails"}
                self.assertTrue(any(said[right] in message for message in messages), messages)
                if right == "import-fails":
                    self.assertEqual(audited.code, program.FINDINGS)
                # The cause is on the first screen.
                options = ("--from", place.script_folder) if place.script_folder else ()
                env = builds.clean_environment(PWD="/", **place.env)
                text = program.run("audit", *options, place.python, env=env).stdout
                self.assertRegex("\n".join(text.splitlines()[:3]), r"hidden|can't be loaded|imports", text)

    def test_other_versions_agree(self):
        pythons = other_pythons()
        if not pythons:
            self.skipTest("no version manager's CPythons on this machine")
        for python in pythons:
            with self.subTest(python.parent.parent.name):
                self.compare(Place(python))
                if sys.platform == "linux" and not python.parent.parent.name.startswith("2."):
                    folder = self.temporary()
                    made = venv(folder / "v", "--system-site-packages", python=python)
                    self.compare(Place(made, {"PYTHONPATH": str(folder / "x")}))

    def test_one_view_for_all_names_of_an_interpreter(self):
        folder = self.temporary()
        place = venv_with_numpy(folder)
        audited = self.audit(folder / "v")
        self.assertEqual([view["interpreter"] for view in audited.document["imports"]], [str(place.python)])
        self.assertEqual(audited.findings("LOAD-4"), [])

    def test_a_plain_venv_hides_nothing(self):
        folder = self.temporary()
        prefix = own_prefix(folder)
        fake(prefix / "lib/python3/dist-packages", "1.0")
        python = venv(folder / "v", python=prefix / "bin/python3.11")
        fake(builds.site_packages(folder / "v"), "2.0")
        for subject in (folder, folder / "v", python, prefix, prefix / "bin/python"):
            with self.subTest(subject):
                audited = self.audit(subject)
                self.assertEqual(audited.findings("LOAD-4"), [])
                self.assertTrue(all(numpy["loads"]["wins"] for numpy in audited.numpys))

    def test_the_systems_hidden_by_an_environments_is_a_note(self):
        folder = self.temporary()
        prefix = own_prefix(folder)
        fake(prefix / "lib/python3/dist-packages", "1.0")
        python = venv(folder / "v", "--system-site-packages", python=prefix / "bin/python3.11")
        fake(builds.site_packages(folder / "v"), "2.0")
        for subject in (folder / "v", python):
            with self.subTest(subject):
                audited = self.audit(subject)
                (finding,) = audited.findings("LOAD-4")
                self.assertEqual(finding["severity"], "note")
                self.assertEqual([numpy["loads"]["wins"] for numpy in audited.numpys], [True, False])
        # Where the interpreter it was made from is audited, too, that one still imports its own.
        audited = self.audit(folder)
        self.assertTrue(all(numpy["loads"]["wins"] for numpy in audited.numpys))
        self.assertEqual([f["severity"] for f in audited.findings("LOAD-4")], ["note"])

    def test_code_in_path_files_is_not_followed(self):
        folder = self.temporary()
        place = venv_with_numpy(folder)
        site = builds.site_packages(folder / "v")
        fake(folder / "x", "2.0")
        write(site / "x.pth", f"{folder}/x\n")
        write(site / "y.pth", "import os, sys; sys.path.insert(0, os.environ.get('FRONT', '/x'))\n")
        audited = self.audit(place.python)
        (view,) = audited.document["imports"]
        self.assertFalse(view["complete"])
        self.assertEqual(audited.findings("LOAD-4"), [], "nobody knows which one wins")
        self.assertTrue(any("y.pth" in item["what"] for item in audited.document["not_checked"]))

    def test_hostile_path_files(self):
        folder = self.temporary()
        place = venv_with_numpy(folder)
        site = builds.site_packages(folder / "v")
        (site / "lines.pth").write_text("".join(f"line{i}\n" for i in range(100_000)))
        with open(site / "huge.pth", "wb") as file:
            file.truncate(100 << 20)
        (site / "binary.pth").write_bytes(bytes(range(256)) * 64 + b"\n\0/x\n../\0..\n" + b"/" * 100_000 + b"\n")
        (site / "loop.pth").symlink_to("loop.pth")
        os.mkfifo(site / "pipe.pth")
        (site / "folder.pth").mkdir()
        write(site / "self.pth", "import site; site.addsitedir('" + str(site) + "')\n" * 3)
        audited = self.audit(place.python)
        said = {Path(item["what"].split(",")[0]).name for item in audited.document["not_checked"]}
        self.assertLessEqual({"lines.pth", "huge.pth"}, said, audited.document["not_checked"])
        self.assertEqual(audited.numpy["version"], "1.0")

    def test_a_running_process(self):
        """Its own variables, options and script decide."""
        folder = self.temporary()
        python = venv(folder / "v")
        builds.pip_install(python, builds.wheel("numpy==2.3.5"), options=("--no-compile",))
        fake(folder / "later", "1.0")
        fake(folder / "first", "9.0")
        write(builds.site_packages(folder / "v") / "x.pth", f"{folder}/later\n")
        script = write(folder / "work/run.py", "import numpy, sys; print(numpy.__file__, flush=True); sys.stdin.read()\n")
        env = builds.clean_environment(PYTHONPATH=str(folder / "first"))
        with subprocess.Popen(
            [python, "-E", "-B", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True
        ) as process:
            real = Path(process.stdout.readline().strip()).parent
            audited = self.audit(f"pid:{process.pid}")
            process.stdin.close()
        (view,) = audited.document["imports"]
        root = f"/proc/{process.pid}/root"
        self.assertEqual(view["interpreter"], f"{root}{python}")
        self.assertEqual(view["import_path"][0], f"{root}{folder}/work")
        self.assertNotIn(f"{root}{folder}/first", view["import_path"], "-E")
        self.assertEqual([numpy["path"] for numpy in view["numpys"]], [f"{root}{real}", f"{root}{folder}/later/numpy"])
        (finding,) = audited.findings("LOAD-4")
        self.assertIn("numpy 1.0", finding["message"])

    def test_scipy_in_two_versions(self):
        """Another package that brings a BLAS, on the path twice."""
        folder = self.temporary()
        place = venv_with_numpy(folder)
        site = builds.site_packages(folder / "v")
        for place_of, version in ((site, "1.16.3"), (folder / "x", "1.14.1")):
            write(place_of / "scipy/__init__.py", f"__version__ = {version!r}\n")
            write(place_of / f"scipy-{version}.dist-info/METADATA", f"Name: scipy\nVersion: {version}\n")
            write(place_of / "scipy.libs/libscipy_openblas-68440149.so", "")
        env = {"PYTHONPATH": str(folder / "x")}
        audited = self.audit(place.python, env=builds.clean_environment(**env))
        (finding,) = audited.findings("LOAD-4")
        self.assertIn("scipy 1.14.1", finding["message"])
        self.assertIn("scipy 1.16.3", finding["message"])
        self.assertEqual(finding["severity"], "warning")


if __name__ == "__main__":
    program.main()
