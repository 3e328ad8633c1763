#include "auditor/behaviour/numpy/judgement/grading.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "auditor/behaviour/numpy/judgement/elements.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using arraycore::DType;

/// Floating numbers within these aren't extreme: the middle two thirds of a type's exponents.
std::pair<long double, long double> everyday(const Part& part) {
  switch (part.bytes.size()) {
    case 2: return {0x1p-10L, 0x1p10L};
    case 4: return {0x1p-84L, 0x1p84L};
    default: return {0x1p-680L, 0x1p680L};
  }
}

/// The least and the largest integer of the type, and NaT.
bool is_end_of(const DType& dtype, const std::string& element) {
  const bool is_unsigned = arraycore::is_unsigned_integer(dtype.kind());
  const auto top = static_cast<unsigned char>(element.back());
  const auto rest = std::string_view(element).substr(0, element.size() - 1);
  const auto all = [&](char byte) { return rest.find_first_not_of(byte) == std::string_view::npos; };
  if (is_unsigned) return top == 0xff && all('\xff');
  return (top == 0x80 && all('\0')) || (top == 0x7f && all('\xff'));
}

Grade grade_of(const DType& dtype, const std::string& element) {
  if (digits_of(part_kind(dtype)) == 0) {
    const bool is_time = arraycore::is_time(dtype.kind());
    if (!is_time && !arraycore::is_integer(dtype.kind())) return Grade::ordinary;
    if (!is_end_of(dtype, element)) return Grade::ordinary;
    return is_time ? Grade::non_finite : Grade::extreme;
  }
  Grade found = Grade::ordinary;
  for (const Part& part : parts_of(dtype, element)) {
    if (!std::isfinite(part.value)) return Grade::non_finite;
    const auto [least, largest] = everyday(part);
    const long double magnitude = std::fabs(part.value);
    if (magnitude != 0 && (magnitude < least || magnitude > largest)) found = Grade::extreme;
  }
  return found;
}

}  // namespace

Grade grade_of(const Operation& operation, Difference difference) {
  if (difference == Difference::reference_refuses) return Grade::illegal_arguments;
  Grade gravest = Grade::ordinary;
  for (std::size_t place = 0; place < operation.operands.size(); ++place) {
    const auto dtype = DType::parse(operation.operands[place].dtype);
    if (!dtype) continue;
    for (const std::string& element : elements_of(operation, place)) {
      const Grade grade = element.empty() ? Grade::ordinary : grade_of(*dtype, element);
      gravest = std::max(gravest, grade);  // in the order of the enumeration
    }
  }
  return gravest;
}

}  // namespace fairplay::auditor::behaviour::numpy
