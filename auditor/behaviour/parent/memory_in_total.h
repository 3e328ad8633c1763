#pragma once

#include <sys/types.h>

#include <cstdint>

namespace fairplay::auditor::behaviour {

/// Whether a process and what it started have more than `most` bytes in memory together; what they share counts once.
/// Looks at the processes that main threads started: cheap enough to be asked many times a second.
bool takes_more_than(pid_t process, std::uint64_t most);

}  // namespace fairplay::auditor::behaviour
