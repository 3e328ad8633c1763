// What calls leave behind: every ufunc of float64 and some thirty other functions, hundreds of times each.
#include <fmt/format.h>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/named_values.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

void read_memory(const Json& answer, std::vector<Divergence>& divergences) {
  for (const auto& [routine, value] : named_values(answer)) {
    if (!value.is_object()) continue;
    const char* const what = value.contains("bytes") ? "bytes" : "objects";
    if (!value.contains(what) || !value[what].is_number_integer()) continue;
    const auto count = value[what].get<std::int64_t>();
    Divergence divergence;
    divergence.routine = routine;
    divergence.message = "leaves memory behind in each call";
    divergence.got = fmt::format("{} {} a call", count, what);
    divergence.expected = "none";
    divergence.cause = divergence.routine + " memory";
    divergences.push_back(std::move(divergence));
  }
}

}  // namespace

extern const ArrayProbe array_memory;
const ArrayProbe array_memory{{.id = "array/memory",
                               .shows = "Calls leave no memory behind.",
                               .source = "CPython C API, Reference counting",
                               .seconds = 4,
                               .grade = Grade::resources},
                              0,
                              nullptr,
                              "growth",
                              read_memory};

}  // namespace fairplay::auditor::behaviour::numpy
