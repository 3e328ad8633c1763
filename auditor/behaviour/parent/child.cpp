// The child gets files in memory for everything it says: no pipe can fill up and stop it, and what it wrote before a
// crash is there.
#include "auditor/behaviour/parent/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <thread>

#include "auditor/behaviour/parent/memory_in_total.h"
#include "auditor/behaviour/protocol/own_children.h"
#include "auditor/behaviour/protocol/signal_name.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::auditor::behaviour {
namespace {

constexpr std::size_t most_messages = std::size_t{16} << 20;
constexpr std::size_t most_output = std::size_t{64} << 10;

using signatures::artifact::FileDescriptor;

std::string read_back(int descriptor, std::size_t limit) {
  std::string text;
  char block[65536];
  for (off_t offset = 0; text.size() < limit;) {
    const ssize_t size = pread(descriptor, block, std::min(sizeof block, limit - text.size()), offset);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    text.append(block, static_cast<std::size_t>(size));
    offset += size;
  }
  return text;
}

using Clock = std::chrono::steady_clock;

enum class Outcome : std::uint8_t { ended, late, too_large };

/// Waits for the process's end, with its limits; its status isn't taken yet.
Outcome wait_for_end(pid_t child, Clock::time_point deadline, std::uint64_t most_bytes) {
  // By number: the C library has a function for it since 2.36 only.
  const FileDescriptor process(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  // Memory has no alarm clock. So often, no library takes more than some 100 MB between two looks.
  constexpr std::int64_t between_looks = 20;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Outcome::late;
    if (process) {
      pollfd wanted{.fd = process.get(), .events = POLLIN, .revents = 0};
      const int ready = poll(&wanted, 1, static_cast<int>(std::min<std::int64_t>(left, between_looks)));
      if (ready > 0) return Outcome::ended;
      if (ready < 0 && errno != EINTR) return Outcome::late;
    } else {  // a kernel before 5.3
      siginfo_t info{};
      if (waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == child)
        return Outcome::ended;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    // Nobody but the child itself stops it, and nobody would continue it.
    siginfo_t stopped{};
    if (waitid(P_PID, static_cast<id_t>(child), &stopped, WSTOPPED | WNOHANG | WNOWAIT) == 0 && stopped.si_pid == child)
      return Outcome::late;
    if (takes_more_than(child, most_bytes)) return Outcome::too_large;
  }
}

/// A variable by which a process is known to come from this child, of the same length in every run: what is on its
/// stack has the same addresses then.
std::string new_mark() {
  static std::atomic<unsigned> number = 0;
  return fmt::format("FAIRPLAY_CHILD={:08x}{:08x}", getpid(), ++number);
}

/// Gives what this thread starts the same addresses in every run, if the system allows it: kernels depend on
/// alignments, and the address shows what they read beside their operands.
class SameAddresses {
 public:
  SameAddresses() : before_(personality(ask)) {
    if (before_ != -1) personality(static_cast<unsigned long>(before_) | ADDR_NO_RANDOMIZE);
  }
  ~SameAddresses() {
    if (before_ != -1) personality(static_cast<unsigned long>(before_));
  }
  SameAddresses(const SameAddresses&) = delete;
  SameAddresses& operator=(const SameAddresses&) = delete;

 private:
  static constexpr unsigned long ask = 0xffffffff;
  int before_;
};

}  // namespace

ChildEnd run_child(const ChildRequest& request) {
  ChildEnd end;
  auto in_memory = [](const char* label) { return memfd_create(label, MFD_CLOEXEC); };
  const FileDescriptor input(in_memory("fairplay-input")), messages(in_memory("fairplay-messages")),
      output(in_memory("fairplay-output")), errors(in_memory("fairplay-errors"));
  const std::unique_ptr<Blackboard> board = Blackboard::make();
  if (!input || !messages || !output || !errors || board == nullptr ||
      !signatures::artifact::write_all(input.get(), request.input) || lseek(input.get(), 0, SEEK_SET) != 0) {
    end.code = errno;
    return end;
  }

  std::vector<char*> arguments{const_cast<char*>(request.program.c_str())};
  for (const std::string& argument : request.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  std::vector<std::string> settings;
  for (const auto& [variable, value] : request.environment) settings.push_back(variable + "=" + value);
  const std::string mark = new_mark();
  settings.push_back(mark);
  std::vector<char*> environment;
  for (const std::string& setting : settings) environment.push_back(const_cast<char*>(setting.c_str()));
  environment.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const std::pair<int, int> places[] = {{input.get(), 0},
                                        {output.get(), 1},
                                        {errors.get(), 2},
                                        {messages.get(), messages_descriptor},
                                        {board->descriptor(), blackboard_descriptor}};
  // First out of the way of one another, then to their places; the copies close at exec.
  std::vector<FileDescriptor> copies;
  for (const auto& [from, to] : places) {
    copies.emplace_back(fcntl(from, F_DUPFD_CLOEXEC, 64));
    posix_spawn_file_actions_adddup2(&actions, copies.back().get(), to);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  const auto start = Clock::now();
  int failure = 0;
  const pid_t child = start_own_child([&] {
    const SameAddresses same;
    pid_t started = 0;
    failure =
        posix_spawn(&started, request.program.c_str(), &actions, &attributes, arguments.data(), environment.data());
    return failure == 0 ? started : 0;
  });
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) {
    end.code = failure;
    return end;
  }
  const Outcome outcome =
      wait_for_end(child, start + std::chrono::milliseconds(std::llround(request.seconds * 1000)), request.most_bytes);
  // What it started goes with it, whichever way it ended. The group's number can't be another's yet: its leader's
  // status isn't taken.
  kill(-child, SIGKILL);
  kill(child, SIGKILL);
  int status = 0;
  rusage usage{};
  end_of_own_child(child, status, &usage);
  // Those that left its group have become this process's children by now.
  end.left_a_process = end_orphans(mark);
  end.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  end.peak_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  end.hang = board->hang();
  if (outcome == Outcome::too_large) {
    end.how = ChildEnd::How::took_too_much;
    end.limit_bytes = request.most_bytes;
  } else if (outcome == Outcome::late || (end.hang && WIFEXITED(status) && WEXITSTATUS(status) == watchdog_exit_code)) {
    end.how = ChildEnd::How::hung;
  } else if (WIFEXITED(status)) {
    end.how = ChildEnd::How::exited;
    end.code = WEXITSTATUS(status);
  } else {
    end.how = ChildEnd::How::killed;
    end.code = WTERMSIG(status);
  }
  end.fault = board->fault();
  end.doing = board->doing();
  end.step = board->step();
  end.calls = board->calls();
  end.messages = read_back(messages.get(), most_messages);
  end.output = read_back(output.get(), most_output);
  end.errors = read_back(errors.get(), most_output);
  return end;
}

/// A step's time, in words that are the same in every run.
static std::string whole_seconds(double seconds) {
  return seconds < 1 ? fmt::format("{:.1g}", seconds) : fmt::format("{:.0f}", seconds);
}

std::string describe(const ChildEnd& end) {
  switch (end.how) {
    case ChildEnd::How::exited: return fmt::format("exited with code {}", end.code);
    case ChildEnd::How::hung:
      return end.hang ? fmt::format("no answer in {} seconds{}", whole_seconds(end.hang->seconds),
                                    end.hang->cpu ? " of CPU time" : "")
                      : fmt::format("no answer in {:.0f} seconds", end.seconds);
    case ChildEnd::How::not_started:
      return fmt::format("could not be started: {}", signatures::artifact::error_text(end.code));
    case ChildEnd::How::took_too_much:
      return fmt::format("it took more than {:.2g} GB of memory", static_cast<double>(end.limit_bytes) / (1U << 30));
    case ChildEnd::How::killed: break;
  }
  std::string text = fmt::format("killed by {}", signal_name(end.code));
  if (end.fault && end.fault->signal == end.code && end.code != SIGABRT) {
    // An operand's address is another in every run.
    if (end.fault->where.empty())
      text += fmt::format(" at {:#x}", end.fault->address);
    else if (end.fault->where == stack_overflow)
      text += fmt::format(", {}", stack_overflow);
    else
      text += fmt::format(" at byte {}, {}", end.fault->byte, end.fault->where);
  }
  return text;
}

}  // namespace fairplay::auditor::behaviour
