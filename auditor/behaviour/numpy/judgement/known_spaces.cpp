// What official builds of NumPy are known to do differently: numbers between ends, rounding and i0.
#include "auditor/behaviour/numpy/judgement/known_row.h"
#include "auditor/behaviour/numpy/judgement/operation_words.h"

namespace fairplay::auditor::behaviour::numpy::known {
namespace {

using enum DivergenceClass;
using enum Difference;
using Op = Operation;

/// A float64 of 2^1008 and more.
bool is_huge(const Op& operation, std::size_t place) {
  const auto top = static_cast<unsigned char>(elements_of(operation, place).at(0).back());
  return kind(operation, place) == "f8" && (top & 0x7f) == 0x7f;
}

const KnownRow rows_of_spaces[] = {
    {{"the hash of a time depends on its unit", defect, "numpy#3836", oldest, {2, 1}},
     {text},
     [](const Op& r) { return is(r, {"hashes"}) && has(r, "Mm"); }},
    {{"a long double becomes an integer by way of float64", defect, "", oldest, {1, 15}},
     {text},
     [](const Op& r) { return is(r, {"convert"}) && kind(r, 0) == "f16"; }},
    {{"geomspace doesn't end at its ends", defect, "numpy#16411", oldest, {1, 19}},
     {invariant, values},
     [](const Op& r) { return is(r, {"geomspace"}); }},
    {{"linspace between two equal infinities is NaN", defect, "numpy#26699", oldest, newest},
     {invariant},
     [](const Op& r) { return is(r, {"linspace"}) && elements_of(r, 0) == elements_of(r, 1); }},
    {{"linspace between ends whose distance overflows isn't finite", property, "", oldest, newest},
     {invariant},
     [](const Op& r) { return is(r, {"linspace"}) && is_huge(r, 0) && is_huge(r, 1); }},
    {{"linspace to integers rounds to zero, not down", policy, "numpy#16841", oldest, {1, 19}},
     {values},
     [](const Op& r) { return is(r, {"linspace"}); }},
    {{"sinc of float16 0 is NaN", defect, "numpy#27784", oldest, {2, 2}},
     {overflow},
     [](const Op& r) { return is(r, {"sinc"}) && kind(r, 0) == "f2"; }},
    {{"rounding to very many places before the point kills the process", defect, "numpy#28787", oldest, {2, 3}},
     {dies},
     [](const Op& r) { return is(r, {"round"}); }},
    {{"rounding to very many places multiplies by ten as often", property, "", oldest, newest},
     {hangs},
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

std::span<const KnownRow> spaces() { return rows_of_spaces; }

}  // namespace fairplay::auditor::behaviour::numpy::known
