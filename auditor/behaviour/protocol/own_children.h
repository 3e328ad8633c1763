#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <functional>
#include <string>

/// Processes that a subject leaves behind. A child that is killed takes its process group with it, but whoever called
/// setsid() or setpgid() isn't in it any more. This process is therefore the one that the kernel gives orphans to
/// (prctl(2), PR_SET_CHILD_SUBREAPER): every direct child that it didn't start itself is such an orphan.
namespace fairplay::auditor::behaviour {

/// Starts a child by `start`, which returns its number or what is below 1, and remembers it. Orphans go to this process
/// from the first call on. May be called from several threads.
pid_t start_own_child(const std::function<pid_t()>& start);

/// Takes the status of a child that start_own_child() started, as wait4(2) does, and forgets it. `usage` may be null.
pid_t end_of_own_child(pid_t child, int& status, rusage* usage = nullptr);

/// Kills all orphans, and what they start meanwhile, and takes their statuses. True if one of them has `mark` in its
/// environment ("NAME=VALUE", as /proc/PID/environ has it): it then comes from the child that was given that.
bool end_orphans(const std::string& mark = "");

}  // namespace fairplay::auditor::behaviour
