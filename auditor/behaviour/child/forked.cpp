#include "auditor/behaviour/child/forked.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "auditor/behaviour/child/clocks.h"

namespace fairplay::auditor::behaviour {

ForkEnd in_fork(const std::function<int()>& body, double limit) {
  const pid_t self = getpid(), process = fork();
  if (process < 0) return {};
  if (process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != self) _exit(1);  // it ended before
    // A crash here is this process's alone: the parent's handlers would put it on the parent's blackboard.
    for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) signal(fault, SIG_DFL);
    _exit(body());
  }
  clockid_t clock{};
  const bool has_clock = clock_getcpuclockid(process, &clock) == 0;
  Patience patience(has_clock ? std::optional(clock) : std::nullopt, limit);
  for (;;) {
    int status = 0;
    const pid_t ended = waitpid(process, &status, WNOHANG);
    if (ended == process)
      return WIFEXITED(status) ? ForkEnd{ForkEnd::How::answered, WEXITSTATUS(status)}
                               : ForkEnd{ForkEnd::How::killed, WTERMSIG(status)};
    if (ended < 0 && errno != EINTR) return {};
    if (patience.spent()) {
      kill(process, SIGKILL);
      while (waitpid(process, &status, 0) < 0 && errno == EINTR) {}
      return {ForkEnd::How::hung, 0};
    }
    pause_for(1e-3);
  }
}

}  // namespace fairplay::auditor::behaviour
