"""What the process is and what NumPy made of it: no counterpart in the reference."""

import json
import platform
import sys

import numpy as np

try:
    from numpy._core import _multiarray_umath as umath
except ImportError:
    try:
        from numpy.core import _multiarray_umath as umath
    except ImportError:
        from numpy.core import umath


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


GIVES_TEXTS = True
OPERATIONS = {"flushes": flushes}
