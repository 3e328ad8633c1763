"""Arrays as text files."""

import operator

from . import _core
from ._creation import asarray
from ._files import _opened


def _content(fname, encoding):
    """All of a file, of an open one, or of the lines of an iterable, in UTF-8."""
    if hasattr(fname, "read") or isinstance(fname, str) or hasattr(fname, "__fspath__"):
        with _opened(fname, "rb") as opened:
            content = opened.read()
    else:
        lines = [line.decode(_codec(encoding)) if isinstance(line, bytes) else line for line in fname]
        content = "".join(line if line.endswith("\n") else line + "\n" for line in lines)
    return (content if isinstance(content, str) else content.decode(_codec(encoding))).encode()


def _codec(encoding):
    return "latin1" if encoding == "bytes" else encoding or "utf-8"


def _text(value):
    return value.decode("latin1") if isinstance(value, bytes) else value


def _columns(usecols):
    if usecols is None:
        return None
    return [operator.index(column) for column in (usecols if hasattr(usecols, "__iter__") else (usecols,))]


def _refuse(function, **arguments):
    given = sorted(name for name, value in arguments.items() if value is not None and value is not False)
    if given:
        raise NotImplementedError(f"arraycore has no {function} with {', '.join(given)}")


def loadtxt(fname, dtype=float, comments="#", delimiter=None, converters=None, skiprows=0, usecols=None, unpack=False,
            ndmin=0, encoding=None, max_rows=None, *, quotechar=None):
    _refuse("loadtxt", converters=converters)
    if comments is None:
        comments = []
    comments = [_text(one) for one in ([comments] if isinstance(comments, (str, bytes)) else comments)]
    return _core.loadtxt(_content(fname, encoding), dtype, comments, _text(delimiter), operator.index(skiprows),
                         _columns(usecols), bool(unpack), operator.index(ndmin), max_rows, quotechar)


def genfromtxt(fname, dtype=float, comments="#", delimiter=None, skip_header=0, skip_footer=0, converters=None,
               missing_values=None, filling_values=None, usecols=None, names=None, autostrip=False, unpack=None,
               usemask=False, loose=True, invalid_raise=True, max_rows=None, encoding=None, *, ndmin=0):
    _refuse("genfromtxt", converters=converters, missing_values=missing_values, filling_values=filling_values,
            names=names, usemask=usemask)
    if dtype is None:
        raise NotImplementedError("arraycore has no genfromtxt that finds dtypes")
    if not isinstance(delimiter, (str, bytes, int, type(None))):
        delimiter = [operator.index(width) for width in delimiter]
    return _core.genfromtxt(_content(fname, encoding), dtype, _text(comments), _text(delimiter), skip_header,
                            skip_footer, _columns(usecols), bool(autostrip), bool(unpack), bool(loose),
                            bool(invalid_raise), max_rows, operator.index(ndmin))


def savetxt(fname, X, fmt="%.18e", delimiter=" ", newline="\n", header="", footer="", comments="# ", encoding=None):
    single = isinstance(fmt, (str, bytes))
    formats = [_text(one) for one in ([fmt] if single else fmt)]
    written = _core.savetxt(asarray(X), formats, single, _text(delimiter), _text(newline), _text(header), _text(footer),
                            _text(comments))
    with _opened(fname, "wb") as opened:
        try:
            opened.write(written.encode(encoding or "latin1"))
        except TypeError:
            # A file of text.
            opened.write(written)


def fromstring(string, dtype=float, count=-1, *, sep):
    return _core.fromstring(_text(string), dtype, operator.index(count), sep)


__all__ = ["fromstring", "genfromtxt", "loadtxt", "savetxt"]
