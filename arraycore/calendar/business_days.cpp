#include "arraycore/calendar/business_days.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "arraycore/array/array.h"
#include "arraycore/array/convert.h"
#include "arraycore/array/dynamic_view.h"
#include "arraycore/array/integers.h"
#include "arraycore/array/layout.h"
#include "arraycore/array/shape.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/casting/units.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

DType day_type() { return DType::time(Kind::datetime, TimeUnit::day).value_or(DType(Kind::datetime)); }

/// The elements as ticks of `dtype` in row-major order of a shape.
Expected<std::vector<std::int64_t>> ticks_of(const ConstDynamicView& view, DType dtype, const Extents& shape,
                                             Release release) {
  auto cast = astype(view, dtype, Casting::safe, release);
  if (!cast) return std::unexpected(cast.error());
  const auto whole = std::as_const(*cast).view();
  const auto fits = whole.with(broadcast(whole.layout(), shape));
  if (!fits) return std::unexpected(fits.error());
  std::vector<std::int64_t> ticks;
  for (const std::int64_t offset : offsets_of(fits->shape(), fits->strides())) {
    ticks.push_back(load<std::int64_t>(fits->data() + offset));
  }
  return ticks;
}

/// The days of one or two operands, or of one and numbers.
struct Operands {
  Extents shape;
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> second;
};
Expected<Operands> operands_of(const ConstDynamicView& a, const ConstDynamicView& b, DType second, Release release) {
  auto shape = broadcast_shapes(std::vector{a.shape(), b.shape()});
  if (!shape) return std::unexpected(shape.error());
  auto first_ticks = ticks_of(a, day_type(), *shape, release);
  if (!first_ticks) return std::unexpected(first_ticks.error());
  auto second_ticks = ticks_of(b, second, *shape, release);
  if (!second_ticks) return std::unexpected(second_ticks.error());
  return Operands{std::move(*shape), std::move(*first_ticks), std::move(*second_ticks)};
}

Expected<Array> array_of_ticks(DType dtype, const Extents& shape, std::span<const std::int64_t> ticks) {
  auto result = Array::zeros(dtype, shape);
  if (!result) return result;
  std::byte* place = result->view().data();
  for (const std::int64_t one : ticks) {
    store(place, one);
    place += sizeof one;
  }
  return result;
}

}  // namespace

Expected<Array> are_business_days(const ConstDynamicView& dates, const BusinessCalendar& calendar, Release release) {
  const auto days = ticks_of(dates, day_type(), dates.shape(), release);
  if (!days) return std::unexpected(days.error());
  auto result = Array::zeros(Kind::boolean, dates.shape());
  if (!result) return result;
  std::byte* place = result->view().data();
  for (const std::int64_t day : *days) store<bool>(place++, calendar.is_business_day(day));
  return result;
}

Expected<Array> business_days_behind(const ConstDynamicView& dates, const ConstDynamicView& counts, Roll roll,
                                     const BusinessCalendar& calendar, Release release) {
  auto operands = operands_of(dates, counts, Kind::int64, release);
  if (!operands) return std::unexpected(operands.error());
  for (std::size_t i = 0; i < operands->first.size(); ++i) {
    const auto day = calendar.offset(operands->first[i], operands->second[i], roll);
    if (!day) return std::unexpected(day.error());
    operands->first[i] = *day;
  }
  return array_of_ticks(day_type(), operands->shape, operands->first);
}

Expected<Array> business_days_between(const ConstDynamicView& begins, const ConstDynamicView& ends,
                                      const BusinessCalendar& calendar, Release release) {
  auto operands = operands_of(begins, ends, day_type(), release);
  if (!operands) return std::unexpected(operands.error());
  for (std::size_t i = 0; i < operands->first.size(); ++i) {
    const std::int64_t begin = operands->first[i];
    const std::int64_t end = operands->second[i];
    if (begin == not_a_time || end == not_a_time) {
      return fail(ErrorKind::value, "Cannot compute a business day count with a NaT (not-a-time) date");
    }
    std::int64_t count = begin <= end ? calendar.count(begin, end) : -calendar.count(end, begin);
    if (begin > end && release >= Release{1, 25}) {
      count += calendar.is_business_day(end) ? 1 : 0;
      count -= calendar.is_business_day(begin) ? 1 : 0;
    }
    operands->first[i] = count;
  }
  return array_of_ticks(Kind::int64, operands->shape, operands->first);
}

}  // namespace fairplay::arraycore
