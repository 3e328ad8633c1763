// Who answers when a public function is called: its code, and that of all it wraps, lies in NumPy's own folder; C
// functions and loops lie in NumPy's own libraries.
#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/foreign_answers.h"

namespace fairplay::auditor::behaviour::numpy {
extern const ArrayProbe array_answers;
const ArrayProbe array_answers{
    {.id = "array/answers",
     .shows =
         "Public functions, methods and loops are NumPy's own: none was replaced by another package's, by a wrapper, "
         "or by code in another library.",
     .source = "NEP 36",
     .seconds = 0.5},
    0,
    nullptr,
    "answers",
    read_foreign_answers};

}  // namespace fairplay::auditor::behaviour::numpy
