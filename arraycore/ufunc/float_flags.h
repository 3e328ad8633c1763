#pragma once

#include "arraycore/types/float16.h"

namespace fairplay::arraycore {

/// What IEEE 754 says happened while elements were computed. NumPy's errstate knows the same four.
struct FloatFlags {
  bool divide = false;     ///< an infinity out of finite operands: 1/0, log(0); an integer divided by zero
  bool overflow = false;   ///< a finite result too large for the type
  bool underflow = false;  ///< a result below the smallest normal number that isn't exact
  bool invalid = false;    ///< a NaN out of operands that are none
  friend bool operator==(const FloatFlags&, const FloatFlags&) = default;
};

/// Collects the flags that this thread raises while it lives. Those that were raised before come back at the end.
class FlagScope {
 public:
  FlagScope();
  ~FlagScope();
  FlagScope(const FlagScope&) = delete;
  FlagScope& operator=(const FlagScope&) = delete;
  FlagScope(FlagScope&&) = delete;
  FlagScope& operator=(FlagScope&&) = delete;

  FloatFlags raised() const;

 private:
  int before_;
};

/// Float16::from with the flags that a processor would raise.
Float16 round_to_float16(float value);

// Raise one of them, for what no instruction of the processor does.
void raise_divide();
void raise_overflow();
void raise_underflow();
void raise_invalid();

}  // namespace fairplay::arraycore
