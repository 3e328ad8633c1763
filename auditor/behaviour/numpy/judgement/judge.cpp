#include "auditor/behaviour/numpy/judgement/judge.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <variant>

#include "auditor/behaviour/numpy/judgement/elements.h"
#include "auditor/behaviour/numpy/judgement/invariants.h"
#include "auditor/behaviour/numpy/judgement/tolerance.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using arraycore::DType;
using arraycore::Kind;

/// The first and last value that an integer type holds, both included.
std::pair<long double, long double> limits_of(const DType& dtype) {
  const int bits = static_cast<int>(8 * dtype.size());
  if (arraycore::is_unsigned_integer(dtype.kind())) return {0, std::ldexp(1.0L, bits) - 1};
  return {-std::ldexp(1.0L, bits - 1), std::ldexp(1.0L, bits - 1) - 1};
}

/// Elements of a cast whose integer nobody promises: of a NaN, of an infinity, of what doesn't fit.
std::set<std::size_t> unspecified(const Operation& operation, const DType& result) {
  std::set<std::size_t> found;
  if (operation.op() != "astype") return found;
  const DType from = DType::parse(operation.operands.front().dtype).value();
  if (digits_of(part_kind(from)) == 0 || (!arraycore::is_integer(result.kind()) && !arraycore::is_time(result.kind())))
    return found;
  const auto [low, high] = limits_of(result);
  const auto elements = elements_of(operation, 0);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const long double value = std::trunc(parts_of(from, elements[i]).front().value);
    if (!(value >= low && value <= high)) found.insert(i);
  }
  return found;
}

bool is_subnormal(const Part& part) {
  const long double smallest = part.bytes.size() == 2   ? 0x1p-14L
                               : part.bytes.size() == 4 ? 0x1p-126L
                               : part.bytes.size() == 8 ? 0x1p-1022L
                                                        : 0;
  return part.value != 0 && std::fabs(part.value) < smallest;
}

bool has_subnormal_operand(const Operation& operation) {
  for (std::size_t place = 0; place < operation.operands.size(); ++place) {
    const auto dtype = DType::parse(operation.operands[place].dtype);
    if (!dtype || digits_of(part_kind(*dtype)) == 0) continue;
    for (const std::string& element : elements_of(operation, place))
      for (const Part& part : parts_of(*dtype, element))
        if (is_subnormal(part)) return true;
  }
  return false;
}

/// How far two parts are from agreeing: at most 1 is agreement.
double error_of(const Part& ours, const Part& theirs, const Tolerance& tolerance) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (ours.nan && theirs.nan) return 0;
  if (ours.nan || theirs.nan) return infinite;
  if (ours.bytes == theirs.bytes) return 0;
  switch (tolerance.kind) {
    case Tolerance::Kind::sign_of_zero: return ours.rank == 0 && theirs.rank == 0 ? 0 : infinite;
    case Tolerance::Kind::units: {
      if (std::fabs(ours.value - theirs.value) <= tolerance.least) return 0;
      const __int128 distance = ours.rank > theirs.rank ? ours.rank - theirs.rank : theirs.rank - ours.rank;
      return static_cast<double>(distance) / tolerance.limit;
    }
    case Tolerance::Kind::absolute: {
      const long double distance = std::fabs(ours.value - theirs.value);
      return std::isfinite(distance) ? static_cast<double>(distance / tolerance.limit) : infinite;
    }
    default: return infinite;
  }
}

/// The two parts of a complex number, in epsilons of the larger part.
double complex_error(std::span<const Part> ours, std::span<const Part> theirs, const Tolerance& tolerance,
                     bool overflows_count) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const auto any_nan = [](std::span<const Part> both) { return both[0].nan || both[1].nan; };
  const auto any_infinite = [](std::span<const Part> both) {
    return std::isinf(both[0].value) || std::isinf(both[1].value);
  };
  long double largest = 0;
  for (const auto both : {ours, theirs})
    for (const Part& part : both.first(2))
      if (std::isfinite(part.value)) largest = std::max(largest, std::fabs(part.value));
  const bool large = largest > (ours[0].bytes.size() == 4 ? 1e36L : 1e300L);
  if (any_nan(ours) || any_nan(theirs) || any_infinite(ours) || any_infinite(theirs)) {
    // Products on the way may overflow, and which part an infinity or a NaN ends up in C leaves open.
    if (overflows_count && !any_nan(ours) && !any_infinite(ours)) return infinite;
    const bool both = (any_nan(ours) || any_infinite(ours)) && (any_nan(theirs) || any_infinite(theirs));
    return both || large ? 0 : infinite;
  }
  double error = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    const long double distance = std::fabs(ours[i].value - theirs[i].value);
    const __int128 steps =
        ours[i].rank > theirs[i].rank ? ours[i].rank - theirs[i].rank : theirs[i].rank - ours[i].rank;
    if (steps <= 8) continue;
    error = std::max(error, static_cast<double>(
                                distance / (static_cast<long double>(tolerance.limit * tolerance.epsilon) * largest)));
  }
  return error;
}

