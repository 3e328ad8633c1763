
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

/// The norm of a vector with infinities is infinite, with NaN it is NaN; it neither overflows nor underflows on the
/// way.
static void run_special_norms(Context& context) {
  for (const Routine& routine : routines()) {
    if (!routine.name.ends_with("nrm2") || !context.wants(routine.name)) continue;
    for (const std::int64_t size : {1, 2, 3, 7, 16, 33, 130}) {
      CallCase call = plain_call(routine, "", size, context.seed());
      for (const std::int64_t increment : {1, 2}) {
        call.incx = increment;
        for (const double value : {infinity, -infinity, nan}) {
          call.data = Data::uniform;
          call.plants = {{"x", -1, value, 0}};
          context.check(call);
          call.plants = {{"x", (size - 1) * increment, value, 0}};
          context.check(call);
        }
        call.plants.clear();
        for (const Data data : {Data::huge, Data::subnormal, Data::spread}) {
          call.data = data;
          context.check(call);
        }
      }
    }
  }
}

extern const Probe special_norms;
const Probe special_norms{
    .description =
        {
            .id = "special/norms",
            .shows = "whether nrm2 of infinities is infinite, of NaN is NaN, and of huge and of least numbers neither "
                     "overflows nor underflows on the way",
            .source = "J. Blue, ACM TOMS 4 (1978); E. Anderson, Algorithm 978: safe scaling in the level 1 BLAS, ACM "
                      "TOMS 44 (2017)",
            .seconds = 1,
            .alone = false,
            .grade = Grade::extreme,
        },
    .run = run_special_norms,
};

}  // namespace fairplay::auditor::behaviour::probes
