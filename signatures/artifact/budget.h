#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

/// Counts what an archive unpacks to against its limits, while it streams: what an archive declares is not
/// believed. Safe from several threads.
class Budget {
 public:
  Budget(const ArchiveLimits& limits, std::uint64_t archive_size) : limits_(limits), archive_size_(archive_size) {}

  /// Takes `bytes` of unpacked content; false once a limit is passed, and from then on.
  bool spend(std::uint64_t bytes);
  /// As spend(), for a total counted elsewhere.
  bool allows(std::uint64_t total) const;
  bool exhausted() const { return exhausted_.load(std::memory_order_relaxed); }
  /// True for the first caller only, so that one bomb is reported once.
  bool claim_report() { return !reported_.exchange(true); }
  /// Which limit was passed, for the damage's reason.
  std::string reason() const;

  const ArchiveLimits& limits() const { return limits_; }

 private:
  ArchiveLimits limits_;
  std::uint64_t archive_size_;
  std::atomic<std::uint64_t> spent_ = 0;
  std::atomic<bool> exhausted_ = false;
  std::atomic<bool> reported_ = false;
};

}  // namespace fairplay::signatures::artifact
