// What official builds of NumPy are known to do differently: random numbers.
#include "auditor/behaviour/numpy/judgement/known_row.h"
#include "auditor/behaviour/numpy/judgement/operation_words.h"

namespace fairplay::auditor::behaviour::numpy::known {
namespace {

using enum DivergenceClass;
using enum Difference;
using Op = Operation;

const KnownRow rows_of_random[] = {
    {{"a size that the parameters don't fit is taken", defect, "", oldest, {1, 17}},
     {reference_refuses},
     [](const Op& r) { return is(r, {"stream"}) && r.arguments.value("kind", "") == "draw"; }},
    {{"MT19937.jumped was not yet an exact jump", defect, "", {1, 17}, {1, 18}},
     {values},
     [](const Op& r) {
       return is(r, {"stream"}) && r.arguments.value("jumps", 0) != 0 && r.arguments.at("bits") == "MT19937";
     }},
    {{"wald can be negative", defect, "numpy#29609", {1, 15}, {2, 3}},
     {invariant},
     [](const Op& r) { return of(r, {"wald"}); }},
    {{"geometric wraps to negative numbers for tiny probabilities", defect, "numpy#17007", {1, 15}, {1, 24}},
     {invariant},
     [](const Op& r) { return of(r, {"geometric"}); }},
    {{"beta of tiny parameters is NaN or doesn't end", defect, "numpy#24203", {1, 15}, {1, 25}},
     {invariant, hangs, values, overflow},
     [](const Op& r) { return of(r, {"beta"}); }},
    {{"vonmises of a large kappa never ends", defect, "numpy#17275", oldest, {1, 20}},
     {hangs, invariant},
     [](const Op& r) { return of(r, {"vonmises"}) && !r.is_set("legacy"); }},
    {{"f of huge degrees of freedom is a quotient of infinities", property, "", oldest, newest},
     {invariant},
     [](const Op& r) { return of(r, {"f"}) && r.is_set("limits"); }},
    {{"triangular overflows on the way", property, "", oldest, newest},
     {invariant},
     [](const Op& r) { return of(r, {"triangular"}) && r.is_set("limits"); }},
    {{"zipf of an exponent near 1 never ends", defect, "numpy#27048", oldest, {2, 0}},
     {hangs},
     [](const Op& r) { return of(r, {"zipf"}); }},
    {{"RandomState keeps beta, vonmises, wald and zipf as they were", property, "NEP 19", oldest, newest},
     {invariant, hangs},
     [](const Op& r) { return r.is_set("legacy"); }},
    {{"integers below 2^32 of 64 bits are all zero", defect, "numpy#16066", {1, 17}, {1, 18}},
     {invariant, values},
     [](const Op& r) { return is(r, {"stream"}) && r.arguments.value("kind", "") == "integers"; }},
};

}  // namespace

std::span<const KnownRow> random() { return rows_of_random; }

}  // namespace fairplay::auditor::behaviour::numpy::known
