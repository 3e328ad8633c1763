#pragma once

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/calendar/business_calendar.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/types/error.h"

namespace fairplay::arraycore {

/// Operands of all are broadcast; dates are datetimes that can be cast safely to days. Errors of all: other operands,
/// shapes that don't broadcast, a date that doesn't fit days.

/// numpy.is_busday.
Expected<Array> are_business_days(const ConstDynamicView& dates, const BusinessCalendar& calendar,
                                  Release release = newest_release);

/// numpy.busday_offset: counts are integers. Errors also: those of BusinessCalendar::offset.
Expected<Array> business_days_behind(const ConstDynamicView& dates, const ConstDynamicView& counts, Roll roll,
                                     const BusinessCalendar& calendar, Release release = newest_release);

/// numpy.busday_count from each begin up to each end, the end not counted. Where the end is earlier, the count is
/// negative, and of the days between it and the begin; from 1.25 on the begin is counted there and the end isn't,
/// before it was the other way round. Error also: NaT.
Expected<Array> business_days_between(const ConstDynamicView& begins, const ConstDynamicView& ends,
                                      const BusinessCalendar& calendar, Release release = newest_release);

}  // namespace fairplay::arraycore
