"""Business days, and times as text in other units."""

from . import _core
from ._creation import asarray
from ._dtypes import dtype as dtype_of_name


def _days(dates):
    """Text becomes datetimes; holidays are days in any case."""
    array = asarray(dates)
    if array.dtype.kind == "U":
        units = [_core.unit_of_text(one) for one in array.ravel().tolist() if one not in ("", "NaT")]
        order = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
        finest = max(units, key=order.index, default="D")
        return array.astype(f"M8[{finest}]")
    return array


def _mask(weekmask):
    if isinstance(weekmask, str):
        return weekmask
    truths = asarray(weekmask).tolist()
    if any(truth not in (0, 1) for truth in truths):
        raise ValueError("A business day weekmask array must have all 1's and 0's")
    return [bool(truth) for truth in truths]


class busdaycalendar:
    """Which days are business days; `weekmask` and `holidays` as they are used."""

    def __init__(self, weekmask="1111100", holidays=None):
        days = asarray([], dtype="M8[D]") if holidays is None else _days(holidays).astype("M8[D]")
        mask = _mask(weekmask)
        self._calendar = _core.BusinessCalendar(mask, days.astype("int64").ravel().tolist())
        self.weekmask = asarray(_core.weekmask(mask))
        used = sorted({day for day in days.astype("int64").ravel().tolist()
                       if day != -(2**63) and self.weekmask.tolist()[(day - 4) % 7]})
        self.holidays = asarray(used, dtype="int64").astype("M8[D]")


def _calendar(weekmask, holidays, busdaycal):
    if busdaycal is None:
        return busdaycalendar("1111100" if weekmask is None else weekmask, holidays)._calendar
    if weekmask is not None or holidays is not None:
        raise ValueError("Cannot supply both the weekmask/holidays and the busdaycal parameters")
    return busdaycal._calendar


def is_busday(dates, weekmask=None, holidays=None, busdaycal=None):
    return _core.is_busday(_days(dates), _calendar(weekmask, holidays, busdaycal))


def busday_offset(dates, offsets, roll="raise", weekmask=None, holidays=None, busdaycal=None):
    return _core.busday_offset(_days(dates), asarray(offsets), roll, _calendar(weekmask, holidays, busdaycal))


def busday_count(begindates, enddates, weekmask=None, holidays=None, busdaycal=None):
    return _core.busday_count(_days(begindates), _days(enddates), _calendar(weekmask, holidays, busdaycal))


def datetime_as_string(arr, unit=None, timezone="naive", casting="same_kind"):
    if timezone not in ("naive", "UTC"):
        raise NotImplementedError("arraycore has no local time")
    return _core.datetime_as_string(asarray(arr), unit, timezone == "UTC", casting)


def datetime_data(dtype, /):
    return _core.datetime_data(dtype_of_name(dtype))


__all__ = ["busday_count", "busday_offset", "busdaycalendar", "datetime_as_string", "datetime_data", "is_busday"]
