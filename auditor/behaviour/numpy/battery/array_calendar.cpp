// Business days, and times as texts of a unit.
#include <limits>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

constexpr std::int64_t not_a_time = std::numeric_limits<std::int64_t>::min();

/// Days around the holidays of a call; sometimes months, weeks or hours, NaT, or far away.
OperandLayout days(Maker& maker, const Shape& shape) {
  Chance& chance = maker.chance;
  const std::string unit = chance.in(0.8) ? "D" : chance.of({"M", "W", "Y", "h"});
  const std::int64_t span = unit == "D" ? 80 : unit == "Y" ? 9 : unit == "h" ? 999 : 30;
  std::vector<std::string> elements;
  for (std::int64_t i = 0; i < count_of(shape); ++i)
    elements.push_back(Maker::integer_bytes(chance.in(0.02)  ? not_a_time
                                            : chance.in(0.1) ? chance.between(-1'000'000, 1'000'000)
                                                             : chance.between(-span, span),
                                            8));
  return maker.operand("<M8[" + unit + "]", shape, Values::any, elements);
}

std::string weekmask(Maker& maker) {
  if (maker.chance.in(0.3))
    return maker.chance.of(
        {"1111100", "Mon Tue", "MonFriSun", "0000001", "0000000", "Sat  Sun ", "mon", "Mo", "11111", ""});
  std::string mask;
  for (int day = 0; day < 7; ++day) mask += maker.chance.in(0.75) ? '1' : '0';
  return mask;
}

Operation business_days(Maker& maker) {
  Chance& chance = maker.chance;
  const std::string name = chance.of({"is_busday", "busday_count", "busday_offset", "busday_offset"});
  Json holidays = Json::array();
  for (std::int64_t left = chance.of({0, 0, 1, 5, 30, 100}); left > 0; --left)
    holidays.push_back(chance.in(0.03) ? not_a_time : chance.between(-80, 80));
  const Shape shape = maker.shape(chance.of({1, 1, 2}), false);
  const Shape other = chance.in(0.6) ? shape : Shape{};
  Operation call;
  call.operands.push_back(days(maker, shape));
  if (name == "busday_count") call.operands.push_back(days(maker, other));
  if (name == "busday_offset") call.operands.push_back(maker.integers(other, -30, 30));
  call.arguments = {{"op", "business_days"},
                    {"name", name},
                    {"weekmask", weekmask(maker)},
                    {"holidays", std::move(holidays)},
                    {"roll", chance.of({"raise", "nat", "forward", "following", "backward", "preceding",
                                        "modifiedfollowing", "modifiedpreceding"})}};
  return call;
}

void make_calendar(Maker& maker, std::size_t count, std::vector<Operation>& operations) {
  for (std::size_t i = 0; i < count; ++i) operations.push_back(business_days(maker));
}

}  // namespace

extern const ArrayProbe array_calendar;
const ArrayProbe array_calendar{
    {.id = "array/calendar",
     .shows = "Business days are counted, rolled and moved by week masks and holidays as the release does.",
     .source = "NumPy reference, Datetime support functions, Business day functions",
     .seconds = 1},
    1500,
    make_calendar};

}  // namespace fairplay::auditor::behaviour::numpy
