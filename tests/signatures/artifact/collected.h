#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "signatures/artifact/file_stream.h"

namespace fairplay::tests {

/// Everything a stream reported, for assertions.
struct Collected {
  struct File {
    signatures::artifact::FileEntry entry;
    std::string sha256;
    std::string content;  ///< of archive members, when kept
  };
  std::map<std::string, File> files;
  std::set<std::string> lost;
  std::vector<signatures::Damage> damage;

  /// All damage as "place: reason" lines, for matchers.
  std::vector<std::string> damage_lines() const {
    std::vector<std::string> lines;
    for (const auto& item : damage) lines.push_back(item.place.empty() ? item.reason : item.place + ": " + item.reason);
    return lines;
  }
  std::vector<std::string> paths() const {
    std::vector<std::string> names;
    for (const auto& [path, file] : files) names.push_back(path);
    return names;
  }
};

inline Collected collect(signatures::artifact::FileStream& stream, unsigned jobs = 2, bool keep = true) {
  using namespace signatures;
  Collected all;
  std::mutex mutex;
  artifact::Handlers handlers;
  handlers.select = [&](const artifact::FileEntry&, std::span<const std::byte>) {
    return artifact::Interest{{Algorithm::sha256}, keep};
  };
  handlers.sink = [&](const artifact::FileEntry& entry, const Digests& digests, const artifact::Content& content) {
    const std::lock_guard lock(mutex);
    all.files[entry.path] = {entry,
                             digests.empty() ? "" : digests[0].hex(),
                             {reinterpret_cast<const char*>(content.bytes.data()), content.bytes.size()}};
  };
  handlers.lost = [&](const artifact::FileEntry& entry) {
    const std::lock_guard lock(mutex);
    all.lost.insert(entry.path);
  };
  handlers.damaged = [&](Damage damage) { all.damage.push_back(std::move(damage)); };
  stream.read(handlers, jobs);
  return all;
}

}  // namespace fairplay::tests
