#include "signatures/artifact/delivery.h"

#include <fmt/format.h>

#include <algorithm>

namespace fairplay::signatures::artifact {

Interest Consumer::select(const FileEntry& entry, std::span<const std::byte> head) const {
  return handlers_.select ? handlers_.select(entry, head) : Interest{};
}

void Consumer::deliver(const FileEntry& entry, const Digests& digests, const Content& content) const {
  if (handlers_.sink) handlers_.sink(entry, digests, content);
}

void Consumer::lose(const FileEntry& entry, std::string place, std::string reason) {
  damaged(std::move(place), std::move(reason));
  lost(entry);
}

void Consumer::lost(const FileEntry& entry) const {
  if (handlers_.lost) handlers_.lost(entry);
}

void Consumer::damaged(std::string place, std::string reason, bool grave) {
  damaged(Damage{file_, std::move(place), std::move(reason), grave});
}

void Consumer::damaged(Damage damage) {
  const std::lock_guard lock(mutex_);
  if (handlers_.damaged) handlers_.damaged(std::move(damage));
}

void MemberDelivery::feed(std::span<const std::byte> bytes) {
  if (!decided_) {
    if (head_held_ == 0 && bytes.size() >= head_size) {
      decide(bytes.first(head_size));
    } else {
      const std::size_t part = std::min(bytes.size(), head_size - head_held_);
      std::copy_n(bytes.begin(), part, head_.begin() + static_cast<std::ptrdiff_t>(head_held_));
      head_held_ += part;
      if (head_held_ < head_size) return;
      bytes = bytes.subspan(part);
      decide(head_);
      take(head_);
    }
  }
  take(bytes);
}

void MemberDelivery::decide(std::span<const std::byte> head) {
  const Interest interest = consumer_.select(entry_, head);
  decided_ = true;
  keep_ = interest.keep;
  if (!interest.digests.empty()) hasher_.emplace(interest.digests);
  if (keep_) kept_.reserve(static_cast<std::size_t>(std::min(likely_size_, kept_limit_)));
}

void MemberDelivery::take(std::span<const std::byte> bytes) {
  if (hasher_) hasher_->update(bytes);
  if (!keep_) return;
  if (bytes.size() > kept_limit_ - kept_.size()) {
    keep_ = false;
    kept_ = {};
    consumer_.damaged(
        place_,
        fmt::format("larger than the {} bytes that are held in memory of one member: it was not looked into",
                    kept_limit_),
        false);
    return;
  }
  kept_.insert(kept_.end(), bytes.begin(), bytes.end());
}

Digests MemberDelivery::finish() {
  if (!decided_) {
    const auto head = std::span(head_).first(head_held_);
    decide(head);
    take(head);
  }
  Digests digests = hasher_ ? hasher_->finish() : Digests{};
  consumer_.deliver(entry_, digests, Content{-1, kept_});
  return digests;
}

}  // namespace fairplay::signatures::artifact
