#include "auditor/behaviour/numpy/battery/foreign_answers.h"

#include <fmt/format.h>

#include "auditor/behaviour/numpy/battery/named_values.h"

namespace fairplay::auditor::behaviour::numpy {

void read_foreign_answers(const Json& answer, std::vector<Divergence>& divergences) {
  for (const auto& [routine, value] : named_values(answer)) {
    if (text_at(value, "says").empty()) continue;
    Divergence divergence;
    divergence.routine = routine;
    divergence.message = "isn't NumPy's own function any more";
    divergence.got = text_at(value, "says");
    divergence.expected = "a function of NumPy's";
    divergence.library = text_at(value, "file");
    divergence.package = text_at(value, "package");
    // C code has no file that Python could name.
    if (value.contains("python") && value["python"] == true)
      divergence.program = fmt::format("import inspect, {}\nprint(inspect.unwrap({}).__code__.co_filename)\n",
                                       routine.substr(0, routine.rfind('.')), routine);
    divergence.cause = routine + " replaced";
    divergences.push_back(std::move(divergence));
  }
}

}  // namespace fairplay::auditor::behaviour::numpy
