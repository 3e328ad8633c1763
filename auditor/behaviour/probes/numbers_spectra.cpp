#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/sampling.h"

namespace fairplay::auditor::behaviour::probes {

static void run_numbers_spectra(Context& context) { sample_calls(context, 5); }

extern const Probe numbers_spectra;
const Probe numbers_spectra{
    .description =
        {
            .id = "numbers/spectra",
            .shows = "whether LAPACK's eigenvalues, singular values and least squares leave residuals within LAPACK's "
                     "own bounds, with orthogonal vectors, and keep to the workspace they ask for",
            .source = "LAPACK Users' Guide, 3rd ed. (1999), chapters 4 and 5; LAPACK working note 41 (2001) on its "
                      "testers' bounds",
            .seconds = 15,
            .alone = false,
        },
    .run = run_numbers_spectra,
};

}  // namespace fairplay::auditor::behaviour::probes
