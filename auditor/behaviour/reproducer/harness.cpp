// C that the programs have in common. What follows in each: its operands, `int test(void)`, which makes the call and
// says what is wrong, and a few constants.
#include "auditor/behaviour/reproducer/harness.h"

namespace fairplay::auditor::behaviour::reproducer {

std::string_view harness() {
  return R"c(#define _GNU_SOURCE
#include <complex.h>
#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FORK_BEFORE 1
#define FORK_CHILD 2
#define FORK_DURING 3
#define FORK_TWO 4

/* An array argument between two pages that nobody may touch, with canaries in what is left of its own pages. */
struct operand {
  const char *name;
  int written;        /* else the routine may only read it */
  int is_real;        /* bytes of a real part: 4, 8; 0 for integers */
  size_t bytes, element_bytes;
  const void *before; /* what it holds before the call */
  const unsigned char *referenced; /* a bit for each element that the routine may look at; NULL: all */
  unsigned char *start, *data;
  size_t inside;
};

static const uint64_t canary_patterns[2] = {0x40490fdb40490fdb, 0xc0a12345c0a12345};
static unsigned char canary_at(size_t offset) { return (unsigned char)(canary_patterns[CANARY] >> 8 * (offset % 8)); }

static void allocate(struct operand *o) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  o->inside = (o->bytes + SHIFT + page - 1) / page * page;
  if (o->inside == 0) o->inside = page;
  o->start = mmap(NULL, o->inside + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (o->start == MAP_FAILED || mprotect(o->start + page, o->inside, PROT_READ | PROT_WRITE) != 0) {
    perror("mmap");
    _exit(2);
  }
  o->data = FIRST ? o->start + page + SHIFT : o->start + page + o->inside - o->bytes - SHIFT;
  for (size_t i = 0; i < o->inside; ++i) o->start[page + i] = canary_at(i);
}

static void reset(struct operand *o) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  if (o->start == NULL) allocate(o);
  mprotect(o->start + page, o->inside, PROT_READ | PROT_WRITE);
  if (o->bytes != 0) memcpy(o->data, o->before, o->bytes);
  if (!o->written) mprotect(o->start + page, o->inside, PROT_READ);
}

/* Memory around it, and what the routine may not write, is as it was. */
static int damaged(const struct operand *o) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE), first = (size_t)(o->data - o->start) - page;
  for (size_t i = 0; i < o->inside; ++i)
    if ((i < first || i >= first + o->bytes) && o->start[page + i] != canary_at(i)) {
      printf("got memory %s %s overwritten, %ld bytes from its start; expected it untouched\n", i < first ? "before" : "behind", o->name, (long)i - (long)first);
      return 1;
    }
  for (size_t i = 0; i < o->bytes / o->element_bytes; ++i)
    if ((!o->written || (o->referenced != NULL && (o->referenced[i / 8] >> i % 8 & 1) == 0)) &&
        memcmp(o->data + i * o->element_bytes, (const unsigned char *)o->before + i * o->element_bytes, o->element_bytes) != 0) {
      printf("got element %zu of %s written; expected it untouched\n", i, o->name);
      return 1;
    }
  return 0;
}

/* 64 evenly distributed bits for one real part of an element, and what data makes of them. */
static uint64_t bits_of(uint64_t seed, unsigned operand, uint64_t place) {
  uint64_t z = seed * 0x9e3779b97f4a7c15 + operand * 0xd1342543de82ef95 + (place + 1) * 0xda942042e4dd58b5;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}
