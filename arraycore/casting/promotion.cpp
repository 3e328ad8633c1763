#include "arraycore/casting/promotion.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arraycore/casting/tables.h"
#include "arraycore/casting/units.h"
#include "arraycore/types/dtype.h"
#include "arraycore/types/error.h"
#include "arraycore/types/time_unit.h"

namespace fairplay::arraycore {
namespace {

char code_of(DType dtype) { return kind_codes[static_cast<std::size_t>(dtype.kind())]; }

/// The codes of the units in the tables, in the order of TimeUnit.
constexpr std::string_view unit_codes = ".YMWDhmsiunpfa";

char unit_code(TimeUnit unit) { return unit_codes[static_cast<std::size_t>(unit)]; }

std::optional<Kind> kind_of(char code) {
  const std::size_t place = kind_codes.find(code);
  if (place == std::string_view::npos) return std::nullopt;
  return static_cast<Kind>(place);
}

/// The casting that a letter of the tables names; nullopt for never.
std::optional<Casting> level_of(std::optional<char> letter) {
  const std::size_t place = std::string_view("nesku").find(letter.value_or('-'));
  if (place == std::string_view::npos) return std::nullopt;
  return static_cast<Casting>(place);
}

/// Characters that the text of any number of this dtype fits into.
std::int64_t text_length(DType dtype, Release release) {
  const std::string_view digits = CastingTable::of("text", release).row(code_of(dtype)).value_or("0");
  std::int64_t length = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), length);
  return length;
}

std::optional<Casting> unit_level(DType from, DType to, Release release) {
  if (from == to) return Casting::no;
  const auto level = level_of(CastingTable::of(from.kind() == Kind::datetime ? "units-M" : "units-m", release)
                                  .at(unit_code(from.unit()), unit_code(to.unit())));
  if (level && *level <= Casting::safe && from.unit() != TimeUnit::generic) {
    // 25 s hold no whole number of 2 s. Where years and months meet days, NumPy asks for no such thing; what it would
    // need more than 56 bits for, it takes for not whole.
    const auto factor = whole_factor(from.unit(), to.unit());
    const __int128 count = factor ? static_cast<__int128>(from.multiple()) * *factor : to.multiple();
    if (count % to.multiple() != 0 || count >> 56 != 0) return Casting::same_kind;
    return Casting::safe;
  }
  return level;
}

/// Truth values, integers, floating and complex numbers, each more general than those before; all else counts alike.
int generality(DType dtype) {
  if (dtype.kind() == Kind::boolean) return 0;
  if (is_integer(dtype.kind())) return 1;
  if (is_real_floating(dtype.kind())) return 2;
  return is_complex(dtype.kind()) ? 3 : 4;
}

std::unexpected<Error> no_joint_type(DType a, DType b) {
  return fail(ErrorKind::dtype, "no common dtype of " + a.name() + " and " + b.name());
}

/// Two times, or one time and a number.
Expected<DType> joint_time(Kind kind, DType a, DType b, Release release) {
  if (!is_time(a.kind()) || !is_time(b.kind())) {
    const DType time = is_time(a.kind()) ? a : b;
    const DType number = is_time(a.kind()) ? b : a;
    if (CastingTable::of("number_unit", release).row(code_of(number)) == ".") return DType(kind);
    return DType::time(kind, time.unit(), time.multiple());
  }
  // Timedeltas of years or months have no common unit with the others, datetimes do.
  const auto joint = CastingTable::of(kind == Kind::timedelta ? "joint_units-m" : "joint_units-M", release)
                         .at(unit_code(a.unit()), unit_code(b.unit()));
  const std::size_t place = joint ? unit_codes.find(*joint) : std::string_view::npos;
  if (place == std::string_view::npos) return no_joint_type(a, b);
  const auto unit = static_cast<TimeUnit>(place);
  if (unit == TimeUnit::generic) return DType(kind);
  if (a.unit() == TimeUnit::generic) return DType::time(kind, b.unit(), b.multiple());
  if (b.unit() == TimeUnit::generic) return DType::time(kind, a.unit(), a.multiple());
  // 128 bits hold each product, so that 1000 minutes and 25 femtoseconds have 25 fs in common.
  __int128 in_joint_unit[]{a.multiple(), b.multiple()};
  for (std::size_t i = 0; i < 2; ++i) {
    // Against weeks and finer units, NumPy counts a year or a month as one week.
    const TimeUnit own = (i == 0 ? a : b).unit();
    in_joint_unit[i] *= whole_factor(own, unit).value_or(whole_factor(TimeUnit::week, unit).value_or(1));
  }
  while (in_joint_unit[1] != 0) {
    const __int128 rest = in_joint_unit[0] % in_joint_unit[1];
    in_joint_unit[0] = in_joint_unit[1];
    in_joint_unit[1] = rest;
  }
  if (in_joint_unit[0] > std::numeric_limits<std::int32_t>::max()) {
    return fail(ErrorKind::range, "the common unit of " + a.name() + " and " + b.name() + " overflows");
  }
  const auto multiple = static_cast<std::int64_t>(in_joint_unit[0]);
  return DType::time(kind, unit, multiple);
}

}  // namespace

