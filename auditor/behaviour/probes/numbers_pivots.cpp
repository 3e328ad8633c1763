#include <limits>

#include "auditor/behaviour/child/probe.h"
#include "auditor/behaviour/child/special_calls.h"

namespace fairplay::auditor::behaviour::probes {

namespace {

/// [0 tiny; tiny 0]: the pivot's reciprocal overflows, the quotients are 0 and 1.
void tiny_pivots(Context& context, const std::string& routine, double tiny) {
  CallCase call;
  call.routine = routine;
  call.m = call.n = 2;
  call.k = routine.ends_with("gesv") ? 1 : 0;
  if (routine.ends_with("gesv")) call.m = 0;
  call.plants = {{"a", 0, 0, 0}, {"a", 1, tiny, 0}, {"a", 2, tiny, 0}, {"a", 3, 0, 0}};
  if (call.k == 1) call.plants.push_back({"b", -1, tiny, 0});
  context.check(call);
  call.plants.clear();
  call.n = 64;
  if (call.m != 0) call.m = 64;
  call.data = Data::subnormal;
  context.check(call);
}

/// Columns that begin with zeros: without exchanges the factorisation breaks down.
void zero_pivots(Context& context, const std::string& routine) {
  for (const std::int64_t order : {2, 3, 8, 33, 130}) {
    CallCase call;
    call.routine = routine;
    call.n = order;
    (routine.ends_with("gesv") ? call.k : call.m) = routine.ends_with("gesv") ? 2 : order;
    call.seed = context.seed();
    call.plants = {{"a", 0, 0, 0}, {"a", order + 1, 0, 0}};
    context.check(call);
    // All elements alike: the second pivot is exactly zero, which info reports.
    call.plants.clear();
    call.data = Data::ones;
    context.check(call);
  }
}

/// Positive definite but for one diagonal element: info is its place.
void indefinite(Context& context, const std::string& routine, const char* flags) {
  for (const std::int64_t order : {1, 4, 30, 130, 300})
    for (const std::int64_t place : {std::int64_t{0}, order / 2, order - 1}) {
      CallCase call;
      call.routine = routine;
      call.flags = flags;
      call.n = order;
      call.seed = context.seed();
      call.plants = {{"a", place * (order + 1), -1, 0}};
      context.check(call);
    }
}

void run_numbers_pivots(Context& context) {
  for (const char letter : std::string_view("dszc")) {
    auto named = [&](const char* stem) { return std::string(1, letter) + stem; };
    for (const char* stem : {"getrf", "gesv"})
      if (context.wants(named(stem))) {
        tiny_pivots(context, named(stem), letter == 'd' || letter == 'z' ? 1e-310 : 1e-40);
        zero_pivots(context, named(stem));
      }
    for (const char* flags : {"U", "L"})
      if (context.wants(named("potrf"))) indefinite(context, named("potrf"), flags);
  }
}

}  // namespace

extern const Probe numbers_pivots;
const Probe numbers_pivots{
    .description =
        {
            .id = "numbers/pivots",
            .shows = "whether LU and Cholesky choose and divide by the right pivots: zeros and least numbers among "
                     "them, and whether info reports singular and indefinite matrices",
            .source = "LAPACK Users' Guide, 3rd ed. (1999); N. J. Higham, Accuracy and Stability of Numerical "
                      "Algorithms, 2nd ed., sections 9.3 and 10.3",
            .seconds = 3,
            .alone = false,
        },
    .run = run_numbers_pivots,
};

}  // namespace fairplay::auditor::behaviour::probes
