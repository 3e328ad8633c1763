// Passing or failing with a stack of a given size is erratic, for what lies below it may be mapped; the deepest byte that changed is not.
#include "auditor/behaviour/child/painted_stack.h"

#include <pthread.h>
#include <sys/mman.h>

#include <cstdint>
#include <cstring>

namespace auditor::behaviour {
namespace {

constexpr std::size_t stack_bytes = std::size_t{64} << 20;
constexpr std::size_t painted_bytes = std::size_t{16} << 20;  // of its top: deeper, whole pages tell whether they were touched
constexpr std::size_t guard_bytes = std::size_t{64} << 20;
constexpr std::size_t page_bytes = 4096;
constexpr std::uint64_t paint = 0x5a17'c0de'5a17'c0de;

struct Run {
  const std::function<void()>& body;
  const std::byte* start = nullptr;
};

void* begin(void* given) {
  auto* run = static_cast<Run*>(given);
  std::byte here{};
  run->start = &here;
  asm volatile("" : : "r"(&here) : "memory");
  run->body();
  return nullptr;
}

/// The lowest byte that isn't painted any more, or was never painted and was touched.
const std::byte* deepest(const std::byte* stack) {
  const std::byte* painted = stack + stack_bytes - painted_bytes;
  unsigned char touched = 0;
  for (const std::byte* page = stack; page < painted; page += page_bytes)
    if (mincore(const_cast<std::byte*>(page), page_bytes, &touched) == 0 && (touched & 1) != 0) return page;
  const std::byte* at = painted;
  for (std::uint64_t word = paint; at < stack + stack_bytes; at += sizeof word) {
    std::memcpy(&word, at, sizeof word);
    if (word != paint) break;
  }
  return at;
}

}  // namespace

std::optional<std::size_t> stack_taken_by(const std::function<void()>& body) {
  void* memory = mmap(nullptr, guard_bytes + stack_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return std::nullopt;
  auto* stack = static_cast<std::byte*>(memory) + guard_bytes;
  std::optional<std::size_t> taken;
  if (mprotect(stack, stack_bytes, PROT_READ | PROT_WRITE) == 0) {
    for (std::size_t i = stack_bytes - painted_bytes; i < stack_bytes; i += sizeof paint) std::memcpy(stack + i, &paint, sizeof paint);
    Run run{body};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stack, stack_bytes);
    pthread_t thread{};
    if (pthread_create(&thread, &attributes, begin, &run) == 0) {
      pthread_join(thread, nullptr);
      const std::byte* lowest = deepest(stack);
      taken = lowest < run.start ? static_cast<std::size_t>(run.start - lowest) : 0;
    }
    pthread_attr_destroy(&attributes);
  }
  munmap(memory, guard_bytes + stack_bytes);
  return taken;
}

}  // namespace auditor::behaviour
