#include "auditor/behaviour/child/child_side.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <stdexcept>

#include "auditor/behaviour/child/guarded_stack.h"
#include "auditor/behaviour/protocol/start.h"
#include "signatures/artifact/file_descriptor.h"

namespace fairplay::auditor::behaviour {
namespace {

constexpr std::size_t most_job_bytes = std::size_t{1} << 20;
constexpr rlim_t most_file_bytes = rlim_t{64} << 20;

// What the handler reads: it may neither allocate nor lock.
Blackboard* board_in_use = nullptr;
ChildSide::Locate locate_in_use = nullptr;

void on_fault(int signal, siginfo_t* info, void*) {
  const void* address = info->si_addr;
  std::int64_t byte = 0;
  const char* where = GuardedStack::overflowed(address) ? stack_overflow : nullptr;
  if (where == nullptr && locate_in_use != nullptr) where = locate_in_use(address, byte);
  board_in_use->fault(signal, reinterpret_cast<std::uintptr_t>(address), where != nullptr ? where : "", byte);
  // The default action follows when the instruction is tried again.
  struct sigaction plain {};
  plain.sa_handler = SIG_DFL;
  sigaction(signal, &plain, nullptr);
  if (info->si_code <= 0) raise(signal);
}

void use_own_signal_stack() {
  constexpr std::size_t bytes = std::size_t{64} << 10;
  stack_t stack{};
  stack.ss_sp = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  stack.ss_size = bytes;
  if (stack.ss_sp != MAP_FAILED) sigaltstack(&stack, nullptr);
}

void limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both{.rlim_cur = value, .rlim_max = value};
  setrlimit(resource, &both);
}

/// Where memory runs out, the kernel ends this process and what it starts, and not another program (proc(5),
/// oom_score_adj).
void be_the_first_to_go() {
  const signatures::artifact::FileDescriptor score(open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  if (score) signatures::artifact::write_all(score.get(), "1000");
}

std::string read_input() {
  std::string text;
  char block[4096];
  while (text.size() <= most_job_bytes) {
    const ssize_t size = read(STDIN_FILENO, block, sizeof block);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(block, static_cast<std::size_t>(size));
  }
  throw std::runtime_error("the job is too large");
}

}  // namespace

ChildSide::ChildSide() : board_(Blackboard::of(blackboard_descriptor)) {
  if (board_ == nullptr) throw std::runtime_error("this is a part of `fairplay probe`, not a command to call");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, most_file_bytes);
  signal(SIGXFSZ, SIG_IGN);
  be_the_first_to_go();
  board_in_use = board_.get();
  use_own_signal_stack();
  struct sigaction action {};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE}) sigaction(fault, &action, nullptr);
  job_ = nlohmann::json::parse(read_input());
  // A parent that ended before the request above has left us to somebody else.
  if (const pid_t parent = getppid(); job_.value("parent", parent) != parent)
    throw std::runtime_error("the one who asked is gone");
  watchdog_ = std::make_unique<Watchdog>(*board_);
}

ChildSide::~ChildSide() { board_in_use = nullptr; }

void ChildSide::send(const nlohmann::json& message) {
  signatures::artifact::write_all(messages_descriptor,
                                  message.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + "\n");
}

void ChildSide::locate_with(Locate locate) { locate_in_use = locate; }

}  // namespace fairplay::auditor::behaviour
