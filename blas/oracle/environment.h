#pragma once
// The floating-point environment that the oracle's proofs assume: round to nearest, subnormals neither flushed nor read
// as zero, exceptions masked.
//
// Every public entry of the oracle holds one of these for its whole length and does its arithmetic in a function that
// isn't inlined into the entry, so that the compiler can't move an operation across. What the caller had, flags
// included, is back when the entry returns.

#include <cfenv>
#include <cstdint>

namespace fairplay::blas::oracle {

class Environment {
 public:
  Environment();
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
#if defined(__x86_64__)
  std::uint32_t before_;  // MXCSR
#elif defined(__aarch64__)
  std::uint64_t control_, status_;  // FPCR, FPSR
#else
  std::fenv_t before_;
#endif
};

}  // namespace fairplay::blas::oracle
