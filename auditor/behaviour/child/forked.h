#pragma once

#include <functional>
#include <string>

namespace fairplay::auditor::behaviour {

/// How a process that forked off this one ended.
struct ForkEnd {
  enum class How : unsigned char { answered, killed, hung, not_started } how = How::not_started;
  int code = 0;  ///< its answer, or the signal
};

/// Forks and runs `body` there; its value (0 ... 255) is the answer. The process is killed when it has computed for
/// `seconds`, or has waited as long without computing, and dies with its parent. It has this thread alone, and the
/// memory as it is.
ForkEnd in_fork(const std::function<int()>& body, double seconds);

}  // namespace fairplay::auditor::behaviour
