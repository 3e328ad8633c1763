// How much of its caller's stack a LAPACK factorisation takes: it runs in a thread whose stack was painted before.

#define _GNU_SOURCE
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

enum { paint = 0xA5, size = 64 << 20 };

struct call {
  void (*routine)();
  void* arguments[6];
};

static void* run(void* given) {
  struct call* call = given;
  void** a = call->arguments;
  call->routine(a[0], a[1], a[2], a[3], a[4], a[5]);
  return NULL;
}

static void nothing() {}

static long painted_use(void (*routine)(), void** arguments) {
  unsigned char* stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return -1;
  for (size_t i = 0; i < size; ++i) stack[i] = paint;
  struct call call = {routine, {arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]}};
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack, size);
  const int started = pthread_create(&thread, &attributes, run, &call);
  if (started == 0) pthread_join(thread, NULL);
  size_t untouched = 0;
  while (untouched < size && stack[untouched] == paint) ++untouched;
  munmap(stack, size);
  return started == 0 ? (long)(size - untouched) : -1;
}

// Bytes of stack that routine(arguments[0], ... [5]) wrote, without what the thread itself takes; -1 where no thread can be had. Of a second call: the binding of symbols, in the first, isn't
// the routine's.
__attribute__((visibility("default"))) long stack_use(void (*routine)(), void** arguments) {
  painted_use(routine, arguments);
  const long used = painted_use(routine, arguments), empty = painted_use(nothing, arguments);
  return used < 0 || empty < 0 ? -1 : used - empty;
}
