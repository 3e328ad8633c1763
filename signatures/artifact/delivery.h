#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

/// How many first bytes `Handlers::select` is shown.
inline constexpr std::size_t head_size = 512;

/// The consumer's handlers behind the promises that file_stream.h makes: damage is reported by one thread at a time,
/// and optional handlers may be empty.
class Consumer {
 public:
  Consumer(const Handlers& handlers, std::string file) : handlers_(handlers), file_(std::move(file)) {}

  Interest select(const FileEntry& entry, std::span<const std::byte> head) const;
  void deliver(const FileEntry& entry, const Digests& digests, const Content& content) const;
  /// Reports why a file's content could not be read, and that it is lost.
  void lose(const FileEntry& entry, std::string place, std::string reason);
  void lost(const FileEntry& entry) const;
  void damaged(std::string place, std::string reason, bool grave = true);
  void damaged(Damage damage);

 private:
  const Handlers& handlers_;
  std::string file_;
  std::mutex mutex_;
};

/// One archive member on its way to the consumer: shows the head, hashes and keeps what is asked for.
class MemberDelivery {
 public:
  /// `likely_size`: how much to reserve where content is kept; the caller bounds it by what the archive's size can
  /// yield.
  MemberDelivery(Consumer& consumer, const FileEntry& entry, std::string place, std::uint64_t kept_limit,
                 std::uint64_t likely_size)
      : consumer_(consumer),
        entry_(entry),
        place_(std::move(place)),
        kept_limit_(kept_limit),
        likely_size_(likely_size) {}

  void feed(std::span<const std::byte> bytes);
  /// False once the consumer has said that it wants nothing of the content.
  bool wanted() const { return !decided_ || keep_ || hasher_.has_value(); }
  /// Everything was fed: informs the consumer. Returns the digests.
  Digests finish();

 private:
  void decide(std::span<const std::byte> head);
  void take(std::span<const std::byte> bytes);

  Consumer& consumer_;
  const FileEntry& entry_;
  std::string place_;
  std::uint64_t kept_limit_;
  std::uint64_t likely_size_;
  std::array<std::byte, head_size> head_;
  std::size_t head_held_ = 0;
  bool decided_ = false;
  bool keep_ = false;
  std::optional<Hasher> hasher_;
  std::vector<std::byte> kept_;
};

}  // namespace fairplay::signatures::artifact
