// What official builds of NumPy are known to do differently: sorting, searching and sets.
#include "auditor/behaviour/numpy/judgement/known_row.h"
#include "auditor/behaviour/numpy/judgement/operation_words.h"

namespace fairplay::auditor::behaviour::numpy::known {
namespace {

using enum DivergenceClass;
using enum Difference;
using Op = Operation;

const KnownRow rows_of_sorting[] = {
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
};

}  // namespace

std::span<const KnownRow> sorting() { return rows_of_sorting; }

}  // namespace fairplay::auditor::behaviour::numpy::known
