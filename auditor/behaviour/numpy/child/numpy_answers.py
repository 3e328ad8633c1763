"""Whose code answers when a public function is called: no counterpart in the reference."""

import bisect
import ctypes
import functools
import inspect
import json
import os
import sys
import types

import numpy as np

# Modules whose public names are NumPy's own, and which of them; None: all.
MODULES = [("", None), ("fft", None), ("linalg", None), ("random", None), ("ma", None), ("polynomial", None),
           ("lib.format", ("magic", "read_magic", "write_array", "read_array", "open_memmap",
                           "header_data_from_array_1_0", "read_array_header_1_0", "read_array_header_2_0",
                           "write_array_header_1_0"))]

ROOT = os.path.dirname(os.path.abspath(np.__file__)) + os.sep
# The standard library's functions are used, and at times shown, by NumPy's modules.
STANDARD = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
PACKAGES = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
# Modules whose classes and C functions NumPy shows as its own; "mtrand" is numpy.random's up to 1.16.
OWNERS = ("numpy", "mtrand", "math", "abc", "_abc", "functools", "contextlib", "warnings", "typing", "types", "enum",
          "collections", "_io", "ctypes") + sys.builtin_module_names
# Beginnings of the names of libraries that NumPy's loops and functions may lie in.
OWN_LIBRARIES = ("libpython", "libc.", "libc-", "libm.", "libm-", "libmkl", "libsvml", "libimf", "libintlc", "libirc",
                 "libiomp", "[vdso]")


def module_of(name):
    found = np
    for part in name.split(".") if name else []:
        found = getattr(found, part, None)
    return found


def is_own_code(function):
    """Whether a Python function was made by NumPy or the standard library."""
    file = function.__code__.co_filename
    if file.startswith("<"):
        # Compiled from a text: by array_function_dispatch up to 1.21, by named tuples.
        if file == "<__array_function__ internals>":
            return "implement_array_function" in function.__globals__
        maker = str(function.__globals__.get("__name__", "")).partition(".")[0]
        return maker in OWNERS or maker.startswith("namedtuple_")
    return file.startswith(ROOT) or (
        file.startswith(STANDARD) and not any(part in file[len(STANDARD) - 1 :] for part in PACKAGES))


def functions_in(value):
    """The Python functions of a callable: itself and all that it wraps. Cython's functions are none: they name a source
    that nobody has."""
    seen, found = [], []
    while value is not None and len(seen) < 8 and not any(value is one for one in seen):
        seen.append(value)
        if isinstance(value, types.FunctionType):
            found.append(value)
        if isinstance(value, (staticmethod, classmethod)):
            value = value.__func__
        elif isinstance(value, functools.partial):
            value = value.func
        elif isinstance(value, property):
            value = value.fget
        else:
            value = getattr(value, "__wrapped__", None) or getattr(value, "_implementation", None)
    return found


def foreign_code(value):
    """The file of the first function of these that isn't NumPy's; None: there is none."""
    return next((one.__code__.co_filename for one in functions_in(value) if not is_own_code(one)), None)


class Libraries:
    """Which file the code at an address comes from, by what the process has mapped."""

    def __init__(self):
        self.starts, self.ends, self.names, self.readable = [], [], [], []
        try:
            with open("/proc/self/maps") as file:
                for line in file:
                    fields = line.rstrip("\n").split(None, 5)
                    start, end = [int(text, 16) for text in fields[0].split("-")]
                    self.starts.append(start)
                    self.ends.append(end)
                    self.readable.append(fields[1].startswith("r"))
                    self.names.append(fields[5] if len(fields) > 5 else "")
        except OSError:
            pass

    def place(self, address):
        i = bisect.bisect_right(self.starts, address) - 1
        return i if i >= 0 and address < self.ends[i] else -1

    def can_read(self, address, size):
        i = self.place(address)
        return i >= 0 and self.readable[i] and address + size <= self.ends[i]

    def file(self, address):
        """The file, "" for memory of none, None for an address that isn't mapped."""
        i = self.place(address)
        return None if i < 0 else self.names[i]

    def pointer(self, address):
        return ctypes.c_uint64.from_address(address).value if self.can_read(address, 8) else None

    def number(self, address):
        return ctypes.c_int32.from_address(address).value if self.can_read(address, 4) else None

    def text(self, address):
        if address is None or not self.can_read(address, 64):
            return None
        return ctypes.string_at(address, 64).partition(b"\0")[0]

    def own(self, file):
        """NumPy's own, what the interpreter is made of, or a vendor's mathematics that a NumPy may be built with."""
        folder, name = os.path.split(file)
        return (file.startswith((ROOT, os.path.join(STANDARD, "lib-dynload"))) or name.startswith(OWN_LIBRARIES)
                or os.path.basename(folder) == "numpy.libs" or file == os.path.realpath(sys.executable))


def library_text(file):
    return "in memory that belongs to no file" if not file or file.startswith("[") else "in " + file


# Bytes before a C object's own fields: more in interpreters without a global lock.
HEAD = object.__basicsize__


def foreign_c_function(function, libraries):
    """The file with a built-in function's code, "" for none, if it isn't NumPy's; None otherwise, or where it isn't
    known."""
    definition = libraries.pointer(id(function) + HEAD)
    name = libraries.text(libraries.pointer(definition)) if definition else None
    # The layout is this one only where the name is.
    if name is None or name != function.__name__.encode()[:64]:
        return None
    file = libraries.file(libraries.pointer(definition + 8))
    return None if file is None or libraries.own(file) else file


