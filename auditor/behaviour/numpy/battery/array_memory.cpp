// What calls leave behind: each of some thirty functions, a thousand times.
#include <fmt/format.h>

#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

void read_memory(const Json& answer, std::vector<Divergence>& divergences) {
  if (!answer.is_array()) return;
  for (const Json& one : answer) {
    if (!one.is_array() || one.size() != 2 || !one[0].is_string() || !one[1].is_number_integer()) continue;
    Divergence divergence;
    divergence.routine = one[0].get<std::string>();
    divergence.message = fmt::format("leaves {} bytes behind in each call", one[1].get<std::int64_t>());
    divergence.got = fmt::format("{} bytes a call", one[1].get<std::int64_t>());
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
                               .seconds = 1},
                              0,
                              nullptr,
                              "growth",
                              read_memory};

}  // namespace fairplay::auditor::behaviour::numpy
