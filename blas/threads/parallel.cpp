#include "blas/threads/parallel.h"

#include <fenv.h>
#include <pthread.h>
#include <signal.h>

namespace fairplay::blas::detail {
namespace {

struct Worker {
  pthread_t thread;
  bool started;
  int part;
  int raised;  // floating-point exceptions
  const fenv_t* environment;
  void (*run)(void*, int);
  void* work;
};

void* start(void* argument) {
  Worker& worker = *static_cast<Worker*>(argument);
  ::fesetenv(worker.environment);
  ::feclearexcept(FE_ALL_EXCEPT);
  worker.run(worker.work, worker.part);
  worker.raised = ::fetestexcept(FE_ALL_EXCEPT);
  return nullptr;
}

constexpr int workers_at_once = 64;  // their descriptions live on the caller's stack: 4 KB
constexpr std::size_t stack_bytes =
    std::size_t{1} << 20;  // routines use 32 KB; the rest is for the thread-local data of the program's libraries

void run_some(int first, int count, void (*run)(void*, int), void* work) {
  Worker workers[workers_at_once];
  fenv_t environment;
  ::fegetenv(&environment);
  pthread_attr_t attributes;
  bool can_start = ::pthread_attr_init(&attributes) == 0;
  if (can_start) ::pthread_attr_setstacksize(&attributes, stack_bytes);
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // inherited: a program's handlers never run on our threads
  for (int i = 0; i + 1 < count; ++i) {
    workers[i] = {.thread = {},
                  .started = false,
                  .part = first + i,
                  .raised = 0,
                  .environment = &environment,
                  .run = run,
                  .work = work};
    workers[i].started = can_start && ::pthread_create(&workers[i].thread, &attributes, &start, &workers[i]) == 0;
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (can_start) ::pthread_attr_destroy(&attributes);
  run(work, first + count - 1);
  int raised = 0;
  for (int i = 0; i + 1 < count; ++i) {
    if (workers[i].started) {
      ::pthread_join(workers[i].thread, nullptr);
      raised |= workers[i].raised;
    } else {
      run(work, workers[i].part);
    }
  }
  if (raised != 0) ::feraiseexcept(raised);
}

}  // namespace

void run_parts(int parts, void (*run)(void* work, int part), void* work) {
  for (int first = 0; first < parts; first += workers_at_once)
    run_some(first, parts - first < workers_at_once ? parts - first : workers_at_once, run, work);
}

}  // namespace fairplay::blas::detail
