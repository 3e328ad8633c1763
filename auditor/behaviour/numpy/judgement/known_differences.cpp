// What official builds of NumPy are known to compute otherwise than documents say, or differently from one another
// where documents leave it open. Each row was seen in the wheels of its releases (docs/arraycore.md).
#include "auditor/behaviour/numpy/judgement/known_differences.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "arraycore/types/dtype.h"
#include "auditor/behaviour/numpy/judgement/tolerance.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

using arraycore::DType;
using arraycore::Kind;
using enum DivergenceClass;
using enum Difference;
using Op = Operation;

constexpr Release oldest{0, 0}, newest{99, 0};

bool of(const Op& operation, std::initializer_list<std::string_view> names) {
  const std::string name = operation.name();
  return std::ranges::find(names, name) != names.end();
}
bool is(const Op& operation, std::initializer_list<std::string_view> ops) {
  const std::string op = operation.op();
  return std::ranges::find(ops, op) != ops.end();
}
/// "f8" of "<f8", "M8" of "<M8[s]".
std::string kind(const Op& operation, std::size_t place) {
  if (place >= operation.operands.size()) return "";
  const std::string& dtype = operation.operands[place].dtype;
  return dtype.substr(1, dtype.find('[') - 1);
}
char letter(const Op& operation, std::size_t place) {
  const std::string found = kind(operation, place);
  return found.empty() ? '?' : found[0];
}
bool has(const Op& operation, std::string_view letters) {
  for (std::size_t i = 0; i < operation.operands.size(); ++i)
    if (letters.find(letter(operation, i)) != std::string_view::npos) return true;
  return false;
}
int times(const Op& operation) {
  int count = 0;
  for (std::size_t i = 0; i < operation.operands.size(); ++i)
    count += letter(operation, i) == 'M' || letter(operation, i) == 'm';
  return count;
}
bool has_extent(const Op& operation, std::size_t place, std::int64_t extent) {
  return place < operation.operands.size() &&
         std::ranges::find(operation.operands[place].shape, extent) != operation.operands[place].shape.end();
}
bool without_axes(const Op& operation) {
  return std::ranges::any_of(operation.operands, [](const auto& one) { return one.shape.empty(); });
}
bool is_cast(const Op& operation, std::string_view from, std::string_view to) {
  return is(operation, {"astype"}) && from.find(letter(operation, 0)) != std::string_view::npos &&
         to.find(operation.arguments.at("dtype").get<std::string>().at(1)) != std::string_view::npos;
}
bool years_or_months(const Op& operation) {
  return std::ranges::any_of(operation.operands,
                             [](const auto& one) { return one.dtype.ends_with("Y]") || one.dtype.ends_with("M]"); });
}
/// Whether one of the two dtypes that are asked about is a time.
bool of_times(const Op& operation) {
  return (operation.arguments.value("from", "") + operation.arguments.value("to", "")).find("8[") != std::string::npos;
}
bool reduces(const Op& operation) { return is(operation, {"reduce", "accumulate", "reduceat"}); }
bool quantile(const Op& operation) { return is(operation, {"quantile_any"}); }
bool has_integers_without_common_type(const Op& operation) {
  const auto one = [&](std::size_t i) { return kind(operation, i) == "u8" || kind(operation, i) == "i8"; };
  return operation.operands.size() > 1 && kind(operation, 0) != kind(operation, 1) && (one(0) || one(1));
}

struct Row {
  KnownDifference known;
  std::initializer_list<Difference> differences;
  bool (*applies)(const Op&);
};

