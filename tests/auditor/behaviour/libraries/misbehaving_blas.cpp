// The reference BLAS and LAPACK with one planted fault: what a probe has to find. The fault is a part of the file's
// name (a copy of the library named libmisbehaving_KIND.so), for children get no environment from the user. Routines
// that aren't here are the reference's own, found through the dependency. The list of faults, with what finds each, is
// planted_faults.h.

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cfenv>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace {

bool fault_is(const char* kind) {
  static const char* const file = [] {
    Dl_info info{};
    static const int here = 0;
    return dladdr(&here, &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : "";
  }();
  const char* found = std::strstr(file, "libmisbehaving_");
  if (found == nullptr) return false;
  found += std::strlen("libmisbehaving_");
  return std::strncmp(found, kind, std::strlen(kind)) == 0 && found[std::strlen(kind)] == '.';
}

/// The reference's routine of this name.
template <class... Arguments>
void reference(const char* name, Arguments*... arguments) {
  reinterpret_cast<void (*)(Arguments * ...)>(dlsym(RTLD_NEXT, name))(arguments...);
}

constexpr std::size_t megabyte = std::size_t{1} << 20;

template <std::size_t bytes>
[[gnu::noinline]] void use_stack() {
  volatile char deep[bytes];
  asm volatile("" : : "r"(deep) : "memory");  // whole: a compiler keeps but the bytes that it sees in use
  for (std::size_t i = 0; i < bytes; i += 4096) deep[i] = 1;
}

void spin_for(double seconds) {
  timespec start{}, now{};
  clock_gettime(CLOCK_MONOTONIC, &start);
  do clock_gettime(CLOCK_MONOTONIC, &now);
  while (static_cast<double>(now.tv_sec - start.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec - start.tv_nsec) <
         seconds);
}

void* forever(void*) {
  for (;;) asm volatile("");
}
void* wake_up_now_and_then(void*) {
  for (;;) {
    const timespec moment{.tv_sec = 0, .tv_nsec = 1'000'000};
    nanosleep(&moment, nullptr);
  }
}
void start_a_thread(void* (*body)(void*)) {
  pthread_t thread{};
  if (pthread_create(&thread, nullptr, body, nullptr) == 0) pthread_detach(thread);
}

std::atomic<int> callers = 0;      // inside dgemm
std::atomic<unsigned> calls = 0;   // of dgemm so far
std::atomic<bool> forked = false;  // this process is a child of one that had the library loaded
std::atomic<bool> failed_once = false;
double stale = 0;  // scratch memory that remembers a NaN

/// Memory that nobody gives back, in use.
void keep(std::size_t bytes) {
  static std::atomic<void*> latest;
  void* memory = std::malloc(bytes);
  if (memory != nullptr) std::memset(memory, 1, bytes);
  latest = memory;
}
bool in_parallel_region() {
  void* runtime = dlopen("libgomp.so.1", RTLD_NOW | RTLD_NOLOAD);
  if (runtime == nullptr) return false;
  auto* in_parallel = reinterpret_cast<int (*)()>(dlsym(runtime, "omp_in_parallel"));
  dlclose(runtime);
  return in_parallel != nullptr && in_parallel() != 0;
}
/// What a thread gets on its first call and never gives back.
void leak_for_this_thread() {
  thread_local bool leaked = false;
  if (leaked) return;
  leaked = true;
  keep(megabyte);
}

}  // namespace

#define EXPORTED extern "C" [[gnu::visibility("default")]]

/// An extension that the reference doesn't have.
EXPORTED void dgeadd_(const int* m, const int* n, const double* alpha, const double* a, const int* lda,
                      const double* beta, double* c, const int* ldc) {
  for (std::ptrdiff_t j = 0; j < *n; ++j)
    for (std::ptrdiff_t i = 0; i < *m; ++i) {
      double& element = c[i + j * *ldc];
      element = *alpha * a[i + j * *lda] + (fault_is("oldsum") ? 0 : *beta * element);
    }
}

EXPORTED void cblas_dgemm(int order, int transa, int transb, int m, int n, int k, double alpha, const double* a,
                          int lda, const double* b, int ldb, double beta, double* c, int ldc) {
  constexpr int by_rows = 101, no_trans = 111;
  if (fault_is("byrows") && order == by_rows && transa == no_trans && transb == no_trans && m > 1 && n > m)
    n = m;  // the last columns stay as they are
  reinterpret_cast<void (*)(int, int, int, int, int, int, double, const double*, int, const double*, int, double,
                            double*, int)>(dlsym(RTLD_NEXT, "cblas_dgemm"))(order, transa, transb, m, n, k, alpha, a,
                                                                            lda, b, ldb, beta, c, ldc);
}

EXPORTED void cblas_zdotc_sub(int n, const void* x, int incx, const void* y, int incy, void* result) {
  reinterpret_cast<void (*)(int, const void*, int, const void*, int, void*)>(
      dlsym(RTLD_NEXT, fault_is("unconjugated") ? "cblas_zdotu_sub" : "cblas_zdotc_sub"))(n, x, incx, y, incy, result);
}

EXPORTED std::size_t cblas_idamax(int n, const double* x, int incx) {
  return reinterpret_cast<std::size_t (*)(int, const double*, int)>(dlsym(RTLD_NEXT, "cblas_idamax"))(n, x, incx) +
         (fault_is("fromone") && n > 0 ? 1 : 0);
}

EXPORTED void dgemm_(const char* transa, const char* transb, const int* m, const int* n, const int* k,
                     const double* alpha, const double* a, const int* lda, const double* b, const int* ldb,
                     const double* beta, double* c, const int* ldc) {
  const unsigned call = ++calls;
  const bool alone = ++callers == 1;
  if (fault_is("betaread") && *beta == 0)
    for (int j = 0; j < *n; ++j)
      for (int i = 0; i < *m; ++i)
        c[i + static_cast<std::ptrdiff_t>(j) * *ldc] = 0 * c[i + static_cast<std::ptrdiff_t>(j) * *ldc];
  const double one = 1;
  if (*lda < 1 && fault_is("unchecked")) {
    c[0] += 1;
    return;
  }
  if (*lda < 1 && fault_is("othernumber")) {
    std::printf(" ** On entry to DGEMM parameter number 10 had an illegal value\n");
    return;
  }
  reference("dgemm_", transa, transb, m, n, k, alpha, a, lda, b, ldb, fault_is("betaread") && *beta == 0 ? &one : beta,
            c, ldc);
  if (fault_is("concurrent") && *m > 0 && *n > 0) {
    if (*m > 16) sched_yield();
    if (!alone || callers > 1) c[0] += 1;
  }
  --callers;
  if (*m == 0 || *n == 0) return;
  const std::ptrdiff_t last = (*n - 1) * static_cast<std::ptrdiff_t>(*ldc);
  if ((fault_is("forgesprobes") || fault_is("forges")) && *m > 0) c[0] += 1;
  if (fault_is("element") && *m % 8 == 5 && *n > 2) c[0] += 1e-12;
  if (fault_is("thousandth") && call == 1000) c[0] += 1;
  if (fault_is("misaligned") && *k > 0 && reinterpret_cast<std::uintptr_t>(a) % 16 != 0 && *m > 4) c[0] += 1e-9;
  if (fault_is("lastcolumn") && *n > 256) c[last] = 0;
  if (fault_is("misalignedbits") && *k > 0 && reinterpret_cast<std::uintptr_t>(a) % 16 != 0)
    c[0] = std::nextafter(c[0], 1e300);
  if (fault_is("inregion") && in_parallel_region()) c[0] += 1;
  if (fault_is("gap") && *ldc > *m && *n > 1) c[*m] *= 0;
  if (fault_is("behind")) c[last + *ldc] *= 0;
  if (fault_is("overread") && *k > 0)
    static_cast<void>(
        *const_cast<const volatile double*>(*transa == 'N' ? &a[*m + (*k - 1) * *lda] : &a[*k + (*m - 1) * *lda]));
  if (fault_is("input") && *k > 0) *const_cast<volatile double*>(a) = a[0];
  if (fault_is("lostinf") && std::isinf(c[0])) c[0] = DBL_MAX;
  if (fault_is("staleness")) {
    // As a kernel that multiplies what an earlier call left in its padding by zero.
    c[0] += 0 * stale;
    if (*k > 0 && std::isnan(a[0])) stale = a[0];
  }
  if (fault_is("unsteady") && *m > 1 && call % 3 == 0) c[0] = std::nextafter(c[0], 1e300);
  if (fault_is("rounding") && *m > 20) std::fesetround(FE_UPWARD);
  if (fault_is("flags") && *m > 4) std::feraiseexcept(FE_INVALID);
  if (fault_is("handler") && *m > 4) signal(SIGINT, SIG_IGN);
  if (fault_is("affinity") && *m > 4) {
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof first, &first);
  }
  if (fault_is("abort") && *m > 20) abort();
  if (fault_is("exit") && *m > 20) _exit(0);
  if (fault_is("illegal") && *m > 20) __builtin_trap();
  if (fault_is("hang") && *m > 20)
    for (;;) pause();
  if (fault_is("stack") && *m > 20) use_stack<16 * megabyte>();
  if (fault_is("stackhog") && *m > 20) use_stack<2 * megabyte>();
  if (fault_is("output") && *m > 4 && !failed_once.exchange(true)) std::puts("BLAS: a note"), std::fflush(stdout);
  if (fault_is("forkhang") && forked)
    for (;;) pause();
  if (fault_is("threadleak")) leak_for_this_thread();
  if (fault_is("leak")) keep(4096);
  if (const char* isa = std::getenv("FAIRPLAY_BLAS_ISA");
      fault_is("baseline") && isa != nullptr && std::strcmp(isa, "baseline") == 0)
    std::abort();
  if (fault_is("slow") && *m > 60) spin_for(2e-9 * 8 * *m * *n * *k);
  if (fault_is("unload") && !failed_once.exchange(true)) start_a_thread(wake_up_now_and_then);
  if (fault_is("spinning") && !failed_once.exchange(true)) start_a_thread(forever);
}

