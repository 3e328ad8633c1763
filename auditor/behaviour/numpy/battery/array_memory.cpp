// What calls leave behind: each of some thirty functions, a thousand times.
#include <fmt/format.h>

#include "auditor/behaviour/numpy/battery/array_probe.h"
#include "auditor/behaviour/numpy/battery/named_values.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

void read_memory(const Json& answer, std::vector<Divergence>& divergences) {
  for (const auto& [routine, value] : named_values(answer)) {
    if (!value.is_number_integer()) continue;
    Divergence divergence;
    divergence.routine = routine;
    divergence.message = fmt::format("leaves {} bytes behind in each call", value.get<std::int64_t>());
    divergence.got = fmt::format("{} bytes a call", value.get<std::int64_t>());
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
                               .seconds = 1,
                               .grade = Grade::resources},
                              0,
                              nullptr,
                              "growth",
                              read_memory};

}  // namespace fairplay::auditor::behaviour::numpy
