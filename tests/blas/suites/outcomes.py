"""A pytest plugin that writes every test's outcome as it is known, and at the end which calls the preloaded library replaced: a crash loses nothing.

Lines of $FAIRPLAY_OUTCOMES: "started NODE", "passed|failed|skipped|xfailed|xpassed|error NODE", "report TEXT", "elsewhere NUMBER".
"""

import ctypes
import os

_out = open(
    os.environ["FAIRPLAY_OUTCOMES"], "a", buffering=1, encoding="utf-8"
)  # noqa: SIM115  (as long as the process)


def _record(word: str, what: str) -> None:
    _out.write(f"{word} {what}\n".replace("\r", " "))


def pytest_runtest_logstart(nodeid: str, location: object) -> None:
    _record("started", nodeid)


def pytest_runtest_logreport(report) -> None:
    if hasattr(report, "wasxfail"):
        if report.when == "call" or report.skipped:
            _record("xpassed" if report.passed else "xfailed", report.nodeid)
    elif report.when == "call" or (report.when == "setup" and report.skipped):
        _record(report.outcome, report.nodeid)
    elif report.failed:
        _record("error", report.nodeid)


def pytest_collectreport(report) -> None:
    if report.failed:
        _record("error", report.nodeid)


def pytest_sessionfinish(session: object, exitstatus: int) -> None:
    """What fairplay_blas_report says, now that every extension module is loaded; nothing without a preload."""
    try:
        report = ctypes.CDLL(None).fairplay_blas_report
    except AttributeError:
        return
    report.restype = ctypes.c_size_t
    text, not_replaced = ctypes.create_string_buffer(1 << 16), ctypes.c_size_t(0)
    report(text, ctypes.c_size_t(len(text)), ctypes.byref(not_replaced))
    for line in text.value.decode(errors="replace").splitlines():
        _record("report", line)
    _record("elsewhere", str(not_replaced.value))
