// Every ufunc of float64 and some thirty other functions, called by four threads at once: two of them share operands,
// which calls only read, and the others have their own, so that results that get into the wrong hands differ.
#include <fmt/format.h>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/named_values.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

void read_threads(const Json& answer, std::vector<Divergence>& divergences) {
  for (const auto& [routine, value] : named_values(answer)) {
    if (!value.is_array() || value.size() != 2 || !value[0].is_number_integer() || !value[1].is_number_integer())
      continue;
    Divergence divergence;
    divergence.routine = routine;
    divergence.message = "gives other results when four threads call it at once";
    divergence.got = fmt::format("{} of {} calls differ from a single thread's", value[0].get<std::int64_t>(),
                                 value[1].get<std::int64_t>());
    divergence.expected = "the same bits";
    divergence.cause = divergence.routine + " threads";
    divergences.push_back(std::move(divergence));
  }
}

}  // namespace

extern const ArrayProbe array_threads;
const ArrayProbe array_threads{
    {.id = "array/threads",
     .shows = "Functions give the same bits when several threads call them at once, on the same operands or on others.",
     .source = "NumPy reference, Thread safety",
     .seconds = 4,
     .grade = Grade::concurrency},
    0,
    nullptr,
    "threads",
    read_threads};

}  // namespace fairplay::auditor::behaviour::numpy
