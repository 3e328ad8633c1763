#include "arraycore/calendar/datetime_string.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "arraycore/array/array.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/casting/characters.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/casting/time_text.h"
#include "arraycore/casting/units.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

DType datetimes_in(TimeUnit unit) { return DType::time(Kind::datetime, unit).value_or(DType(Kind::datetime)); }

/// Characters of what is written without a unit, in NumPy.
constexpr std::int64_t shortest_length = 62;

/// Without the digits that say nothing; hours are written with their minutes.
Expected<TimeUnit> lossless_unit(std::int64_t ticks, DType dtype) {
  if (dtype.unit() <= TimeUnit::day) return TimeUnit::day;
  for (int unit = static_cast<int>(TimeUnit::day); unit < static_cast<int>(dtype.unit()); ++unit) {
    const auto candidate = static_cast<TimeUnit>(unit);
    if (candidate == TimeUnit::hour) continue;
    const auto there = convert_datetime(ticks, dtype, datetimes_in(candidate));
    if (!there) return std::unexpected(there.error());
    const auto back = convert_datetime(*there, datetimes_in(candidate), datetimes_in(dtype.unit()));
    const auto plain = convert_datetime(ticks, dtype, datetimes_in(dtype.unit()));
    if (back && plain && *back == *plain) return candidate;
  }
  return dtype.unit() == TimeUnit::hour ? TimeUnit::minute : dtype.unit();
}

Expected<std::string> string_of(std::int64_t ticks, DType dtype, TimeUnit unit, const DatetimeStringOptions& options) {
  if (ticks == not_a_time) return "NaT";
  if (options.shortest) {
    const auto found = lossless_unit(ticks, dtype);
    if (!found) return std::unexpected(found.error());
    unit = *found;
  }
  // A week's text is a day, here the one of the time.
  if (unit == TimeUnit::week) unit = TimeUnit::day;
  const auto converted = convert_datetime(ticks, dtype, datetimes_in(unit));
  if (!converted) return std::unexpected(converted.error());
  auto text = datetime_text(*converted, datetimes_in(unit));
  if (text && options.utc && unit > TimeUnit::day) *text += 'Z';
  return text;
}

}  // namespace

Expected<Array> datetime_strings(const ConstDynamicView& times, const DatetimeStringOptions& options) {
  const DType dtype = times.dtype();
  if (dtype.kind() != Kind::datetime) return fail(ErrorKind::dtype, "input must have type NumPy datetime");
  const TimeUnit unit = options.unit.value_or(dtype.unit());
  if (!options.shortest && options.unit && !can_cast(dtype, datetimes_in(unit), options.casting, options.release)) {
    return fail(ErrorKind::dtype, "Cannot create a datetime string as units '" + std::string(abbreviation(unit)) +
                                      "' from a NumPy datetime with units of " + dtype.name());
  }
  const auto text =
      DType::characters(Kind::text, options.shortest ? shortest_length : time_text_length(datetimes_in(unit)));
  if (!text) return std::unexpected(text.error());
  auto result = Array::zeros(*text, times.shape());
  if (!result) return result;
  std::byte* place = result->view().data();
  for (const std::int64_t offset : offsets_of(times.shape(), times.strides())) {
    const auto written = string_of(load<std::int64_t>(times.data() + offset), dtype, unit, options);
    if (!written) return std::unexpected(written.error());
    write_ascii(*written, place, *text);
    place += text->size();
  }
  return result;
}

}  // namespace fairplay::arraycore
