#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {

/// A datetime as ISO 8601, as fine as its unit: "2020-02", "1970-01-01T00:00:07.000"; a year before 1 takes its sign
/// within four characters, as in NumPy: "-001". NaT is "NaT". Errors: a time without a unit, one that can't be counted
/// in days.
Expected<std::string> datetime_text(std::int64_t ticks, DType dtype);

/// A timedelta as NumPy's str has it: "175 seconds" for 7 ticks of 25 s.
std::string timedelta_text(std::int64_t ticks, DType dtype);

/// The characters that every time of this dtype has room in (numpy.ndarray.astype with "U").
std::int64_t time_text_length(DType dtype);

/// Reads what datetime_text writes, also with a space for the "T", a zone ("Z", "+01", "-0130", "+01:30") behind a
/// time, and spaces around: the tick of `dtype` in which that instant lies. Empty text and "NaT" are NaT. NumPy's "now"
/// and "today" aren't read. Errors: other text, a date that doesn't exist, a time that doesn't fit.
Expected<std::int64_t> read_datetime(std::string_view text, DType dtype);

/// The unit that a text of this grammar is written in: days of "2020-02-29", milliseconds of a fraction of one to three
/// digits; generic for NaT. Errors: those of read_datetime.
Expected<TimeUnit> unit_of_text(std::string_view text);

/// Reads a whole number of ticks, behind any spaces, or NaT. Errors: other text, a number that doesn't fit.
Expected<std::int64_t> read_timedelta(std::string_view text);

}  // namespace fairplay::arraycore
