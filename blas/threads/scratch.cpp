#include "blas/threads/scratch.h"

#include <sys/mman.h>

#include <atomic>

namespace fairplay::blas {
namespace {

// A kept block holds the packed panels of any routine; its pages cost nothing before they are written. Larger ones are
// mapped and unmapped by their call.
constexpr std::size_t kept_bytes = std::size_t{16} << 20;
constexpr int slot_count = 64;

constinit std::atomic<void*> slots[slot_count] = {};

void* map(std::size_t bytes) {
  void* block = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return block == MAP_FAILED ? nullptr : block;
}

// At unloading and at exit: blocks still in use belong to calls that are running, and are unmapped by nobody.
[[gnu::destructor]] void unmap_kept_blocks() {
  for (std::atomic<void*>& slot : slots)
    if (void* block = slot.exchange(nullptr)) ::munmap(block, kept_bytes);
}

}  // namespace

Scratch::Scratch(std::size_t bytes) {
  if (bytes == 0) return;
  if (bytes > kept_bytes) {
    data_ = map(bytes);
    mapped_ = bytes;
    return;
  }
  mapped_ = kept_bytes;
  for (std::atomic<void*>& slot : slots) {
    if (slot.load(std::memory_order_relaxed) == nullptr) continue;
    data_ = slot.exchange(nullptr, std::memory_order_acquire);
    if (data_ != nullptr) return;
  }
  data_ = map(kept_bytes);
}

Scratch::~Scratch() {
  if (data_ == nullptr) return;
  if (mapped_ == kept_bytes) {
    for (std::atomic<void*>& slot : slots) {
      void* empty = nullptr;
      if (slot.compare_exchange_strong(empty, data_, std::memory_order_release, std::memory_order_relaxed)) return;
    }
  }
  ::munmap(data_, mapped_);
}

}  // namespace fairplay::blas
