// Passing or failing with a stack of a given size is erratic, for what is below it may be mapped; the deepest byte
// that changed is not.
#include "auditor/behaviour/child/painted_stack.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstring>

#include "auditor/behaviour/child/guarded_stack.h"

namespace fairplay::auditor::behaviour {
namespace {

constexpr std::size_t stack_bytes = std::size_t{64} << 20;
constexpr std::size_t painted_bytes =
    std::size_t{16} << 20;  // of its top: deeper, it is known for whole pages whether they were touched
constexpr std::size_t page_bytes = 4096;
constexpr std::uint64_t paint = 0x5a17'c0de'5a17'c0de;

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

std::size_t stack_taken_by(const std::function<void()>& body) {
  GuardedStack stack(stack_bytes);
  const std::span<std::byte> bytes = stack.bytes();
  for (std::size_t i = stack_bytes - painted_bytes; i < stack_bytes; i += sizeof paint)
    std::memcpy(&bytes[i], &paint, sizeof paint);
  const std::byte* start = nullptr;
  stack.run([&] {
    std::byte here{};
    start = &here;
    asm volatile("" : : "r"(&here) : "memory");
    body();
  });
  const std::byte* lowest = deepest(bytes.data());
  return lowest < start ? static_cast<std::size_t>(start - lowest) : 0;
}

}  // namespace fairplay::auditor::behaviour
