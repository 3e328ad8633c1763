#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/sampling.h"

namespace fairplay::auditor::behaviour::probes {

static void run_numbers_linear(Context& context) { sample_calls(context, 4); }

extern const Probe numbers_linear;
const Probe numbers_linear{
    .description =
        {
            .id = "numbers/linear",
            .shows = "whether LAPACK's factorisations and solvers leave a residual within LAPACK's own bounds, choose "
                     "legal pivots, report singular and indefinite matrices, and keep to the workspace they ask for",
            .source = "LAPACK Users' Guide, 3rd ed. (1999), chapters 4 and 5; LAPACK working note 41 (2001) on its "
                      "testers' bounds",
            .seconds = 15,
            .alone = false,
            .threads = {1, 2},
        },
    .run = run_numbers_linear,
};

}  // namespace fairplay::auditor::behaviour::probes
