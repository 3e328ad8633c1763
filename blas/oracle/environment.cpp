#include "blas/oracle/environment.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace fairplay::blas::oracle {

#if defined(__x86_64__)
// x87 isn't used; fegetenv would spend a hundred cycles on it.
Environment::Environment() : before_(_mm_getcsr()) { _mm_setcsr(0x1f80); }
Environment::~Environment() { _mm_setcsr(before_); }
#elif defined(__aarch64__)
Environment::Environment() {
  asm volatile("mrs %0, fpcr\n\tmrs %1, fpsr" : "=r"(control_), "=r"(status_));
  asm volatile("msr fpcr, %0" ::"r"(std::uint64_t{0}));
}
Environment::~Environment() { asm volatile("msr fpcr, %0\n\tmsr fpsr, %1" ::"r"(control_), "r"(status_)); }
#else
Environment::Environment() {
  std::fegetenv(&before_);
  std::fesetenv(FE_DFL_ENV);
}
Environment::~Environment() { std::fesetenv(&before_); }
#endif

}  // namespace fairplay::blas::oracle
