// A library that switched flush-to-zero on for the whole thread, as those linked with -ffast-math do when they are
// loaded.
#include "auditor/behaviour/numpy/battery/array_probe.h"

namespace fairplay::auditor::behaviour::numpy {
namespace {

void read_fpenv(const Json& answer, std::vector<Divergence>& divergences) {
  const auto is = [&](const char* name) { return answer.is_object() && answer.contains(name) && answer[name] == true; };
  const bool results = is("results"), operands = is("operands");
  if (!results && !operands) return;
  Divergence divergence;
  divergence.routine = "numpy";
  divergence.message =
      "after `import numpy` the thread flushes subnormal numbers to zero: some library that was loaded is linked with "
      "fast "
      "math. What follows from that isn't listed on its own";
  divergence.got = results && operands ? "results and operands flushed"
                   : results           ? "results flushed"
                                       : "operands flushed";
  divergence.expected = "neither";
  divergence.program = results ? "import numpy\nassert float('2.2250738585072014e-308') * float('0.25') != 0\n"
                               : "import numpy\nassert float('5e-324') * float('1e300') != 0\n";
  divergence.cause = "flush-to-zero";
  divergences.push_back(std::move(divergence));
}

}  // namespace

extern const ArrayProbe array_fpenv;
const ArrayProbe array_fpenv{
    {.id = "array/fpenv",
     .shows = "Importing NumPy leaves the floating-point environment as IEEE 754 has it: subnormal numbers are kept.",
     .source = "IEEE 754-2019, 7.5",
     .seconds = 0.1,
     .grade = Grade::resources},
    0,
    nullptr,
    "flushes",
    read_fpenv};

}  // namespace fairplay::auditor::behaviour::numpy
