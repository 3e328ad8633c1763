"""What holds for a thread: the release of NumPy to compute by, and what floating-point flags lead to."""

import contextlib
import operator
import threading
import warnings

from . import _core

_local = threading.local()
_ACTIONS = ("ignore", "warn", "raise", "call", "print", "log")
# In the order in which arraycore tells flags.
_KINDS = (("divide", "divide by zero"), ("over", "overflow"), ("under", "underflow"), ("invalid", "invalid value"))


@contextlib.contextmanager
def release(version):
    """`with release("1.26"): ...` computes by the rules of that release; the newest one otherwise."""
    before = _core.release()
    major, minor = (int(part) for part in str(version).split(".")[:2])
    _core.set_release(major, minor)
    try:
        yield
    finally:
        _core.set_release(*before)


def _current():
    if not hasattr(_local, "actions"):
        _local.actions = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
        _local.call = None
    return _local.actions


def geterr():
    return dict(_current())


def seterr(all=None, divide=None, over=None, under=None, invalid=None):
    before = geterr()
    for kind, action in (("divide", divide), ("over", over), ("under", under), ("invalid", invalid)):
        chosen = action or all
        if chosen is None:
            continue
        if chosen not in _ACTIONS:
            raise ValueError(f"no such action on floating-point flags: {chosen!r}")
        _current()[kind] = chosen
    return before


def seterrcall(func):
    _current()
    before, _local.call = _local.call, func
    return before


def geterrcall():
    _current()
    return _local.call


@contextlib.contextmanager
def errstate(*, call=..., **kwargs):
    before, before_call = seterr(**kwargs), geterrcall()
    if call is not ...:
        seterrcall(call)
    try:
        yield
    finally:
        seterr(**before)
        seterrcall(before_call)


def getbufsize():
    return getattr(_local, "bufsize", 8192)


def setbufsize(size):
    """Only kept: nothing is computed in buffers here."""
    size = operator.index(size)
    if size < 5:
        raise ValueError(f"Buffer size, {size}, is too small")
    if size > 10_000_000:
        raise ValueError(f"Buffer size, {size}, is too big")
    if size % 16:
        raise ValueError(f"Buffer size, {size}, is not a multiple of 16")
    before, _local.bufsize = getbufsize(), size
    return before


def report(flags, name):
    """Does what was chosen for each flag that `name` raised."""
    if not any(flags):
        return
    actions = _current()
    for raised, bit, (kind, words) in zip(flags, (1, 2, 4, 8), _KINDS):
        action = actions[kind]
        if not raised or action == "ignore":
            continue
        message = f"{words} encountered in {name}"
        if action == "warn":
            warnings.warn(message, RuntimeWarning, stacklevel=3)
        elif action == "raise":
            raise FloatingPointError(message)
        elif action == "print":
            print(f"Warning: {message}")
        elif _local.call is not None:
            if action == "call":
                _local.call(words, bit)
            else:
                _local.call.write(f"Warning: {message}\n")
