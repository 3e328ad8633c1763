"""A pytest plugin that writes every test's outcome as it is known, and at the end which files serve the BLAS's names: a crash loses nothing.

Lines of $FAIRPLAY_OUTCOMES: "started NODE", "passed|failed|skipped|xfailed|xpassed|error NODE", "served NAME FILE".
"""

import ctypes
import os

_out = open(os.environ["FAIRPLAY_OUTCOMES"], "a", buffering=1, encoding="utf-8")  # noqa: SIM115  (as long as the process)


def _tell(word: str, what: str) -> None:
    _out.write(f"{word} {what}\n".replace("\r", " "))


def pytest_runtest_logstart(nodeid: str, location: object) -> None:
    _tell("started", nodeid)


def pytest_runtest_logreport(report) -> None:
    if hasattr(report, "wasxfail"):
        if report.when == "call" or report.skipped:
            _tell("xpassed" if report.passed else "xfailed", report.nodeid)
    elif report.when == "call" or (report.when == "setup" and report.skipped):
        _tell(report.outcome, report.nodeid)
    elif report.failed:
        _tell("error", report.nodeid)


def pytest_collectreport(report) -> None:
    if report.failed:
        _tell("error", report.nodeid)


class _Place(ctypes.Structure):
    _fields_ = [("file", ctypes.c_char_p), ("base", ctypes.c_void_p), ("name", ctypes.c_char_p), ("address", ctypes.c_void_p)]


def pytest_sessionfinish(session: object, exitstatus: int) -> None:
    """What the global scope, where a preloaded library comes first, gives for names that the extension modules bind."""
    scope = ctypes.CDLL(None)
    for name in os.environ.get("FAIRPLAY_NAMES", "").split():
        try:
            address = ctypes.cast(scope[name], ctypes.c_void_p)
        except AttributeError:
            _tell("served", f"{name} -")
            continue
        place = _Place()
        scope.dladdr(address, ctypes.byref(place))
        _tell("served", f"{name} {os.fsdecode(place.file or b'-')}")
