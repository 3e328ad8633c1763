#include "auditor/behaviour/child/guarded_stack.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>

#include <atomic>
#include <exception>
#include <new>
#include <stdexcept>

namespace fairplay::auditor::behaviour {
namespace {

constexpr std::size_t guard_bytes = std::size_t{64} << 20;
constexpr std::size_t signal_bytes = std::size_t{64}
                                     << 10;  // above the stack: handlers can't run on the one that overflows

// What the fault handler reads.
std::atomic<const GuardedStack*> innermost = nullptr;

struct Start {
  const std::function<void()>& body;
  stack_t signals;
  std::exception_ptr thrown;
};

void* begin(void* given) {
  auto* start = static_cast<Start*>(given);
  sigaltstack(&start->signals, nullptr);
  try {
    start->body();
  } catch (...) {
    start->thrown = std::current_exception();
  }
  return nullptr;
}

}  // namespace

GuardedStack::GuardedStack(std::size_t bytes) : size_(bytes) {
  const std::size_t whole = guard_bytes + bytes + signal_bytes;
  void* memory = mmap(nullptr, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  stack_ = static_cast<std::byte*>(memory) + guard_bytes;
  if (mprotect(stack_, bytes + signal_bytes, PROT_READ | PROT_WRITE) == 0) return;
  munmap(memory, whole);
  throw std::bad_alloc();
}

GuardedStack::~GuardedStack() { munmap(stack_ - guard_bytes, guard_bytes + size_ + signal_bytes); }

void GuardedStack::run(const std::function<void()>& body) {
  Start start{body, {.ss_sp = stack_ + size_, .ss_flags = 0, .ss_size = signal_bytes}, nullptr};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack_, size_);
  outer_ = innermost.exchange(this);
  pthread_t thread{};
  const int failure = pthread_create(&thread, &attributes, begin, &start);
  pthread_attr_destroy(&attributes);
  if (failure == 0) pthread_join(thread, nullptr);
  innermost = outer_;
  if (failure != 0) throw std::runtime_error("no thread could be started");
  if (start.thrown) std::rethrow_exception(start.thrown);
}

bool GuardedStack::overflowed(const void* address) {
  const auto* at = static_cast<const std::byte*>(address);
  for (const GuardedStack* stack = innermost; stack != nullptr; stack = stack->outer_)
    if (at >= stack->stack_ - guard_bytes && at < stack->stack_) return true;
  return false;
}

}  // namespace fairplay::auditor::behaviour