def loop_places(ufunc, libraries):
    """The files of a ufunc's loops in the order of `types`; None where they can't be read."""
    at = id(ufunc) + HEAD
    numbers = [libraries.number(at + 4 * i) for i in range(3)]
    if numbers != [ufunc.nin, ufunc.nout, ufunc.nargs] or libraries.number(at + 32) != len(ufunc.types):
        return None
    if libraries.text(libraries.pointer(at + 40)) != ufunc.__name__.encode()[:64]:
        return None
    functions = libraries.pointer(at + 16)
    if functions is None or not libraries.can_read(functions, 8 * len(ufunc.types)):
        return None
    places = []
    for i in range(len(ufunc.types)):
        address = libraries.pointer(functions + 8 * i)
        places.append(libraries.file(address) if address else None)
    return places


def foreign_loops(ufunc, libraries):
    """What `said` has of loops that lie elsewhere; None: there are none, or they can't be read."""
    places, by_place = loop_places(ufunc, libraries) or [], {}
    for loop, place in zip(ufunc.types, places):
        if place is not None and not libraries.own(place):
            by_place.setdefault(place, []).append(loop)
    sentences = []
    for place, loops in sorted(by_place.items()):
        more = " and %d more" % (len(loops) - 4) if len(loops) > 4 else ""
        words = ("loops", "lie") if len(loops) > 1 else ("loop", "lies")
        sentences.append("its %s %s%s %s %s" % (words[0], ", ".join(loops[:4]), more, words[1], library_text(place)))
    return said("; ".join(sentences), min(by_place)) if by_place else None


def package_of(file):
    """The package that a file lies in, by the folder of packages above it; "" where it isn't known."""
    for part in PACKAGES:
        if part in file:
            name = file.rpartition(part)[2].partition(os.sep)[0]
            return name.partition(".")[0]
    return ""


def said(text, file, is_python=False):
    return {"says": text, "file": file or "", "package": package_of(file or ""), "python": is_python}


def about_value(value, libraries):
    """What isn't NumPy's of a public name's value; None where all is."""
    if isinstance(value, np.ufunc):
        return foreign_loops(value, libraries)
    if isinstance(value, types.ModuleType):
        return None
    owner = str(getattr(value, "__module__", None) or "")
    is_own = not owner or owner.partition(".")[0] in OWNERS
    if isinstance(value, type):
        module = sys.modules.get(owner)
        return None if is_own else said("it is a class of " + owner, getattr(module, "__file__", None))
    file = foreign_code(value)
    if file is not None:
        return said("its code is in " + file, file, True)
    if functions_in(value) or not callable(value):
        return None
    if isinstance(value, types.BuiltinFunctionType) or type(value).__name__ == "cython_function_or_method":
        elsewhere = foreign_c_function(value, libraries)
        if elsewhere is not None:
            return said("its code lies " + library_text(elsewhere), elsewhere)
    elif type(value).__module__.partition(".")[0] not in OWNERS:
        module = sys.modules.get(type(value).__module__)
        return said("it is an object of %s.%s" % (type(value).__module__, type(value).__name__),
                    getattr(module, "__file__", None))
    return None if is_own else said("it belongs to the module " + owner,
                                    getattr(sys.modules.get(owner), "__file__", None))


def all_answers():
    """{public name: what `said` has of its code, if that isn't NumPy's}, with methods of classes, and functions inside
    of NumPy's modules."""
    libraries, found, public = Libraries(), {}, set()
    for module_name, names in MODULES:
        module = module_of(module_name)
        for name, value in sorted(vars(module).items()) if module is not None else []:
            if name.startswith("_") or (names and name not in names):
                continue
            public.add(id(value))
            full = ".".join(part for part in ("numpy", module_name, name) if part)
            about = about_value(value, libraries)
            if about:
                found[full] = about
            elif isinstance(value, type):
                for method, function in sorted(vars(value).items(), key=lambda item: str(item[0])):
                    file = foreign_code(function)
                    if file is not None:
                        found["%s.%s" % (full, method)] = said("its code is in " + file, file, True)
    for module_name in sorted(sys.modules):
        module = sys.modules[module_name]
        if not module_name.startswith("numpy.") or not isinstance(module, types.ModuleType):
            continue
        for name, value in sorted(vars(module).items(), key=lambda item: str(item[0])):
            # What is listed above by its public name is listed once.
            if id(value) in public or isinstance(value, (type, types.ModuleType, np.ufunc)):
                continue
            file = foreign_code(value)
            if file is not None:
                found["%s.%s" % (module_name, name)] = said("its code is in " + file, file, True)
    return found


def answers(r, a):
    return json.dumps(sorted(all_answers().items()))


def signatures(r, a):
    """{module: {name: signature}} of public functions written in Python, as `inspect` prints them."""
    found = {}
    for module_name in sorted(sys.modules):
        module = sys.modules[module_name]
        if module_name.partition(".")[0] != "numpy" or not isinstance(module, types.ModuleType):
            continue
        for name, value in vars(module).items():
            if not isinstance(name, str) or name.startswith("_") or not callable(value):
                continue
            if isinstance(value, (type, np.ufunc)):
                continue
            try:
                text = str(inspect.signature(value))
            except Exception:
                continue
            if len(text) <= 4000:
                found.setdefault(module_name, {})[name] = text
    return json.dumps(found)


GIVES_TEXTS = True
OPERATIONS = {"answers": answers, "signatures": signatures}
