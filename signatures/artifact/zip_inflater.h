#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "signatures/artifact/archive_handle.h"
#include "signatures/artifact/zip_structure.h"

namespace fairplay::signatures::artifact {

/// Unpacks ZIP members through libarchive, one after another, any of them in any order.
///
/// libarchive's own ZIP reader trusts the local headers and finds members by itself. Here it is shown a made-up stream
/// instead: for each member a local header written from the *central directory's* facts, then the member's bytes. So
/// what is unpacked is what pip would unpack, libarchive checks size and CRC against the central directory, and several
/// of these can share one archive between threads.
class ZipInflater {
 public:
  explicit ZipInflater(int fd) : fd_(fd) {}
  ZipInflater(const ZipInflater&) = delete;
  ZipInflater& operator=(const ZipInflater&) = delete;

  /// The compression methods that Python's zipfile reads, and zstd.
  static bool supports(std::uint16_t method);

  /// Calls `each` with the content piece by piece until it returns false. nullopt when the content was read whole and
  /// is right, or was stopped; else what is wrong with it.
  std::optional<std::string> read(const ZipMember& member, const std::function<bool(std::span<const std::byte>)>& each);

 private:
  std::optional<std::string> start(const ZipMember& member);
  std::optional<std::string> refuse_dictionary(const ZipMember& member) const;
  void write_header(const ZipMember& member);
  la_ssize_t next_block(const void** block);
  static la_ssize_t read_callback(archive*, void* self, const void** block);
  static la_int64_t skip_callback(archive*, void* self, la_int64_t count);

  int fd_;
  ArchiveHandle handle_;
  const ZipMember* member_ = nullptr;
  std::vector<std::byte> header_;
  bool header_sent_ = false;
  std::uint64_t sent_ = 0;  ///< of the member's compressed bytes
  int read_error_ = 0;      ///< errno of a failed read
  bool truncated_ = false;  ///< the file ended where the member's bytes should be
  std::vector<std::byte> buffer_;
};

}  // namespace fairplay::signatures::artifact
