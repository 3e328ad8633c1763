#!/usr/bin/env python3
"""Business days and times as text, by NumPy's names.

usage: calendar_test.py FOLDER
"""

from module import Test, ac, main


class Calendar(Test):
    def test_business_days(self):
        self.assertEqual(ac.is_busday(["2020-02-28", "2020-02-29"]).tolist(), [True, False])
        self.assertEqual(ac.busday_count("2011-01", "2011-02").item(), 21)
        self.assertEqual(str(ac.busday_offset("2011-10", 0, roll="forward")), "2011-10-03")
        self.assertEqual(str(ac.busday_offset("2012-05", 1, roll="forward", weekmask="Sun")), "2012-05-13")
        self.assertFalse(ac.is_busday("2020-02-28", holidays=["2020-02-28"]).item())

    def test_calendars(self):
        calendar = ac.busdaycalendar([1, 1, 1, 1, 1, 0, 0], ["2020-02-29", "2020-02-28", "2020-02-28", "NaT"])
        self.assertEqual(calendar.holidays.astype("U10").tolist(), ["2020-02-28"])
        self.assertEqual(calendar.weekmask.tolist(), [True] * 5 + [False] * 2)
        self.assertFalse(ac.is_busday("2020-02-28", busdaycal=calendar).item())
        with self.assertRaises(ValueError):
            ac.is_busday("2020-02-28", weekmask="Mon", busdaycal=calendar)

    def test_what_is_wrong(self):
        for wrong in (lambda: ac.busday_offset("2020-02-29", 0), lambda: ac.is_busday("2020-02-29", weekmask="mon"),
                      lambda: ac.is_busday("2020-02-29", weekmask=[1, 0]), lambda: ac.is_busday("2020-02-30"),
                      lambda: ac.busday_offset("2020-02-28", 1, roll="up"),
                      lambda: ac.busday_count("NaT", "2020-01-01"),
                      lambda: ac.is_busday("2020-02-29", weekmask=[2, 0, 0, 0, 0, 0, 0])):
            self.assertRaises(ValueError, wrong)
        for wrong in (lambda: ac.is_busday(ac.asarray(["2020-02-28T12"]).astype("M8[h]")), lambda: ac.is_busday(1.5),
                      lambda: ac.datetime_data("f8"), lambda: ac.datetime_as_string(1.5)):
            self.assertRaises(TypeError, wrong)
        with self.assertRaises(NotImplementedError):
            ac.datetime_as_string(ac.asarray("2020-01-01").astype("M8[D]"), timezone="local")

    def test_times_as_text(self):
        time = ac.asarray("2020-02-28T12:30").astype("M8[m]")
        self.assertEqual(ac.datetime_as_string(time).item(), "2020-02-28T12:30")
        self.assertEqual(ac.datetime_as_string(time, unit="s", timezone="UTC").item(), "2020-02-28T12:30:00Z")
        self.assertEqual(ac.datetime_as_string(time.astype("M8[ns]"), unit="auto").item(), "2020-02-28T12:30")
        self.assertEqual(ac.datetime_data("M8[25s]"), ("s", 25))
        self.assertEqual(ac.datetime_data("m8"), ("generic", 1))


if __name__ == "__main__":
    main()
