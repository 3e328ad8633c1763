#include "auditor/behaviour/child/clocks.h"

namespace fairplay::auditor::behaviour {

double seconds(clockid_t clock) {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) return 0;
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void pause_for(double seconds) {
  const auto whole = static_cast<time_t>(seconds);
  const timespec length{.tv_sec = whole, .tv_nsec = static_cast<long>((seconds - static_cast<double>(whole)) * 1e9)};
  clock_nanosleep(CLOCK_MONOTONIC, 0, &length, nullptr);
}

Patience::Patience(std::optional<clockid_t> clock, double limit)
    : clock_(clock),
      limit_(limit),
      cpu_at_first_(cpu()),
      cpu_then_(cpu_at_first_),
      idle_since_(seconds(CLOCK_MONOTONIC)) {}

bool Patience::spent() {
  constexpr double least_work = 1e-3;
  const double now = seconds(CLOCK_MONOTONIC), used = cpu();
  if (used > cpu_then_ + least_work) cpu_then_ = used, idle_since_ = now;
  return used - cpu_at_first_ > limit_ || now - idle_since_ > limit_;
}

}  // namespace fairplay::auditor::behaviour
