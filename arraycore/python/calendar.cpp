// Business days, and times as text in other units.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "arraycore/array/integers.h"
#include "arraycore/calendar/business_calendar.h"
#include "arraycore/calendar/business_days.h"
#include "arraycore/calendar/datetime_string.h"
#include "arraycore/python/bindings.h"
#include "arraycore/python/dtype.h"
#include "arraycore/python/errors.h"
#include "arraycore/python/ndarray.h"
#include "arraycore/python/release.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore::python {
namespace py = pybind11;

namespace {

/// A text, or a truth value for each day.
Weekmask weekmask_of(const std::variant<std::string, std::vector<bool>>& given) {
  if (const auto* text = std::get_if<std::string>(&given)) return value(parse_weekmask(*text));
  const auto& truths = std::get<std::vector<bool>>(given);
  Weekmask mask{};
  if (truths.size() != mask.size()) {
    raise({ErrorKind::value, "A business day weekmask array must have length 7"});
  }
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = truths[i];
  return mask;
}

Roll roll_of(const std::string& name) {
  const auto found = roll_named(name);
  if (!found) raise({ErrorKind::value, "Invalid business day roll parameter \"" + name + '"'});
  return *found;
}

TimeUnit unit_named(const std::string& name) {
  const auto unit = time_unit(name);
  if (!unit) raise({ErrorKind::dtype, "Invalid datetime unit \"" + name + "\" in metadata"});
  return *unit;
}

}  // namespace

void bind_calendar(py::module_& module) {
  py::class_<BusinessCalendar>(module, "BusinessCalendar")
      .def(
          py::init([](const std::variant<std::string, std::vector<bool>>& mask, const std::vector<std::int64_t>& days) {
            return value(BusinessCalendar::of(weekmask_of(mask), days));
          }));
  module.def("weekmask", [](const std::variant<std::string, std::vector<bool>>& mask) {
    const Weekmask found = weekmask_of(mask);
    return std::vector<bool>(found.begin(), found.end());
  });
  module.def("is_busday", [](const Ndarray& dates, const BusinessCalendar& calendar) {
    return Ndarray::owning(are_business_days(dates.read(), calendar, current_release()));
  });
  module.def("busday_offset", [](const Ndarray& dates, const Ndarray& counts, const std::string& roll,
                                 const BusinessCalendar& calendar) {
    return Ndarray::owning(
        business_days_behind(dates.read(), counts.read(), roll_of(roll), calendar, current_release()));
  });
  module.def("busday_count", [](const Ndarray& begins, const Ndarray& ends, const BusinessCalendar& calendar) {
    return Ndarray::owning(business_days_between(begins.read(), ends.read(), calendar, current_release()));
  });
  module.def("datetime_as_string",
             [](const Ndarray& times, const std::optional<std::string>& unit, bool utc, const std::string& casting) {
               DatetimeStringOptions options{.release = current_release()};
               options.shortest = unit == "auto";
               if (unit && !options.shortest) options.unit = unit_named(*unit);
               options.utc = utc;
               options.casting = casting_of(casting);
               return Ndarray::owning(datetime_strings(times.read(), options));
             });
  module.def("datetime_data", [](DType dtype) {
    if (!is_time(dtype.kind())) raise({ErrorKind::dtype, "cannot get datetime metadata from non-datetime type"});
    const std::string unit(abbreviation(dtype.unit()));
    return py::make_tuple(unit.empty() ? "generic" : unit, dtype.multiple());
  });
}

}  // namespace fairplay::arraycore::python
