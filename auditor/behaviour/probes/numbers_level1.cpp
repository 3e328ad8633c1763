#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/sampling.h"

namespace fairplay::auditor::behaviour::probes {

static void run_numbers_level1(Context& context) { sample_calls(context, 1); }

extern const Probe numbers_level1;
const Probe numbers_level1{
    .description =
        {
            .id = "numbers/level1",
            .shows = "whether every routine of BLAS level 1 keeps its error bound with all options, and leaves alone "
                     "what it may not read or write",
            .source = "BLAS Technical Forum Standard (2001); N. J. Higham, Accuracy and Stability of Numerical "
                      "Algorithms, 2nd ed., sections 3.5 and 8.1",
            .seconds = 15,
            .alone = false,
        },
    .run = run_numbers_level1,
};

}  // namespace fairplay::auditor::behaviour::probes
