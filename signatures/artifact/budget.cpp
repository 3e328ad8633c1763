#include "signatures/artifact/budget.h"

#include <fmt/format.h>

namespace fairplay::signatures::artifact {

bool Budget::allows(std::uint64_t total) const {
  if (total > limits_.total_bytes) return false;
  // total / archive_size > ratio, without overflow or division by zero.
  return total <= limits_.ratio_floor_bytes || archive_size_ > total / (limits_.ratio == 0 ? 1 : limits_.ratio);
}

bool Budget::spend(std::uint64_t bytes) {
  const std::uint64_t total = spent_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  if (!allows(total)) exhausted_.store(true, std::memory_order_relaxed);
  return !exhausted();
}

std::string Budget::reason() const {
  return fmt::format(
      "looks like a decompression bomb: {} bytes unpack to more than {} (limits: {} bytes in all, {} times the "
      "archive's size above {} bytes); the rest was not read",
      archive_size_, spent_.load(std::memory_order_relaxed), limits_.total_bytes, limits_.ratio,
      limits_.ratio_floor_bytes);
}

}  // namespace fairplay::signatures::artifact
