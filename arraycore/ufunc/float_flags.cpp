#include "arraycore/ufunc/float_flags.h"

#include <cfenv>
#include <cmath>

#include "arraycore/types/float16.h"

namespace fairplay::arraycore {
namespace {

constexpr int watched = FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID;

}  // namespace

FlagScope::FlagScope() : before_(std::fetestexcept(watched)) { std::feclearexcept(watched); }

FlagScope::~FlagScope() {
  std::feclearexcept(watched);
  std::feraiseexcept(before_);
}

FloatFlags FlagScope::raised() const {
  const int found = std::fetestexcept(watched);
  return {(found & FE_DIVBYZERO) != 0, (found & FE_OVERFLOW) != 0, (found & FE_UNDERFLOW) != 0,
          (found & FE_INVALID) != 0};
}

Float16 round_to_float16(float value) {
  const Float16 rounded = Float16::from(value);
  if (std::isfinite(value)) {
    if ((rounded.bits() & 0x7fff) == 0x7c00) raise_overflow();
    if (std::fabs(value) < 0x1p-14f && rounded.to_float() != value) raise_underflow();
  }
  return rounded;
}

void raise_divide() { std::feraiseexcept(FE_DIVBYZERO); }
void raise_overflow() { std::feraiseexcept(FE_OVERFLOW); }
void raise_underflow() { std::feraiseexcept(FE_UNDERFLOW); }
void raise_invalid() { std::feraiseexcept(FE_INVALID); }

}  // namespace fairplay::arraycore