bool can_cast(DType from, DType to, Casting casting, Release release) {
  auto level = level_of(CastingTable::of("can_cast", release).at(code_of(from), code_of(to)));
  if (is_time(from.kind()) && from.kind() == to.kind()) level = unit_level(from, to, release);
  if (is_character(to.kind()) && level && *level <= Casting::safe) {
    if (from == to) return true;
    if (is_character(from.kind())) level = from.length() <= to.length() ? Casting::safe : Casting::same_kind;
    if (is_numeric(from.kind()) && to.length() != 0 && to.length() < text_length(from, release)) {
      level = Casting::same_kind;
    }
  }
  return level && *level <= casting;
}

Expected<DType> promote_types(DType a, DType b, Release release) {
  const auto joint = CastingTable::of("promote", release).at(code_of(a), code_of(b));
  const auto kind = joint ? kind_of(*joint) : std::nullopt;
  if (!kind) return no_joint_type(a, b);
  if (is_time(*kind)) return joint_time(*kind, a, b, release);
  if (!is_character(*kind)) return DType(*kind);
  std::int64_t length = 0;
  for (const DType dtype : {a, b}) {
    length = std::max(length, is_character(dtype.kind()) ? dtype.length() : text_length(dtype, release));
  }
  return DType::characters(*kind, length);
}

Expected<DType> result_type(std::span<const DType> dtypes, Release release) {
  if (dtypes.empty()) return fail(ErrorKind::value, "at least one array or dtype is required");
  std::vector<DType> order(dtypes.begin(), dtypes.end());
  if (CastingTable::of("several", release).row('f') == "f") {
    // The most general kind first, which keeps int16 and uint16 from becoming int32 before they meet a float32.
    std::stable_sort(order.begin(), order.end(), [](DType a, DType b) { return generality(a) > generality(b); });
  }
  Expected<DType> result = order.front();
  for (std::size_t i = 1; i < order.size() && result; ++i) result = promote_types(*result, order[i], release);
  return result;
}

PythonScalar PythonScalar::of(bool /*value*/) { return PythonScalar('?'); }

PythonScalar PythonScalar::of(std::int64_t value) {
  if (value >= 0) return of(static_cast<std::uint64_t>(value));
  if (value >= std::numeric_limits<std::int8_t>::min()) return PythonScalar('b');
  if (value >= std::numeric_limits<std::int16_t>::min()) return PythonScalar('h');
  return PythonScalar(value >= std::numeric_limits<std::int32_t>::min() ? 'i' : 'l');
}

PythonScalar PythonScalar::of(std::uint64_t value) {
  static constexpr std::string_view classes = "1B2H4I8L";
  std::size_t place = 0;
  for (const std::uint64_t largest :
       {0x7full, 0xffull, 0x7fffull, 0xffffull, 0x7fffffffull, 0xffffffffull, 0x7fffffffffffffffull}) {
    if (value > largest) ++place;
  }
  return PythonScalar(classes[place]);
}

PythonScalar PythonScalar::of(double value) {
  // numpy.min_scalar_type's bounds: not float16's largest number but 65000, for both signs alike.
  const double magnitude = std::fabs(value);
  if (!std::isfinite(value) || magnitude < 65000) return PythonScalar('e');
  return PythonScalar(magnitude < 3.4e38 ? 'f' : 'd');
}

PythonScalar PythonScalar::of(long double value) {
  // Again numpy.min_scalar_type's bound.
  const bool beyond = std::isfinite(value) && std::fabs(value) >= 1.7e308L;
  return beyond ? PythonScalar('g') : of(static_cast<double>(value));
}

PythonScalar PythonScalar::of(std::complex<double> value) {
  // An infinite part fits none but the widest, though it does as a real number.
  const auto fits = [](double part) { return std::fabs(part) < 3.4e38; };
  return PythonScalar(fits(value.real()) && fits(value.imag()) ? 'F' : 'D');
}

PythonScalar PythonScalar::of(std::complex<long double> value) {
  const auto fits = [](long double part) { return std::fabs(part) < 1.7e308L; };
  if (!fits(value.real()) || !fits(value.imag())) return PythonScalar('G');
  return of(std::complex<double>(static_cast<double>(value.real()), static_cast<double>(value.imag())));
}

PythonScalar PythonScalar::beyond_64_bits() { return PythonScalar('O'); }

Expected<DType> result_type(DType array, PythonScalar scalar, Release release) {
  if (scalar.value_class() == 'g') return promote_types(array, Kind::long_double, release);
  if (scalar.value_class() == 'G') return promote_types(array, Kind::complex_long_double, release);
  const auto joint = CastingTable::of("scalars", release).at(code_of(array), scalar.value_class());
  const auto kind = joint ? kind_of(*joint) : std::nullopt;
  if (!kind) return fail(ErrorKind::dtype, "no dtype for an array of " + array.name() + " and a Python number");
  return DType(*kind);
}

}  // namespace fairplay::arraycore
