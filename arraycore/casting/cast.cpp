#include "arraycore/casting/cast.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "arraycore/casting/characters.h"
#include "arraycore/casting/number_text.h"
#include "arraycore/casting/numeric_casts.h"
#include "arraycore/casting/promotion.h"
#include "arraycore/casting/time_text.h"
#include "arraycore/casting/units.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/element.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

/// The kind whose loops serve: a time is its ticks.
Kind number_kind(DType dtype) { return is_time(dtype.kind()) ? Kind::int64 : dtype.kind(); }

/// Characters between bytes and text, or of another length: cut off or filled up.
Expected<void> cast_characters(const std::byte* source, DType from, std::byte* target, DType to) {
  for (std::int64_t i = 0; i < to.length(); ++i) {
    std::uint32_t character = 0;
    if (i < from.length()) {
      character = from.kind() == Kind::text ? load<std::uint32_t>(source + 4 * i) : load<std::uint8_t>(source + i);
    }
    if (from.kind() != to.kind() && character > 0x7f) {
      return fail(ErrorKind::value, "character " + std::to_string(character) + " at place " + std::to_string(i) +
                                        " of " + from.name() + " isn't ASCII, as " + to.name() + " needs it");
    }
    if (to.kind() == Kind::text) {
      store<std::uint32_t>(target + 4 * i, character);
    } else {
      store<std::uint8_t>(target + i, static_cast<std::uint8_t>(character));
    }
  }
  return {};
}

Expected<void> cast_time(const std::byte* source, DType from, std::byte* target, DType to) {
  const auto ticks = load<std::int64_t>(source);
  const auto converted =
      from.kind() == Kind::datetime ? convert_datetime(ticks, from, to) : convert_timedelta(ticks, from, to);
  if (!converted) return std::unexpected(converted.error());
  store<std::int64_t>(target, *converted);
  return {};
}

Expected<void> write_time(const std::byte* source, DType from, std::byte* target, DType to) {
  const auto ticks = load<std::int64_t>(source);
  if (from.kind() == Kind::timedelta) {
    write_ascii(timedelta_text(ticks, from), target, to);
    return {};
  }
  const auto written = datetime_text(ticks, from);
  if (!written) return std::unexpected(written.error());
  if (static_cast<std::int64_t>(written->size()) > to.length()) {
    return fail(ErrorKind::value, "\"" + *written + "\" is longer than " + to.name());
  }
  write_ascii(*written, target, to);
  return {};
}

Expected<void> read_time(const std::byte* source, DType from, std::byte* target, DType to) {
  const std::string text = ascii_of(source, from);
  const auto ticks = to.kind() == Kind::datetime ? read_datetime(text, to) : read_timedelta(text);
  if (!ticks) return std::unexpected(ticks.error());
  store<std::int64_t>(target, *ticks);
  return {};
}

std::unexpected<Error> no_cast(DType from, DType to) {
  return fail(ErrorKind::dtype, "no cast from " + from.name() + " to " + to.name());
}

}  // namespace

ElementCast::ElementCast(Way way, DType from, DType to, Release release)
    : way_(way), from_(from), to_(to), release_(release) {
  if (way == Way::numbers) loop_ = numeric_cast(number_kind(from), number_kind(to));
}

Expected<ElementCast> ElementCast::between(DType from, DType to, Release release) {
  const auto made = [&](Way way) { return ElementCast(way, from, to, release); };
  if (is_character(from.kind()) && is_character(to.kind())) return made(Way::characters);
  if (is_time(from.kind()) && is_time(to.kind())) {
    const bool same_unit = from.unit() == to.unit() && from.multiple() == to.multiple();
    if (same_unit) return made(Way::numbers);
    if (from.kind() != to.kind()) return no_cast(from, to);
    return made(from.kind() == Kind::datetime ? Way::datetimes : Way::timedeltas);
  }
  if (is_character(to.kind())) return made(is_time(from.kind()) ? Way::time_to_text : Way::number_to_text);
  if (is_character(from.kind())) return made(is_time(to.kind()) ? Way::text_to_time : Way::text_to_number);
  return made(Way::numbers);
}

Expected<std::int64_t> ElementCast::run(const std::byte* source, std::int64_t source_stride, std::byte* target,
                                        std::int64_t target_stride, std::int64_t n) const {
  if (way_ == Way::numbers) return loop_(source, source_stride, target, target_stride, n);
  for (std::int64_t i = 0; i < n; ++i) {
    const std::byte* from = source + i * source_stride;
    std::byte* to = target + i * target_stride;
    Expected<void> done;
    switch (way_) {
      case Way::datetimes:
      case Way::timedeltas: done = cast_time(from, from_, to, to_); break;
      case Way::number_to_text: write_number(from, from_.kind(), to, to_, release_); break;
      case Way::time_to_text: done = write_time(from, from_, to, to_); break;
      case Way::text_to_time: done = read_time(from, from_, to, to_); break;
      case Way::text_to_number: done = read_number(from, from_, to, to_.kind(), release_); break;
      default: done = cast_characters(from, from_, to, to_); break;
    }
    if (!done) return std::unexpected(done.error());
  }
  return 0;
}

}  // namespace fairplay::arraycore