enum { DATA_UNIFORM, DATA_INTEGERS, DATA_SPREAD, DATA_SUBNORMAL, DATA_ONES, DATA_GRADED, DATA_CANCELLING, DATA_HUGE };
static double datum(int data, int single, unsigned operand, uint64_t place) {
  const uint64_t bits = bits_of(SEED, operand, place);
  const double magnitude = single ? ldexp((double)(bits >> 40), -24) : ldexp((double)(bits >> 11), -53);
  const double uniform = bits & 1 ? -magnitude : magnitude;
  if (data == DATA_ONES) return 1;
  if (data == DATA_INTEGERS) return (double)((int)(bits % 17) - 8);
  if (data == DATA_SPREAD) return ldexp(uniform, (int)((bits >> 1) % (single ? 21 : 41)) - (single ? 10 : 20));
  if (data == DATA_GRADED) return ldexp(uniform, -(int)(place % (single ? 24 : 64)));
  if (data == DATA_CANCELLING) return copysign(1 + ldexp(magnitude, single ? -20 : -45), uniform);
  if (data == DATA_HUGE) return ldexp(uniform, single ? 124 : 1020);
  if (data == DATA_SUBNORMAL) return single ? (double)(float)ldexp(uniform, -132) : ldexp(uniform, -1030);
  return uniform;
}
/* Numbers of an operand that is too long to be listed: `runs` tells for how many real parts, one after another, which rule holds; behind the last one it begins again. */
struct run {
  unsigned count; /* 0: behind the last one */
  int rule; /* 0: the datum, 1: divided by `divisor`, 2: divided by `step`, and 2 more; else constant number rule - 3 */
};
static void *made(size_t parts, int single, int data, unsigned place, double divisor, double step, const struct run *runs, const double *constants) {
  void *all = malloc(parts * (single ? sizeof(float) : sizeof(double)) + 1);
  if (all == NULL) _exit(2);
  const struct run *run = runs;
  for (size_t i = 0, left = run->count; i < parts; ++i, --left) {
    if (left == 0) left = ((++run)->count == 0 ? run = runs : run)->count;
    double value = run->rule >= 3 ? constants[run->rule - 3] : datum(data, single, place, i);
    if (run->rule == 1) value = value / divisor;
    if (run->rule == 2) value = 2 + value / step;
    if (single) ((float *)all)[i] = (float)value;
    else ((double *)all)[i] = value;
  }
  return all;
}

static double part_of(const void *elements, int single, size_t i) { return single ? (double)((const float *)elements)[i] : ((const double *)elements)[i]; }

/* Not what is expected, within what a correct implementation may be off. */
static int wrong(double got, double expected, double tolerance) {
  if (isnan(expected)) return !isnan(got);
  if (isinf(expected) || tolerance == 0) return got != expected;
  return !(fabs(got - expected) <= tolerance);
}
static int wrong_complex(double re, double im, double expected_re, double expected_im, double tolerance) {
  if (!isfinite(expected_re) || !isfinite(expected_im)) return isfinite(re) && isfinite(im);
  return !(hypot(re - expected_re, im - expected_im) <= tolerance);
}
static int told_wrong(const char *what, double got, double expected, double tolerance) {
  if (!wrong(got, expected, tolerance)) return 0;
  printf("got %s = %a, expected %a, give or take %.3g\n", what, got, expected, tolerance);
  return 1;
}
static int told_wrong_complex(const char *what, double re, double im, double expected_re, double expected_im, double tolerance) {
  if (!wrong_complex(re, im, expected_re, expected_im, tolerance)) return 0;
  printf("got %s = %a%+ai, expected %a%+ai, give or take %.3g\n", what, re, im, expected_re, expected_im, tolerance);
  return 1;
}

/* The routine, under the name that the library has it. */
static void *handle;
#ifdef LINKED
#define FIND(linked_name, stem) ((void *)linked_name)
#else
#define FIND(linked_name, stem) find(stem)
static void *find(const char *stem) {
  static const char *const affixes[][2] = {{PREFIX, SUFFIX}, {"", "_"}, {"", "_64_"}, {"", "_64"}, {"scipy_", "_"}, {"scipy_", "_64_"}, {"", ""}};
  for (size_t i = 0; i < sizeof affixes / sizeof *affixes; ++i) {
    char name[64];
    const char *suffix = affixes[i][1];
    const size_t length = strlen(suffix);
    /* CBLAS has no underscore of Fortran's. */
    if (strncmp(stem, "cblas_", 6) == 0 && length > 0 && suffix[0] == '_' && suffix[length - 1] == '_') ++suffix;
    snprintf(name, sizeof name, "%s%s%s", affixes[i][0], stem, suffix);
    void *found = dlsym(handle, name);
    if (found != NULL) return found;
  }
  fprintf(stderr, "the library has no %s\n", stem);
  _exit(2);
}
#endif