struct Arrays {
  DType dtype;
  std::string_view ours, theirs;
};

std::optional<Disagreement> compare(const Operation& operation, Release release, const Arrays& arrays) {
  if (arrays.ours == arrays.theirs) return std::nullopt;
  const auto size = static_cast<std::size_t>(arrays.dtype.size());
  const std::size_t count = size == 0 ? 0 : arrays.ours.size() / size;
  const bool complex = arraycore::is_complex(arrays.dtype.kind());
  const bool floating = digits_of(part_kind(arrays.dtype)) > 0;
  const Tolerance tolerance = floating ? tolerance_of(operation, release, arrays.dtype) : Tolerance{};
  const std::set<std::size_t> open = unspecified(operation, arrays.dtype);
  // A quotient needn't overflow on the way.
  const bool quotient = operation.name() == "divide" || operation.name() == "reciprocal";
  Disagreement found;
  bool any = false, all_overflow = true;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view ours = arrays.ours.substr(i * size, size), theirs = arrays.theirs.substr(i * size, size);
    if (ours == theirs || open.contains(i)) continue;
    double error = std::numeric_limits<double>::infinity(), units = 0;
    bool overflows = false, subnormal = false;
    if (floating) {
      const auto mine = parts_of(arrays.dtype, ours), other = parts_of(arrays.dtype, theirs);
      if (complex && tolerance.kind == Tolerance::Kind::complex_epsilons) {
        error = complex_error(mine, other, tolerance, quotient);
      } else if (complex && tolerance.kind == Tolerance::Kind::sign_of_zero && (mine[0].nan || mine[1].nan) &&
                 (other[0].nan || other[1].nan)) {
        error = 0;  // which of several NaNs stands for all is open
      } else {
        error = 0;
        for (std::size_t part = 0; part < mine.size(); ++part)
          error = std::max(error, error_of(mine[part], other[part], tolerance));
      }
      for (std::size_t part = 0; part < mine.size(); ++part) {
        overflows |= !std::isfinite(other[part].value);
        subnormal |= is_subnormal(mine[part]) || is_subnormal(other[part]);
        if (!mine[part].nan && !other[part].nan && std::isfinite(mine[part].value) && std::isfinite(other[part].value))
          units = std::max(units, std::fabs(static_cast<double>(mine[part].rank - other[part].rank)));
      }
      if (!(error > 1)) continue;
    }
    all_overflow &= overflows;
    if (!any) {
      found.element = static_cast<std::int64_t>(i);
      found.got = element_text(arrays.dtype, theirs);
      found.expected = element_text(arrays.dtype, ours);
    }
    if (std::isfinite(error)) found.bound_ratio = std::max(found.bound_ratio, error);
    found.units = std::max(found.units, units);
    found.subnormal |= subnormal;
    any = true;
  }
  if (!any) return std::nullopt;
  found.difference = all_overflow ? Difference::overflow : Difference::values;
  found.subnormal |= has_subnormal_operand(operation);
  return found;
}

/// Whether it is plain if a transcendental function of these inputs underflows: they are zeros, infinities and NaNs, or
/// exponents far from any that has a result.
bool underflow_is_plain(const Operation& operation) {
  if (operation.operands.size() != 1 || operation.op() != "ufunc") return false;
  const DType dtype = DType::parse(operation.operands.front().dtype).value();
  if (digits_of(dtype.kind()) == 0) return false;
  const bool exponential = operation.name() == "exp" || operation.name() == "exp2";
  return std::ranges::all_of(elements_of(operation, 0), [&](const std::string& element) {
    const long double value = parts_of(dtype, element).front().value;
    return value == 0 || !std::isfinite(value) || (exponential && std::fabs(value) >= 1500);
  });
}

bool has_real_element(const Operation& operation, std::size_t place, const std::function<bool(long double)>& holds) {
  const DType dtype = DType::parse(operation.operands[place].dtype).value();
  return digits_of(dtype.kind()) > 0 &&
         std::ranges::any_of(elements_of(operation, place),
                             [&](const std::string& element) { return holds(parts_of(dtype, element).front().value); });
}

bool zero_to_minus_infinity(const Operation& operation) {
  if ((operation.name() != "power" && operation.name() != "float_power") || operation.operands.size() < 2) return false;
  return has_real_element(operation, 0, [](long double base) { return base == 0; }) &&
         has_real_element(operation, 1, [](long double power) { return std::isinf(power) && power < 0; });
}

