#pragma once

#include <time.h>

#include <optional>

namespace fairplay::auditor::behaviour {

/// Seconds that a clock shows; 0 where it can't be read (that of a process that has ended). Async-signal-safe.
double seconds(clockid_t clock);

/// Sleeps for so many seconds, or until a signal comes.
void pause_for(double seconds);

/// With a process or thread that is waited for: the time that it computes counts, and the time that it stands still;
/// not that it is in line for a processor.
class Patience {
 public:
  /// `clock`: its CPU clock; nullopt: it has none that can be read, and every moment counts.
  Patience(std::optional<clockid_t> clock, double limit);
  /// Whether it has computed for more than `limit` seconds since the beginning, or has stood still for as long.
  bool spent();

 private:
  double cpu() const { return clock_ ? seconds(*clock_) : 0; }

  std::optional<clockid_t> clock_;
  double limit_, cpu_at_first_, cpu_then_, idle_since_;
};

}  // namespace fairplay::auditor::behaviour
