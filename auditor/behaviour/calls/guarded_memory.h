#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace fairplay::auditor::behaviour {

/// Memory for one operand, between two pages that nobody may touch. What is left of its pages holds canaries: finite
/// numbers other than zero, for a store of `y[n] *= 0` past the end changes neither a NaN nor a zero.
class GuardedMemory {
 public:
  /// Where the bytes lie: up against the page behind them, or against the page before them. `shift` bytes away from
  /// that end, for misaligned operands.
  enum class End : std::uint8_t { last, first };
  struct Placement {
    End end = End::last;
    std::size_t shift = 0;
    int canary = 0;  ///< 0 or 1: which of the two patterns
  };

  /// Throws std::bad_alloc.
  GuardedMemory(std::size_t bytes, const Placement& placement);
  ~GuardedMemory();
  GuardedMemory(const GuardedMemory&) = delete;
  GuardedMemory& operator=(const GuardedMemory&) = delete;

  std::byte* data() const { return data_; }
  std::size_t bytes() const { return bytes_; }
  void read_only(bool wanted) const;

  /// The offset, from data(), of the first canary that isn't what it was.
  std::optional<std::ptrdiff_t> damaged() const;
  /// Whether the address is in this memory, its guard pages included.
  bool holds(const void* address) const;

 private:
  std::byte* start_;    // of the first guard page
  std::size_t inside_;  // bytes between the guard pages
  std::byte* data_;
  std::size_t bytes_;
  std::uint64_t canary_;
};

}  // namespace fairplay::auditor::behaviour