/// The flags that are compared. Of transcendental functions "underflow" is where it is plain: else it comes from the C
/// library, from vector libraries or from another type's computation. A power of zero to minus infinity may raise
/// "divide" (C23, F.10.4.4).
std::string compared_flags(const Operation& operation, std::string flags) {
  if (is_transcendental(operation.name()) && !underflow_is_plain(operation)) std::erase(flags, 'u');
  if (zero_to_minus_infinity(operation)) std::erase(flags, 'd');
  return flags;
}

std::string flags_text(const std::string& letters) {
  std::string text;
  for (const char letter : letters)
    text += fmt::format("{}{}", text.empty() ? "" : ", ",
                        letter == 'd'   ? "divide"
                        : letter == 'o' ? "overflow"
                        : letter == 'u' ? "underflow"
                                        : "invalid");
  return text.empty() ? "none" : text;
}

}  // namespace

std::optional<Disagreement> disagreement(const Operation& operation, Release release, const Answer& reference,
                                         const SubjectAnswer& subject) {
  using enum SubjectAnswer::Kind;
  Disagreement found;
  if (subject.kind == dies || subject.kind == hangs) {
    found.difference = subject.kind == dies ? Difference::dies : Difference::hangs;
    found.got = subject.printed.empty() ? subject.text : fmt::format("{} (it says: {})", subject.text, subject.printed);
    found.expected = reference ? "an answer" : "an exception";
    return found;
  }
  if (subject.kind == refuses && subject.error == "outside") {
    found.difference = Difference::invariant;
    found.outside = true;
    found.got = fmt::format("memory behind its output is changed ({})", subject.text);
    found.expected = "memory behind its output is left as it was";
    return found;
  }
  if (!reference && subject.kind == refuses) return std::nullopt;
  if (!reference) {
    found.difference = Difference::reference_refuses;
    found.got = subject.kind == text ? subject.text : "an answer";
    found.expected = fmt::format("an exception: {}", reference.error().message);
    return found;
  }
  if (subject.kind == refuses) {
    found.difference = Difference::subject_refuses;
    found.got = subject.text;
    found.expected = "an answer";
    return found;
  }
  if (std::holds_alternative<Unspecified>(*reference)) return std::nullopt;
  if (const auto* words = std::get_if<std::string>(&*reference)) {
    if (subject.kind == text && subject.text == *words) return std::nullopt;
    found.difference = Difference::text;
    found.got = subject.kind == text ? subject.text : "an array";
    found.expected = *words;
    return found;
  }
  const auto* computed = std::get_if<Computed>(&*reference);
  const ConstDynamicView view = computed != nullptr ? computed->array : std::get<Array>(*reference);
  if (subject.kind == text || subject.dtype != view.dtype().name()) {
    found.difference = Difference::dtype;
    found.got = subject.kind == text ? subject.text : subject.dtype;
    found.expected = view.dtype().name();
    return found;
  }
  const std::vector<std::int64_t> shape(view.shape().begin(), view.shape().end());
  if (subject.shape != shape) {
    found.difference = Difference::shape;
    found.got = fmt::format("({})", fmt::join(subject.shape, ", "));
    found.expected = fmt::format("({})", fmt::join(shape, ", "));
    return found;
  }
  const std::string_view elements(reinterpret_cast<const char*>(view.data()),
                                  static_cast<std::size_t>(view.count() * view.dtype().size()));
  if (elements.size() != subject.elements.size()) {
    found.difference = Difference::shape;
    found.got = fmt::format("{} bytes", subject.elements.size());
    found.expected = fmt::format("{} bytes", elements.size());
    return found;
  }
  if (auto differs = compare(operation, release, {view.dtype(), elements, subject.elements})) return differs;
  // Which of them are compared takes a look at the operands: only where they differ.
  if (computed == nullptr || !computed->flags || !subject.flags || *computed->flags == *subject.flags)
    return std::nullopt;
  const std::string ours = compared_flags(operation, *computed->flags),
                    theirs = compared_flags(operation, *subject.flags);
  if (ours == theirs) return std::nullopt;
  found.difference = Difference::flags;
  found.got = flags_text(theirs);
  found.expected = flags_text(ours);
  return found;
}

std::optional<Disagreement> judge(const Operation& operation, Release release, const Answer& reference,
                                  const SubjectAnswer& subject) {
  auto found = disagreement(operation, release, reference, subject);
  if (!found) {
    if (const auto broken = broken_invariant(operation, subject)) {
      found.emplace();
      found->difference = Difference::invariant;
      found->element = broken->element;
      found->got = broken->got;
      found->expected = broken->expected;
    }
  }
  if (found) found->known = known_difference(operation, release, found->difference, found->units);
  return found;
}

}  // namespace fairplay::auditor::behaviour::numpy
