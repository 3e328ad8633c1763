"""The right result of casts that NumPy gets wrong, in exact arithmetic: an explanation is believed only with it."""

import re
import struct
from fractions import Fraction

from random_requests import UNITS, item_size, places

# Bits of significand, the smallest exponent of a normal number, the largest exponent.
FORMATS = {"f2": (11, -14, 15), "f4": (24, -126, 127), "f8": (53, -1022, 1023), "f16": (64, -16382, 16383)}
NAT = -(2**63)
# How many of the next unit one is, from weeks on.
FINER = {"W": 7, "D": 24, "h": 60, "m": 60, **{unit: 1000 for unit in UNITS[6:-1]}}
DECIMAL = re.compile(r"[+-]?(\d(_?\d)*\.?(\d(_?\d)*)?|\.\d(_?\d)*)([eE][+-]?\d(_?\d)*)?")


def rounded(value, kind):
    """The bytes of the nearest number of a format, ties to even; of zero without its sign, which a Fraction lacks."""
    precision, lowest, highest = FORMATS[kind]
    sign, value = value < 0, abs(value)
    if value == 0:
        exponent = lowest
    else:
        exponent = value.numerator.bit_length() - value.denominator.bit_length()
        exponent -= Fraction(2) ** exponent > value
    step = max(exponent, lowest) - precision + 1
    significand = round(value / Fraction(2) ** step)  # Python's round goes to even
    if significand.bit_length() > precision:
        significand, step = significand >> 1, step + 1
    normal = significand.bit_length() == precision
    biased = step + precision - 1 + highest if normal else 0
    if step + precision - 1 > highest:
        biased, significand = 2 * highest + 1, 1 << precision - 1
    if kind == "f16":
        return struct.pack("<QH", significand, sign << 15 | biased)
    size = int(kind[1:])
    fraction = significand & (1 << precision - 1) - 1
    return (sign << 8 * size - 1 | biased << precision - 1 | fraction).to_bytes(size, "little")


def extended_value(raw):
    """The exact value of an x87 number; None of a NaN or an infinity."""
    significand, top = struct.unpack("<QH", raw[:10])
    if top & 0x7FFF == 0x7FFF:
        return None
    magnitude = significand * Fraction(2) ** (max(top & 0x7FFF, 1) - 16383 - 63)
    return -magnitude if top & 0x8000 else magnitude


def text_of(raw, dtype):
    return raw.decode("utf-32-le" if "U" in dtype else "ascii").rstrip("\0").strip()


def text_value(text):
    """The exact value of a decimal number; None of anything else."""
    return Fraction(text.replace("_", "")) if DECIMAL.fullmatch(text) else None


def split_unit(dtype):
    multiple, unit = re.fullmatch(r"<[Mm]8\[(\d*)(\w+)\]", dtype).groups()
    return int(multiple or 1), unit


def days_before_month(months):
    """Days from 1970-01-01 to the first day of a month counted from 1970-01: whole years by the rule of leap years,
    then month by month."""
    year, month = 1970 + months // 12, months % 12
    before = year - 1
    days = 365 * before + before // 4 - before // 100 + before // 400
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days += sum([31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][:month])
    return days - (365 * 1969 + 1969 // 4 - 1969 // 100 + 1969 // 400)


def month_of_day(day):
    months = day * 4800 // 146097
    while days_before_month(months) > day:
        months -= 1
    while days_before_month(months + 1) <= day:
        months += 1
    return months


def days_of(unit):
    """A unit in days: of a year or a month the mean."""
    if unit in "YM":
        return Fraction(146097, 400 if unit == "Y" else 4800)
    length, at = Fraction(7), "W"
    while at != unit:
        length /= FINER[at]
        at = UNITS[UNITS.index(at) + 1]
    return length


def converted_time(ticks, source, target):
    """The ticks of another unit; None if they don't fit 64 bits."""
    if ticks == NAT or source == target:
        return ticks
    (multiple, unit), (target_multiple, target_unit) = split_unit(source), split_unit(target)
    calendar, target_calendar = unit in ("Y", "M"), target_unit in ("Y", "M")
    if calendar and target_calendar:
        months = ticks * multiple * (12 if unit == "Y" else 1)
        result = months // (target_multiple * (12 if target_unit == "Y" else 1))
    elif source[1] == "m" or calendar == target_calendar:
        result = ticks * multiple * days_of(unit) // (target_multiple * days_of(target_unit))
    elif calendar:
        days = days_before_month(ticks * multiple * (12 if unit == "Y" else 1))
        result = days // (target_multiple * days_of(target_unit))
    else:
        months = month_of_day(ticks * multiple * days_of(unit) // 1)
        result = months // (target_multiple * (12 if target_unit == "Y" else 1))
    return int(result) if -(2**63) < result < 2**63 else None


def right(request, data, described, elements):
    """Whether arraycore's answer to an `astype` is the right one; None where this file can't tell."""
    source, target = request["arrays"][0]["d"], request["dtype"]
    size = item_size(source)
    raw = [data[place : place + size] for place in places(request["arrays"][0])]
    kind = target.lstrip("<|")
    if source[1] in "Mm" and target[1] in "Mm":
        expected = [converted_time(struct.unpack("<q", one)[0], source, target) for one in raw]
        if "error" in described:
            return None in expected
        return elements == b"".join(struct.pack("<q", ticks) for ticks in expected) if None not in expected else False
    if "error" in described or kind not in FORMATS:
        return None
    values = [text_value(text_of(one, source)) if source[1] in "SU" else extended_value(one) if size == 16 else None
              for one in raw]
    if None in values:
        return None
    step = item_size(target)
    found = [elements[i : i + step] for i in range(0, len(elements), step)]
    signless = lambda one: one[:9] + bytes([one[9] & 0x7F]) if len(one) == 16 else one[:-1] + bytes([one[-1] & 0x7F])
    return all(signless(a) == signless(rounded(value, kind).ljust(len(a), b"\0")) for a, value in zip(found, values))
