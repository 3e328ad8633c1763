#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/sampling.h"

namespace fairplay::auditor::behaviour::probes {

static void run_numbers_level2(Context& context) { sample_calls(context, 2); }

extern const Probe numbers_level2;
const Probe numbers_level2{
    .description =
        {
            .id = "numbers/level2",
            .shows = "whether every routine of BLAS level 2 keeps its error bound with all options, and leaves alone "
                     "what it may not read or write",
            .source = "BLAS Technical Forum Standard (2001); N. J. Higham, Accuracy and Stability of Numerical "
                      "Algorithms, 2nd ed., sections 3.5 and 8.1",
            .seconds = 30,
            .alone = false,
        },
    .run = run_numbers_level2,
};

}  // namespace fairplay::auditor::behaviour::probes
