"""What the process is and what NumPy made of it: no counterpart in the reference."""

import gc
import json
import os
import platform
import sys
import threading
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


def calls(size):
    """Public functions with operands of about `size` float64, to be called again and again: [(name, call)]."""
    a = np.linspace(1.0, 2.0, size)
    m = a[: int(size**0.5) ** 2].reshape(int(size**0.5), -1)
    m = m + np.eye(len(m)) * len(m)
    i = np.arange(size)[::-1].copy()
    legacy = np.random.RandomState(1)
    found = [
        ("numpy.add", lambda: np.add(a, a)), ("numpy.exp", lambda: np.exp(a)), ("numpy.sin", lambda: np.sin(a)),
        ("numpy.power", lambda: np.power(a, a)), ("numpy.greater", lambda: np.greater(a, 1.5)),
        ("numpy.sum", lambda: np.sum(a)), ("numpy.cumsum", lambda: np.cumsum(a)), ("numpy.var", lambda: np.var(a)),
        ("numpy.maximum.reduce", lambda: np.maximum.reduce(a)), ("numpy.sort", lambda: np.sort(a[::-1])),
        ("numpy.argsort", lambda: np.argsort(a[::-1], kind="stable")),
        ("numpy.partition", lambda: np.partition(a[::-1], size // 2)),
        ("numpy.unique", lambda: np.unique(i)), ("numpy.searchsorted", lambda: np.searchsorted(a, a)),
        ("numpy.take", lambda: np.take(a, i)), ("numpy.ndarray.__getitem__", lambda: a[i]),
        ("numpy.where", lambda: np.where(a > 1.5, a, -a)), ("numpy.concatenate", lambda: np.concatenate([a, a])),
        ("numpy.ndarray.astype", lambda: a.astype("f4")), ("numpy.ndarray.copy", lambda: a[::2].copy()),
        ("numpy.percentile", lambda: np.percentile(a, [10, 50])), ("numpy.median", lambda: np.median(a)),
        ("numpy.interp", lambda: np.interp(a, a, a)), ("numpy.histogram", lambda: np.histogram(a)[0]),
        ("numpy.dot", lambda: np.dot(m, m)), ("numpy.einsum", lambda: np.einsum("ij,jk->ik", m, m)),
        ("numpy.fft.fft", lambda: np.fft.fft(a)), ("numpy.linalg.solve", lambda: np.linalg.solve(m, m)),
        ("numpy.frombuffer", lambda: np.frombuffer(a.tobytes())), ("numpy.array", lambda: np.array([a, a])),
    ]
    drawing = [("numpy.random.RandomState.normal", lambda: legacy.normal(size=size))]
    return found, drawing


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def growth(r, a):
    """Bytes that each call leaves behind, of those that leave half of an operand's size and more."""
    # Enough that what the import freed again can't hold it.
    size, count = 2048, 1000
    left = []
    for name, call in sum(calls(size), []):
        try:
            for _ in range(count // 4):
                call()
            gc.collect()
            before = resident()
            for _ in range(count):
                call()
            gc.collect()
            each = (resident() - before) / count
        except Exception:
            continue  # what a function computes, and whether it does, others ask
        if each >= 8 * size / 2:
            left.append([name, int(each)])
    return json.dumps(left)


def threads(r, a):
    """Calls whose results differ when four threads make them at once on the same operands."""
    differing = []
    for name, call in calls(4096)[0]:
        try:
            expected = call().tobytes()
        except Exception:
            continue
        wrong = []

        def work():
            for _ in range(12):
                if call().tobytes() != expected:
                    wrong.append(1)

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if wrong:
            differing.append([name, len(wrong)])
    return json.dumps(differing)


OPERATIONS = {"flushes": flushes, "answers": answers, "growth": growth, "threads": threads}
