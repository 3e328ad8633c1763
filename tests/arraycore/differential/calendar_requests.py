"""Random requests of business days and of times as text. Made without NumPy."""

import math
import struct

from random_requests import UNITS, Requests

NAT = -(2**63)


class CalendarRequests(Requests):
    OPERATIONS = ["business_days"] * 30 + ["datetime_as_string"] * 12

    def days(self, shape):
        """Days around the holidays of a request; sometimes months, weeks or hours, NaT, or far away."""
        unit = self.random.choice(["D"] * 14 + ["M", "W", "Y", "h"])
        span = {"D": 80, "M": 30, "W": 30, "Y": 9, "h": 999}[unit]
        values = []
        for _ in range(math.prod(shape)):
            choice = self.random.random()
            values.append(NAT if choice < 0.02 else self.random.randrange(-10**6, 10**6) if choice < 0.1
                          else self.random.randrange(-span, span))
        return self.array("<M8[%s]" % unit, shape, [struct.pack("<q", value) for value in values])

    def business_days(self):
        name = self.random.choice(["is_busday", "busday_count", "busday_offset", "busday_offset"])
        mask = "".join(self.random.choice("0111") for _ in range(7))
        if self.random.random() < 0.3:
            mask = self.random.choice(["1111100", "Mon Tue", "MonFriSun", "0000001", "0000000", "Sat  Sun ", "mon",
                                       "Mo", "11111", ""])
        holidays = [NAT if self.random.random() < 0.03 else self.random.randrange(-80, 80)
                    for _ in range(self.random.choice([0, 0, 1, 5, 30, 100]))]
        shape = self.shape(self.random.choice([1, 1, 2]))
        other = shape if self.random.random() < 0.6 else []
        arrays = [self.days(shape)]
        if name == "busday_count":
            arrays.append(self.days(other))
        elif name == "busday_offset":
            arrays.append(self.integers(other, -30, 30, "bhil"))
        roll = self.random.choice(["raise", "nat", "forward", "following", "backward", "preceding", "modifiedfollowing",
                                   "modifiedpreceding"])
        return {"name": name, "weekmask": mask, "holidays": holidays, "roll": roll}, arrays

    def datetime_as_string(self):
        dtype = self.time_type("M" if self.random.random() < 0.97 else "m")
        shape = self.shape(self.random.choice([1, 2]))
        unit = dtype.partition("[")[2].rstrip("]").lstrip("0123456789")
        step = {"Y": 1, "M": 12, "W": 52, "D": 365, "h": 8766, "m": 525960}.get(unit, 31557600)
        scale = {"ms": 10**3, "us": 10**6, "ns": 10**9}.get(unit, 1)
        multiple = int("0" + "".join(one for one in dtype[4:] if one.isdigit())) or 1
        values = []
        for _ in range(math.prod(shape)):
            value = self.random.randrange(-30 * step, 60 * step) * self.random.choice([1, scale]) // multiple
            if self.random.random() < 0.3 and step > 365:
                value -= value % self.random.choice([24, 60, 3600, 86400, 86400 * scale, 1000])
            values.append(NAT if self.random.random() < 0.05 else value)
        wanted = self.random.choice([None, None, "auto", "auto"] + UNITS[:10])
        return ({"unit": wanted, "utc": self.random.random() < 0.3,
                 "casting": self.random.choice(["same_kind", "same_kind", "unsafe", "safe"])},
                [self.array(dtype, shape, [struct.pack("<q", value) for value in values])])

    def next(self, release):
        self.release = release
        operation = self.random.choice(self.OPERATIONS)
        arguments, arrays = getattr(self, operation)()
        request = dict(arguments, op=operation, release=release, arrays=[described for described, _ in arrays])
        return request, b"".join(memory for _, memory in arrays)