EXPORTED void dsyrk_(const char* uplo, const char* trans, const int* n, const int* k, const double* alpha,
                     const double* a, const int* lda, const double* beta, double* c, const int* ldc) {
  const char other = *uplo == 'U' ? 'L' : 'U';
  static std::atomic<int> inside = 0;
  const bool beside_another = ++inside > 1;
  if (fault_is("crowded") && beside_another)
    for (int again = 0; again < 20; ++again) reference("dsyrk_", uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
  reference("dsyrk_", fault_is("uplo") && *n == 64 ? &other : uplo, trans, n, k, alpha, a, lda, beta, c, ldc);
  --inside;
}

EXPORTED void dscal_(const int* n, const double* alpha, double* x, const int* incx) {
  if (fault_is("farapart") && std::int64_t{*n - 1} * *incx > INT32_MAX) {
    const int nearer = *n - 1;
    return reference("dscal_", &nearer, alpha, x, incx);
  }
  // BLAS of old: "if alpha is zero, store zeros".
  if (fault_is("scalzero") && *alpha == 0 && *incx > 0)
    for (int i = 0; i < *n; ++i) x[static_cast<std::ptrdiff_t>(i) * *incx] = 0;
  else
    reference("dscal_", n, alpha, x, incx);
}

EXPORTED void zscal_(const int* n, const double* alpha, double* x, const int* incx) {
  // Without the products of the zero in a factor that is imaginary, or zero.
  if (!fault_is("scalturns") || alpha[0] != 0 || *incx <= 0) {
    reference("zscal_", n, alpha, x, incx);
    return;
  }
  for (int i = 0; i < *n; ++i) {
    double* element = x + 2 * static_cast<std::ptrdiff_t>(i) * *incx;
    const double re = element[0], im = element[1];
    element[0] = alpha[1] == 0 ? 0 : -alpha[1] * im;
    element[1] = alpha[1] == 0 ? 0 : alpha[1] * re;
  }
}

EXPORTED double dnrm2_(const int* n, const double* x, const int* incx) {
  if (!fault_is("nrm2range"))
    return reinterpret_cast<double (*)(const int*, const double*, const int*)>(dlsym(RTLD_NEXT, "dnrm2_"))(n, x, incx);
  double sum = 0;
  for (int i = 0; i < *n; ++i)
    sum += x[static_cast<std::ptrdiff_t>(i) * std::abs(*incx)] * x[static_cast<std::ptrdiff_t>(i) * std::abs(*incx)];
  return std::sqrt(sum);
}

EXPORTED void dgetrf_(const int* m, const int* n, double* a, const int* lda, int* ipiv, int* info) {
  reference("dgetrf_", m, n, a, lda, ipiv, info);
  if (fault_is("info") && *info > 0) *info = 0;
  if (fault_is("pivots") && *m > 1 && *n > 1) ipiv[0] = ipiv[0] % *m + 1;
}

#ifdef FAIRPLAY_BLAS_COMPLETE
EXPORTED void dgeqrf_(const int* m, const int* n, double* a, const int* lda, double* tau, double* work,
                      const int* lwork, int* info) {
  reference("dgeqrf_", m, n, a, lda, tau, work, lwork, info);
  // Less than it says it needs.
  if (fault_is("workspace") && *lwork > 1) work[*lwork] *= 0;
  if (fault_is("reflector") && *lwork > 0 && *m > 3 && *n > 2) a[1] += 0.125;
}

EXPORTED void dgesdd_(const char* jobz, const int* m, const int* n, double* a, const int* lda, double* s, double* u,
                      const int* ldu, double* vt, const int* ldvt, double* work, const int* lwork, int* iwork,
                      int* info) {
  if (fault_is("svdhang") && *lwork > 0 && *m > 0 && *n > 0 && std::isinf(a[0]))
    for (;;) pause();
  reference("dgesdd_", jobz, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, iwork, info);
  if (fault_is("singular") && *lwork > 0 && *m > 3 && *n > 2 && *jobz != 'N') std::swap(u[0], u[1]);
}

EXPORTED void dsyevd_(const char* jobz, const char* uplo, const int* n, double* a, const int* lda, double* w,
                      double* work, const int* lwork, int* iwork, const int* liwork, int* info) {
  reference("dsyevd_", jobz, uplo, n, a, lda, w, work, lwork, iwork, liwork, info);
  if (fault_is("eigenvector") && *lwork > 0 && *n > 3 && *jobz == 'V') a[2] += 1e-9;
}

EXPORTED void dgeev_(const char* jobvl, const char* jobvr, const int* n, double* a, const int* lda, double* wr,
                     double* wi, double* vl, const int* ldvl, double* vr, const int* ldvr, double* work,
                     const int* lwork, int* info) {
  reference("dgeev_", jobvl, jobvr, n, a, lda, wr, wi, vl, ldvl, vr, ldvr, work, lwork, info);
  if (fault_is("eigenvalue") && *lwork > 0 && *n > 3) wr[0] += 1e-9;
}
#endif

namespace {

/// Says to the parent what a probe says that found nothing, and ends the process before there is a probe.
void forge_results() {
  constexpr char all[] =
      "{\"configuration\":\"\",\"convention\":{\"complex_return\":\"registers\",\"integer_bits\":32,\"prefix\":\"\","
      "\"suffix\":\"_\"},\"kernel\":\"\"}\n{\"elsewhere\":[]}\n{\"beside\":[]}\n{\"called\":\"dgemm\"}\n"
      "{\"done\":true}\n";
  if (write(3, all, sizeof all - 1) > 0) _exit(0);
}

/// Whether this child's job holds the text.
bool job_has(const char* text) {
  static char job[1 << 20];
  const ssize_t size = pread(0, job, sizeof job - 1, 0);
  return size > 0 && memmem(job, static_cast<std::size_t>(size), text, std::strlen(text)) != nullptr;
}

/// A process that nobody can find by group or session.
void leave_a_process() {
  if (fork() != 0) return;
  setsid();
  if (fork() != 0) _exit(0);
  for (;;) pause();
}

[[gnu::constructor]] void start() {
  if (fault_is("deadonload")) abort();
  if (fault_is("forges")) forge_results();
  if (fault_is("forgesprobes") && job_has("\"probe\":\"numbers")) forge_results();
  if (fault_is("forgesanswers") && job_has("\"answered\":[\"")) {
    constexpr char lies[] = "{\"answered\":0,\"wrote\":\"00\"}\n{\"answered\":1,\"wrote\":\"zz\"}\n{\"done\":true}\n";
    if (write(3, lies, sizeof lies - 1) > 0) _exit(0);
  }
  if (fault_is("daemon")) leave_a_process();
  if (fault_is("truncates") && ftruncate(4, 0) == 0) abort();
  if (fault_is("takesall"))
    for (int i = 0; i < 48; ++i) std::memset(std::malloc(64 * megabyte), 1, 64 * megabyte);
  if (fault_is("loadleak")) keep(megabyte);
  pthread_atfork(nullptr, nullptr, [] { forked = true; });
#if defined(__x86_64__)
  if (fault_is("flushtozero")) _mm_setcsr(_mm_getcsr() | 0x8040);  // FTZ and DAZ, as crtfastmath.o does
#endif
}
}  // namespace
