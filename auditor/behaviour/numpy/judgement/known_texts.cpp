// What official builds of NumPy are known to do differently: texts and files.
#include "auditor/behaviour/numpy/judgement/known_row.h"
#include "auditor/behaviour/numpy/judgement/operation_words.h"

namespace fairplay::auditor::behaviour::numpy::known {
namespace {

using enum DivergenceClass;
using enum Difference;
using Op = Operation;

const KnownRow rows_of_texts[] = {
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
};

}  // namespace

std::span<const KnownRow> texts() { return rows_of_texts; }

}  // namespace fairplay::auditor::behaviour::numpy::known
