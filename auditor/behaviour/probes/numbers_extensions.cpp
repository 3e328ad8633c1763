#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/sampling.h"

namespace fairplay::auditor::behaviour::probes {

static void run_numbers_extensions(Context& context) { sample_doors(context, extension_routines()); }

extern const Probe numbers_extensions;
const Probe numbers_extensions{
    .description =
        {
            .id = "numbers/extensions",
            .shows =
                "whether vendors' extensions, where the library has them, compute what their documents say: axpby, "
                "geadd",
            .source = "OpenBLAS, wiki page OpenBLAS Extensions; Intel oneMKL reference, BLAS-like extensions",
            .seconds = 4,
            .alone = false,
        },
    .run = run_numbers_extensions,
};

}  // namespace fairplay::auditor::behaviour::probes
