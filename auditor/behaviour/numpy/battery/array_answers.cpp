// Who answers when a public function is called: its code lies in NumPy's own folder, or it is one of NumPy's C
// functions.
#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/named_values.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

void read_answers(const Json& answer, std::vector<Divergence>& divergences) {
  for (const auto& [routine, value] : named_values(answer)) {
    if (!value.is_string()) continue;
    Divergence divergence;
    divergence.routine = routine;
    divergence.message = "isn't NumPy's own function any more";
    divergence.got = value.get<std::string>();
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
