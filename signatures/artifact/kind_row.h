#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "signatures/artifact/file_descriptor.h"
#include "signatures/artifact/file_stream.h"

namespace fairplay::signatures::artifact {

/// All that is known of a kind: its traits, and how a file of it is recognised and read.
struct KindRow {
  KindTraits traits;
  /// Whether a file may be of this kind, by its first bytes (up to 512). nullptr: never.
  bool (*begins)(std::string_view head) = nullptr;
  /// Asked where `begins` holds, of a format inside another one. nullptr: always.
  bool (*holds)(int fd, std::uint64_t size) = nullptr;
  /// Asked where no kind's `begins` holds. nullptr: never.
  bool (*ends)(int fd, std::uint64_t size) = nullptr;
  Expected<std::unique_ptr<FileStream>> (*open)(FileDescriptor fd, std::uint64_t size, const std::string& file,
                                                const ArchiveLimits& limits) = nullptr;
};

/// In the order in which they are tried; that is the enumeration's, too.
std::span<const KindRow> kind_rows();

}  // namespace fairplay::signatures::artifact
