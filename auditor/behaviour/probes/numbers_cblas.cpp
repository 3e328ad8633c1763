#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/sampling.h"

namespace fairplay::auditor::behaviour::probes {

static void run_numbers_cblas(Context& context) {
  constexpr const char* one_that_all_have = "cblas_dgemm";
  if (context.library().routine(one_that_all_have) == nullptr) return context.skip("the library has no CBLAS");
  sample_doors(context, cblas_routines());
}

extern const Probe numbers_cblas;
const Probe numbers_cblas{
    .description =
        {
            .id = "numbers/cblas",
            .shows =
                "whether every routine of CBLAS computes what its Fortran namesake does, with matrices by rows and "
                "by columns",
            .source = "BLAS Technical Forum Standard (2001), appendix B; N. J. Higham, Accuracy and Stability of "
                      "Numerical Algorithms, 2nd ed., section 3.5",
            .seconds = 15,
            .alone = false,
        },
    .run = run_numbers_cblas,
};

}  // namespace fairplay::auditor::behaviour::probes
