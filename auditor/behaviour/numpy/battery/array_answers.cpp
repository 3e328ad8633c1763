// Who answers when a public function is called: its code lies in NumPy's own folder, or it is one of NumPy's C
// functions.
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

void read_answers(const Json& answer, std::vector<Divergence>& divergences) {
  if (!answer.is_array()) return;
  for (const Json& one : answer) {
    if (!one.is_array() || one.size() != 2 || !one[0].is_string() || !one[1].is_string()) continue;
    Divergence divergence;
    divergence.routine = one[0].get<std::string>();
    divergence.message = "isn't NumPy's own function any more";
    divergence.got = one[1].get<std::string>();
    divergence.expected = "a function of NumPy's";
    divergence.program = "import inspect, " + divergence.routine.substr(0, divergence.routine.find('.')) +
                         "\nprint(inspect.getsourcefile(" + divergence.routine + "))\n";
    divergence.cause = divergence.routine + " replaced";
    divergences.push_back(std::move(divergence));
  }
}

}  // namespace

extern const ArrayProbe array_answers;
const ArrayProbe array_answers{
    {.id = "array/answers",
     .shows = "Public functions are NumPy's own: none was replaced by another package's, or by a wrapper.",
     .source = "NEP 36",
     .seconds = 0.5},
    0,
    nullptr,
    "answers",
    read_answers};

}  // namespace fairplay::auditor::behaviour::numpy
