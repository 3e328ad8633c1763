#include "auditor/behaviour/parent/memory_in_total.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

namespace fairplay::auditor::behaviour {
namespace {

constexpr std::size_t most_processes = 64;

std::uint64_t resident_bytes(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/statm", process));
  std::uint64_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

/// Pages that several processes share count for each of them by its share (proc(5), Pss).
std::uint64_t proportional_bytes(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/smaps_rollup", process));
  for (std::string word; file >> word;)
    if (std::uint64_t kilobytes = 0; word == "Pss:" && file >> kilobytes) return kilobytes * 1024;
  return 0;
}

}  // namespace

bool takes_more_than(pid_t process, std::uint64_t most) {
  std::vector<pid_t> all{process};
  std::uint64_t resident = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    resident += resident_bytes(all[i]);
    std::ifstream children(fmt::format("/proc/{}/task/{}/children", all[i], all[i]));
    for (pid_t child = 0; all.size() < most_processes && children >> child;) all.push_back(child);
  }
  if (resident <= most) return false;
  if (all.size() == 1) return true;
  std::uint64_t proportional = 0;
  for (const pid_t each : all) proportional += proportional_bytes(each);
  return proportional > most;
}

}  // namespace fairplay::auditor::behaviour
