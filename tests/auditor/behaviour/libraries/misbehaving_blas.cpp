// A BLAS of a few routines over the reference with faults that show only for certain calls: what a probe has to find. The fault is a part of the file's name
// (a copy of the library named libmisbehaving_KIND.so), for children get no environment from the user.

#include <dlfcn.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "blas/level1.h"
#include "blas/level3.h"

namespace {

namespace blas = fairplay::blas;

bool fault_is(const char* kind) {
  Dl_info info{};
  static const int here = 0;
  if (dladdr(&here, &info) == 0 || info.dli_fname == nullptr) return false;
  return std::strstr(info.dli_fname, kind) != nullptr;
}

[[gnu::noinline]] void use_stack() {
  volatile char deep[16 << 20];
  asm volatile("" : : "r"(deep) : "memory");  // whole: a compiler keeps but the bytes that it sees in use
  deep[0] = 1;
}

}  // namespace

#define EXPORTED extern "C" [[gnu::visibility("default")]]

EXPORTED int isamax_(const int* n, const float* x, const int* incx) { return static_cast<int>(blas::iamax<float>(*n, x, *incx)) + 1; }

EXPORTED void dgemm_(const char* transa, const char* transb, const int* m, const int* n, const int* k, const double* alpha, const double* a, const int* lda, const double* b, const int* ldb,
                     const double* beta, double* c, const int* ldc) {
  blas::gemm<double>(static_cast<blas::Trans>(*transa), static_cast<blas::Trans>(*transb), *m, *n, *k, *alpha, a, *lda, b, *ldb, *beta, c, *ldc);
  if (*m == 0 || *n == 0) return;
  if (fault_is("_element") && *m % 8 == 5 && *n > 2) c[0] += 1e-12;
  if (fault_is("_lastcolumn") && *n > 100) c[(*n - 1) * *ldc] = 0;
  if (fault_is("_gap") && *ldc > *m && *n > 1) c[*m] *= 0;
  if (fault_is("_overread") && *k > 0) static_cast<void>(*const_cast<const volatile double*>(*transa == 'N' ? &a[*m + (*k - 1) * *lda] : &a[*k + (*m - 1) * *lda]));
  if (fault_is("_input") && *k > 0) *const_cast<volatile double*>(a) = a[0];
  if (fault_is("_abort") && *m > 20) abort();
  if (fault_is("_exit") && *m > 20) _exit(0);
  if (fault_is("_hang") && *m > 20)
    for (;;) pause();
  if (fault_is("_stack") && *m > 20) use_stack();
}

namespace {
[[gnu::constructor]] void start() {
  if (fault_is("_deadonload")) abort();
}
}  // namespace
