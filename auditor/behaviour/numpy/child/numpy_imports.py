"""What importing a package does to the NumPy beside it, and to the floating-point environment of threads."""

import ctypes
import importlib
import importlib.machinery
import json
import os
import sys
import threading

import numpy_answers
import numpy_process


def add_import_folders():
    """The environment's import folders behind NumPy's own, without what their .pth files say."""
    prefix = os.path.dirname(os.path.dirname(os.path.abspath(sys.executable)))
    version = "python%d.%d" % sys.version_info[:2]
    for library in ("lib", "lib64"):
        folder = os.path.join(prefix, library, version, "site-packages")
        if os.path.isdir(folder) and not any(os.path.realpath(one) == os.path.realpath(folder) for one in sys.path):
            sys.path.append(folder)


def is_name(name):
    return name.isidentifier() and not name.startswith("_")


def modules_in(folder, prefix=""):
    """Names that can be imported from a folder: packages, modules, and those in folders that are no packages."""
    names = set()
    for entry in os.listdir(folder):
        path = os.path.join(folder, entry)
        if os.path.isdir(path):
            if not is_name(entry):
                continue
            inside = os.listdir(path)
            if any(name == "__init__.py" or name.startswith("__init__.") for name in inside):
                names.add(prefix + entry)
            elif not prefix:
                names.update(modules_in(path, entry + "."))
        else:
            stem, _, rest = entry.partition(".")
            if is_name(stem) and "." + rest in importlib.machinery.all_suffixes():
                names.add(prefix + stem)
    return names


def packages(r, a):
    """All that the environment's import folders hold beside NumPy. Nothing is imported."""
    add_import_folders()
    names = set()
    standard = os.path.realpath(os.path.dirname(os.__file__))
    for folder in sys.path:
        folder = os.path.realpath(folder or ".")
        # The interpreter's own modules are its own matter.
        if not os.path.isdir(folder) or folder == standard or os.path.dirname(folder) == standard:
            continue
        try:
            names |= modules_in(folder)
        except OSError:
            continue
    return json.dumps(sorted(names - {"numpy"}))


def flush_state():
    return json.loads(numpy_process.flushes(None, None))


class Earlier(threading.Thread):
    """A thread that was started before the import, and looks at its environment after it."""

    def __init__(self):
        threading.Thread.__init__(self, daemon=True)
        self.wanted, self.done, self.state = threading.Event(), threading.Event(), None
        self.start()

    def run(self):
        self.wanted.wait()
        self.state = flush_state()
        self.done.set()

    def ask(self):
        self.wanted.set()
        self.done.wait(5)
        return self.state


class Later(threading.Thread):
    def __init__(self):
        threading.Thread.__init__(self, daemon=True)
        self.state = None
        self.start()
        self.join(5)

    def run(self):
        self.state = flush_state()


def mapped():
    """Shared libraries in memory, in the order of their addresses."""
    found = []
    for name in numpy_answers.Libraries().names:
        if ".so" in os.path.basename(name) and name not in found:
            found.append(name)
    return found


def version_of(name):
    """What the package, or its metadata, says."""
    said = getattr(sys.modules.get(name), "__version__", None)
    if not isinstance(said, str):
        try:
            from importlib import metadata

            said = metadata.version(name)
        except Exception:
            said = ""
    return said[:60]


class Watch:
    """Which extension module was the first to change the environment, by looking after each that is loaded."""

    def __init__(self, before):
        self.before, self.first = before, ""

    def __enter__(self):
        self.loader = importlib.machinery.ExtensionFileLoader
        self.old = self.loader.create_module, self.loader.exec_module

        def watched(function):
            def load(loader, argument):
                try:
                    return function(loader, argument)
                finally:
                    if not self.first and flush_state() != self.before:
                        self.first = str(loader.path)

            return load

        self.loader.create_module, self.loader.exec_module = map(watched, self.old)
        return self

    def __exit__(self, *_):
        self.loader.create_module, self.loader.exec_module = self.old


def imported(r, a):
    add_import_folders()
    process = os.getpid()
    before, answers, libraries, earlier = flush_state(), numpy_answers.all_answers(), mapped(), Earlier()
    error = None
    with Watch(before) as watch:
        try:
            importlib.import_module(r["package"])
        except BaseException as raised:  # SystemExit, too
            error = ("%s: %s" % (type(raised).__name__, raised))[:300]
    # A copy of this process mustn't answer in its place.
    if os.getpid() != process:
        os._exit(0)
    after = numpy_answers.all_answers()
    return json.dumps({
        "error": error, "version": version_of(r["package"].partition(".")[0]),
        "before": before, "importing": flush_state(), "earlier": earlier.ask(), "later": Later().state,
        "answers": sorted([name, said] for name, said in after.items() if answers.get(name) != said),
        "libraries": [name for name in mapped() if name not in libraries], "module": watch.first})


def loaded(r, a):
    """What a library does when nothing but the dynamic loader runs its code."""
    before, libraries = flush_state(), mapped()
    try:
        ctypes.CDLL(r["library"])
    except OSError as error:
        return json.dumps({"error": str(error)[:300]})
    return json.dumps({"flushes": flush_state() != before,
                       "libraries": [name for name in mapped() if name not in libraries]})


GIVES_TEXTS = True
OPERATIONS = {"packages": packages, "import": imported, "load_library": loaded}
