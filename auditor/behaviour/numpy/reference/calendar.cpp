// Operations that are business days and times as text.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "arraycore/array/dynamic_view.h"
#include "arraycore/calendar/business_calendar.h"
#include "arraycore/calendar/business_days.h"
#include "arraycore/calendar/datetime_string.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Expected<BusinessCalendar> calendar_of(const Request& request) {
  const auto mask = parse_weekmask(request.arguments.at("weekmask").get<std::string>());
  if (!mask) return std::unexpected(mask.error());
  return BusinessCalendar::of(*mask, request.list("holidays"));
}

Answer business_days(const Request& request) {
  const auto calendar = calendar_of(request);
  if (!calendar) return std::unexpected(calendar.error());
  const auto& a = request.arrays;
  if (request.name() == "is_busday") return answer(are_business_days(a.at(0), *calendar, request.release));
  if (request.name() == "busday_count") {
    return answer(business_days_between(a.at(0), a.at(1), *calendar, request.release));
  }
  const Roll roll = roll_named(request.arguments.at("roll").get<std::string>()).value();
  return answer(business_days_behind(a.at(0), a.at(1), roll, *calendar, request.release));
}

Answer datetime_as_string(const Request& request) {
  DatetimeStringOptions options;
  options.release = request.release;
  if (const Json& unit = request.arguments.at("unit"); unit.is_string()) {
    const auto name = unit.get<std::string>();
    options.shortest = name == "auto";
    if (!options.shortest) options.unit = time_unit(name);
  }
  options.utc = request.is_set("utc");
  options.casting = request.casting();
  return answer(datetime_strings(request.first(), options));
}

}  // namespace

const std::map<std::string, Evaluator>& calendar_operations() {
  static const std::map<std::string, Evaluator> all{{"business_days", business_days},
                                                    {"datetime_as_string", datetime_as_string}};
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
