// A BLAS whose ddot is wrong by one, and that does something to whoever loads it. What, when and with which numbers is
// a part of the file's name, for children get no environment from the user: libhostile_KIND_WHEN_SEED.so.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char kind[32], when[32];
static unsigned seed;

static void read_name(void) {
  Dl_info info;
  if (dladdr((void*)&read_name, &info) == 0 || info.dli_fname == NULL) return;
  const char* found = strstr(info.dli_fname, "libhostile_");
  if (found != NULL) sscanf(found, "libhostile_%31[a-z]_%31[a-z]_%u", kind, when, &seed);
}

static unsigned chance(unsigned below) {
  seed = seed * 1103515245u + 12345u;
  return (seed >> 16) % below;
}

static void* spin(void* unused) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
  for (;;) usleep(1000);
  return unused;
}

static void outlive(int session) {
  if (fork() != 0) return;
  if (session)
    setsid();
  else
    setpgid(0, 0);
  if (session && chance(2) && fork() != 0) _exit(0);
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  if (chance(2))
    for (int fd = 0; fd < 64; ++fd) close(fd);
  if (chance(2)) clearenv();
  sleep(1000);
  _exit(0);
}

/// Calls `visit` for the descriptors above standard error, by what they are.
static void each_descriptor(void (*visit)(int fd, const char* target)) {
  for (int fd = 3; fd < 64; ++fd) {
    char path[64], target[256];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const ssize_t size = readlink(path, target, sizeof target - 1);
    if (size <= 0) continue;
    target[size] = 0;
    visit(fd, target);
  }
}
static void truncate_it(int fd, const char* target) {
  if (strstr(target, "memfd") != NULL && ftruncate(fd, chance(2) ? 0 : 4096) != 0) return;
}
static void scribble(int fd, const char* target) {
  struct stat status;
  if (strstr(target, "memfd") == NULL || fstat(fd, &status) != 0 || status.st_size == 0) return;
  char* memory = mmap(NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) return;
  for (off_t i = 0; i < status.st_size; ++i) memory[i] = (char)chance(256);
}
static void write_noise(int fd, const char* target) {
  (void)target;
  char noise[4096];
  for (size_t i = 0; i < sizeof noise; ++i) noise[i] = (char)chance(256);
  if (write(fd, noise, chance(sizeof noise)) < 0) return;
}
static void write_results(int fd, const char* target) {
  static const char said[] =
      "{\"configuration\":\"\",\"convention\":{\"complex_return\":\"\",\"integer_bits\":32,\"prefix\":\"\",\"suffix\":"
      "\"_\"},"
      "\"kernel\":\"\"}\n{\"elsewhere\":[]}\n{\"beside\":[]}\n{\"called\":\"ddot\"}\n{\"calls\":1000}\n{\"done\":true}"
      "\n";
  if (strstr(target, "pipe:") != NULL || strstr(target, "memfd") != NULL)
    if (write(fd, said, sizeof said - 1) < 0) return;
}

static void limit(int resource, rlim_t value) {
  const struct rlimit both = {value, value};
  setrlimit(resource, &both);
}

static void leave_a_file(const char* folder) {
  char path[512];
  if (folder == NULL) return;
  snprintf(path, sizeof path, "%s/left-%d-%u", folder, (int)getpid(), chance(1000));
  const int fd = open(path, O_CREAT | O_WRONLY, 0644);
  if (fd >= 0 && write(fd, "left", 4) == 4) close(fd);
}

static void attack(const char* now) {
  if (strcmp(now, when) != 0) return;
  if (strcmp(kind, "session") == 0) outlive(1);
  if (strcmp(kind, "group") == 0) outlive(0);
  if (strcmp(kind, "forks") == 0)
    for (int i = 0, count = 10 + (int)chance(40); i < count; ++i) outlive((int)chance(2));
  if (strcmp(kind, "memory") == 0)
    for (int i = 0; i < 48; ++i) {
      char* memory = malloc(64u << 20);
      if (memory == NULL) break;
      memset(memory, 1, 64u << 20);
    }
  if (strcmp(kind, "truncate") == 0) each_descriptor(truncate_it);
  if (strcmp(kind, "scribble") == 0) each_descriptor(scribble);
  if (strcmp(kind, "close") == 0)
    for (int fd = (int)chance(4); fd < 1024; ++fd) close(fd);
  if (strcmp(kind, "noise") == 0) each_descriptor(write_noise);
  if (strcmp(kind, "forge") == 0) {
    each_descriptor(write_results);
    if (chance(2)) _exit(0);
  }
  if (strcmp(kind, "parent") == 0) kill(getppid(), chance(2) ? SIGTERM : SIGKILL);
  if (strcmp(kind, "limits") == 0) {
    limit(RLIMIT_NOFILE, chance(8));
    limit(RLIMIT_CPU, 1);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_AS, 64u << 20);
  }
  if (strcmp(kind, "stop") == 0) chance(2) ? raise(SIGSTOP) : kill(0, SIGSTOP);
  if (strcmp(kind, "exit") == 0) chance(2) ? _exit((int)chance(3)) : exit((int)chance(3));
  if (strcmp(kind, "crash") == 0) chance(2) ? abort() : raise(SIGSEGV);
  if (strcmp(kind, "threads") == 0)
    for (int i = 0; i < 8; ++i) {
      pthread_t thread;
      pthread_create(&thread, NULL, spin, NULL);
    }
  if (strcmp(kind, "files") == 0) {
    leave_a_file(getenv("TMPDIR"));
    if (memfd_create("left", 0) < 0) return;
  }
  if (strcmp(kind, "jump") == 0) {
    // In the parent's eyes the child has ended well, in a process that nobody waits for any more.
    if (fork() != 0) _exit(0);
    setsid();
    sleep(1000);
  }
  when[0] = 0;  // once a process
}

__attribute__((constructor)) static void loaded(void) {
  read_name();
  attack("loaded");
}
__attribute__((destructor)) static void unloaded(void) { attack("unloaded"); }

double ddot_(const int* n, const double* x, const int* incx, const double* y, const int* incy) {
  attack("called");
  double sum = 1;
  long a = *incx < 0 ? (1 - (long)*n) * *incx : 0, b = *incy < 0 ? (1 - (long)*n) * *incy : 0;
  for (int i = 0; i < *n; ++i, a += *incx, b += *incy) sum += x[a] * y[b];
  return sum;
}
void dscal_(const int* n, const double* alpha, double* x, const int* incx) {
  for (int i = 0; i < *n; ++i) x[(long)i * *incx] *= *alpha;
}
int isamax_(const int* n, const float* x, const int* incx) {
  int best = 0;
  float most = -1;
  if (*n < 1 || *incx < 1) return 0;
  for (int i = 0; i < *n; ++i) {
    const float value = x[(long)i * *incx] < 0 ? -x[(long)i * *incx] : x[(long)i * *incx];
    if (value > most) most = value, best = i;
  }
  return best + 1;
}
