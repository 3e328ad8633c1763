#include "auditor/behaviour/runner/child_side.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <exception>
#include <stdexcept>

#include "auditor/behaviour/runner/child.h"
#include "signatures/artifact/file_descriptor.h"

namespace auditor::behaviour {
namespace {

constexpr std::size_t guard_bytes = std::size_t{64} << 20;
constexpr std::size_t most_job_bytes = std::size_t{1} << 20;
constexpr rlim_t most_file_bytes = rlim_t{64} << 20;

// What the handler reads: it may neither allocate nor lock.
Blackboard* board_in_use = nullptr;
ChildSide::Locate locate_in_use = nullptr;
std::atomic<const char*> guard_of_stack = nullptr;

void on_fault(int signal, siginfo_t* info, void*) {
  const char* address = static_cast<const char*>(info->si_addr);
  const char* where = nullptr;
  const char* guard = guard_of_stack.load();
  if (guard != nullptr && address >= guard && address < guard + guard_bytes) where = "stack overflow";
  if (where == nullptr && locate_in_use != nullptr) where = locate_in_use(address);
  board_in_use->fault(signal, reinterpret_cast<std::uintptr_t>(address), where != nullptr ? where : "");
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
  board_in_use = board_.get();
  use_own_signal_stack();
  struct sigaction action {};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE}) sigaction(fault, &action, nullptr);
  job_ = nlohmann::json::parse(read_input());
  watchdog_ = std::make_unique<Watchdog>(*board_);
}

ChildSide::~ChildSide() { board_in_use = nullptr; }

void ChildSide::tell(const nlohmann::json& message) {
  signatures::artifact::write_all(messages_descriptor, message.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + "\n");
}

void ChildSide::locate_with(Locate locate) { locate_in_use = locate; }

void on_own_stack(std::size_t bytes, const std::function<void()>& body) {
  char* memory = static_cast<char*>(mmap(nullptr, guard_bytes + bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (memory == MAP_FAILED || mprotect(memory + guard_bytes, bytes, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
  guard_of_stack = memory;
  struct Start {
    const std::function<void()>& body;
    std::exception_ptr thrown;
  } start{body, nullptr};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, memory + guard_bytes, bytes);
  pthread_t thread{};
  const int failure = pthread_create(
      &thread, &attributes,
      [](void* given) -> void* {
        use_own_signal_stack();
        auto* own = static_cast<Start*>(given);
        try {
          own->body();
        } catch (...) {
          own->thrown = std::current_exception();
        }
        return nullptr;
      },
      &start);
  pthread_attr_destroy(&attributes);
  if (failure == 0) pthread_join(thread, nullptr);
  guard_of_stack = nullptr;
  munmap(memory, guard_bytes + bytes);
  if (failure != 0) throw std::runtime_error("no thread could be started");
  if (start.thrown) std::rethrow_exception(start.thrown);
}

}  // namespace auditor::behaviour
