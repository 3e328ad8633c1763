// What official builds of NumPy are known to do differently: products and transforms.
#include <algorithm>

#include "auditor/behaviour/numpy/judgement/known_row.h"
#include "auditor/behaviour/numpy/judgement/operation_words.h"

namespace fairplay::auditor::behaviour::numpy::known {
namespace {

using enum DivergenceClass;
using enum Difference;
using Op = Operation;

const KnownRow rows_of_products[] = {
    {{"dot and inner of empty arrays of objects are None", defect, "numpy#23492", oldest, {1, 24}},
     {dtype},
     [](const Op& r) { return r.is_set("objects") && (is(r, {"dot"}) || of(r, {"inner"})); }},
    {{"vecdot of empty vectors of objects is None", defect, "numpy#31019", {2, 0}, {2, 4}},
     {dtype},
     [](const Op& r) { return r.is_set("objects") && of(r, {"vecdot"}); }},
    {{"vdot and matvec of empty vectors of objects are None", defect, "numpy#31735", oldest, newest},
     {dtype},
     [](const Op& r) {
       return r.is_set("objects") && of(r, {"vdot", "matvec", "vecmat"});
     }},
    {{"matmul into an output with a negative stride writes to other places, also outside of it",
      defect,
      "fairplay-numpy-1",
      {1, 16},
      {1, 21}},
     {values, overflow, dies},
     [](const Op& r) { return is(r, {"product"}) && r.is_set("out"); }},
    {{"built for a BLAS with 32-bit integers, matmul into an output with a negative stride writes to other places",
      defect,
      "",  // fairplay-numpy-1, which is about the official wheels: theirs has 64-bit integers from 1.22 on
      {1, 22},
      newest},
     {values, overflow, dies},
     [](const Op& r) {
       if (!of(r, {"matmul"}) || !r.is_set("out") || r.operands.size() < 3 || !has(r, "fc")) return false;
       const OperandLayout& out = r.operands[2];
       return std::ranges::count(out.shape, 1) > 0 &&
              std::ranges::any_of(out.strides, [](std::int64_t stride) { return stride < 0; });
     }},
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
    {{"hfft and its like don't fill the output", defect, "numpy#30909", {2, 0}, {2, 4}},
     {values, overflow},
     [](const Op& r) { return is(r, {"fft_out"}); }},
};

}  // namespace

std::span<const KnownRow> products() { return rows_of_products; }

}  // namespace fairplay::auditor::behaviour::numpy::known