/* What follows below: the operands of the call, the call, and what holds the first bad element against what is expected. */
extern struct operand operands[];
extern const size_t operand_count;
struct workspace {
  size_t operand;
  int64_t *length; /* its argument; NULL: it has none */
};
extern const struct workspace workspaces[];
extern const size_t workspace_count;
static void set_up(void);
static void make_call(struct operand *o, void *result);
static int told(const struct operand *o, const void *result);

static volatile int *finished; /* shared with the parent: the call returned */

/* Workspaces get exactly as much as the routine asks for when their length is -1. */
static void give(const struct workspace *w, int64_t count) {
  struct operand *o = &operands[w->operand];
  o->bytes = (size_t)count * o->element_bytes;
  o->before = calloc((size_t)count, o->element_bytes);
  o->start = NULL;
  if (o->before == NULL) _exit(2);
}
static void ask(void) {
  double result[2] = {0, 0};
  for (size_t i = 0; i < workspace_count; ++i) {
    give(&workspaces[i], 1);
    if (workspaces[i].length != NULL) *workspaces[i].length = -1;
  }
  for (size_t i = 0; i < operand_count; ++i) reset(&operands[i]);
  if (workspace_count > 0) make_call(operands, result);
  for (size_t i = 0; i < workspace_count; ++i) {
    const struct operand *o = &operands[workspaces[i].operand];
    int64_t count = o->is_real ? (int64_t)part_of(o->data, o->is_real == 4, 0) : o->element_bytes == 8 ? *(const int64_t *)o->data : *(const int32_t *)o->data;
    if (count < 1) count = 1;
    if (workspaces[i].length != NULL) *workspaces[i].length = count;
    give(&workspaces[i], count);
  }
}

/* The call once, by itself. */
static int alone(void) {
  double result[2] = {0, 0};
#if AFTER_NAN /* the same call before, with NaN in all that it only reads */
  for (size_t i = 0; i < operand_count; ++i) {
    struct operand *o = &operands[i];
    reset(o);
    if (o->written || !o->is_real) continue;
    mprotect(o->start + sysconf(_SC_PAGESIZE), o->inside, PROT_READ | PROT_WRITE);
    for (size_t j = 0; j < o->bytes / (size_t)o->is_real; ++j)
      if (o->is_real == 4) ((float *)o->data)[j] = NAN;
      else ((double *)o->data)[j] = NAN;
  }
  make_call(operands, result);
#endif
  for (size_t i = 0; i < operand_count; ++i) reset(&operands[i]);
  make_call(operands, result);
  for (size_t i = 0; i < operand_count; ++i)
    if (damaged(&operands[i])) return 1;
  return told(operands, result);
}

#if CALLERS > 1
/* Many callers at once, each with operands of its own: as often as they get what a single caller gets. Where a library adds up in another order now and then, the
   difference is some rounding errors; what counts is more than half of the digits. */
