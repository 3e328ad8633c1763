#include "auditor/behaviour/calls/guarded_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cstring>
#include <new>

namespace fairplay::auditor::behaviour {
namespace {

// As two floats and as a double finite, neither zero nor one, and of either sign.
constexpr std::uint64_t patterns[] = {0x4049'0fdb'4049'0fdb, 0xc0a1'2345'c0a1'2345};

std::size_t page_bytes() {
  static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

std::byte canary_at(std::uint64_t pattern, std::size_t offset) {
  return std::bit_cast<std::array<std::byte, 8>>(pattern)[offset % 8];
}

}  // namespace

GuardedMemory::GuardedMemory(std::size_t bytes, const Placement& placement)
    : bytes_(bytes), canary_(patterns[placement.canary & 1]) {
  const std::size_t page = page_bytes();
  inside_ = (bytes + placement.shift + page - 1) / page * page;
  if (inside_ == 0) inside_ = page;
  void* memory = mmap(nullptr, inside_ + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  start_ = static_cast<std::byte*>(memory);
  std::byte* inside = start_ + page;
  if (mprotect(inside, inside_, PROT_READ | PROT_WRITE) != 0) {
    munmap(start_, inside_ + 2 * page);
    throw std::bad_alloc();
  }
  data_ = placement.end == End::last ? inside + inside_ - bytes - placement.shift : inside + placement.shift;
  for (std::size_t i = 0; i < inside_; ++i) inside[i] = canary_at(canary_, i);
}

GuardedMemory::~GuardedMemory() { munmap(start_, inside_ + 2 * page_bytes()); }

void GuardedMemory::read_only(bool wanted) const {
  mprotect(start_ + page_bytes(), inside_, wanted ? PROT_READ : PROT_READ | PROT_WRITE);
}

std::optional<std::ptrdiff_t> GuardedMemory::damaged() const {
  const std::byte* inside = start_ + page_bytes();
  const auto first = static_cast<std::size_t>(data_ - inside);
  auto search = [&](std::size_t from, std::size_t to) -> std::optional<std::ptrdiff_t> {
    for (std::size_t i = from; i < to; ++i)
      if (inside[i] != canary_at(canary_, i))
        return static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(first);
    return std::nullopt;
  };
  if (auto before = search(0, first)) return before;
  return search(first + bytes_, inside_);
}

bool GuardedMemory::holds(const void* address) const {
  const auto* byte = static_cast<const std::byte*>(address);
  return byte >= start_ && byte < start_ + inside_ + 2 * page_bytes();
}

}  // namespace fairplay::auditor::behaviour
