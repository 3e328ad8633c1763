// Floating-point exceptions: NumPy turns the flags into warnings, so that a flag raised by padding or by a speculative
// product is a false alarm in somebody's log.

#include <fenv.h>
#include <gtest/gtest.h>

#include <cctype>

#include "tests/blas/calls/calls.h"

namespace fairplay::blas::soundness {
namespace {

constexpr int telling_flags = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW;

int flags_raised_by(Call& call) {
  call.reset();
  feclearexcept(FE_ALL_EXCEPT);
  call.run();
  int raised = fetestexcept(telling_flags);
  feclearexcept(FE_ALL_EXCEPT);
  return raised;
}

TEST(Flags, OrdinaryOperandsRaiseNone) {
  Library library(FAIRPLAY_BLAS_LIBRARY);
  for (int size : {1, 2, 3, 4, 5, 7, 9, 15, 17, 31, 33, 63, 65, 100, 257})
    for (auto& call : calls(library, size)) EXPECT_EQ(flags_raised_by(*call), 0) << call->name;
}

// Inf times a padding zero would be the NaN and the flag that nobody asked for. (Complex arithmetic makes NaN of an
// infinity by itself; solving subtracts infinities.)
TEST(Flags, AnInfinityThatMakesNoNanRaisesNone) {
  Library library(FAIRPLAY_BLAS_LIBRARY);
  int looked_at = 0;
  for (int size = 1; size <= 70; size += FAIRPLAY_SANITIZED ? 9 : 1) {
    for (auto& call : calls(library, size)) {
      char type = call->name[call->name[0] == 'i' ? 1 : 0];
      if ((type != 's' && type != 'd') || call->name.find("trs") != std::string::npos) continue;
      call->place_infinity();
      int raised = flags_raised_by(*call);
      EXPECT_FALSE(call->has_nan()) << call->name;
      EXPECT_EQ(raised, 0) << call->name;
      looked_at += call->has_infinity();
    }
  }
  EXPECT_GT(looked_at, FAIRPLAY_SANITIZED ? 100 : 1000);
}

}  // namespace
}  // namespace fairplay::blas::soundness