struct caller {
  struct operand *own;
  double result[2];
  int failed;
};
static pthread_barrier_t start_line;
static void *calling(void *given) {
  struct caller *caller = given;
  pthread_barrier_wait(&start_line);
  for (int i = 0; i < CALLS_EACH && !caller->failed; ++i) {
    for (size_t j = 0; j < operand_count; ++j) reset(&caller->own[j]);
    make_call(caller->own, caller->result);
    for (size_t j = 0; j < operand_count; ++j) {
      const struct operand *got = &caller->own[j], *expected = &operands[j];
      if (!got->written || !got->is_real || memcmp(got->data, expected->data, got->bytes) == 0) continue;
      const int single = got->is_real == 4;
      const size_t parts = got->bytes / (size_t)got->is_real;
      double most = 0;
      for (size_t k = 0; k < parts; ++k)
        if (isfinite(part_of(expected->data, single, k))) most = fmax(most, fabs(part_of(expected->data, single, k)));
      for (size_t k = 0; k < parts; ++k) {
        const double was = part_of(expected->data, single, k), is = part_of(got->data, single, k);
        if (wrong(is, was, (single ? 1e-3 : 1e-8) * most) && !caller->failed++) printf("got %s[%zu] = %a from one of %d callers, expected %a as for a single caller\n", got->name, k, is, CALLERS, was);
      }
    }
  }
  return NULL;
}
static int concurrently(void) {
  double result[2] = {0, 0};
  static struct caller callers[CALLERS];
  static pthread_t threads[CALLERS];
  int failed = 0;
  for (size_t i = 0; i < operand_count; ++i) reset(&operands[i]);
  make_call(operands, result);
  for (int i = 0; i < CALLERS; ++i) {
    callers[i].own = calloc(operand_count, sizeof(struct operand));
    if (callers[i].own == NULL) _exit(2);
    memcpy(callers[i].own, operands, operand_count * sizeof(struct operand));
    for (size_t j = 0; j < operand_count; ++j) callers[i].own[j].start = NULL;
  }
  struct timespec begin, now;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int round = 0; round < 20 || round < ROUNDS; ++round) { /* races come and go */
    int bad = 0;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec - begin.tv_sec > SECONDS / 2) break;
    pthread_barrier_init(&start_line, NULL, CALLERS);
    for (int i = 0; i < CALLERS; ++i)
      if (pthread_create(&threads[i], NULL, calling, &callers[i]) != 0) {
        fprintf(stderr, "only %d threads could be started\n", i);
        _exit(2);
      }
    for (int i = 0; i < CALLERS; ++i) {
      pthread_join(threads[i], NULL);
      bad += callers[i].failed != 0;
      callers[i].failed = 0;
    }
    failed += bad;
    if (bad != 0) break;
  }
  if (failed != 0) printf("%d of %d callers were given wrong results\n", failed, CALLERS);
  return failed != 0;
}
#endif

#if FORKS
static int told_of_fork(pid_t forked) {
  int status = 0;
  if (waitpid(forked, &status, 0) != forked) return 2;
  if (WIFSIGNALED(status)) {
    printf("got %s in a forked process (signal %d); expected the call to return\n", WTERMSIG(status) == SIGALRM ? "no answer" : "a crash", WTERMSIG(status));
    return 1;
  }
  return WEXITSTATUS(status);
}
static int in_fork(void) {
  const pid_t forked = fork();
  if (forked == 0) {
    alarm(SECONDS / 4);
    _exit(alone());
  }
  return told_of_fork(forked);
}
static volatile int over;
static void *calls_on(void *given) {
  double result[2] = {0, 0};
  struct operand *own = given;
  while (!over) {
    for (size_t i = 0; i < operand_count; ++i) reset(&own[i]);
    make_call(own, result);
  }
  return NULL;
}
static void *forks(void *unused) {
  (void)unused;
  return (void *)(intptr_t)in_fork();
}
static int with_forks(void) {
  if (FORKS == FORK_BEFORE) return in_fork();
  const int wrong_already = alone();
  if (wrong_already) return wrong_already;
  if (FORKS == FORK_CHILD) {
    const int wrong_in_child = in_fork();
    return wrong_in_child ? wrong_in_child : alone();
  }
  int found = 0;
  pthread_t other[2];
  if (FORKS == FORK_TWO) {
    void *ends[2] = {NULL, NULL};
    for (int i = 0; i < 2; ++i)
      if (pthread_create(&other[i], NULL, forks, NULL) != 0) _exit(2);
    for (int i = 0; i < 2; ++i) pthread_join(other[i], &ends[i]);
    return (int)(intptr_t)(ends[0] != NULL ? ends[0] : ends[1]);
  }
  struct operand *own = calloc(operand_count, sizeof *own);
  if (own == NULL) return 2;
  memcpy(own, operands, operand_count * sizeof *own);
  for (size_t i = 0; i < operand_count; ++i) own[i].start = NULL;
  if (pthread_create(&other[0], NULL, calls_on, own) != 0) return 2;
  for (int i = 0; i < 20 && found == 0; ++i) found = in_fork();
  over = 1;
  pthread_join(other[0], NULL);
  return found;
}
#endif

