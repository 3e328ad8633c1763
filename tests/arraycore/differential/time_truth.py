"""Times as text and texts as times in exact arithmetic, written apart from arraycore: by one regular expression."""

import re
import struct
from fractions import Fraction

from random_requests import item_size, places
from truth import NAT, days_before_month, days_of, month_of_day, split_unit

DATETIME = re.compile(r"\s*([+-]?)(\d+)(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{0,18}))?)?)?"
                      r"(?:Z|([+-])(\d\d)(?::?(\d\d))?)?\s*)?)?)?", re.ASCII)
TICKS = re.compile(r"\s*[+-]?\d+", re.ASCII)
NAMES = {"Y": "years", "M": "months", "W": "weeks", "D": "days", "h": "hours", "m": "minutes", "s": "seconds",
         "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds", "ps": "picoseconds", "fs": "femtoseconds",
         "as": "attoseconds"}


def instant(text):
    """Days since 1970 as a fraction; None if it is no datetime."""
    match = DATETIME.fullmatch(text)
    if not match:
        return None
    sign, year, month, day, hour, minute, second, fraction, zone, zone_hour, zone_minute = match.groups()
    month, day = int(month or 1), int(day or 1)
    clock = [int(part or 0) for part in (hour, minute, second, zone_hour, zone_minute)]
    if not 1 <= month <= 12 or clock[0] > 23 or clock[3] > 23 or max(clock) > 59:
        return None
    months = ((-1 if sign == "-" else 1) * int(year) - 1970) * 12 + month - 1
    first = days_before_month(months)
    if not 1 <= day <= days_before_month(months + 1) - first:
        return None
    seconds = clock[0] * 3600 + clock[1] * 60 + clock[2] + Fraction(int(fraction or 0), 10 ** len(fraction or ""))
    seconds -= (-1 if zone == "-" else 1) * (clock[3] * 3600 + clock[4] * 60)
    return first + day - 1 + seconds / 86400


def read(text, target):
    """The ticks of a text; None if there are none or they don't fit."""
    if text.lower() in ("", "nat"):
        return NAT
    multiple, unit = split_unit(target)
    if target[1] == "m":
        ticks = int(text) if TICKS.fullmatch(text) else None
    else:
        days = instant(text)
        if days is None:
            return None
        if unit in ("Y", "M"):
            ticks = month_of_day(days // 1) // (multiple * (12 if unit == "Y" else 1))
        else:
            ticks = days // (multiple * days_of(unit))
    return ticks if ticks is not None and -(2**63) < ticks < 2**63 else None


def right(request, data, described, elements):
    """Whether arraycore's answer to such an `astype` is the right one; None where this file can't tell."""
    source, target = request["arrays"][0]["d"], request["dtype"]
    size = item_size(source)
    raw = [data[place : place + size] for place in places(request["arrays"][0])]
    if source[1] in "SU" and target[1] in "Mm":
        coding = "utf-32-le" if source[1] == "U" else "ascii"
        expected = [read(one.decode(coding).rstrip("\0"), target) for one in raw]
        if "error" in described:
            return None in expected
        return None not in expected and elements == struct.pack(f"<{len(expected)}q", *expected)
    if source[1] == "m" and target[1] in "SU" and "error" not in described:
        multiple, unit = split_unit(source)
        ticks = [struct.unpack("<q", one)[0] for one in raw]
        words = ["NaT" if one == NAT else f"{one * multiple} {NAMES[unit]}" for one in ticks]
        coding = "utf-32-le" if target[1] == "U" else "ascii"
        length = item_size(target) // (4 if target[1] == "U" else 1)
        return elements == b"".join(word[:length].ljust(length, "\0").encode(coding) for word in words)
    if source[1] == "M" and target[1] in "SU" and "error" not in described:
        # It must read back as the same tick.
        coding = "utf-32-le" if target[1] == "U" else "ascii"
        step = item_size(target)
        texts = [elements[i : i + step].decode(coding).rstrip("\0") for i in range(0, len(elements), step)]
        return [read(text, source) for text in texts] == [struct.unpack("<q", one)[0] for one in raw]
    return None
