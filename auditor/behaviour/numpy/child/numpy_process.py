"""What the process is and what NumPy made of it: no counterpart in the reference."""

import json
import os
import platform
import sys
import types

import numpy as np

try:
    from numpy._core import _multiarray_umath as umath
except ImportError:
    try:
        from numpy.core import _multiarray_umath as umath
    except ImportError:
        from numpy.core import umath

# Modules whose public functions are NumPy's own, and which of them; None: all.
MODULES = [("", None), ("fft", None), ("linalg", None), ("random", None),
           ("lib.format", ("magic", "read_magic", "write_array", "read_array", "open_memmap",
                           "header_data_from_array_1_0", "read_array_header_1_0", "read_array_header_2_0",
                           "write_array_header_1_0"))]


def about():
    features = getattr(umath, "__cpu_features__", None) or {}
    return {
        "numpy": np.__version__,
        "file": getattr(np, "__file__", None) or "",
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
        "features": sorted(name for name, present in features.items() if present),
        "dispatch": list(getattr(umath, "__cpu_dispatch__", [])),
        "baseline": list(getattr(umath, "__cpu_baseline__", [])),
    }


def flushes(r, a):
    """Whether this thread flushes subnormal results, and takes subnormal operands for zero. Without NumPy: the numbers
    aren't constants to the compiler."""
    smallest, quarter, least = [float(text) for text in ("2.2250738585072014e-308", "0.25", "5e-324")]
    # Text is read with integers, so that it doesn't show.
    return json.dumps({"results": smallest * quarter == 0.0, "operands": least * 1e300 == 0.0})


def module_of(name):
    found = np
    for part in name.split(".") if name else []:
        found = getattr(found, part, None)
    return found


def code_file(function):
    """The file of a Python function's code, below the wrappers of array_function_dispatch."""
    seen = 0
    while hasattr(function, "__wrapped__") and seen < 5:
        function, seen = function.__wrapped__, seen + 1
    function = getattr(function, "_implementation", function)
    code = getattr(function, "__code__", None)
    return code.co_filename if code is not None else None


def answers(r, a):
    """Public functions whose code isn't in NumPy's folder, and ufuncs that are none any more."""
    root = os.path.dirname(os.path.abspath(np.__file__)) + os.sep
    found = []
    for module_name, names in MODULES:
        module = module_of(module_name)
        for name in sorted(vars(module)) if module is not None else []:
            value = vars(module)[name]
            if name.startswith("_") or isinstance(value, (types.ModuleType, type)) or (names and name not in names):
                continue
            full = ".".join(part for part in ("numpy", module_name, name) if part)
            file = code_file(value)
            # Cython's functions name the source they were made of.
            own = file is not None and file.startswith((root, "numpy/", "<__array_function__"))
            if file is not None and not own:
                found.append([full, "its code is in " + file])
            elif isinstance(value, types.FunctionType) or isinstance(value, types.BuiltinFunctionType):
                owner = getattr(value, "__module__", None) or ""
                # C functions of the random module are methods of a RandomState.
                known = ("numpy", "math") + sys.builtin_module_names
                if owner and owner.partition(".")[0] not in known and file is None:
                    found.append([full, "it belongs to the module " + owner])
    return json.dumps(found)


OPERATIONS = {"flushes": flushes, "answers": answers}