#if GROWTH
static int grows(void); /* below */
#endif

static int test(void) {
  set_up();
  ask();
#if GROWTH
  return grows();
#elif CALLERS > 1
  return concurrently();
#elif FORKS
  return with_forks();
#else
  return alone();
#endif
}

static void *on_own_stack(void *unused) {
  (void)unused;
  return (void *)(intptr_t)test();
}

static int child(const char *library) {
#ifndef LINKED
  static const char *const first[] = {FIRST_TO_LOAD NULL};
  for (const char *const *name = first; *name != NULL; ++name) { /* beside the library, where a bare load may not find them */
    char path[4096];
    const char *slash = strrchr(library, '/');
    snprintf(path, sizeof path, "%.*s%s", slash == NULL ? 0 : (int)(slash + 1 - library), library, *name);
    dlopen(path, RTLD_NOW | RTLD_LOCAL);
  }
  handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
#else
  (void)library;
#endif
  /* 8 MB of stack, as a main thread usually has, and 64 MB that can't be touched below it. */
  const size_t guard = (size_t)64 << 20, bytes = (size_t)8 << 20;
  char *stack = mmap(NULL, guard + bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  pthread_attr_t attributes;
  pthread_t thread;
  void *result = NULL;
  if (stack == MAP_FAILED || mprotect(stack + guard, bytes, PROT_READ | PROT_WRITE) != 0) return 2;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack + guard, bytes);
  for (size_t i = 0; i < bytes; ++i) stack[guard + i] = (char)0xa5;
  if (pthread_create(&thread, &attributes, on_own_stack, NULL) != 0 || pthread_join(thread, &result) != 0) return 2;
#if MOST_STACK
  size_t unused = 0;
  while (unused < bytes && stack[guard + unused] == (char)0xa5) ++unused;
  if (bytes - unused > MOST_STACK) {
    printf("got %zu bytes of the caller's stack used, expected at most %d\n", bytes - unused, MOST_STACK);
    return 1;
  }
#endif
  return (int)(intptr_t)result;
}

static pid_t tested;
static void time_is_up(int unused) {
  (void)unused;
  kill(tested, SIGKILL);
}

int main(int argc, char **argv) {
  /* So many threads, by the variables that libraries read when they are loaded. */
  static const char *const variables[] = {THREADS_VARIABLES};
  if (getenv("REPRODUCER_STARTED") == NULL) {
    setenv("REPRODUCER_STARTED", "1", 1);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; ++i) setenv(variables[i], THREADS, 0);
#ifdef KERNEL_SWITCH
    setenv(KERNEL_SWITCH, KERNEL, 0); /* the kernel that it is to choose; the environment may name another */
#endif
    execv("/proc/self/exe", argv);
  }
  finished = mmap(NULL, sizeof *finished, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  setvbuf(stdout, NULL, _IONBF, 0);
  tested = fork();
  if (tested == 0) {
    const int found = child(argc > 1 ? argv[1] : LIBRARY);
    *finished = 1;
    _exit(found);
  }
  signal(SIGALRM, time_is_up);
  alarm(SECONDS);
  int status = 0;
  const char *expected = "expected the call to return";
  if (tested < 0 || waitpid(tested, &status, 0) < 0) return 2;
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) printf("got no answer in %d seconds; %s\n", SECONDS, expected);
  else if (WIFSIGNALED(status)) printf("got killed by signal %d (%s); %s\n", WTERMSIG(status), strsignal(WTERMSIG(status)), expected);
  else if (!*finished && WEXITSTATUS(status) != 2) printf("got the process ended with code %d; %s\n", WEXITSTATUS(status), expected);
  else {
    if (WEXITSTATUS(status) == 0) printf("as expected\n");
    return WEXITSTATUS(status);
  }
  return 1;
}
)c";
}

}  // namespace fairplay::auditor::behaviour::reproducer
