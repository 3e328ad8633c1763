// What official builds of NumPy are known to do differently: ufuncs and reductions.
#include <algorithm>
#include <string>

#include "auditor/behaviour/numpy/judgement/known_row.h"
#include "auditor/behaviour/numpy/judgement/operation_words.h"
#include "auditor/behaviour/numpy/judgement/tolerance.h"

namespace fairplay::auditor::behaviour::numpy::known {
namespace {

using enum DivergenceClass;
using enum Difference;
using Op = Operation;

bool of_half_precision(const Op& operation) {
  return is(operation, {"ufunc"}) && kind(operation, 0) == "f2" && is_transcendental(operation.name());
}

/// Nothing but zeros of either sign.
bool is_zero(const Op& operation, std::size_t place) {
  return std::ranges::all_of(elements_of(operation, place), [](const std::string& element) {
    return (element.back() & 0x7f) == 0 && element.find_first_not_of('\0') >= element.size() - 1;
  });
}

const KnownRow rows_of_ufuncs[] = {
    {{"spacing of the largest number is infinite, of a negative float16 positive", policy, "", oldest, newest},
     {values, flags, overflow},
     [](const Op& r) { return of(r, {"spacing"}); }},
    {{"tests of floating numbers lose truths in an output with gaps", defect, "fairplay-numpy-14", {1, 25}, newest},
     {values},
     [](const Op& r) {
       return of(r, {"isnan", "isinf", "isfinite", "signbit"}) && r.is_set("out");
     }},
    {{"where elements are left out and an output that overlaps an input is cast, the others are overwritten", defect,
      "", oldest, newest},
     {values, overflow},
     [](const Op& r) { return r.is_set("where") && r.operands.back().shares >= 0; }},
    {{"NaT is less than other times", defect, "", oldest, {1, 15}},
     {values},
     [](const Op& r) {
       return times(r) && of(r, {"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"});
     }},
    {{"a sum, difference or product of times that doesn't fit wraps", defect, "numpy#31085", oldest, {2, 4}},
     {reference_refuses},
     [](const Op& r) {
       return times(r) > 0 && of(r, {"add", "subtract", "multiply"});
     }},
    {{"a time that doesn't fit another unit wraps", defect, "numpy#31085", oldest, {2, 4}},
     {reference_refuses, values},
     [](const Op& r) { return of_two_units(r) || (is(r, {"diff"}) && times(r)); }},
    {{"years and months that don't fit another unit wrap", defect, "", oldest, newest},
     {reference_refuses, values},
     [](const Op& r) { return of_two_units(r) && years_or_months(r); }},
    {{"the reciprocal of integer 0 is left to the compiler", policy, "", oldest, newest},
     {values, flags},
     [](const Op& r) { return of(r, {"reciprocal"}) && has(r, "biu"); }},
    {{"comparisons and functions of complex numbers raise what happens on the way", policy, "", oldest, newest},
     {flags},
     [](const Op& r) { return has(r, "c"); }},
    {{"elements that `where` leaves out are cast, too", policy, "", oldest, newest},
     {subject_refuses},
     [](const Op& r) { return r.is_set("where") && times(r); }},
    {{"a timedelta // an integer is rounded to zero, not down", defect, "fairplay-numpy-7", oldest, newest},
     {values},
     [](const Op& r) { return of(r, {"floor_divide"}) && kind(r, 0) == "m8"; }},
    {{"clip overlooks a NaN in the imaginary part of a bound", defect, "fairplay-numpy-6", oldest, newest},
     {values, overflow},
     [](const Op& r) { return of(r, {"clip"}) && has(r, "c"); }},
    {{"logaddexp raises flags of its steps", policy, "", oldest, newest},
     {flags},
     [](const Op& r) {
       return of(r, {"logaddexp", "logaddexp2"});
     }},
    {{"divmod of timedeltas without a common unit kills the process", defect, "numpy#27787", {1, 16}, {2, 1}},
     {dies},
     [](const Op& r) { return of(r, {"divmod"}) && times(r) > 1; }},
    {{"shifts by the width of the type and more depend on the layout", defect, "numpy#13739", oldest, {1, 17}},
     {values},
     [](const Op& r) {
       return of(r, {"left_shift", "right_shift"});
     }},
    {{"extrema skip NaT", defect, "numpy#14717", oldest, {1, 17}},
     {values},
     [](const Op& r) {
       return times(r) && (of(r, {"maximum", "minimum", "fmax", "fmin", "clip", "ptp"}) || is(r, {"argmax", "argmin"}));
     }},
    {{"the smallest integer // -1 is 0", defect, "numpy#21507", oldest, {1, 22}},
     {values, flags},
     [](const Op& r) {
       return of(r, {"floor_divide", "divmod"}) && !has(r, "fc");
     }},
    {{"the remainder of the smallest integer and -1 kills the process", defect, "numpy#21506", oldest, {1, 22}},
     {dies},
     [](const Op& r) {
       return of(r, {"fmod", "remainder", "divmod", "floor_divide"});
     }},
    {{"nextafter of float16 from one zero to the other stays where it is", defect, "numpy#31472", oldest, {2, 4}},
     {values},
     [](const Op& r) { return of(r, {"nextafter"}) && kind(r, 0) == "f2" && is_zero(r, 0); }},
    {{"nextafter of an infinite float16 is NaN", defect, "numpy#15977", oldest, {1, 18}},
     {values, flags, overflow},
     [](const Op& r) { return of(r, {"nextafter"}); }},
    {{"a number // 0 is NaN", defect, "numpy#16161", oldest, {1, 19}},
     {values, overflow},
     [](const Op& r) {
       return of(r, {"floor_divide", "divmod"}) && !has(r, "c") && (has(r, "f") || kind(r, 0) != kind(r, 1));
     }},
    {{"comparisons with NaN raise \"invalid\"", policy, "", oldest, {1, 18}},
     {flags},
     [](const Op& r) {
       return of(r, {"less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "maximum", "minimum",
                     "fmax", "fmin", "clip", "sign", "heaviside"});
     }},
    {{"quotients and remainders raise more flags", policy, "", oldest, {1, 22}},
     {flags},
     [](const Op& r) {
       return of(r, {"fmod", "remainder", "floor_divide", "divmod"});
     }},
    {{"nextafter of float16 from one zero to the other stays where it is", defect, "numpy#31472", oldest, {2, 4}},
     {values},
     [](const Op& r) { return of(r, {"nextafter"}) && kind(r, 0) == "f2"; }},
    {{"nextafter of float16 raises \"invalid\" for NaN", policy, "", oldest, newest},
     {flags},
     [](const Op& r) { return of(r, {"nextafter"}); }},
    {{"signed and unsigned 64-bit integers are compared in float64", defect, "numpy#8851", oldest, {1, 24}},
     {values, invariant},
     [](const Op& r) {
       return of(r, {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"}) &&
              has_integers_without_common_type(r);
     }},
    {{"an unsigned integer without axes that int64 doesn't hold is compared exactly, not in float64",
      policy,
      "",
      {1, 25},
      {1, 26}},
     {values},
     [](const Op& r) {
       return of(r, {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"}) && without_axes(r) &&
              has_integers_without_common_type(r);
     }},
    {{"the quotient and remainder of scalars by 0 are NaN", defect, "numpy#16161", oldest, {1, 19}},
     {values, overflow},
     [](const Op& r) {
       return is(r, {"scalar"}) && has(r, "f") && of(r, {"floor_divide", "divmod", "remainder"});
     }},
    {{"reductions of truth values take the integers' loops", policy, "", oldest, {1, 26}},
     {reference_refuses, subject_refuses},
     [](const Op& r) { return reduces(r) && kind(r, 0) == "b1"; }},
    {{"truth values are integers where the output is one", policy, "", oldest, {1, 21}},
     {reference_refuses},
     [](const Op& r) { return r.is_set("out") && kind(r, 0) == "b1"; }},
    {{"`where` may have another shape than a reduction's input", policy, "", oldest, {1, 22}},
     {reference_refuses},
     [](const Op& r) { return is(r, {"reduce"}) && r.is_set("where"); }},
    {{"a number without axes takes the unit from a timedelta", policy, "", oldest, {1, 26}},
     {subject_refuses, dtype},
     [](const Op& r) { return times(r) && without_axes(r); }},
    {{"quotients of timedeltas raise \"invalid\" where a tick doesn't fit", policy, "", oldest, newest},
     {flags},
     [](const Op& r) { return times(r) > 0; }},
    {{"the magnitude of a complex number is off by two units in the last place", property, "", oldest, newest},
     {values},
     [](const Op& r) { return has(r, "c") && of(r, {"absolute"}); },
     2},
    {{"sin and cos read a large float32 that they have overwritten", defect, "numpy#17763", {1, 17}, {1, 19}},
     {values, overflow},
     [](const Op& r) {
       return of(r, {"sin", "cos"}) && r.is_set("out");
     }},
    {{"the sign of NaT is -1", defect, "fairplay-numpy-8", oldest, {2, 4}},
     {values},
     [](const Op& r) { return of(r, {"sign"}) && times(r); }},
    {{"a complex number's function rounds its argument on the way", policy, "", oldest, newest},
     {values, overflow},
     [](const Op& r) {
       return has(r, "c") && of(r, {"exp2", "power", "float_power", "expm1", "log1p", "log2", "log10"});
     }},
    {{"a quotient of complex numbers overflows on the way", property, "", oldest, newest},
     {overflow},
     [](const Op& r) {
       return has(r, "c") && of(r, {"divide", "reciprocal"});
     }},
    {{"functions of float16 by AVX512-FP16 instructions raise no flags", defect, "fairplay-numpy-21", {2, 3}, {2, 3}},
     {flags},
     [](const Op& r) { return of_half_precision(r); }},
    {{"exp of a number far below 0 doesn't raise \"underflow\"", defect, "numpy#18916", {1, 19}, {1, 20}},
     {flags},
     [](const Op& r) { return of(r, {"exp"}); }},
    {{"exp of -infinity raises \"underflow\"", defect, "numpy#20891", {1, 21}, {1, 22}},
     {flags},
     [](const Op& r) { return of(r, {"exp"}); }},
    {{"expm1 of NaN raises \"invalid\"", defect, "numpy#22772", {1, 22}, {1, 23}},
     {flags},
     [](const Op& r) { return of(r, {"expm1"}); }},
    {{"the sign of a complex number is lost where its magnitude overflows or is subnormal",
      defect,
      "fairplay-numpy-19",
      {2, 0},
      newest},
     {values, overflow},
     [](const Op& r) { return has(r, "c") && of(r, {"sign"}); }},
    {{"arccosh of 0 and a NaN has no imaginary part", defect, "", oldest, {2, 2}},
     {values, overflow},
     [](const Op& r) { return has(r, "c") && of(r, {"arccosh"}); }},
    {{"nothing can't be reduced to nothing", policy, "", oldest, newest},
     {subject_refuses},
     [](const Op& r) {
       return (reduces(r) || of(r, {"ptp", "nanmin", "nanmax"})) && has_extent(r, 0, 0);
     }},
};

}  // namespace

std::span<const KnownRow> ufuncs() { return rows_of_ufuncs; }

}  // namespace fairplay::auditor::behaviour::numpy::known
