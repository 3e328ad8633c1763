// What Python itself asks of NumPy's scalars: conversions to its own numbers, which are exact or correctly rounded, and
// hashes, which are equal where the numbers are.
#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "arraycore/array/convert.h"
#include "arraycore/types/dtype.h"
#include "arraycore/ufunc/ufunc.h"
#include "auditor/behaviour/numpy/reference/request.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

Expected<long double> real_number(const ConstDynamicView& view, Release release) {
  // A long double holds every 64-bit integer and every smaller floating number.
  const auto wide = astype(view, Kind::long_double, release);
  if (!wide) return std::unexpected(wide.error());
  long double number = 0;
  std::memcpy(&number, wide->view().data(), sizeof number);
  return number;
}

/// All digits of a whole number: at most 4,933.
std::string digits_of_whole(long double number) {
  if (number == 0) return "0";
  std::string text(static_cast<std::size_t>(std::snprintf(nullptr, 0, "%.0Lf", number)), '\0');
  std::snprintf(text.data(), text.size() + 1, "%.0Lf", number);
  return text;
}

/// int(x), float(x), operator.index(x) or bool(x) of a real number.
Answer convert(const Request& request) {
  const std::string name = request.name();
  const Kind kind = request.first().dtype().kind();
  const bool whole = is_integer(kind) || kind == Kind::boolean;
  if (name == "index" && !is_integer(kind)) return std::unexpected(Error{ErrorKind::dtype, "no integer"});
  const auto number = real_number(request.first(), request.release);
  if (!number) return std::unexpected(number.error());
  if (name == "bool") return *number != 0 ? "True" : "False";
  if (name == "float")
    return std::isnan(*number) ? std::string("nan")
                               : fmt::format("{:016x}", std::bit_cast<std::uint64_t>(static_cast<double>(*number)));
  if (!whole && !std::isfinite(*number)) return std::unexpected(Error{ErrorKind::value, "no integer"});
  return digits_of_whole(std::trunc(*number));
}

/// Numbers that are equal must hash alike (Python's data model, object.__hash__). "unequal": then they may.
Answer hashes(const Request& request) {
  if (request.arrays.size() == 1) {
    const auto number = real_number(request.first(), request.release);
    if (!number) return std::unexpected(number.error());
    return std::isnan(*number) ? "unequal" : "True";
  }
  const std::vector<ConstDynamicView> both = request.all();
  const auto equal = call_ufunc("equal", both, {.release = request.release});
  if (!equal) return std::unexpected(equal.error());
  return *equal->front().view().data() != std::byte{0} ? "True" : "unequal";
}

}  // namespace

const std::map<std::string, Evaluator>& python_operations() {
  static const std::map<std::string, Evaluator> all{{"convert", convert}, {"hashes", hashes}};
  return all;
}

}  // namespace fairplay::auditor::behaviour::numpy
