// What official builds of NumPy are known to do differently: moves and casts.
#include "auditor/behaviour/numpy/judgement/known_row.h"
#include "auditor/behaviour/numpy/judgement/operation_words.h"

namespace fairplay::auditor::behaviour::numpy::known {
namespace {

using enum DivergenceClass;
using enum Difference;
using Op = Operation;

const KnownRow rows_of_moves[] = {
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
    {{"margins of mode wrap begin in the wrong place where they exceed the axis",
      defect,
      "numpy#24436",
      {1, 17},
      {1, 24}},
     {values, overflow},
     [](const Op& r) { return is(r, {"pad"}) && r.arguments.at("mode") == "wrap"; }},
    {{"margins that are reflected more than once leave elements out", defect, "numpy#25926", {1, 17}, {1, 26}},
     {values, overflow},
     [](const Op& r) {
       return is(r, {"pad"}) ? r.arguments.at("mode") == "reflect" || r.arguments.at("mode") == "symmetric"
                             : is(r, {"pad_computed"}) && of(r, {"reflect", "symmetric"});
     }},
    {{"an empty axis gets margins where the result is empty, too", policy, "", oldest, {1, 16}},
     {reference_refuses},
     [](const Op& r) { return is(r, {"pad"}) && has_extent(r, 0, 0); }},
    {{"margins are joined on one by one, rounded, and of a new type where the formula gives one",
      defect,
      "numpy#14191",
      oldest,
      {1, 16}},
     {values, dtype, reference_refuses, overflow},
     [](const Op& r) { return is(r, {"pad_computed"}); }},
    {{"the mean of nothing, as an integer, is left open", policy, "", oldest, newest},
     {values},
     [](const Op& r) {
       return is(r, {"pad_computed"}) && of(r, {"mean", "median"}) && has(r, "iu");
     }},
    {{"1000 ms are no other dtype than 1 s", policy, "", {1, 22}, newest},
     {text},
     [](const Op& r) { return is(r, {"can_cast"}) && asks_about_times(r); }},
    {{"a product on the way to a common unit wraps", defect, "", oldest, newest},
     {text, dtype},
     [](const Op& r) { return is(r, {"promote_types"}) && asks_about_times(r); }},
};

}  // namespace

std::span<const KnownRow> moves() { return rows_of_moves; }

}  // namespace fairplay::auditor::behaviour::numpy::known
