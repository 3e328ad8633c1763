#include "auditor/behaviour/reproducer/growth.h"

namespace fairplay::auditor::behaviour::reproducer {

std::string_view growth_functions() {
  return R"c(
#include <malloc.h>

/* Bytes in use: what malloc has given out, and what is resident. Either shows leaks that the other hides. */
static void measure(double in_use[2]) {
  const struct mallinfo2 info = mallinfo2();
  unsigned long size = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%lu %lu", &size, &resident) != 2) _exit(2);
  fclose(file);
  in_use[0] = (double)info.uordblks + (double)info.hblkhd;
  in_use[1] = (double)resident * (double)sysconf(_SC_PAGESIZE);
}
static void *call_once(void *unused) {
  double result[2] = {0, 0};
  for (size_t i = 0; i < operand_count; ++i) reset(&operands[i]);
  make_call(operands, result);
  return unused;
}
static void repeat(void) {
  for (int i = 0; i < ROUNDS; ++i) {
    pthread_t thread;
    if (GROWTH == 1) call_once(NULL);
    else if (pthread_create(&thread, NULL, call_once, NULL) != 0 || pthread_join(thread, NULL) != 0) _exit(2);
  }
}
/* The least of three rounds, since caches fill but once. */
static int grows(void) {
  double least = 1e300, before[2], after[2];
  repeat();
  for (int round = 0; round < 3; ++round) {
    measure(before);
    repeat();
    measure(after);
    least = fmin(least, fmax(after[0] - before[0], after[1] - before[1]) / ROUNDS);
  }
  if (least < 64) return 0;
  printf("got %.0f bytes more in use after every %s, expected no more than before\n", least, GROWTH == 1 ? "call" : "thread that calls and ends");
  return 1;
}
)c";
}

}  // namespace fairplay::auditor::behaviour::reproducer
