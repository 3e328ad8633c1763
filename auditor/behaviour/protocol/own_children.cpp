#include "auditor/behaviour/protocol/own_children.h"

#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace fairplay::auditor::behaviour {
namespace {

struct OwnChildren {
  std::mutex mutex;
  std::set<pid_t> numbers;
  bool adopts = false;
};
OwnChildren& own_children() {
  static OwnChildren all;
  return all;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The numbers that are names in a folder of proc(5).
std::vector<std::string> numbers_in(const char* path) {
  std::vector<std::string> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(path), closedir);
  while (folder != nullptr) {
    const dirent* entry = readdir(folder.get());
    if (entry == nullptr) break;
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9') numbers.emplace_back(entry->d_name);
  }
  return numbers;
}

/// All direct children. Each thread has a list of its own; a kernel without those lists has every process's parent.
std::vector<pid_t> direct_children() {
  std::vector<pid_t> children;
  static const bool lists = access("/proc/thread-self/children", R_OK) == 0;
  if (lists) {
    for (const std::string& thread : numbers_in("/proc/self/task")) {
      std::ifstream file("/proc/self/task/" + thread + "/children");
      for (pid_t child = 0; file >> child;) children.push_back(child);
    }
    return children;
  }
  for (const std::string& process : numbers_in("/proc")) {
    const std::string stat = content_of("/proc/" + process + "/stat");
    // "123 (name) S 1 ...": the name may hold anything.
    const std::size_t behind_name = stat.rfind(')');
    if (behind_name != std::string::npos && behind_name + 4 < stat.size() &&
        std::atoi(stat.c_str() + behind_name + 4) == getpid())
      children.push_back(std::atoi(process.c_str()));
  }
  return children;
}

bool has_in_environment(pid_t process, const std::string& mark) {
  const std::string all = '\0' + content_of("/proc/" + std::to_string(process) + "/environ") + '\0';
  return all.find('\0' + mark + '\0') != std::string::npos;
}

}  // namespace

pid_t start_own_child(const std::function<pid_t()>& start) {
  OwnChildren& own = own_children();
  const std::lock_guard lock(own.mutex);
  if (!own.adopts) {
    own.adopts = true;
    // What was there before is another part's, and no orphan.
    for (const pid_t child : direct_children()) own.numbers.insert(child);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
  }
  const pid_t child = start();
  if (child > 0) own.numbers.insert(child);
  return child;
}

pid_t end_of_own_child(pid_t child, int& status, rusage* usage) {
  siginfo_t ended{};
  while (waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) != 0 && errno == EINTR) {}
  OwnChildren& own = own_children();
  // At once: a zombie that isn't known would pass for an orphan, and another process may get its number.
  const std::lock_guard lock(own.mutex);
  pid_t taken = 0;
  while ((taken = wait4(child, &status, 0, usage)) < 0 && errno == EINTR) {}
  own.numbers.erase(child);
  return taken;
}

bool end_orphans(const std::string& mark) {
  OwnChildren& own = own_children();
  bool marked = false;
  // Who starts others faster than they are killed is given up in the end.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  for (bool found = true; found && std::chrono::steady_clock::now() < deadline;) {
    found = false;
    // No child of our own starts between the two looks.
    const std::lock_guard lock(own.mutex);
    for (const pid_t child : direct_children()) {
      if (own.numbers.contains(child)) continue;
      found = true;
      if (!mark.empty() && !marked) marked = has_in_environment(child, mark);
      kill(child, SIGKILL);
      waitpid(child, nullptr, WNOHANG);
    }
    if (found) sched_yield();
  }
  return marked;
}

}  // namespace fairplay::auditor::behaviour
