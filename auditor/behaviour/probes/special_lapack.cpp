
#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

namespace {

/// A routine with the options under which it is asked, the letters of its types, and the matrices that are known to
/// trouble it.
struct Driver {
  std::string_view stem, flags, letters;
};
// Those that are known to hang come first, and double precision before single: a child that ends is followed by a
// limited number of others.
constexpr Driver drivers[] = {
    {"gesdd", "A", "dz"}, {"gesvd", "AA", "dz"}, {"syevr", "VL", "d"}, {"heevr", "VL", "z"}, {"gelsd", "", "dz"},
    {"syevd", "VL", "d"}, {"heevd", "VL", "z"},  {"syev", "VL", "d"},  {"heev", "VL", "z"},  {"geev", "VV", "dz"},
    {"gesv", "", "dz"},   {"getrf", "", "dz"},   {"potrf", "L", "dz"}, {"geqrf", "", "dz"},  {"gesdd", "N", "dz"},
    {"gesdd", "A", "sc"}, {"gesvd", "AA", "sc"}, {"syevr", "VL", "s"}, {"heevr", "VL", "c"}, {"syevd", "VL", "s"},
    {"heevd", "VL", "c"}, {"gelsd", "", "sc"},   {"geev", "VV", "sc"},
};

void check(Context& context, const Driver& driver, char letter, std::int64_t size, Data data, std::int64_t place,
           double value) {
  CallCase call;
  call.routine = std::string(1, letter) + std::string(driver.stem);
  if (!context.wants(call.routine) || context.out_of_time()) return;
  call.flags = driver.flags;
  const Routine* routine = routine_named(call.routine);
  if (routine == nullptr) return;
  CallCase plain = plain_call(*routine, call.flags, size, context.seed());
  plain.data = data;
  plain.plants = {{"a", place, value, 0}};
  context.check(plain);
}

}  // namespace

/// NaN and infinity in a matrix: a driver may answer NaN or set info, but it returns, and doesn't give finite
/// eigenvalues.
static void run_special_lapack(Context& context) {
  for (const Driver& driver : drivers)
    for (const char letter : driver.letters) {
      const bool relatively_robust = driver.stem.ends_with("evr");
      if (relatively_robust) check(context, driver, letter, 3, Data::ones, 0, nan);
      check(context, driver, letter, 3, Data::ones, 0, infinity);
      check(context, driver, letter, 2, Data::ones, 0, nan);
      check(context, driver, letter, 3, Data::uniform, 1, nan);
      check(context, driver, letter, 12, Data::uniform, 5, infinity);
      check(context, driver, letter, 40, Data::uniform, 41, nan);
    }
}

extern const Probe special_lapack;
const Probe special_lapack{
    .description =
        {
            .id = "special/lapack",
            .shows = "whether LAPACK's drivers return when a matrix holds NaN or infinity, and don't give finite "
                     "eigenvalues or singular values then",
            .source = "J. Demmel et al., Proposed consistent exception handling for the BLAS and LAPACK (2022); "
                      "Reference-LAPACK/lapack#1409, #1389, #1405, #469, #1128",
            .seconds = 20,
            .alone = false,
            .grade = Grade::non_finite,
        },
    .run = run_special_lapack,
};

}  // namespace fairplay::auditor::behaviour::probes
