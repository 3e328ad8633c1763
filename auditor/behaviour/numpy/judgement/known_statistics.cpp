// What official builds of NumPy are known to do differently: statistics.
#include "auditor/behaviour/numpy/judgement/known_row.h"
#include "auditor/behaviour/numpy/judgement/operation_words.h"

namespace fairplay::auditor::behaviour::numpy::known {
namespace {

using enum DivergenceClass;
using enum Difference;
using Op = Operation;

bool quantile(const Op& operation) { return is(operation, {"quantile_any"}); }

const KnownRow rows_of_statistics[] = {
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
    {{"a mean, variance or standard deviation overflows on the way", property, "", oldest, newest},
     {invariant},
     [](const Op& r) { return is(r, {"statistic"}); }},
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
     [](const Op& r) {
       return of(r, {"median", "nanmedian"}) && times(r);
     }},
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
     [](const Op& r) {
       return is(r, {"along", "quantile_any"}) && has_extent(r, 0, 0);
     }},
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
};

}  // namespace

std::span<const KnownRow> statistics() { return rows_of_statistics; }

}  // namespace fairplay::auditor::behaviour::numpy::known
