#include "auditor/behaviour/child/watchdog.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "auditor/behaviour/child/clocks.h"
#include "auditor/behaviour/protocol/start.h"

namespace fairplay::auditor::behaviour {
namespace {

constexpr long tick_nanoseconds = 20'000'000;
/// Of a processor: what the threads of a library that waits may wake up for. Looking on itself isn't counted.
constexpr double idle_share = 0.002;
/// What a tick may count for: a machine that stood still, or was too busy to look on, isn't a library that waits.
constexpr double longest_tick = 0.1;

}  // namespace

Watchdog::Watchdog(Blackboard& board) : board_(board), thread_([this] { look_on(); }) {}

Watchdog::~Watchdog() {
  over_ = true;
  thread_.join();
}

void Watchdog::watch(const StepLimits& limits) {
  rest();
  cpu_limit_ = limits.cpu_seconds;
  wall_limit_ = limits.wall_seconds;
  idle_limit_ = limits.idle_seconds;
  cpu_start_ = seconds(CLOCK_PROCESS_CPUTIME_ID);
  wall_start_ = seconds(CLOCK_MONOTONIC);
  ++watched_;
}

void Watchdog::rest() { watched_ += watched_ & 1; }

void Watchdog::look_on() {
  unsigned last = 0;
  double idle = 0, others_when_idle = 0, seen = 0;  // how long it has computed nothing, and since when
  while (!over_) {
    const timespec tick{.tv_sec = 0, .tv_nsec = tick_nanoseconds};
    clock_nanosleep(CLOCK_MONOTONIC, 0, &tick, nullptr);
    const unsigned watched = watched_;
    if ((watched & 1) == 0) continue;
    const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), wall = seconds(CLOCK_MONOTONIC);
    const double others = cpu - seconds(CLOCK_THREAD_CPUTIME_ID);
    if (watched != last || others - others_when_idle > idle_share * idle + 1e-3) {
      last = watched;
      idle = 0;
      others_when_idle = others;
    } else {
      idle += std::min(wall - seen, longest_tick);
    }
    seen = wall;
    const double cpu_limit = cpu_limit_, wall_limit = wall_limit_, idle_limit = idle_limit_, cpu_start = cpu_start_,
                 wall_start = wall_start_;
    const bool by_cpu = cpu - cpu_start > cpu_limit;
    if (!by_cpu && wall - wall_start <= wall_limit && idle <= idle_limit) continue;
    if (watched_ != watched) continue;  // it ended meanwhile
    board_.hang({.cpu = by_cpu, .seconds = by_cpu ? cpu_limit : wall - wall_start});
    _exit(watchdog_exit_code);
  }
}

}  // namespace fairplay::auditor::behaviour