const Row rows[] = {
    // Ufuncs.
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
     [](const Op& r) { return times(r) > 1 || (is(r, {"diff"}) && times(r)); }},
    {{"years and months that don't fit another unit wrap", defect, "", oldest, newest},
     {reference_refuses, values},
     [](const Op& r) { return times(r) > 1 && years_or_months(r); }},
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
    {{"nextafter of float16 raises \"invalid\" for NaN", policy, "", oldest, newest},
     {flags},
     [](const Op& r) { return of(r, {"nextafter"}); }},
    {{"nextafter of float16 from one zero to the other stays where it is", defect, "numpy#31472", oldest, {2, 4}},
     {values},
     [](const Op& r) { return of(r, {"nextafter"}) && kind(r, 0) == "f2"; }},
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
    // Moves and casts.
    {{"an assignment through indices reads what it has overwritten", defect, "fairplay-numpy-20", oldest, {1, 26}},
     {values, overflow},
     [](const Op& r) { return is(r, {"setitem_overlap"}); }},
    {{"long double to float16 rounds twice", defect, "fairplay-numpy-10", oldest, newest},
     {values},
     [](const Op& r) { return is_cast(r, "fc", "f") && (kind(r, 0) == "f16" || kind(r, 0) == "c32"); }},
    {{"float64 and float32 to subnormal float16 round wrong at ties", defect, "numpy#12722", oldest, {1, 15}},
     {values},
     [](const Op& r) { return is_cast(r, "fc", "f"); }},
    {{"text to float16, float32 and long double rounds twice, by way of float64", defect, "fairplay-numpy-9", oldest,
      newest},
     {values},
     [](const Op& r) { return is_cast(r, "SU", "fc"); }},
    {{"text to a long double is read by C's strtold", policy, "", oldest, newest},
     {subject_refuses, reference_refuses},
     [](const Op& r) { return is_cast(r, "SU", "fc"); }},
    {{"an integer in a text wraps", defect, "fairplay-numpy-11", oldest, {1, 26}},
     {reference_refuses},
     [](const Op& r) { return is_cast(r, "SU", "iu"); }},
    {{"a time that doesn't fit wraps", defect, "numpy#31085", oldest, {2, 4}},
     {reference_refuses, values},
     [](const Op& r) { return is_cast(r, "Mm", "Mm"); }},
    {{"years or months that don't fit another unit wrap", defect, "", oldest, newest},
     {reference_refuses, values, subject_refuses},
     [](const Op& r) { return is_cast(r, "Mm", "Mm"); }},
    {{"the number of units of a time wraps where it has a multiple", defect, "", oldest, newest},
     {values, subject_refuses, reference_refuses},
     [](const Op& r) { return is_cast(r, "Mm", "SU") || is_cast(r, "SU", "Mm"); }},
    {{"an index out of bounds is taken where nothing is", policy, "", oldest, newest},
     {reference_refuses},
     [](const Op& r) {
       return is(r, {"take", "getitem", "setitem"}) &&
              (has_extent(r, 0, 0) || has_extent(r, 1, 0) || has_extent(r, 2, 0));
     }},
    {{"an array without axes counts by its value", policy, "", oldest, {1, 26}},
     {dtype, subject_refuses},
     [](const Op& r) { return without_axes(r); }},
    {{"three dtypes and more are joined in another order", policy, "", {1, 21}, {1, 26}},
     {dtype},
     [](const Op& r) { return r.operands.size() > 2; }},
    {{"1000 ms are no other dtype than 1 s", policy, "", {1, 22}, newest},
     {text},
     [](const Op& r) { return is(r, {"can_cast"}) && of_times(r); }},
    {{"a product on the way to a common unit wraps", defect, "", oldest, newest},
     {text, dtype},
     [](const Op& r) { return is(r, {"promote_types"}) && of_times(r); }},
    // Sorting.
    {{"NaT sorts first, and equals itself", policy, "", oldest, {1, 17}},
     {values, shape},
     [](const Op& r) {
       return times(r) && is(r, {"sort", "argsort", "partition", "search", "unique", "set", "isin"});
     }},
    {{"NaT is a number in partitions and in rows", defect, "", oldest, {1, 20}},
     {values, shape},
     [](const Op& r) {
       return times(r) && is(r, {"partition", "unique"});
     }},
    {{"NaN is unique as often as it occurs", policy, "numpy#18070", oldest, {1, 20}},
     {shape, values},
     [](const Op& r) {
       return is(r, {"unique", "set"}) && has(r, "fcmM");
     }},
    {{"rows without elements are refused", defect, "", oldest, {1, 18}},
     {subject_refuses},
     [](const Op& r) { return is(r, {"unique"}) && has_extent(r, 0, 0); }},
    {{"subarrays are compared with their axes exchanged", defect, "", oldest, {1, 17}},
     {values, shape},
     [](const Op& r) {
       return is(r, {"unique"}) && r.operands[0].shape.size() > 2 && !r.arguments.at("axis").is_null();
     }},
    {{"which of several NaNs has which place is open", policy, "", oldest, newest},
     {values},
     [](const Op& r) { return is(r, {"unique"}) && has(r, "fcmM") && r.arguments.at("which") != "values"; }},
    {{"a float16 NaN sorts first in rows", defect, "", oldest, newest},
     {values},
     [](const Op& r) { return is(r, {"unique"}) && !r.arguments.at("axis").is_null() && kind(r, 0) == "f2"; }},
    {{"integers that meet in float64 are compared there", defect, "", oldest, newest},
     {subject_refuses, shape, values},
     [](const Op& r) {
       return is(r, {"set", "isin", "search"}) && has_integers_without_common_type(r);
     }},
    {{"a place out of bounds is taken where there is nothing to partition", policy, "", oldest, newest},
     {reference_refuses},
     [](const Op& r) {
       return is(r, {"partition", "lexsort"});
     }},
    // Statistics.
    {{"an infinite neighbour that weighs nothing, or a distance that overflows, makes a quantile NaN or infinite",
      defect, "numpy#21932", oldest, newest},
     {overflow},
     [](const Op& r) { return quantile(r); }},
    {{"the distance of neighbouring integers wraps", defect, "fairplay-numpy-4", {1, 20}, newest},
     {values},
     [](const Op& r) { return quantile(r) && letter(r, 0) == 'i'; }},
    {{"closest_observation takes the odd one of two that are equally near", defect, "numpy#26656", {1, 22}, {1, 26}},
     {values},
     [](const Op& r) { return quantile(r) && r.arguments.at("method") == "closest_observation"; }},
    {{"quantiles as integers take an element from the wrong end", defect, "numpy#24593", {1, 22}, {1, 26}},
     {values, dtype, subject_refuses, reference_refuses, overflow},
     [](const Op& r) { return quantile(r); }},
    {{"nanquantile mixes up two axes of quantiles", defect, "", oldest, newest},
     {shape, values, overflow},
     [](const Op& r) { return quantile(r) && r.operands[1].shape.size() == 2; }},
    {{"nanmedian adds two integers up in their own dtype", defect, "", oldest, {1, 23}},
     {values},
     [](const Op& r) { return of(r, {"nanmedian"}); }},
    {{"nanmedian of nothing but NaN is a Python number", policy, "", oldest, {1, 20}},
     {dtype, subject_refuses},
     [](const Op& r) { return of(r, {"nanmedian"}); }},
    {{"the sum of float16 in nanmean is rounded to float16 and overflows", defect, "fairplay-numpy-5", oldest, newest},
     {values, overflow},
     [](const Op& r) {
       return of(r, {"nanmean", "nanvar", "nanstd"}) && kind(r, 0) == "f2";
     }},
    {{"the mean of two large middle elements is infinite", defect, "fairplay-numpy-12", oldest, newest},
     {overflow},
     [](const Op& r) {
       return of(r, {"median", "nanmedian"});
     }},
    {{"medians of timedeltas overlook NaT", defect, "numpy#23690", oldest, {1, 24}},
     {values},
     [](const Op& r) { return of(r, {"median", "nanmedian"}) && times(r); }},
    {{"a median of timedeltas is computed in float64, or refused", defect, "", oldest, newest},
     {values, subject_refuses, reference_refuses},
     [](const Op& r) {
       return of(r, {"median", "nanmedian", "ptp"}) && times(r);
     }},
    {{"rounding to decimals overflows on the way", defect, "numpy#13699", oldest, newest},
     {overflow},
     [](const Op& r) { return is(r, {"round"}); }},
    {{"an integer rounded to tens that its type doesn't hold is left open", policy, "", oldest, newest},
     {values},
     [](const Op& r) { return is(r, {"round"}) && has(r, "iu"); }},
    {{"on a line to an infinite value lies NaN", defect, "numpy#12989", oldest, {1, 16}},
     {overflow, values},
     [](const Op& r) { return is(r, {"interp"}); }},
    {{"digitize computes in float64", defect, "numpy#11464", oldest, {1, 15}},
     {values},
     [](const Op& r) { return is(r, {"digitize"}); }},
    {{"digitize takes no bins that float64 doesn't hold", policy, "", oldest, newest},
     {subject_refuses},
     [](const Op& r) { return is(r, {"digitize"}); }},
    {{"bincount takes no uint64", policy, "", oldest, {2, 1}},
     {subject_refuses},
     [](const Op& r) { return is(r, {"bincount"}); }},
    {{"a gradient of integers isn't computed in float64, and unsigned ones wrap",
      defect,
      "numpy#15212",
      oldest,
      {1, 17}},
     {values, overflow, dtype},
     [](const Op& r) { return is(r, {"gradient"}) && has(r, "biu"); }},
    {{"distances of integers are divided by as integers in a gradient", defect, "", oldest, {1, 18}},
     {values, overflow},
     [](const Op& r) { return is(r, {"gradient"}) && has(r, "biu"); }},
    {{"clip of NaN, or where the lower bound is above the upper one, takes either", policy, "", oldest, {1, 16}},
     {values, overflow},
     [](const Op& r) { return is(r, {"clip"}); }},
    {{"clip overlooks a NaN that is a bound without axes", defect, "", {1, 17}, {1, 24}},
     {values, overflow},
     [](const Op& r) { return is(r, {"clip"}) && without_axes(r); }},
    {{"an empty array isn't reshaped to join axes", defect, "", oldest, {2, 4}},
     {subject_refuses},
     [](const Op& r) { return is(r, {"along", "quantile_any"}) && has_extent(r, 0, 0); }},
    {{"weights don't follow where axes are joined; weights that are all zero are taken",
      defect,
      "numpy#30070",
      {2, 0},
      {2, 3}},
     {values, overflow, subject_refuses, reference_refuses},
     [](const Op& r) { return quantile(r) && r.is_set("weights"); }},
    {{"an axis without elements has a quantile where none is asked for", policy, "", oldest, newest},
     {reference_refuses},
     [](const Op& r) { return quantile(r) && has_extent(r, 0, 0); }},
    {{"a float32 quantile of integers counts by its value", policy, "", {2, 0}, {2, 2}},
     {dtype},
     [](const Op& r) { return quantile(r) && kind(r, 1) == "f4"; }},
    {{"two axes of quantiles are refused", policy, "", oldest, {1, 19}},
     {subject_refuses},
     [](const Op& r) { return quantile(r) && r.operands[1].shape.size() == 2; }},
    {{"NaN is a quantile of nothing but NaN", policy, "", oldest, {1, 19}},
     {reference_refuses},
     [](const Op& r) { return quantile(r); }},
    // Products.
    {{"matmul into an output with a negative stride writes to other places, also outside of it",
      defect,
      "fairplay-numpy-1",
      {1, 16},
      {1, 21}},
     {values, overflow, dies},
     [](const Op& r) { return is(r, {"product"}) && r.is_set("out"); }},
    {{"vecdot, matvec and vecmat write to an output before they have read an input in its memory",
      defect,
      "numpy#31150",
      {2, 0},
      {2, 3}},
     {values, overflow},
     [](const Op& r) { return is(r, {"product"}) && r.is_set("out") && r.operands[2].shares >= 0; }},
    {{"vecmat of complex numbers writes to other places than those of an output with gaps",
      defect,
      "fairplay-numpy-17",
      {2, 2},
      newest},
     {values, overflow, dies},
     [](const Op& r) { return of(r, {"vecmat"}) && r.is_set("out"); }},
    {{"float16 products are rounded to zero below the smallest normal number", defect, "numpy#12722", oldest, {1, 15}},
     {values},
     [](const Op& r) {
       return is(r, {"einsum", "product", "dot", "ufunc", "scalar"}) && kind(r, 0) == "f2";
     }},
    {{"sums of float16 products near the largest number overflow, depending on their order", property, "", oldest,
      newest},
     {overflow},
     [](const Op& r) { return is(r, {"einsum"}) && kind(r, 0) == "f2"; }},
    {{"the factor of a transform of float16 is rounded to float16", defect, "", {2, 0}, newest},
     {values, overflow},
     [](const Op& r) { return is(r, {"fft"}) && kind(r, 0) == "f2"; }},
    // Text.
    {{"the point stays where nothing is behind it any more", defect, "", oldest, newest},
     {text},
     [](const Op& r) { return is(r, {"format_float"}); }},
    {{"times with a multiple, or that can't be counted in days, wrap", defect, "", oldest, newest},
     {text, subject_refuses, reference_refuses},
     [](const Op& r) {
       return is(r, {"print", "scalar_text"}) && times(r);
     }},
    {{"format of a long double goes through float64", defect, "fairplay-numpy-13", oldest, newest},
     {text},
     [](const Op& r) { return is(r, {"format"}); }},
    {{"binary_repr of the smallest integers has a digit too many, or overflows",
      defect,
      "numpy#14289",
      oldest,
      {1, 17}},
     {text, subject_refuses},
     [](const Op& r) { return is(r, {"binary_repr"}); }},
    {{"base_repr of the smallest integer never ends", defect, "numpy#26143", oldest, {1, 26}},
     {hangs, text, subject_refuses},
     [](const Op& r) { return is(r, {"base_repr"}); }},
    {{"load unpickles objects unless it is told not to", defect, "numpy#12759", oldest, {1, 16}},
     {reference_refuses},
     [](const Op& r) { return is(r, {"load"}); }},
    {{"sinc of float16 0 is NaN", defect, "numpy#27784", oldest, {2, 2}},
     {overflow},
     [](const Op& r) { return is(r, {"sinc"}) && kind(r, 0) == "f2"; }},
    {{"hfft and its like don't fill the output", defect, "numpy#30909", {2, 0}, {2, 4}},
     {values, overflow},
     [](const Op& r) { return is(r, {"fft_out"}); }},
    // Random numbers.
    {{"a size that the parameters don't fit is taken", defect, "", oldest, {1, 17}},
     {reference_refuses},
     [](const Op& r) { return is(r, {"stream"}) && r.arguments.value("kind", "") == "draw"; }},
    {{"MT19937.jumped was not yet an exact jump", defect, "", {1, 17}, {1, 18}},
     {values},
     [](const Op&
            r) { return is(r, {"stream"}) && r.arguments.value("jumps", 0) != 0 && r.arguments.at("bits") == "MT19937"; }},
    {{"wald can be negative", defect, "numpy#29609", {1, 15}, {2, 3}},
     {invariant},
     [](const Op& r) { return of(r, {"wald"}); }},
    {{"geometric wraps to negative numbers for tiny probabilities", defect, "numpy#17007", {1, 15}, {1, 24}},
     {invariant},
     [](const Op& r) { return of(r, {"geometric"}); }},
    {{"beta of tiny parameters is NaN or doesn't end", defect, "numpy#24203", {1, 15}, {1, 25}},
     {invariant, hangs, values, overflow},
     [](const Op& r) { return of(r, {"beta"}); }},
    {{"RandomState keeps beta and wald as they were", property, "NEP 19", oldest, newest},
     {invariant},
     [](const Op& r) { return r.is_set("legacy"); }},
    {{"integers below 2^32 of 64 bits are all zero", defect, "numpy#16066", {1, 17}, {1, 18}},
     {invariant, values},
     [](const Op& r) { return is(r, {"stream"}) && r.arguments.value("kind", "") == "integers"; }},
    {{"geomspace doesn't end at its ends", defect, "numpy#16411", oldest, {1, 19}},
     {invariant, values},
     [](const Op& r) { return is(r, {"geomspace"}); }},
    {{"linspace between two equal infinities is NaN", defect, "numpy#26699", oldest, newest},
     {invariant},
     [](const Op& r) { return is(r, {"linspace"}); }},
    {{"linspace to integers rounds to zero, not down", policy, "numpy#16841", oldest, {1, 19}},
     {values},
     [](const Op& r) { return is(r, {"linspace"}); }},
    // Errors.
    {{"rounding to very many places before the point kills the process", defect, "numpy#28787", oldest, {2, 3}},
     {dies},
     [](const Op& r) { return is(r, {"round"}); }},
    {{"i0 overflows on the way", defect, "numpy#32223", oldest, newest},
     {overflow},
     [](const Op& r) { return is(r, {"i0"}); }},
    {{"i0 of float16 is computed in float16, and overflows on the way", defect, "", oldest, newest},
     {values, overflow},
     [](const Op& r) { return is(r, {"i0"}) && kind(r, 0) == "f2"; }},
    {{"i0 of integers is cut off to their type", defect, "", oldest, {1, 20}},
     {dtype},
     [](const Op& r) { return is(r, {"i0"}); }},
};

}  // namespace

const KnownDifference* known_difference(const Operation& operation, Release release, Difference difference) {
  for (const Row& row : rows) {
    if (release < row.known.first || release > row.known.last) continue;
    if (std::ranges::find(row.differences, difference) == row.differences.end()) continue;
    if (row.applies(operation)) return &row.known;
  }
  return nullptr;
}

std::vector<const KnownDifference*> known_differences() {
  std::vector<const KnownDifference*> all;
  for (const Row& row : rows) all.push_back(&row.known);
  return all;
}

std::string_view name(Difference difference) {
  switch (difference) {
    case values: return "other values";
    case overflow: return "not finite";
    case flags: return "other floating-point flags";
    case dtype: return "another dtype";
    case shape: return "another shape";
    case text: return "another text";
    case subject_refuses: return "refuses";
    case reference_refuses: return "doesn't refuse";
    case invariant: return "impossible values";
    case dies: return "kills the process";
    default: return "never returns";
  }
}

}  // namespace fairplay::auditor::behaviour::numpy
