"""The operations of the differential test that are business days and times as text, in NumPy: the counterpart of
calendar.cpp."""

import numpy as np


def business_days(r, a):
    more = {} if r["name"] != "busday_offset" else {"roll": r["roll"]}
    holidays = np.array(r["holidays"], "M8[D]")
    return getattr(np, r["name"])(*a, weekmask=r["weekmask"], holidays=holidays, **more)


def datetime_as_string(r, a):
    return np.datetime_as_string(a[0], r["unit"], "UTC" if r["utc"] else "naive", r["casting"])


OPERATIONS = {"business_days": business_days, "datetime_as_string": datetime_as_string}
