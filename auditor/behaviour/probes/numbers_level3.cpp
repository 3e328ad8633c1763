#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/sampling.h"

namespace fairplay::auditor::behaviour::probes {

static void run_numbers_level3(Context& context) { sample_calls(context, 3); }

extern const Probe numbers_level3;
const Probe numbers_level3{
    .description =
        {
            .id = "numbers/level3",
            .shows = "whether every routine of BLAS level 3 keeps its error bound with all options, and leaves alone "
                     "what it may not read or write",
            .source = "BLAS Technical Forum Standard (2001); N. J. Higham, Accuracy and Stability of Numerical "
                      "Algorithms, 2nd ed., sections 3.5 and 8.1",
            .seconds = 60,
            .alone = false,
        },
    .run = run_numbers_level3,
};

}  // namespace fairplay::auditor::behaviour::probes
